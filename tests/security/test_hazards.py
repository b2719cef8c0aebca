"""Smoke, gas, leaks, sirens and lamps: told at once, never for longer than allowed, and nobody is fought."""

from datetime import timedelta

import pytest

from tests.security.guarded import (
    BEDROOM_WINDOW,
    GAS,
    LAMP,
    LEAK,
    SIREN,
    SMOKE,
    WHO,
    WINDOW,
    Guarded,
)
from thermo_edge.home.house import Mode, Point
from thermo_edge.home.memory import Guarding, Watch
from thermo_edge.home.reason import Code, Refused
from thermo_edge.home.snapshot import Quality
from thermo_edge.home.turn import Severity

LONGEST = timedelta(minutes=3)


@pytest.mark.parametrize("point", [SMOKE, GAS, LEAK])
@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("armed", [False, True])
def test_a_hazard_is_told_at_once_whatever_is_armed(point: Point, mode: Mode, armed: bool) -> None:
    rig = Guarded(mode=mode)
    if armed and mode > Mode.OBSERVE:
        rig.arm(Watch.NIGHT)
    rig.trip(point)
    (key,) = rig.posted(f"{point.attribute}:")
    assert rig.memory.notices[key].severity is Severity.ALERT
    sounds = point in (SMOKE, GAS) and mode > Mode.OBSERVE
    assert rig.sent(SIREN) == ([True] if sounds else [])
    assert rig.sent(LAMP) == ([True] if point == SMOKE and mode > Mode.OBSERVE else [])
    rig.pass_(30)
    rig.calm(point)
    assert rig.posted(f"{point.attribute}:") == []
    rig.pass_(5)
    assert rig.home.readings[SIREN].value is False


def test_a_hazard_whose_sensor_falls_silent_stands_over_a_restart_until_it_is_calm() -> None:
    rig = Guarded()
    rig.trip(SMOKE)
    rig.lose(SMOKE)
    rig.pass_(10)
    rig.restart()
    rig.pass_(60)
    assert rig.posted("smoke:") == [f"smoke:{SMOKE.entity}"]
    rig.calm(SMOKE)
    assert rig.posted("smoke:") == []


def test_smoke_counts_also_from_a_sensor_that_has_just_come_back() -> None:
    rig = Guarded()
    rig.lose(SMOKE)
    rig.trip(SMOKE)
    assert rig.posted("smoke:")


def test_a_hazard_sensor_that_fails_is_none() -> None:
    rig = Guarded()
    for quality in (Quality.UNAVAILABLE, Quality.UNKNOWN, Quality.MISSING):
        rig.lose(SMOKE, quality)
        rig.pass_(5)
    rig.calm(SMOKE)
    assert rig.home.sent == []


def test_the_siren_stops_after_its_time_and_does_not_come_again() -> None:
    rig = Guarded(siren_for=timedelta(minutes=2))
    rig.arm(Watch.NIGHT)
    rig.trip(WINDOW)
    rig.pass_(119)
    assert rig.home.readings[SIREN].value is True
    rig.pass_(2)
    assert rig.home.readings[SIREN].value is False
    rig.trip(BEDROOM_WINDOW)
    rig.pass_(600, step=5)
    assert rig.sent(SIREN) == [True, False]
    assert rig.sounding_for() <= timedelta(minutes=2)


def test_a_person_who_silences_the_siren_is_obeyed() -> None:
    rig = Guarded()
    rig.arm(Watch.NIGHT)
    rig.trip(WINDOW)
    rig.pass_(20)
    rig.home.person(SIREN, False)
    rig.pass_(600, step=5)
    assert rig.sent(SIREN) == [True]
    rig.calm(WINDOW)
    rig.disarm()
    rig.arm(Watch.NIGHT)
    rig.trip(WINDOW)
    assert rig.sent(SIREN) == [True, True], "who arms anew wants it to sound"


def test_silenced_smoke_stays_silent_too() -> None:
    rig = Guarded()
    rig.trip(SMOKE)
    rig.pass_(20)
    rig.home.knob(SIREN, False)
    rig.home.knob(LAMP, False)
    rig.pass_(300, step=5)
    assert rig.sent(SIREN) == [True]
    assert rig.sent(LAMP) == [True]


def test_disarmed_the_siren_is_off_at_once() -> None:
    rig = Guarded()
    rig.arm(Watch.NIGHT)
    rig.trip(WINDOW)
    rig.pass_(5)
    rig.disarm()
    assert rig.sent(SIREN) == [True, False]
    assert rig.guarding is Guarding.DISARMED


def test_a_siren_of_its_own_time_is_not_turned_on_again() -> None:
    rig = Guarded()
    rig.trip(SMOKE)
    rig.pass_(40)
    rig.home.lasts[SIREN.entity] = rig.home.passed()
    rig.home.guard()
    rig.pass_(120)
    assert rig.sent(SIREN) == [True]


def test_one_that_reports_its_old_state_once_more_goes_on() -> None:
    rig = Guarded()
    rig.trip(SMOKE)
    rig.home.say(SIREN, False)
    rig.pass_(1)
    rig.home.say(SIREN, True)
    rig.pass_(60)
    assert rig.sent(SIREN) == [True]
    assert rig.home.readings[SIREN].value is True


@pytest.mark.parametrize("dead_for", [1, 60, 170, 600])
def test_whoever_dies_the_siren_ends_in_time(dead_for: float) -> None:
    rig = Guarded()
    rig.trip(SMOKE)
    rig.pass_(100)
    rig.restart(timedelta(seconds=dead_for))
    rig.pass_(400)
    assert rig.sounding_for() <= LONGEST
    assert rig.sent(SIREN).count(True) == 1


def test_an_undone_end_does_not_bring_it_back() -> None:
    rig = Guarded(siren_for=timedelta(minutes=2))
    rig.trip(SMOKE)
    rig.pass_(125)
    off = next(r for r in rig.history.decisions(20) if r.decision.request.point == SIREN)
    assert off.decision.request.value is False
    with pytest.raises(Refused):
        rig.desk.undo(off.number, WHO)


def test_a_siren_against_an_intruder_is_not_silenced_by_undo() -> None:
    """Ending that needs the code: undo would be a way around it."""
    rig = Guarded()
    rig.arm(Watch.NIGHT)
    rig.trip(WINDOW)
    rig.pass_(5)
    on = next(r for r in rig.history.decisions(20) if r.decision.request.point == SIREN)
    assert on.decision.request.value is True
    with pytest.raises(Refused) as refused:
        rig.desk.undo(on.number, WHO)
    assert refused.value.reason.code is Code.CODE_NEEDED
    assert rig.sent(SIREN) == [True]


def test_smoke_after_smoke_is_another_alarm() -> None:
    rig = Guarded()
    for _ in range(2):
        rig.trip(SMOKE)
        rig.pass_(20)
        rig.calm(SMOKE)
        rig.pass_(20)
    assert rig.sent(SIREN) == [True, False, True, False]


def test_lamps_go_on_for_an_intruder_and_stay_on_until_it_is_over() -> None:
    rig = Guarded()
    rig.arm(Watch.AWAY)
    rig.pass_(61)
    rig.trip(WINDOW)
    assert rig.sent(LAMP) == [True]
    rig.pass_(600, step=5)
    assert rig.home.readings[LAMP].value is True


def test_without_lights_no_lamp_is_touched() -> None:
    rig = Guarded(lights=False)
    rig.trip(SMOKE)
    assert rig.sent(LAMP) == []
