"""The first set-up on the page: what a person answered, what was found, and the way to the house."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Protocol

from thermo_edge.config.could_be import could_be, taken_for
from thermo_edge.config.proposal import OF_HOUSE, ONLY_ONE, Found, Proposal, Role, Why

LIVES_HERE, OWNER, GUEST = "resident", "owner", "guest"
"""What a person found at home may be."""


@dataclass(frozen=True)
class Answers:
    """Kept after each step, so that set-up can be left and gone on with.

    `ticks` are of what a person decided, by `key_of`; what they left alone stands as it was proposed. `url` answered;
    `typed` is the address as it stands in the form, tried or not.
    """

    step: int = 0
    url: str = ""
    language: str = ""
    ticks: Mapping[str, bool] = field(default_factory=dict)
    rooms: Mapping[str, str] = field(default_factory=dict)  # where something is, by its key
    names: Mapping[str, str] = field(default_factory=dict)  # of rooms and persons, by id or key
    left_out: tuple[str, ...] = ()  # rooms
    roles: Mapping[str, str] = field(default_factory=dict)  # what something is instead, by its key
    rights: Mapping[str, str] = field(default_factory=dict)  # of persons, by their key
    typed: str = ""

    def text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def answers_of(text: str) -> Answers:
    """Out of what was kept; what cannot be read is no answer."""
    try:
        told = json.loads(text)
        return Answers(
            int(told["step"]),
            str(told["url"]),
            str(told["language"]),
            {str(key): value is True for key, value in told["ticks"].items()},
            {str(key): str(value) for key, value in told["rooms"].items()},
            {str(key): str(value) for key, value in told["names"].items()},
            tuple(str(one) for one in told["left_out"]),
            {str(key): str(value) for key, value in told.get("roles", {}).items()},
            {str(key): str(value) for key, value in told.get("rights", {}).items()},
            str(told.get("typed", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return Answers()


@dataclass(frozen=True)
class Met:
    """What Home Assistant said: itself, and what it has. `rule`: its administrators; None: it does not tell."""

    version: str
    administrator: bool
    proposal: Proposal
    entities: int
    time_zone: str = ""
    fahrenheit: bool = False
    place: tuple[float, float] | None = None
    rule: frozenset[str] | None = None


class SetupDesk(Protocol):
    """What it asks may take seconds; failures are HomeUnreachable, HomeRefused or SettingsError, in words."""

    @property
    def supervised(self) -> bool:
        """Whether this is an add-on, that needs neither address nor token."""

    def answers(self) -> Answers:
        """What was answered so far."""

    def keep(self, answers: Answers) -> None: ...

    def known(self) -> Met | None:
        """What was found, also before a restart; None: ask for address and token."""

    def connect(self, url: str, token: str) -> Met:
        """Try an address and a token, and look at what is there."""

    def finish(self, answers: Answers) -> None:
        """Write the settings and start the house; it begins by observing."""

    @property
    def failure(self) -> str:
        """Why the house did not start; empty: it did, or was not asked to."""


def key_of(one: Found) -> str:
    """An entity in the role that was proposed."""
    return f"{one.role.value} {one.entity}"


def ticked(one: Found, answers: Answers) -> bool:
    """Whether it is to be used: as a person said, or where it is sure, by the proposal or because they said what it is.

    A guest is nobody of the household.
    """
    key = key_of(one)
    if one.role is Role.PERSON and key in answers.rights:
        return answers.rights[key] != GUEST
    return answers.ticks.get(key, one.sure or role_of(one, answers) is not one.role)


def role_of(one: Found, answers: Answers) -> Role:
    """As a person said, where such an entity can be that; else as it was proposed."""
    said = answers.roles.get(key_of(one), one.role.value)
    return next((role for role in could_be(one) if role.value == said), one.role)


def room_of(one: Found, answers: Answers, proposal: Proposal) -> str | None:
    """Where it is, as a person said or as was proposed; what belongs to no room of the proposal gets the first."""
    if role_of(one, answers) in OF_HOUSE:
        return None
    first = proposal.rooms[0].id if proposal.rooms else None
    return answers.rooms.get(key_of(one), one.room if one.room is not None else first)


def decided(proposal: Proposal, answers: Answers) -> Proposal:
    """The proposal as it was answered; of what there is only one of, the one that a person ticked stands."""
    rooms = tuple(
        replace(room, name=(answers.names.get(room.id) or room.name)[:60])
        for room in proposal.rooms
        if room.id not in answers.left_out
    )
    known = {room.id for room in rooms}
    said = {role for role in ONLY_ONE if any(_said(one, role, answers) for one in proposal.found)}
    found: list[Found] = []
    for proposed in proposal.found:
        key, room = key_of(proposed), room_of(proposed, answers, proposal)
        if room is not None and room not in known:
            continue
        one = taken_for(proposed, role_of(proposed, answers), room)
        one = replace(one, room=room, name=answers.names.get(key) or one.name)
        yes = ticked(proposed, answers) and (one.role not in said or _said(proposed, one.role, answers))
        if yes and not one.sure:
            one = replace(one, confidence=1.0, why=Why.CONFIRMED)
        elif (not yes and one.sure) or (not yes and key in answers.ticks):
            one = replace(one, confidence=0.0, why=Why.DENIED)
        found.append(one)
    language = answers.language or proposal.language
    return replace(proposal, rooms=rooms, found=tuple(found), language=language)


def rights(proposal: Proposal, answers: Answers) -> dict[str, str]:
    """What was said of Home Assistant's users, by their id."""
    people = (one for one in proposal.found if one.role is Role.PERSON and one.user)
    return {str(one.user): answers.rights[key_of(one)] for one in people if key_of(one) in answers.rights}


def _said(one: Found, role: Role, answers: Answers) -> bool:
    """Whether a person said that this is the one of which there is only one."""
    key = key_of(one)
    said = answers.ticks.get(key, key in answers.roles and role is not one.role)
    return said and role_of(one, answers) is role
