"""A place on the earth."""

from typing import NamedTuple


class Location(NamedTuple):
    """Where the house is, in degrees."""

    latitude: float
    longitude: float
