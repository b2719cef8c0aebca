"""The memory on its way to the disk: what differs from what was kept last, and nothing else."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Table, bindparam, func, insert, select, update

from thermo_edge.home.forecast import RegimeSpan
from thermo_edge.home.memory import Memory
from thermo_edge.store import parts, tables
from thermo_edge.store.catalogue import Catalogue
from thermo_edge.store.database import Transaction
from thermo_edge.store.standing import KINDS, Columns, Kind, regime_row
from thermo_edge.store.upsert import upsert

log = logging.getLogger(__name__)

Numbered = dict[Any, tuple[int, Any]]
"""By key: the row's number and what it says."""


@dataclass
class _Difference:
    """What to do to one table, and how it stands afterwards."""

    begun: list[Columns] = field(default_factory=list)
    changed: list[Columns] = field(default_factory=list)
    ended: list[Columns] = field(default_factory=list)
    after: Numbered = field(default_factory=dict)


class Remembrance:
    """Knows what is on the disk, so that keeping costs only what changed."""

    def __init__(self, kept: Memory, numbered: Mapping[str, Numbered], last: Mapping[str, int]) -> None:
        self.kept = kept
        self._numbered = dict(numbered)
        self._last = dict(last)

    @classmethod
    def load(cls, connection: Connection, catalogue: Catalogue) -> "Remembrance":
        """As it was kept last; the counters never lag behind the rows that were numbered with them."""
        memory, numbered, last = Memory(), {}, {}
        for kind in KINDS:
            found = standing(connection, kind, catalogue, {})
            numbered[kind.table.name] = found
            last[kind.table.name] = highest(connection, kind.table.c.id)
            memory = kind.put(memory, {key: value for key, (_, value) in found.items()})
        table = tables.memory
        rows = [(row.part, row.json) for row in connection.execute(select(table.c.part, table.c.json))]
        memory = parts.load(rows, memory)
        return cls(counted(connection, memory), numbered, last)

    def matters(self, memory: Memory) -> bool:
        """Whether something in it must not be lost."""
        kept = self.kept
        return any(part.matters and part.changed(memory, kept) for part in parts.PARTS) or any(
            _hurries(kind, kind.take(memory), kind.take(kept)) for kind in KINDS
        )

    def write(self, transaction: Transaction, memory: Memory, at: datetime, catalogue: Catalogue, slow: bool) -> None:
        """Write what changed; the `slow` parts only when asked to."""
        differences = {}
        for kind in KINDS:
            if kind.take(memory) is not kind.take(self.kept):
                differences[kind.table.name] = self._difference(kind, kind.take(memory), at, catalogue)
        catalogue.save(transaction)
        for kind in KINDS:
            if kind.table.name in differences:
                _apply(transaction.connection, kind.table, differences[kind.table.name])
        kept = self._write_parts(transaction.connection, memory, slow)
        transaction.then(lambda: self._settle(kept, differences))

    def add_ended(self, transaction: Transaction, span: RegimeSpan) -> None:
        """Keep a time that has passed: it is numbered as those that stood, and never stands."""
        name = tables.regimes.name
        row = {**regime_row(span), "id": self._last[name] + 1, "ended": span.until}
        transaction.connection.execute(insert(tables.regimes), row)

        def settle() -> None:
            self._last[name] += 1

        transaction.then(settle)

    def _difference(
        self, kind: Kind[Any, Any], wanted: Mapping[Any, Any], at: datetime, catalogue: Catalogue
    ) -> _Difference:
        standing, made = self._numbered[kind.table.name], _Difference()
        last = self._last[kind.table.name]
        for key, (number, _) in standing.items():
            if key not in wanted:
                made.ended.append({"which": number, "ended": at})
        for key, value in wanted.items():
            number, old = standing.get(key, (0, None))
            if number and old == value:
                made.after[key] = (number, old)
                continue
            row = kind.row(key, value, at, catalogue)
            if number and kind.continues(old, value):
                made.changed.append({**row, "which": number})
            else:
                if number:
                    made.ended.append({"which": number, "ended": at})
                number = last + len(made.begun) + 1
                made.begun.append({**row, "id": number})
            made.after[key] = (number, value)
        return made

    def _write_parts(self, connection: Connection, memory: Memory, slow: bool) -> Memory:
        """What is on the disk afterwards."""
        kept, written = memory, []
        for part in parts.PARTS:
            if not part.changed(memory, self.kept):
                continue
            if part.slow and not slow:
                kept = part.put(kept, part.take(self.kept))
                continue
            written.append({"part": part.name, "json": part.dump(memory)})
        if written:
            connection.execute(upsert(tables.memory, connection), written)
        return kept

    def _settle(self, kept: Memory, differences: Mapping[str, _Difference]) -> None:
        self.kept = kept
        for name, difference in differences.items():
            self._numbered[name] = difference.after
            self._last[name] += len(difference.begun)


def put_parts(connection: Connection, memory: Memory) -> None:
    """Write every part, the slow ones too; what stands has rows of its own."""
    rows = [{"part": part.name, "json": part.dump(memory)} for part in parts.PARTS]
    connection.execute(upsert(tables.memory, connection), rows)


def standing(connection: Connection, kind: Kind[Any, Any], catalogue: Catalogue, found: Numbered) -> Numbered:
    """Adds to `found` what has not ended; a row that cannot be read costs that row."""
    for row in connection.execute(select(kind.table).where(kind.table.c.ended.is_(None)).order_by(kind.table.c.id)):
        try:
            key, value = kind.read(row, catalogue)
        except (ValueError, KeyError) as error:
            log.warning("row %s of %s cannot be read: %s", row.id, kind.table.name, error)
            continue
        found[key] = (row.id, value)
    return found


def highest(connection: Connection, column: Column[Any]) -> int:
    return int(connection.execute(select(func.max(column))).scalar() or 0)


def counted(connection: Connection, memory: Memory) -> Memory:
    """With counters that do not lag behind the rows that were numbered with them."""
    turn, command = (highest(connection, table.c.number) for table in (tables.turns, tables.commands))
    return replace(memory, turn=max(memory.turn, turn), command=max(memory.command, command))


def _hurries(kind: Kind[Any, Any], new: Mapping[Any, Any], old: Mapping[Any, Any]) -> bool:
    if new is old:
        return False
    if new.keys() != old.keys():
        return True
    changed = ((old[key], value) for key, value in new.items() if old[key] != value)
    return any(not kind.continues(was, now) or kind.hurries(was, now) for was, now in changed)


def _apply(connection: Connection, table: Table, difference: _Difference) -> None:
    change = update(table).where(table.c.id == bindparam("which"))
    for rows in (difference.ended, difference.changed):
        if rows:
            connection.execute(change, rows)
    if difference.begun:
        connection.execute(insert(table), difference.begun)
