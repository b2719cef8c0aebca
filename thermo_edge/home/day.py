"""A room's last hours as they were measured, on the steps of a picture."""

from dataclasses import dataclass
from datetime import datetime, timedelta

Line = tuple[float | None, ...]
"""A value for each step; None where nothing is known."""


@dataclass(frozen=True, slots=True)
class RoomDay:
    """Steps from `begin` on, the last of them ends now. °C, shares of full heat, °C outdoors, price per kWh."""

    begin: datetime
    step: timedelta
    temperature: Line
    heating: Line
    outdoor: Line
    price: Line
