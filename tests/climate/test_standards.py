"""What standards say of comfort and mould, against their own tables."""

import math

import numpy as np
import pytest

from thermo_edge.climate.adaptive import EN_16798, running_mean, standard_band
from thermo_edge.climate.mould import damp, saturated_at, saturation
from thermo_edge.climate.pmv import pmv
from thermo_edge.home.comfort import Band

ISO_7730_TABLE_D1 = [
    (22.0, 22.0, 0.10, 60, 1.2, 0.5, -0.75, 17),
    (27.0, 27.0, 0.10, 60, 1.2, 0.5, 0.77, 17),
    (27.0, 27.0, 0.30, 60, 1.2, 0.5, 0.44, 9),
    (23.5, 25.5, 0.10, 60, 1.2, 0.5, -0.01, 5),
    (23.5, 25.5, 0.30, 60, 1.2, 0.5, -0.55, 11),
    (19.0, 19.0, 0.10, 40, 1.2, 1.0, -0.60, 13),
    (23.5, 23.5, 0.30, 40, 1.2, 1.0, 0.12, 5),
    (23.0, 21.0, 0.10, 40, 1.2, 1.0, 0.05, 5),
    (23.0, 21.0, 0.30, 40, 1.2, 1.0, -0.16, 6),
    (22.0, 22.0, 0.10, 60, 1.6, 0.5, 0.05, 5),
    (27.0, 27.0, 0.10, 60, 1.6, 0.5, 1.17, 34),
    (27.0, 27.0, 0.30, 60, 1.6, 0.5, 0.95, 24),
]


def test_pmv_is_that_of_the_table() -> None:
    table = np.array(ISO_7730_TABLE_D1)
    np.testing.assert_allclose(pmv(*table[:, :6].T), table[:, 6], atol=0.02)


def test_pmv_of_the_impossible_is_not_a_number() -> None:
    told = pmv([22.0, math.nan, 22.0, 22.0, 500.0], 22.0, [0.1, 0.1, -1.0, 0.1, 0.1], [50, 50, 50, 140, 50], 1.2, 0.5)
    assert np.isfinite(told).tolist() == [True, False, False, False, False]


def test_adaptive_lines() -> None:
    band = EN_16798[2].band(20.0)
    assert (band.low, band.high) == pytest.approx((21.4, 28.4))
    assert EN_16798[2].band(40.0) == EN_16798[2].band(30.0)


def test_the_running_mean_forgets_and_leaves_out_what_is_not_known() -> None:
    assert running_mean([5.0] * 10) == pytest.approx(5.0)
    assert running_mean([0.0, 10.0]) == pytest.approx(10.0 * 1.0 / 1.8)
    assert running_mean([math.nan, 10.0, math.nan]) == pytest.approx(10.0)
    assert math.isnan(running_mean([math.nan]))
    assert math.isnan(running_mean([]))


def test_the_band_of_the_standard_goes_with_the_season_without_a_step() -> None:
    assert standard_band(0.0, cooled=True) == standard_band(math.nan, cooled=True) == Band(20.0, 25.0)
    assert standard_band(25.0, cooled=True) == Band(23.0, 26.0)
    lows = [standard_band(outdoors, cooled=False).low for outdoors in np.arange(0.0, 32.0, 0.25)]
    assert np.abs(np.diff(lows)).max() < 0.3


def test_the_textbook_corner_is_at_the_edge_of_mould() -> None:
    corner = damp(20.0, 50.0, -5.0)
    assert corner is not None
    assert corner.surface == pytest.approx(12.5)
    assert corner.humidity == pytest.approx(0.8, abs=0.01)
    assert corner.lowest == pytest.approx(20.0, abs=0.3)
    assert corner.airs


def test_damp_air_outdoors_does_not_dry() -> None:
    muggy = damp(20.0, 75.0, 19.0, 95.0)
    assert muggy is not None
    assert not muggy.airs


@pytest.mark.parametrize(
    ("inside", "humidity", "outside"),
    [(20.0, 0.0, 5.0), (20.0, 101.0, 5.0), (math.nan, 50.0, 5.0), (20.0, math.nan, 5.0), (20.0, 50.0, 300.0)],
)
def test_readings_that_cannot_be_true_say_nothing_of_mould(inside: float, humidity: float, outside: float) -> None:
    assert damp(inside, humidity, outside) is None


def test_saturation_goes_both_ways() -> None:
    for celsius in (-15.0, 0.0, 12.0, 30.0):
        assert saturated_at(saturation(celsius)) == pytest.approx(celsius, abs=1e-6)
