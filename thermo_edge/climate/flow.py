"""The plain rule of a heat source's water: as cool as its rooms allow, by the weather and by what they lack."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import numpy as np

from thermo_edge.climate import following
from thermo_edge.climate.shading import weather
from thermo_edge.climate.targets import target
from thermo_edge.climate.tariff import flow_temperature
from thermo_edge.home.flow import Flow
from thermo_edge.home.house import Attribute, Device, DeviceKind, Domain, HeatSource, PlaceId, Point
from thermo_edge.home.memory import DeviceMemory, DutyMemory, FlowMemory, Memory
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.turn import Priority, Request

LACKS = 0.3
"""K below its band at which a room lacks warmth, if its heater can give no more."""

FULL = 0.95
"""Of a bare switch's cycle."""

UP, UP_AFTER = 1.0, timedelta(hours=1)
DOWN, DOWN_AFTER = 0.5, timedelta(hours=3)
"""K, and how long rooms must have lacked, or none lacked while they drew, for one step."""

WORTH = 1.0
"""K; thermometers outside flicker, and less is not worth a message."""

MOST = 6.0
"""K above or below the curve."""

_HEATS = frozenset({"heating", "preheating"})


def step(snapshot: Snapshot, memory: Memory, source: HeatSource) -> tuple[Request | None, FlowMemory]:
    """What the water should be now, and what is remembered. While nothing draws, it stays as it is."""
    device = source.flow
    known = memory.climate.flows.get(device.entity, FlowMemory()) if device is not None else FlowMemory()
    outdoor = weather(snapshot, Attribute.TEMPERATURE)
    if device is None or device.flow is None or outdoor is None or snapshot.clock_behind:
        return None, known
    drawing = [member for member in snapshot.house.members(source.id) if _draws(snapshot, memory, member)]
    lacking = next((place for member in drawing if (place := _lacks(snapshot, memory, member))), None)
    known = _shifted(snapshot, known, bool(drawing), lacking is not None)
    if not drawing:
        return None, known
    value = wanted(device.flow, outdoor, known.shift, snapshot.number(device.switch))
    return _ask(device, value, outdoor, known.shift, lacking), known


def wanted(flow: Flow, outdoor: float, shift: float, now: float | None = None) -> float:
    """°C, whole degrees within what is allowed; as it is `now`, where that is right to less than a degree."""
    curve = float(flow_temperature(np.array([outdoor]), flow.coldest, flow.design)[0]) + shift
    if now is not None and flow.lowest <= now <= flow.highest and abs(curve - now) < WORTH:
        return now
    return min(max(float(round(curve)), flow.lowest), flow.highest)


def _ask(device: Device, value: float, outdoor: float, shift: float, lacking: PlaceId | None) -> Request:
    code = Code.FLOW_CURVE if shift == 0.0 else Code.FLOW_RAISED if shift > 0.0 else Code.FLOW_LOWERED
    reason = Reason.of(code, temperature=outdoor, target=value, kelvins=abs(shift), room=lacking)
    return Request(device.switch, value, device.place, Domain.CLIMATE, Priority.COMFORT, reason)


def _shifted(snapshot: Snapshot, known: FlowMemory, draws: bool, lacks: bool) -> FlowMemory:
    """Slowly up while a room lacks, more slowly down while all that draw have enough; else it stays."""
    now, state = snapshot.at, (lacks, draws)
    if known.since is None or (known.lacks, known.draws) != state or now < known.since:
        return replace(known, lacks=lacks, draws=draws, since=now)
    size, after = (UP, UP_AFTER) if lacks else (-DOWN, DOWN_AFTER)
    if not draws or now - known.since < after:
        return known
    return replace(known, shift=min(max(known.shift + size, -MOST), MOST), since=now)


def _draws(snapshot: Snapshot, memory: Memory, member: Device) -> bool:
    """Whether a member of the source takes heat: a thermostat that says so, or a switch that is on for a share."""
    if not member.heats or snapshot.house.room(member.place) is None:
        return False
    if member.kind is DeviceKind.DUTY:
        return memory.climate.duties.get(member.entity, DutyMemory()).duty > 0.0 and _cycles(snapshot, memory, member)
    inside, set_point = snapshot.sense(member.place).temperature, snapshot.number(member.set_point)
    if snapshot.value(member.switch) in ("off", "cool", "dry", "fan_only") or inside is None or set_point is None:
        return False
    action = snapshot.value(Point(member.entity, Attribute.HVAC_ACTION))
    return action in _HEATS if action is not None else inside < set_point


def _cycles(snapshot: Snapshot, memory: Memory, member: Device) -> bool:
    """Whether a switch is on, or was in this cycle: a window, a person or its mode may keep it off."""
    known = memory.devices.get(member.entity, DeviceMemory())
    return known.on is True or (known.since is not None and snapshot.at - known.since < member.cycle)


def _lacks(snapshot: Snapshot, memory: Memory, member: Device) -> PlaceId | None:
    """The room of this member, if it is below its band with its heater giving all that this water lets it."""
    room = snapshot.house.room(member.place)
    inside, set_point = snapshot.sense(member.place).temperature, snapshot.number(member.set_point)
    if room is None or inside is None:
        return None
    plain = target(snapshot, room, memory.wishes.get(room.id), memory.taste)
    band = following.followed(snapshot, room, memory.plan, plain).band
    if member.kind is DeviceKind.DUTY:
        on = memory.devices.get(member.entity, DeviceMemory()).on is True and snapshot.answers(member.switch)
        full = on and memory.climate.duties.get(member.entity, DutyMemory()).duty >= FULL
    else:
        full = set_point is not None and set_point - inside >= 1.0
    return room.id if full and inside < band.low - LACKS else None


def all_of(
    snapshot: Snapshot, memory: Memory, sources: Iterable[HeatSource]
) -> tuple[list[Request], dict[str, FlowMemory]]:
    """What every one of these sources should be set to, and what is remembered of those that can be set."""
    asked: list[Request] = []
    kept: dict[str, FlowMemory] = {}
    for source in sources:
        if source.flow is None:
            continue
        request, kept[source.flow.entity] = step(snapshot, memory, source)
        asked += [request] if request is not None else []
    return asked, kept
