"""The forecast in the timetable: asked for, kept, used again after a restart, let go when it is old."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from tests.builders import MORNING, a_house
from tests.fakes import FakeWeather
from tests.rig import Rig
from thermo_edge.app.outdoors import ASKS, JITTER, Outdoors
from thermo_edge.errors import HomeRefused, HomeUnreachable
from thermo_edge.home.house import Attribute, EntityId, House, Location, Point, Sensor
from thermo_edge.home.reason import Code
from thermo_edge.home.weather import Foretold, WeatherHour
from thermo_edge.language.words import Words

OUTSIDE = Point(EntityId("sensor.outside"), Attribute.TEMPERATURE)
HOUR = timedelta(hours=1)


def hours(level: float = 4.0, count: int = 200) -> list[WeatherHour]:
    return [
        WeatherHour(MORNING + number * HOUR, level + 3.0 * float(np.sin(number / 24.0 * 2.0 * np.pi)), 0.3)
        for number in range(-200, count)
    ]


def a_house_outdoors() -> House:
    return replace(a_house(), outdoor=Sensor(OUTSIDE), weather=EntityId("weather.home"), location=Location(52.4, 4.9))


class Outside:
    """A house with a thermometer outside, and a weather service."""

    def __init__(self, weather: FakeWeather | None = None) -> None:
        self.weather = weather or FakeWeather(hours())
        self.rig = Rig(a_house_outdoors())
        self.rig.home.say(OUTSIDE, 6.0)
        self.rig.settle()
        self.begin()

    def begin(self) -> None:
        """The program starts: it remembers nothing but its history."""
        self.outdoors = Outdoors(self.rig.controller, self.rig.history, self.rig.clock, self.weather, "a")

    def wait(self, by: timedelta, outside: float | None = None) -> None:
        self.rig.clock.advance(by)
        if outside is not None:
            self.rig.home.say(OUTSIDE, outside)
        self.rig.settle()
        self.outdoors.look()
        self.rig.settle()


def test_it_is_asked_for_about_every_half_hour() -> None:
    outside = Outside()
    for _ in range(4 * 60):
        outside.wait(timedelta(minutes=1))
    gaps = np.diff([at.timestamp() for at in outside.weather.asked]) / 60.0
    assert len(gaps) >= 5
    assert ASKS / timedelta(minutes=1) <= gaps.min() < gaps.max() <= (ASKS + JITTER) / timedelta(minutes=1) + 1


def test_a_forecast_survives_a_restart_and_is_not_used_when_it_is_old() -> None:
    outside = Outside()
    outside.wait(timedelta(0))
    before = outside.outdoors.outlook(4)
    assert before is not None
    assert before.foretold is Foretold.FORECAST
    outside.weather.fault = HomeUnreachable("away")
    outside.begin()
    outside.wait(timedelta(minutes=3), 6.0)
    again = outside.outdoors.outlook(4)
    assert again is not None
    assert again.made == before.made
    outside.wait(timedelta(hours=11), 6.0)
    assert outside.outdoors.outlook() is not None
    outside.wait(timedelta(hours=2), 6.0)
    late = outside.outdoors.outlook()
    assert late is not None
    assert late.foretold is not Foretold.FORECAST
    assert "forecast_away" in outside.rig.notices
    outside.weather.fault = None
    outside.wait(timedelta(minutes=6), 6.0)
    mended = outside.outdoors.outlook()
    assert mended is not None
    assert mended.foretold is Foretold.FORECAST
    assert "forecast_away" not in outside.rig.notices


@pytest.mark.parametrize("fault", [HomeRefused("There is no weather.home."), None])
def test_a_service_that_never_tells_anything_is_told_of(fault: HomeRefused | None) -> None:
    """One that was named wrongly, or has no forecast, was never heard of."""
    outside = Outside(FakeWeather())
    outside.weather.fault = fault
    for _ in range(11 * 4):
        outside.wait(timedelta(minutes=15), 6.0)
    assert "forecast_away" not in outside.rig.notices
    for _ in range(2 * 4):
        outside.wait(timedelta(minutes=15), 6.0)
    assert outside.rig.notices["forecast_away"].reason.code is Code.FORECAST_NEVER
    outside.weather.fault, outside.weather.hours = None, tuple(hours())
    outside.wait(timedelta(minutes=6), 6.0)
    assert "forecast_away" not in outside.rig.notices


def test_what_cannot_be_is_told() -> None:
    outside = Outside(FakeWeather(hours(), odd=3))
    outside.wait(timedelta(0))
    assert outside.rig.notices["forecast_odd"].reason.get("count") == 3.0


def test_without_a_weather_and_a_history_it_stays_as_it_is() -> None:
    rig = Rig(a_house_outdoors())
    outdoors = Outdoors(rig.controller, rig.history, rig.clock)
    outdoors.look()
    assert outdoors.outlook() is None
    rig.home.say(OUTSIDE, 6.0)
    rig.settle()
    ahead = outdoors.outlook(8)
    assert ahead is not None
    assert ahead.foretold is Foretold.NOW
    assert set(ahead.temperature) == {6.0}


def test_a_home_that_is_warmer_than_foretold_is_learned() -> None:
    outside = Outside()
    told = {hour.at: hour.temperature for hour in hours()}
    for number in range(24 * 8):
        at = MORNING + number * HOUR
        outside.wait(HOUR if number else timedelta(0), told[at] + 2.0)
    outside.outdoors.look()
    error = outside.outdoors._error
    assert 0.9 < error.bias <= 2.0
    assert error.days > 3.0
    assert max(error.spread) <= 2.4


def test_a_forecast_far_off_the_thermometer_is_not_used_until_they_agree() -> None:
    outside = Outside()
    told = {hour.at: hour.temperature for hour in hours()}
    off = [(number, 0.0) for number in range(24 * 3)] + [(number, -12.0) for number in range(24 * 3, 24 * 3 + 9)]
    for number, by in off:
        outside.wait(HOUR, told[MORNING + (number + 1) * HOUR] + by)
        if number == 24 * 3:
            assert "forecast_far" not in outside.rig.notices, "one hour is nothing"
    notice = outside.rig.notices["forecast_far"]
    foretold, measured = notice.reason.get("value"), notice.reason.get("temperature")
    assert isinstance(foretold, float) and isinstance(measured, float) and foretold - measured > 8.0
    said = Words("en").notice(notice, outside.rig.controller.state.house)
    assert f"{foretold:.1f}°" in " ".join(said) and "weather.home" in " ".join(said)
    ahead = outside.outdoors.outlook(4)
    assert ahead is not None and ahead.foretold is Foretold.CLIMATOLOGY

    outside.begin()
    outside.rig.settle()
    outside.wait(timedelta(0), None)
    again = outside.outdoors.outlook(4)
    assert again is not None and again.foretold is not Foretold.FORECAST, "a restart forgets nothing of it"
    for number in range(24 * 3 + 9, 24 * 3 + 15):
        outside.wait(HOUR, told[MORNING + (number + 1) * HOUR])
    assert "forecast_far" not in outside.rig.notices
    mended = outside.outdoors.outlook(4)
    assert mended is not None and mended.foretold is Foretold.FORECAST


def test_another_weather_entity_is_not_held_to_the_word_of_the_one_before() -> None:
    outside = Outside()
    told = {hour.at: hour.temperature for hour in hours()}
    for number in range(9):
        outside.wait(HOUR, told[MORNING + (number + 1) * HOUR] - 12.0)
    assert "forecast_far" in outside.rig.notices
    outside.rig.controller.rehouse(replace(outside.rig.controller.state.house, weather=EntityId("weather.other")))
    outside.wait(HOUR, told[MORNING + 10 * HOUR])
    assert "forecast_far" not in outside.rig.notices
    ahead = outside.outdoors.outlook(4)
    assert ahead is not None and ahead.foretold is Foretold.FORECAST


def test_a_service_that_was_mended_while_the_program_was_stopped_is_judged_anew() -> None:
    outside = Outside(FakeWeather(hours(16.0)))
    told = {hour.at: hour.temperature for hour in hours()}
    for number in range(9):
        outside.wait(HOUR, told[MORNING + (number + 1) * HOUR])
    assert "forecast_far" in outside.rig.notices
    outside.weather = FakeWeather(hours())
    outside.rig.restart()
    outside.begin()
    outside.wait(HOUR, told[MORNING + 10 * HOUR])
    ahead = outside.outdoors.outlook(4)
    assert ahead is not None and ahead.foretold is Foretold.FORECAST
    assert "forecast_far" not in outside.rig.notices


def test_without_a_thermometer_a_forecast_of_no_weather_is_not_used() -> None:
    rig = Rig(replace(a_house(), weather=EntityId("weather.home")))
    weather = FakeWeather(hours(57.0))  # °F by the look of it, and nothing here says so
    rig.settle()
    outdoors = Outdoors(rig.controller, rig.history, rig.clock, weather, "a")
    outdoors.look()
    rig.settle()
    assert outdoors.outlook(4) is None
    assert rig.notices["forecast_impossible"].reason.get("high") == 60.0
    weather.hours = tuple(hours(14.0))
    rig.clock.advance(HOUR)
    outdoors.look()
    rig.settle()
    assert "forecast_impossible" not in rig.notices
    ahead = outdoors.outlook(4)
    assert ahead is not None and ahead.foretold is Foretold.FORECAST
