"""What a planned room does now, and what it does then, in words."""

from collections.abc import Sequence
from datetime import UTC, datetime

from thermo_edge.home.plan import Ready
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.view import HouseView, PlannedRoomView, PlanView
from thermo_edge.language.marks import N_
from thermo_edge.language.planning import COMING
from thermo_edge.language.words import Words
from thermo_edge.web.show.marks import stamp
from thermo_edge.web.show.plan_chart import runs
from thermo_edge.web.show.things import why

_ROUND = 300.0
"""s; a margin is not known better than to five minutes."""

_MEASURED = (Code.COMFORT_NOW, Code.KEPT_AHEAD, Code.COASTING, Code.RESTING, Code.COOLED_AHEAD)


def current(shares: Sequence[float], plan: PlanView, view: HouseView) -> tuple[int, int] | None:
    """The run of steps with heat (or cold) that is now."""
    step = _step(plan, view)
    return next(((first, end) for first, end in runs(shares) if first <= step < end), None)


def starts(room: PlannedRoomView, plan: PlanView, view: HouseView) -> datetime | None:
    """When the next heating begins; None where there is none."""
    coming = _coming(room.heat, plan, view)
    return plan.at + coming[0] * plan.step if coming is not None else None


def now_of(
    room: PlannedRoomView, plan: PlanView, measured: float | None, view: HouseView, words: Words
) -> tuple[str, str]:
    """What happens now, and the plan's reason for it."""
    step = _step(plan, view)
    reason = next((span.reason for span in room.spans if span.first <= step < span.end), None)
    because = ""
    if reason is not None:
        facts = reason if measured is None else reason.with_facts(temperature=measured)
        because = why(facts, view.house, words, view.at) if measured is not None or _plain(reason) else ""
    return _doing(room, plan, view, words), because


def next_of(room: PlannedRoomView, plan: PlanView, view: HouseView, words: Words) -> str:
    """The next heating, or else the next cooling; empty where there is none."""
    coming = _coming(room.heat, plan, view) or _coming(room.cool, plan, view)
    if coming is None:
        return ""
    since = plan.at + coming[0] * plan.step
    ready = next((each for each in room.ready if since <= each.start < plan.at + coming[1] * plan.step), None)
    if ready is not None and since == ready.start:
        sentence = N_("Heating from {since} for {target}, ready {until} ± {margin}")
        return words.say(sentence, since=stamp(since, view, words), **_met(ready, view, words))
    reason = next((span.reason for span in room.spans if span.first <= coming[0] < span.end), None)
    return _said(reason, since, view, words)


def _doing(room: PlannedRoomView, plan: PlanView, view: HouseView, words: Words) -> str:
    cooled, heated = current(room.cool, plan, view), current(room.heat, plan, view)
    if cooled is not None:
        return words.say(N_("Cooling until {until}"), until=_end(cooled, plan, view, words))
    if heated is None:
        since = starts(room, plan, view)
        if since is None:
            return words.say(N_("Resting as far as is planned"))
        return words.say(N_("Resting until {until}"), until=stamp(since, view, words))
    ready = next((each for each in room.ready if each.start <= view.at < each.ready), None)
    if ready is not None:
        return words.say(N_("Heating for {target}, ready {until} ± {margin}"), **_met(ready, view, words))
    return words.say(N_("Heating until {until}"), until=_end(heated, plan, view, words))


def _met(ready: Ready, view: HouseView, words: Words) -> dict[str, float | str]:
    margin = max(round(ready.margin.total_seconds() / _ROUND), 1) * _ROUND
    return {"target": ready.target, "until": stamp(ready.ready, view, words), "margin": margin}


def _said(reason: Reason | None, since: datetime, view: HouseView, words: Words) -> str:
    begins = stamp(since, view, words)
    sentence = COMING.get(reason.code) if reason is not None else None
    if reason is None or sentence is None:
        return words.say(N_("Heating from {since}"), since=begins)
    facts, until = dict(reason.facts), reason.get("until")
    if isinstance(until, int | float):
        facts["until"] = stamp(datetime.fromtimestamp(until, UTC), view, words)
    return words.say(sentence, **{**facts, "since": begins})


def _plain(reason: Reason) -> bool:
    """Whether its sentence needs no temperature of the moment."""
    return reason.code not in _MEASURED


def _step(plan: PlanView, view: HouseView) -> int:
    return max((view.at - plan.at) // plan.step, 0)


def _coming(shares: Sequence[float], plan: PlanView, view: HouseView) -> tuple[int, int] | None:
    step = _step(plan, view)
    return next(((first, end) for first, end in runs(shares) if first > step), None)


def _end(run: tuple[int, int], plan: PlanView, view: HouseView, words: Words) -> str:
    return stamp(plan.at + run[1] * plan.step, view, words)
