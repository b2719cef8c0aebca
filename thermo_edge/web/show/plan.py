"""The page of the heating plan as one value: what each room does next and why, what it costs, what it rests on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from thermo_edge.home.house import Mode
from thermo_edge.home.reason import Code
from thermo_edge.home.view import HouseView, PlannedRoomView, PlanView, RoomView
from thermo_edge.home.weather import Foretold
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.show.headline import Headline, headline
from thermo_edge.web.show.marks import Mark, mode_mark, stamp
from thermo_edge.web.show.page import PageModel, begun, unseen
from thermo_edge.web.show.parts import Parts
from thermo_edge.web.show.plan_chart import Chart, chart
from thermo_edge.web.show.plan_costs import Costs, costs, spared
from thermo_edge.web.show.plan_next import current, next_of, now_of, starts
from thermo_edge.web.show.things import why

_SHOWN_ELSEWHERE = frozenset({Code.PLAN_INSTEAD})


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A room: what it does now and why, what comes then, and its next day."""

    key: str
    name: str
    state: Mark
    mode: Mark | None  # where the plan is not carried out by itself
    now: str
    why: str
    then: str
    learned: str  # since when, and what for; empty where that is not known
    chart: Chart | None


@dataclass(frozen=True)
class PlanModel(PageModel):
    """Everything on the page."""

    rooms: tuple[PlanCard, ...] = ()
    costs: Costs | None = None
    left_out: tuple[tuple[str, str], ...] = ()  # name, why
    rests_on: tuple[str, ...] = ()


def plan_model(view: HouseView | None, words: Words, answers: bool = True, demo: float | None = None) -> PlanModel:
    """The page for a view; `answers` is whether the house's loop still comes round."""
    if view is None:
        return unseen(PlanModel, words, answers)
    parts, plan = Parts(), view.plan
    made = begun(PlanModel, parts, view, words, answers, demo, lambda: _headline(view, words, answers))
    if plan is None:
        return replace(made, seen=False, broken=tuple(parts.broken))
    return replace(
        made,
        rooms=parts.each(plan.rooms, lambda room: _room(room, plan, view, words)),
        costs=parts.one(lambda: costs(plan, view, words), None),
        left_out=parts.each(
            plan.left_out,
            lambda each: (words.place_name(view.house, each[0]), why(each[1], view.house, words, view.at)),
        ),
        rests_on=parts.one(lambda: tuple(_rests_on(plan, view, words)), ()),
        broken=tuple(parts.broken),
    )


# --- the sentence -------------------------------------------------------------------------------------------------


def _headline(view: HouseView, words: Words, answers: bool) -> Headline:
    if not answers or not view.rooms or not view.health.link_ready:
        return replace(headline(view, words, answers), note="")
    plan = view.plan
    if plan is None:
        nothing = words.say(N_("No plan yet: the plain rule keeps the rooms warm."))
        when = words.say(N_("One is made every quarter of an hour, as soon as the temperatures of rooms are known."))
        return Headline((nothing,), (when,))
    if not plan.fresh:
        age = (view.at - plan.at).total_seconds()
        old = words.say(N_("The plan is {after} old: the plain rule keeps the rooms warm."), after=age)
        return Headline((old,), (words.say(N_("Below is what it said. A new one is tried every quarter of an hour.")),))
    return Headline((_heats_now(plan, view, words),), tuple(filter(None, (spared(plan, words),))))


def _heats_now(plan: PlanView, view: HouseView, words: Words) -> str:
    heated = [room.id for room in plan.rooms if current(room.heat, plan, view) is not None]
    acting = [room.id for room in view.rooms if room.id in heated and room.mode is Mode.ACT]
    if heated:
        told = N_("The plan heats now: {what}.") if acting else N_("If it might act, the plan would heat now: {what}.")
        names = (words.place_name(view.house, place) for place in acting or heated)
        return words.say(told, what=words.say(N_(", ")).join(names))
    coming = [(room, starts(room, plan, view)) for room in plan.rooms]
    ahead = [(since, room) for room, since in coming if since is not None]
    if not ahead:
        return words.say(N_("Nothing has to be heated as far as is planned."))
    since, room = min(ahead, key=lambda each: each[0])
    name = words.place_name(view.house, room.id)
    return words.say(N_("Nothing is heated now. Next: {room}, {until}."), room=name, until=stamp(since, view, words))


# --- rooms --------------------------------------------------------------------------------------------------------


def _room(room: PlannedRoomView, plan: PlanView, view: HouseView, words: Words) -> PlanCard:
    seen = next((each for each in view.rooms if each.id == room.id), None)
    fresh = seen.temperature if seen is not None and not seen.stale else None
    said, because = now_of(room, plan, fresh, view, words)
    instead = "" if room.followed or not plan.fresh else _not_followed(seen, view, words)
    return PlanCard(
        key=str(room.id),
        name=words.place_name(view.house, room.id),
        state=_state(room, plan, view, words),
        mode=mode_mark(seen.mode, words) if seen is not None and seen.mode is not Mode.ACT else None,
        now=said,
        why=instead or because,
        then=next_of(room, plan, view, words),
        learned=". ".join(why(told, view.house, words, view.at) for place, told in plan.learned if place == room.id),
        chart=chart(room, plan, fresh, view, words),
    )


def _state(room: PlannedRoomView, plan: PlanView, view: HouseView, words: Words) -> Mark:
    if not room.followed:
        return Mark(words.say(N_("Plain rule")), "rule", "unsure")
    if current(room.cool, plan, view) is not None:
        return Mark(words.say(N_("Cooling")), "mode_cool")
    if current(room.heat, plan, view) is not None:
        return Mark(words.say(N_("Heating")), "mode_heat", "hot")
    return Mark(words.say(N_("Resting")), "mode_heat_off")


def _not_followed(seen: RoomView | None, view: HouseView, words: Words) -> str:
    if seen is not None and seen.wish is not None:
        return words.say(N_("A wish comes first until {until}"), until=words.ahead(seen.wish.until, view.at))
    if seen is None or seen.stale or seen.temperature is None:
        return words.say(N_("The thermometer is silent, so the plan is not followed"))
    return words.say(N_("The plan does not fit this room now, so it goes by the plain rule"))


# --- what it rests on ---------------------------------------------------------------------------------------------


def _rests_on(plan: PlanView, view: HouseView, words: Words) -> Iterator[str]:
    age = max(view.at - plan.at, timedelta(0)).total_seconds()
    yield words.say(N_("Made for the time from {at}, {after} ago"), at=plan.at.timestamp(), after=age)
    yield _weather(plan, view, words)
    for each in plan.notes:
        if each.code not in _SHOWN_ELSEWHERE:
            yield why(each, view.house, words, view.at)


def _weather(plan: PlanView, view: HouseView, words: Words) -> str:
    if plan.weather is Foretold.FORECAST and plan.forecast is not None:
        age = max(view.at - plan.forecast, timedelta(0)).total_seconds()
        return words.say(N_("Weather: the forecast, asked {after} ago, corrected to this home"), after=age)
    if plan.weather is Foretold.CLIMATOLOGY:
        return words.say(N_("Weather: as it was at each hour of the last days, for want of a forecast"))
    if plan.weather is Foretold.NOW:
        return words.say(N_("Weather: as if it stayed as it is outside, for want of a forecast"))
    return words.say(N_("Weather: not known"))
