"""A thermometer that says the very same for hours of full heat, or for days: it counts as silent until it moves."""

from dataclasses import replace
from datetime import timedelta

from thermo_edge.home.house import Attribute, DeviceKind, EntityId, Room
from thermo_edge.home.memory import ClimateMemory, TrimMemory
from thermo_edge.home.snapshot import Reading, Snapshot

LONG = timedelta(hours=8)
"""In which a bare heater that is always on changes what any thermometer says, or heats nothing.

If it was the heater, or if the room is just held, the thermometer changes once heat goes off, and heat goes on.
"""

DAYS = timedelta(hours=48)
"""In which a room with a bare heater moves by what fine thermometers tell; one that stands warm asks for no heat."""

COARSE = 0.5
"""K; a thermometer may only tell whole steps of so much, or whole °F, and a room may well stay within one."""

_NONE = TrimMemory()


def noticed(snapshot: Snapshot, memory: ClimateMemory, room: Room) -> ClimateMemory:
    """With the room's thermometers that have stuck, or move again. The same object: no news."""
    stuck = dict(memory.stuck)
    for sensor in room.sensing(Attribute.TEMPERATURE):
        reading, entity = snapshot.good.get(sensor.point), sensor.point.entity
        if reading is None or not isinstance(reading.value, float):
            continue
        if entity in stuck and reading.value != stuck[entity]:
            del stuck[entity]
        elif entity not in stuck and _stands(snapshot, memory, room, reading):
            stuck[entity] = reading.value
    return memory if stuck == memory.stuck else replace(memory, stuck=stuck)


def _stands(snapshot: Snapshot, memory: ClimateMemory, room: Room, reading: Reading) -> bool:
    """Whether this is what the room goes by, and it has not moved for days, or since a bare heater there strives."""
    sense = snapshot.sense(room.id)
    if sense.temperature != reading.value or sense.at != reading.reported:
        return False
    bare = (device.entity for device in room.devices if device.heats and device.kind is DeviceKind.DUTY)
    return any(_unmoved(reading) or _long(snapshot, memory, entity, reading) for entity in bare)


def _unmoved(reading: Reading) -> bool:
    celsius = float(reading.value or 0.0)
    steps, fahrenheit = celsius / COARSE, 1.8 * celsius + 32.0
    fine = abs(steps - round(steps)) > 1e-6 and abs(fahrenheit - round(fahrenheit)) > 0.01
    return fine and reading.reported - reading.at >= DAYS


def _long(snapshot: Snapshot, memory: ClimateMemory, entity: EntityId, reading: Reading) -> bool:
    since = memory.trims.get(entity, _NONE).strives
    return since is not None and reading.at <= since <= snapshot.at - LONG
