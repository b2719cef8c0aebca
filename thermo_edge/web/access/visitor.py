"""Whoever is at the door: what they bring, and whom they are taken for."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from thermo_edge.home.house import House, Person, PersonId
from thermo_edge.home.turn import Actor, ActorKind


class Role(IntEnum):
    """What somebody may: a higher one may all that a lower one may."""

    GUEST = 0  # nobody is logged in
    RESIDENT = 1
    OWNER = 2


class Means(StrEnum):
    """How somebody showed who they are."""

    NONE = "none"
    OPEN = "open"  # there is no log-in here
    INGRESS = "ingress"  # Home Assistant says so
    SESSION = "session"
    TOKEN = "token"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Knock:
    """A request before anything of it is believed. `headers` have lower-case names; `here` is our end's address."""

    peer: str
    path: str = "/"
    headers: Mapping[str, str] = field(default_factory=dict)
    here: str = ""
    method: str = "GET"

    def header(self, name: str) -> str:
        return self.headers.get(name, "").strip()


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who was let in. `key` is the same as long as it is the same way in of the same person."""

    role: Role
    means: Means
    key: str = ""
    name: str = ""
    user: str | None = None  # of Home Assistant
    resident: PersonId | None = None  # of the household, where a key or token says it
    read_only: bool = False
    csrf: str = field(default="", repr=False)  # what a form by cookie has to bring along

    def person(self, house: House | None) -> Person | None:
        """Who of the household this is; None where that is not known."""
        persons = house.persons if house is not None else ()
        if self.user is not None:
            return next((each for each in persons if each.user == self.user), None)
        return next((each for each in persons if self.resident is not None and each.id == self.resident), None)

    def actor(self, house: House | None) -> Actor:
        """As decisions name them: as the household calls them, or as they are known where they logged in."""
        person = self.person(house)
        return Actor(ActorKind.PERSON, person.name if person is not None and person.name else self.name)

    def same(self, other: "Visitor | None") -> bool:
        """Whether this is still the same one, with the same rights."""
        return other is not None and (self.key, self.role, self.means) == (other.key, other.role, other.means)


GUEST = Visitor(Role.GUEST, Means.NONE)


def digest(secret: str) -> str:
    """What is kept of something random that is long enough not to be guessed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def csrf_of(secret: str) -> str:
    """What only a page of this session can know; it follows from the session and is kept nowhere."""
    return hmac.new(secret.encode(), b"thermo-edge form", hashlib.sha256).hexdigest()
