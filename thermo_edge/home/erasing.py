"""Values of the house without a person: their name becomes nobody's, and what is of their own things goes."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from typing import Any, Final, TypeVar, cast

from thermo_edge.home.forgetting import Whom
from thermo_edge.home.house import Point
from thermo_edge.home.memory import Memory
from thermo_edge.home.reason import Fact, Reason
from thermo_edge.home.taste import TasteMemory
from thermo_edge.home.turn import Actor, Notice

T = TypeVar("T")

_GONE: Final = object()
PLACES = frozenset({"room", "place"})
"""Facts that name a place, whoever it is called after."""


def without(value: T, whom: Whom) -> T:
    """The value, the same object where nothing in it is theirs. What cannot be without it is left out around it."""
    made = _of(value, whom)
    if made is _GONE:
        raise ValueError("all of it is theirs")
    return cast("T", made)


def memory_without(memory: Memory, whom: Whom) -> Memory:
    """What they wished and set by hand ends, what they said counts no more; otherwise nobody is named instead."""
    memory = replace(
        memory,
        holds={point: hold for point, hold in memory.holds.items() if not whom.did(hold.who)},
        wishes={place: wish for place, wish in memory.wishes.items() if not whom.did(wish.who)},
        notices={
            key: notice for key, notice in memory.notices.items() if not about(notice, whom) and not whom.in_text(key)
        },
        corrections=tuple(each for each in memory.corrections if not whom.did(each.who)),
        taste=_taste(memory.taste, whom),
    )
    return without(memory, whom)


def about(notice: Notice, whom: Whom) -> bool:
    """Whether a notice is about their own things alone."""
    return bool(notice.entities) and all(entity in whom.entities for entity in notice.entities)


def _taste(taste: TasteMemory, whom: Whom) -> TasteMemory:
    """Offers may rest on what they said, so they are made anew by the next night."""
    return replace(
        taste,
        offered={},
        agreed={key: each for key, each in taste.agreed.items() if not whom.did(each.who)},
        debts={
            place: {name: owed for name, owed in debts.items() if not whom.called(name)}
            for place, debts in taste.debts.items()
        },
        corrected=tuple(each for each in taste.corrected if not whom.did(each.who)),
    )


def _of(value: Any, whom: Whom) -> Any:
    if isinstance(value, str):
        return _GONE if value in whom.entities else value
    if isinstance(value, Actor):
        return Actor(value.kind) if whom.did(value) else value
    if isinstance(value, Point):
        return _GONE if value.entity in whom.entities else value
    if isinstance(value, Reason):
        return _reason(value, whom)
    if isinstance(value, Mapping):
        return _mapping(value, whom)
    if isinstance(value, tuple | list | frozenset):
        return _several(value, whom)
    if is_dataclass(value) and not isinstance(value, type):
        return _whole(value, whom)
    return value


def _reason(reason: Reason, whom: Whom) -> Reason:
    facts = tuple((name, fact if name in PLACES else _fact(fact, whom)) for name, fact in reason.facts)
    return reason if facts == reason.facts else Reason(reason.code, facts)


def _fact(fact: Fact, whom: Whom) -> Fact:
    """A fact may list several, with commas between."""
    if not isinstance(fact, str) or not whom.in_text(fact):
        return fact
    kept = [each for each in fact.split(", ") if not whom.called(each) and each not in whom.entities]
    return whom.without(", ".join(kept))


def _mapping(value: Mapping[Any, Any], whom: Whom) -> Any:
    made = {_of(key, whom): _of(each, whom) for key, each in value.items() if _of(key, whom) is not _GONE}
    made = {key: each for key, each in made.items() if each is not _GONE}
    return value if len(made) == len(value) and all(made[key] is value[key] for key in made) else made


def _several(value: Any, whom: Whom) -> Any:
    made = [_of(each, whom) for each in value]
    named = hasattr(value, "_fields")
    if named and any(each is _GONE for each in made):
        return _GONE
    kept = [each for each in made if each is not _GONE]
    if len(kept) == len(made) and all(new is old for new, old in zip(made, value, strict=True)):
        return value
    return type(value)(*kept) if named else type(value)(kept)


def _whole(value: Any, whom: Whom) -> Any:
    changed: dict[str, Any] = {}
    for field in fields(value):
        old = getattr(value, field.name)
        new = _of(old, whom)
        if new is _GONE:
            if field.default is MISSING:
                return _GONE
            new = field.default
        if new is not old:
            changed[field.name] = new
    return replace(value, **changed) if changed else value
