"""A room's night: what it may learn, what it is judged by, and that poison does not get through."""

from dataclasses import replace

import numpy as np
import pytest

from tests.learning.warm_rooms import TRUE, HalfKnowing, lived
from thermo_edge.climate.features import Signals
from thermo_edge.learning.climate_at_home import RoomLearned
from thermo_edge.learning.climate_night import NAMES, Losses, Night, night
from thermo_edge.learning.dataset import clean
from thermo_edge.learning.trial import Outcome

BASE = HalfKnowing()
DAYS = 16
ROOM = replace(lived(DAYS), outdoor=4.0 + np.sin(np.arange(DAYS * 96) / 15.3))
WEEK = slice(2 * 96, 7 * 96)


@pytest.fixture(scope="module")
def sound() -> Night:
    return night(BASE, ROOM, None)


def test_what_is_better_on_later_days_wins_and_has_not_seen_them(sound: Night) -> None:
    assert sound.trial.outcome is Outcome.BETTER and sound.trial.names == NAMES
    assert set(sound.trial.baselines) == {"base model", "persistence", "same change as yesterday"}
    assert sound.challenger.days == pytest.approx(DAYS - 7)
    assert sound.drift is None and not sound.regrets


def test_what_serves_is_no_better_than_itself_and_a_wrong_one_is_regretted(sound: Night) -> None:
    losses = Losses(BASE, ROOM, (DAYS - 7) * 96)
    np.testing.assert_allclose(np.nanmean(losses.of(sound.challenger), axis=0), sound.trial.challenger, atol=1e-3)
    few = night(BASE, ROOM.part(0, 6 * 96), RoomLearned(2.0, heating=5.0 * TRUE))
    assert few.trial.outcome is Outcome.TOO_LITTLE and few.regrets
    assert not night(BASE, ROOM.part(0, 6 * 96), RoomLearned(2.0, heating=0.5 * TRUE)).regrets


@pytest.mark.parametrize("unknown", [slice(-8 * 96, None), slice(-7 * 96, None), slice(5 * 96, 9 * 96)])
def test_days_of_which_nothing_is_known_judge_nothing(unknown: slice) -> None:
    target = ROOM.target.copy()
    target[unknown] = np.nan
    found = night(BASE, replace(ROOM, target=target), RoomLearned(2.0, heating=0.5 * TRUE))
    assert np.isfinite(found.trial.gain) and not found.regrets
    if unknown.stop is None:
        assert found.trial.outcome is Outcome.TOO_LITTLE


@pytest.mark.parametrize("known", [slice(0, 0), slice(9 * 96, None)], ids=["never", "of late"])
def test_a_room_whose_heater_does_not_say_what_it_does_costs_no_night(known: slice) -> None:
    """Thermostats without an action, or that have told it only since the days that judge: all rooms share a night."""
    heating = np.full(ROOM.times, np.nan)
    heating[known] = ROOM.heating[known]
    found = night(BASE, replace(ROOM, heating=heating), RoomLearned(2.0, heating=0.5 * TRUE))
    assert np.isfinite(found.trial.gain)
    if known.start == 0:
        assert found.trial.outcome is Outcome.TOO_LITTLE and not found.regrets


@pytest.fixture(scope="module")
def missing() -> Night:
    target = ROOM.target.copy()
    target[WEEK] = np.nan
    return night(BASE, replace(ROOM, target=target), None)


@pytest.mark.slow
@pytest.mark.parametrize("poison", ["stuck", "spikes", "quarantine", "swapped", "planted"])
def test_a_poisoned_week_teaches_no_more_than_one_that_is_not_known(missing: Night, poison: str) -> None:
    rng, target = np.random.default_rng(3), ROOM.target.copy()
    other: Signals = replace(ROOM, target=ROOM.target - 4.0)
    room, marks = ROOM, np.zeros(ROOM.times, bool)
    if poison == "stuck":
        target[WEEK] = 32.0
    elif poison == "spikes":
        target[WEEK][::5] = 32.0
    elif poison == "quarantine":
        target[WEEK] = 32.0 + rng.standard_normal(5 * 96)
        marks[WEEK] = True
    elif poison == "swapped":
        target[WEEK], other.target[WEEK] = other.target[WEEK].copy(), target[WEEK].copy()
    else:
        room = replace(ROOM, set_point=np.where(np.arange(ROOM.times) % 7 == 0, 32.0, np.nan))
    found = night(BASE, clean({"one": replace(room, target=target), "other": other}, marks)["one"], None)
    assert found.trial.outcome is Outcome.BETTER
    error = float(np.nanmean(Losses(BASE, ROOM, (DAYS - 7) * 96).of(found.challenger)))
    assert error <= 1.05 * float(np.mean(missing.trial.challenger))


@pytest.mark.slow
def test_without_the_cleaning_the_gate_still_keeps_poison_out() -> None:
    target = ROOM.target.copy()
    target[: 9 * 96] += 8.0 * np.random.default_rng(1).standard_normal(9 * 96)
    found = night(BASE, replace(ROOM, target=target), None)
    if found.trial.outcome is Outcome.BETTER:
        losses = Losses(BASE, ROOM, (DAYS - 7) * 96)
        assert np.nanmean(losses.of(found.challenger)) <= np.nanmean(losses.of(None))
