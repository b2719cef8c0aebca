"""An open window felt by the thermometer: what is one, what is none, and when it is over."""

from datetime import timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import LIVING, LIVING_T, LIVING_WINDOW, MORNING, a_house, bedroom, living, minutes
from tests.rig import SET_POINT, Rig
from thermo_edge.climate import airing
from thermo_edge.climate.airing import LONGEST, Felt
from thermo_edge.home.house import EntityId, House, Sensor
from thermo_edge.home.memory import AiringMemory, WindowMemory, WindowState
from thermo_edge.home.reason import Code
from thermo_edge.home.turn import Outcome

T = EntityId("sensor.t")
NEW = AiringMemory()
Series = list[tuple[float, float]]


def felt(series: Series, memory: AiringMemory = NEW, outdoor: float | None = 2.0, bare: bool = False) -> AiringMemory:
    """After reports at these minutes."""
    for at, value in series:
        moment = MORNING + minutes(at)
        memory = airing.step(memory, Felt(T, moment, value, outdoor, bare), moment)
    return memory


FLAT: Series = [(-60.0, 20.0), (-40.0, 20.1), (-20.0, 20.0), (0.0, 20.0)]
FALLS: Series = [(1.0, 19.8), (2.0, 19.4), (3.0, 18.9), (4.0, 18.4)]


def test_a_fast_fall_in_steps_is_an_open_window_since_it_began() -> None:
    known = felt(FLAT + FALLS)
    assert known.since == MORNING
    assert (known.before, known.lowest) == (20.0, 18.4)


def test_it_is_over_when_it_turns_warmer_or_after_the_longest() -> None:
    open_ = felt(FLAT + FALLS)
    assert felt([(5.0, 17.6), (6.0, 17.7)], open_).since is not None
    assert felt([(5.0, 17.6), (12.0, 18.3)], open_).since is None
    assert airing.step(open_, None, MORNING + LONGEST).since is None
    assert airing.step(open_, None, MORNING + LONGEST - minutes(1)) is open_


def test_a_sensor_that_speaks_every_ten_minutes_is_believed_in_its_second_step() -> None:
    assert felt([(-20.0, 20.0), (-10.0, 20.1), (0.0, 20.0), (10.0, 18.0), (20.0, 16.8)]).since is not None


def test_a_slow_fall_is_the_heating_that_went_off() -> None:
    night = [(5.0 * number, round(20.0 - 0.08 * number, 1)) for number in range(60)]
    assert felt(FLAT + night).since is None


def test_one_jump_is_another_sensor_or_the_same_in_another_place() -> None:
    assert felt([*FLAT, (1.0, 17.0), (11.0, 16.9), (21.0, 16.9)]).since is None
    other = felt(FLAT)
    moved = airing.step(other, Felt(EntityId("sensor.u"), MORNING + minutes(1), 17.0), MORNING + minutes(1))
    assert moved.reports == ((MORNING + minutes(1), 17.0),)


def test_what_cooking_brought_goes_as_fast() -> None:
    cooking = [(float(number), round(20.0 + 0.1 * number, 1)) for number in range(1, 20)]
    after = [(25.0, 21.5), (27.0, 21.1), (29.0, 20.7), (31.0, 20.4), (33.0, 20.2)]
    assert felt(FLAT + cooking + after).since is None


def test_nothing_is_gained_by_waiting_where_it_is_mild_outside() -> None:
    assert felt(FLAT + FALLS, outdoor=16.0).since is None
    assert felt(FLAT + FALLS, outdoor=None).since is not None


def test_a_bare_heater_moves_the_air_more_until_the_rooms_own_falls_are_known() -> None:
    assert felt(FLAT + FALLS, bare=True).since is None
    learned = AiringMemory(usual=0.3)
    assert felt(FLAT + FALLS, learned, bare=True).since is not None


def test_falls_that_come_every_day_become_usual() -> None:
    known = NEW
    for number in range(400):
        at = 60.0 * number
        swing = [(at, 20.0), (at + 20.0, 20.0), (at + 25.0, 19.4), (at + 29.0, 19.2), (at + 40.0, 19.6)]
        known = felt(swing, known)
    assert known.usual is not None
    assert 0.6 < known.usual < 0.9


@settings(max_examples=50)
@given(st.integers(0, 2**32 - 1))
def test_noise_and_rounding_are_no_window(seed: int) -> None:
    rng = np.random.default_rng(seed)
    series = [(float(number), round(20.0 + float(rng.normal(0.0, 0.1)), 1)) for number in range(200)]
    assert felt(series).since is None


# --- in the loop ----------------------------------------------------------------------------------------------------


def without_contact() -> House:
    return a_house(living(sensors=(Sensor(LIVING_T, LIVING),)), bedroom())


def opened(rig: Rig, degrees: list[float], step: timedelta = timedelta(minutes=1)) -> None:
    for value in degrees:
        rig.clock.advance(step)
        rig.home.say(LIVING_T, value)
        rig.settle()
        rig.tick()


def test_the_room_pauses_with_its_own_reason_and_gets_back_what_it_had() -> None:
    rig = Rig(without_contact())
    rig.wait(minutes(60))
    before = rig.home.readings[SET_POINT].value
    opened(rig, [20.0, 19.6, 19.1, 18.7])
    assert rig.memory.windows[LIVING].felt
    assert rig.sent(SET_POINT)[-1] == 7.0
    felt_now = [r.decision for r in rig.history.decisions(50) if r.decision.request.reason.code is Code.WINDOW_FELT]
    assert [(each.outcome, each.request.value) for each in felt_now] == [(Outcome.ACTED, 7.0)]
    rig.restart()
    rig.tick()
    assert rig.memory.windows[LIVING].felt
    opened(rig, [18.2, 18.4, 19.0, 19.4])
    assert rig.memory.windows[LIVING].state is WindowState.CLOSED
    rig.wait(minutes(10))
    assert isinstance(before, float)
    assert rig.sent(SET_POINT)[-1] >= before
    assert not rig.memory.borrowed


def test_contacts_that_say_shut_are_believed_until_a_room_falls_faster_still() -> None:
    rig = Rig()
    rig.wait(minutes(60))
    opened(rig, [20.0, 19.7, 19.3, 19.0])
    assert not any(window.felt for window in rig.memory.windows.values())
    opened(rig, [18.4, 17.8])
    assert rig.memory.windows[LIVING].felt
    opened(rig, [17.7, 18.0, 18.5, 18.9])
    assert rig.memory.windows[LIVING].state is WindowState.CLOSED


def test_what_falls_while_a_contact_says_open_is_not_felt_once_more_after_it_is_shut() -> None:
    rig = Rig()
    rig.wait(minutes(60))
    rig.home.say(LIVING_WINDOW, True)
    opened(rig, [20.0, 19.0, 18.0, 17.0])
    assert rig.memory.windows[LIVING] == WindowMemory(WindowState.OPEN, rig.memory.windows[LIVING].since)
    rig.home.say(LIVING_WINDOW, False)
    opened(rig, [16.5, 16.4, 16.8])
    assert not rig.memory.windows[LIVING].felt
    assert rig.memory.windows[LIVING].state is WindowState.CLOSED


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0.0, 1.5), min_size=4, max_size=12))
def test_a_fall_alone_never_turns_heat_on(falls: list[float]) -> None:
    """What the pause itself asks for only ever lowers: no set-point above the one that stands, no switch on."""
    rig = Rig(without_contact())
    rig.wait(minutes(30))
    stood = float(rig.home.readings[SET_POINT].value or 0.0)  # type: ignore[arg-type]
    level = 20.2
    for fall in falls:
        level = round(max(level - fall, 8.0), 1)
        opened(rig, [level])
        if not rig.memory.windows.get(LIVING, None) or not rig.memory.windows[LIVING].felt:
            stood = float(rig.home.readings[SET_POINT].value or 0.0)  # type: ignore[arg-type]
            continue
        now = rig.home.readings[SET_POINT].value
        assert isinstance(now, float)
        assert now <= stood
        for record in rig.history.decisions(50, LIVING):
            request = record.decision.request
            if request.reason.code is Code.WINDOW_FELT:
                assert request.value is False or (isinstance(request.value, float) and request.value <= stood)
