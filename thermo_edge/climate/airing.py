"""An open window that no contact tells: felt by how fast a room gets cold, and over when it turns warmer."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from thermo_edge.climate import own_heat
from thermo_edge.home.house import EntityId
from thermo_edge.home.memory import AiringMemory

WITHIN = timedelta(minutes=10)
"""Falls are of so much time."""

LEAST = 1.0
"""K within it: no smaller fall is ever taken for an open window."""

UNLEARNED, UNLEARNED_BARE = 0.4, 2.2
"""K that a room may fall within it as a rule, before that is learned; the second where a bare heater warms the air."""

COLDER = 5.0
"""K that it must be colder outdoors: else nothing is gained by waiting."""

LONGEST = timedelta(minutes=45)
"""Heating waits no longer for a window that nobody has seen."""

SHUT = 1.5
"""Times as far it must fall where the room's contacts say that their windows are shut: one more may have none."""

_MORE, _AND = 1.6, 0.2  # times the usual, and K: so much faster than usual it must fall
_ONE_STEP = 0.8  # of a fall; more in one report is another sensor, or the same in another place
_BELOW = 0.2  # K, colder than anything of the time before
_BACK = timedelta(minutes=75)
_SLOW = timedelta(minutes=30)  # two reports of a sensor that seldom speaks
_SLOW_MORE = 1.5  # times as far they must fall
_RISES, _SHARE = 0.3, 0.25  # K, and of the fall: so much warmer than at its coldest, and the window is closed
_UP, _DOWN = 0.02, 0.0001  # K for each report: the usual settles where one of 200 lies above it

Report = tuple[datetime, float]


@dataclass(frozen=True, slots=True)
class Felt:
    """What a room's thermometer says last, and what is around it. `bare`: a heater without a loop of its own.

    `heats`: whether a thermostat heats; None: there is none, or none tells. `set_point`: °C, the highest of them.
    `shut`: the room has contacts, and all of them answer that they are shut.
    """

    thermometer: EntityId
    at: datetime  # reported
    temperature: float  # °C
    outdoor: float | None = None  # °C; None: not known
    bare: bool = False
    heats: bool | None = None
    set_point: float | None = None
    shut: bool = False


def seen(memory: AiringMemory) -> AiringMemory:
    """A contact says that a window is open: what the room felt until then counts no more. The same object: no news."""
    return memory if memory.since is None and not memory.reports else replace(_over(memory), reports=())


def step(memory: AiringMemory, felt: Felt | None, now: datetime) -> AiringMemory:
    """Take a report in: a fast fall begins a pause, a turn upwards or LONGEST ends it. The same object: no news."""
    if memory.since is not None and not timedelta(0) <= now - memory.since < LONGEST:
        memory = _over(memory)
    if felt is None:
        return memory
    heat = own_heat.followed(memory.heat, felt.heats, felt.set_point, now)
    if heat is not memory.heat:
        memory = replace(memory, heat=heat)
    if memory.reports and felt.at <= memory.reports[-1][0] and felt.thermometer == memory.thermometer:
        return memory
    if felt.thermometer != memory.thermometer:
        memory = replace(memory, thermometer=felt.thermometer, reports=(), heat=replace(memory.heat, rises=()))
    memory = replace(memory, reports=_recent((*memory.reports, (felt.at, felt.temperature))))
    if memory.since is not None:
        return _waiting(memory, felt)
    memory = _warmed(memory)
    if own_heat.explains(memory.heat, memory.reports, now):
        return memory  # nor does it teach what is usual
    usual = memory.usual if memory.usual is not None else (UNLEARNED_BARE if felt.bare else UNLEARNED)
    need = max(LEAST, _MORE * usual + _AND) * (SHUT if felt.shut else 1.0)
    fall = fall_of(memory.reports)
    if _is_open(memory.reports, fall, need) and _cold_outside(felt) and _is_new(memory.reports):
        begun, before = _top(memory.reports)
        return replace(
            memory,
            since=begun,
            before=before,
            lowest=felt.temperature,
            usual=memory.usual if memory.calm is None else memory.calm,
            calm=None,
        )
    if fall >= need:
        return memory  # what is no window and still faster than ever, is not usual either
    if fall > usual:
        return replace(memory, usual=usual + _UP, calm=memory.calm if memory.calm is not None else usual)
    return replace(memory, usual=max(usual - _DOWN, 0.0), calm=None)


def fall_of(reports: tuple[Report, ...]) -> float:
    """K that it has fallen within WITHIN, up to the last report; what was said holds until something else is."""
    at, value = reports[-1]
    held = [before for when, before in reports if when <= at - WITHIN]
    return (held[-1] if held else reports[0][1]) - value


def _warmed(memory: AiringMemory) -> AiringMemory:
    heat = own_heat.rose(memory.heat, memory.reports)
    return memory if heat is memory.heat else replace(memory, heat=heat)


def _waiting(memory: AiringMemory, felt: Felt) -> AiringMemory:
    lowest = min(memory.lowest if memory.lowest is not None else felt.temperature, felt.temperature)
    before = memory.before if memory.before is not None else lowest
    if felt.temperature >= lowest + max(_RISES, _SHARE * (before - lowest)):
        return _over(memory)
    return replace(memory, lowest=lowest)


def _over(memory: AiringMemory) -> AiringMemory:
    return replace(memory, since=None, before=None, lowest=None, reports=memory.reports[-1:])


def _is_open(reports: tuple[Report, ...], fall: float, need: float) -> bool:
    """It falls fast, in more than one step, and has not stopped."""
    at, value = reports[-1]
    first = next((n for n in range(len(reports) - 1, -1, -1) if reports[n][0] <= at - WITHIN), 0)
    if fall >= need and _in_steps(reports[first:], fall):
        return True
    last = reports[-3:]
    if len(last) < 3 or not WITHIN < at - last[0][0] <= _SLOW:
        return False
    far = last[0][1] - value
    return far >= _SLOW_MORE * need and _in_steps(last, far)


def _in_steps(reports: tuple[Report, ...], fall: float) -> bool:
    steps = [before[1] - after[1] for before, after in pairwise(reports)]
    return sum(step > 0.0 for step in steps) >= 2 and steps[-1] > 0.0 and max(steps) <= _ONE_STEP * fall


def _cold_outside(felt: Felt) -> bool:
    return felt.outdoor is None or felt.temperature - felt.outdoor >= COLDER


def _is_new(reports: tuple[Report, ...]) -> bool:
    """It is colder than it was in the hour before the fall: what cooking or a heater brought, goes as fast."""
    begun, _ = _top(reports)
    return reports[-1][1] <= min(value for at, value in reports if at <= begun) - _BELOW


def _top(reports: tuple[Report, ...]) -> Report:
    """The last moment before it began to fall, not long ago: that of the last three reports, where those are few."""
    late = sum(at < reports[-1][0] - 2 * WITHIN for at, _ in reports)
    near = reports[max(min(late, len(reports) - 3), 0) :]
    highest = max(value for _, value in near)
    return next((at, value) for at, value in reversed(near) if value == highest)


def _recent(reports: tuple[Report, ...]) -> tuple[Report, ...]:
    """Those of the last hour or so, and the one that held when it began."""
    begin = reports[-1][0] - _BACK
    old = sum(at < begin for at, _ in reports)
    return reports[max(old - 1, 0) :]
