"""What a home's last weeks say about who was where: days as the model saw them, people's hands and words."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from thermo_edge.control.believing import presence_meant
from thermo_edge.home.forecast import RegimeSpan
from thermo_edge.home.house import Domain, EntityId, House, Point
from thermo_edge.home.memory import SensorTrust
from thermo_edge.home.turn import ActorKind, in_force
from thermo_edge.learning.occupancy_own import Past
from thermo_edge.learning.past import Kept
from thermo_edge.occupancy.belief import DOUBTED, TRUSTED
from thermo_edge.occupancy.gather import STEP, Gatherer
from thermo_edge.occupancy.hindsight import HOME, Flags, Told
from thermo_edge.occupancy.signals import Array, HouseSignals, joined

SPAN = timedelta(days=30)

Trust = Mapping[EntityId, SensorTrust]

_DAY, _STEP = timedelta(days=1), timedelta(minutes=STEP)
_NEAR = timedelta(hours=2)
_KEPT = 2000


class Days:
    """The last weeks, day by day: as the live house saw them, and before it ran as the history has them."""

    def __init__(self, history: Kept) -> None:
        self._history = history
        self._house: House | None = None
        self._days: dict[datetime, HouseSignals] = {}

    def past(self, home: House, trust: Trust, today: HouseSignals | None, now: datetime) -> Past | None:
        """Everything up to now; `today`: the last day as the model saw it, else the history tells.

        `trust`: of its sensors, as it is remembered. None where nothing is known.
        """
        if self._house is not None and self._house != home:
            self._days.clear()
        self._house = home
        self._days[now] = today if today is not None else self._from_history(home, now)
        parts = self._parts(home, now)
        if not parts:
            return None
        house = joined([part for _, part in parts])
        seconds = np.concatenate([_seconds(end, part.times) for end, part in parts])
        house = replace(house, began=(np.diff(seconds, prepend=-np.inf) > 90.0 * STEP).astype(float))
        times = [datetime.fromtimestamp(at, UTC) for at in seconds.tolist()]
        day = np.array([float(home.local(at).toordinal()) for at in times])
        told = tuple(self._told(home, seconds))
        return Past(house, day, told, _left_out(self._history.regimes(_KEPT), seconds), doubted(home, trust))

    def _parts(self, house: House, now: datetime) -> list[tuple[datetime, HouseSignals]]:
        """The days that are known, oldest first, none of which reaches into the next one."""
        found: list[tuple[datetime, HouseSignals]] = []
        used: dict[datetime, HouseSignals] = {}
        end = later = now
        while now - end < SPAN:
            kept = min(self._days, key=lambda each: abs(each - end))
            if abs(kept - end) > _NEAR:
                kept, self._days[end] = end, self._from_history(house, end)
            used[kept] = self._days[kept]
            if not any(room.events or room.mean for room in used[kept].rooms.values()):
                break
            begin = used[kept].times if later is now and not found else _overlap(kept, later, used[kept].times)
            found.append((kept - _STEP * (used[kept].times - begin), used[kept].until(begin)))
            later, end = kept - _DAY, kept - _DAY
        self._days = used
        return found[::-1]

    def _from_history(self, house: House, end: datetime) -> HouseSignals:
        gatherer = Gatherer(house)

        def samples(point: Point) -> Iterable[tuple[datetime, float]]:
            return [(each.at, each.mean) for each in self._history.samples(point, end - _DAY, end, _STEP)]

        gatherer.seed(samples, end)
        return gatherer.signals(end)

    def _told(self, house: House, seconds: Array) -> Iterable[Told]:
        """Who sets a device by its own knob or switch is in the room; a word on a decision tells of its moment."""
        rooms = {room.id for room in house.rooms}
        for hold in self._history.holds(_KEPT):
            at = _place(seconds, hold.since)
            if at is not None and hold.who.kind is ActorKind.PERSON and not hold.who.name and hold.place in rooms:
                yield Told(at, str(hold.place), True)
        for word in in_force(self._history.feedbacks(_KEPT)):
            record = self._history.decision(word.decision)
            at = _place(seconds, record.at) if record is not None else None
            there = presence_meant(record, word.verdict, word.detail) if record is not None else None
            if record is None or at is None or there is None:
                continue
            if record.decision.request.domain is Domain.LIGHTING:
                yield Told(at, str(record.decision.request.place), there)
            elif there:
                yield Told(at, HOME, True)  # they may be in any room


def doubted(house: House, trust: Trust) -> frozenset[str]:
    """Rooms whose sensors of people are all contradicted by the others."""
    return frozenset(
        str(room.id)
        for room in house.rooms
        if room.seeing
        and all((known.trust if (known := trust.get(point.entity)) else TRUSTED) < DOUBTED for point in room.seeing)
    )


def _overlap(end: datetime, later: datetime, times: int) -> int:
    """How many times of a day that ends then are over before `later`: days of 23 hours reach into each other."""
    return times - max(0, round((end - later) / _STEP))


def _seconds(end: datetime, times: int) -> Array:
    return np.asarray(end.timestamp() - 60.0 * STEP * np.arange(times)[::-1])


def _place(seconds: Array, at: datetime) -> int | None:
    """The index of the step that a moment lies in."""
    place = int(np.searchsorted(seconds, at.timestamp()))
    return place if place < len(seconds) and seconds[place] - at.timestamp() <= 60.0 * STEP else None


def _left_out(spans: Iterable[RegimeSpan], seconds: Array) -> Flags:
    """Times that were not normal."""
    found = np.zeros(len(seconds), dtype=bool)
    for span in spans:
        found |= (seconds >= span.since.timestamp()) & (seconds < span.until.timestamp())
    return found
