"""What learned thermostats mean for a plan: how far their rooms swing, how quick they are, and words for people."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from thermo_edge.climate.inferred_heat import inferable
from thermo_edge.climate.recovery import recovered
from thermo_edge.climate.thermal import Outlook, RoomOutlook
from thermo_edge.climate.thermostat import HALF
from thermo_edge.home.house import Attribute, Device, EntityId, House, PlaceId, Point, Room
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.thermostat import Recovery, Thermostat

Known = Mapping[EntityId, Thermostat]


def looped(outlook: Outlook, house: House, known: Known) -> Outlook:
    """The outlook as it is with these thermostats: no surer than they swing, and no slower than they were seen."""
    return replace(outlook, rooms=tuple(_looped(each, house.room(each.room), known) for each in outlook.rooms))


def _looped(outlook: RoomOutlook, room: Room | None, known: Known) -> RoomOutlook:
    mine = _of(room, known)
    return recovered(swung(outlook, mine), _quick(room, mine))


def swung(outlook: RoomOutlook, mine: tuple[Thermostat, ...]) -> RoomOutlook:
    """With a spread that knows how far the widest of them lets its room swing beyond the usual.

    A swing between two edges is uniform: its standard deviation is its width by the root of twelve.
    """
    widest = max((each.swing for each in mine if each.holds is None), default=0.0)
    more = max(widest**2 - (2.0 * HALF) ** 2, 0.0) / 12.0
    return replace(outlook, spread=np.sqrt(outlook.spread**2 + more)) if more > 0.0 else outlook


def loops(house: House, known: Known) -> tuple[tuple[PlaceId, Reason], ...]:
    """For people: of each room what was learned of its thermostats, those that were seen to switch."""
    return tuple((room.id, _told(room, each)) for room in house.rooms for each in _of(room, known) if each.switches)


def reckoned(house: House, seen: Snapshot) -> tuple[tuple[PlaceId, Reason], ...]:
    """For people: the rooms in which a thermostat does not say what it does, and its heat is inferred."""
    return tuple((room.id, Reason(Code.HEAT_INFERRED)) for room in house.rooms if is_reckoned(seen, room))


def is_reckoned(seen: Snapshot, room: Room) -> bool:
    """Whether a thermostat there does not say what it does now, and its heat is inferred."""
    return any(_infers(seen, room, each) for each in room.devices)


def _infers(seen: Snapshot, room: Room, device: Device) -> bool:
    own, action = (Point(device.entity, each) for each in (Attribute.TEMPERATURE, Attribute.HVAC_ACTION))
    inside = seen.number(own) if seen.number(own) is not None else seen.sense(room.id).temperature
    known = seen.answers(device.switch) and seen.number(device.set_point) is not None and inside is not None
    return inferable(device) and known and seen.value(action) is None


def _of(room: Room | None, known: Known) -> tuple[Thermostat, ...]:
    devices = room.devices if room is not None else ()
    return tuple(known[each.entity] for each in devices if each.heats and each.entity in known)


def _quick(room: Room | None, mine: tuple[Thermostat, ...]) -> Recovery | None:
    """Of a room with one heater only: with several, nobody knows which of them it was."""
    heaters = [each for each in room.devices if each.heats] if room is not None else []
    return mine[0].recovery if len(heaters) == len(mine) == 1 else None


def _told(room: Room, known: Thermostat) -> Reason:
    """What was learned of a thermostat, in words."""
    return Reason.of(
        Code.THERMOSTAT_LEARNED,
        room=room.id,
        begins=f"{known.on_at:+.1f}".replace("-", "−"),
        ends=f"{known.off_at:+.1f}".replace("-", "−"),
        doubt=f"{max(known.on_doubt, known.off_doubt):.1f}",
        count=float(known.switches),
    )
