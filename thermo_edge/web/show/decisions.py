"""Decisions and refusals as cards: what, when, why, and what a person can say to it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from thermo_edge.home.turn import DecisionRecord, Outcome, Priority
from thermo_edge.home.view import HouseView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.show.marks import Mark, stamp


class Group(StrEnum):
    """What the list can be narrowed to."""

    ALL = "all"
    DID = "did"
    DID_NOT = "did_not"


GROUPS = {Group.ALL: N_("All"), Group.DID: N_("Did"), Group.DID_NOT: N_("Did not")}

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
_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class DecisionCard:
    """One decision; `undo` is whether it can be taken back."""

    number: int
    group: Group
    kind: Mark
    when: str
    title: str
    why: tuple[str, ...]
    undo: bool
    blocked: str = ""  # why it cannot be taken back now


def decision_card(record: DecisionRecord, view: HouseView, words: Words, blocked: str = "") -> DecisionCard:
    """A decision in words."""
    decision = record.decision
    outcome, request = decision.outcome, decision.request
    yours = outcome is Outcome.ACTED and request.priority is Priority.PERSON
    name, symbol, tone = _YOU if yours else _MARKS[outcome]
    reasons = (request.reason, *((decision.because,) if decision.because else ()))
    return DecisionCard(
        number=record.number,
        group=Group.DID if outcome is Outcome.ACTED else Group.DID_NOT if outcome in _DID_NOT else Group.ALL,
        kind=Mark(words.say(name), symbol, tone),
        when=_when(record, view, words),
        title=words.title(decision, view.house),
        why=tuple(words.why(reason, view.house) for reason in reasons),
        undo=outcome is Outcome.ACTED,
        blocked=blocked if outcome is Outcome.ACTED else "",
    )


def chosen(cards: tuple[DecisionCard, ...], group: Group) -> tuple[DecisionCard, ...]:
    """The cards of a group."""
    return cards if group is Group.ALL else tuple(card for card in cards if card.group is group)


def _when(record: DecisionRecord, view: HouseView, words: Words) -> str:
    start = stamp(record.at, view, words)
    if record.until - record.at < _MOMENT:
        return start
    return f"{start}–{stamp(record.until, view, words)}"
