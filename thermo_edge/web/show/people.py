"""People and their keys, in the words of the page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from thermo_edge.home.house import House, PersonId
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.access.book import Key, Look, Token
from thermo_edge.web.access.visitor import Means, Role, Visitor

ROLES: Mapping[Role, str] = {Role.RESIDENT: N_("Lives here"), Role.OWNER: N_("Owner"), Role.GUEST: N_("Nobody")}

_MEANS = {
    Means.NONE: N_("Not logged in"),
    Means.OPEN: N_("This house needs no log-in on this computer."),
    Means.INGRESS: N_("Home Assistant says who you are."),
    Means.SESSION: N_("You are logged in with your password."),
    Means.TOKEN: N_("You came with a token."),
}


@dataclass(frozen=True, slots=True)
class KeyRow:
    """Somebody with a password, or a program with a token."""

    id: str
    name: str
    role: str
    line: str


def you(visitor: Visitor, house: House | None, words: Words) -> tuple[str, str, str]:
    """Who looks: a name, what they are, and how they showed it."""
    name = visitor.actor(house).name or words.say(N_("You"))
    return name, words.say(ROLES[visitor.role]), words.say(_MEANS[visitor.means])


def key_row(key: Key, sessions: int, house: House | None, words: Words) -> KeyRow:
    person = next((each.name for each in house.persons if each.id == key.person), "") if house else ""
    parts = [words.say(N_("as {who}"), who=person)] if person and person != key.name else []
    parts.append(words.say(N_("logged in on {count}"), count=sessions) if sessions else words.say(N_("not logged in")))
    return KeyRow(key.id, key.name, words.say(ROLES[key.role]), " · ".join(parts))


def token_row(token: Token, house: House | None, words: Words) -> KeyRow:
    parts = [words.say(N_("since {day}"), day=_day(token.made, house))]
    if token.read_only:
        parts.append(words.say(N_("may only read")))
    return KeyRow(token.id, token.name, words.say(ROLES[token.role]), " · ".join(parts))


def look_lines(looks: Iterable[Look], house: House | None, words: Words, most: int = 12) -> tuple[str, ...]:
    """Who looked whether somebody was home, the newest first."""
    names = {each.id: each.name for each in house.persons} if house is not None else {}
    sentence = N_("{day} {time}: {who} saw whether {person} is home")
    return tuple(
        words.say(
            sentence,
            day=_day(look.at, house),
            time=words.instant(look.at),
            who=look.who or words.say(N_("Somebody")),
            person=names.get(PersonId(look.person), look.person),
        )
        for look in tuple(looks)[:most]
    )


def _day(at: datetime, house: House | None) -> str:
    return f"{house.local(at) if house is not None else at:%Y-%m-%d}"
