"""An open window: the room pauses, and what was before comes back."""

from datetime import timedelta

import pytest

from tests.builders import LIVING, LIVING_T, LIVING_WINDOW, RADIATOR, a_house, bedroom, living, minutes, radiator
from tests.rig import ANNA_ACTS, SET_POINT, Rig
from thermo_edge.home.house import Attribute, Mode, Point
from thermo_edge.home.memory import WindowState
from thermo_edge.home.reason import Code
from thermo_edge.language.words import Words

HOURS = timedelta(hours=1)


def test_an_open_window_pauses_and_what_was_held_comes_back() -> None:
    rig = Rig()
    rig.home.person(SET_POINT, 22.5)
    rig.settle()
    rig.home.say(LIVING_WINDOW, True)
    rig.wait(minutes(3))
    assert rig.sent(SET_POINT)[-1] == 7.0
    assert rig.memory.windows[LIVING].state is WindowState.OPEN
    rig.home.say(LIVING_WINDOW, False)
    rig.wait(minutes(3))
    assert rig.sent(SET_POINT)[-1] == 22.5
    assert rig.memory.holds[SET_POINT].value == 22.5


def test_a_window_open_for_a_moment_changes_nothing() -> None:
    rig = Rig()
    rig.tick()
    rig.home.say(LIVING_WINDOW, True)
    rig.wait(timedelta(seconds=30), timedelta(seconds=10))
    rig.home.say(LIVING_WINDOW, False)
    rig.wait(minutes(5))
    assert rig.sent(SET_POINT) == [20.5]


def test_restart_while_a_window_is_open_restores_all_the_same() -> None:
    rig = Rig()
    rig.home.person(SET_POINT, 21.5)
    rig.home.say(LIVING_WINDOW, True)
    rig.wait(minutes(3))
    assert rig.sent(SET_POINT) == [7.0]
    rig.restart()
    rig.home.say(LIVING_WINDOW, False)
    rig.wait(minutes(3))
    assert rig.sent(SET_POINT) == [7.0, 21.5]


@pytest.mark.parametrize("mode", [Mode.SUGGEST, Mode.ASK])
def test_an_open_window_is_no_leave_to_act(mode: Mode) -> None:
    rig = Rig(mode=mode)
    rig.home.thermostat(RADIATOR, 21.5)
    rig.home.say(LIVING_WINDOW, True)
    rig.wait(minutes(10))
    assert rig.sent(SET_POINT) == []
    rig.desk.wish(LIVING, 22.0, rig.clock.now() + HOURS, ANNA_ACTS)
    assert rig.sent(SET_POINT) == [22.0], "a person may heat all the same"
    rig.home.say(SET_POINT, 7.0)
    rig.home.say(LIVING_T, 4.0)
    rig.home.say(LIVING_T, 4.0)
    rig.wait(minutes(3))
    assert rig.sent(SET_POINT)[-1] == 8.0, "frost needs no leave"


def test_a_pause_that_is_asked_about_names_its_aim() -> None:
    rig = Rig(mode=Mode.ASK)
    rig.home.say(LIVING_WINDOW, True)
    rig.wait(minutes(3))
    ask = next(ask for ask in rig.desk.view().asks if ask.place == LIVING)
    assert (ask.aim, ask.reason.code) == (7.0, Code.WINDOW_OPEN)
    rig.desk.answer(ask.key, True, ANNA_ACTS)
    assert rig.sent(SET_POINT) == [7.0]


def test_whoever_lets_it_heat_lets_it_pause() -> None:
    rig = Rig(mode=Mode.ASK)
    rig.tick()
    rig.desk.answer("climate:living", True, ANNA_ACTS)
    rig.home.say(LIVING_WINDOW, True)
    rig.wait(minutes(3))
    rig.home.say(LIVING_WINDOW, False)
    rig.wait(minutes(3))
    assert rig.sent(SET_POINT) == [20.5, 7.0, 20.5]


def test_a_person_may_heat_with_the_window_open() -> None:
    rig = Rig()
    rig.home.say(LIVING_WINDOW, True)
    rig.wait(minutes(3))
    rig.home.person(SET_POINT, 21.0)
    rig.wait(minutes(5))
    assert rig.sent(SET_POINT)[-1] == 7.0  # the pause came first, and was not repeated over the person
    assert rig.home.readings[SET_POINT].value == 21.0


def test_frost_beats_an_open_window() -> None:
    rig = Rig()
    rig.home.say(LIVING_WINDOW, True)
    rig.wait(minutes(3))
    for temperature in (14.0, 10.0, 7.5, 5.0):
        rig.home.say(LIVING_T, temperature)
        rig.wait(minutes(4))
    assert rig.sent(SET_POINT)[-1] == 8.0
    assert "frost:living" in rig.notices


@pytest.mark.parametrize("heats", [False, True])
def test_an_open_window_pauses_cooling_too_and_it_comes_back(heats: bool) -> None:
    rig = Rig(a_house(living(devices=(radiator(heats=heats, cools=True),)), bedroom()))
    mode = Point(RADIATOR, Attribute.HVAC_MODE)
    for inside in (24.0, 27.0, 27.0):
        rig.home.say(LIVING_T, inside)
    rig.home.person(mode, "cool")
    rig.wait(minutes(10))
    rig.home.say(LIVING_WINDOW, True)
    rig.wait(minutes(20))
    assert rig.sent(mode) == ["off"]
    rig.home.say(LIVING_WINDOW, False)
    rig.wait(minutes(10))
    assert rig.sent(mode) == ["off", "cool"]


def test_a_cool_room_is_not_cooled_nor_turned_off_by_its_window() -> None:
    rig = Rig(a_house(living(devices=(radiator(cools=True),)), bedroom()))
    rig.home.say(LIVING_WINDOW, True)
    rig.wait(minutes(10))
    assert rig.sent(Point(RADIATOR, Attribute.HVAC_MODE)) == []
    assert rig.sent(SET_POINT)[-1] == 7.0


def test_a_window_that_stays_open_while_its_room_gets_cold_is_told_of() -> None:
    """Forgotten, or a contact that has come off: the room went down to its frost limit without a word."""
    rig = Rig()
    rig.home.say(LIVING_WINDOW, True)
    rig.wait(timedelta(hours=5), minutes(5))
    assert "window:living" not in rig.notices  # it is mild: somebody wants it so
    rig.home.say(LIVING_T, 16.4)
    rig.wait(minutes(10))
    assert "window:living" not in rig.notices
    rig.home.say(LIVING_T, 15.8)
    rig.wait(minutes(10))
    notice = rig.notices["window:living"]
    title, text = Words("en").of(rig.house).notice(notice, rig.house)
    assert title.startswith("Living room is at 15.8°, with a window open since")
    assert "contact" in text
    rig.home.say(LIVING_T, 16.4)
    rig.wait(minutes(10))
    assert "window:living" in rig.notices
    rig.home.say(LIVING_WINDOW, False)
    rig.wait(minutes(10))
    assert "window:living" not in rig.notices


def test_a_cold_room_that_is_aired_for_an_hour_is_nobodys_news() -> None:
    rig = Rig()
    rig.home.say(LIVING_T, 16.6)
    rig.home.say(LIVING_T, 15.0)
    rig.home.say(LIVING_WINDOW, True)
    rig.wait(timedelta(hours=2), minutes(5))
    assert "window:living" not in rig.notices
