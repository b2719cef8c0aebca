"""The home of a twin: its rooms are made of arithmetic, and all else is told as it was on a day of the recording."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from thermo_edge.clock import SteppedClock
from thermo_edge.home.heard import Hear, Protected
from thermo_edge.home.house import Attribute, Device, DeviceKind, Failsafe, House, PlaceId, Point, Room
from thermo_edge.home.snapshot import NOWHERE, Origin, Reading
from thermo_edge.home.thermostat import set_by
from thermo_edge.home.turn import Command, Delivery
from thermo_edge.simulation.devices import Machine
from thermo_edge.simulation.fit import Twin
from thermo_edge.simulation.plant import Array
from thermo_edge.simulation.twin_forecast import Past, Recording, past
from thermo_edge.simulation.twin_room import FULL, STEP, Rooms, Standing
from thermo_edge.simulation.voice import Voice

GRAIN = timedelta(minutes=5)
OURS = "user-thermo-edge"
SWITCHING = 0.2
"""K to either side of where a thermostat switches."""


@dataclass(frozen=True)
class RoomTwin:
    """One room that can be lived in again, with the recording that it goes on from."""

    recording: Recording
    twin: Twin


@dataclass
class _Lived:
    """A room while it is lived in."""

    rooms: Rooms
    past: Past
    recorded: Array  # °C in steps of the recording
    stands: Standing
    offset: float
    on: dict[str, bool] = field(default_factory=dict)

    @property
    def air(self) -> float:
        return float(self.stands.air[0, 0])


class TwinHome:
    """Implements Home. Time passes only in `step`; `house` is that of the twin: rooms without one are not in it."""

    def __init__(
        self, clock: SteppedClock, house: House, twins: Mapping[PlaceId, RoomTwin], member: int, first: int, steps: int
    ) -> None:
        """`member` of each twin lives through `steps` of its recording from `first` on.

        A room without a twin is as warm as it was recorded, and must have no devices.
        """
        self._clock, self.house, self._voice = clock, house, Voice()
        self._living = tuple(room for room in house.rooms if room.id in twins)
        self._others = max(sum(bool(room.thermometers) for room in house.rooms) - 1, 1)
        self._rooms = {room.id: _begun(twins[room.id], member, first, steps) for room in self._living}
        self._passed = 0
        self.commands: list[Command] = []
        self.machines = {device.entity: Machine(device) for device in house.devices}
        self._own = {point for room in self._living for point in _told_by_us(room)}
        for room in self._living:
            for device in set_by(room):
                self._begin(self.machines[device.entity], twins[room.id], first)

    # --- the Home port ------------------------------------------------------------------------------------------------

    def open(self, house: House, hear: Hear) -> None:
        self._voice.open(house, hear)
        self._tell()

    def refresh(self) -> None:
        guarded = (each.entity for each in self.house.devices if each.failsafe is Failsafe.AUTOMATION)
        self._voice.synced(self._clock.now(), frozenset(guarded))

    def send(self, commands: Sequence[Command]) -> None:
        now = self._clock.now()
        for command in commands:
            self.commands.append(command)
            origin = self._voice.origin(OURS)
            self._voice.say(Delivery(command.number, now, origin.context))
            machine = self.machines[command.point.entity]
            machine.take(command.point.attribute, command.value)
            self._tell_machine(machine, now, origin, command.point.attribute)
        self._voice.speak()

    def renew(self, devices: Sequence[Device]) -> None:
        """What guards a bare switch never goes off in a twin: the program lives."""

    def protect(self, device: Device) -> None:
        self._voice.say(Protected(device.entity))

    def close(self) -> None:
        self._voice.close()

    # --- time ---------------------------------------------------------------------------------------------------------

    def step(self, told: Sequence[Reading]) -> None:
        """Let GRAIN pass, at the end of which is told what was recorded of all but the rooms' own warmth."""
        place = int(self._passed * GRAIN.total_seconds() / STEP)
        beside = self._beside(place)
        for room in self._living:
            self._live(room, place, beside[room.id])
        self._passed += 1
        self._clock.advance(GRAIN)
        for reading in told:
            ours = reading.point in self._own or reading.point.entity in self.machines
            if reading.value is not None and not ours:
                self._voice.report(reading.point, reading.value, reading.reported, reading.origin)
        self._tell()
        self._voice.beat(self._clock.now())
        self._voice.speak()

    def air(self, room: PlaceId) -> float:
        """°C"""
        return self._rooms[room].air

    def heat(self, room: PlaceId) -> float:
        """0..1 of full heat that it is given now."""
        return float(self._rooms[room].stands.given[0, 0]) / FULL

    def _live(self, room: Room, place: int, warmer: float) -> None:
        lived = self._rooms[room.id]
        heating = self._asked(room, lived, cold=False)
        cooling = self._asked(room, lived, cold=True)
        outdoor, neighbours, sun, _, _, _, hour = lived.past.drives.at(place)
        wanted = np.full(1, self._wanted(room))
        drives = outdoor, neighbours + warmer, sun, np.full(1, heating), np.full(1, cooling), wanted, hour
        more = float(lived.past.more[place])
        lived.stands = lived.rooms.step(lived.stands, drives, more, GRAIN.total_seconds())

    def _beside(self, place: int) -> dict[PlaceId, float]:
        """K by which the rooms beside each are warmer than they were recorded, on the mean."""
        off = {room: lived.air - float(lived.recorded[place]) for room, lived in self._rooms.items()}
        return {room: (sum(off.values()) - each) / self._others for room, each in off.items()}

    def _asked(self, room: Room, lived: _Lived, cold: bool) -> float:
        """0..1 that devices ask for, mean of those that can."""
        devices = [each for each in room.devices if (each.cools and not each.heats if cold else each.heats)]
        if not devices:
            return 0.0
        return float(np.mean([self._runs(self.machines[each.entity], lived, cold) for each in devices]))

    def _wanted(self, room: Room) -> float:
        """°C that valves go by; NaN where none does."""
        machines = [self.machines[each.entity] for each in set_by(room)]
        return float(np.mean([machine.set_point for machine in machines])) if machines else np.nan

    def _runs(self, machine: Machine, lived: _Lived, cold: bool) -> bool:
        device = machine.device
        if device.kind is not DeviceKind.THERMOSTAT:
            return machine.on
        if machine.mode == "off" or (machine.mode == "cool") is not cold:
            return False
        missing = lived.air - machine.set_point if cold else machine.set_point + lived.offset - lived.air
        was = lived.on.get(device.entity, False)
        lived.on[device.entity] = missing > SWITCHING or (was and missing > -SWITCHING)
        return lived.on[device.entity]

    # --- what is told -------------------------------------------------------------------------------------------------

    def _begin(self, machine: Machine, twin: RoomTwin, first: int) -> None:
        known = twin.recording.set_point[:first]
        known = known[np.isfinite(known)]
        machine.set_point = float(np.round(known[-1] * 2.0) / 2.0) if known.size else machine.set_point

    def _tell(self) -> None:
        now = self._clock.now()
        for room in self._living:
            air = round(self.air(room.id), 2)
            for sensor in room.thermometers:
                self._voice.report(sensor.point, air, now)
            for device in room.devices:
                machine = self.machines[device.entity]
                runs = self._rooms[room.id].on.get(device.entity, False)
                works = "cooling" if machine.mode == "cool" else "heating"
                machine.sensed, machine.action = air, "off" if machine.mode == "off" else works if runs else "idle"
        for machine in self.machines.values():
            self._tell_machine(machine, now)

    def _tell_machine(
        self, machine: Machine, now: datetime, origin: Origin = NOWHERE, again: Attribute | None = None
    ) -> None:
        for attribute, value in machine.values().items():
            tell = self._voice.report if attribute is again else self._voice.change
            tell(Point(machine.device.entity, attribute), value, now, origin)


def _begun(room: RoomTwin, member: int, first: int, steps: int) -> _Lived:
    theta = room.twin.theta[member % room.twin.members]
    found = past(theta, room.recording, first, steps)
    recorded = room.recording.target[first : first + steps]
    start = float(found.stands.air[0, 0])
    return _Lived(Rooms(theta[None], 1), found, _held(recorded, start), found.stands, room.twin.offset)


def _held(line: Array, start: float) -> Array:
    held = []
    for value in line.tolist():
        start = value if np.isfinite(value) else start
        held.append(start)
    return np.array(held)


def _told_by_us(room: Room) -> tuple[Point, ...]:
    return tuple(sensor.point for sensor in room.thermometers)
