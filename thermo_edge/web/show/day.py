"""A room's day as small panes over one time: what was measured and what is expected, six hours back, eighteen ahead."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite

from thermo_edge.climate.targets import bands
from thermo_edge.home.day import RoomDay
from thermo_edge.home.view import HouseView, PlannedRoomView, PlanView, RoomView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.show.day_scale import WIDTH, Pair, Pane, drawn, known, path, ticks
from thermo_edge.web.show.marks import stamp
from thermo_edge.web.show.plan_chart import runs

BEHIND, AHEAD = timedelta(hours=6), timedelta(hours=18)
_MAIN, _SMALL = 150.0, 34.0
_AIR, _LEAST, _MIDDLE = 0.4, 3.0, 20.0
_SUN = 900.0
"""W/m² that fill the pane: a clear day in summer."""


@dataclass(frozen=True, slots=True)
class PaneModel:
    """One pane: its name and value now in its own colour, its picture, and lines with their place in per cent."""

    key: str
    name: str
    now: str
    svg: str
    levels: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DayModel:
    """All panes, the times below them, where now is in per cent, and all of it in words; `key` says how to read it."""

    caption: str
    panes: tuple[PaneModel, ...]
    ticks: tuple[tuple[float, str], ...]
    now: float | None  # None: it ends now
    key: str = ""


@dataclass(frozen=True)
class _Facts:
    """What the panes are drawn from. `plan` and `own` are None without a plan."""

    room: RoomView
    day: RoomDay
    plan: PlanView | None
    own: PlannedRoomView | None
    view: HouseView
    words: Words

    @property
    def begin(self) -> datetime:
        return self.day.begin

    @property
    def end(self) -> datetime:
        return self.day.begin + BEHIND + AHEAD

    def ahead(self, values: Sequence[float], where: float = 1.0) -> list[Pair]:
        """What is expected from now on; each value at `where` in its step: 1 is its end."""
        if self.plan is None:
            return []
        told = ((self.plan.at + (place + where) * self.plan.step, value) for place, value in enumerate(values))
        return [(at, value) for at, value in told if self.view.at <= at <= self.end and isfinite(value)]

    def behind(self, values: Sequence[float | None]) -> Iterator[list[Pair]]:
        for pairs in known(self.day.begin, self.day.step, values):
            yield [(min(at, self.view.at), value) for at, value in pairs]

    def pane(self, low: float, high: float, height: float = _SMALL) -> Pane:
        return Pane(self.begin, self.end, low, high, height)


def day_model(room: RoomView, day: RoomDay, view: HouseView, words: Words) -> DayModel:
    """The picture of a room of the view."""
    plan = view.plan
    own = next((each for each in plan.rooms if each.id == room.id), None) if plan is not None else None
    facts = _Facts(room, day, plan if own is not None else None, own, view, words)
    found = (_temperature(facts), _heating(facts), _somebody(facts), _outside(facts), _price(facts))
    return DayModel(
        caption=_caption(facts),
        panes=tuple(pane for pane in found if pane is not None),
        ticks=tuple(ticks(facts.begin, facts.end, view, words)),
        now=100.0 * ((view.at - facts.begin) / (facts.end - facts.begin)),
        key=words.say(N_("Solid: measured. Dashed: expected, pale around it 8 in 10. Block: comfort.")),
    )


# --- the panes ----------------------------------------------------------------------------------------------------


def _temperature(facts: _Facts) -> PaneModel:
    blocks, past = list(_comfort(facts)), list(facts.behind(facts.day.temperature))
    own, room = facts.own, facts.room
    start = [(facts.view.at, room.temperature)] if room.temperature is not None and not room.stale else []
    line, low, high = map(facts.ahead, (own.temperature, own.tenth, own.ninetieth) if own is not None else ((),) * 3)
    pane = _main(facts, [*past, low, high, start], [edge for *_, bottom, top in blocks for edge in (bottom, top)])
    levels = list(pane.levels(facts.words))
    parts = [path("comfort", pane.block(*each)) for each in blocks]
    parts += [path("grid", f"M0 {pane.y(celsius):.1f}H{WIDTH:g}") for celsius, _ in levels]
    if line:
        round_ = [*start, *high, *reversed([*start, *low])]
        parts += [path("range", f"{pane.line(round_)}Z"), path("comes", pane.line([*start, *line]))]
    parts += [path("was", pane.line(pairs)) for pairs in past]
    parts += [path("dot", f"{pane.line(start)}h.01") for _ in start]
    places = tuple((100.0 * pane.y(celsius) / _MAIN, said) for celsius, said in levels)
    return PaneModel("temperature", "", "", drawn("temperature", _MAIN, parts), places)


def _main(facts: _Facts, lines: Sequence[Sequence[Pair]], edges: Sequence[float]) -> Pane:
    """As high as what is drawn in it; a quiet day is not blown up into mountains."""
    values = [*edges, *(value for pairs in lines for _, value in pairs)] or [_MIDDLE]
    spare = max(0.0, _LEAST - (max(values) - min(values))) / 2
    return facts.pane(min(values) - _AIR - spare, max(values) + _AIR + spare, _MAIN)


def _heating(facts: _Facts) -> PaneModel | None:
    if not facts.room.heats:
        return None
    pane, words = facts.pane(0.0, 1.0), facts.words
    parts = [
        path("was", pane.area(pane.stairs([(at - facts.day.step / 2, value) for at, value in pairs], facts.day.step)))
        for pairs in known(facts.day.begin, facts.day.step, facts.day.heating)
    ]
    if facts.own is not None and facts.plan is not None:
        parts.append(path("comes", pane.area(pane.stairs(facts.ahead(facts.own.heat, 0.0), facts.plan.step))))
    return PaneModel("heat", words.say(N_("Heating")), _gives(facts), drawn("heat", _SMALL, parts))


def _gives(facts: _Facts) -> str:
    """What it gives now, and where no device tells that, whether what is drawn was reckoned."""
    words, share = facts.words, facts.room.heating
    if share is not None:
        return words.say(N_("{what} now"), what=words.share(share))
    if facts.room.reckoned and any(each is not None for each in facts.day.heating):
        return words.say(N_("Not told, reckoned from its set-point"))
    return words.say(N_("{what} now"), what=words.say(N_("Not known")))


def _somebody(facts: _Facts) -> PaneModel | None:
    known_ = facts.view.occupancy
    if known_ is None:
        return None
    rooms, later = dict(known_.rooms), dict(known_.rooms_ahead)
    belief, ahead = rooms.get(facts.room.id), later.get(facts.room.id, ())
    if belief is None:
        return None
    pane, words, at = facts.pane(0.0, 1.0), facts.words, facts.view.at
    pairs = [(at, belief.probability), *((at + each.after, each.probability) for each in ahead if each.after <= AHEAD)]
    parts = [path("comes", pane.area(pairs)), path("edge", pane.line(pairs))] if len(pairs) > 1 else []
    now = words.say(N_("{what} now"), what=words.share(belief.probability))
    return PaneModel("here", words.say(N_("Somebody here")), now, drawn("here", _SMALL, parts))


def _outside(facts: _Facts) -> PaneModel | None:
    around = facts.plan.around if facts.plan is not None else None
    outdoor = facts.ahead(around.outdoor, 0.5) if around is not None else []
    sun = facts.ahead(around.sun, 0.5) if around is not None else []
    past = list(facts.behind(facts.day.outdoor))
    values = [value for pairs in (*past, outdoor) for _, value in pairs]
    if not values:
        return None
    pane, light, words = facts.pane(min(values) - 1.0, max(values) + 1.0), facts.pane(0.0, _SUN), facts.words
    parts = [path("sun", light.area(sun))] if any(value > 0.0 for _, value in sun) else []
    parts += [path("was", pane.line(pairs)) for pairs in past] + [path("comes", pane.line(outdoor))]
    now = facts.view.outdoor
    said = words.say(N_("{what} now"), what=words.temperature(now)) if now is not None else ""
    return PaneModel("out", words.say(N_("Outside and sun")), said, drawn("out", _SMALL, parts))


def _price(facts: _Facts) -> PaneModel | None:
    ahead = facts.ahead(facts.plan.around.price, 0.0) if facts.plan is not None else []
    past = list(known(facts.day.begin, facts.day.step, facts.day.price))
    values = [value for pairs in (*past, ahead) for _, value in pairs]
    if not values or not ahead:
        return None
    pane, words = facts.pane(min(0.0, *values), max(values) * 1.1 or 1.0), facts.words
    step = facts.plan.step if facts.plan is not None else facts.day.step
    coming = pane.stairs(ahead, step)
    parts = [path("comes", pane.area(coming)), path("edge", pane.line(coming))]
    parts += [path("was", pane.line(pairs)) for pairs in past]
    now = words.say(N_("{what} now"), what=words.money(ahead[0][1]))
    return PaneModel("price", words.say(N_("Price per kWh")), now, drawn("price", _SMALL, parts))


# --- shapes -------------------------------------------------------------------------------------------------------


def _comfort(facts: _Facts) -> Iterator[tuple[datetime, datetime, float, float]]:
    """Each stretch of comfort within the picture: since, until, low, high."""
    room = facts.view.house.room(facts.room.id)
    behind = bands(facts.view.house, room, facts.begin, facts.view.at - facts.begin) if room is not None else ()
    ahead = facts.room.bands or (((facts.view.at, facts.room.band),) if facts.room.band is not None else ())
    found = [*behind, *((max(since, facts.view.at), band) for since, band in ahead)]
    ends = [*(since for since, _ in found[1:]), facts.end]
    for (since, band), until in zip(found, ends, strict=True):
        left, right = max(since, facts.begin), min(until, facts.end)
        if right > left:
            yield left, right, band.low, band.high


def _caption(facts: _Facts) -> str:
    words, view, own, plan = facts.words, facts.view, facts.own, facts.plan
    if own is None or plan is None:
        return words.say(N_("No forecast yet: it shows what was measured, and comfort by the hours."))
    coming = facts.ahead(own.temperature)
    heated = [(plan.at + first * plan.step, plan.at + end * plan.step) for first, end in runs(own.heat)]
    sentences = []
    if coming:
        low, high = min(coming, key=lambda pair: pair[1]), max(coming, key=lambda pair: pair[1])
        sentence = N_("Expected: lowest {low} ({bottom}), highest {high} ({top}).")
        bottom, top = stamp(low[0], view, words), stamp(high[0], view, words)
        sentences.append(words.say(sentence, low=low[1], bottom=bottom, high=high[1], top=top))
    soon = next(((since, until) for since, until in heated if until > view.at), None)
    if soon is None:
        sentences.append(words.say(N_("No heating is planned.")))
    elif soon[0] <= view.at:
        sentences.append(words.say(N_("Heats until {until}."), until=stamp(soon[1], view, words)))
    else:
        since, until = (stamp(at, view, words) for at in soon)
        sentences.append(words.say(N_("Heats from {since} to {until}."), since=since, until=until))
    return " ".join(sentences)
