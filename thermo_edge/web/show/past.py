"""A room's week, month or year as small panes over one time, in the manner of its day: nothing of it is expected."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from thermo_edge.config.kinds import DAYS
from thermo_edge.home.day import Line
from thermo_edge.home.house import House
from thermo_edge.home.past import Reach, RoomPast
from thermo_edge.home.view import HouseView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.show.day import DayModel, PaneModel
from thermo_edge.web.show.day_scale import WIDTH, Pair, Pane, drawn, known, path
from thermo_edge.web.show.settings import choice

REACHES = {Reach.WEEK: N_("Week"), Reach.MONTH: N_("Month"), Reach.YEAR: N_("Year")}
_KEYS = {
    Reach.WEEK: N_("Line: the mean of each hour. Pale: from its lowest to its highest."),
    Reach.MONTH: N_("Line: the mean of each day. Pale: from its lowest to its highest."),
    Reach.YEAR: N_("Line: the mean of each day. Pale: from its lowest to its highest."),
}
_MONTHS = (
    N_("Jan"),
    N_("Feb"),
    N_("Mar"),
    N_("Apr"),
    N_("May"),
    N_("Jun"),
    N_("Jul"),
    N_("Aug"),
    N_("Sep"),
    N_("Oct"),
    N_("Nov"),
    N_("Dec"),
)
_MAIN, _SMALL = 150.0, 34.0
_AIR, _LEAST = 0.4, 3.0
_EDGE = 3.0  # per cent at either end without a label
_NEAR = timedelta(hours=3)
_FEWEST = 7  # steps that a picture of a young house has at least


@dataclass(frozen=True)
class _Facts:
    """What is drawn, from step `first`; anything is known from step `known` on."""

    past: RoomPast
    view: HouseView
    words: Words
    first: int
    known: int

    @property
    def begin(self) -> datetime:
        return self.past.begin + self.first * self.past.step

    @property
    def end(self) -> datetime:
        return self.past.begin + len(self.past.mean) * self.past.step

    def lines(self, values: Line) -> Iterator[list[Pair]]:
        return known(self.begin, self.past.step, values[self.first :])

    def pane(self, low: float, high: float, height: float = _SMALL) -> Pane:
        return Pane(self.begin, self.end, low, high, height)


def past_model(past: RoomPast, view: HouseView, words: Words) -> DayModel:
    """The picture, or that nothing is known yet."""
    key = words.say(_KEYS[past.reach])
    first = next((place for place, value in enumerate(past.mean) if value is not None), None)
    if first is None:
        return DayModel(words.say(N_("Nothing was measured in this time.")), (), (), None, "")
    facts = _Facts(past, view, words, max(0, min(first, len(past.mean) - _FEWEST)), first)
    panes = (_temperature(facts), _heating(facts), _outside(facts))
    return DayModel(_caption(facts), tuple(one for one in panes if one is not None), tuple(_ticks(facts)), None, key)


def _temperature(facts: _Facts) -> PaneModel:
    past = facts.past
    lows, highs = ([value for value in line if value is not None] for line in (past.low, past.high))
    spare = max(0.0, _LEAST - (max(highs) - min(lows))) / 2
    pane = facts.pane(min(lows) - _AIR - spare, max(highs) + _AIR + spare, _MAIN)
    levels = list(pane.levels(facts.words))
    parts = [path("grid", f"M0 {pane.y(celsius):.1f}H{WIDTH:g}") for celsius, _ in levels]
    for low, high in zip(facts.lines(past.low), facts.lines(past.high), strict=True):
        parts.append(path("range", f"{pane.line([*high, *reversed(low)])}Z"))
    parts += [
        path("was", pane.line(mean)) if len(mean) > 1 else path("dot", f"{pane.line(mean)}h.01")
        for mean in facts.lines(past.mean)
    ]
    places = tuple((100.0 * pane.y(celsius) / _MAIN, said) for celsius, said in levels)
    return PaneModel("temperature", "", "", drawn(_fine("temperature", facts), _MAIN, parts), places)


def _heating(facts: _Facts) -> PaneModel | None:
    values = [value for value in facts.past.heating if value is not None]
    if not values:
        return None
    pane, step, words = facts.pane(0.0, max(0.2, *values)), facts.past.step, facts.words
    parts = [
        path("was", pane.area(pane.stairs([(at - step / 2, value) for at, value in pairs], step)))
        for pairs in facts.lines(facts.past.heating)
    ]
    mean = words.say(N_("{share} of full heat on average"), share=sum(values) / len(values))
    return PaneModel("heat", words.say(N_("Heating")), mean, drawn("heat", _SMALL, parts))


def _outside(facts: _Facts) -> PaneModel | None:
    lines = list(facts.lines(facts.past.outdoor))
    values = [value for pairs in lines for _, value in pairs]
    if not values:
        return None
    pane, words = facts.pane(min(values) - 1.0, max(values) + 1.0), facts.words
    ends = {"low": min(values), "high": max(values)}
    said = words.say(N_("{low} to {high}"), **ends)
    parts = [path("was", pane.line(pairs)) for pairs in lines]
    return PaneModel("out", words.say(N_("Outside")), said, drawn(_fine("out", facts), _SMALL, parts))


def _fine(name: str, facts: _Facts) -> str:
    """Hundreds of values need a thinner line."""
    return f"{name} fine" if facts.past.reach is Reach.YEAR else name


def _caption(facts: _Facts) -> str:
    """The two ends that a person looks for, each with its day, and the middle of it all."""
    past, words = facts.past, facts.words
    means = [value for value in past.mean if value is not None]
    (coldest, low), (warmest, high) = _end(past.low, min), _end(past.high, max)
    sentence = N_("Between {low} ({bottom}) and {high} ({top}), {temperature} on average.")
    days = {"bottom": _day(facts, coldest), "top": _day(facts, warmest)}
    said = words.say(sentence, low=low, high=high, temperature=sum(means) / len(means), **days)
    if facts.known == 0:
        return said
    since = words.say(N_("Known since {day}."), day=_day(facts, facts.known))
    return f"{since} {said}"


def _end(line: Line, of: Callable[[Sequence[float]], float]) -> tuple[int, float]:
    found = of([value for value in line if value is not None])
    return line.index(found), found


def _day(facts: _Facts, place: int) -> str:
    return _date(facts.view.house.local(facts.past.begin + place * facts.past.step), facts.words)


def _date(local: datetime, words: Words) -> str:
    return words.say(N_("{day} {month}"), day=str(local.day), month=words.say(_MONTHS[local.month - 1]))


def _ticks(facts: _Facts) -> Iterator[tuple[float, str]]:
    """The days of a week, the Mondays of a month, every second month of a year; where they begin."""
    words, whole = facts.words, facts.end - facts.begin
    at = facts.begin
    while at < facts.end:
        place, said = 100.0 * ((at - facts.begin) / whole), _label(facts.past.reach, at, facts.view.house, words)
        if said and _EDGE <= place <= 100.0 - _EDGE:
            yield place, said
        at += facts.past.step


def _label(reach: Reach, at: datetime, house: House, words: Words) -> str:
    local = house.local(at)
    if reach is Reach.WEEK:
        return choice(DAYS[local.weekday()], words) if local.hour == 0 else ""
    local = house.local(at + _NEAR)  # the date also where a clock change has moved the steps by an hour
    if reach is Reach.MONTH:
        return _date(local, words) if local.weekday() == 0 else ""
    return words.say(_MONTHS[local.month - 1]) if local.day == 1 and local.month % 2 else ""
