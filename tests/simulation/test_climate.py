"""Weather from a seed: a pure function of time, and like weather."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import numpy as np

from thermo_edge.simulation.climate import MadeWeather
from thermo_edge.simulation.draw import draw_places
from thermo_edge.simulation.family import family_weather
from thermo_edge.simulation.plant import Outside, relative_humidity
from thermo_edge.simulation.sun import global_horizontal

YEAR = datetime(2026, 1, 1, tzinfo=UTC)
HOURS = YEAR.timestamp() + 3600.0 * np.arange(8760.0)


def columns(outside: Outside) -> np.ndarray:
    return np.stack([getattr(outside, each.name) for each in fields(outside)])


def test_the_same_seed_is_the_same_weather_in_any_order() -> None:
    forward = columns(family_weather(3).at(HOURS[:50]))
    weather = family_weather(3)
    backward = np.concatenate([columns(weather.at(HOURS[number : number + 1])) for number in range(49, -1, -1)], axis=2)
    assert np.allclose(forward, backward[..., ::-1])
    assert not np.allclose(forward[0], columns(family_weather(4).at(HOURS[:50]))[0])


def test_a_live_home_has_the_weather_of_the_arrays() -> None:
    weather = family_weather(1)
    for minutes in (0, 7, 733, 1439, 1440, 90_001):
        moment = YEAR + timedelta(minutes=minutes)
        one, many = weather.outside(moment), weather.at(np.array([moment.timestamp()]))
        assert one.temperature.shape == (1,)
        assert abs(one.temperature[0] - many.temperature[0, 0]) < 0.02
        assert abs(one.elevation[0] - many.elevation[0, 0]) < 0.02
        turned = (one.azimuth[0] - many.azimuth[0, 0] + 180.0) % 360.0 - 180.0
        assert abs(turned) < 0.5


def test_a_year_at_the_family_is_like_amsterdam() -> None:
    year = family_weather(1).at(HOURS)
    temperature, sun = year.temperature[0], global_horizontal(year)[0]
    assert 9.0 < temperature.mean() < 11.5
    assert temperature.min() < -3.0
    assert 24.0 < temperature.max() < 36.0
    assert temperature[4344:5088].mean() - temperature[:744].mean() > 10.0  # July and January
    assert 900.0 < sun.sum() / 1000.0 < 1250.0  # kWh/m²
    assert 2.5 < year.wind.mean() < 6.0
    humidity = relative_humidity(year.moisture, year.temperature)
    assert 70.0 < humidity.mean() < 90.0
    days = temperature.reshape(365, 24)
    assert 4.0 < np.median(np.ptp(days, axis=1)) < 9.0
    assert 12.0 <= np.median(days.argmax(axis=1)) <= 17.0


def test_places_differ_but_none_is_impossible() -> None:
    places = draw_places(np.random.default_rng(5), 40)
    year = MadeWeather(places, 1).at(HOURS[::3])
    assert year.temperature.shape == (40, 2920)
    assert all(np.isfinite(column).all() for column in columns(year))
    assert np.ptp(year.temperature.mean(axis=1)) > 8.0
    assert year.temperature.min() > -40.0
    assert year.temperature.max() < 46.0
    assert (year.beam >= 0.0).all()
    assert (year.beam < 1100.0).all()
    assert (year.beam[year.elevation <= 0.0] == 0.0).all()


def test_an_offset_is_the_same_weather_later() -> None:
    places = draw_places(np.random.default_rng(5), 3)
    later = MadeWeather(replace(places, offset=np.full(3, 7200.0)), 1)
    straight = MadeWeather(replace(places, offset=np.zeros(3)), 1)
    assert np.allclose(later.at(HOURS[:5]).temperature, straight.at(HOURS[2:7]).temperature)
