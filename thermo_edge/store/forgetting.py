"""Takes a person out of the tables, within one transaction; what they said goes, what names them names nobody."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table, bindparam, delete, func, or_, select, update

from thermo_edge.home.erasing import about, without
from thermo_edge.home.forgetting import Traces, Whom
from thermo_edge.home.house import EntityId
from thermo_edge.store import marks, tables
from thermo_edge.store.catalogue import Catalogue
from thermo_edge.store.kinds import Codec
from thermo_edge.store.standing import ENTITIES, OTHERWISE, REASON, read_notice

PENDING = "scrub"
"""The key of the mark that the file still has to be written anew."""

_MEASURED = (tables.readings, tables.five_minutes, tables.hours, tables.imported)
_SAID = (tables.holds, tables.wishes, tables.feedback)
_NAMED = (tables.changes, tables.regimes)
_REASONED: tuple[tuple[Table, tuple[tuple[Column[Any], Codec[Any]], ...]], ...] = (
    (
        tables.decisions,
        (
            (tables.decisions.c.reason, REASON),
            (tables.decisions.c.because, REASON),
            (tables.decisions.c.otherwise, OTHERWISE),
        ),
    ),
    (tables.commands, ((tables.commands.c.error, REASON),)),
    (tables.asks, ((tables.asks.c.reason, REASON),)),
    (tables.notices, ((tables.notices.c.reason, REASON), (tables.notices.c.entities, ENTITIES))),
)
_AT_ONCE = 500
_NOT_PLAIN = "*[^ -~]*"


def entities(connection: Connection) -> frozenset[EntityId]:
    """Every entity that there is anything about."""
    known = connection.execute(select(tables.entities.c.entity)).scalars()
    return frozenset(EntityId(each) for each in known) | set(map(EntityId, marks.get_names(connection, marks.NAMES)))


def traces(connection: Connection, whom: Whom) -> Traces:
    """How many rows would go, and how many would name nobody."""
    series = _series(connection, whom)
    readings = sum(_count(connection, table, table.c.series.in_(series)) for table in _MEASURED[:3])
    words = sum(_count(connection, table, table.c.name.in_(_names(connection, table, whom))) for table in _SAID)
    named = sum(_count(connection, table, table.c.name.in_(_names(connection, table, whom))) for table in _NAMED)
    named += sum(len(_marked(connection, table, columns, whom)) for table, columns in _REASONED)
    return Traces(readings, words, named)


def forget(connection: Connection, whom: Whom, catalogue: Catalogue) -> None:
    """But for the parts of the memory, which the house knows better."""
    _about_their_things(connection, whom, catalogue)
    for table, columns in _REASONED:
        _rewrite(connection, table, columns, whom)
    for table in _SAID:
        connection.execute(delete(table).where(table.c.name.in_(_names(connection, table, whom))))
    for table in _NAMED:
        connection.execute(update(table).where(table.c.name.in_(_names(connection, table, whom))).values(name=""))
    _texts(connection, tables.feedback.c.detail, whom.in_text, whom.without)
    _texts(connection, tables.turns.c.cause, whom.in_text, lambda cause: whom.without(cause, "").strip() or "somebody")
    _measured(connection, _series(connection, whom), whom)
    known = marks.get_names(connection, marks.NAMES)
    left = {EntityId(name): lasting for name, lasting in known.items() if name not in whom.entities}
    if len(left) < len(known):
        marks.put_names(connection, marks.NAMES, left)
    marks.put(connection, PENDING, 1)


def _series(connection: Connection, whom: Whom) -> list[int]:
    series, known = tables.series, tables.entities
    query = select(series.c.id).join(known, known.c.id == series.c.entity).where(known.c.entity.in_(whom.entities))
    return list(connection.execute(query).scalars())


def _measured(connection: Connection, series: Sequence[int], whom: Whom) -> None:
    for table in (*_MEASURED, tables.changes, tables.holds, tables.decisions, tables.commands):
        connection.execute(delete(table).where(table.c.series.in_(series)))
    connection.execute(delete(tables.series).where(tables.series.c.id.in_(series)))
    connection.execute(delete(tables.entities).where(tables.entities.c.entity.in_(whom.entities)))
    used = select(tables.readings.c.word).where(tables.readings.c.word.is_not(None)).distinct()
    connection.execute(delete(tables.words).where(tables.words.c.id.not_in(used)))


def _about_their_things(connection: Connection, whom: Whom, catalogue: Catalogue) -> None:
    gone = []
    for row in connection.execute(select(tables.notices)):
        try:
            _, notice = read_notice(row, catalogue)
        except (ValueError, KeyError):
            continue
        if about(notice, whom) or whom.in_text(row.key):
            gone.append(row.id)
    _drop(connection, tables.notices, gone)


def _rewrite(
    connection: Connection, table: Table, columns: tuple[tuple[Column[Any], Codec[Any]], ...], whom: Whom
) -> None:
    """A row that names them and cannot be read goes: nobody would miss it."""
    key, gone, changed = next(iter(table.primary_key)), list[int](), list[dict[str, object]]()
    for number, *texts in _marked(connection, table, columns, whom):
        row: dict[str, object] = {"which": number}
        try:
            for (column, codec), text in zip(columns, texts, strict=True):
                row[column.name] = None if text is None else codec.dump(without(codec.load(text), whom))
        except ValueError:
            gone.append(number)
            continue
        changed.append(row)
    if changed:
        connection.execute(update(table).where(key == bindparam("which")), changed)
    _drop(connection, table, gone)


def _marked(
    connection: Connection, table: Table, columns: tuple[tuple[Column[Any], Codec[Any]], ...], whom: Whom
) -> list[tuple[Any, ...]]:
    """The rows that name them; first the database looks roughly."""
    key, which = next(iter(table.primary_key)), [column for column, _ in columns]
    roughly = or_(*(_roughly(column, whom) for column in which))
    rows = connection.execute(select(key, *which).where(roughly))
    return [tuple(row) for row in rows if any(text is not None and whom.in_text(text) for text in row[1:])]


def _roughly(column: Column[Any], whom: Whom) -> Any:
    """SQLite knows small letters of plain ones only: a text with any other is looked at."""
    plain = [func.instr(func.lower(column), sign) > 0 for sign in whom.signs if sign.isascii()]
    return or_(*plain, column.op("GLOB")(_NOT_PLAIN))


def _names(connection: Connection, table: Table, whom: Whom) -> list[str]:
    """Their names as they stand there."""
    known: Iterable[str | None] = connection.execute(select(table.c.name).distinct()).scalars()
    return [name for name in known if name is not None and whom.called(name)]


def _texts(
    connection: Connection, column: Column[Any], names: Callable[[str], bool], change: Callable[[str], str]
) -> None:
    for text in list(connection.execute(select(column).distinct()).scalars()):
        if text is not None and names(text):
            connection.execute(update(column.table).where(column == text).values({column.name: change(text)}))


def _drop(connection: Connection, table: Table, numbers: Sequence[int]) -> None:
    key = next(iter(table.primary_key))
    for begin in range(0, len(numbers), _AT_ONCE):
        connection.execute(delete(table).where(key.in_(numbers[begin : begin + _AT_ONCE])))


def _count(connection: Connection, table: Table, where: Any) -> int:
    return int(connection.execute(select(func.count()).select_from(table).where(where)).scalar() or 0)
