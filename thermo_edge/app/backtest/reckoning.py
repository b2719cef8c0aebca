"""Keeps what was seen around each act until it can be judged, and counts; it holds some hours and no more."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from thermo_edge.control.acts import Acts
from thermo_edge.control.hindsight import SETTLED, STEP, After, judge
from thermo_edge.home.hindsight import Act, AskedWarmth, Count, Hindsight, Judged, Judgement
from thermo_edge.home.house import COMMANDED, Attribute, DeviceKind, Domain, House, PlaceId, Point, Value
from thermo_edge.home.memory import Turn
from thermo_edge.home.snapshot import Reading
from thermo_edge.home.turn import DecisionRecord, Feedback, Hold, Outcome, Wish
from thermo_edge.occupancy.quality import HINDSIGHT

WRONGS = 200
"""So many of the latest wrong ones are told one by one; all are counted."""

_REMEMBERED = max(SETTLED.values()) + timedelta(hours=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Said:
    """What people did and said in all of the time, oldest first."""

    holds: Sequence[Hold] = ()
    wishes: Sequence[Wish] = ()
    words: Sequence[tuple[DecisionRecord, Feedback]] = ()


@dataclass
class _Warmth:
    asked: float = 0.0
    was: float = 0.0
    hours: float = 0.0


@dataclass
class Reckoning:
    """One replay's count. Told turns and readings in the order of time; `counts_from`: before it nothing counts."""

    house: House
    said: Said
    counts_from: datetime
    missing: timedelta = timedelta(0)
    _acts: Acts = field(default_factory=Acts)
    _waiting: deque[Act] = field(default_factory=deque)
    _seen: dict[PlaceId, deque[datetime]] = field(default_factory=dict)
    _home: deque[datetime] = field(default_factory=deque)
    _values: deque[tuple[datetime, Point, Value]] = field(default_factory=deque)
    _now: dict[Point, Value] = field(default_factory=dict)
    _wanted: dict[Point, float] = field(default_factory=dict)
    _blind: dict[PlaceId, datetime] = field(default_factory=dict)
    _counts: dict[tuple[Domain, PlaceId], Count] = field(default_factory=dict)
    _wrongs: deque[Judged] = field(default_factory=lambda: deque(maxlen=WRONGS))
    _warmth: dict[PlaceId, _Warmth] = field(default_factory=dict)

    def turn(self, turn: Turn) -> None:
        """What was decided."""
        begun = self._acts.of(self.house, turn)
        self._waiting.extend(act for act in begun if act.at >= self.counts_from)
        for decision in turn.decisions:
            request = decision.request
            if request.point.attribute is Attribute.SET_POINT and isinstance(request.value, float):
                if decision.outcome in (Outcome.WOULD, Outcome.SATISFIED):
                    self._wanted[request.point] = request.value
                else:
                    self._wanted.pop(request.point, None)

    def told(self, readings: Iterable[Reading], until: datetime) -> None:
        """What the sensors and devices said up to then."""
        heard = set[Point]()
        for reading in readings:
            heard.add(reading.point)
            if reading.value is True:
                self._sign(reading.point, reading.at)
            if reading.point.attribute in COMMANDED and reading.value is not None:
                if self._now.get(reading.point) != reading.value:
                    self._values.append((reading.at, reading.point, reading.value))
                self._now[reading.point] = reading.value
        for room in self.house.rooms:
            if not all(point in heard for point in room.seeing):
                self._blind[room.id] = until
        if until > self.counts_from:
            self._weigh()
        self._forget(until)

    def settle(self, now: datetime, over: bool = False) -> None:
        """Judge what can be judged by now; `over`: the history ends here."""
        kept: deque[Act] = deque()
        for act in self._waiting:
            complete = now - act.at >= SETTLED[act.domain]
            if complete or over:
                self._count(judge(act, self._after(act, complete)))
            else:
                kept.append(act)
        self._waiting = kept

    def result(self, begin: datetime, end: datetime) -> Hindsight:
        """All of it."""
        warmth = (
            AskedWarmth(place, sums.asked / sums.hours, sums.was / sums.hours, sums.hours)
            for place, sums in self._warmth.items()
            if sums.hours > 0.0
        )
        return Hindsight(begin, end, self.missing, dict(self._counts), tuple(self._wrongs), tuple(warmth))

    # --- helpers ------------------------------------------------------------------------------------------------------

    def _count(self, judged: Judged) -> None:
        key = judged.act.domain, judged.act.place
        self._counts[key] = self._counts.get(key, Count()).plus(judged.judgement)
        if judged.judgement is Judgement.WRONG:
            self._wrongs.append(judged)

    def _after(self, act: Act, complete: bool) -> After:
        place, room = act.place, self.house.room(act.place)
        mine = {device.entity for device in self.house.devices if device.place == place}
        blind = self._blind.get(place)
        sees = room is not None and bool(room.seeing) and (blind is None or blind <= act.at)
        since, until = act.at - _HOUR, act.at + SETTLED[act.domain]
        return After(
            holds=[h for h in self.said.holds if h.point.entity in mine and since <= h.since <= until],
            wishes=[w for w in self.said.wishes if w.room == place and since <= w.since <= until],
            words=[word for word in self.said.words if word[0].decision.request.place == place],
            values=[each for each in self._values if each[1].entity in mine],
            seen=self._seen.get(place, ()),
            home=self._home,
            sees=sees if act.domain is Domain.LIGHTING else bool(self._home),
            elsewhere=self._elsewhere(act),
            complete=complete,
        )

    def _elsewhere(self, act: Act) -> bool:
        end = act.at + HINDSIGHT
        others = (at for place, seen in self._seen.items() if place != act.place for at in seen)
        return any(act.at < at <= end for at in others) or not any(act.at < at <= end for at in self._home)

    def _sign(self, point: Point, at: datetime) -> None:
        rooms = [room.id for room in self.house.rooms if point in room.seeing]
        for place in rooms:
            self._seen.setdefault(place, deque()).append(at)
        if rooms or any(point == Point(p.entity, Attribute.PRESENCE) for p in self.house.persons if p.entity):
            self._home.append(at)

    def _weigh(self) -> None:
        """Set-points asked beside those that were, for another stretch."""
        for device in self.house.devices:
            asked, was = self._wanted.get(device.set_point), self._now.get(device.set_point)
            if device.kind is DeviceKind.THERMOSTAT and asked is not None and isinstance(was, float):
                sums, hours = self._warmth.setdefault(device.place, _Warmth()), STEP / _HOUR
                sums.asked, sums.was, sums.hours = (
                    sums.asked + asked * hours,
                    sums.was + was * hours,
                    sums.hours + hours,
                )

    def _forget(self, now: datetime) -> None:
        """What lies further back than anything that waits needs."""
        oldest = now - _REMEMBERED
        for line in (*self._seen.values(), self._home):
            while line and line[0] < oldest:
                line.popleft()
        while self._values and self._values[0][0] < oldest:
            self._values.popleft()
