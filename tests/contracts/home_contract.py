"""What every Home must do: subclass `HomeContract` and give it a fixture `world` that moves the home behind it."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from tests.builders import forged
from thermo_edge.home.heard import Changes, Heard, Protected, Synced
from thermo_edge.home.house import Attribute, Device, EntityId, House, Point, Value
from thermo_edge.home.snapshot import Called, Quality, Reading
from thermo_edge.home.turn import Delivery
from thermo_edge.ports import Home

T = TypeVar("T")

PATIENCE = 15.0
"""Seconds of the machine that a test waits for anything."""


class World(Protocol):
    """A home behind the port, in the hands of a test."""

    home: Home
    house: House
    thermometer: Point  # that `measure` can move
    thermostat: EntityId  # takes set-points; is in the house
    bare: Device  # a bare switch of the house
    missing: EntityId  # a sensor that the house names and the home does not have

    def measure(self, point: Point, value: float) -> None:
        """A sensor takes a value."""

    def person_sets(self, point: Point, value: Value) -> str:
        """A person sets a point through the home; returns their user id."""

    def breathe(self) -> None:
        """Let a moment pass: step the clock, or wait."""


@dataclass
class Ears:
    """Remembers what was heard, from whichever thread."""

    heard: list[Heard] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, heard: Heard) -> None:
        with self._lock:
            self.heard.append(heard)

    def of(self, kind: type[T]) -> list[T]:
        with self._lock:
            return [one for one in self.heard if isinstance(one, kind)]

    def readings(self, point: Point) -> list[Reading]:
        """All readings of a point, oldest first."""
        with self._lock:
            told = [one.readings for one in self.heard if isinstance(one, Changes | Synced)]
        return [reading for readings in told for reading in readings if reading.point == point]

    def value(self, point: Point) -> Value | None:
        readings = self.readings(point)
        return readings[-1].value if readings else None

    def forget(self) -> None:
        with self._lock:
            self.heard.clear()


def until(world: World, check: Callable[[], T], what: str) -> T:
    """The first true value of `check`."""
    end = time.monotonic() + PATIENCE
    while not (value := check()):
        assert time.monotonic() < end, f"waited in vain: {what}"
        world.breathe()
    return value


class HomeContract:
    """Inherit, and provide the fixture `world`. The home is opened here and closed by the fixture."""

    @staticmethod
    def opened(world: World) -> Ears:
        ears = Ears()
        world.home.open(world.house, ears)
        until(world, lambda: ears.of(Synced), "everything is read after opening")
        return ears

    def test_opening_reads_every_point_of_the_house(self, world: World) -> None:
        synced = self.opened(world).of(Synced)[0]
        told = {reading.point for reading in synced.readings}
        assert {sensor.point for sensor in world.house.sensors} <= told
        assert {device.switch for device in world.house.devices} <= told
        assert all(reading.at.tzinfo and reading.reported.tzinfo for reading in synced.readings)

    def test_a_change_is_heard(self, world: World) -> None:
        ears = self.opened(world)
        for value in (18.25, 18.75):
            world.measure(world.thermometer, value)
            until(world, lambda: ears.value(world.thermometer) == value, f"{value} is heard")  # noqa: B023
        last = ears.readings(world.thermometer)[-1]
        assert last.quality is Quality.GOOD
        assert last.reported >= last.at

    def test_a_command_is_answered_and_obeyed(self, world: World) -> None:
        ears = self.opened(world)
        point = Point(world.thermostat, Attribute.SET_POINT)
        target = 19.5 if ears.value(point) != 19.5 else 21.0
        world.home.send([forged(world.thermostat, Attribute.SET_POINT, target, 41)])
        delivery = until(world, lambda: ears.of(Delivery), "the command is answered")[0]
        assert (delivery.number, delivery.error) == (41, None)
        until(world, lambda: ears.value(point) == target, "the set-point is heard")
        assert ears.readings(point)[-1].origin.context == delivery.context

    def test_each_of_several_commands_is_answered(self, world: World) -> None:
        ears = self.opened(world)
        world.home.send([forged(world.thermostat, Attribute.SET_POINT, 18.0 + number, number) for number in (1, 2, 3)])
        until(world, lambda: len(ears.of(Delivery)) == 3, "three answers")
        assert {delivery.number for delivery in ears.of(Delivery)} == {1, 2, 3}

    def test_a_command_to_what_is_missing_is_answered_with_an_error(self, world: World) -> None:
        ears = self.opened(world)
        world.home.send([forged(world.missing, Attribute.ON, True, 7)])
        delivery = until(world, lambda: ears.of(Delivery), "the command is answered")[0]
        assert delivery.number == 7
        assert delivery.error is not None

    def test_refresh_names_what_is_missing(self, world: World) -> None:
        ears = self.opened(world)
        ears.forget()
        world.home.refresh()
        synced = until(world, lambda: ears.of(Synced), "an answer to refresh")[0]
        missing = [reading for reading in synced.readings if reading.point.entity == world.missing]
        assert missing
        assert all(reading.quality is Quality.MISSING and reading.value is None for reading in missing)

    def test_a_persons_action_is_overheard_with_the_change(self, world: World) -> None:
        ears = self.opened(world)
        point = Point(world.thermostat, Attribute.SET_POINT)
        target = 22.0 if ears.value(point) != 22.0 else 20.0
        user = world.person_sets(point, target)
        until(world, lambda: ears.value(point) == target, "the person's set-point is heard")
        called = until(world, lambda: [one for one in ears.of(Called) if one.origin.user == user], "the action")[-1]
        assert world.thermostat in called.entities
        assert ears.readings(point)[-1].origin.context == called.origin.context

    def test_a_switch_off_from_outside_is_made_and_listed(self, world: World) -> None:
        ears = self.opened(world)
        world.home.protect(world.bare)
        protected = until(world, lambda: ears.of(Protected), "an answer to protect")[0]
        assert protected == Protected(world.bare.entity)
        ears.forget()
        world.home.refresh()
        synced = until(world, lambda: ears.of(Synced), "an answer to refresh")[-1]
        assert world.bare.entity in synced.protected

    def test_a_sign_of_life_is_taken(self, world: World) -> None:
        ears = self.opened(world)
        world.home.renew([world.bare])
        world.home.refresh()
        until(world, lambda: len(ears.of(Synced)) >= 2, "the home goes on")

    def test_nothing_is_heard_after_closing(self, world: World) -> None:
        ears = self.opened(world)
        world.home.close()
        ears.forget()
        world.measure(world.thermometer, 17.5)
        for _ in range(20):
            world.breathe()
        assert ears.heard == []
