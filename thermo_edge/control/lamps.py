"""The guard's rules for lamps: who may turn one on, and that adjusting touches only what is lit."""

import math

from thermo_edge.home.house import Attribute, Device, DeviceKind, Value
from thermo_edge.home.memory import Guarding, Memory
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.turn import Decision, Grant, Priority, Request
from thermo_edge.lighting.lamp import NO_EFFECT

DIALS = frozenset({Attribute.BRIGHTNESS, Attribute.COLOUR})
"""What a lamp has only while it shines."""


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
            wished = hold is not None and hold.establish and hold.value is True and hold.until > snapshot.at
            return request.priority is Priority.PERSON and wished
        case Grant.SIMULATION:
            return snapshot.presence is Presence.ABSENT
        case Grant.SAFETY:
            return request.priority is Priority.SAFETY and alarmed(memory)
    return False


def alarmed(memory: Memory) -> bool:
    """Whether there is smoke, gas, a leak, or an intruder."""
    return bool(memory.security.hazards) or memory.security.state is Guarding.ALARM


def lit(snapshot: Snapshot, memory: Memory, device: Device, request: Request) -> Reason | None:
    """Brightness and colour are for a lamp that is on, or goes on in this turn, and that shows no effect.

    A lamp that was told to go on earlier and is not seen to be on may have been turned off meanwhile; one that was told
    to go off may not be seen to be off yet.
    """
    if device.kind is not DeviceKind.LIGHT or request.point.attribute is Attribute.ON:
        return None
    pending, on = memory.pending.get(device.switch), snapshot.value(device.switch)
    if pending is not None and pending.confirmed is None and not pending.failed:
        now = pending.at == snapshot.at and pending.delivered is None
        on = pending.value if now or pending.value is False else on
    if on is not True:
        return Reason.of(Code.NOT_LIT)
    effect = snapshot.value(device.switch._replace(attribute=Attribute.EFFECT))
    if effect not in NO_EFFECT and request.priority not in (Priority.SAFETY, Priority.PERSON):
        return Reason.of(Code.EFFECT_RUNS, detail=str(effect))
    return None


def shown(snapshot: Snapshot, device: Device, request: Request) -> Value | None:
    """What the point is now: a lamp that is off has no brightness and no colour, whatever it had when it was on."""
    dark = device.kind is DeviceKind.LIGHT and snapshot.value(device.switch) is not True
    return None if dark and request.point.attribute in DIALS else snapshot.value(request.point)


def along(decision: Decision) -> bool:
    """Whether this only says that a lamp which did not go on was not adjusted either: that need not be told."""
    went_dark = decision.because is not None and decision.because.code is Code.NOT_LIT
    return went_dark and decision.request.grant is not None and decision.request.point.attribute in DIALS


def adjusts(request: Request) -> bool:
    """A lamp that is on is adjusted: too small a thing to ask a person about."""
    return request.point.attribute in DIALS and request.grant is None
