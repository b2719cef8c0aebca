"""How far air lies outside what is wanted."""

import numpy as np

from thermo_edge.simulation.outside import outside


def test_a_heated_room_is_too_warm_a_kelvin_above_its_band_and_another_from_26_degrees_on() -> None:
    air = np.array([19.0, 22.0, 24.0, 24.0, 27.0, 31.0, np.nan])
    high = np.array([21.0, 21.0, 21.0, 21.0, 21.0, 28.0, 21.0])
    heated = np.array([True, True, True, False, False, False, True])
    cold, warm = outside(np.full(7, 20.0), high, air, heated)
    np.testing.assert_array_equal(cold, [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, np.nan])
    np.testing.assert_array_equal(warm, [0.0, 0.0, 2.0, 0.0, 1.0, 2.0, np.nan])
