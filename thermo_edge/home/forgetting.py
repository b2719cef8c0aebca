"""To forget a person: who that is, by everything that is theirs, and what would go with them."""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from thermo_edge.home.house import EntityId, House, Person, PersonId
from thermo_edge.home.turn import Actor

OWN = frozenset({"person", "device_tracker", "calendar"})
"""The kinds of entity that are a person's own where their name is in it."""

_ALARM_CLOCK = "next_alarm"
_LETTERS = "A-Za-z0-9_\u00aa-\u024f\u0370-\u052f\u1e00-\u1fff"
"""Latin, Greek and Cyrillic, with their accents."""


@dataclass(frozen=True)
class Whom:
    """Somebody who is to be forgotten. `names`: all that decisions may call them, in small letters.

    `programs`: what their tokens are called, which decisions call them too; nothing is theirs because of that.
    `others`: what other people are called, who keep their names where theirs is a part of it.
    """

    person: PersonId
    name: str
    names: frozenset[str]
    entities: frozenset[EntityId]
    user: str | None = None
    programs: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()

    def called(self, name: str | None) -> bool:
        """Whether this is a name of theirs."""
        return bool(name) and _small(str(name)) in self.names | self.programs

    def did(self, who: Actor | None) -> bool:
        return who is not None and self.called(who.name)

    @cached_property
    def signs(self) -> frozenset[str]:
        """What must stand nowhere afterwards, in small letters."""
        user = {self.user.casefold()} if self.user else set[str]()
        plain = self.names | self.programs | {entity.casefold() for entity in self.entities} | user
        return plain | {json.dumps(sign, ensure_ascii=False)[1:-1] for sign in plain}

    def in_text(self, text: str) -> bool:
        """Whether a text names them or something of theirs, as whole words."""
        return next(self._found(text), None) is not None

    def without(self, text: str, instead: str = "…") -> str:
        """The text with something else where they are named."""
        made, done = "", 0
        for begin, end in self._found(text):
            made, done = made + text[done:begin] + instead, end
        return made + text[done:]

    def _found(self, text: str) -> Iterator[tuple[int, int]]:
        """Where. Small letters may be more than the capitals were, such as those of ß or İ."""
        small = text.casefold()
        if not any(sign in small for sign in self.signs):
            return
        where = range(len(text)) if len(small) == len(text) else _origins(text)
        for found in self._pattern.finditer(small):
            if found[0] in self.signs or found[0] not in self.others:
                yield where[found.start()], where[found.end() - 1] + 1

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(_word(sign) for sign in sorted(self.signs | self.others, key=len, reverse=True)))


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


def whom(
    house: House,
    person: Person,
    names: Iterable[str] = (),
    known: Collection[EntityId] = (),
    programs: Iterable[str] = (),
) -> Whom:
    """That person of the house. `names`: of their keys; `known`: every entity that there is anything about.

    `programs`: of their tokens. A key or token that is called like somebody else does not make them that one.
    """
    others = frozenset(_small(each.name) for each in house.persons if each.id != person.id) - {""}
    own = {_small(person.name)} | ({_small(name) for name in names} - others)
    tokens = frozenset(_small(name) for name in programs) - others
    mine = {entity for entity in (person.entity, person.alarm_clock) if entity is not None}
    one = Whom(person.id, person.name, frozenset(own - {""}), frozenset(mine), person.user, tokens - {""}, others)
    named = {entity for entity in {*known, *house.entities} if _of_a_person(entity) and is_theirs(entity, one)}
    return replace(one, entities=frozenset((mine | named) - _of_others(house, person)))


def is_theirs(entity: str, one: Whom) -> bool:
    """Whether an entity is named for them and for nobody by a longer name, whatever its kind: a phone, say."""
    parts = entity.partition(".")[2].split("_")
    longest = _longest(parts, {*map(_slug, one.names), str(one.person)})
    return longest > 0 and longest >= _longest(parts, map(_slug, one.others))


def _of_others(house: House, person: Person) -> set[EntityId]:
    """What belongs to rooms, devices and other people."""
    others = [each for each in house.persons if each.id != person.id]
    theirs = {entity for each in others for entity in (each.entity, each.alarm_clock) if entity is not None}
    rooms = {sensor.point.entity for room in house.rooms for sensor in room.sensors}
    return theirs | rooms | {device.entity for device in house.devices}


def _of_a_person(entity: EntityId) -> bool:
    domain, _, name = entity.partition(".")
    return domain in OWN or (domain == "sensor" and _ALARM_CLOCK in name)


def _longest(parts: list[str], slugs: Iterable[str]) -> int:
    """Of how many parts the longest of the names is that stands among them, also in the genitive; 0: none does."""
    longest = 0
    for slug in filter(None, slugs):
        each = slug.split("_")
        forms = (each, [*each[:-1], f"{each[-1]}s"])
        if any(parts[n : n + len(each)] == form for form in forms for n in range(len(parts))):
            longest = max(longest, len(each))
    return longest


def _slug(name: str) -> str:
    return re.sub(r"\W+", "_", name.casefold()).strip("_")


def _small(name: str) -> str:
    return " ".join(name.split()).casefold()


def _origins(text: str) -> list[int]:
    """For each letter of the text in small letters, which of its own it comes from."""
    return [place for place, letter in enumerate(text) for _ in letter.casefold()]


def _word(sign: str) -> str:
    """Chinese stands without spaces between words, so only letters of scripts that have them are bounded."""
    before = f"(?<![{_LETTERS}])" if re.match(f"[{_LETTERS}]", sign) else ""
    after = f"(?![{_LETTERS}])" if re.match(f"[{_LETTERS}]", sign[-1]) else ""
    return f"{before}{re.escape(sign)}{after}"
