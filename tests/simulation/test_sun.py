"""The sun: against two libraries that others trust, and from the right side at the right time."""

from datetime import UTC, datetime, timedelta

import astral.sun
import numpy as np
import pytest

from tests.simulation.skies import sky, sunny
from thermo_edge.simulation import sun

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = [NEW_YEAR + timedelta(minutes=3571 * number) for number in range(140)]
TIMES = np.array([moment.timestamp() for moment in MOMENTS])
PLACES = [(52.37, 4.90), (-33.9, 151.2), (1.35, 103.8), (64.1, -21.9)]


def apart(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.abs((one - other + 180.0) % 360.0 - 180.0)


@pytest.mark.parametrize(("latitude", "longitude"), PLACES)
def test_it_stands_where_astral_says(latitude: float, longitude: float) -> None:
    elevation, azimuth = sun.position(TIMES, np.array(latitude), np.array(longitude))
    observer = astral.Observer(latitude, longitude)
    theirs = np.array([astral.sun.elevation(observer, moment, with_refraction=False) for moment in MOMENTS])
    directions = np.array([astral.sun.azimuth(observer, moment) for moment in MOMENTS])
    low = theirs < 80.0  # near the zenith a direction says little
    assert np.abs(elevation - theirs).max() < 0.5
    assert apart(azimuth, directions)[low].max() < 0.5


@pytest.mark.parametrize(("latitude", "longitude"), PLACES)
def test_it_stands_where_pvlib_says(latitude: float, longitude: float) -> None:
    pandas, pvlib = pytest.importorskip("pandas"), pytest.importorskip("pvlib")
    elevation, azimuth = sun.position(TIMES, np.array(latitude), np.array(longitude))
    theirs = pvlib.solarposition.get_solarposition(pandas.DatetimeIndex(MOMENTS), latitude, longitude)
    low = theirs["elevation"].to_numpy() < 80.0
    assert np.abs(elevation - theirs["elevation"].to_numpy()).max() < 0.05
    assert apart(azimuth, theirs["azimuth"].to_numpy())[low].max() < 0.2


def test_the_sky_and_tilted_planes_are_as_pvlib_reckons_them() -> None:
    pandas, pvlib = pytest.importorskip("pandas"), pytest.importorskip("pvlib")
    elevation, azimuth = np.array([8.0, 25.0, 58.0]), np.array([110.0, 170.0, 230.0])
    assert np.allclose(sun.clear_sky(elevation), pvlib.clearsky.haurwitz(pandas.Series(90.0 - elevation))["ghi"])
    beam, diffuse = sun.through_clouds(elevation, np.array([0.0, 0.4, 0.8]))
    level = diffuse + beam * np.sin(np.deg2rad(elevation))
    planes = sun.Planes.of(*(np.full((3, 1), value) for value in (200.0, 60.0, -90.0)))
    outside = sky(homes=3)
    straight, scattered, _ = planes.irradiance(
        type(outside)(outside.temperature, outside.moisture, outside.wind, beam, diffuse, elevation, azimuth)
    )
    theirs = pvlib.irradiance.get_total_irradiance(
        60.0, 200.0, 90.0 - elevation, azimuth, beam, level, diffuse,
        dni_extra=sun.SOLAR_CONSTANT, albedo=0.2, model="haydavies",
    )  # fmt: skip
    assert np.allclose((straight + scattered)[:, 0], theirs["poa_global"])


def facade(azimuth: float, horizon: float = 0.0) -> sun.Planes:
    return sun.Planes.of(*(np.array([[value]]) for value in (azimuth, 90.0, horizon)))


@pytest.mark.parametrize(("looks", "morning", "evening"), [(90.0, True, False), (270.0, False, True)])
def test_east_has_the_morning_and_west_the_evening(looks: float, morning: bool, evening: bool) -> None:
    for azimuth, expected in ((95.0, morning), (265.0, evening)):
        straight, _, _ = facade(looks).irradiance(sunny(azimuth))
        assert bool(straight[0, 0] > 100.0) is expected


def test_through_a_day_of_june_each_facade_has_its_hour() -> None:
    times = datetime(2026, 6, 21, tzinfo=UTC).timestamp() + np.arange(0.0, 86_400.0, 600.0)
    elevation, azimuth = sun.position(times, np.array(52.4), np.array(0.0))
    beam, diffuse = sun.through_clouds(elevation, np.zeros(len(times)))
    best = []
    for looks in (90.0, 180.0, 270.0):
        outside = sky(homes=len(times))
        under = type(outside)(outside.temperature, outside.moisture, outside.wind, beam, diffuse, elevation, azimuth)
        straight, _, _ = facade(looks).irradiance(under)
        best.append(np.argmax(straight[:, 0]) / 6.0)
    east, south, west = best
    assert 6.0 < east < 9.5
    assert 11.5 < south < 12.6
    assert 14.5 < west < 18.0


def test_a_horizon_hides_the_low_sun_only() -> None:
    low, _, _ = facade(180.0, horizon=15.0).irradiance(sunny(180.0, elevation=10.0))
    high, _, _ = facade(180.0, horizon=15.0).irradiance(sunny(180.0, elevation=30.0))
    assert low[0, 0] == 0.0
    assert high[0, 0] > 400.0


def test_clouds_take_beam_before_they_take_light() -> None:
    elevation = np.full(3, 40.0)
    beam, diffuse = sun.through_clouds(elevation, np.array([0.0, 0.6, 1.0]))
    assert (np.diff(beam) < 0.0).all()
    assert beam[2] < 30.0
    assert diffuse[1] > diffuse[0]
    assert sun.through_clouds(np.array([-1.0]), np.array([0.0])) == (0.0, 0.0)
