"""The plain simulated home: implements the Home port on a clock that it moves itself."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

import numpy as np

from thermo_edge.clock import SteppedClock
from thermo_edge.home.house import Attribute, Device, EntityId, House, Point, Value
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import NOWHERE, Called, Origin, Quality, Reading
from thermo_edge.home.turn import Command, Delivery
from thermo_edge.ports import Changes, Hear, LinkLost, Protected, Synced
from thermo_edge.simulation import plain, thermal
from thermo_edge.simulation.devices import Machine
from thermo_edge.simulation.people import Act, Deed, day
from thermo_edge.simulation.weather import Climate, outdoor, sunshine

STEP = timedelta(seconds=60)
"""The longest stretch that is computed at once."""

HEARTBEAT = timedelta(minutes=10)
"""A thermometer reports at least so often, and on each tenth of a kelvin."""

_US = "user-thermo-edge"


class SimulatedHome:
    """Six rooms, two people, weather. `advance` moves its clock; what happens meanwhile is told as by a real home."""

    def __init__(self, clock: SteppedClock, seed: int = 1, people: bool = True, climate: Climate | None = None) -> None:
        self._clock = clock
        self._seed = seed
        self._climate = climate or Climate()
        self._people = people
        self._house = plain.house()
        self._plant = plain.plant()
        self.thermal = thermal.at_rest(self._plant, 18.5)
        self.machines = {device.entity: Machine(device) for device in self._house.devices}
        self.windows = dict.fromkeys(plain.ROOMS, False)
        self.at_home = {"anna": True, "ben": True}
        self.commands: list[tuple[datetime, Point, Value]] = []  # everything that reached it
        self.energy = np.zeros(len(plain.ROOMS))  # kWh of heat by room
        self.reachable = True
        self._silent: set[EntityId] = set()
        self._hear: Hear | None = None
        self._open = self._house
        self._named: frozenset[EntityId] = frozenset()
        self._told: dict[Point, Reading] = {}
        self._noise = np.random.default_rng(seed)
        self._contexts = 0
        self._day: date | None = None
        self._acts: list[Act] = []

    # --- the Home port ----------------------------------------------------------------------------------------

    def open(self, house: House, hear: Hear) -> None:
        self._hear, self._open, self._named = hear, house, house.entities
        self.refresh()

    def refresh(self) -> None:
        if self._hear is None:
            return
        if not self.reachable:
            self._hear(LinkLost(Reason.of(Code.LINK_DOWN)))
            return
        now = self._clock.now()
        readings = [self._told.get(point) or Reading(point, value, now, now) for point, value in self._state()]
        self._told.update({reading.point: reading for reading in readings})
        known = {reading.point.entity for reading in readings}
        named = [reading for reading in readings if reading.point.entity in self._named]
        wanted = (*(sensor.point for sensor in self._open.sensors), *(device.switch for device in self._open.devices))
        missing = [Reading(p, None, now, now, Quality.MISSING) for p in wanted if p.entity not in known]
        guarded = frozenset(device.entity for device in self._house.devices)
        self._hear(Synced((*named, *missing), guarded, now))

    def send(self, commands: Sequence[Command]) -> None:
        now = self._clock.now()
        for command in commands:
            machine = self.machines.get(command.point.entity)
            if machine is None or not self.reachable or self._hear is None:
                if self._hear is not None:
                    self._hear(Delivery(command.number, now, error=Reason.of(Code.LINK_DOWN)))
                continue
            self._contexts += 1
            origin = Origin(f"context-{self._contexts}", None, _US)
            self._hear(Delivery(command.number, now, origin.context))
            self.commands.append((now, command.point, command.value))
            machine.take(command.point.attribute, command.value)
            self._tell(origin)

    def renew(self, devices: Sequence[Device]) -> None:
        for device in devices:
            self.machines[device.entity].hear(self._clock.now(), device.failsafe_after)

    def protect(self, device: Device) -> None:
        if self._hear is not None:
            self._hear(Protected(device.entity))

    def close(self) -> None:
        self._hear = None

    # --- time -------------------------------------------------------------------------------------------------

    def advance(self, by: timedelta) -> None:
        """Let time pass: people, weather, heat, and what the sensors tell of it."""
        while by > timedelta(0):
            step = min(by, STEP)
            by -= step
            now = self._clock.advance(step)
            if self._people:
                self._live(now)
            for machine in self.machines.values():
                machine.lapse(now)
            self._warm(now, step.total_seconds())
            self._tell(NOWHERE)

    def _warm(self, now: datetime, seconds: float) -> None:
        demand = np.array([[machine.demand(air) for machine, air in zip(self._order(), self.air, strict=True)]])
        weather = thermal.Weather(np.array([outdoor(self._climate, now)]), np.array([sunshine(self._climate, now)]))
        windows = np.array([[self.windows[room] for room in plain.ROOMS]])
        gains = np.full((1, len(plain.ROOMS)), 20.0) + 25.0 * sum(self.at_home.values())
        self.thermal = thermal.step(self._plant, self.thermal, weather, demand, gains, windows, seconds)
        self.energy += self.thermal.heat[0] * seconds / 3.6e6

    @property
    def air(self) -> list[float]:
        """Air temperatures, °C, in the order of plain.ROOMS."""
        return [float(value) for value in self.thermal.air[0]]

    def _order(self) -> list[Machine]:
        return [self.machines[plain.heater(room)] for room in plain.ROOMS]

    # --- people and tests ---------------------------------------------------------------------------------------

    def person_sets(self, point: Point, value: Value, user: str = "user-anna") -> None:
        """Somebody sets a device in the home's own app: it tells of the action, then of the change."""
        self._contexts += 1
        origin = Origin(f"context-{self._contexts}", None, user)
        if self._hear is not None and self.reachable:
            self._hear(Called(origin, (point.entity,), self._clock.now()))
        self.machines[point.entity].take(point.attribute, value)
        self._tell(origin)

    def tell(self, point: Point, value: Value) -> None:
        """A sensor says this, whatever is true."""
        now = self._clock.now()
        self._told[point] = Reading(point, value, now, now)
        if self._hear is not None and self.reachable:
            self._hear(Changes((self._told[point],)))

    def adopt(self, known: Mapping[Point, Value]) -> None:
        """Stand as the devices stood when somebody last looked."""
        for point, value in known.items():
            if point.entity in self.machines:
                self.machines[point.entity].take(point.attribute, value)

    def turn_knob(self, point: Point, value: Value) -> None:
        """Somebody turns the knob of a device: the home cannot say who."""
        self.machines[point.entity].take(point.attribute, value)
        self._tell(NOWHERE)

    def silence(self, entity: EntityId, silent: bool = True) -> None:
        """A sensor dies, or comes back."""
        self._silent = self._silent | {entity} if silent else self._silent - {entity}

    def reach(self, reachable: bool) -> None:
        """The connection goes or comes."""
        self.reachable = reachable
        self.refresh()

    def set_window(self, room: str, is_open: bool) -> None:
        self.windows[room] = is_open
        self._tell(NOWHERE)

    def _live(self, now: datetime) -> None:
        local = self._house.local(now).date()
        if local != self._day:
            self._day, self._acts = local, list(day(self._seed, local, self._house.zone))
        while self._acts and self._acts[0].at <= now:
            act = self._acts.pop(0)
            if act.deed in (Deed.LEAVES, Deed.RETURNS) or now - act.at <= 2 * STEP:  # else it was before we began
                self._do(act)

    def _do(self, act: Act) -> None:
        match act.deed:
            case Deed.LEAVES | Deed.RETURNS:
                self.at_home[act.who] = act.deed is Deed.RETURNS
            case Deed.OPENS | Deed.CLOSES:
                self.windows[act.room] = act.deed is Deed.OPENS
            case Deed.SETS:
                self.person_sets(Point(plain.heater(act.room), Attribute.SET_POINT), act.value, f"user-{act.who}")

    # --- telling ------------------------------------------------------------------------------------------------

    def _state(self) -> Iterable[tuple[Point, Value]]:
        for room, air in zip(plain.ROOMS, self.air, strict=True):
            yield plain.thermometer(room), round(air + float(self._noise.normal(0.0, 0.02)), 1)
            yield from ((Point(plain.heater(room), what), value) for what, value in self._machine(room, air))
            if room in plain.WINDOWS:
                yield plain.contact(room), self.windows[room]
        yield plain.OUTDOOR, round(outdoor(self._climate, self._clock.now()), 1)
        yield Point(plain.ANNA, Attribute.PRESENCE), self.at_home["anna"]
        yield Point(plain.BEN, Attribute.PRESENCE), self.at_home["ben"]

    def _machine(self, room: str, air: float) -> Iterable[tuple[Attribute, Value]]:
        return self.machines[plain.heater(room)].values(air).items()

    def _tell(self, origin: Origin) -> None:
        """Report what changed, or has not been reported for a while; silent things say nothing."""
        now, told = self._clock.now(), []
        for point, value in self._state():
            if point.entity in self._silent:
                continue
            machine = self.machines.get(point.entity)
            quality = Quality.UNAVAILABLE if machine is not None and not machine.available else Quality.GOOD
            reading = Reading(point, value if quality is Quality.GOOD else None, now, now, quality, origin)
            former = self._told.get(point)
            same = former is not None and former.value == reading.value and former.quality is quality
            if same and former is not None and now - former.reported < HEARTBEAT:
                continue
            if same and former is not None:
                reading = reading._replace(at=former.at, origin=former.origin)
            self._told[point] = reading
            told.append(reading)
        heard = tuple(reading for reading in told if reading.point.entity in self._named)
        if heard and self._hear is not None and self.reachable:
            self._hear(Changes(heard))
