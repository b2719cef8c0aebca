"""What is reckoned of devices that say whether they run."""

import numpy as np

from tests.builders import MORNING, RADIATOR, a_house, living, radiator
from thermo_edge.app.savings_energy import Asked, used
from thermo_edge.climate.thermal import FloatArray
from thermo_edge.home.house import Attribute, Point


def test_a_device_that_heats_and_cools_takes_energy_for_both_each_at_its_own_power() -> None:
    both = radiator(cools=True, power=2.0, cooling_power=1.0, cooling_cop=4.0)
    ran = {Point(RADIATOR, Attribute.HVAC_ACTION): np.array([1.0, 0.0, -1.0])}

    def line(point: Point) -> FloatArray:
        return ran[point]

    energy, _ = used(Asked(a_house(living(devices=(both,))), MORNING, 3, line, np.full(3, 10.0)))
    np.testing.assert_allclose(energy, [1.0, 0.0, 0.125])
