"""How a simulated home tells: what changed, what has not been told for a while, and nothing of what is silent."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from thermo_edge.home.heard import Changes, Hear, Heard, LinkLost, Synced
from thermo_edge.home.house import COMMANDED, Attribute, EntityId, House, Point, Value
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import NOWHERE, Origin, Quality, Reading

HEARTBEAT = timedelta(minutes=50)
"""Contacts, switches and their like say the same again about every hour."""

_STARTED = timedelta(minutes=20)
"""Motion that goes on is told again so often."""


class Voice:
    """Keeps what was told last, gathers what is to be told, and tells it at once in `speak`."""

    def __init__(self) -> None:
        self.told: dict[Point, Reading] = {}
        self.before: dict[Point, Reading] = {}  # of what is away, when it went
        self.reachable = True
        self.named: frozenset[EntityId] = frozenset()
        self.silent: set[EntityId] = set()
        self.frozen: set[EntityId] = set()
        self.away: set[EntityId] = set()
        self._house: House | None = None
        self._hear: Hear | None = None
        self._batch: list[Reading] = []
        self._contexts = 0

    def open(self, house: House, hear: Hear) -> None:
        self._house, self._hear, self.named = house, hear, house.entities

    def close(self) -> None:
        self._hear = None
        self._batch.clear()

    def origin(self, user: str | None) -> Origin:
        """A new context of the home."""
        self._contexts += 1
        return Origin(f"context-{self._contexts}", None, user)

    def say(self, message: Heard) -> None:
        """Tell this now, after what was gathered."""
        self.speak()
        if self._hear is not None:
            self._hear(message)

    def change(self, point: Point, value: Value, at: datetime, origin: Origin = NOWHERE) -> None:
        """A point has this value since then: told if that is new."""
        former = self.told.get(point)
        if former is not None and former.good and former.value == value:
            return
        self.report(point, value, at, origin)

    def report(self, point: Point, value: Value, at: datetime, origin: Origin = NOWHERE) -> None:
        """A point says this, new or not. `at` may lie a little in the past."""
        entity = point.entity
        if entity in self.silent or entity in self.frozen or entity in self.away:
            return
        former = self.told.get(point)
        since = at
        if former is not None and former.good and former.value == value:
            since, origin = former.at, former.origin
        self._take(Reading(point, value, since, at, Quality.GOOD, origin))

    def vanish(self, entity: EntityId, at: datetime) -> None:
        """Everything of an entity is unavailable."""
        if entity in self.away or entity in self.silent:
            return
        self.away.add(entity)
        for point in [point for point in self.told if point.entity == entity]:
            self.before[point] = self.told[point]
            self._take(Reading(point, None, at, at, Quality.UNAVAILABLE))

    def appear(self, entity: EntityId, values: Iterable[tuple[Point, Value]], at: datetime) -> None:
        """An entity is available again, with these values."""
        if entity not in self.away:
            return
        self.away.discard(entity)
        for point, value in values:
            self.report(point, value, at)

    def beat(self, now: datetime) -> None:
        """Say again what has not been said for a while, but for devices, and what measures and sees to that itself."""
        for point, reading in self.told.items():
            waited = now - reading.reported
            if waited < _STARTED or point.attribute in _BY_THEMSELVES or not reading.good or reading.value is None:
                continue
            if waited >= HEARTBEAT or (reading.value is True and point.attribute is Attribute.MOTION):
                self.report(point, reading.value, now)

    def synced(self, now: datetime, protected: frozenset[EntityId]) -> None:
        """Tell everything that the house names, or that the home cannot be reached."""
        if self._hear is None or self._house is None:
            return
        self._batch.clear()
        if not self.reachable:
            self._hear(LinkLost(Reason.of(Code.LINK_DOWN)))
            return
        known = {point.entity for point in self.told}
        named = [reading for point, reading in self.told.items() if point.entity in self.named]
        house = self._house
        wanted = (*(sensor.point for sensor in house.sensors), *(device.switch for device in house.devices))
        never = {point for point in wanted if point.entity not in known}
        lost = [_nothing(point, point.entity in self.silent, now) for point in never]
        self._hear(Synced((*named, *lost), protected, now))

    def speak(self) -> bool:
        """Tell what was gathered. Whether there was anything."""
        if not self._batch:
            return False
        heard, self._batch = tuple(self._batch), []
        if self._hear is None or not self.reachable:
            return False
        self._hear(Changes(heard))
        return True

    def _take(self, reading: Reading) -> None:
        self.told[reading.point] = reading
        if reading.point.entity in self.named:
            self._batch.append(reading)


def _nothing(point: Point, silent: bool, now: datetime) -> Reading:
    return Reading(point, None, now, now, Quality.UNKNOWN if silent else Quality.MISSING)


_BY_THEMSELVES = frozenset(
    {
        *COMMANDED,
        Attribute.HVAC_ACTION,
        Attribute.BATTERY,
        Attribute.TEMPERATURE,
        Attribute.HUMIDITY,
        Attribute.ILLUMINANCE,
        Attribute.CO2,
        Attribute.POWER,
        Attribute.PRICE,
    }
)
