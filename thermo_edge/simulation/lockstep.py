"""A plain home around any building that goes on step by step: thermostats, switches, thermometers, who is home."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from thermo_edge.clock import SteppedClock
from thermo_edge.home.heard import Hear, Protected
from thermo_edge.home.house import Attribute, Device, DeviceKind, EntityId, Failsafe, House, PlaceId, Point, Value
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import NOWHERE, Called, Origin
from thermo_edge.home.turn import Command, Delivery
from thermo_edge.simulation.devices import Machine
from thermo_edge.simulation.voice import Voice

OURS = "user-thermo-edge"

_SWITCHING = 0.25
"""K beside its set-point at which a relay goes on and off."""

_WORTH = 1e-3
"""Of a step's heat, kWh: more is called heating."""


@dataclass(frozen=True, slots=True)
class Stands:
    """How the building stands after a step: °C of the air of each room and outdoors, kWh of each room in the step."""

    air: tuple[float, ...]
    outdoor: float
    heat: tuple[float, ...]
    supply: float | None = None


class Building(Protocol):
    """Rooms in the order of the heaters."""

    @property
    def stands(self) -> Stands: ...

    def step(self, asked: Sequence[float]) -> Stands:
        """Let one step pass in which so much is asked of each heater."""

    def close(self) -> None: ...


@dataclass(frozen=True)
class Heater:
    """How a room's heat is asked for: by a set-point in °C, or with `none` and `full` in between.

    `relay`: its thermostat goes on and off; by a set-point, it asks for `beyond` K more than it is set to while on.
    """

    device: Device
    by_set_point: bool
    relay: bool = False
    none: float = 0.0
    full: float = 1.0
    coldest: float = 5.0  # °C that a thermostat asks for while off
    beyond: float = 2.0


class LockstepHome:
    """Implements the Home port. Time passes only in `pass_on`; the building follows in steps of `grain`."""

    def __init__(
        self,
        clock: SteppedClock,
        house: House,
        building: Building,
        heaters: Sequence[Heater],
        here: Callable[[datetime], bool],
        grain: timedelta,
    ) -> None:
        self._clock, self.house, self.building, self.heaters, self._here = clock, house, building, heaters, here
        self._grain = grain
        self.machines = {each.device.entity: Machine(each.device, set_point=18.0) for each in heaters}
        self.commands: list[tuple[datetime, Point, Value]] = []  # everything that reached it
        self.steps = 0
        self.voice = Voice()
        self._due = clock.now() + grain
        self._relays = [False] * len(heaters)
        self._on = [timedelta(0)] * len(heaters)  # how long a bare switch was on in this step
        self._since = clock.now()
        self._owed = [0.0] * len(heaters)  # of a step, that bare switches were on and the building not yet
        self._tell(clock.now())

    @property
    def somebody(self) -> bool:
        """Whether anybody is home now."""
        return self._here(self.house.local(self._clock.now()))

    # --- the Home port ----------------------------------------------------------------------------------------

    def open(self, house: House, hear: Hear) -> None:
        self.voice.open(house, hear)
        self.refresh()

    def refresh(self) -> None:
        guarded = (d.entity for d in self.house.devices if d.bare and d.failsafe is Failsafe.AUTOMATION)
        self.voice.synced(self._clock.now(), frozenset(guarded))

    def send(self, commands: Sequence[Command]) -> None:
        now = self._clock.now()
        for command in commands:
            machine = self.machines.get(command.point.entity)
            if machine is None or not self.voice.reachable:
                self.voice.say(Delivery(command.number, now, error=Reason.of(Code.LINK_DOWN)))
                continue
            origin = self.voice.origin(OURS)
            self.voice.say(Delivery(command.number, now, origin.context))
            self.commands.append((now, command.point, command.value))
            self._take(machine, command.point.attribute, command.value, origin)
        self.voice.speak()

    def renew(self, devices: Sequence[Device]) -> None:
        for device in devices:
            self.machines[device.entity].renew(self._clock.now(), device.failsafe_after)

    def protect(self, device: Device) -> None:
        self.voice.say(Protected(device.entity))

    def close(self) -> None:
        self.voice.close()

    # --- time -------------------------------------------------------------------------------------------------

    def pass_on(self, by: timedelta) -> None:
        """Let time pass, so much at most, until the building has gone on a step: then it tells."""
        until = min(self._clock.now() + by, self._due)
        self._clock.advance(until - self._clock.now())
        if until >= self._due:
            self._step(until)
        self.voice.speak()

    def _step(self, now: datetime) -> None:
        self._lapse(now)
        self._count(now)
        self.building.step([self._asked(number) for number in range(len(self.heaters))])
        self._on = [timedelta(0)] * len(self.heaters)
        self._due += self._grain
        self.steps += 1
        self._tell(now)
        self.voice.beat(now)

    def _asked(self, number: int) -> float:
        heater = self.heaters[number]
        machine, air = self.machines[heater.device.entity], self.building.stands.air[number]
        if heater.device.kind is DeviceKind.DUTY:
            return heater.full if self._owing(number) else heater.none
        if heater.relay:
            missing = machine.set_point - air
            on = missing >= _SWITCHING or (missing > -_SWITCHING and self._relays[number])
            self._relays[number] = on = on and machine.mode == "heat"
            if not heater.by_set_point:
                return heater.full if on else heater.none
            return machine.set_point + heater.beyond if on else heater.coldest
        return machine.set_point if machine.mode == "heat" else heater.coldest

    def _owing(self, number: int) -> bool:
        """The building is on for whole steps only: what a switch was on for part of a step is made good later."""
        self._owed[number] += self._on[number] / self._grain
        on = self._owed[number] >= 0.5
        self._owed[number] -= 1.0 if on else 0.0
        return on

    # --- what is said -----------------------------------------------------------------------------------------

    def _tell(self, now: datetime) -> None:
        stands = self.building.stands
        for heater, air, heat in zip(self.heaters, stands.air, stands.heat, strict=True):
            machine, room = self.machines[heater.device.entity], heater.device.place
            machine.sensed = round(air, 1)
            if machine.mode != "off":
                machine.action = "heating" if heat > _WORTH else "idle"
            self.voice.report(thermometer(room), round(air, 2), now)
            self._tell_machine(machine, now)
        if self.house.outdoor is not None:
            self.voice.report(self.house.outdoor.point, round(stands.outdoor, 1), now)
        for sensor in self.house.others:
            if stands.supply is not None:
                self.voice.report(sensor.point, round(stands.supply, 1), now)
        for person in self.house.persons:
            if person.entity is not None:
                self.voice.change(Point(person.entity, Attribute.PRESENCE), self.somebody, now)

    def person_sets(self, point: Point, value: Value, user: str = "user-household") -> None:
        """Somebody sets a device in the home's own app: it tells of the action, then of the change."""
        origin = self.voice.origin(user)
        self.voice.say(Called(origin, (point.entity,), self._clock.now()))
        self._take(self.machines[point.entity], point.attribute, value, origin)
        self.voice.speak()

    def _take(self, machine: Machine, attribute: Attribute, value: Value, origin: Origin) -> None:
        """What a device was told it reports also where that is no news."""
        now = self._clock.now()
        self._count(now)
        machine.take(attribute, value)
        self._tell_machine(machine, now, origin, {attribute})

    def _tell_machine(
        self, machine: Machine, now: datetime, origin: Origin = NOWHERE, again: Collection[Attribute] = ()
    ) -> None:
        values: Mapping[Attribute, Value] = machine.values()
        for attribute, value in values.items():
            point = Point(machine.device.entity, attribute)
            (self.voice.report if attribute in again else self.voice.change)(point, value, now, origin)

    def _count(self, now: datetime) -> None:
        """Bare switches have stood as they stand since this was asked last."""
        for number, heater in enumerate(self.heaters):
            if self.machines[heater.device.entity].on:
                self._on[number] += now - self._since
        self._since = now

    def _lapse(self, now: datetime) -> None:
        for machine in self.machines.values():
            if machine.lease is not None and now >= machine.lease:
                self._count(now)
                machine.lapse(now)
                self._tell_machine(machine, now)


def thermometer(room: PlaceId) -> Point:
    """The point that tells a room's temperature."""
    return Point(EntityId(f"sensor.{room}_temperature"), Attribute.TEMPERATURE)
