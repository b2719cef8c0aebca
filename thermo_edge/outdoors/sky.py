"""The sun's power under a sky with clouds, on level ground and on walls."""

from math import cos, exp, radians, sin

from thermo_edge.home.snapshot import Sun

ALBEDO = 0.2
"""The share of the sun that usual ground throws back."""

USUAL = 0.6
"""The share of a clear sky's power that comes through where nothing is known of the clouds."""

_CONSTANT = 1361.0  # W/m² outside the atmosphere
_LOW = 0.087  # sine of 5°: no beam is reckoned steeper than from there


def clear(sun: Sun) -> float:
    """W/m² on level ground under a clear sky: 951.39·sin(elevation)^1.15.

    Adnot, Bourges, Campana and Gicquel (1979), as in Badescu (1997); for air of the lowlands, some 10 % too little in
    dry or high places.
    """
    sine = sin(radians(sun.elevation))
    return 951.39 * sine**1.15 if sine > 0.0 else 0.0


def through(cloud: float | None) -> float:
    """The share of it that a sky covered by 0..1 lets through: 1 − 0.6·cover³ (Laevastu 1960)."""
    if cloud is None:
        return USUAL
    return 1.0 - 0.6 * min(max(cloud, 0.0), 1.0) ** 3


def on_ground(sun: Sun, cloud: float | None) -> float:
    """W/m² on level ground."""
    return clear(sun) * through(cloud)


def on_wall(sun: Sun, ground: float, azimuth: float) -> float:
    """W/m² on an upright wall that looks to `azimuth` (degrees clockwise from north), from that on level ground.

    The diffuse share by Boland, Ridley and Lauret (2008); the sky equally bright everywhere, the ground grey.
    """
    sine = sin(radians(sun.elevation))
    if ground <= 0.0 or sine <= 0.0:
        return 0.0
    steep = max(sine, _LOW)
    clearness = min(ground / (_CONSTANT * steep), 1.0)
    diffuse = ground / (1.0 + exp(-5.0033 + 8.6025 * clearness))
    cosine = cos(radians(sun.elevation)) * cos(radians(sun.azimuth - azimuth))
    beam = (ground - diffuse) / steep * max(cosine, 0.0)
    return beam + 0.5 * diffuse + 0.5 * ALBEDO * ground
