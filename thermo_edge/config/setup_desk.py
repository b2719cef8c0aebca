"""The first set-up on the page: what a person answered, what was found, and the way to the house."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Protocol

from thermo_edge.config.proposal import ONLY_ONE, Found, Proposal, Why


@dataclass(frozen=True)
class Answers:
    """Kept after each step, so that set-up can be left and gone on with.

    `ticks` are of what a person decided, by `key_of`; what they left alone stands as it was proposed.
    """

    step: int = 0
    url: str = ""
    language: str = ""
    ticks: Mapping[str, bool] = field(default_factory=dict)
    rooms: Mapping[str, str] = field(default_factory=dict)  # where something is, by its key
    names: Mapping[str, str] = field(default_factory=dict)  # of rooms and persons, by id or key
    left_out: tuple[str, ...] = ()  # rooms

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
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return Answers()


@dataclass(frozen=True)
class Met:
    """What Home Assistant said: itself, and what it has."""

    version: str
    administrator: bool
    proposal: Proposal
    entities: int
    time_zone: str = ""
    fahrenheit: bool = False
    place: tuple[float, float] | None = None


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
    """An entity in its role."""
    return f"{one.role.value} {one.entity}"


def ticked(one: Found, answers: Answers) -> bool:
    """Whether it is to be used: as a person said, or where it is sure."""
    return answers.ticks.get(key_of(one), one.sure)


def decided(proposal: Proposal, answers: Answers) -> Proposal:
    """The proposal as it was answered; of what there is only one of, the one that a person ticked stands."""
    rooms = tuple(
        replace(room, name=(answers.names.get(room.id) or room.name)[:60])
        for room in proposal.rooms
        if room.id not in answers.left_out
    )
    known = {room.id for room in rooms}
    said = {one.role for one in proposal.found if one.role in ONLY_ONE and answers.ticks.get(key_of(one))}
    found: list[Found] = []
    for one in proposal.found:
        key = key_of(one)
        moved = answers.rooms.get(key, one.room) if one.room is not None else None
        if moved is not None and moved not in known:
            continue
        one = replace(one, room=moved, name=answers.names.get(key) or one.name)
        yes = ticked(one, answers) and (one.role not in said or answers.ticks.get(key, False))
        if yes and not one.sure:
            one = replace(one, confidence=1.0, why=Why.CONFIRMED)
        elif (not yes and one.sure) or (not yes and key in answers.ticks):
            one = replace(one, confidence=0.0, why=Why.DENIED)
        found.append(one)
    language = answers.language or proposal.language
    return replace(proposal, rooms=rooms, found=tuple(found), language=language)
