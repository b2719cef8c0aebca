"""The replay of the last days: a mark for each decision, and the wrong ones in words."""

from dataclasses import dataclass

from thermo_edge.home.hindsight import Hindsight, Judged
from thermo_edge.home.view import HouseView
from thermo_edge.language import hindsight as told
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words

MOST = 600
"""Marks; of more decisions one mark stands for several."""


@dataclass(frozen=True, slots=True)
class WrongRow:
    """One that would have been wrong: what, where and when, and what speaks against it."""

    key: str
    what: str
    where: str
    but: str


@dataclass(frozen=True, slots=True)
class HindsightCard:
    """`marks` are right or wrong, the oldest first; `each` says what one stands for."""

    span: str
    marks: tuple[bool, ...]
    label: str
    each: str
    wrongs: tuple[WrongRow, ...]
    wrong: int
    notes: tuple[str, ...]


def hindsight_card(found: Hindsight, view: HouseView, words: Words) -> HindsightCard:
    """The card; its marks stand in the order of time as far as it is known, which it is of the wrong ones."""
    count, house = found.of(), view.house
    first, last = house.local(found.begin).date(), house.local(found.end).date()
    marks, many = _marks(found)
    each = words.say(N_("Each mark is one decision"))
    if many > 1:
        each = words.say(N_("Each mark is about {count} decisions"), count=float(many))
    notes = [words.say(told.MISSING, left=found.missing.total_seconds())] if found.missing else []
    notes += [words.say(told.UNHEARD, entity=entity) for entity in found.unheard[:3]]
    shown = len(found.wrongs)
    if 0 < shown < count.wrong:
        notes.append(words.say(N_("Of the wrong ones the latest {count} are listed."), count=float(shown)))
    return HindsightCard(
        f"{first:%Y-%m-%d} – {last:%Y-%m-%d}",
        marks,
        words.say(N_("{right} right, {wrong} wrong"), right=float(count.right), wrong=float(count.wrong)),
        each,
        tuple(_row(number, judged, view, words) for number, judged in enumerate(reversed(found.wrongs))),
        count.wrong,
        tuple(notes),
    )


def _marks(found: Hindsight) -> tuple[tuple[bool, ...], int]:
    count = found.of()
    many = max(1, -(-(count.right + count.wrong) // MOST))
    wrong = -(-count.wrong // many)
    total = max(-(-count.right // many) + wrong, wrong)
    span = found.end - found.begin
    places = [(each.act.at - found.begin) / span for each in found.wrongs] if span else []
    marks = [True] * total
    for place in sorted(places, reverse=True)[:wrong]:
        _put(marks, round(min(max(place, 0.0), 1.0) * (total - 1)))
    for _ in range(wrong - marks.count(False)):  # older ones, of which no time is kept
        _put(marks, 0)
    return tuple(marks), many


def _put(marks: list[bool], place: int) -> None:
    """At the nearest free place to this one."""
    free = min((at for at, right in enumerate(marks) if right), key=lambda at: abs(at - place), default=None)
    if free is not None:
        marks[free] = False


def _row(number: int, judged: Judged, view: HouseView, words: Words) -> WrongRow:
    house, act = view.house, judged.act
    where = words.say(
        N_("{room} · {when}"), room=words.place_name(house, act.place), when=f"{house.local(act.at):%Y-%m-%d %H:%M}"
    )
    but = words.why(judged.reason, house) if judged.reason is not None else ""
    return WrongRow(f"{number}/{act.at.isoformat()}", words.title(act.decision, house), where, but)
