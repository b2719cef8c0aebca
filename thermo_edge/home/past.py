"""A room's last week, month or year as it was measured, on the steps of a picture."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from thermo_edge.home.day import Line


class Reach(StrEnum):
    """How far back a picture reaches."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


STEPS = {
    Reach.WEEK: (7, timedelta(hours=1)),
    Reach.MONTH: (31, timedelta(days=1)),
    Reach.YEAR: (365, timedelta(days=1)),
}
"""Whole local days, today among them, and what one value stands for: never more than 400 of them."""


@dataclass(frozen=True, slots=True)
class RoomPast:
    """Steps from `begin` on, a local midnight; the last of them is not over. °C, shares of full heat, °C outdoors.

    `low` and `high` are the extremes within each step, `mean` and all others their means; None: nothing is known.
    """

    reach: Reach
    begin: datetime
    step: timedelta
    low: Line
    mean: Line
    high: Line
    heating: Line
    outdoor: Line
