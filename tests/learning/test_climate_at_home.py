"""What a room teaches in closed form: steadily, within bounds, and never from the time to come."""

from dataclasses import fields

import numpy as np
import pytest

from tests.builders import MORNING
from tests.learning.warm_rooms import TRUE, HalfKnowing, lived, without
from thermo_edge.climate.features import Array, Signals, Sky
from thermo_edge.errors import ModelRefused
from thermo_edge.home.house import PlaceId
from thermo_edge.learning.climate_answer import BOUNDS, LENGTHS, Calibration, calibrate, evidence, own
from thermo_edge.learning.climate_at_home import ANCHORS, LONG, RoomLearned, correction, forecasts, learn, look_back
from thermo_edge.learning.climate_kept import from_arrays, to_arrays
from thermo_edge.learning.climate_serving import AskedRoom, outlook, usual

BASE = HalfKnowing()
SKY = Sky(np.full(96, 4.0), np.full(96, np.nan), (np.arange(96) + 0.5) * 0.25 % 24.0, np.zeros(96))


def errors(signals: Signals, upto: int, planned: bool) -> tuple[float, float]:
    """Mean absolute error on the day after, before and after what was learned, K."""
    learned = learn(BASE, signals, upto, planned)
    at = np.arange(upto - 1 - 96, upto + 95, 4)
    past = forecasts(BASE, signals, at, planned, learned)
    later = at >= upto
    off = past.change - past.told
    return float(np.nanmean(np.abs(off[later]))), float(
        np.nanmean(np.abs((off - correction(BASE, past, learned))[later]))
    )


def test_nothing_is_learned_from_a_day() -> None:
    learned = learn(BASE, lived(3), 96, planned=False)
    assert learned.heating is None
    assert learned.weights == (None,) * len(ANCHORS)


def test_a_few_days_correct_what_comes_as_usual_but_nothing_beyond_twelve_hours() -> None:
    learned = learn(BASE, lived(8), 6 * 96, planned=False)
    known = [anchor for anchor, weights in zip(ANCHORS, learned.weights, strict=True) if weights is not None]
    assert known and max(known) <= LONG
    before, after = errors(lived(8), 6 * 96, planned=False)
    assert after < 0.7 * before


def test_two_weeks_correct_the_whole_day() -> None:
    before, after = errors(lived(17), 15 * 96, planned=True)
    assert after < 0.4 * before


def test_what_comes_after_changes_nothing() -> None:
    one, other = lived(8), lived(8)
    for each in fields(Signals):
        if each.name not in ("hour", "weekend"):
            getattr(other, each.name)[6 * 96 :] = 55.0
    for planned in (False, True):
        for mine, theirs in zip(
            learn(BASE, one, 6 * 96, planned).weights, learn(BASE, other, 6 * 96, planned).weights, strict=True
        ):
            assert (mine is None) == (theirs is None)
            if mine is not None and theirs is not None:
                np.testing.assert_array_equal(mine, theirs)


def test_a_room_whose_heat_is_unknown_keeps_the_models_answer() -> None:
    learned = learn(BASE, without(lived(8), "heating", "cooling"), 6 * 96, planned=True)
    assert learned.heating is None
    told = outlook(BASE, MORNING, [AskedRoom(PlaceId("living"), without(lived(8), "heating"), SKY, learned=learned)])
    np.testing.assert_allclose(told.rooms[0].heating, 0.5 * TRUE)


def test_a_sensor_that_is_stuck_or_mostly_silent_breaks_nothing() -> None:
    stuck, silent = lived(8), lived(8)
    stuck.target[:] = 20.0
    silent.target[np.arange(8 * 96) % 7 != 0] = np.nan
    for signals in (stuck, silent):
        learned = learn(BASE, signals, 8 * 96, planned=True)
        (room,) = outlook(BASE, MORNING, [AskedRoom(PlaceId("living"), signals, SKY, learned=learned)]).rooms
        for values in (room.free, room.spread, room.heating, room.cooling):
            assert np.isfinite(values).all()
        assert np.abs(room.free - 20.0).max() < 15.0


def told_of(gain: float, seed: int, days: int = 14) -> Array:
    signals = lived(days + 1, seed, gain)
    past = look_back(BASE, signals, days * 96, planned=True)
    found = evidence(past.at, past.said.free, past.change, past.said.heating, signals.heating[: days * 96])
    assert found is not None
    return own(found, days, calibration(), 1.0)


def calibration() -> Calibration:
    """Learned in rooms of many gains, from a week; taken for all lengths."""
    found, true = [], []
    for number, gain in enumerate(np.geomspace(0.3, 2.0, 12)):
        signals = lived(7, 40 + number, float(gain))
        past = look_back(BASE, signals, 7 * 96, planned=True)
        told = evidence(past.at, past.said.free, past.change, past.said.heating, signals.heating)
        assert told is not None
        found.append(told)
        true.append(gain * TRUE)
    return calibrate([found] * len(LENGTHS), [np.array(true)] * len(LENGTHS))


def test_a_rooms_own_gain_is_found_where_simulated_rooms_taught_how() -> None:
    for gain in (0.6, 1.4):
        response = told_of(gain, 7)
        assert abs(response[:48].sum() / (gain * TRUE[:48].sum()) - 1.0) < 0.25


def test_an_answer_stays_within_bounds_and_keeps_its_sign() -> None:
    signals = lived(15, 3, 1.0)
    signals.target[:] = 20.0 + 5.0 * np.random.default_rng(0).standard_normal(signals.times)
    past = look_back(BASE, signals, 14 * 96, planned=True)
    told = evidence(past.at, past.said.free, past.change, past.said.heating, signals.heating[: 14 * 96])
    assert told is not None
    response = own(told, 14, calibration(), 1.0)
    assert (response >= 0.0).all()
    lasting = response.cumsum() / (0.5 * TRUE).cumsum()
    assert lasting.min() >= BOUNDS[0] - 1e-6 and lasting.max() <= BOUNDS[1] + 1e-6


def test_an_outlook_has_the_rooms_that_are_known_and_what_they_have() -> None:
    rooms = [
        AskedRoom(PlaceId("living"), lived(3), SKY, heats=True, cools=False),
        AskedRoom(PlaceId("attic"), without(lived(3), "target"), SKY),
        AskedRoom(PlaceId("cellar"), lived(1), SKY, heats=False, cools=True),
    ]
    told = outlook(BASE, MORNING, rooms)
    assert [room.room for room in told.rooms] == ["living", "cellar"]
    living, cellar = told.rooms
    assert (living.heating > 0.0).any() and (living.cooling == 0.0).all()
    assert (cellar.heating == 0.0).all() and (cellar.cooling < 0.0).any()
    assert (living.spread > 0.0).all()
    course = usual(BASE, rooms)[PlaceId("living")]
    assert (course.low < course.middle).all() and (course.middle < course.high).all()
    assert outlook(BASE, MORNING, ()).rooms == ()


def test_what_rooms_taught_is_kept_and_a_number_that_is_none_is_refused() -> None:
    learned = learn(BASE, lived(8), 6 * 96, planned=True)
    rooms = {PlaceId("living/room"): learned, PlaceId("attic"): RoomLearned()}
    kept = to_arrays(rooms)
    back = from_arrays(kept)
    assert set(back) == set(rooms)
    again = back[PlaceId("living/room")]
    assert (again.days, again.width) == (learned.days, learned.width)
    assert again.heating is not None and learned.heating is not None
    np.testing.assert_array_equal(again.heating, learned.heating)
    assert [each is None for each in again.weights] == [each is None for each in learned.weights]
    with pytest.raises(ModelRefused):
        from_arrays({**kept, "attic/figures": np.array([np.nan, 1.0])})
    with pytest.raises(ModelRefused):
        from_arrays({"attic/heating": np.zeros(96)})
