"""The plain climate rule: hours, presence and wishes make set-points for thermostats and duty for bare switches."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from thermo_edge.climate import (
    comparing,
    compensation,
    drawing,
    duty,
    flow,
    following,
    setpoint,
    shading,
    stuck,
    surfaces,
)
from thermo_edge.climate.objection import cool_above
from thermo_edge.climate.targets import Target, target
from thermo_edge.home.house import (
    Attribute,
    Device,
    DeviceKind,
    Domain,
    HeatSource,
    PlaceId,
    Point,
    Room,
    Value,
)
from thermo_edge.home.memory import ClimateMemory, DutyMemory, Memory
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import RoomSense, Snapshot
from thermo_edge.home.thermostat import EITHER
from thermo_edge.home.turn import Priority, Request, Wish

COOLED = 1.0
"""K below the cooling threshold at which cooling stops, and to which it is set."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the rule asks for, what it remembers, and when it wants to be asked again."""

    requests: tuple[Request, ...]
    memory: ClimateMemory
    wake: datetime | None


def policy(snapshot: Snapshot, memory: Memory, places: Iterable[PlaceId]) -> Wanted:
    """Ask for what every one of these places needs. A room that cannot be seen is left to safety."""
    asked: list[Request] = []
    wakes: list[datetime] = []
    climate, memory = memory.climate, comparing.plainly(memory)
    for place in places:
        room = snapshot.house.room(place)
        if room is not None and room.covers:
            asked += shading.requests(snapshot, memory, room)
        climate = climate if room is None else stuck.noticed(snapshot, climate, room)
        if room is None or snapshot.sense(place).temperature is None:
            continue
        plain = target(snapshot, room, memory.wishes.get(place), memory.taste)
        wanted = following.followed(snapshot, room, memory.plan, plain)
        wakes += [wanted.until] if wanted.until else []
        above = _cooled_above(snapshot, memory, room, plain)
        for device in room.devices:
            requests, climate, wake = _device(snapshot, climate, room, device, wanted, above)
            asked += requests
            wakes += [wake] if wake else []
    sources = [source for place in places if (source := snapshot.house.source(place)) is not None]
    for source in sources:
        if source.device is not None:
            asked.append(_source(snapshot, memory, source, source.device))
    flowing, flows = flow.all_of(snapshot, memory, sources)
    if flows:
        climate = replace(climate, flows={**climate.flows, **flows})
    if comparing.compares(memory):
        asked = [comparing.marked(request) for request in asked]
    return Wanted((*asked, *flowing), climate, min(wakes, default=None))


def _cooled_above(snapshot: Snapshot, memory: Memory, room: Room, plain: Target) -> float:
    """°C above which the room is cooled: by the settings, and as far from a warmer band that people agreed to.

    Else what heats and cools would take turns: it would cool what it is to heat.
    """
    above = cool_above(memory.taste.corrected, snapshot.house, room, snapshot.at)
    if plain.wish is not None:
        return above
    return max(above, plain.band.high + min(room.comfort.cool_above - room.comfort.comfort.high, COOLED))


def _device(
    snapshot: Snapshot, climate: ClimateMemory, room: Room, device: Device, wanted: Target, above: float
) -> tuple[list[Request], ClimateMemory, datetime | None]:
    inside = snapshot.sense(room.id).temperature
    assert inside is not None
    if _chills(snapshot, device, wanted, inside, above):
        return _chilling(snapshot, climate, room, device, wanted)
    if device.cools and wanted.wish is not None:
        above = _wished(snapshot, wanted.wish, above)
        if _cool(snapshot, device, inside, above, wished=True):
            return _cooling_ahead(snapshot, room, device, wanted), climate, None
    elif device.cools and _cool(snapshot, device, inside, above):
        return _cooling(room, device, inside, above), climate, None
    if device.cools and snapshot.presence is not Presence.ABSENT and following.cools(wanted, inside):
        return _cooling_ahead(snapshot, room, device, wanted), climate, None
    if not device.heats:
        return _idle(snapshot, room, device, inside, above), climate, None
    wanted = following.warmed(wanted)
    if device.kind is DeviceKind.DUTY:
        return _switching(snapshot, climate, room, device, wanted)
    return _setting(snapshot, climate, room, device, wanted, above)


def _setting(
    snapshot: Snapshot, climate: ClimateMemory, room: Room, device: Device, wanted: Target, above: float
) -> tuple[list[Request], ClimateMemory, datetime | None]:
    """A thermostat takes the middle of the band, moved by where it is known to switch and what is still wrong then.

    One that heats or cools as it thinks best is told to heat first: it would cool to what is only to be heated to.
    """
    inside, mode = snapshot.sense(room.id).temperature or 0.0, snapshot.value(device.switch)
    former = climate.trims.get(device.entity, setpoint.NONE)
    known = climate.thermostats.get(device.entity)
    shift, step = compensation.shift(known, wanted), compensation.step(known, device)
    learns, edge, beyond = following.learns(wanted), following.edge(wanted), following.behind(wanted)
    trim = setpoint.trimmed(snapshot, device, wanted.band.lowered(-beyond), inside, former, learns, shift, edge)
    value = setpoint.rounded(following.aim(wanted, step, shift) + trim.trim, step, room.limits)
    requests, either = [], device.cools and mode in EITHER
    if either or (mode in ("off", "cool", "dry", "fan_only") and inside < wanted.band.low):
        requests.append(_request(snapshot, room, device, device.switch, "heat", wanted))
    elif device.cools:
        requests += _idle(snapshot, room, device, inside, above)
    if not either and mode not in ("cool", "dry", "fan_only"):
        request = _request(snapshot, room, device, device.set_point, value, wanted)
        requests.append(replace(request, reason=compensation.told(request.reason, known, shift, beyond)))
    return requests, replace(climate, trims={**climate.trims, device.entity: trim}), None


def _switching(
    snapshot: Snapshot, climate: ClimateMemory, room: Room, device: Device, wanted: Target
) -> tuple[list[Request], ClimateMemory, datetime | None]:
    """A bare switch is on for a share of each cycle."""
    sense, wanted = snapshot.sense(room.id), following.held(wanted)
    after, on = _share(snapshot, climate, device, wanted, sense)
    request = _request(snapshot, room, device, device.switch, on, wanted)
    request = replace(request, reason=request.reason.with_facts(duty=after.duty))
    former = climate.trims.get(device.entity, setpoint.NONE)
    trim = setpoint.switched(snapshot, device, following.cycled(wanted), sense.temperature or 0.0, after.duty, former)
    trims = climate.trims if trim == former else {**climate.trims, device.entity: trim}
    climate = replace(climate, duties={**climate.duties, device.entity: after}, trims=trims)
    return [request], climate, duty.wake(device, after, snapshot.at)


def _chills(snapshot: Snapshot, device: Device, wanted: Target, inside: float, above: float) -> bool:
    """Whether a bare switch follows a planned share of cold; a room far too warm gets it all by the plain rule."""
    bare = device.cools and not device.heats and device.kind is DeviceKind.DUTY
    somebody = snapshot.presence is not Presence.ABSENT and not snapshot.clock_behind
    return bare and somebody and inside <= above + COOLED and following.shares_cold(wanted)


def _chilling(
    snapshot: Snapshot, climate: ClimateMemory, room: Room, device: Device, wanted: Target
) -> tuple[list[Request], ClimateMemory, datetime | None]:
    """A bare switch that cools is on for the planned share of each cycle, as one that heats is, upside down."""
    upside_down = duty.upside_down(snapshot.sense(room.id))
    after, on = _share(snapshot, climate, device, following.upside_down(wanted), upside_down)
    request = _request(snapshot, room, device, device.switch, on, wanted)
    request = replace(request, reason=request.reason.with_facts(duty=after.duty))
    climate = replace(climate, duties={**climate.duties, device.entity: after})
    return [request], climate, duty.wake(device, after, snapshot.at)


def _share(
    snapshot: Snapshot, climate: ClimateMemory, device: Device, wanted: Target, sense: RoomSense
) -> tuple[DutyMemory, bool]:
    """Where a bare switch is in its cycle, and whether it is on now."""
    before = following.fed(climate.duties.get(device.entity, duty.IDLE), wanted)
    gain = duty.GAIN if wanted.planned is None else duty.CALM
    after = duty.step(device, following.cycled(wanted), sense, before, snapshot.at, gain)
    return after, duty.is_on(device, following.allowed(wanted), sense, after, snapshot.at)


def _wished(snapshot: Snapshot, wish: Wish, above: float) -> float:
    """°C above which a room is cooled for a wish: for a lower one only while it would not get as cold by itself."""
    edge, outdoor = wish.target + COOLED, shading.weather(snapshot, Attribute.TEMPERATURE)
    return edge if edge >= above or (outdoor is not None and outdoor >= wish.target) else above


def _cool(snapshot: Snapshot, device: Device, inside: float, above: float, wished: bool = False) -> bool:
    """Cooling begins above the threshold while somebody may be home, and goes on until well below it."""
    if (snapshot.presence is Presence.ABSENT and not wished) or snapshot.clock_behind:
        return False
    running = snapshot.value(device.switch) in ("cool", True) and not (device.heats and device.kind is DeviceKind.DUTY)
    return inside > (above - COOLED if running else above)


def _cooling(room: Room, device: Device, inside: float, limit: float) -> list[Request]:
    reason = Reason.of(Code.TOO_WARM, temperature=inside, limit=limit)

    def ask(point: Point, value: Value) -> Request:
        return Request(point, value, room.id, Domain.CLIMATE, Priority.COMFORT, reason, limit - COOLED)

    if device.kind is DeviceKind.DUTY:
        return [ask(device.switch, True)]
    return [ask(device.switch, "cool"), ask(device.set_point, limit - COOLED)]


def _cooling_ahead(snapshot: Snapshot, room: Room, device: Device, wanted: Target) -> list[Request]:
    """Cooling before the room is too warm, down to what the plan or a person says."""
    if device.kind is DeviceKind.DUTY:
        return [_request(snapshot, room, device, device.switch, True, wanted)]
    value = setpoint.rounded(wanted.band.middle, device.step, room.limits)
    return [
        _request(snapshot, room, device, device.switch, "cool", wanted),
        _request(snapshot, room, device, device.set_point, value, wanted),
    ]


def _idle(snapshot: Snapshot, room: Room, device: Device, inside: float, above: float) -> list[Request]:
    """What cools rests when it is not too warm."""
    if snapshot.value(device.switch) not in ("cool", True):
        return []
    reason = Reason.of(Code.COOL_ENOUGH, temperature=inside, limit=above)
    value: Value = False if device.kind is DeviceKind.DUTY else "off"
    return [Request(device.switch, value, room.id, Domain.CLIMATE, Priority.COMFORT, reason)]


def _request(snapshot: Snapshot, room: Room, device: Device, point: Point, value: Value, wanted: Target) -> Request:
    reason = Reason.of(
        wanted.code,
        low=wanted.band.low,
        high=wanted.band.high,
        target=wanted.band.middle,
        temperature=snapshot.sense(room.id).temperature,
        until=wanted.until,
        who=wanted.wish.who.name if wanted.wish else None,
        value=wanted.settings,
    )
    if wanted.said is not None:
        reason = reason.with_facts(**dict(wanted.said.reason(wanted.code, snapshot.house).facts))
    reason = surfaces.told(following.told(wanted, reason), wanted.radiant)
    return Request(
        point, value, device.place, Domain.CLIMATE, wanted.priority, reason, wanted.band.middle, wanted.until
    )


def _source(snapshot: Snapshot, memory: Memory, source: HeatSource, device: Device) -> Request:
    """A shared heat source runs while anything that hangs on it takes heat."""
    count = sum(drawing.draws(snapshot, memory, member) for member in snapshot.house.members(source.id))
    code = Code.SOURCE_WANTED if count else Code.SOURCE_IDLE
    reason = Reason.of(code, count=float(count))
    return Request(device.switch, bool(count), source.id, Domain.CLIMATE, Priority.COMFORT, reason)
