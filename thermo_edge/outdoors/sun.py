"""Where the sun stands over the house."""

from datetime import UTC, datetime
from functools import lru_cache

from astral import Observer
from astral.sun import zenith_and_azimuth

from thermo_edge.home.house import Location
from thermo_edge.home.snapshot import Sun


def position(where: Location, at: datetime) -> Sun:
    """Elevation and azimuth in degrees, good to the minute; the elevation as it is seen, refraction included."""
    return _position(where, at.astimezone(UTC).replace(second=0, microsecond=0))


@lru_cache(maxsize=1024)  # a plan asks for two days ahead and two behind, a quarter of an hour at a time
def _position(where: Location, at: datetime) -> Sun:
    zenith, azimuth = zenith_and_azimuth(Observer(where.latitude, where.longitude), at)
    return Sun(90.0 - zenith, azimuth)
