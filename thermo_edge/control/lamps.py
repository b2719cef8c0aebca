"""The guard's rules for lamps: who may turn one on, and that adjusting touches only what is lit."""

import math

from thermo_edge.home.house import Attribute, Device, DeviceKind
from thermo_edge.home.memory import Guarding, Memory
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Presence, Snapshot
from thermo_edge.home.turn import Grant, Priority, Request

NO_EFFECT = frozenset({None, "", "none", "None", "off"})


def possible(device: Device, request: Request) -> Reason | None:
    """Whether this lamp can take this brightness or colour at all."""
    attribute, value = request.point.attribute, request.value
    if isinstance(value, bool | str) or attribute not in (Attribute.BRIGHTNESS, Attribute.COLOUR):
        return Reason.of(Code.NOT_FOR_DEVICE)
    if not math.isfinite(value):
        return Reason.of(Code.NOT_FINITE)
    span = ((1.0, 100.0) if device.dims else None) if attribute is Attribute.BRIGHTNESS else device.colours
    if span is None or not span[0] <= value <= span[1]:
        return Reason.of(Code.NOT_FOR_DEVICE)
    return None


def granted(snapshot: Snapshot, memory: Memory, device: Device, request: Request) -> Reason | None:
    """A lamp goes on only with one of the four grants, and only while what it claims is so."""
    turns_on = request.point.attribute is Attribute.ON and request.value is True
    if device.kind is not DeviceKind.LIGHT or not turns_on or _holds(snapshot, memory, request):
        return None
    return Reason.of(Code.NO_GRANT, what=request.grant.value if request.grant else None)


def _holds(snapshot: Snapshot, memory: Memory, request: Request) -> bool:
    match request.grant:
        case Grant.PRESENCE:
            return snapshot.sense(request.place).presence is Presence.PRESENT
        case Grant.PERSON:
            hold = memory.holds.get(request.point)
            return request.priority is Priority.PERSON and hold is not None and hold.establish and hold.value is True
        case Grant.SIMULATION:
            return snapshot.presence is Presence.ABSENT
        case Grant.SAFETY:
            return request.priority is Priority.SAFETY and alarmed(memory)
    return False


def alarmed(memory: Memory) -> bool:
    """Whether there is smoke, gas, a leak, or an intruder."""
    return bool(memory.security.hazards) or memory.security.state is Guarding.ALARM


def lit(snapshot: Snapshot, memory: Memory, device: Device, request: Request) -> Reason | None:
    """Brightness and colour are for a lamp that is on, or goes on in this turn, and that shows no effect."""
    if device.kind is not DeviceKind.LIGHT or request.point.attribute is Attribute.ON:
        return None
    pending = memory.pending.get(device.switch)
    told = pending.value if pending is not None and pending.confirmed is None and not pending.failed else None
    on = told if told is not None else snapshot.value(device.switch)
    if on is not True:
        return Reason.of(Code.NOT_LIT)
    effect = snapshot.value(device.switch._replace(attribute=Attribute.EFFECT))
    if effect not in NO_EFFECT and request.priority not in (Priority.SAFETY, Priority.PERSON):
        return Reason.of(Code.EFFECT_RUNS, detail=str(effect))
    return None
