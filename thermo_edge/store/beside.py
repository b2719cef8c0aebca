"""The history of a house, read beside the program that writes it; nothing here can change the file."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from thermo_edge.errors import StoreError
from thermo_edge.home.forecast import RegimeSpan
from thermo_edge.home.house import Point
from thermo_edge.home.memory import Memory
from thermo_edge.home.turn import DecisionRecord, Feedback, Hold, Wish
from thermo_edge.home.weather import WeatherForecast
from thermo_edge.ports import Sample
from thermo_edge.store import forecasts, records, upgrade
from thermo_edge.store.catalogue import Catalogue
from thermo_edge.store.driver import reader
from thermo_edge.store.faults import as_store_errors
from thermo_edge.store.remembrance import Remembrance
from thermo_edge.store.samples import samples


class Beside:
    """Reads as SqlHistory does, as of the last write; it takes no lock, upgrades nothing and tidies nothing.

    Each verb is one short look of its own, so that whoever writes is kept from nothing. Raises StoreError, also for a
    database that this program would have to upgrade first.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with as_store_errors(path):
            if not path.is_file():
                raise StoreError(f"{path} is not there: nothing was kept yet")
            upgrade.require_known(path)
            if upgrade.revision(path) != upgrade.known()[0]:
                raise StoreError(f"{path} is of an older program: start this one once, and it is upgraded")
            self._engine = reader(path)
        with self._read() as connection:
            self._catalogue = Catalogue.load(connection)

    def memory(self) -> Memory:
        with self._read() as connection:
            return Remembrance.load(connection, self._catalogue).kept

    def decision(self, number: int) -> DecisionRecord | None:
        with self._read() as connection:
            return next(iter(records.numbered(connection, self._catalogue, [number])), None)

    def holds(self, limit: int) -> tuple[Hold, ...]:
        with self._read() as connection:
            return tuple(records.holds(connection, self._catalogue, limit))

    def wishes(self, limit: int) -> tuple[Wish, ...]:
        with self._read() as connection:
            return tuple(records.wishes(connection, self._catalogue, limit))

    def feedbacks(self, limit: int) -> tuple[Feedback, ...]:
        with self._read() as connection:
            return tuple(records.feedbacks(connection, limit))

    def regimes(self, limit: int) -> tuple[RegimeSpan, ...]:
        with self._read() as connection:
            return tuple(records.regimes(connection, self._catalogue, limit))

    def samples(self, point: Point, start: datetime, end: datetime, step: timedelta) -> tuple[Sample, ...]:
        series = self._catalogue.find(point)
        if series is None or start >= end:
            return ()
        with self._read() as connection:
            return samples(connection, series, point, start, end, step)

    def forecasts(self, since: datetime) -> tuple[WeatherForecast, ...]:
        with self._read() as connection:
            return tuple(forecasts.read(connection, since))

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with as_store_errors(self._path), self._engine.connect() as connection:
            yield connection
