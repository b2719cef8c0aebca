"""A made-up home with a year behind it in a real database, for nights to be measured and killed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from thermo_edge.home.house import (
    Attribute,
    Device,
    DeviceKind,
    EntityId,
    House,
    Location,
    Person,
    PersonId,
    PlaceId,
    Point,
    Room,
    Sensor,
)
from thermo_edge.home.snapshot import Reading
from thermo_edge.store.database import Database
from thermo_edge.store.history import SqlHistory

STEP = timedelta(minutes=15)
DAY = timedelta(days=1)
PERSON = EntityId("person.anna")
OUTDOOR = Point(EntityId("sensor.outdoor"), Attribute.TEMPERATURE)


def a_house(rooms: int) -> House:
    """Each room has a thermometer, a motion sensor and a radiator."""
    places = [PlaceId(f"room_{number}") for number in range(rooms)]
    return House(
        zone=ZoneInfo("Europe/Amsterdam"),
        location=Location(52.1, 5.2),
        rooms=tuple(_room(place) for place in places),
        persons=(Person(PersonId("anna"), "Anna", PERSON),),
        outdoor=Sensor(OUTDOOR),
    )


def _room(place: PlaceId) -> Room:
    sensors = (
        Sensor(Point(EntityId(f"sensor.{place}"), Attribute.TEMPERATURE), place),
        Sensor(Point(EntityId(f"binary_sensor.{place}"), Attribute.MOTION), place),
    )
    radiator = Device(EntityId(f"climate.{place}"), place, DeviceKind.THERMOSTAT)
    return Room(place, str(place), sensors=sensors, devices=(radiator,))


@dataclass
class Life:
    """Rooms of one capacity and one leak each, lived in by the clock; hands out its readings a day at a time."""

    house: House
    seed: int

    def __post_init__(self) -> None:
        self._rng = np.random.default_rng(self.seed)
        count = len(self.house.rooms)
        self._leak = self._rng.uniform(0.012, 0.03, count)  # of the difference to outdoors, per step
        self._power = self._rng.uniform(0.5, 0.9, count)  # K per step at full heat
        self._air = np.full(count, 19.0)
        self._wall = np.full(count, 18.5)
        self._on = np.zeros(count, bool)

    def day(self, start: datetime) -> Iterator[Reading]:
        """Oldest first."""
        season = -np.cos((start.timetuple().tm_yday - 15) / 365.0 * 2 * np.pi)
        weather = float(self._rng.normal(0.0, 2.5))
        for step in range(DAY // STEP):
            at = start + step * STEP
            local = at.astimezone(self.house.zone)
            hour = local.hour + local.minute / 60.0
            outdoor = 10.0 + 8.0 * season + weather + 3.0 * np.cos((hour - 15.0) / 24.0 * 2 * np.pi)
            yield Reading(OUTDOOR, round(float(outdoor), 1), at, at)
            home = local.weekday() >= 5 or hour < 8.0 or hour >= 17.0
            yield Reading(Point(PERSON, Attribute.PRESENCE), home, at, at)
            yield from self._rooms(at, hour, float(outdoor), home)

    def _rooms(self, at: datetime, hour: float, outdoor: float, home: bool) -> Iterator[Reading]:
        wanted = 20.5 if 6.5 <= hour < 22.5 and home else 17.5
        self._on = np.where(self._on, self._air < wanted + 0.2, self._air < wanted - 0.2)
        stirs = (self._rng.random(len(self._air)) < 0.25) & (home and 6.5 <= hour < 23.0)
        gain = (
            self._leak * (outdoor - self._air) + 0.08 * (self._wall - self._air) + self._power * self._on + 0.05 * stirs
        )
        self._wall = self._wall + 0.01 * (self._air - self._wall) + 0.002 * (outdoor - self._wall)
        self._air = self._air + gain
        for number, room in enumerate(self.house.rooms):
            radiator = room.devices[0].entity
            told = round(float(self._air[number] + self._rng.normal(0.0, 0.03)), 2)
            action = "heating" if self._on[number] else "idle"
            yield Reading(room.sensors[0].point, told, at, at)
            yield Reading(Point(radiator, Attribute.SET_POINT), wanted, at, at)
            yield Reading(Point(radiator, Attribute.HVAC_MODE), "heat", at, at)
            yield Reading(Point(radiator, Attribute.HVAC_ACTION), action, at, at)
            yield Reading(room.sensors[1].point, bool(stirs[number]), at, at)


def live(path: Path, house: House, end: datetime, days: int, seed: int = 5501, tidy: bool = True) -> None:
    """Write so many days before `end`, UTC, into a new database; `tidy`: each night, as the program does."""
    history, life = SqlHistory(Database.open(path)), Life(house, seed)
    begin = end.astimezone(UTC) - days * DAY
    for number in range(days):
        history.add(list(life.day(begin + number * DAY)))
        history.flush()
        if tidy:
            history.tidy(begin + (number + 1) * DAY)
    history.close()
