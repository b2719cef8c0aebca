"""Set-points beside what a room is to be: bounded, in order, within limits, told, and none where nothing is known."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import LIVING, LIVING_T, MORNING, RADIATOR, a_house, living, radiator
from tests.climate.plans import QUARTER
from tests.rig import SET_POINT, Rig
from thermo_edge.climate import compensation, following, setpoint
from thermo_edge.climate.compensation import MOST, because, known_anew, shift
from thermo_edge.climate.loops import looped, loops
from thermo_edge.climate.set_points import boost
from thermo_edge.climate.targets import Target
from thermo_edge.climate.thermal import Outlook, RoomOutlook
from thermo_edge.control.state import snapshot
from thermo_edge.home.comfort import Band, Limits
from thermo_edge.home.memory import ClimateMemory, TrimMemory
from thermo_edge.home.plan import Planned
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.thermostat import Thermostat, ThermostatsRead
from thermo_edge.home.turn import Priority
from thermo_edge.language.words import Words
from thermo_edge.store.kinds import Codec
from thermo_edge.web.show.things import whys

PRIOR = Thermostat(-0.25, 0.5, 0.25, 0.5)
DEAF = Thermostat(-0.85, 0.08, -0.35, 0.08, 20)  # its own thermometer says 0.6 K too much
WIDE = Thermostat(-0.7, 0.08, 0.7, 0.08, 20)

edges = st.floats(-3.0, 3.0)


def wanting(low: float, high: float, heat: float | None = None) -> Target:
    planned = None if heat is None else Planned(heat, 0.0, (low + high) / 2, Reason.of(Code.COMFORT_NOW, low=low))
    return Target(Band(low, high), Code.WARM_HOURS, Priority.COMFORT, None, planned=planned)


@given(on=edges, width=st.floats(0.0, 3.0), colder=st.floats(0.0, 2.0), heat=st.none() | st.floats(0.0, 1.0))
def test_it_is_bounded_and_never_less_for_one_that_goes_on_colder(
    on: float, width: float, colder: float, heat: float | None
) -> None:
    wanted = wanting(20.0, 21.0, heat)
    one = shift(Thermostat(on, 0.1, on + width, 0.1, 9), wanted)
    other = shift(Thermostat(on - colder, 0.1, on - colder + width, 0.1, 9), wanted)
    assert -MOST <= one <= MOST
    assert other >= one - 1e-9


@given(low=st.floats(5.0, 30.0), on=edges, step=st.sampled_from((0.1, 0.5, 1.0)), trim=st.floats(-2.0, 2.0))
def test_set_points_stay_within_limits_and_in_order(low: float, on: float, step: float, trim: float) -> None:
    limits, known = Limits(), Thermostat(on, 0.1, on + 0.5, 0.1, 9)
    values = []
    for more in (0.0, 0.7, 3.0):
        wanted = wanting(low + more, low + more + 1.0, 0.5)
        values.append(setpoint.rounded(following.aim(wanted, step, shift(known, wanted)) + trim, step, limits))
    assert values == sorted(values)
    assert all(limits.lowest <= value <= limits.highest for value in values)


def test_the_room_stays_in_its_band() -> None:
    for known in (PRIOR, DEAF, WIDE):
        wanted = wanting(20.5, 21.5)
        assert wanted.band.middle + shift(known, wanted) + known.lower >= wanted.band.low - 1e-9
    assert shift(PRIOR, wanting(20.5, 21.5)) == shift(None, wanting(20.5, 21.5)) == 0.0
    resting = wanting(20.25, 20.75, 0.0)
    assert 20.5 + shift(WIDE, resting) + WIDE.lower >= 20.5 - 1e-9
    assert shift(DEAF, wanting(20.25, 20.75, 1.0)) == 0.0


def test_what_was_learned_moves_the_set_point_and_is_told() -> None:
    rig = Rig()
    rig.home.say(LIVING_T, 20.0)
    rig.settle()
    before = rig.home.readings[SET_POINT].value
    rig.clock.advance(timedelta(minutes=10))
    rig.controller.hear(ThermostatsRead({RADIATOR: DEAF}))
    rig.settle()
    after = rig.home.readings[SET_POINT].value
    assert isinstance(before, float)
    assert isinstance(after, float)
    assert 0.5 <= after - before <= MOST
    decision = rig.decision(SET_POINT)
    assert [told.code for told in because(decision.request.reason)] == [Code.THERMOSTAT_HIGHER]
    for language in ("en", "zh"):
        sentences = whys(decision, rig.state.house, Words(language))
        assert any("0.6 K" in each and "−0.3 K" in each.replace("−0.4 K", "−0.3 K") for each in sentences)


def test_slow_corrections_give_up_what_is_taken_over() -> None:
    climate = ClimateMemory(trims={RADIATOR: TrimMemory(1.0)})
    assert abs(known_anew(climate, {RADIATOR: DEAF}).trims[RADIATOR].trim - 0.4) < 1e-9
    cold = replace(climate, trims={RADIATOR: TrimMemory(-1.0)})
    assert known_anew(cold, {RADIATOR: DEAF}).trims[RADIATOR].trim == -1.0
    twice = known_anew(known_anew(climate, {RADIATOR: DEAF}), {RADIATOR: DEAF})
    assert abs(twice.trims[RADIATOR].trim - 0.4) < 1e-9


def test_together_with_the_slow_correction_it_is_bounded() -> None:
    rig = Rig()
    rig.home.say(LIVING_T, 15.0)
    rig.settle()
    seen, device = snapshot(rig.state, MORNING, timedelta(0)), radiator()
    found = setpoint.trimmed(seen, device, Band(20.0, 21.0), 15.0, TrimMemory(2.0, MORNING), True, 0.8)
    assert found.trim + 0.8 <= setpoint.MOST + 1e-9


def test_only_finer_steps_than_the_settings_are_taken() -> None:
    coarse, fine = replace(PRIOR, step=1.0), replace(PRIOR, step=0.1)
    assert compensation.step(coarse, radiator()) == compensation.step(None, radiator()) == 0.5
    assert compensation.step(fine, radiator()) == 0.1


def test_a_wide_swing_is_in_the_spread_of_the_plan_and_in_words() -> None:
    outlook = RoomOutlook(LIVING, np.full(4, 18.0), np.full(4, 0.3), np.full(4, 0.2), np.zeros(4))
    whole = Outlook(MORNING, QUARTER, (outlook,))
    house = a_house(living())
    wide = looped(whole, house, {RADIATOR: WIDE}).rooms[0]
    assert np.all(wide.spread > 0.4)
    assert np.all(looped(whole, house, {RADIATOR: PRIOR}).rooms[0].spread == outlook.spread)
    ((place, reason),) = loops(house, {RADIATOR: WIDE})
    assert place == LIVING
    assert "20" in Words("en").why(reason, house)


def test_a_room_that_is_there_at_once_needs_no_push() -> None:
    assert boost(np.array([0.3, 0.2])) == 2.0
    assert boost(np.array([1.5, 0.6])) == 0.5


def test_it_outlives_a_restart() -> None:
    codec: Codec[ClimateMemory] = Codec(ClimateMemory)
    climate = ClimateMemory(thermostats={RADIATOR: replace(WIDE, shortest_on=timedelta(minutes=10), holds=-0.2)})
    assert codec.load(codec.dump(climate)) == climate
    assert codec.load('{"duties": {}, "trims": {}, "flows": {}}').thermostats == {}
