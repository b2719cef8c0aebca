"""The guard's rules, one function each: what no request may break."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from thermo_edge.control import alarm, corrections, covers, flows, lamps
from thermo_edge.control.overrides import drawing, runs, same
from thermo_edge.control.windows import PAUSES
from thermo_edge.home.house import Attribute, Device, DeviceKind, Failsafe, House, Point
from thermo_edge.home.memory import DeviceMemory, Memory, Pending, WindowMemory
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.turn import Priority, Request

HOUR = timedelta(hours=1)

PATIENCE = {
    DeviceKind.DUTY: timedelta(seconds=30),
    DeviceKind.THERMOSTAT: timedelta(minutes=5),
    DeviceKind.LIGHT: timedelta(seconds=20),
    DeviceKind.COVER: timedelta(minutes=3),
    DeviceKind.FLOW: timedelta(minutes=5),
    DeviceKind.SIREN: timedelta(seconds=10),
    DeviceKind.PANEL: timedelta(seconds=20),
}
"""How long a device may take to obey before it is told again; doubled with each try, to an hour at most."""

_WARMS = frozenset({DeviceKind.THERMOSTAT, DeviceKind.DUTY})
"""What heats or cools a room itself."""

NEAR = {Attribute.BRIGHTNESS: 4.0, Attribute.COLOUR: 150.0, Attribute.POSITION: covers.NEAR, Attribute.FLOW: flows.NEAR}
"""% and K; so near a lamp, a cover or a heat source's water is right as it is."""

Rule = Callable[[Snapshot, Memory, Device, Request], Reason | None]


def possible(house: House, device: Device | None, request: Request) -> Reason | None:
    """Whether the device can take this value at all: the right kind of value, finite, within the place's limits."""
    value, point = request.value, request.point
    if device is None or device.place != request.place:
        return Reason.of(Code.NOT_FOR_DEVICE)
    if point.attribute is Attribute.ON and (device.bare or device.kind is DeviceKind.LIGHT):
        return None if isinstance(value, bool) else Reason.of(Code.NOT_FOR_DEVICE)
    if device.kind is DeviceKind.LIGHT:
        return lamps.possible(device, request)
    if device.kind is DeviceKind.PANEL:
        return alarm.possible(request)
    if device.kind is DeviceKind.COVER:
        return covers.possible(request)
    if device.kind is DeviceKind.FLOW:
        return flows.possible(device, request)
    if device.bare:
        return Reason.of(Code.NOT_FOR_DEVICE)
    if point.attribute is Attribute.HVAC_MODE:
        return None if value in _modes(device) or request.gives_back else Reason.of(Code.NOT_FOR_DEVICE)
    if point.attribute is not Attribute.SET_POINT or isinstance(value, bool | str):
        return Reason.of(Code.NOT_FOR_DEVICE)
    if not math.isfinite(value):
        return Reason.of(Code.NOT_FINITE)
    room = house.room(device.place)
    if room is not None and not room.limits.lowest <= value <= _highest(house, device):
        return Reason.of(Code.OUT_OF_RANGE, value=value, low=room.limits.lowest, high=_highest(house, device))
    return None


def fitted(snapshot: Snapshot, request: Request) -> Request:
    """The nearest set-point that the thermostat takes, by its own account; what is no temperature is left to others."""
    takes, value = snapshot.takes.get(request.point.entity), request.value
    if takes is None or request.point.attribute is not Attribute.SET_POINT or isinstance(value, bool | str):
        return request
    room = snapshot.house.room(request.place)
    if not math.isfinite(value) or room is None or not room.limits.lowest <= value <= room.limits.highest:
        return request
    low = value if takes.low is None else max(value, takes.low)
    return replace(request, value=low if takes.high is None else min(low, takes.high))


def step_of(snapshot: Snapshot, point: Point) -> float:
    """K by which the thermostat's set-points differ, where it says so."""
    takes = snapshot.takes.get(point.entity) if point.attribute is Attribute.SET_POINT else None
    return (takes.step if takes is not None else None) or 0.0


def standing(snapshot: Snapshot, memory: Memory, device: Device, request: Request) -> Reason | None:
    """A reason not to send anything: it is so already, or so nearly, or it was sent and may still be obeyed."""
    point, pending = request.point, memory.pending.get(request.point)
    current = lamps.shown(snapshot, device, request)
    if pending is not None and pending.confirmed is None and not pending.failed:
        if same(point.attribute, pending.value, request.value):
            if timedelta(0) <= snapshot.at - pending.at < patience(device, pending):
                return Reason.of(Code.WAITING, since=pending.at)
        elif snapshot.at - pending.at < patience(device, pending):
            return None  # on its way to something else: it must be told anew, whatever it says now
    if current is None:
        return None
    if same(point.attribute, current, request.value, step_of(snapshot, point)):
        return Reason.of(Code.ALREADY_SO)
    band = NEAR.get(point.attribute, device.dead_band if point.attribute is Attribute.SET_POINT else None)
    exact = device.kind is DeviceKind.LIGHT and request.priority is Priority.PERSON
    near = band is not None and not request.hazard and not request.gives_back and not exact
    if near and band is not None and abs(float(current) - float(request.value)) < band - 1e-9:
        return Reason.of(Code.ALREADY_SO, value=float(current))
    return None


def patience(device: Device, pending: Pending) -> timedelta:
    """How long a command may take, the first time and after each failure."""
    return min(PATIENCE[device.kind] * (1 << min(pending.tries - 1, 8)), HOUR)


def connected(snapshot: Snapshot, memory: Memory, device: Device, request: Request) -> Reason | None:
    """Nothing is sent into the dark, nor by the second of two programs."""
    if not snapshot.primary:
        return Reason.of(Code.SECOND_PROGRAM)
    if not snapshot.link.ready:
        return Reason.of(Code.LINK_DOWN, since=snapshot.link.since)
    if not snapshot.answers(device.switch):
        return Reason.of(Code.DEVICE_AWAY)
    failed = memory.pending.get(request.point)
    if failed is not None and failed.failed:
        waits = PATIENCE[DeviceKind.DUTY] if request.hazard else patience(device, failed)
        left = min(failed.at + waits - snapshot.at, waits)
        return Reason.of(Code.WAITING, left=left) if left > timedelta(0) else None
    return None


def unheld(snapshot: Snapshot, memory: Memory, device: Device, request: Request) -> Reason | None:
    """What a person or another automation set is left alone; an open window pauses what was set before it opened.

    A bare switch that nobody can measure is not left on for anybody: a thermostat looks after itself, it does not.
    """
    hold = memory.holds.get(request.point)
    if hold is None or request.hazard or hold.until <= snapshot.at:
        return None
    if (
        device.bare
        and request.priority is Priority.SAFETY
        and (request.gives_back or request.reason.code is Code.BLIND)
    ):
        return None
    if request.priority is Priority.PERSON or same(request.point.attribute, hold.value, request.value):
        return None
    window = memory.windows.get(device.place, WindowMemory())
    if request.reason.code in PAUSES and window.since is not None and hold.since <= window.since:
        return None
    kind = None if hold.who.name else hold.who.kind.value
    if device.kind in (DeviceKind.LIGHT, DeviceKind.COVER):
        return Reason.of(Code.LAMP_HELD, who=hold.who.name, kind=kind, since=hold.since, until=hold.until)
    who, value = hold.who.name, _plain(hold.value)
    return Reason.of(Code.HELD, who=who, kind=kind, value=value, since=hold.since, until=hold.until)


def not_both(snapshot: Snapshot, memory: Memory, device: Device, request: Request) -> Reason | None:
    """Heating and cooling never run together in a room."""
    room = snapshot.house.room(device.place)
    wanted = _direction(snapshot, device, request) if device.kind in _WARMS else None
    if room is None or wanted is None or request.hazard:
        return None
    for other in room.devices:
        if other.entity != device.entity and runs_as(snapshot, memory, other) not in (None, wanted):
            return Reason.of(Code.HEAT_AND_COOL, entity=other.entity)
    return None


def rested(snapshot: Snapshot, memory: Memory, device: Device, request: Request) -> Reason | None:
    """Minimum times on and off, its own and those of the heat source it draws on. Frost and overheat beat them."""
    if request.point != device.switch or request.hazard:
        return None
    on, now = runs(request.value), snapshot.at
    known = memory.devices.get(device.entity, DeviceMemory())
    own = _too_soon(known, on, device.minimum_on, device.minimum_off, now)
    source = snapshot.house.source(device.source) if device.source and device.kind is DeviceKind.DUTY else None
    if own is not None or source is None:
        return own
    others = (d for d in drawing(snapshot.house, source.id) if d.entity != device.entity)
    if any(memory.devices.get(other.entity, DeviceMemory()).on for other in others):
        return None
    return _too_soon(memory.devices.get(source.id, DeviceMemory()), on, source.minimum_on, source.minimum_off, now)


def _too_soon(
    known: DeviceMemory, on: bool, minimum_on: timedelta, minimum_off: timedelta, now: datetime
) -> Reason | None:
    if known.on is on:
        return None
    minimum = minimum_off if on else minimum_on
    left = minimum if known.since is None else min(minimum, known.since + minimum - now)
    if left <= timedelta(0):
        return None
    return Reason.of(Code.MINIMUM_OFF if on else Code.MINIMUM_ON, left=left)


def backed(snapshot: Snapshot, memory: Memory, device: Device, request: Request) -> Reason | None:
    """A bare switch goes on only if something outside this program would turn it off."""
    if device.bare and request.value is True and not protected(snapshot, memory, device):
        return Reason.of(Code.UNPROTECTED)
    return None


def protected(snapshot: Snapshot, memory: Memory, device: Device) -> bool:
    """Its own timer, or an automation at the home that we tested and that stands ready."""
    if not device.bare or device.failsafe is Failsafe.OWN_TIMER:
        return True
    tested = device.failsafe is Failsafe.AUTOMATION and device.entity in memory.protections
    return tested and device.entity in snapshot.protected


def within_budget(snapshot: Snapshot, memory: Memory, device: Device, request: Request) -> Reason | None:
    """So many messages an hour and no more: batteries and radio."""
    if request.hazard:
        return None
    known = memory.devices.get(device.entity, DeviceMemory())
    recent = sorted(at for at in known.writes if snapshot.at - at < HOUR)
    if len(recent) < device.writes_per_hour:
        return None
    left = recent[-device.writes_per_hour] + HOUR - snapshot.at
    return Reason.of(Code.BUDGET_SPENT, count=device.writes_per_hour, left=left)


RULES: tuple[Rule, ...] = (
    connected,
    lamps.granted,
    alarm.armable,
    unheld,
    corrections.heeded,
    covers.moves,
    flows.spaced,
    lamps.lit,
    not_both,
    rested,
    within_budget,
)
"""In the order in which they are asked; the first refusal is the reason that a person reads."""


def _direction(snapshot: Snapshot, device: Device, request: Request) -> str | None:
    """What a request would make the device do: "heat", "cool", or neither."""
    if request.point.attribute is Attribute.ON:
        return _nature(device) if request.value is True else None
    if request.point.attribute is Attribute.HVAC_MODE:
        return str(request.value) if request.value in ("heat", "cool") else None
    inside = snapshot.sense(device.place).temperature
    mode = snapshot.value(device.switch)
    if inside is None or not isinstance(request.value, float | int):
        return None
    if mode == "cool":
        return "cool" if request.value < inside else None
    return "heat" if mode not in (None, "off") and request.value > inside else None


def runs_as(snapshot: Snapshot, memory: Memory, device: Device) -> str | None:
    """What a device does now, as far as is known: "heat", "cool", or neither."""
    if device.kind is DeviceKind.DUTY:
        return _nature(device) if memory.devices.get(device.entity, DeviceMemory()).on else None
    pending = memory.pending.get(device.switch)
    mode = pending.value if pending is not None and pending.confirmed is None else snapshot.value(device.switch)
    if mode == "cool":
        return "cool"
    if mode in (None, "off"):
        return None
    action = snapshot.value(Point(device.entity, Attribute.HVAC_ACTION))
    if action is not None:
        return {"heating": "heat", "preheating": "heat", "cooling": "cool"}.get(str(action))
    target, inside = snapshot.number(device.set_point), snapshot.sense(device.place).temperature
    return "heat" if target is not None and inside is not None and target > inside else None


def _modes(device: Device) -> tuple[str, ...]:
    """The modes that a thermostat may be given; `auto` and its like would hand heat and cold to the device."""
    return ("off", *(("heat",) if device.heats else ()), *(("cool",) if device.cools else ()))


def _nature(device: Device) -> str:
    return "heat" if device.heats else "cool"


def _highest(house: House, device: Device) -> float:
    room = house.room(device.place)
    assert room is not None
    return max(room.limits.highest, room.comfort.cool_above) if device.cools else room.limits.highest


def _plain(value: float | str | bool) -> float | str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return value if isinstance(value, str) else float(value)
