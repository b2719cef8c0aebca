"""Makes a standing plan and the present into what the plain rule goes by: a band, a duty, and the plan's reason."""

import math
from dataclasses import replace
from datetime import datetime, timedelta

from thermo_edge.climate.targets import Target
from thermo_edge.home.comfort import Band
from thermo_edge.home.house import Room
from thermo_edge.home.memory import DutyMemory
from thermo_edge.home.plan import Plan, Planned, RoomPlan
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.turn import Priority

FRESH = timedelta(minutes=45)
"""An older plan is none: three that should have followed it did not come."""

ASTRAY = 1.5
"""K beside the forecast (or further than its 80 % interval) that show that a plan does not know this room now."""

SLACK = 0.1
"""K below what is planned that need no whole step more."""

IDLE = 0.02
WIDTH = 0.5
"""K; the band around a planned set-point."""

BEYOND = 2.0
"""K that a thermostat is set beyond the plan for each kelvin that the room lacks: a valve stands half open by then."""

CHANGED = 0.3
"""Share of full heat by which a plan differs from what went before so that it does not wait for the next cycle."""

AHEAD = 6
"""Steps of a plan that show whether it holds a room or moves it."""

ALL = 0.9
STEADY = 1.5
"""K by which a room moves that is held."""

RESTS = (Code.COASTING, Code.RESTING)
"""Why a plan leaves a room without heat."""

COLD = 0.1
"""Share of full cooling that is worth turning a cooler on for."""


def followed(snapshot: Snapshot, room: Room, plan: Plan | None, wanted: Target) -> Target:
    """The target as planned; as it was where a person, safety or the facts speak against the plan.

    Never below what the belief of absence may cost, what keeps mould away, or the band of who is seen in the room.
    Where people called it wrong, their word alone counts for as long as that is remembered: no plan is weighed
    against it.
    """
    step = _step(plan, snapshot.at)
    if plan is None or step is None or _declared(wanted):
        return wanted
    own, inside = plan.room(room.id), snapshot.sense(room.id).temperature
    if own is None or inside is None or _astray(own, step, inside):
        return wanted
    floor = wanted.band.low - snapshot.house.away_setback
    if wanted.code in (Code.WARM_HOURS, Code.AS_AGREED) and snapshot.sense(room.id).presence is Presence.PRESENT:
        floor = wanted.band.low
    floor = max(floor, snapshot.sense(room.id).dry or floor)
    aim = min(max(own.set_point[step], floor), room.limits.highest)
    reason = own.reason(step) or Reason.of(Code.COMFORT_NOW, low=wanted.band.low)
    held, share = _held(own, step, _left(plan, snapshot.at, wanted), floor, wanted.band.high)
    return replace(
        wanted,
        band=Band(aim - WIDTH / 2, aim + WIDTH / 2),
        code=reason.code,
        until=plan.time(own.until(step)),
        planned=Planned(
            own.heat[step],
            own.cool[step] if own.cool else 0.0,
            aim,
            reason,
            wanted.band.high,
            held,
            share,
            wanted.band.low,
            _behind(own, step, inside),
        ),
    )


def begun(plan: Plan, snapshot: Snapshot) -> Plan:
    """The plan with how warm its rooms were when it was made."""
    return replace(plan, rooms=tuple(replace(r, began=snapshot.sense(r.room).temperature) for r in plan.rooms))


def told(wanted: Target, reason: Reason) -> Reason:
    """The plan's own reason with the facts of the moment; the rule's where no plan is followed.

    A room that is to rest and has come down to its floor is not warm enough without heating: it is kept there.
    """
    if wanted.planned is None:
        return reason
    planned, inside = wanted.planned.reason, reason.get("temperature")
    if planned.code in RESTS and isinstance(inside, int | float) and inside < wanted.band.high:
        planned = Reason.of(Code.COMFORT_NOW, low=wanted.planned.set_point)
    return planned if planned.get("temperature") else planned.with_facts(temperature=inside)


def aim(wanted: Target, step: float, shift: float = 0.0) -> float:
    """°C for a thermostat that takes every `step` K: upwards while it is to heat, or it would hold too little.

    `shift`: K by which it must be set beside what the room is to be.
    """
    middle = wanted.band.middle + shift + behind(wanted)
    if wanted.planned is None or wanted.planned.heat <= IDLE:
        return middle
    return math.ceil((middle - SLACK) / step) * step


def fed(former: DutyMemory, wanted: Target) -> DutyMemory:
    """A duty cycle whose steady part is what the plan gives, while the room is on its way or rests.

    While it is held, what was learned here holds it: plans would chase the swing of the switch itself. Where the plan
    has changed its mind by a lot the old cycle is over.
    """
    planned = wanted.planned
    if planned is None:
        return replace(former, foreseen=None)
    if planned.held is not None:
        return replace(former, integral=former.integral or planned.share, foreseen=None)
    before = former.foreseen if former.foreseen is not None else former.duty
    start = former.start if abs(planned.heat - before) <= CHANGED else None
    return replace(former, start=start, foreseen=planned.heat)


def held(wanted: Target) -> Target:
    """The target as a bare switch has it: what holds a room does not rest, though its plan does at this moment."""
    planned = wanted.planned
    if planned is None or planned.held is None or planned.reason.code not in RESTS:
        return wanted
    reason = Reason.of(Code.COMFORT_NOW, low=round(planned.held, 1))
    return replace(wanted, code=reason.code, planned=replace(planned, reason=reason))


def cycled(wanted: Target) -> Band:
    """The band that a bare switch goes by: while the room is held, around the mean of what is planned."""
    held = wanted.planned.held if wanted.planned is not None else None
    return wanted.band if held is None else Band(held - WIDTH / 2, held + WIDTH / 2)


def allowed(wanted: Target) -> Band:
    """The band above which a bare switch is off: the room's own where that reaches higher than the plan's narrow one.

    A room swings with its switch; to cut off only its upper swings would leave it colder than planned.
    """
    if wanted.planned is None:
        return wanted.band
    return Band(wanted.band.low, max(wanted.band.high, wanted.planned.most))


def behind(wanted: Target) -> float:
    """K that a thermostat is set above what is planned: a valve gives by how far the room is from its set-point."""
    return wanted.planned.behind if wanted.planned is not None else 0.0


def edge(wanted: Target) -> float:
    """°C that the foot of a thermostat's swing is not to be below: the wanted band's edge, where a plan keeps to it."""
    low, planned = wanted.band.low, wanted.planned
    if planned is None or planned.heat <= IDLE or not low < planned.least <= wanted.band.middle:
        return low
    return planned.least


def learns(wanted: Target) -> bool:
    """Whether a valve may be judged by its room now: only while it is held, not on the way up or down."""
    return wanted.planned is None or wanted.planned.reason.code is Code.COMFORT_NOW


def warmed(wanted: Target) -> Target:
    """The target as what heats has it: where the plan cools, the edge of too cold, or it would work against that."""
    planned = wanted.planned
    if planned is None or planned.cool <= IDLE or not -math.inf < planned.least < planned.set_point:
        return wanted
    aim = planned.least
    band = Band(aim - WIDTH / 2, aim + WIDTH / 2)
    return replace(wanted, band=band, planned=replace(planned, set_point=aim, held=None))


def upside_down(wanted: Target) -> Target:
    """The target of a bare switch that cools as one of a heater: cold for heat, and below for above.

    It is off below the plan's band: to let it go a kelvin below took 5 to 7 % more energy, for fewer starts (lab log).
    """
    planned = wanted.planned
    assert planned is not None
    cold = replace(planned, heat=planned.cool, cool=0.0, held=None, most=-math.inf)
    return replace(wanted, band=Band(-wanted.band.high, -wanted.band.low), planned=cold)


def shares_cold(wanted: Target) -> bool:
    """Whether the plan gives a share of cooling that a bare switch can follow."""
    return wanted.wish is None and wanted.planned is not None and wanted.planned.cool >= COLD


def cools(wanted: Target, inside: float) -> bool:
    """Whether the plan has the room cooled before it is too warm."""
    return wanted.planned is not None and wanted.planned.cool >= COLD and inside > wanted.planned.set_point


def _step(plan: Plan | None, now: datetime) -> int | None:
    if plan is None or not timedelta(0) <= now - plan.at <= FRESH:
        return None
    return plan.index(now)


def _behind(own: RoomPlan, step: int, inside: float) -> float:
    """K beyond the plan while it is to heat in part: by what the room lacks of where it is to be at the step's end."""
    if not IDLE < own.heat[step] < ALL:
        return 0.0
    return min(max(BEYOND * (own.temperature[step] - inside), 0.0), own.push)


def _left(plan: Plan, now: datetime, wanted: Target) -> int | None:
    """Steps of the plan until another band is wanted, with the one that has begun; None: not soon."""
    if wanted.until is None or wanted.until - now >= AHEAD * plan.step:
        return None
    return max(math.ceil((wanted.until - now) / plan.step), 1)


def _held(own: RoomPlan, step: int, left: int | None, floor: float, high: float) -> tuple[float | None, float]:
    """°C at which the plan holds the room over the next while, and the share of full heat for it; None: it does not.

    A plan begins where the room is now, at the top or the foot of its switch's swing, and means its middle. Where
    another band is wanted after `left` steps, what it does then is no part of that, nor how it comes to rest for it.
    """
    ahead, heat = own.temperature[step : step + AHEAD], own.heat[step : step + AHEAD]
    if left is not None:
        left = max((k + 1 for k in range(min(left, len(heat))) if heat[k] > IDLE), default=1)
        ahead, heat = ahead[:left], heat[:left]
    share = sum(heat) / len(heat)
    if not IDLE < share < ALL or max(ahead) - min(ahead) > STEADY:
        return None, 0.0
    return min(max(sum(ahead) / len(ahead), floor), high), share


def _declared(wanted: Target) -> bool:
    stands = (Code.CLOCK_UNSURE, Code.VACATION, Code.AS_SAID)
    return wanted.priority is not Priority.COMFORT or wanted.code in stands


def _astray(own: RoomPlan, step: int, inside: float) -> bool:
    """Outside the forecast's 80 % interval between the ends of the step before and of this one, and by a lot.

    In its first step it may be anywhere from where it began: a quick room goes far in a quarter of an hour.
    """
    before = max(step - 1, 0)
    ends = [own.temperature[before], own.temperature[step]]
    ends += [own.began] if step == 0 and own.began is not None else []
    low = min(own.tenth[before], own.tenth[step], min(ends) - ASTRAY)
    high = max(own.ninetieth[before], own.ninetieth[step], max(ends) + ASTRAY)
    return not low <= inside <= high
