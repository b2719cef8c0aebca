"""The history without a disk: for simulations and tests, and for a house whose database cannot be used."""

import threading
import uuid
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from thermo_edge.home.erasing import about, without
from thermo_edge.home.forecast import Regime, RegimeSpan
from thermo_edge.home.forgetting import Traces, Whom
from thermo_edge.home.house import EntityId, PlaceId, Point
from thermo_edge.home.memory import Memory, Turn
from thermo_edge.home.snapshot import Reading
from thermo_edge.home.turn import CommandRecord, DecisionRecord, Delivery, Feedback, Hold, Instead, Notice, Wish
from thermo_edge.home.weather import WeatherForecast
from thermo_edge.ports import Sample
from thermo_edge.store.forecasts import quarter_of
from thermo_edge.store.kinds import length, micros
from thermo_edge.store.ledger import Ledger
from thermo_edge.store.significance import Significance, as_number, rule
from thermo_edge.store.standing import HOLDS, NOTICES, REGIMES, WISHES, Kind, held, lasted, mended, wished
from thermo_edge.store.weigh import Weigher, as_samples

MOST_DECISIONS = 5000
MOST_COMMANDS = 2000
MOST_ENDED = 500
MOST_READINGS = 1000
"""Of each point: some days of what is worth keeping, and for 200 points 25 MB."""

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass
class _Line(Generic[V]):
    value: V
    ended: datetime | None = None


class _Lines(Generic[K, V]):
    """What has stood, oldest first, as the table of that kind would hold it."""

    def __init__(self, kind: Kind[K, V], memory: Memory) -> None:
        self._kind = kind
        self._standing: dict[K, _Line[V]] = {key: _Line(value) for key, value in kind.take(memory).items()}
        self._all: deque[_Line[V]] = deque(self._standing.values(), MOST_ENDED)

    def take(self, memory: Memory, at: datetime) -> None:
        wanted: Mapping[K, V] = self._kind.take(memory)
        for key in [key for key in self._standing if key not in wanted]:
            self._standing.pop(key).ended = at
        for key, value in wanted.items():
            line = self._standing.get(key)
            if line is not None and (line.value == value or self._kind.continues(line.value, value)):
                line.value = value
                continue
            if line is not None:
                line.ended = at
            self._standing[key] = _Line(value)
            self._all.append(self._standing[key])

    def add_ended(self, value: V, ended: datetime) -> None:
        self._all.append(_Line(value, ended))

    def change(self, change: Callable[[V], V | None]) -> None:
        """Each that has stood becomes another, or is dropped."""
        for line in list(self._all):
            made = change(line.value)
            if made is None:
                self._all.remove(line)
                self._standing = {key: each for key, each in self._standing.items() if each is not line}
            else:
                line.value = made

    def latest(self, limit: int) -> list[_Line[V]]:
        return list(self._all)[::-1][:limit]


class MemoryHistory:
    """The History port in memory, bounded: the oldest is let go. `readings` are kept of each point."""

    def __init__(self, memory: Memory | None = None, readings: int = MOST_READINGS) -> None:
        self._readings = readings
        self.instance = uuid.uuid4().hex
        self._lock = threading.RLock()
        self._memory = memory or Memory()
        self._ledger = Ledger()
        self._decisions: deque[DecisionRecord] = deque(maxlen=MOST_DECISIONS)
        self._commands: dict[int, CommandRecord] = {}
        self._feedback: deque[Feedback] = deque(maxlen=MOST_ENDED)
        self._holds = _Lines(HOLDS, self._memory)
        self._wishes = _Lines(WISHES, self._memory)
        self._notices = _Lines(NOTICES, self._memory)
        self._regimes = _Lines(REGIMES, self._memory)
        self._significance = Significance()
        self._values: dict[Point, deque[tuple[int, float | None]]] = {}
        self._forecasts: deque[WeatherForecast] = deque(maxlen=MOST_ENDED)
        self._newest: datetime | None = None

    def memory(self) -> Memory:
        return self._memory

    def newest(self) -> datetime | None:
        return self._newest

    def add(self, readings: Sequence[Reading]) -> None:
        with self._lock:
            for reading in readings:
                at = self._significance.worth(reading)
                if at is not None:
                    self._take(reading, at)

    def keep(self, turn: Turn) -> tuple[DecisionRecord, ...]:
        with self._lock:
            entry = self._ledger.enter(turn.decisions, turn.at)
            self._ledger.accept(entry)
            self._decisions.extend(entry.new)
            for command in turn.commands:
                self._commands[command.number] = CommandRecord(command.number, command.point, command.value, turn.at)
            while len(self._commands) > MOST_COMMANDS:
                del self._commands[next(iter(self._commands))]
            self._holds.take(turn.memory, turn.at)
            self._wishes.take(turn.memory, turn.at)
            self._notices.take(turn.memory, turn.at)
            self._regimes.take(turn.memory, turn.at)
            self._memory = turn.memory
            self._seen(turn.at)
        return entry.new

    def note_otherwise(self, decision: int, found: Sequence[Instead]) -> None:
        with self._lock:
            for back, record in enumerate(reversed(self._decisions), 1):
                if record.number == decision:
                    self._decisions[-back] = replace(record, otherwise=tuple(found))
                    break

    def delivered(self, delivery: Delivery) -> None:
        with self._lock:
            record = self._commands.get(delivery.number)
            if record is not None:
                at = None if delivery.error else delivery.at
                made = record._replace(delivered=at, context=delivery.context, error=delivery.error)
                self._commands[delivery.number] = made

    def feedback(self, feedback: Feedback) -> None:
        with self._lock:
            self._feedback.append(feedback)

    def flush(self) -> None:
        """Nothing waits."""

    def tidy(self, now: datetime) -> None:
        """What is kept is bounded by its number already."""

    def decisions(self, limit: int, place: PlaceId | None = None) -> tuple[DecisionRecord, ...]:
        with self._lock:
            found = [r for r in reversed(self._decisions) if place is None or r.decision.request.place == place]
        return tuple(self._ledger.until(record) for record in found[:limit])

    def decision(self, number: int) -> DecisionRecord | None:
        with self._lock:
            found = next((record for record in self._decisions if record.number == number), None)
        return None if found is None else self._ledger.until(found)

    def commands(self, limit: int) -> tuple[CommandRecord, ...]:
        with self._lock:
            return tuple(sorted(self._commands.values(), key=lambda each: each.number, reverse=True)[:limit])

    def holds(self, limit: int) -> tuple[Hold, ...]:
        with self._lock:
            return tuple(held(line.value, line.ended) for line in self._holds.latest(limit))

    def wishes(self, limit: int) -> tuple[Wish, ...]:
        with self._lock:
            return tuple(wished(line.value, line.ended) for line in self._wishes.latest(limit))

    def feedbacks(self, limit: int) -> tuple[Feedback, ...]:
        with self._lock:
            return tuple(self._feedback)[::-1][:limit]

    def notices(self, limit: int) -> tuple[Notice, ...]:
        with self._lock:
            return tuple(mended(line.value, line.ended) for line in self._notices.latest(limit))

    def regimes(self, limit: int) -> tuple[RegimeSpan, ...]:
        with self._lock:
            return tuple(lasted(line.value, line.ended) for line in self._regimes.latest(limit))

    def leave_out(self, span: RegimeSpan) -> None:
        self._regimes.add_ended(span, span.until)

    def take_in(self, begin: datetime, until: datetime) -> bool:
        left = (Regime.LEFT_OUT, begin, until)
        with self._lock:
            there = any((each.regime, each.since, each.until) == left for each in self.regimes(MOST_ENDED))
            self._regimes.change(lambda each: None if (each.regime, each.since, each.until) == left else each)
            return there

    def entities(self) -> frozenset[EntityId]:
        with self._lock:
            return frozenset(point.entity for point in self._values)

    def traces(self, whom: Whom) -> Traces:
        with self._lock:
            readings = sum(len(line) for point, line in self._values.items() if point.entity in whom.entities)
            stood = (line.value.who for lines in (self._holds, self._wishes) for line in lines.latest(MOST_ENDED))
            words = sum(whom.did(who) for who in (*(each.who for each in self._feedback), *stood))
            return Traces(readings, words, sum(without(each, whom) is not each for each in self._decisions))

    def forget(self, whom: Whom, memory: Memory) -> None:
        with self._lock:
            self._values = {point: line for point, line in self._values.items() if point.entity not in whom.entities}
            self._feedback = deque((each for each in self._feedback if not whom.did(each.who)), MOST_ENDED)
            self._decisions = deque((without(each, whom) for each in self._decisions), MOST_DECISIONS)
            self._commands = {number: without(each, whom) for number, each in self._commands.items()}
            self._holds.change(lambda each: None if whom.did(each.who) else each)
            self._wishes.change(lambda each: None if whom.did(each.who) else each)
            self._notices.change(lambda each: None if about(each, whom) else without(each, whom))
            self._regimes.change(lambda each: without(each, whom))
            self._ledger.change(lambda each: without(each, whom))
            self._memory = memory

    def scrub(self) -> None:
        """Nothing is on a disk."""

    def samples(self, point: Point, start: datetime, end: datetime, step: timedelta) -> tuple[Sample, ...]:
        with self._lock:
            values = sorted(self._values.get(point, ()), key=lambda each: each[0])
        if start >= end:
            return ()
        begin, holds = micros(start), rule(point.attribute).holds
        weigher = Weigher(begin, length(step), micros(end), None if holds is None else length(holds))
        first = max(bisect_left(values, begin, key=lambda each: each[0]) - 1, 0)  # the one that may still hold
        for at, value in values[first:]:
            weigher.value(at, value)
        return as_samples(weigher.done(), begin, length(step))

    def keep_forecast(self, forecast: WeatherForecast) -> None:
        with self._lock:
            begin = quarter_of(forecast.made)
            here = [each for each in self._forecasts if begin <= each.made < forecast.made]
            gone = [*here[1:], *(each for each in self._forecasts if each.made == forecast.made)]
            kept = [*(each for each in self._forecasts if each not in gone), forecast]
            self._forecasts = deque(sorted(kept, key=lambda each: each.made), MOST_ENDED)

    def forecasts(self, since: datetime) -> tuple[WeatherForecast, ...]:
        with self._lock:
            return tuple(each for each in self._forecasts if each.made >= since)

    def close(self) -> None:
        """Nothing to let go of."""

    def _take(self, reading: Reading, at: datetime) -> None:
        value = as_number(reading.point.attribute, reading.value) if reading.good else None
        line = self._values.setdefault(reading.point, deque(maxlen=self._readings))
        line.append((micros(at), value))
        self._seen(at)

    def _seen(self, at: datetime) -> None:
        self._newest = at if self._newest is None else max(self._newest, at)
