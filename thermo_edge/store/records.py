"""Rows of what was decided, commanded and said, and what is read back of them."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from thermo_edge.home.forecast import Regime, RegimeSpan
from thermo_edge.home.house import Domain, PlaceId
from thermo_edge.home.memory import Turn
from thermo_edge.home.turn import (
    CommandRecord,
    Decision,
    DecisionRecord,
    Delivery,
    Feedback,
    Hold,
    Instead,
    Notice,
    Outcome,
    Priority,
    Request,
    Verdict,
    Wish,
)
from thermo_edge.store import tables
from thermo_edge.store.catalogue import Catalogue
from thermo_edge.store.database import Transaction
from thermo_edge.store.ledger import Entry
from thermo_edge.store.standing import (
    NUMBER,
    OTHERWISE,
    REASON,
    VALUE,
    Columns,
    actor,
    held,
    lasted,
    mended,
    read_hold,
    read_notice,
    read_regime,
    read_wish,
    who,
    wished,
)
from thermo_edge.store.upsert import upsert

log = logging.getLogger(__name__)

R = TypeVar("R")


def write_turn(transaction: Transaction, turn: Turn, entry: Entry, changes_from: int, catalogue: Catalogue) -> None:
    """The turn with what is new in it."""
    decisions = [_decision_row(turn.number, record, catalogue) for record in entry.new]
    commands: list[Columns] = [
        {
            "number": command.number,
            "turn": turn.number,
            "at": turn.at,
            "series": catalogue.number(command.point),
            "value": VALUE.dump(command.value),
        }
        for command in turn.commands
    ]
    changes: list[Columns] = [
        {
            "id": changes_from + index,
            "at": change.at,
            "series": catalogue.number(change.point),
            "value": VALUE.dump(change.value),
            "before": None if change.before is None else VALUE.dump(change.before),
            **who(change.who),
        }
        for index, change in enumerate(turn.changes)
    ]
    catalogue.save(transaction)
    turns: list[Columns] = [{"number": turn.number, "at": turn.at, "cause": turn.cause}]
    connection = transaction.connection
    # a turn that failed after it was kept is followed by one of the same number, which takes its place
    for table, rows in ((tables.turns, turns), (tables.commands, commands)):
        if rows:
            connection.execute(upsert(table, connection), rows)
    for table, rows in ((tables.decisions, decisions), (tables.changes, changes)):
        if rows:
            connection.execute(insert(table), rows)


def write_delivery(connection: Connection, delivery: Delivery) -> None:
    table = tables.commands
    connection.execute(
        update(table).where(table.c.number == delivery.number),
        {
            "delivered": None if delivery.error else delivery.at,
            "context": delivery.context,
            "error": None if delivery.error is None else REASON.dump(delivery.error),
        },
    )


def extend(connection: Connection, untils: Mapping[int, datetime]) -> None:
    """These decisions have stood until then."""
    table = tables.decisions
    statement = update(table).where(table.c.number == bindparam("which"))
    connection.execute(statement, [{"which": number, "until": until} for number, until in untils.items()])


def write_otherwise(connection: Connection, number: int, found: Sequence[Instead]) -> None:
    table = tables.decisions
    told = OTHERWISE.dump(tuple(found)) if found else None
    connection.execute(update(table).where(table.c.number == number), {"otherwise": told})


def write_feedback(connection: Connection, number: int, feedback: Feedback) -> None:
    row: Columns = {
        "id": number,
        "decision": feedback.decision,
        "verdict": feedback.verdict.value,
        **who(feedback.who),
        "at": feedback.at,
        "detail": feedback.detail,
    }
    connection.execute(insert(tables.feedback), [row])


def decisions(
    connection: Connection, catalogue: Catalogue, limit: int, place: PlaceId | None = None
) -> list[DecisionRecord]:
    table = tables.decisions
    query = select(table).order_by(table.c.number.desc()).limit(limit)
    if place is not None:
        query = query.where(table.c.place == place)
    return _read(connection.execute(query), lambda row: _decision(row, catalogue))


def numbered(connection: Connection, catalogue: Catalogue, numbers: Iterable[int]) -> list[DecisionRecord]:
    """These decisions, as far as they are still kept."""
    table = tables.decisions
    query = select(table).where(table.c.number.in_(list(numbers)))
    return _read(connection.execute(query), lambda row: _decision(row, catalogue))


def commands(connection: Connection, catalogue: Catalogue, limit: int) -> list[CommandRecord]:
    table = tables.commands
    query = select(table).order_by(table.c.number.desc()).limit(limit)
    return _read(connection.execute(query), lambda row: _command(row, catalogue))


def holds(connection: Connection, catalogue: Catalogue, limit: int) -> list[Hold]:
    table = tables.holds
    query = select(table).order_by(table.c.id.desc()).limit(limit)
    return _read(connection.execute(query), lambda row: held(read_hold(row, catalogue)[1], row.ended))


def wishes(connection: Connection, catalogue: Catalogue, limit: int) -> list[Wish]:
    table = tables.wishes
    query = select(table).order_by(table.c.id.desc()).limit(limit)
    return _read(connection.execute(query), lambda row: wished(read_wish(row, catalogue)[1], row.ended))


def feedbacks(connection: Connection, limit: int) -> list[Feedback]:
    table = tables.feedback
    query = select(table).order_by(table.c.id.desc()).limit(limit)
    return _read(
        connection.execute(query),
        lambda row: Feedback(row.decision, Verdict(row.verdict), actor(row), row.at, row.detail),
    )


def notices(connection: Connection, catalogue: Catalogue, limit: int) -> list[Notice]:
    table = tables.notices
    query = select(table).order_by(table.c.id.desc()).limit(limit)
    return _read(connection.execute(query), lambda row: mended(read_notice(row, catalogue)[1], row.ended))


def regimes(connection: Connection, catalogue: Catalogue, limit: int) -> list[RegimeSpan]:
    table = tables.regimes
    query = select(table).order_by(table.c.id.desc()).limit(limit)
    return _read(connection.execute(query), lambda row: lasted(read_regime(row, catalogue)[1], row.ended))


def take_in(connection: Connection, begin: datetime, until: datetime) -> bool:
    """Let go of the time that was left out so; whether there was one."""
    table = tables.regimes
    so = (table.c.regime == Regime.LEFT_OUT.value, table.c.since == begin, table.c.until == until)
    return connection.execute(delete(table).where(*so)).rowcount > 0


def _decision_row(turn: int, record: DecisionRecord, catalogue: Catalogue) -> Columns:
    decision, request = record.decision, record.decision.request
    return {
        "number": record.number,
        "turn": turn,
        "at": record.at,
        "until": record.until,
        "series": catalogue.number(request.point),
        "place": request.place,
        "domain": request.domain.value,
        "priority": int(request.priority),
        "outcome": decision.outcome.value,
        "value": VALUE.dump(request.value),
        "aim": None if request.aim is None else NUMBER.dump(request.aim),
        "aim_until": request.until,
        "reason": REASON.dump(request.reason),
        "because": None if decision.because is None else REASON.dump(decision.because),
        "before": None if decision.before is None else VALUE.dump(decision.before),
    }


def _decision(row: Row[Any], catalogue: Catalogue) -> DecisionRecord:
    request = Request(
        catalogue.point(row.series),
        VALUE.load(row.value),
        PlaceId(row.place),
        Domain(row.domain),
        Priority(row.priority),
        REASON.load(row.reason),
        None if row.aim is None else NUMBER.load(row.aim),
        row.aim_until,
    )
    because = None if row.because is None else REASON.load(row.because)
    before = None if row.before is None else VALUE.load(row.before)
    decision = Decision(request, Outcome(row.outcome), because, before)
    return DecisionRecord(row.number, row.at, row.until, decision, _otherwise(row))


def _otherwise(row: Row[Any]) -> tuple[Instead, ...]:
    """What cannot be read of it costs the decision nothing else."""
    try:
        return () if row.otherwise is None else OTHERWISE.load(row.otherwise)
    except ValueError as error:
        log.warning("what would have changed decision %d cannot be read: %s", row.number, error)
        return ()


def _command(row: Row[Any], catalogue: Catalogue) -> CommandRecord:
    error = None if row.error is None else REASON.load(row.error)
    point, value = catalogue.point(row.series), VALUE.load(row.value)
    return CommandRecord(row.number, point, value, row.at, row.delivered, row.context, error)


def _read(rows: Iterable[Row[Any]], read: Callable[[Row[Any]], R]) -> list[R]:
    """What a newer program wrote may use words unknown here: that costs the row, not the list."""
    found: list[R] = []
    for row in rows:
        try:
            found.append(read(row))
        except (ValueError, KeyError) as error:
            log.warning("a row cannot be read: %s", error)
    return found
