"""The sun's power under a sky with clouds, on level ground."""

from math import radians, sin

from thermo_edge.home.snapshot import Sun

USUAL = 0.6
"""The share of a clear sky's power that comes through where nothing is known of the clouds."""


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
