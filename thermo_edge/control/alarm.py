"""The guard's rules for an alarm panel: who may arm and disarm it, and never away against somebody inside."""

from thermo_edge.home.house import Attribute, Device, DeviceKind
from thermo_edge.home.memory import Guarding, Memory, Watch
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.turn import Priority, Request
from thermo_edge.security.policy import someone_inside

ARMED = {watch: f"armed_{watch}" for watch in Watch}
DISARMED = "disarmed"
TRIGGERED = "triggered"


def possible(request: Request) -> Reason | None:
    """Whether a panel knows this word."""
    known = request.value in (*ARMED.values(), DISARMED, TRIGGERED)
    return None if known and request.point.attribute is Attribute.ALARM else Reason.of(Code.NOT_FOR_DEVICE)


def armable(snapshot: Snapshot, memory: Memory, device: Device, request: Request) -> Reason | None:
    """Arming and disarming are what a person asked for just now; a panel is triggered only by an alarm that stands."""
    if device.kind is not DeviceKind.PANEL:
        return None
    if request.value == TRIGGERED:
        return None if memory.security.state is Guarding.ALARM else Reason.of(Code.NO_ALARM)
    asked = memory.security.request
    if asked is None or request.priority is not Priority.PERSON:
        return Reason.of(Code.NOT_FOR_DEVICE)
    if request.value != (ARMED[asked.watch] if asked.watch else DISARMED):
        return Reason.of(Code.NOT_FOR_DEVICE)
    return someone_inside(snapshot, asked.who) if asked.watch is Watch.AWAY else None
