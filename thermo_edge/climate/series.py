"""One room's temperature and what drives it on a regular grid, and what anything that forecasts it must answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

STEP = timedelta(minutes=15)
DAY = 96
"""Steps in a day, and in a forecast."""

QUANTILES = (0.1, 0.5, 0.9)


@dataclass(frozen=True, eq=False)
class ThermalSeries:
    """A room at n times, STEP apart; the value at a time is the mean of the step before it, NaN where unknown.

    `target`, `outdoor`, `set_point` and `neighbours` (m, n) in °C, `sun` in W/m² on the horizontal, `heat` in 0..1 of
    what the room's heating can give (below 0: cooling). Columns that a home does not have are NaN throughout.
    """

    name: str
    start: datetime
    """Aware; in the zone that the household lives by."""
    target: Array
    outdoor: Array
    sun: Array
    heat: Array
    set_point: Array
    neighbours: Array
    others: Mapping[str, Array] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.start.tzinfo is None:
            raise ValueError("a series starts at an aware time")
        columns = (self.outdoor, self.sun, self.heat, self.set_point, *self.neighbours, *self.others.values())
        if any(column.shape != self.target.shape for column in columns):
            raise ValueError("the columns of a series are of one length")

    def __len__(self) -> int:
        return len(self.target)

    @cached_property
    def local(self) -> Array:
        """Hours since Monday 00:00, as the clock on the wall says: 0 to below 168. It goes on for two days more."""
        seconds = self.start.timestamp() + STEP.total_seconds() * np.arange(len(self) + 2 * DAY)
        shifted = seconds + _offsets(seconds, self.start.tzinfo)
        return np.asarray((shifted / 3600 - 4 * 24) % 168)  # the first of January 1970 was a Thursday

    def time(self, index: int) -> datetime:
        """The time of an index, local."""
        return datetime.fromtimestamp(self.start.timestamp() + STEP.total_seconds() * index, self.start.tzinfo)

    def part(self, begin: int, end: int) -> "ThermalSeries":
        """The times from `begin` to before `end`."""
        span = slice(begin, end)
        return replace(
            self,
            start=self.time(begin),
            target=self.target[span],
            outdoor=self.outdoor[span],
            sun=self.sun[span],
            heat=self.heat[span],
            set_point=self.set_point[span],
            neighbours=self.neighbours[:, span],
            others={name: column[span] for name, column in self.others.items()},
        )

    def last(self, index: int) -> float:
        """The last temperature that is known at `index`; NaN where none is."""
        known = np.flatnonzero(np.isfinite(self.target[: index + 1]))
        return float(self.target[known[-1]]) if known.size else float("nan")


@dataclass(frozen=True, eq=False, slots=True)
class Outlook:
    """What is known beforehand of the DAY steps after an index: the weather, and, if given, what the heating will do.

    Without a plan (`heat`, `set_point` None) a forecaster says what will come with heating as it usually is.
    """

    outdoor: Array
    sun: Array
    heat: Array | None = None
    set_point: Array | None = None


class Forecaster(Protocol):
    """Learns from a room's past, then says how warm it will be.

    `fit` may look at indices below `upto`, `predict` at indices up to and including `index`, and at the outlook; the
    answer is °C for `index` + 1 … `index` + DAY. Both may be called again and again; `fit` forgets the fit before it.
    With too little to go by an answer is persistence rather than NaN, as long as any temperature is known.
    """

    @property
    def name(self) -> str: ...

    def fit(self, series: ThermalSeries, upto: int, /) -> None: ...

    def predict(self, series: ThermalSeries, index: int, future: Outlook, /) -> Array: ...


@runtime_checkable
class Unsure(Protocol):
    """A forecaster that also says how sure it is."""

    def quantiles(self, series: ThermalSeries, index: int, future: Outlook, /) -> Array:
        """(DAY, 3) °C at QUANTILES, rising."""
        ...


def room(name: str, start: datetime, target: Array, **columns: Any) -> ThermalSeries:
    """A series of which the columns that are left out are unknown."""
    unknown = np.full(len(target), np.nan)
    outdoor, sun, heat, set_point = (columns.get(key, unknown) for key in ("outdoor", "sun", "heat", "set_point"))
    neighbours = columns.get("neighbours", np.empty((0, len(target))))
    return ThermalSeries(name, start, target, outdoor, sun, heat, set_point, neighbours, columns.get("others", {}))


def _offsets(seconds: Array, zone: tzinfo | None) -> Array:
    """Seconds that the clock on the wall is ahead of UTC; each asked for only on days on which it changes."""

    def offset(at: float) -> float:
        told = datetime.fromtimestamp(at, zone or UTC).utcoffset()
        return told.total_seconds() if told else 0.0

    found = np.empty(len(seconds))
    for begin in range(0, len(seconds), DAY):
        day = seconds[begin : begin + DAY]
        first, last = offset(day[0]), offset(day[-1])
        found[begin : begin + DAY] = first if first == last else [offset(at) for at in day]
    return found
