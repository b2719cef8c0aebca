"""The simulated home: implements the Home port on a clock that it moves itself."""

import heapq
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np

from thermo_edge.clock import SteppedClock
from thermo_edge.home.heard import Hear, Protected
from thermo_edge.home.house import Attribute, Device, DeviceKind, EntityId, Failsafe, House, Point, Value
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import NOWHERE, Called, Origin
from thermo_edge.home.turn import Command, Delivery
from thermo_edge.simulation import household, shutters
from thermo_edge.simulation.agenda import Event, What
from thermo_edge.simulation.devices import Machine
from thermo_edge.simulation.family import ROOMS
from thermo_edge.simulation.inhabitants import Inhabitants, shades
from thermo_edge.simulation.market import price
from thermo_edge.simulation.meters import Meters
from thermo_edge.simulation.parts import Parts, make
from thermo_edge.simulation.plant import Array
from thermo_edge.simulation.voice import Voice

OURS = "user-thermo-edge"
SIREN_FOR = timedelta(minutes=3)
"""The siren's own timer."""


_TOLD = frozenset({What.SEES, What.PHONE, What.DOOR, What.LOCK})


class SimulatedHome:
    """Six rooms and who lives in them. Time passes only in `advance` and `pass_on`; what happens meanwhile is told."""

    def __init__(self, clock: SteppedClock, parts: Parts | None = None, people: bool = True, seed: int = 1) -> None:
        parts = parts or make(clock.now(), seed=seed, people=people)
        self._clock, self._parts = clock, parts
        self.house, self.world, self._grain = parts.house, parts.world, parts.grain.total_seconds()
        self.electric = np.array(parts.variant.electric)  # of each room, whether no gas heats it
        self.machines = {device.entity: self._machine(device) for device in self.house.devices}
        self._lamps = tuple(tuple(self.machines[lamp.entity] for lamp in room.lights) for room in self.house.rooms)
        self.windows = dict.fromkeys(household.WINDOWS, False)
        self.forgotten: set[str] = set()  # windows that nobody of the household touches
        self.commands: list[tuple[datetime, Point, Value]] = []  # everything that reached it
        self.steps = 0  # of the world
        self.voice = Voice()
        self._meters = Meters(self.house, parts.seed)
        self._second = clock.now().timestamp()
        self._stepped = self._second
        self._queue: list[Event] = []
        self._order = 0
        self.people = Inhabitants(parts.residents, self, np.random.default_rng([parts.seed, 2]), habits=parts.habits)
        self._begin()

    def _machine(self, device: Device) -> Machine:
        machine = Machine(device, wordless=self._parts.variant.wordless)
        if device.kind is DeviceKind.LIGHT:
            share = 0.25 if device.entity == household.lamp(device.place, "floor") else 1.0
            machine.lumens = share * self.world.lumens(ROOMS.index(device.place))
        return machine

    def _begin(self) -> None:
        now = self._clock.now()
        local = self.house.local(now)
        events = self.people.begin_day(local.date())
        self.people.stand(local.hour * 60 + local.minute)
        moving: set[int] = set()
        for event in events:
            if event.at > self._second:
                self._push(event)
            elif event.what is What.SEES:
                moving = moving | {event.who} if event.value else moving - {event.who}
        for machine in self.machines.values():
            self._tell_machine(machine, now)
        for number, room in enumerate(ROOMS):
            self.voice.report(household.sensor(room, Attribute.MOTION), number in moving, now)
        self._begin_sensors(now)
        self._meters.read(self.world, now, self._grain, self.voice)
        self._hourly(now)
        self.voice.speak()

    def _begin_sensors(self, now: datetime) -> None:
        for room in household.WINDOWS:
            self.voice.report(household.contact(room), False, now)
        self.voice.report(household.FRONT_DOOR, False, now)
        self.voice.report(household.FRONT_LOCK, True, now)
        for attribute in (Attribute.SMOKE, Attribute.LEAK):
            for room in household.MEASURED[attribute]:
                self.voice.report(household.sensor(room, attribute), False, now)
        for number, entity in enumerate((household.ANNA, household.BEN, household.MIA)):
            here = not self._parts.residents.lively or int(self.people.where[0, number]) >= 0
            self.voice.report(Point(entity, Attribute.PRESENCE), here, now)

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
            if machine is None or not self.voice.reachable or not machine.available:
                self.voice.say(Delivery(command.number, now, error=Reason.of(Code.LINK_DOWN)))
                continue
            origin = self.voice.origin(OURS)
            self.voice.say(Delivery(command.number, now, origin.context))
            self.commands.append((now, command.point, command.value))
            if machine.delay > timedelta(0):
                order = (command.point, command.value, origin)
                self._at(self._second + machine.delay.total_seconds(), What.OBEYS, more=order)
            else:
                self._obey(command.point, command.value, origin)
        self.voice.speak()

    def renew(self, devices: Sequence[Device]) -> None:
        for device in devices:
            self.machines[device.entity].renew(self._clock.now(), device.failsafe_after)

    def protect(self, device: Device) -> None:
        self.voice.say(Protected(device.entity))

    def close(self) -> None:
        self.voice.close()

    # --- time -------------------------------------------------------------------------------------------------

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        end = self._second + by.total_seconds()
        while self._second < end:
            self._go(end)

    def pass_on(self, by: timedelta) -> bool:
        """Let time pass, so much at most, until the home or somebody in it tells something. Whether that was so."""
        end = self._second + by.total_seconds()
        while self._second < end:
            if self._go(end):
                return True
        return False

    def _go(self, limit: float) -> bool:
        """To the next thing that happens, or to the limit."""
        due = self._stepped + self._grain
        until = min(limit, due, self._queue[0].at if self._queue else limit)
        if until > self._second:
            self._clock.advance(timedelta(seconds=until - self._second))
            self._second = until
        if until >= due:
            self._step()
        while self._queue and self._queue[0].at <= until:
            self._happens(heapq.heappop(self._queue))
        asked, self.people.asked = self.people.asked, False
        return self.voice.speak() or asked

    def _step(self) -> None:
        now, seconds = self._clock.now(), self._second - self._stepped
        self._lapse(now)
        self.world.step(now, seconds, self.machines)
        self._stepped = self._second
        self.steps += 1
        self._shade()
        self._meters.read(self.world, now, seconds, self.voice)
        for machine in self.machines.values():
            if machine.device.kind is DeviceKind.THERMOSTAT:
                self._tell_machine(machine, now)
        self.people.feel(seconds)
        if now.minute < seconds / 60.0:
            self._hourly(now)
        self.voice.beat(now)

    def _shade(self) -> None:
        """By hand, as people do; what has a motor stands where it was told to."""
        drawn = shades(self.world, self.people.somebody_home)
        self.world.shade(self.second, shutters.drawn(self.house, self.machines, drawn))

    def _hourly(self, now: datetime) -> None:
        self.voice.report(household.PRICE, price(self.house.local(now)), now)
        for machine in self.machines.values():
            if machine.device.kind is DeviceKind.THERMOSTAT and machine.device.heats:
                self.voice.change(Point(machine.device.entity, Attribute.BATTERY), machine.battery(now), now)

    # --- what happens -----------------------------------------------------------------------------------------

    def _happens(self, event: Event) -> None:
        now = self._clock.now()
        if event.what in _TOLD:
            self._told(event, now)
            return
        match event.what:
            case What.MIDNIGHT:
                for each in self.people.begin_day(self.house.local(now).date()):
                    self._push(each)
            case What.MOVES:
                self.people.move(event.who)
            case What.LOOKS:
                self.people.look(event.who)
            case What.WINDOW if ROOMS[event.who] not in self.forgotten:
                self.contact_changes(event.who, event.value)
            case What.ARMS:
                self.people.arm(event.who)
            case What.LAPSES:
                self._lapse(now)
            case What.OBEYS:
                assert isinstance(event.more, tuple)
                self._obey(*event.more)

    def _told(self, event: Event, now: datetime) -> None:
        """What only sensors notice."""
        match event.what:
            case What.SEES:
                self.voice.change(household.sensor(ROOMS[event.who], Attribute.MOTION), event.value, now)
            case What.PHONE:
                who = EntityId(f"person.{household.PEOPLE[event.who]}")
                self.voice.change(Point(who, Attribute.PRESENCE), event.value, now)
            case What.DOOR:
                self.voice.change(household.FRONT_DOOR, event.value, now)
            case What.LOCK:
                self.voice.change(household.FRONT_LOCK, event.value, now)

    def later(self, seconds: float, what: What, index: int = 0, value: bool = False) -> None:
        """So many seconds from now."""
        self._at(self._second + seconds, what, index, value)

    def _at(self, at: float, what: What, index: int = 0, value: bool = False, more: object = None) -> None:
        self._push(Event(at, 0, what, index, value, more))

    def _push(self, event: Event) -> None:
        self._order += 1
        heapq.heappush(self._queue, event._replace(order=self._order))

    def _obey(self, point: Point, value: Value, origin: Origin) -> None:
        machine = self.machines[point.entity]
        was = machine.on
        self._take(machine, point.attribute, value, origin)
        if machine.device.kind is DeviceKind.LIGHT and machine.on is not was:
            self.people.lamp_obeyed(ROOMS.index(machine.device.place), machine)

    def _take(self, machine: Machine, attribute: Attribute, value: Value, origin: Origin) -> None:
        """A device is told something; what it was told it reports also where that is no news."""
        now, was = self._clock.now(), machine.on
        machine.take(attribute, value)
        if machine.device.kind is DeviceKind.SIREN and machine.on:
            machine.renew(now, SIREN_FOR)
        if machine.lease is not None:
            self._at(machine.lease.timestamp() + 1.0, What.LAPSES)
        self._settle(machine)
        told = set(machine.values()) if machine.on and not was else {attribute}
        self._tell_machine(machine, now, origin, told)

    def _settle(self, machine: Machine) -> None:
        """The world feels what a device now does."""
        device = machine.device
        if device.kind is DeviceKind.LIGHT:
            room = ROOMS.index(device.place)
            lamps = self.lamps_of(room)
            lumens, power = sum(lamp.light for lamp in lamps), sum(lamp.power for lamp in lamps)
            self.world.lamps(self.second, room, lumens, power)
            self._meters.read_light(self.world, room, self._clock.now(), self.voice)
        elif device.kind is DeviceKind.FLOW:
            self.world.flow = machine.flow
        elif device.kind is DeviceKind.COVER:
            self._shade()
        elif device.kind is DeviceKind.DUTY:
            self.world.switched(self.second, ROOMS.index(device.place), machine.on and not machine.stuck)

    def dark(self, room: int, dark: bool) -> None:
        """Lamps have no power, or have it again and shine as they did."""
        lamps = () if dark else self.lamps_of(room)
        lumens, power = sum(lamp.light for lamp in lamps), sum(lamp.power for lamp in lamps)
        self.world.lamps(self.second, room, lumens, power)

    def _lapse(self, now: datetime) -> None:
        for machine in self.machines.values():
            if machine.lease is not None and machine.lapse(now):
                self._settle(machine)
                self._tell_machine(machine, now)

    def _tell_machine(
        self, machine: Machine, now: datetime, origin: Origin = NOWHERE, again: Collection[Attribute] = ()
    ) -> None:
        """What is new about a device, and some of it in any case."""
        if machine.available:
            for attribute, value in machine.values().items():
                tell = self.voice.report if attribute in again else self.voice.change
                tell(Point(machine.device.entity, attribute), value, now, origin)

    # --- people and tests ---------------------------------------------------------------------------------------

    def use(self, entity: EntityId, attribute: Attribute, value: Value, user: str | None) -> None:
        """A person sets a device: in the home's own app as this user, or at the device itself."""
        point = Point(entity, attribute)
        if user is None or not self.voice.reachable:
            self.turn_knob(point, value)
        else:
            self.person_sets(point, value, user)

    def person_sets(self, point: Point, value: Value, user: str = "user-anna") -> None:
        """Somebody sets a device in the home's own app: it tells of the action, then of the change."""
        origin = self.voice.origin(user)
        if self.voice.reachable:
            self.voice.say(Called(origin, (point.entity,), self._clock.now()))
        self._take(self.machines[point.entity], point.attribute, value, origin)
        self.voice.speak()

    def turn_knob(self, point: Point, value: Value) -> None:
        """Somebody turns the knob of a device: the home cannot say who."""
        self._take(self.machines[point.entity], point.attribute, value, NOWHERE)
        self.voice.speak()

    def tell(self, point: Point, value: Value) -> None:
        """A sensor says this, whatever is true."""
        self.voice.report(point, value, self._clock.now())
        self.voice.speak()

    def adopt(self, known: Mapping[Point, Value]) -> None:
        """Stand as the devices stood when somebody last looked."""
        for point, value in known.items():
            machine = self.machines.get(point.entity)
            if machine is not None:
                machine.take(point.attribute, value)
                self._settle(machine)
                self._tell_machine(machine, self._clock.now())

    def silence(self, entity: EntityId, silent: bool = True) -> None:
        """A sensor dies, or comes back."""
        (self.voice.silent.add if silent else self.voice.silent.discard)(entity)

    def reach(self, reachable: bool) -> None:
        """The connection goes or comes."""
        self.voice.reachable = reachable
        self.refresh()

    def set_window(self, room: str, is_open: bool) -> None:
        self.contact_changes(ROOMS.index(room), is_open)
        self.voice.speak()

    def contact_changes(self, room: int, is_open: bool) -> None:
        name = ROOMS[room]
        self.windows[name] = is_open
        self.world.window(self.second, room, is_open)
        self.voice.change(household.contact(name), is_open, self._clock.now())

    def lamps_of(self, room: int) -> tuple[Machine, ...]:
        """The lamps of a room that answer."""
        return self._lamps[room]

    def now(self) -> datetime:
        """Local time."""
        return self.house.local(self._clock.now())

    @property
    def second(self) -> float:
        """s since the world's last step."""
        return self._second - self._stepped

    @property
    def air(self) -> list[float]:
        """Air temperatures, °C, in the order of the rooms."""
        return [float(value) for value in self.world.air]

    @property
    def energy(self) -> Array:
        """kWh of heat given to each room so far."""
        return self.world.used.heat
