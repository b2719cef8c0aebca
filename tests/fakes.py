"""Written stand-ins for the ports; they pass the same contract tests as the real ones."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from thermo_edge.clock import SteppedClock
from thermo_edge.errors import HomeRefused, ThermoEdgeError
from thermo_edge.home.energy import EnergyEntity, Stretch, Told
from thermo_edge.home.heard import Changes, Hear, LinkLost, Protected, Synced
from thermo_edge.home.house import Attribute, Device, EntityId, House, Point, Value
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import NOWHERE, Called, Origin, Quality, Reading, Takes
from thermo_edge.home.turn import Command, Delivery, Notice
from thermo_edge.home.weather import WeatherForecast, WeatherHour

OURS = "user-thermo-edge"


class FakeHome:
    """A home that a test holds in its hands: it says what the test says, and obeys at once unless told otherwise."""

    def __init__(self, clock: SteppedClock, house: House) -> None:
        self._clock = clock
        self._house = house
        self._hear: Hear | None = None
        self.readings: dict[Point, Reading] = {}
        self.sent: list[tuple[datetime, Command]] = []
        self.renewed: list[tuple[datetime, EntityId]] = []
        self.protected: set[EntityId] = {device.entity for device in house.devices}
        self.fahrenheit = False
        self.currency: str | None = None
        self.takes: dict[EntityId, Takes] = {}
        self.obeys = True
        self.reachable = True
        self.fails = False
        self._contexts = 0

    # --- the port ---------------------------------------------------------------------------------------------

    def open(self, house: House, hear: Hear) -> None:
        self._house, self._hear = house, hear
        self.refresh()

    def refresh(self) -> None:
        if self._hear is None:
            return
        if not self.reachable:
            self._hear(LinkLost(Reason(Code.LINK_DOWN)))
            return
        now = self._clock.now()
        wanted = [*(sensor.point for sensor in self._house.sensors), *(d.switch for d in self._house.devices)]
        known = {point.entity for point in self.readings}
        missing = (Reading(p, None, now, now, Quality.MISSING) for p in wanted if p.entity not in known)
        readings = (reading for reading in self.readings.values() if reading.point.entity in self._house.entities)
        told = Synced((*readings, *missing), frozenset(self.protected), now)
        self._hear(replace(told, fahrenheit=self.fahrenheit, currency=self.currency, takes=self.takes))

    def send(self, commands: Sequence[Command]) -> None:
        now = self._clock.now()
        for command in commands:
            self.sent.append((now, command))
            if self._hear is None:
                continue
            if self.fails or not self.reachable or command.point.entity not in {p.entity for p in self.readings}:
                self._hear(Delivery(command.number, now, error=Reason(Code.LINK_DOWN)))
                continue
            self._contexts += 1
            origin = Origin(f"ours-{self._contexts}", None, OURS)
            self._hear(Delivery(command.number, now, origin.context))
            if self.obeys:
                self.say(command.point, command.value, origin)

    def renew(self, devices: Sequence[Device]) -> None:
        self.renewed += [(self._clock.now(), device.entity) for device in devices]

    def protect(self, device: Device) -> None:
        self.protected.add(device.entity)
        if self._hear is not None:
            self._hear(Protected(device.entity))

    def close(self) -> None:
        self._hear = None

    # --- what a test does ---------------------------------------------------------------------------------------

    def say(self, point: Point, value: Value | None, origin: Origin = NOWHERE, quality: Quality = Quality.GOOD) -> None:
        """A point takes a value."""
        now = self._clock.now()
        reading = Reading(point, value, now, now, quality, origin)
        self.readings[point] = reading
        if self._hear is not None and self.reachable:
            self._hear(Changes((reading,)))

    def thermostat(self, entity: EntityId, set_point: float, mode: str = "heat") -> None:
        """A climate entity as it stands."""
        self.say(Point(entity, Attribute.SET_POINT), set_point)
        self.say(Point(entity, Attribute.HVAC_MODE), mode)
        self.say(Point(entity, Attribute.HVAC_ACTION), "idle")

    def person(self, point: Point, value: Value, user: str = "user-anna") -> None:
        """Somebody sets a point in the home's app: the home tells of the action, then of the change."""
        self._contexts += 1
        origin = Origin(f"person-{self._contexts}", None, user)
        if self._hear is not None:
            self._hear(Called(origin, (point.entity,), self._clock.now()))
        self.say(point, value, origin)

    def automation(self, point: Point, value: Value) -> None:
        """Another automation sets a point."""
        self._contexts += 1
        origin = Origin(f"automation-{self._contexts}", f"trigger-{self._contexts}", None)
        if self._hear is not None:
            self._hear(Called(origin, (point.entity,), self._clock.now()))
        self.say(point, value, origin)

    def knob(self, point: Point, value: Value) -> None:
        """Somebody turns a knob: the home does not know who."""
        self.say(point, value)

    def reach(self, reachable: bool) -> None:
        """The connection goes or comes."""
        self.reachable = reachable
        self.refresh()

    @property
    def commands(self) -> list[tuple[str, str, Value]]:
        """What was sent, short."""
        return [(str(c.point.entity), str(c.point.attribute), c.value) for _, c in self.sent]


class FakeWeather:
    """Tells what a test wrote, as it was made at any time, or fails."""

    def __init__(self, hours: Sequence[WeatherHour] = (), odd: int = 0) -> None:
        self.hours, self.odd = tuple(hours), odd
        self.fault: ThermoEdgeError | None = None
        self.asked: list[datetime] = []

    def forecast(self, now: datetime) -> WeatherForecast | None:
        self.asked.append(now)
        if self.fault is not None:
            raise self.fault
        first, last = now - timedelta(hours=1), now + timedelta(hours=54)
        return WeatherForecast(now, tuple(hour for hour in self.hours if first <= hour.at <= last), self.odd)


class FakeEnergy:
    """Tells of each entity what a test wrote, or fails."""

    def __init__(self, **ahead: Sequence[Stretch]) -> None:
        self.ahead = {f"sensor.{name}": tuple(stretches) for name, stretches in ahead.items()}
        self.values: dict[str, float] = {}
        self.odd = 0
        self.fault: ThermoEdgeError | None = None

    def told(self, entity: EntityId, what: EnergyEntity, now: datetime) -> Told:
        if self.fault is not None:
            raise self.fault
        if entity not in self.ahead:
            raise HomeRefused(f"There is no {entity}.")
        ahead = self.ahead[entity]
        value = next((each.value for each in ahead if each.start <= now < each.end), None)
        return Told(now, self.values.get(entity, value), ahead, self.odd)


class FakeNotifier:
    """Remembers what people were told."""

    def __init__(self) -> None:
        self.shown: dict[str, tuple[str, str]] = {}
        self.posted: list[str] = []

    def post(self, notice: Notice, words: tuple[str, str]) -> None:
        self.shown[notice.key] = words
        self.posted.append(notice.key)

    def clear(self, key: str) -> None:
        self.shown.pop(key, None)
