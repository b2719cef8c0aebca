"""To forget a person: who that is, by everything that is theirs, and what would go with them."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from thermo_edge.home.house import EntityId, House, Person, PersonId
from thermo_edge.home.turn import Actor

OWN = frozenset({"person", "device_tracker", "calendar"})
"""The kinds of entity that are a person's own where their name is in it."""

_ALARM_CLOCK = "next_alarm"


@dataclass(frozen=True)
class Whom:
    """Somebody who is to be forgotten. `names`: all that decisions may call them, in small letters."""

    person: PersonId
    name: str
    names: frozenset[str]
    entities: frozenset[EntityId]
    user: str | None = None

    def called(self, name: str | None) -> bool:
        """Whether this is a name of theirs."""
        return bool(name) and " ".join(str(name).split()).casefold() in self.names

    def did(self, who: Actor | None) -> bool:
        return who is not None and self.called(who.name)

    @cached_property
    def signs(self) -> frozenset[str]:
        """What must stand nowhere afterwards, in small letters."""
        user = {self.user.casefold()} if self.user else set[str]()
        return self.names | {entity.casefold() for entity in self.entities} | user

    def in_text(self, text: str) -> bool:
        """Whether a text names them or something of theirs, as whole words."""
        folded = text.casefold()
        return any(sign in folded for sign in self.signs) and self._pattern.search(text) is not None

    def without(self, text: str, instead: str = "…") -> str:
        """The text with something else where they are named."""
        return self._pattern.sub(instead, text) if self.in_text(text) else text

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(_word(sign) for sign in sorted(self.signs, key=len, reverse=True)), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Traces:
    """How many rows of a history are theirs (`readings`; `words`: holds, wishes and judgements) or `named` for them."""

    readings: int = 0
    words: int = 0
    named: int = 0


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What would go: how much, and with how many keys, versions of the settings, and copies put aside."""

    whom: Whom
    traces: Traces
    keys: int = 0
    versions: int = 0
    copies: int = 0


class Forgets(Protocol):
    """Forgets people; it stands outside the house and is handed in. Any thread may call."""

    def ahead(self, person: PersonId) -> Forgetting:
        """What would go. Raises Refused where there is no such person."""

    def forget(self, person: PersonId, name: str) -> None:
        """For good. `name` is theirs, typed by whoever means it. Raises Refused, SettingsError or StoreError."""


def whom(house: House, person: Person, names: Iterable[str] = (), known: Collection[EntityId] = ()) -> Whom:
    """That person of the house. `names`: of their keys; `known`: every entity that there is anything about."""
    called = {each for name in (person.name, *names) if (each := " ".join(name.split()).casefold())}
    mine = {entity for entity in (person.entity, person.alarm_clock) if entity is not None}
    tokens = [each.split("_") for each in {str(person.id), *(_slug(name) for name in called)} if each]
    named = {entity for entity in {*known, *house.entities} if _named_for(entity, tokens)}
    kept = _of_others(house, person)
    return Whom(person.id, person.name, frozenset(called), frozenset((mine | named) - kept), person.user)


def is_theirs(entity: str, one: Whom) -> bool:
    """Whether an entity is named for them, whatever its kind: a phone to notify, say."""
    return _has(entity.partition(".")[2].split("_"), [_slug(name).split("_") for name in (*one.names, one.person)])


def _of_others(house: House, person: Person) -> set[EntityId]:
    """What belongs to rooms, devices and other people."""
    others = [each for each in house.persons if each.id != person.id]
    theirs = {entity for each in others for entity in (each.entity, each.alarm_clock) if entity is not None}
    rooms = {sensor.point.entity for room in house.rooms for sensor in room.sensors}
    return theirs | rooms | {device.entity for device in house.devices}


def _named_for(entity: EntityId, tokens: Collection[list[str]]) -> bool:
    domain, _, name = entity.partition(".")
    own = domain in OWN or (domain == "sensor" and _ALARM_CLOCK in name)
    return own and _has(name.split("_"), tokens)


def _has(parts: list[str], tokens: Collection[list[str]]) -> bool:
    """Whether one of the names stands among the parts, also in the genitive."""
    for each in tokens:
        if not each or not each[0]:
            continue
        forms = (each, [*each[:-1], f"{each[-1]}s"])
        if any(parts[n : n + len(each)] == form for form in forms for n in range(len(parts))):
            return True
    return False


def _slug(name: str) -> str:
    return re.sub(r"\W+", "_", name.casefold()).strip("_")


def _word(sign: str) -> str:
    """Letters of other scripts stand without spaces between words, so only plain ones are bounded."""
    escaped = re.escape(sign)
    return rf"(?<![A-Za-z0-9_]){escaped}(?![A-Za-z0-9_])" if sign.isascii() else escaped
