"""Whether what hangs on a shared heat source takes heat from it: by what it does, not by what is wished of it.

A wish may be refused: a window is open, a person holds the valve, the room is only observed.
"""

from thermo_edge.climate import following
from thermo_edge.climate.targets import target
from thermo_edge.home.house import Attribute, Device, DeviceKind, Point
from thermo_edge.home.memory import DeviceMemory, Memory
from thermo_edge.home.snapshot import Snapshot

LACKS = 0.3
"""K below its band from which on a room's thermostat is not believed that it needs nothing."""

_HEATS = frozenset({"heating", "preheating"})
_NOT_HEATING = frozenset({"off", "cool", "dry", "fan_only"})


def draws(snapshot: Snapshot, memory: Memory, member: Device) -> bool:
    """A switch or valve while it is on; a thermostat while it says that it heats, or its room lacks.

    One that does not say what it does draws while its room is below its set-point, and where nobody sees the room: its
    own loop bounds it, and without the source the room would not even be kept safe. What does not answer may be on or
    off: it draws only while its room lacks.
    """
    answers = snapshot.answers(member.switch)
    if member.kind is DeviceKind.DUTY:
        on = memory.devices.get(member.entity, DeviceMemory()).on is True
        return on and (answers or _lacks(snapshot, memory, member))
    inside, set_point = snapshot.sense(member.place).temperature, snapshot.number(member.set_point)
    if snapshot.value(member.switch) in _NOT_HEATING or set_point is None:
        return False
    below = inside is not None and inside < set_point
    action = snapshot.value(Point(member.entity, Attribute.HVAC_ACTION))
    if answers and action is None:
        return below or inside is None
    return (answers and action in _HEATS) or (below and _lacks(snapshot, memory, member))


def _lacks(snapshot: Snapshot, memory: Memory, member: Device) -> bool:
    room, inside = snapshot.house.room(member.place), snapshot.sense(member.place).temperature
    if room is None or inside is None:
        return False
    plain = target(snapshot, room, memory.wishes.get(room.id), memory.taste)
    return inside < following.followed(snapshot, room, memory.plan, plain).band.low - LACKS
