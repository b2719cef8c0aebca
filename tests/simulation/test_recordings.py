"""Recordings of simulated households: the same again for the same seed, as homes are, and true."""

import numpy as np
import pytest

from thermo_edge.simulation.indoors import STEPS
from thermo_edge.simulation.recordings import Household, household_recordings

DAYS = 8


@pytest.fixture(scope="module")
def homes() -> list[Household]:
    return list(household_recordings(24, DAYS, seed=5))


def test_the_same_seed_gives_the_same_homes_and_another_others() -> None:
    (one,), (again,), (other,) = (list(household_recordings(1, 2, seed)) for seed in (3, 3, 4))
    assert one.sensors == again.sensors
    np.testing.assert_array_equal(one.values, again.values)
    np.testing.assert_array_equal(one.truth, again.truth)
    assert one.sensors != other.sensors or not np.array_equal(one.values, other.values, equal_nan=True)


def test_shapes_fit_and_sensors_differ_by_home(homes: list[Household]) -> None:
    for home in homes:
        times = DAYS * STEPS
        assert home.values.shape == (times, len(home.sensors))
        assert home.truth.shape == (times, len(home.rooms))
        assert len(home.home) == len(home.asleep) == times
        assert len({sensor.name for sensor in home.sensors}) == len(home.sensors)
        assert {sensor.room for sensor in home.sensors if sensor.room} == set(home.rooms)
    kits = {tuple(sensor.name for sensor in home.sensors) for home in homes}
    assert len(kits) > 20
    kinds = {sensor.kind for home in homes for sensor in home.sensors}
    assert kinds >= {"temperature", "humidity", "co2", "illuminance", "motion", "door", "contact", "lamp", "person"}


def test_people_are_home_and_asleep_as_people_are(homes: list[Household]) -> None:
    lived = [home for home in homes if home.asleep.any()]
    assert len(lived) > 15
    assert 0.55 < np.mean([home.home.mean() for home in lived]) < 0.95
    assert 0.2 < np.mean([home.asleep.mean() for home in lived]) < 0.45
    night = [home.asleep[(home.hour > 2.0) & (home.hour < 5.0)].mean() for home in lived]
    day = [home.asleep[(home.hour > 12.0) & (home.hour < 18.0)].mean() for home in lived]
    assert np.mean(night) > 0.6 > 0.1 > np.mean(day)


def test_the_truth_fits_together(homes: list[Household]) -> None:
    for home in homes:
        assert not (home.truth.any(axis=1) & (home.home == 0.0)).any(), "who is in a room is home"
        assert not ((home.asleep == 1.0) & (home.home == 0.0)).any()
        assert set(np.unique(home.truth)) <= {0.0, 1.0}


def test_sensors_tell_of_people_but_not_all(homes: list[Household]) -> None:
    seen: dict[str, list[tuple[float, float]]] = {}
    for home in homes:
        for column, sensor in enumerate(home.sensors):
            if sensor.kind not in ("motion", "co2") or sensor.room not in home.rooms:
                continue
            there, value = home.truth[:, home.rooms.index(sensor.room)] > 0.0, home.values[:, column]
            if there.any() and not there.all():
                seen.setdefault(sensor.kind, []).append((np.nanmean(value[there]), np.nanmean(value[~there])))
    for pairs in seen.values():
        assert np.mean([one > other for one, other in pairs]) > 0.9
    assert 0.3 < np.mean([one for one, _ in seen["motion"]]) < 0.95, "who rests is missed at times"


def test_changes_say_what_the_grid_says(homes: list[Household]) -> None:
    home = next(home for home in homes if any(sensor.kind == "motion" for sensor in home.sensors))
    column = [sensor.kind for sensor in home.sensors].index("motion")
    changes, value = home.changes[column], home.values[:, column]
    assert (np.diff(changes[:, 0]) > 0.0).all()
    assert (np.diff(changes[:, 1]) != 0.0).all(), "each change is one"
    turned_on = (changes[changes[:, 1] > 0.0, 0] // 300.0).astype(int)
    assert (np.nan_to_num(value[turned_on], nan=1.0) == 1.0).all()


def test_clocks_and_calendars_are_mostly_right(homes: list[Household]) -> None:
    with_one = [home for home in homes if home.busy is not None]
    assert with_one
    for home in with_one:
        assert home.busy is not None
        assert set(np.unique(home.busy)) <= {0.0, 1.0}
    alarms = [home.alarm for home in homes if home.alarm is not None]
    assert alarms
    for alarm in alarms:
        known = alarm[np.isfinite(alarm)]
        assert ((known >= 0.0) & (known < 24.0 * 60.0)).all()
