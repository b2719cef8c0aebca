"""The sun on arrays: where it stands, what a clear or a cloudy sky lets through, and what falls on tilted planes."""

from dataclasses import dataclass

import numpy as np

from thermo_edge.simulation.plant import Array, Outside

SOLAR_CONSTANT = 1361.0
"""W/m² outside the atmosphere at the mean distance of the sun (Kopp and Lean 2011)."""

BEAM_EFFICACY, DIFFUSE_EFFICACY = 95.0, 120.0
"""lm/W of daylight from the sun's disc and from the sky (Littlefair 1985, means over skies)."""

_J2000 = 946_728_000.0  # noon of 1 January 2000, unix seconds
_DAY = 86_400.0


def position(times: Array, latitude: Array, longitude: Array) -> tuple[Array, Array]:
    """Elevation and azimuth in degrees, azimuth clockwise from north, without refraction.

    `times` in unix seconds, latitude and longitude in degrees (east positive); the three are broadcast together.
    The low-precision formulas of the Astronomical Almanac (Michalsky 1988), good to 0.02° from 1950 to 2050.
    """
    days = (np.asarray(times, float) - _J2000) / _DAY
    anomaly = np.deg2rad((357.528 + 0.985_600_3 * days) % 360.0)
    mean = 280.460 + 0.985_647_4 * days
    ecliptic = np.deg2rad((mean + 1.915 * np.sin(anomaly) + 0.020 * np.sin(2.0 * anomaly)) % 360.0)
    obliquity = np.deg2rad(23.439)
    across = np.sin(ecliptic)
    ascension = np.arctan2(np.cos(obliquity) * across, np.cos(ecliptic))
    sin_declination = np.sin(obliquity) * across
    cos_declination = np.sqrt(1.0 - sin_declination**2)
    sidereal = (280.460_618_37 + 360.985_647_366_29 * days + longitude) % 360.0
    hour = np.deg2rad(sidereal) - ascension
    north, level = np.sin(np.deg2rad(latitude)), np.cos(np.deg2rad(latitude))
    cos_hour = np.cos(hour) * cos_declination
    sine = north * sin_declination + level * cos_hour
    azimuth = np.arctan2(-np.sin(hour) * cos_declination, level * sin_declination - north * cos_hour)
    return np.rad2deg(np.arcsin(np.clip(sine, -1.0, 1.0))), np.rad2deg(azimuth) % 360.0


def clear_sky(elevation: Array) -> Array:
    """Global horizontal irradiance under a cloudless sky, W/m², from the elevation in degrees (Haurwitz 1945)."""
    sine = np.maximum(np.sin(np.deg2rad(elevation)), 1e-3)
    return np.where(elevation > 0.0, 1098.0 * sine * np.exp(-0.059 / sine), 0.0)


def through_clouds(elevation: Array, cover: Array) -> tuple[Array, Array]:
    """Direct normal and diffuse horizontal irradiance, W/m², under a sky covered by 0..1.

    Clouds dim the global irradiance by 0.75·cover^3.4 (Kasten and Czeplak 1980); what is left is split by clearness
    (Erbs, Klein and Duffie 1982).
    """
    total = clear_sky(elevation) * (1.0 - 0.75 * np.clip(cover, 0.0, 1.0) ** 3.4)
    sine = np.maximum(np.sin(np.deg2rad(elevation)), 0.02)  # below 1° a beam from the horizontal is only noise
    diffuse = total * _diffuse_share(total / (SOLAR_CONSTANT * sine))
    return (total - diffuse) / sine, diffuse


def _diffuse_share(clearness: Array) -> Array:
    k = np.clip(clearness, 0.0, 1.0)
    between = 0.9511 + k * (-0.1604 + k * (4.388 + k * (-16.638 + k * 12.336)))
    return np.where(k <= 0.22, 1.0 - 0.09 * k, np.where(k <= 0.8, between, 0.165))


def global_horizontal(outside: Outside) -> Array:
    """W/m² on level ground, in the shape of the fields of `outside`."""
    return outside.diffuse + outside.beam * np.maximum(np.sin(np.deg2rad(outside.elevation)), 0.0)


@dataclass(frozen=True)
class Planes:
    """The outer planes of homes (facades, roofs), ready to be shone on; all (homes, planes)."""

    normal: tuple[Array, Array, Array]  # how far each looks to east, north and up
    sky: Array  # share of the sky's dome that each sees
    ground: Array  # share of the global irradiance that the ground throws on it
    horizon: Array  # degrees of elevation below which the sun is hidden from it by houses and trees

    @classmethod
    def of(cls, azimuth: Array, tilt: Array, horizon: Array, albedo: float = 0.2) -> "Planes":
        """From degrees clockwise from north, degrees from the horizontal (a wall: 90), and degrees of horizon."""
        turned, leaning = np.deg2rad(azimuth), np.deg2rad(tilt)
        flat, up = np.sin(leaning), np.cos(leaning)
        return cls(
            (flat * np.sin(turned), flat * np.cos(turned), up), (1.0 + up) / 2.0, albedo * (1.0 - up) / 2.0, horizon
        )

    def irradiance(self, outside: Outside) -> tuple[Array, Array, Array]:
        """Beam and diffuse irradiance, W/m², and the cosine of the angle of incidence; each (homes, planes).

        The diffuse part is the sky by Hay and Davies (1980), brighter around the sun, plus what the ground reflects.
        """
        elevation, azimuth = np.deg2rad(outside.elevation), np.deg2rad(outside.azimuth)
        up, flat = np.sin(elevation)[:, None], np.cos(elevation)
        to_east, to_north, to_up = self.normal
        cosine = to_east * (flat * np.sin(azimuth))[:, None] + to_north * (flat * np.cos(azimuth))[:, None] + to_up * up
        cosine = np.maximum(cosine, 0.0)
        above = 0.5 * (outside.elevation[:, None] - self.horizon) + 0.5  # the disc goes within 2°
        faced = cosine * np.minimum(np.maximum(above, 0.0), up > 0.0)
        beam, diffuse = outside.beam[:, None], outside.diffuse[:, None]
        ring = diffuse * beam / SOLAR_CONSTANT
        around = ring / np.maximum(up, 0.0872)  # no brighter than with the sun at 5°
        level = diffuse + beam * np.maximum(up, 0.0)
        return beam * faced, around * faced + (diffuse - ring) * self.sky + level * self.ground, cosine


def through_glass(cosine: Array) -> Array:
    """The share of the beam's transmission at normal incidence that is left at this angle (ASHRAE 93, b₀ = 0.1)."""
    return np.maximum(1.1 - 0.1 / np.maximum(cosine, 0.05), 0.0)
