"""Why a plan does what it does in each step, read off the shadow prices of its own solution."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from thermo_edge.climate.co_heating import IDLE
from thermo_edge.climate.programme import RoomProgramme
from thermo_edge.climate.thermal import FloatArray
from thermo_edge.home.plan import Ready, Span
from thermo_edge.home.reason import Code, Reason

CLOSE = 0.05
"""K within which a temperature lies on the edge of its band, and by which one is missed."""

CHEAPER = 0.95
"""Energy below this share of a later price is heated ahead because it is cheap; what is stored loses about as much."""

SOON = timedelta(minutes=30)
RISE = 0.3
"""K that a band rises by where a room is to be ready."""

LEAST, MOST = timedelta(minutes=5), timedelta(hours=1)
"""How sure and how unsure a time may be said to be."""

_AIMED = (Code.PREHEAT, Code.KEPT_AHEAD, Code.CHEAP_NOW)


@dataclass(frozen=True)
class Why:
    """One room's part of the solution; arrays are (steps,).

    `moved`: heat brought forward for the source's sake. `edge`: the band's lower edge with its margin, °C. `price`:
    of one more kWh of heat. `cold` and `cap`: shadow prices of comfort and of the cap.
    """

    at: datetime
    step: timedelta
    programme: RoomProgramme
    heating: FloatArray  # K, response at lag k
    spread: FloatArray  # K
    heat: FloatArray
    cool: FloatArray
    moved: FloatArray
    inside: FloatArray  # °C
    edge: FloatArray
    price: FloatArray
    cold: FloatArray
    cap: FloatArray
    limit: float | None  # kW, the cap

    def time(self, step: int) -> datetime:
        return self.at + step * self.step


def spans(why: Why, ready: tuple[Ready, ...]) -> tuple[Span, ...]:
    """The reasons of all steps; neighbours for the same reason are one, and the first of them speaks."""
    found: list[Span] = []
    rests = ((why.heat <= IDLE) & (why.cool <= IDLE)).tolist()
    for step, rests_now in enumerate(rests):
        if rests_now and found and found[-1].reason.code is Code.COASTING:
            found[-1] = Span(found[-1].first, step + 1, found[-1].reason)
            continue
        reason = _reason(why, step)
        if found and _same(found[-1].reason, reason):
            found[-1] = Span(found[-1].first, step + 1, found[-1].reason)
        else:
            found.append(Span(step, step + 1, reason))
    return tuple(_timed(why, span, ready) if span.reason.code is Code.PREHEAT else span for span in found)


def _timed(why: Why, span: Span, ready: tuple[Ready, ...]) -> Span:
    """Heating ahead says since when, until when and how surely."""
    since = why.time(span.first)
    met = next((each for each in ready if each.start <= since < each.ready), None)
    if met is None:
        return Span(span.first, span.end, span.reason.with_facts(since=since, margin=why.step))
    said = span.reason.with_facts(since=met.start, until=met.ready, margin=met.margin)
    return Span(span.first, span.end, said)


def _same(one: Reason, other: Reason) -> bool:
    """Heating ahead for two different temperatures is two things."""
    if one.code is not other.code:
        return False
    return one.code not in _AIMED or one.get("target") == other.get("target")


def _reason(why: Why, step: int) -> Reason:
    low = round(float(why.programme.low[step]), 2)
    if why.cool[step] > IDLE:
        return Reason.of(Code.COOLED_AHEAD, high=round(float(why.programme.high[step]), 2))
    if why.heat[step] <= IDLE:
        begins = np.flatnonzero(why.heat[step:] > IDLE)
        if not len(begins):
            return Reason.of(Code.RESTING, low=low)
        return Reason.of(Code.COASTING, low=low, until=why.time(step + int(begins[0])))
    if why.moved[step] > IDLE and why.moved[step] >= why.heat[step] / 2:
        return Reason.of(Code.CO_HEATED, low=low)
    if why.cap[step] > 0.0 and why.heat[step] < 1.0 - IDLE and why.limit is not None:
        return Reason.of(Code.POWER_CAPPED, watt=round(1000.0 * why.limit), low=low)
    if why.heat[step] >= 1.0 - IDLE and why.inside[step] < low - CLOSE:
        return _hurried(why, step)
    return _ahead(why, step)


def _hurried(why: Why, aim: int) -> Reason:
    """It gets all there is, and is colder than wanted in the step it is for: late, or not while that is wanted."""
    low = float(why.programme.low[aim])
    over = np.flatnonzero(why.programme.low[aim:] < low - CLOSE)
    end = aim + int(over[0]) if len(over) else len(why.inside)
    there = np.flatnonzero(why.inside[aim:end] >= low - CLOSE)
    if not len(there):
        return Reason.of(Code.NOT_REACHED, target=round(low, 2), until=why.time(end))
    return Reason.of(Code.FULL_HEAT, target=round(low, 2), until=why.time(aim + int(there[0]) + 1))


def _ahead(why: Why, step: int) -> Reason:
    """For now, for a later time, or because it is cheap: by where the heat of this step earns its keep."""
    low = why.programme.low
    now = Reason.of(Code.COMFORT_NOW, low=round(float(low[step]), 2))
    if why.inside[step] <= why.edge[step] + CLOSE:
        return now
    earned = why.heating[: len(low) - step] * why.cold[step:]
    most = float(earned.max())
    aim = step + int(np.argmax(earned >= most / 2)) if most > 0.0 else step
    if (aim - step) * why.step <= SOON and low[aim] <= low[step]:
        return now
    short = why.inside[aim] < low[aim] - CLOSE
    if short and why.heat[step] >= 1.0 - IDLE:
        return _hurried(why, aim)
    target, until = round(float(min(low[aim], why.inside[aim])), 2), why.time(aim + 1)
    later = float(why.price[step + 1 : aim + 1].mean()) if aim > step else float(why.price[step])
    if why.price[step] < CHEAPER * later:
        price = round(float(why.price[step]), 3)
        return Reason.of(Code.CHEAP_NOW, price=price, dearer=round(later, 3), target=target, until=until)
    warm = why.inside[max(step - 1, 0)] >= target  # already
    return Reason.of(Code.KEPT_AHEAD if warm else Code.PREHEAT, target=target, until=until)


def readiness(why: Why) -> tuple[Ready, ...]:
    """For each rise of the band that is heated for: when that starts, and when the room is there.

    The margin is the forecast's standard deviation over how fast the room warms.
    """
    low, found = why.programme.low, []
    rises = [k for k in range(1, len(low)) if low[k] > low[k - 1] + RISE]
    if why.inside[0] < low[0] - CLOSE:
        rises = [0, *rises]
    for rise in rises:
        there = _arrival(why, rise)
        start = _start(why, there) if there is not None else None
        if there is None or start is None:
            continue
        since = max(there - 2, 0)
        speed = float(why.inside[there] - why.inside[since]) / max(there - since, 1)
        late = why.step * min(float(why.spread[there]) / max(speed, 1e-3), 100.0)
        target = round(float(low[rise]), 2)
        found.append(Ready(why.time(start), why.time(there + 1), min(max(late, LEAST), MOST), target))
    return tuple(dict.fromkeys(found))


def _start(why: Why, there: int) -> int | None:
    """The first step of the heating that made a room warm then; None where nothing heated it for that."""
    heated = np.flatnonzero(why.heat[: there + 1] > IDLE)
    if not len(heated) or (there - heated[-1]) * why.step > SOON * 4:
        return None
    start = int(heated[-1])
    while start > 0 and why.heat[start - 1] > IDLE and not _holding(why, start - 1):
        start -= 1
    return start


def _holding(why: Why, step: int) -> bool:
    """Heat that only keeps a room on its edge warms it for nothing later."""
    return bool(abs(why.inside[step] - why.edge[step]) <= CLOSE)


def _arrival(why: Why, rise: int) -> int | None:
    """The first step of the warming for a rise at whose end the room is as warm as wanted; None if never."""
    enough = why.inside >= why.programme.low[rise] - CLOSE
    if not enough[rise]:
        later = np.flatnonzero(enough[rise:])
        return rise + int(later[0]) if len(later) else None
    before = np.flatnonzero(~enough[: rise + 1])
    return int(before[-1]) + 1 if len(before) else None
