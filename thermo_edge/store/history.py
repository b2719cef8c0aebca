"""The history on disk: the History port over one SQLite file."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from thermo_edge.errors import StoreError
from thermo_edge.home.forecast import RegimeSpan
from thermo_edge.home.forgetting import Traces, Whom
from thermo_edge.home.house import EntityId, PlaceId, Point
from thermo_edge.home.memory import Memory, Turn
from thermo_edge.home.snapshot import Reading
from thermo_edge.home.turn import CommandRecord, DecisionRecord, Delivery, Feedback, Hold, Instead, Notice, Wish
from thermo_edge.home.weather import WeatherForecast
from thermo_edge.ports import Sample
from thermo_edge.store import forecasts, forgetting, keepsake, marks, records, tables
from thermo_edge.store.catalogue import Catalogue
from thermo_edge.store.database import Database
from thermo_edge.store.expiry import expire
from thermo_edge.store.intake import Intake
from thermo_edge.store.kinds import instant
from thermo_edge.store.ledger import Ledger
from thermo_edge.store.readings import Waiting
from thermo_edge.store.remembrance import Remembrance, highest, put_parts
from thermo_edge.store.samples import samples
from thermo_edge.store.thinning import thin_aggregates, thin_readings

log = logging.getLogger(__name__)

SLOW_EVERY = timedelta(minutes=1)
"""So often is written of the memory what changes all the time and is soon learned again."""

EXTEND_EVERY = timedelta(minutes=5)
"""So often is written how long the standing decisions have stood."""

FLUSHES_TO_CHECKPOINT = 24
PAGES_AT_ONCE = 100
A_DAY = timedelta(days=1)


class SqlHistory:
    """One thread, the house's, keeps turns; flush and tidy may run on another; any reads and notes what it found."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting = Waiting()
        self._flushes = 0
        self._begin()
        self._latest_at: datetime | None = None
        self._slow_at: datetime | None = None
        self._extended_at: datetime | None = None

    def _begin(self, memory: Memory | None = None) -> None:
        """Know what is on the disk; `memory`: the latest, where it is not as it was kept."""
        with self._database.read() as connection:
            self._catalogue = Catalogue.load(connection)
            self._remembrance = Remembrance.load(connection, self._catalogue)
            standing = records.numbered(connection, self._catalogue, marks.get_numbers(connection, marks.STANDING))
            self._ledger = Ledger(standing, highest(connection, tables.decisions.c.number))
            self._last_change = highest(connection, tables.changes.c.id)
            self._last_feedback = highest(connection, tables.feedback.c.id)
            self._raw_from = marks.time(connection, marks.RAW_FROM) or 0
        self._latest = memory or self._remembrance.kept

    @property
    def instance(self) -> str:
        """Which house this is: the same in a restored backup."""
        return self._database.instance

    @property
    def path(self) -> Path:
        return self._database.path

    @property
    def database(self) -> Database:
        """For rows of another kind, such as those of models."""
        return self._database

    def names(self) -> dict[EntityId, str]:
        """The lasting ids of entities at the home, as they were remembered."""
        with self._database.read() as connection:
            return {EntityId(entity): lasting for entity, lasting in marks.get_names(connection, marks.NAMES).items()}

    def remember_names(self, names: Mapping[EntityId, str]) -> None:
        """Remember lasting ids, so that an entity renamed while we are away is found again."""
        if names and dict(names) != self.names():
            with self._database.write() as transaction:
                marks.put_names(transaction.connection, marks.NAMES, names)

    def intake(self) -> Intake:
        """The way in for what the home itself remembers."""
        return Intake(self._database, self._catalogue, self._raise)

    def memory(self) -> Memory:
        return self._latest

    def newest(self) -> datetime | None:
        with self._database.read() as connection:
            read = connection.execute(select(func.max(tables.readings.c.at))).scalar()
            last = tables.turns.c.at, tables.turns.c.number
            turned = connection.execute(select(last[0]).order_by(last[1].desc()).limit(1)).scalar()
        times = [each for each in (None if read is None else instant(read), turned) if each is not None]
        return max(times, default=None)

    def add(self, readings: Sequence[Reading]) -> None:
        self._waiting.add(readings)

    def keep(self, turn: Turn) -> tuple[DecisionRecord, ...]:
        entry = self._ledger.enter(turn.decisions, turn.at)
        if not (entry.new or turn.commands or turn.changes or self._remembrance.matters(turn.memory)):
            self._ledger.accept(entry)
            self._note(turn)
            return ()
        with self._database.write() as transaction:
            records.write_turn(transaction, turn, entry, self._last_change + 1, self._catalogue)
            if entry.new:
                marks.put_numbers(transaction.connection, marks.STANDING, self._ledger.standing(entry))
            self._remembrance.write(transaction, turn.memory, turn.at, self._catalogue, slow=False)
            self._waiting.write(transaction, self._catalogue, self._raw_from)
            transaction.then(lambda: self._ledger.accept(entry))
            transaction.then(lambda: self._note(turn, len(turn.changes)))
        return entry.new

    def note_otherwise(self, decision: int, found: Sequence[Instead]) -> None:
        with self._database.write(durable=False) as transaction:
            records.write_otherwise(transaction.connection, decision, found)

    def delivered(self, delivery: Delivery) -> None:
        with self._database.write() as transaction:
            records.write_delivery(transaction.connection, delivery)

    def feedback(self, feedback: Feedback) -> None:
        with self._database.write() as transaction:
            number = self._last_feedback + 1
            records.write_feedback(transaction.connection, number, feedback)
            transaction.then(lambda: self._said(number))

    def flush(self) -> None:
        self._flush(everything=False)

    def tidy(self, now: datetime) -> None:
        self.flush()
        newest = self.newest()
        if newest is None:
            return
        # a clock that runs far ahead must not age everything at once
        now = min(now, newest + A_DAY)
        thin_readings(self._database, self._catalogue.points(), now, self._raise)
        thin_aggregates(self._database, self._catalogue.points(), now)
        expire(self._database, now)
        while self._database.give_back(PAGES_AT_ONCE):
            pass
        self._database.checkpoint()

    def decisions(self, limit: int, place: PlaceId | None = None) -> tuple[DecisionRecord, ...]:
        with self._database.read() as connection:
            found = records.decisions(connection, self._catalogue, limit, place)
        return tuple(self._ledger.until(record) for record in found)

    def decision(self, number: int) -> DecisionRecord | None:
        with self._database.read() as connection:
            found = records.numbered(connection, self._catalogue, [number])
        return self._ledger.until(found[0]) if found else None

    def commands(self, limit: int) -> tuple[CommandRecord, ...]:
        with self._database.read() as connection:
            return tuple(records.commands(connection, self._catalogue, limit))

    def holds(self, limit: int) -> tuple[Hold, ...]:
        with self._database.read() as connection:
            return tuple(records.holds(connection, self._catalogue, limit))

    def wishes(self, limit: int) -> tuple[Wish, ...]:
        with self._database.read() as connection:
            return tuple(records.wishes(connection, self._catalogue, limit))

    def feedbacks(self, limit: int) -> tuple[Feedback, ...]:
        with self._database.read() as connection:
            return tuple(records.feedbacks(connection, limit))

    def notices(self, limit: int) -> tuple[Notice, ...]:
        with self._database.read() as connection:
            return tuple(records.notices(connection, self._catalogue, limit))

    def regimes(self, limit: int) -> tuple[RegimeSpan, ...]:
        with self._database.read() as connection:
            return tuple(records.regimes(connection, self._catalogue, limit))

    def leave_out(self, span: RegimeSpan) -> None:
        with self._database.write() as transaction:
            self._remembrance.add_ended(transaction, span)

    def take_in(self, begin: datetime, until: datetime) -> bool:
        with self._database.write() as transaction:
            return records.take_in(transaction.connection, begin, until)

    def entities(self) -> frozenset[EntityId]:
        with self._database.read() as connection:
            return forgetting.entities(connection)

    def traces(self, whom: Whom) -> Traces:
        self.flush()
        with self._database.read() as connection:
            return forgetting.traces(connection, whom)

    def forget(self, whom: Whom, memory: Memory) -> None:
        self._flush(everything=True)
        with self._database.write_over() as transaction:
            forgetting.forget(transaction.connection, whom, self._catalogue)
            put_parts(transaction.connection, memory)
            transaction.then(lambda: self._begin(memory))

    def scrub(self) -> None:
        with self._database.read() as connection:
            if marks.get(connection, forgetting.PENDING) is None:
                return
        self._database.scrub()
        with self._database.write() as transaction:
            marks.take(transaction.connection, forgetting.PENDING)

    def samples(self, point: Point, start: datetime, end: datetime, step: timedelta) -> tuple[Sample, ...]:
        series = self._catalogue.find(point)
        if series is None or start >= end:
            return ()
        with self._database.read() as connection:
            return samples(connection, series, point, start, end, step)

    def keep_forecast(self, forecast: WeatherForecast) -> None:
        with self._database.write() as transaction:
            forecasts.write(transaction.connection, forecast)

    def forecasts(self, since: datetime) -> tuple[WeatherForecast, ...]:
        with self._database.read() as connection:
            return tuple(forecasts.read(connection, since))

    def close(self) -> None:
        try:
            self._flush(everything=True)
        except StoreError as error:
            log.warning("what waited could not be written: %s", error)
        finally:
            self._database.close()

    def _flush(self, everything: bool) -> None:
        at = self._latest_at
        slow = everything or _due(self._slow_at, at, SLOW_EVERY)
        slow = slow and self._latest is not self._remembrance.kept
        untils = self._ledger.behind() if everything or _due(self._extended_at, at, EXTEND_EVERY) else {}
        if not (self._waiting or slow or untils):
            return
        with self._database.write() as transaction:
            self._waiting.write(transaction, self._catalogue, self._raw_from)
            if untils:
                records.extend(transaction.connection, untils)
                transaction.then(lambda: self._extended(untils, at))
            if slow and at is not None:
                self._remembrance.write(transaction, self._latest, at, self._catalogue, slow=True)
                transaction.then(lambda: self._slowly_written(at))
        self._flushes += 1
        if self._flushes % FLUSHES_TO_CHECKPOINT == 0:
            self._database.checkpoint()

    def _note(self, turn: Turn, changes: int = 0) -> None:
        before, after = self._latest, turn.memory
        if (before.modes, before.protections) != (after.modes, after.protections):
            keepsake.write(self.path, after)
        self._latest, self._latest_at = turn.memory, turn.at
        if self._slow_at is None or self._extended_at is None:
            self._slow_at = self._extended_at = turn.at
        self._last_change += changes

    def _said(self, number: int) -> None:
        self._last_feedback = number

    def _extended(self, untils: dict[int, datetime], at: datetime | None) -> None:
        self._ledger.caught_up(untils)
        self._extended_at = at

    def _slowly_written(self, at: datetime) -> None:
        self._slow_at = at

    def _raise(self, raw_from: int) -> None:
        self._raw_from = raw_from


def _due(last: datetime | None, now: datetime | None, every: timedelta) -> bool:
    """A clock that was set back makes it due as well."""
    return now is not None and (last is None or abs(now - last) >= every)
