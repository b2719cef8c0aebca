"""The small numbers that stand for points and words in the tables."""

import logging

from sqlalchemy import Connection, Table, insert, select

from thermo_edge.home.house import Attribute, EntityId, Point
from thermo_edge.store import tables
from thermo_edge.store.database import Transaction
from thermo_edge.store.significance import rule

log = logging.getLogger(__name__)

_NewRow = tuple[Table, dict[str, object]]


class Catalogue:
    """Known to everybody who reads, added to only inside a transaction.

    Where that one fails, the new numbers stay given out and are saved with a later one.
    """

    def __init__(self) -> None:
        self._entities: dict[str, int] = {}
        self._series: dict[Point, int] = {}
        self._points: dict[int, Point] = {}
        self._words: dict[str, int] = {}
        self._last_series = 0
        self._new: list[_NewRow] = []
        self._written: list[_NewRow] = []
        self._transaction: Transaction | None = None

    @classmethod
    def load(cls, connection: Connection) -> "Catalogue":
        made = cls()
        names: dict[int, str] = {}
        for row in connection.execute(select(tables.entities)):
            names[row.id] = row.entity
            made._entities[row.entity] = row.id
        for row in connection.execute(select(tables.words)):
            made._words[row.word] = row.id
        for row in connection.execute(select(*tables.series.c["id", "entity", "attribute"])):
            made._last_series = max(made._last_series, row.id)
            try:
                point = Point(EntityId(names[row.entity]), Attribute(row.attribute))
            except (KeyError, ValueError):
                log.warning("series %s: its attribute %r is not known here", row.id, row.attribute)
                continue
            made._series[point] = row.id
            made._points[row.id] = point
        return made

    def find(self, point: Point) -> int | None:
        return self._series.get(point)

    def point(self, series: int) -> Point:
        """KeyError for a series that this program does not know."""
        return self._points[series]

    def points(self) -> dict[int, Point]:
        return dict(self._points)

    def number(self, point: Point) -> int:
        """Its series; a new one if need be."""
        found = self._series.get(point)
        if found is not None:
            return found
        name = _clean(point.entity)
        if name != point.entity:
            return self.number(Point(EntityId(name), point.attribute))
        self._last_series += 1
        entity = self._entity(name)
        resolution = rule(point.attribute).resolution
        row: dict[str, object] = {
            "id": self._last_series,
            "entity": entity,
            "attribute": point.attribute.value,
            "resolution": resolution,
        }
        self._new.append((tables.series, row))
        self._points[self._last_series] = point
        self._series[point] = self._last_series
        return self._last_series

    def word(self, word: str) -> int:
        word = _clean(word)
        if word not in self._words:
            self._words[word] = max(self._words.values(), default=0) + 1
            self._new.append((tables.words, {"id": self._words[word], "word": word}))
        return self._words[word]

    def save(self, transaction: Transaction) -> None:
        """Write what is new: before the rows that refer to it."""
        if transaction is not self._transaction:
            self._new = [*self._written, *self._new]  # what a failed one had written is not there
            self._written, self._transaction = [], transaction
            transaction.then(self._written.clear)
        for table in (tables.entities, tables.series, tables.words):
            rows = [row for where, row in self._new if where is table]
            if rows:
                transaction.connection.execute(insert(table), rows)
        self._written += self._new
        self._new = []

    def _entity(self, name: str) -> int:
        if name not in self._entities:
            self._entities[name] = max(self._entities.values(), default=0) + 1
            self._new.append((tables.entities, {"id": self._entities[name], "entity": name}))
        return self._entities[name]


def _clean(text: str) -> str:
    """Half a character, as odd JSON can contain, cannot be stored."""
    return text.encode("utf-8", "replace").decode()
