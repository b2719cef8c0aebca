"""The light of an hour is bounded, smooth, and dim late at night; and a room's own light is told from daylight."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lighting.rig import AMSTERDAM, HALL, HALL_LAMP, HALL_LUX, brightness, lit_house, on
from thermo_edge.control.sensing import Senses
from thermo_edge.control.state import State, snapshot
from thermo_edge.home.comfort import Lighting
from thermo_edge.home.memory import Memory, RoomLightMemory
from thermo_edge.home.snapshot import Link, Reading, Snapshot
from thermo_edge.lighting import daylight
from thermo_edge.lighting.level import level

LIKING = Lighting(day=100.0, night=20.0, day_colour=5000.0, night_colour=2200.0)
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def seen(at: datetime, located: bool = True, behind: timedelta = timedelta(0), **lamps: object) -> Snapshot:
    house = lit_house(location=AMSTERDAM if located else None)
    return snapshot(State(house, Memory(), Link(True, at), at), at, behind)


@given(at=INSTANTS, located=st.booleans())
def test_it_stays_between_night_and_day_and_moves_slowly(at: datetime, located: bool) -> None:
    now, then = (level(seen(when, located), LIKING) for when in (at, at + timedelta(minutes=5)))
    assert 20.0 <= now.brightness <= 100.0
    assert 2200.0 <= now.kelvin <= 5000.0
    assert abs(now.brightness - then.brightness) <= 9.0
    assert abs(now.kelvin - then.kelvin) <= 350.0


@pytest.mark.parametrize(
    ("at", "brightness", "kelvin"),
    [
        (datetime(2026, 6, 21, 11, 0, tzinfo=UTC), 100.0, 5000.0),  # noon
        (datetime(2026, 1, 14, 18, 0, tzinfo=UTC), 76.0, 2900.0),  # a winter's evening
        (datetime(2026, 1, 15, 2, 0, tzinfo=UTC), 20.0, 2200.0),
        (datetime(2026, 6, 21, 3, 0, tzinfo=UTC), 20.0, 2200.0),  # the sun is nearly up, and it is five o'clock
    ],
)
def test_the_hours_of_a_day(at: datetime, brightness: float, kelvin: float) -> None:
    assert level(seen(at), LIKING) == (brightness, kelvin)


def test_by_a_clock_that_cannot_be_trusted_it_is_evening() -> None:
    wrong = timedelta(days=300)
    assert level(seen(datetime(2026, 1, 15, 2, 0, tzinfo=UTC), behind=wrong), LIKING).brightness == 76.0


class Hall:
    """A hall whose daylight and lamp are known to the test, and whose light sensor only tells the sum."""

    def __init__(self, gain: float) -> None:
        self.house = lit_house()
        self.now = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
        self.gain, self.level, self.daylight = gain, 0.0, 0.0
        self.readings: dict[object, Reading] = {}
        self.known = RoomLightMemory()

    def lamp(self, percent: float) -> None:
        self.level = percent
        self._say(on(HALL_LAMP), percent > 0)
        if percent:
            self._say(brightness(HALL_LAMP), percent)
        self.look()

    def lux(self, outside: float) -> None:
        self.daylight = outside
        self._say(HALL_LUX, outside + self.gain * self.level / 100.0)
        self.look()

    def _say(self, point: object, value: object) -> None:
        self.readings[point] = Reading(point, value, self.now, self.now)  # type: ignore[arg-type]

    def look(self) -> None:
        senses = Senses(self.readings, self.readings)  # type: ignore[arg-type]
        self.seen = snapshot(
            State(self.house, Memory(), Link(True, self.now), self.now, senses=senses), self.now, timedelta(0)
        )
        room = self.house.room(HALL)
        assert room is not None
        self.room = room
        self.known = daylight.observe(self.seen, room, self.known)

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@given(gain=st.floats(0.0, 2000.0), outside=st.floats(0.0, 500.0), percent=st.floats(20.0, 100.0))
def test_what_a_lamp_adds_is_learned_from_its_going_on(gain: float, outside: float, percent: float) -> None:
    hall = Hall(gain)
    hall.lamp(0.0)
    hall.lux(outside)
    hall.later(60)
    hall.lamp(percent)
    assert daylight.daylight(hall.known) == outside, "nothing was measured since"
    hall.later(1)
    hall.lux(outside)
    assert daylight.daylight(hall.known) == pytest.approx(outside, abs=0.01), (
        "it may have looked before the lamp was on"
    )
    hall.later(20)
    hall.lux(outside + 50.0)
    hall.later(60)
    hall.lux(outside)
    assert daylight.daylight(hall.known) == pytest.approx(max(0.0, outside - 50.0), abs=0.01) or daylight.daylight(
        hall.known
    ) == pytest.approx(outside, abs=50.01)


def test_a_lamp_whose_share_nobody_has_seen_is_no_daylight() -> None:
    hall = Hall(400.0)
    hall.lamp(100.0)
    hall.lux(0.0)
    assert daylight.daylight(hall.known) is None
    assert not daylight.enough(hall.seen, hall.room, hall.known)
    hall.later(3600)
    hall.lux(0.0)
    assert not daylight.enough(hall.seen, hall.room, hall.known)


def test_an_old_reading_gives_way_to_the_sun() -> None:
    hall = Hall(0.0)
    hall.lamp(0.0)
    hall.lux(200.0)
    assert not daylight.dark(hall.seen, hall.room, hall.known)
    evening = replace(hall.seen, at=hall.now + timedelta(minutes=45), sun=hall.seen.sun._replace(elevation=-4.0))  # type: ignore[union-attr]
    assert daylight.dark(evening, hall.room, hall.known)


def test_a_saturated_sensor_is_bright() -> None:
    hall = Hall(100.0)
    hall.lamp(0.0)
    hall.lux(1000.0)
    hall.later(60)
    hall.lux(1000.0)
    assert daylight.enough(hall.seen, hall.room, hall.known)
