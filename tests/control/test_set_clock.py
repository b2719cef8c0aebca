"""The machine's clock is set while the house runs, or while it does not: nothing hangs, nothing is cut short."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.builders import BEDROOM_T, HEATER, LIVING, LIVING_T, LIVING_WINDOW, MORNING, minutes
from tests.rig import SET_POINT, SWITCH, Rig
from thermo_edge.home.house import House
from thermo_edge.home.memory import WindowState
from thermo_edge.home.reason import Code
from thermo_edge.ports import History

HOURS = timedelta(hours=1)


def begun_earlier(rig: Rig, by: timedelta) -> Rig:
    """The same house, started on a machine whose clock was set back meanwhile."""
    rig.home.close()
    history: History = rig.history
    house: House = rig.house
    again = Rig(house, rig.clock.now() - by, history=history, begun=False)
    again.home.protected = {HEATER}
    for point, reading in rig.home.readings.items():
        again.home.say(point, reading.value)
    again.settle()
    return again


def test_a_hazard_does_not_wait_for_a_command_from_the_future() -> None:
    rig = Rig()
    rig.home.obeys = False
    rig.home.say(BEDROOM_T, 5.0)
    rig.home.say(BEDROOM_T, 5.0)
    rig.settle()
    assert rig.sent(SWITCH) == [True]
    again = begun_earlier(rig, 3 * HOURS)
    again.home.say(SWITCH, False)
    again.wait(minutes(2))
    assert True in again.sent(SWITCH), "frost waited for a command that was sent three hours from now"


def test_nothing_began_in_the_future() -> None:
    rig = Rig()
    rig.home.say(BEDROOM_T, 18.0)
    rig.home.person(SET_POINT, 22.0)
    rig.home.say(LIVING_WINDOW, True)
    rig.wait(minutes(20))
    assert rig.memory.windows[LIVING].state is WindowState.OPEN
    again = begun_earlier(rig, 3 * HOURS)
    memory, now = again.memory, again.clock.now()
    assert all(known.since is None or known.since <= now for known in memory.devices.values())
    assert all(sent.at <= now for sent in memory.pending.values())
    assert all(window.since is None or window.since <= now for window in memory.windows.values())
    assert all(duty.start is None or duty.start <= now for duty in memory.climate.duties.values())
    assert all(trim.moved is None or trim.moved <= now for trim in memory.climate.trims.values())
    assert all(hold.since <= now and hold.until - hold.since == rig.house.hold for hold in memory.holds.values())
    again.home.say(LIVING_WINDOW, False)
    again.wait(minutes(3))
    assert again.memory.windows[LIVING].state is WindowState.CLOSED


def test_a_leap_ahead_makes_no_minimum_time_pass() -> None:
    rig = Rig()
    rig.wait(minutes(6))
    rig.home.say(BEDROOM_T, 17.5)
    rig.settle()
    rig.wait(minutes(1))
    assert rig.sent(SWITCH) == [True]
    rig.clock.leap(5 * HOURS)
    rig.home.say(BEDROOM_T, 21.5)
    rig.home.say(BEDROOM_T, 21.5)
    rig.settle()
    assert rig.sent(SWITCH) == [True], "it has been on for one minute, whatever the clock says"
    assert rig.decision(SWITCH).because is not None
    rig.wait(minutes(6))
    assert rig.sent(SWITCH) == [True, False]


def test_a_leap_ahead_blinds_no_room() -> None:
    rig = Rig()
    rig.tick()
    rig.clock.leap(5 * HOURS)
    rig.tick()
    assert rig.sent(SET_POINT) == [20.5]
    assert not rig.desk.view().rooms[0].stale


@pytest.mark.parametrize(("hours", "behind"), [(20, True), (26, False)])
def test_a_clock_behind_the_newest_row_is_believed_after_a_day(hours: int, behind: bool) -> None:
    rig = Rig()
    rig.controller._state = replace(rig.state, newest=MORNING + timedelta(days=300))
    rig.wait(timedelta(hours=hours), minutes(10))
    rig.home.say(LIVING_T, 20.2)
    rig.tick()
    assert ("clock" in rig.notices) is behind
    reason = rig.decision(SET_POINT).request.reason.code if not behind else Code.CLOCK_UNSURE
    assert (reason is Code.CLOCK_UNSURE) is behind
