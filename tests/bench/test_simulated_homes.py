"""Simulated households as recordings: both ways of reading them say the same."""

import numpy as np

from thermo_edge.bench.ours import signals as read_by_the_benchmark
from thermo_edge.bench.recordings.recording import State
from thermo_edge.bench.simulated_homes import recording
from thermo_edge.learning.recipes.occupancy_homes import signals as read_by_the_recipe
from thermo_edge.simulation.recordings import household_recordings


def test_the_model_is_trained_on_what_the_benchmark_reads() -> None:
    for home in household_recordings(5, 3, seed=8):
        one, other = read_by_the_recipe(home), read_by_the_benchmark(recording(home, "a home"))
        np.testing.assert_allclose(one.hour, other.hour)
        np.testing.assert_allclose(one.weekday, other.weekday)
        for name, room in one.rooms.items():
            for part in ("mean", "highest", "events", "stirs"):
                mine, theirs = getattr(room, part), getattr(other.rooms[name], part)
                assert mine.keys() == theirs.keys()
                for kind, values in mine.items():
                    np.testing.assert_allclose(values, theirs[kind])
        if one.persons is not None:
            assert other.persons is not None
            np.testing.assert_allclose(one.persons, other.persons)


def test_a_recording_says_who_was_home() -> None:
    (home,) = household_recordings(1, 2, seed=8)
    made = recording(home, "a home")
    assert (np.diff(made.times) == made.step).all()
    assert made.local[0] == home.weekday * 86400 + made.step
    np.testing.assert_array_equal(made.anybody, home.home)
    assert ((made.home == State.ASLEEP) == (home.asleep > 0.0)).all()
