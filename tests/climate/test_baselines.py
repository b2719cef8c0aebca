"""The plain forecasts: right where they should be, blind to what comes, and never silent."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from tests.climate.rooms import heated_room
from thermo_edge.bench.forecast_measure import until
from thermo_edge.bench.forecast_trees import BoostedTrees
from thermo_edge.climate.baselines import NightlyRidge, Persistence, SameChange
from thermo_edge.climate.blend import plain_blend
from thermo_edge.climate.greybox import GreyBox
from thermo_edge.climate.outlook import recorded_outlook
from thermo_edge.climate.regressors import of_way, one_future, past_futures, ways_of_one
from thermo_edge.climate.series import DAY, Array, Forecaster, ThermalSeries

EVERYONE = [
    *(Persistence, SameChange, NightlyRidge, GreyBox, plain_blend),
    pytest.param(BoostedTrees, marks=pytest.mark.slow),  # its library takes seconds to load
]
LEARNT = 10 * DAY


@pytest.fixture(scope="module")
def home() -> ThermalSeries:
    return heated_room(13)


def error(forecaster: Forecaster, series: ThermalSeries, upto: int = LEARNT) -> Array:
    """(DAY,) mean absolute error over a day of forecasts."""
    forecaster.fit(series, upto)
    missed = [
        np.abs(forecaster.predict(series, index, recorded_outlook(series, index)) - series.target[index + 1 :][:DAY])
        for index in range(upto + 20, upto + DAY, 16)
    ]
    return np.asarray(np.mean(missed, axis=0))


def test_persistence_stays_at_the_last_known_temperature(home: ThermalSeries) -> None:
    holed = replace(home, target=np.where(np.arange(len(home)) == 500, np.nan, home.target))
    assert (Persistence().predict(holed, 500, recorded_outlook(home, 500)) == home.target[499]).all()


def test_same_change_is_exact_on_a_room_that_repeats_itself(home: ThermalSeries) -> None:
    same = replace(home, target=20 + np.sin(2 * np.pi * np.arange(len(home)) / DAY))
    said = SameChange().predict(same, 300, recorded_outlook(same, 300))
    assert np.allclose(said, same.target[301 : 301 + DAY])


def test_ridge_and_grey_box_beat_persistence_by_far(home: ThermalSeries) -> None:
    still, ridge, grey = (error(one, home) for one in (Persistence(), NightlyRidge(), GreyBox()))
    for horizon in (4, 12, 24, 48):
        assert ridge[horizon - 1] < 0.5 * still[horizon - 1]
        assert grey[horizon - 1] < 0.65 * still[horizon - 1]


def test_the_regressors_of_one_moment_are_those_of_many(home: ThermalSeries) -> None:
    index, upto = 700, 1100
    many = past_futures(home, np.array([index]), upto, planned=True)
    outlook = one_future(recorded_outlook(home, index, plan=True), planned=True)
    horizons = np.array([1, 4, 96])
    one = ways_of_one(home, index, horizons, outlook)
    for row, horizon in enumerate(horizons):
        assert np.allclose(one[row], of_way(home, np.array([index]), int(horizon), many)[0])


def test_a_ridge_that_is_told_the_plan_uses_it(home: ThermalSeries) -> None:
    rng = np.random.default_rng(3)
    heat = np.repeat(rng.integers(0, 2, len(home) // 8), 8).astype(float)
    target = np.empty(len(home))
    air = 18.0
    for step, on in enumerate(heat):
        air += 0.1 * on - 0.02 * (air - 15.0)
        target[step] = air
    room = replace(home, target=target, heat=heat)
    told, untold = NightlyRidge(planned=True), NightlyRidge()
    missed = []
    for forecaster in (told, untold):
        forecaster.fit(room, LEARNT)
        off = [
            np.abs(forecaster.predict(room, at, recorded_outlook(room, at, plan=True))[11] - target[at + 12])
            for at in range(LEARNT, LEARNT + DAY, 5)
        ]
        missed.append(np.mean(off))
    assert missed[0] < 0.5 * missed[1]


@pytest.mark.parametrize("make", EVERYONE)
def test_none_looks_ahead(make: Callable[[], Forecaster], home: ThermalSeries) -> None:
    rng = np.random.default_rng(1)
    index, upto = 6 * DAY + 30, 6 * DAY

    def otherwise(column: Array, after: int) -> Array:
        noise = rng.normal(0, 5, column.shape)
        return np.where(np.arange(column.shape[-1]) > after, column + noise, column)

    def changed(after: int) -> ThermalSeries:
        return replace(
            home,
            **{
                name: otherwise(getattr(home, name), after)
                for name in ("target", "outdoor", "sun", "heat", "set_point")
            },
        )

    outlook = recorded_outlook(home, index)
    one, two = make(), make()
    one.fit(home, upto)
    two.fit(changed(upto - 1), upto)
    said = one.predict(home, index, outlook)
    assert np.allclose(said, two.predict(home, index, outlook))
    assert np.allclose(said, one.predict(changed(index), index, outlook))
    assert np.allclose(said, one.predict(until(home, index), index, outlook))


@pytest.mark.parametrize("make", EVERYONE)
@pytest.mark.parametrize("history", [0, 1, 3])
def test_each_answers_with_little_history_and_many_holes(make: Callable[[], Forecaster], history: int) -> None:
    series = heated_room(history + 2, seed=history)
    rng = np.random.default_rng(history)
    target = series.target.copy()
    target[rng.random(len(target)) < 0.3] = np.nan
    target[: history * DAY // 2] = np.nan
    unknown = np.full(len(series), np.nan)
    blank = dict.fromkeys(("outdoor", "sun", "heat", "set_point"), unknown)
    index = history * DAY + 40
    target[index] = 20.0
    for columns in ({}, blank):
        room = replace(series, target=target, **columns)
        forecaster = make()
        forecaster.fit(room, history * DAY)
        said = forecaster.predict(room, index, recorded_outlook(room, index))
        assert said.shape == (DAY,)
        assert np.isfinite(said).all()
        assert np.abs(said - 20.0).max() < 15.0
