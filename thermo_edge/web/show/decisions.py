"""Decisions and refusals as cards: what, when, why, and what a person can say to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from thermo_edge.home.house import Attribute, Domain, Point
from thermo_edge.home.reason import Code
from thermo_edge.home.turn import Decision, DecisionRecord, Outcome, Priority
from thermo_edge.home.view import HouseView
from thermo_edge.language.marks import N_, What
from thermo_edge.language.words import Words, what
from thermo_edge.web.show import lamps
from thermo_edge.web.show.instead import InsteadRow, instead_rows
from thermo_edge.web.show.marks import Mark, stamp
from thermo_edge.web.show.things import whys


class Group(StrEnum):
    """What the list can be narrowed to."""

    ALL = "all"
    DID = "did"
    DID_NOT = "did_not"
    ASKED = "asked"  # of those that were not done: somebody was asked, or it was suggested
    HELD = "held"  # of those that were not done: something else had been set by hand


GROUPS = {
    Group.ALL: N_("All"),
    Group.DID: N_("Did"),
    Group.DID_NOT: N_("Did not"),
    Group.ASKED: N_("Asked"),
    Group.HELD: N_("Held by hand"),
}

_MARKS = {
    Outcome.ACTED: (N_("Did"), "bolt", "act"),
    Outcome.SATISFIED: (N_("It is so"), "check", ""),
    Outcome.WOULD: (N_("Would have"), "visibility", "would"),
    Outcome.SUGGESTED: (N_("Suggests"), "lightbulb", ""),
    Outcome.ASKED: (N_("Asks"), "touch_app", "ask"),
    Outcome.REFUSED: (N_("Did not"), "block", ""),
}
_YOU = (N_("You"), "front_hand", "ask")
_DID_NOT = frozenset({Outcome.WOULD, Outcome.SUGGESTED, Outcome.ASKED, Outcome.REFUSED})
_ASKED = frozenset({Outcome.SUGGESTED, Outcome.ASKED})
_HELD = frozenset({Code.HELD, Code.LAMP_HELD})
_MOMENT = timedelta(minutes=1)
SYMBOLS = {Domain.CLIMATE: "device_thermostat", Domain.LIGHTING: lamps.SYMBOL, Domain.SECURITY: "shield"}
"""The icon of what something is about."""

_UNDO = {
    What.SET: N_("{room} back to {value}"),
    What.HEAT_ON: N_("{room}: heating on again"),
    What.HEAT_OFF: N_("{room}: heating off again"),
    What.COOL_ON: N_("{room}: cooling on again"),
    What.SOURCE_ON: N_("{room} on again"),
    What.SOURCE_OFF: N_("{room} off again"),
    What.LAMP_ON: N_("{room}: light on again"),
    What.LAMP_OFF: N_("{room}: light off again"),
    What.DIM: N_("{room}: light back to {level}"),
    What.FLOW: N_("{room}: water back to {value}"),
    What.COVER: N_("{room}: cover back to {level} open"),
    What.TINT: N_("{room}: white back to {kelvin}"),
    What.SIREN_OFF: N_("{room}: siren off again"),
}
"""What an undo would do. A siren is not sounded again by it, and the alarm is neither armed nor disarmed."""


@dataclass(frozen=True, slots=True)
class DecisionCard:
    """One decision; `undo` says what taking it back would do, empty where it cannot be."""

    number: int
    group: Group
    kind: Mark
    when: str
    title: str
    why: tuple[str, ...]
    undo: str
    symbol: str  # of what it is about
    blocked: str = ""  # why it cannot be taken back now
    corrected: bool = False  # somebody called it wrong, and that still changes what is done
    within: Group | None = None  # a part of its group
    otherwise: tuple[InsteadRow, ...] = ()  # what would have changed it


def latest_acts(records: Sequence[DecisionRecord]) -> frozenset[int]:
    """Of records from the newest on: the last thing done about each point. Only that can be taken back."""
    latest: dict[Point, int] = {}
    for record in records:
        if record.decision.outcome is Outcome.ACTED:
            latest.setdefault(record.decision.request.point, record.number)
    return frozenset(latest.values())


def decision_card(
    record: DecisionRecord, view: HouseView, words: Words, blocked: str = "", latest: bool = True
) -> DecisionCard:
    """A decision in words; `latest` is whether nothing was done about its point since."""
    decision = record.decision
    outcome, request = decision.outcome, decision.request
    yours = outcome is Outcome.ACTED and request.priority is Priority.PERSON
    name, symbol, tone = _YOU if yours else _MARKS[outcome]
    by = request.reason.get("who") if yours else None
    undo = _undo(record, view, words) if latest else ""
    return DecisionCard(
        number=record.number,
        group=Group.DID if outcome is Outcome.ACTED else Group.DID_NOT if outcome in _DID_NOT else Group.ALL,
        kind=Mark(by if by and isinstance(by, str) else words.say(name), symbol, tone),
        when=_when(record, view, words),
        title=words.title(decision, view.house),
        why=whys(decision, view.house, words, view.at),
        undo=undo,
        symbol=SYMBOLS[request.domain],
        blocked=blocked if undo else "",
        corrected=any(each.decision == record.number for each in view.corrections),
        within=_within(decision),
        otherwise=instead_rows(record, view, words),
    )


def _within(decision: Decision) -> Group | None:
    held = decision.because is not None and decision.because.code in _HELD
    return Group.ASKED if decision.outcome in _ASKED else Group.HELD if held else None


def _undo(record: DecisionRecord, view: HouseView, words: Words) -> str:
    request, before = record.decision.request, record.decision.before
    if record.decision.outcome is not Outcome.ACTED or before is None or request.point.attribute is Attribute.ALARM:
        return ""
    sentence = _UNDO.get(what(replace(request, value=before), view.house))
    number = None if isinstance(before, bool | str) else float(before)
    room = words.place_name(view.house, request.place)
    return words.say(sentence, room=room, value=number, level=number, kelvin=number) if sentence else ""


def chosen(cards: tuple[DecisionCard, ...], group: Group) -> tuple[DecisionCard, ...]:
    """The cards of a group."""
    return cards if group is Group.ALL else tuple(card for card in cards if group in (card.group, card.within))


def _when(record: DecisionRecord, view: HouseView, words: Words) -> str:
    start = stamp(record.at, view, words)
    if record.until - record.at < _MOMENT:
        return start
    return f"{start}–{stamp(record.until, view, words)}"
