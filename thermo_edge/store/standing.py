"""What stands until it ends: modes, holds, wishes, questions and notices, one row each, ended and not deleted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Row, Table

from thermo_edge.home.forecast import Known, Regime, RegimeSpan
from thermo_edge.home.house import Domain, EntityId, Mode, PlaceId, Point, Value
from thermo_edge.home.memory import Memory, Modes
from thermo_edge.home.reason import Reason
from thermo_edge.home.turn import Actor, ActorKind, Answer, Ask, Hold, Instead, Notice, Severity, Wish
from thermo_edge.store import tables
from thermo_edge.store.catalogue import Catalogue
from thermo_edge.store.kinds import Codec

K = TypeVar("K")
V = TypeVar("V")
Columns = dict[str, object]

VALUE: Codec[Value] = Codec(Value)
NUMBER: Codec[float | None] = Codec(float | None)
REASON: Codec[Reason] = Codec(Reason)
OTHERWISE: Codec[tuple[Instead, ...]] = Codec(tuple[Instead, ...])
ENTITIES: Codec[tuple[EntityId, ...]] = Codec(tuple[EntityId, ...])


@dataclass(frozen=True)
class Kind(Generic[K, V]):
    """One of them: its table, where it is in the memory, and its row and back."""

    table: Table
    take: Callable[[Memory], Mapping[K, V]]
    put: Callable[[Memory, dict[K, V]], Memory]
    row: Callable[[K, V, datetime, Catalogue], Columns]
    read: Callable[[Row[Any], Catalogue], tuple[K, V]]  # ValueError or KeyError for what cannot be read
    continues: Callable[[V, V], bool]  # the same thing, merely changed: the row changes too
    hurries: Callable[[V, V], bool] = lambda _old, _new: True  # such a change must be on the disk at once


def who(actor: Actor) -> Columns:
    return {"who": actor.kind.value, "name": actor.name}


def actor(row: Row[Any]) -> Actor:
    return Actor(ActorKind(row.who), row.name)


def _mode_row(key: tuple[PlaceId, Domain], mode: Mode, at: datetime, _: Catalogue) -> Columns:
    return {"place": key[0], "domain": key[1].value, "mode": int(mode), "since": at}


def _read_mode(row: Row[Any], _: Catalogue) -> tuple[tuple[PlaceId, Domain], Mode]:
    return (PlaceId(row.place), Domain(row.domain)), Mode(row.mode)


def _hold_row(_: Point, hold: Hold, __: datetime, catalogue: Catalogue) -> Columns:
    return {
        "series": catalogue.number(hold.point),
        "value": VALUE.dump(hold.value),
        "place": hold.place,
        **who(hold.who),
        "since": hold.since,
        "until": hold.until,
        "establish": hold.establish,
    }


def read_hold(row: Row[Any], catalogue: Catalogue) -> tuple[Point, Hold]:
    point, value = catalogue.point(row.series), VALUE.load(row.value)
    return point, Hold(point, value, PlaceId(row.place), actor(row), row.since, row.until, row.establish)


def _wish_row(_: PlaceId, wish: Wish, __: datetime, ___: Catalogue) -> Columns:
    return {
        "room": wish.room,
        "domain": wish.domain.value,
        "target": NUMBER.dump(wish.target),
        **who(wish.who),
        "since": wish.since,
        "until": wish.until,
    }


def read_wish(row: Row[Any], _: Catalogue) -> tuple[PlaceId, Wish]:
    room = PlaceId(row.room)
    target = NUMBER.load(row.target)
    if target is None:
        raise ValueError("a wish without a target")
    return room, Wish(room, target, actor(row), row.since, row.until, Domain(row.domain))


def _ask_row(_: str, ask: Ask, __: datetime, ___: Catalogue) -> Columns:
    return {
        "place": ask.place,
        "domain": ask.domain.value,
        "aim": NUMBER.dump(ask.aim),
        "reason": REASON.dump(ask.reason),
        "since": ask.since,
        "until": ask.until,
        "answer": ask.answer.value,
    }


def _read_ask(row: Row[Any], _: Catalogue) -> tuple[str, Ask]:
    aim, reason = NUMBER.load(row.aim), REASON.load(row.reason)
    ask = Ask(PlaceId(row.place), Domain(row.domain), aim, reason, row.since, row.until, Answer(row.answer))
    return ask.key, ask


def _notice_row(_: str, notice: Notice, __: datetime, ___: Catalogue) -> Columns:
    return {
        "key": notice.key,
        "severity": notice.severity.value,
        "reason": REASON.dump(notice.reason),
        "since": notice.since,
        "until": notice.until,
        "entities": ENTITIES.dump(notice.entities),
    }


def read_notice(row: Row[Any], _: Catalogue) -> tuple[str, Notice]:
    severity, reason, entities = Severity(row.severity), REASON.load(row.reason), ENTITIES.load(row.entities)
    return row.key, Notice(row.key, severity, reason, row.since, row.until, entities)


def _regime_row(_: Regime, span: RegimeSpan, __: datetime, ___: Catalogue) -> Columns:
    return regime_row(span)


def regime_row(span: RegimeSpan) -> dict[str, object]:
    """Its columns, but for its number and when it ended."""
    declared = who(span.who) if span.who is not None else {"who": None, "name": None}
    return {
        "regime": span.regime.value,
        "known": span.known.value,
        **declared,
        "since": span.since,
        "until": span.until,
    }


def read_regime(row: Row[Any], _: Catalogue) -> tuple[Regime, RegimeSpan]:
    regime = Regime(row.regime)
    declared = actor(row) if row.who is not None else None
    return regime, RegimeSpan(regime, Known(row.known), row.since, row.until, declared)


def held(hold: Hold, ended: datetime | None) -> Hold:
    """One that was ended early held until then."""
    return hold if ended is None else replace(hold, until=min(hold.until, ended))


def wished(wish: Wish, ended: datetime | None) -> Wish:
    """One that was ended early was in force until then."""
    return wish if ended is None else replace(wish, until=min(wish.until, ended))


def lasted(span: RegimeSpan, ended: datetime | None) -> RegimeSpan:
    """One that was ended early lasted until then."""
    return span if ended is None else replace(span, until=min(span.until, ended))


def mended(notice: Notice, ended: datetime | None) -> Notice:
    """One that is no longer remembered is mended."""
    return notice if ended is None or notice.until else replace(notice, until=ended)


def _more_than_numbers(old: Notice, new: Notice) -> bool:
    """How long a sensor has been silent moves on all the time; that it is silent does not."""
    return replace(new, reason=old.reason) != old or new.reason.code is not old.reason.code


def _same_since(old: Hold | Wish | Ask | Notice, new: Hold | Wish | Ask | Notice) -> bool:
    return old.since == new.since


MODES: Kind[tuple[PlaceId, Domain], Mode] = Kind(
    tables.modes,
    lambda m: m.modes.places,
    lambda m, v: replace(m, modes=Modes(v, m.modes.observe_everything)),
    _mode_row,
    _read_mode,
    lambda _old, _new: False,
)
HOLDS: Kind[Point, Hold] = Kind(
    tables.holds, lambda m: m.holds, lambda m, v: replace(m, holds=v), _hold_row, read_hold, _same_since
)
WISHES: Kind[PlaceId, Wish] = Kind(
    tables.wishes, lambda m: m.wishes, lambda m, v: replace(m, wishes=v), _wish_row, read_wish, _same_since
)
ASKS: Kind[str, Ask] = Kind(
    tables.asks, lambda m: m.asks, lambda m, v: replace(m, asks=v), _ask_row, _read_ask, _same_since
)
NOTICES: Kind[str, Notice] = Kind(
    tables.notices,
    lambda m: m.notices,
    lambda m, v: replace(m, notices=v),
    _notice_row,
    read_notice,
    _same_since,
    _more_than_numbers,
)

REGIMES: Kind[Regime, RegimeSpan] = Kind(
    tables.regimes,
    lambda m: m.regimes,
    lambda m, v: replace(m, regimes=v),
    _regime_row,
    read_regime,
    lambda old, new: old.since == new.since and old.known is new.known,
)

KINDS: tuple[Kind[Any, Any], ...] = (MODES, HOLDS, WISHES, ASKS, NOTICES, REGIMES)
