"""The benchmark of a simulated year."""

import pytest

from thermo_edge.bench.year import bench_year


@pytest.mark.slow
def test_a_quick_year_has_its_turns_in_all_seasons() -> None:
    year, turns, each = bench_year(quick=True)
    assert year.target == 300.0
    assert turns.value > 365 * 288, "one every five minutes, and more on events"
    assert each.value < 20.0
