"""The turns of the benchmark's home: eight rooms, four heated by a switch in duty cycles, four by a radiator valve."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from thermo_edge.control import guard
from thermo_edge.home.house import (
    Attribute,
    Device,
    DeviceKind,
    Domain,
    EntityId,
    Failsafe,
    House,
    Mode,
    PlaceId,
    Point,
    Room,
    Value,
)
from thermo_edge.home.memory import Cadence, ClimateMemory, DeviceMemory, DutyMemory, Memory, Modes, Turn
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Link, Reading, Snapshot
from thermo_edge.home.turn import Priority, Request

DAY = timedelta(days=1)
EVERY = timedelta(minutes=5)
CYCLE = timedelta(minutes=20)

_UP = Link(True, datetime(2025, 1, 1, tzinfo=UTC))


class Rooms:
    """Makes a turn every five minutes; most of them repeat the former, as the loop's do. The guard judges each."""

    def __init__(self, rooms: int, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self._house = House("Bench", rooms=tuple(_room(number) for number in range(rooms)))
        cadences = {
            Point(EntityId(f"sensor.t_{number}"), Attribute.TEMPERATURE): Cadence(180.0 + number, number)
            for number in range(rooms * 6)
        }
        modes = Modes({(room.id, Domain.CLIMATE): Mode.ACT for room in self._house.rooms})
        rested = {str(device.entity): DeviceMemory(False, _UP.since - DAY) for device in self._house.devices}
        self.memory = Memory(modes=modes, cadences=cadences, devices=rested)
        self._known: dict[Point, Reading] = {
            device.switch: Reading(device.switch, device.kind is DeviceKind.THERMOSTAT and "heat", _UP.since, _UP.since)
            for device in self._house.devices
        }

    def turn(self, at: datetime, heating: bool) -> tuple[Turn, tuple[Reading, ...]]:
        """The turn, and what the devices report after it."""
        memory = replace(self.memory, turn=self.memory.turn + 1, climate=self._climate(at))
        snapshot = Snapshot(at, self._house, self._known, self._known, _UP)
        judged = guard.judge(snapshot, memory, self._requests(at, heating))
        heard = tuple(Reading(command.point, command.value, at, at) for command in judged.commands)
        self._known |= {reading.point: reading for reading in heard}
        pending = {point: replace(sent, confirmed=at) for point, sent in judged.memory.pending.items()}
        known = {**judged.memory.known, **{command.point: command.value for command in judged.commands}}
        self.memory = replace(judged.memory, pending=pending, known=known)
        return Turn(memory.turn, at, "tick", judged.decisions, judged.commands, (), self.memory), heard

    def day(self, start: datetime, heating: bool) -> Iterator[tuple[Turn, tuple[Reading, ...]]]:
        for number in range(DAY // EVERY):
            yield self.turn(start + number * EVERY, heating)

    def _requests(self, at: datetime, heating: bool) -> list[Request]:
        return [
            _request(device, self._wanted(number, device, at, heating), at)
            for number, device in enumerate(self._house.devices)
        ]

    def _wanted(self, number: int, device: Device, at: datetime, heating: bool) -> Value:
        if device.kind is DeviceKind.DUTY:
            share = 0.45 + 0.1 * float(self._rng.standard_normal())
            phase = ((at.timestamp() + number * 97) % CYCLE.total_seconds()) / CYCLE.total_seconds()
            on = self._known[device.switch].value
            return heating and (phase < share if not on else phase < share + 0.2)
        trim = round(2 * float(np.sin(at.timestamp() / 7200 + number))) / 2
        return (20.5 if 6 <= at.hour < 22 else 17.5) + (trim if heating else 0.0)

    def _climate(self, at: datetime) -> ClimateMemory:
        bare = (device.entity for device in self._house.devices if device.kind is DeviceKind.DUTY)
        return ClimateMemory({entity: DutyMemory(at, 0.45, 0.2) for entity in bare}, self.memory.climate.trims)


def _room(number: int) -> Room:
    duty, place = number % 2 == 0, PlaceId(f"room_{number}")
    entity = EntityId(f"switch.heater_{number}" if duty else f"climate.radiator_{number}")
    kind = DeviceKind.DUTY if duty else DeviceKind.THERMOSTAT
    device = Device(entity, place, kind, failsafe=Failsafe.OWN_TIMER, writes_per_hour=240)
    return Room(place, f"Room {number}", devices=(device,))


def _request(device: Device, value: Value, at: datetime) -> Request:
    warm = 6 <= at.hour < 22
    code = Code.WARM_HOURS if warm else Code.SETBACK_HOURS
    reason = Reason.of(code, temperature=20.1, low=20.0, high=21.0, target=20.5, duty=0.45, until=at)
    point = device.switch if device.kind is DeviceKind.DUTY else device.set_point
    return Request(point, value, device.place, Domain.CLIMATE, Priority.COMFORT, reason, 20.5)
