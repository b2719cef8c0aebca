"""Homes lived in by several processes and questions drawn ahead are the same as by one."""

import numpy as np
import pytest

from tests.learning.children import need_torch
from thermo_edge.climate.features import ClimateConfig


@pytest.mark.slow
def test_several_processes_live_and_draw_the_same_as_one() -> None:
    need_torch()
    from thermo_edge.learning.recipes.climate_many import Part, drawn_ahead, live_all

    parts = [Part(3, 5, 1), Part(2, 5, 2)]
    one, several = live_all(parts, 1), live_all(parts, 2)
    assert len(one) == len(several) == 10
    np.testing.assert_array_equal(one.signals.target, several.signals.target)
    np.testing.assert_array_equal(one.heating, several.heating)
    config, steps = ClimateConfig(), range(2, 6)
    alone, ahead = (list(drawn_ahead(one, config, 3, 8, steps, threads)) for threads in (1, 3))
    assert len(alone) == len(ahead) == len(steps)
    for here, there in zip(alone, ahead, strict=True):
        np.testing.assert_array_equal(here.change, there.change)
        np.testing.assert_array_equal(here.numbers.past, there.numbers.past)
    again = next(drawn_ahead(one, config, 3, 8, range(4, 6), 1))
    np.testing.assert_array_equal(again.change, alone[2].change)  # a training that goes on draws what it would have
