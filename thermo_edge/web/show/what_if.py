"""What would be otherwise: what can be tried, and the day as it is planned beside the day as it would be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from thermo_edge.home.house import PlaceId
from thermo_edge.home.reason import Code
from thermo_edge.home.view import HouseView, PlannedRoomView, PlanView
from thermo_edge.home.what_if import Ask, Imagined
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.show.day_scale import Pair, Pane, drawn, path, ticks
from thermo_edge.web.show.headline import Headline
from thermo_edge.web.show.marks import stamp
from thermo_edge.web.show.page import PageModel, begun, unseen
from thermo_edge.web.show.parts import Parts
from thermo_edge.web.show.plan_chart import Chart

KINDS = {
    Ask.TARGET: N_("Another temperature"),
    Ask.HOURS: N_("Other hours"),
    Ask.ALONE: N_("Left to its thermostat"),
    Ask.AWAY: N_("Nobody home"),
}
_ALMOST = 0.005
"""Share that nobody would call a difference."""

_HEIGHT, _AIR = 120.0, 0.4
_WORK, _MIDDLE = (8, 18), 13  # local hours of a working day


@dataclass(frozen=True)
class WhatIfModel(PageModel):
    """Rooms that can be tried: those in the plan."""

    rooms: tuple[tuple[PlaceId, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The sentence, the sums, and the picture of the room that changes most."""

    sentence: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    key: str
    room: str
    svg: str
    ticks: tuple[tuple[float, str], ...]
    levels: tuple[tuple[float, str], ...]
    caption: str


def what_if_model(view: HouseView | None, words: Words, answers: bool = True, demo: float | None = None) -> WhatIfModel:
    """The page for a view; there is nothing to try before there is a plan."""
    if view is None:
        return unseen(WhatIfModel, words, answers)
    parts = Parts()
    made = begun(WhatIfModel, parts, view, words, answers, demo, lambda: _headline(view, words))
    planned = view.plan.rooms if view.plan is not None else ()
    rooms = tuple((room.id, words.place_name(view.house, room.id)) for room in planned)
    return WhatIfModel(made.time, made.headline, made.stale, bool(rooms), made.waiting, tuple(parts.broken), rooms)


def _headline(view: HouseView, words: Words) -> Headline:
    if view.plan is None:
        nothing = words.say(N_("Nothing can be tried yet."))
        return Headline((nothing,), (words.say(N_("It needs a plan, which comes as soon as the rooms are known.")),))
    said = N_("Choose what would be otherwise. The next day is reckoned anew, and nothing is done before you say yes.")
    return Headline((words.say(N_("What if?")),), (words.say(said),))


def answer(found: Imagined, view: HouseView, words: Words) -> Answer:
    """Both days side by side; money only where a price is known."""
    before, after = found.before, found.after
    priced = all(each.code is not Code.PRICE_UNKNOWN for each in before.notes)
    scale, unit = (1.8, "°F·h") if words.in_fahrenheit else (1.0, "K·h")
    place = found.change.place or _most(before, after)
    picture = _picture(place, before, after, view, words)

    def row(name: str, plan: PlanView) -> tuple[str, ...]:
        cost = (f"{plan.cost:.2f}",) if priced else ()
        return words.say(name), f"{plan.energy:.1f}", *cost, f"{plan.discomfort * scale:.1f}"

    key = N_("{unit}: degrees outside comfort times hours, of all rooms together; each day by its own comfort")
    return Answer(
        sentence=_sentence(before, after, priced, words),
        head=("", "kWh", *((words.say(N_("Cost, {currency}")),) if priced else ()), unit),
        rows=(row(N_("As planned"), before), row(N_("As it would be"), after)),
        key=words.say(key, unit=unit),
        room=words.place_name(view.house, place) if place is not None else "",
        svg=picture.svg,
        ticks=picture.ticks,
        levels=picture.levels,
        caption=picture.caption,
    )


_MORE = {
    (True, True): N_("It would cost {value} more ({share})."),
    (True, False): N_("It would cost {value} less ({share})."),
    (False, True): N_("It would take {value} kWh more ({share})."),
    (False, False): N_("It would take {value} kWh less ({share})."),
}


def _sentence(before: PlanView, after: PlanView, priced: bool, words: Words) -> str:
    old, new = (before.cost, after.cost) if priced else (before.energy, after.energy)
    if old <= 0.0 or abs(new - old) / old < _ALMOST:
        return words.say(N_("It would cost as much as now.") if priced else N_("It would take as much energy as now."))
    value = words.money(abs(new - old)) if priced else f"{abs(new - old):.1f}"
    return words.say(_MORE[priced, new > old], value=value, share=abs(new - old) / old)


def _most(before: PlanView, after: PlanView) -> PlaceId | None:
    """The room whose temperature would change most."""
    then = {room.id: room.temperature for room in after.rooms}
    known = [room for room in before.rooms if len(then.get(room.id, ())) == len(room.temperature)]
    return max(known, key=lambda room: _apart(room.temperature, then[room.id])).id if known else None


def _apart(one: Sequence[float], other: Sequence[float]) -> float:
    return max((abs(a - b) for a, b in zip(one, other, strict=True)), default=0.0)


def _picture(place: PlaceId | None, before: PlanView, after: PlanView, view: HouseView, words: Words) -> Chart:
    """One room in both days; empty where one of them lacks the room."""
    old, new = (next((room for room in plan.rooms if room.id == place), None) for plan in (before, after))
    if old is None or new is None or not old.temperature or not new.temperature:
        return Chart("", (), (), "", "")
    was, would = list(_course(old, before)), list(_course(new, after))
    begin, end = before.at, before.at + len(old.temperature) * before.step
    values = [value for pairs in (was, would) for _, value in pairs]
    pane = Pane(begin, end, min(values) - _AIR, max(values) + _AIR, _HEIGHT)
    levels = list(pane.levels(words))
    parts = [path("grid", pane.line([(begin, value), (end, value)])) for value, _ in levels]
    parts += [path("old", pane.line(was)), path("comes", pane.line(would))]
    low, high = min(value for _, value in would), max(value for _, value in would)
    caption = words.say(N_("As it would be: lowest {low}, highest {high}."), low=low, high=high)
    places = tuple((100.0 * pane.y(value) / _HEIGHT, said) for value, said in levels)
    return Chart(drawn("what-if", _HEIGHT, parts), tuple(ticks(begin, end, view, words)), places, caption, caption)


def _course(room: PlannedRoomView, plan: PlanView) -> Iterator[Pair]:
    for step, value in enumerate(room.temperature):
        yield plan.at + (step + 1) * plan.step, value


def shift_words(shift: timedelta, words: Words) -> str:
    """By how much a room's warm hours would be moved."""
    sentence = N_("{span} earlier") if shift < timedelta(0) else N_("{span} later")
    return words.say(sentence, span=words.duration(abs(shift).total_seconds()))


def working_day(view: HouseView) -> tuple[datetime, datetime]:
    """Today's, and from its middle on tomorrow's: the plan ends a day from now, so most of it lies within."""
    local = view.house.local(view.at)
    day = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1 if local.hour >= _MIDDLE else 0)
    since, until = (day.replace(hour=hour).astimezone(view.at.tzinfo) for hour in _WORK)
    return max(since, view.at), until


def absence_words(view: HouseView, words: Words) -> str:
    """When that is."""
    since, until = (stamp(at, view, words) for at in working_day(view))
    return words.say(N_("Nobody home from {since} to {until}."), since=since, until=until)
