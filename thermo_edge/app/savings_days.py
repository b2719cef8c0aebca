"""The history as days from night to night: energy, money, weather, comfort, people, and how each was run."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

import numpy as np

from thermo_edge.app import savings_energy as energies
from thermo_edge.climate.comparing import NIGHT
from thermo_edge.climate.recent import past_sun, share, works
from thermo_edge.climate.thermal import FloatArray
from thermo_edge.home.comfort import TOO_WARM
from thermo_edge.home.forecast import Regime, RegimeSpan
from thermo_edge.home.house import Attribute, Domain, House, Point, Room
from thermo_edge.home.savings import Run, Source, Way
from thermo_edge.home.turn import ActorKind, Hold, Wish
from thermo_edge.learning.savings import DayRow
from thermo_edge.ports import History

STEP = energies.STEP
BASE = 15.5
"""°C outdoors below which homes are heated, as British degree days have it; the fit's constant takes up the rest."""

UNKNOWN = timedelta(hours=4)
"""A day that knows less than all but so much of something does not know it."""

CHANGED = timedelta(hours=2)
"""A day may be run otherwise for so long, as when the program is set up, and a time that is not normal may reach in."""

MOST = 20_000
_HOUR = timedelta(hours=1)


def begin_of(house: House, day: date) -> datetime:
    """When this day begins, UTC; found on the wall clock, so that days of 23 and 25 hours come out right."""
    wall = datetime.combine(day, time(0)) + NIGHT
    return wall.replace(tzinfo=house.zone).astimezone(energies.UTC)


@dataclass
class Days:
    """Makes rows of [first, last]. Each point is read once, in half hours."""

    house: House
    history: History
    runs: Sequence[Run]
    first: date
    last: date
    _lines: dict[Point, FloatArray] = field(default_factory=dict)

    def rows(self) -> Iterator[DayRow]:
        """Each day, oldest first."""
        for number in range((self.last - self.first).days + 1):
            yield self._row(self.first + timedelta(days=number))

    @cached_property
    def source(self) -> Source:
        """Where the energy is from."""
        return energies.source(self.house)

    # --- of one day ---------------------------------------------------------------------------------------------------

    def _row(self, day: date) -> DayRow:
        begin, end = begin_of(self.house, day), begin_of(self.house, day + timedelta(days=1))
        part = slice(self._place(begin), self._place(end))
        hours = (end - begin) / _HOUR
        return DayRow(
            day=day,
            way=way_in(self.runs, begin, end),
            energy=_sum(self._energy[0][part]),
            money=_sum(self._energy[1][part]),
            degree_hours=_sum(np.maximum(BASE - self._outdoor[part], 0.0) * (STEP / _HOUR)),
            sun=_sum(self._sun[part] * (STEP / _HOUR) / 1000.0),
            occupied=_sum(self._home[part] * (STEP / _HOUR)),
            cold=_sum(self._comfort[0][part]),
            warm=_sum(self._comfort[1][part]),
            holds=float(sum(begin <= each.since < end for each in self._by_hand)),
            windows=float(np.nansum(self._windows[part])) * (STEP / _HOUR),
            hours=hours,
            normal=not any(_overlap(s.since, s.until, begin, end) > CHANGED for s in self._odd),
        )

    # --- lines over all of it, (steps,) -------------------------------------------------------------------------------

    @cached_property
    def _begin(self) -> datetime:
        at = begin_of(self.house, self.first)
        return at - (at - energies.EPOCH) % STEP

    @cached_property
    def _steps(self) -> int:
        return self._place(begin_of(self.house, self.last + timedelta(days=1)))

    def _place(self, at: datetime) -> int:
        return (at - self._begin) // STEP

    @cached_property
    def _times(self) -> list[datetime]:
        return [self._begin + (k + 0.5) * STEP for k in range(self._steps)]

    def _line(self, point: Point) -> FloatArray:
        """A point's means; NaN where nothing is known."""
        if point not in self._lines:
            line: FloatArray = np.full(self._steps, np.nan)
            for sample in self.history.samples(point, self._begin, self._begin + self._steps * STEP, STEP):
                line[self._place(sample.at)] = sample.mean
            self._lines[point] = line
        return self._lines[point]

    @cached_property
    def _outdoor(self) -> FloatArray:
        outdoor = self.house.outdoor
        return self._line(outdoor.point) if outdoor is not None else np.full(self._steps, np.nan)

    @cached_property
    def _sun(self) -> FloatArray:
        return np.asarray(past_sun(self.house, self.history.forecasts(self._begin), self._times), dtype=np.float64)

    @cached_property
    def _energy(self) -> tuple[FloatArray, FloatArray]:
        asked = energies.Asked(self.house, self._begin, self._steps, self._line, self._outdoor)
        return energies.used(asked)

    @cached_property
    def _home(self) -> FloatArray:
        """Share of each step that somebody was home; NaN where nobody's whereabouts are known."""
        entities = [person.entity for person in self.house.persons if person.entity is not None]
        lines = [self._line(Point(entity, Attribute.PRESENCE)) for entity in entities]
        return _most(lines, self._steps)

    @cached_property
    def _windows(self) -> FloatArray:
        opens = [s.point for room in self.house.rooms for s in room.sensing(Attribute.OPEN)]
        return _most([self._line(point) for point in opens], self._steps)

    @cached_property
    def _comfort(self) -> tuple[FloatArray, FloatArray]:
        """K·h below and above comfort in each step while somebody was home, of all heated rooms together."""
        cold, warm = np.zeros(self._steps), np.zeros(self._steps)
        local = [self.house.local(at) for at in self._times]
        there = np.where(np.isfinite(self._home), self._home, 1.0) * (STEP / _HOUR)
        for room in self.house.rooms:
            if not room.thermometers or not any(device.heats for device in room.devices):
                continue
            bands = [room.comfort.comfort if room.comfort.warm_at(at) else room.comfort.setback for at in local]
            inside = self._line(room.thermometers[0].point)
            heats = np.nan_to_num(self._heated(room)) > 0.1
            low, high = (np.array([getattr(band, edge) for band in bands]) for edge in ("low", "high"))
            cold = cold + np.maximum(low - inside, 0.0) * there
            warm = warm + np.maximum(inside - high - TOO_WARM, 0.0) * there * heats
        return cold, warm

    def _heated(self, room: Room) -> FloatArray:
        return _most([share(self._line(works(d)), d) for d in room.devices if d.heats], self._steps)

    # --- people -------------------------------------------------------------------------------------------------------

    @cached_property
    def _by_hand(self) -> list[Hold | Wish]:
        """What people changed about the warmth: at a device, or on a page."""
        climate = {d.entity for d in self.house.devices if d.domain is Domain.CLIMATE}
        holds = [
            each
            for each in self.history.holds(MOST)
            if each.who.kind is ActorKind.PERSON and not each.establish and each.point.entity in climate
        ]
        wishes = [each for each in self.history.wishes(MOST) if each.domain is Domain.CLIMATE]
        return [*holds, *wishes]

    @cached_property
    def _odd(self) -> list[RegimeSpan]:
        return [each for each in self.history.regimes(MOST) if each.regime is not Regime.NORMAL]


def way_in(runs: Sequence[Run], begin: datetime, end: datetime) -> Way | None:
    """The way of nearly all of this time; before the first that is known the program only observed."""
    spans: dict[Way, timedelta] = {}
    edges = [*runs[1:], None]
    if not runs or begin < runs[0].at:
        spans[Way.OBSERVED] = (min(end, runs[0].at) if runs else end) - begin
    for run, after in zip(runs, edges, strict=False):
        until = after.at if after is not None else end
        spans[run.way] = spans.get(run.way, timedelta(0)) + _overlap(run.at, until, begin, end)
    found = max(spans, key=lambda each: spans[each])
    return found if end - begin - spans[found] <= CHANGED else None


def _overlap(since: datetime, until: datetime, begin: datetime, end: datetime) -> timedelta:
    return max(min(until, end) - max(since, begin), timedelta(0))


def _sum(values: FloatArray) -> float:
    """The sum with small gaps filled by the mean; NaN where more than UNKNOWN is missing."""
    known = np.isfinite(values)
    missing = len(values) - int(known.sum())
    if missing * STEP > UNKNOWN or not known.any():
        return math.nan
    return float(values[known].mean() * len(values))


def _most(lines: Sequence[FloatArray], steps: int) -> FloatArray:
    """The largest of those that are known; NaN where none is."""
    if not lines:
        return np.full(steps, np.nan)
    together = np.array(lines)
    return np.where(np.isfinite(together).any(axis=0), np.nanmax(np.nan_to_num(together, nan=-1.0), axis=0), np.nan)
