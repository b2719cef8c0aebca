"""A fall that follows the end of a room's own fast heat is no open window; what goes beyond it still is one."""

from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import LIVING, LIVING_T, MORNING, RADIATOR, a_house, bedroom, living, minutes
from tests.rig import Rig
from thermo_edge.climate import airing, own_heat
from thermo_edge.climate.airing import Felt
from thermo_edge.climate.own_heat import AFTER, REMEMBERED
from thermo_edge.home.house import Attribute, EntityId, Point, Sensor
from thermo_edge.home.memory import AiringMemory
from thermo_edge.home.own_heat import OwnHeat

T = EntityId("sensor.t")
NEW = AiringMemory()
LATER = timedelta(hours=5)
Told = list[tuple[float, float, bool | None, float]]
"""Minute, °C, whether it heats, and the set-point."""

HELD: Told = [(float(at), 21.0, True, 21.0) for at in range(-90, 1, 5)]
STOPS: Told = [(5.0, 19.1, False, 17.5), (10.0, 18.0, False, 17.5), (15.0, 17.6, False, 17.5)]


def felt(told: Told, memory: AiringMemory = NEW, begin: datetime = MORNING) -> AiringMemory:
    for at, value, heats, set_point in told:
        moment = begin + minutes(at)
        memory = airing.step(memory, Felt(T, moment, value, 2.0, heats=heats, set_point=set_point), moment)
    return memory


def warming(from_: float = 17.5, rise: float = 3.0) -> Told:
    """An hour at rest, then heat to its set-point in ten minutes."""
    rest: Told = [(float(at), from_, False, 17.0) for at in range(-75, 1, 5)]
    return [*rest, (1.0, from_, True, 21.0), (6.0, from_ + 0.8 * rise, True, 21.0), (11.0, from_ + rise, True, 21.0)]


def quick(rise: float = 3.0, times: int = 2) -> AiringMemory:
    """A room that was warmed so fast so often until now."""
    memory = NEW
    for number in range(times):
        memory = felt(warming(rise=rise), memory, MORNING - (times - number) * LATER)
    return memory


def test_air_that_was_warmed_fast_may_fall_as_fast_when_heat_ends() -> None:
    assert felt(HELD + STOPS).since is not None
    known = felt(HELD + STOPS, quick())
    assert known.since is None
    assert known.usual == felt(HELD, quick()).usual  # and is not what is usual here without it


def test_a_lower_set_point_that_is_still_heated_to_is_an_end_too() -> None:
    lowered = [(at, value, True, 18.0) for at, value, _, _ in STOPS]
    assert felt(HELD + lowered).since is not None
    assert felt(HELD + lowered, quick()).since is None
    warmer = [(at, value, True, 21.5) for at, value, _, _ in STOPS]
    assert felt(HELD + warmer, quick()).since is not None


def test_once_is_not_enough_and_slow_heat_never() -> None:
    assert felt(HELD + STOPS, quick(times=1)).since is not None
    assert felt(HELD + STOPS, quick(rise=1.2, times=5)).since is not None
    assert quick(rise=1.2, times=5).heat.rises == ()


def test_what_is_long_ago_is_forgotten() -> None:
    assert felt(HELD + STOPS, quick(), MORNING + REMEMBERED + LATER).since is not None


def test_a_fall_that_goes_beyond_its_own_warmth_is_a_window() -> None:
    on: Told = [(12.0, 16.9, False, 17.5), (14.0, 16.0, False, 17.5), (16.0, 15.3, False, 17.5)]
    known = felt(HELD + STOPS[:2] + on, quick())
    assert known.since is not None
    assert known.before == 21.0


def test_a_fall_long_after_the_end_is_as_ever() -> None:
    rests: Told = [(float(at), 18.0, False, 17.5) for at in range(15, 60, 5)]
    falls: Told = [(60.0, 17.2, False, 17.5), (62.0, 16.8, False, 17.5), (64.0, 16.4, False, 17.5)]
    assert felt(HELD + STOPS[:2] + rests + falls, quick()).since is not None


def test_a_fall_while_it_heats_as_before_is_as_ever() -> None:
    falls: Told = [(3.0, 20.2, True, 21.0), (5.0, 19.6, True, 21.0), (7.0, 19.1, True, 21.0)]
    assert felt(HELD + falls, quick()).since is not None


def test_a_lower_set_point_of_a_room_that_does_not_heat_ends_nothing() -> None:
    sunny = [(at, value, False, 21.0) for at, value, _, _ in HELD]
    assert felt(sunny + STOPS, quick()).since is not None


def test_the_way_back_from_a_window_is_no_heat() -> None:
    """Its record is not whole after a pause, and before that the hour was as warm."""
    aired: Told = [(2.0, 19.0, True, 21.0), (4.0, 17.5, True, 21.0), (6.0, 17.0, False, 7.0)]
    back: Told = [
        (14.0, 18.0, False, 7.0),
        (15.0, 18.1, True, 21.0),
        (20.0, 20.0, True, 21.0),
        (25.0, 21.0, True, 21.0),
    ]
    assert felt(HELD + aired + back).heat.rises == ()
    unfelt: Told = [(2.0, 17.0, False, 20.0), (12.0, 17.0, True, 21.0), (17.0, 20.0, True, 21.0)]
    assert felt(HELD + unfelt).heat.rises == ()


def test_another_thermometer_has_to_see_it_anew() -> None:
    moved = airing.step(quick(), Felt(EntityId("sensor.u"), MORNING, 20.0), MORNING)
    assert moved.heat.rises == ()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([None, False, True]))
def test_without_an_end_of_heat_all_is_as_ever(seed: int, heats: bool | None) -> None:
    rng = np.random.default_rng(seed)
    walk = 21.0 + np.cumsum(rng.normal(-0.05, 0.4, 60))
    known = felt([(15.0, 18.0, False, 17.0)], quick()) if heats is False else quick()
    told: Told = [(5.0 + at, float(value), heats, 25.0) for at, value in enumerate(walk)]
    plain: Told = [(at, value, None, 25.0) for at, value, _, _ in told]
    assert felt(told, known, MORNING + LATER).since == felt(plain, known, MORNING + LATER).since


rises = st.lists(st.tuples(st.floats(0.0, 200.0), st.floats(0.0, 9.0)), max_size=6)


@settings(max_examples=100)
@given(rises, st.floats(0.0, 90.0), st.lists(st.floats(0.0, 25.0), min_size=2, max_size=20))
def test_heat_explains_no_more_and_for_no_longer_than_it_warmed(
    seen: list[tuple[float, float]], since: float, values: list[float]
) -> None:
    found = tuple((MORNING - timedelta(hours=hours), rise) for hours, rise in seen)
    own = OwnHeat(less=MORNING - minutes(since), rises=found)
    reports = tuple((MORNING - minutes(5.0 * back), value) for back, value in enumerate(values))[::-1]
    if own_heat.explains(own, reports, MORNING):
        fresh = [rise for when, rise in found if MORNING - when <= REMEMBERED]
        late = [value for when, value in reports if when >= MORNING - AFTER]
        assert minutes(since) <= AFTER
        assert len(fresh) >= 2
        assert max(late) - values[0] <= 1.6 * max(fresh) + 0.2 + 1e-9


@pytest.mark.parametrize("heats", [False, True])
def test_nothing_new_is_the_same_object(heats: bool) -> None:
    own = own_heat.followed(OwnHeat(), heats, 20.0, MORNING)
    assert own_heat.followed(own, heats, 20.5, MORNING + minutes(5)) is own
    assert own_heat.followed(own, None, None, MORNING + minutes(5)) is own


# --- in the loop ----------------------------------------------------------------------------------------------------


ACTION = Point(RADIATOR, Attribute.HVAC_ACTION)


def lives(rig: Rig, told: list[tuple[float, float, str]]) -> list[bool]:
    """Minutes that pass, °C and what the thermostat does then; whether a window was felt after each."""
    found = []
    for passes, value, action in told:
        rig.clock.advance(minutes(passes))
        rig.home.say(ACTION, action)
        rig.home.say(LIVING_T, value)
        rig.settle()
        rig.tick()
        window = rig.memory.windows.get(LIVING)
        found.append(window is not None and window.felt)
    return found


def test_a_furnace_that_stops_pauses_nothing_once_the_room_is_known() -> None:
    rig = Rig(a_house(living(sensors=(Sensor(LIVING_T, LIVING),)), bedroom()))
    held = [(5.0, 21.0, "heating")] * 18
    stops = [(5.0, 19.2, "idle"), (5.0, 18.0, "idle")]
    rests = [(5.0, 17.8, "idle")] * 18
    begins = [(5.0, 20.0, "heating"), (5.0, 21.0, "heating")]
    assert lives(rig, held + stops)[-1]
    assert not lives(rig, rests)[-1]
    lives(rig, begins + held + rests + begins)
    assert len(rig.memory.airings[LIVING].heat.rises) == 2
    rig.restart()
    assert not any(lives(rig, held + stops))
    assert lives(rig, [(2.0, 16.6, "idle"), (2.0, 15.0, "idle"), (2.0, 14.0, "idle")])[-1]
