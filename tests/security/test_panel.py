"""The household's own alarm panel: asked, read back, followed, and told of an alarm."""

from datetime import timedelta

import pytest

from tests.security.guarded import (
    ALARM,
    BEN,
    CODE,
    DOOR,
    MOTION,
    PANEL,
    SIREN,
    WHO,
    WINDOW,
    Guarded,
)
from thermo_edge.control.alarm import armable
from thermo_edge.control.state import snapshot
from thermo_edge.home.house import Domain, Mode
from thermo_edge.home.memory import Guarding, Watch
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.snapshot import Quality
from thermo_edge.home.turn import Priority, Request

ON = Guarding.ARMED


def paneled(**more: object) -> Guarded:
    return Guarded(with_panel=True, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("watch", list(Watch))
def test_a_panel_that_obeys_is_read_back(watch: Watch) -> None:
    rig = paneled()
    rig.arm(watch)
    assert rig.sent(PANEL) == [f"armed_{watch}"]
    assert (rig.guarding, rig.security.watch, rig.security.who) == (ON, watch, WHO)
    assert rig.security.request is None
    rig.pass_(60)
    rig.disarm()
    assert rig.sent(PANEL) == [f"armed_{watch}", "disarmed"]
    assert rig.guarding is Guarding.DISARMED


def test_a_panel_with_an_exit_delay_of_its_own_is_arming_until_it_says_otherwise() -> None:
    rig = paneled()
    rig.home.arms_by = ("arming",)
    rig.home.obeys = True
    rig.arm(Watch.AWAY, bypass=[WINDOW.entity])
    assert (rig.guarding, rig.security.watch) == (Guarding.ARMING, Watch.AWAY)
    rig.home.arms_by = ()
    rig.pass_(40)
    assert rig.guarding is Guarding.ARMING
    rig.home.knob(PANEL, "armed_away")
    rig.settle()
    assert (rig.guarding, rig.security.who, rig.security.bypass) == (ON, WHO, {WINDOW.entity})
    assert rig.posted("arm_refused:") == []


def test_a_slow_panel_is_waited_for_and_told_once() -> None:
    rig = paneled()
    rig.home.obeys = False
    rig.arm(Watch.AWAY)
    rig.pass_(12)
    assert rig.guarding is Guarding.DISARMED
    rig.home.knob(PANEL, "armed_away")
    rig.settle()
    assert (rig.guarding, rig.security.who) == (ON, WHO)
    assert rig.sent(PANEL) == ["armed_away"]
    assert rig.posted("arm_refused:") == []


def test_a_silent_panel_is_a_refusal_with_a_notice_until_it_is_armed() -> None:
    rig = paneled()
    rig.home.obeys = False
    rig.arm(Watch.AWAY)
    rig.pass_(16)
    assert rig.guarding is Guarding.DISARMED
    assert rig.security.request is None
    assert _why(rig) is Code.PANEL_SILENT
    rig.pass_(120, step=5)
    assert rig.sent(PANEL) == ["armed_away"], "an old wish is not done later"
    rig.home.obeys = True
    rig.arm(Watch.AWAY)
    assert rig.guarding is ON
    assert rig.posted("arm_refused:") == []


def test_a_panel_that_arms_after_all_is_followed() -> None:
    rig = paneled()
    rig.home.obeys = False
    rig.arm(Watch.AWAY)
    rig.pass_(20)
    rig.home.knob(PANEL, "armed_away")
    rig.settle()
    assert rig.guarding is ON
    assert rig.posted("arm_refused:") == []


def test_a_panel_that_refuses_is_a_refusal_with_a_notice() -> None:
    rig = paneled()
    rig.home.fails = True
    rig.arm(Watch.AWAY)
    assert rig.guarding is Guarding.DISARMED
    assert rig.security.refused is not None
    assert len(rig.posted("arm_refused:")) == 1
    rig.home.fails = False
    rig.arm(Watch.AWAY)
    assert rig.guarding is ON
    assert rig.posted("arm_refused:") == []


def _why(rig: Guarded) -> Code:
    (key,) = rig.posted("arm_refused:")
    return rig.memory.notices[key].reason.code


@pytest.mark.parametrize(("quality", "up"), [(Quality.UNAVAILABLE, True), (Quality.GOOD, False)])
def test_a_panel_that_cannot_be_reached_is_refused_at_once(quality: Quality, up: bool) -> None:
    rig = paneled()
    if quality is not Quality.GOOD:
        rig.lose(PANEL)
    rig.home.reach(up)
    rig.settle()
    with pytest.raises(Refused):
        rig.arm(Watch.AWAY)
    assert len(rig.posted("arm_refused:")) == 1
    assert rig.sent(PANEL) == []


def test_whoever_arms_and_disarms_at_the_panel_is_followed() -> None:
    rig = paneled()
    rig.home.person(PANEL, "armed_night", "user-ben")
    rig.settle()
    assert (rig.guarding, rig.security.watch) == (ON, Watch.NIGHT)
    assert rig.security.who is not None
    assert rig.security.who.name == "Ben"
    rig.home.person(PANEL, "disarmed", "user-anna")
    rig.settle()
    assert rig.guarding is Guarding.DISARMED
    log = [r.decision.request for r in rig.history.decisions(9, ALARM)]
    assert [(request.value, request.reason.get("who")) for request in log] == [
        ("disarmed", "Anna"),
        ("armed_night", "Ben"),
    ]
    assert rig.sent(PANEL) == []


@pytest.mark.parametrize("word", ["armed_vacation", "armed_custom_bypass"])
def test_other_ways_to_be_armed_are_followed(word: str) -> None:
    rig = paneled()
    rig.home.knob(PANEL, word)
    rig.settle()
    assert rig.security.watch is (Watch.AWAY if word == "armed_vacation" else Watch.HOME)


def test_the_panel_goes_through_its_own_alarm_and_back() -> None:
    rig = paneled()
    for word, state, alerts in (
        ("arming", Guarding.ARMING, 0),
        ("armed_away", ON, 0),
        ("pending", Guarding.ENTRY, 0),
        ("triggered", Guarding.ALARM, 1),
        ("armed_away", ON, 1),
        ("pending", Guarding.ENTRY, 1),
        ("disarmed", Guarding.DISARMED, 0),
    ):
        rig.home.knob(PANEL, word)
        rig.settle()
        assert (rig.guarding, len(rig.posted("intrusion:"))) == (state, alerts), word


def test_a_trip_tells_the_panel() -> None:
    rig = paneled()
    rig.arm(Watch.AWAY)
    rig.trip(WINDOW)
    assert rig.guarding is Guarding.ALARM
    assert rig.sent(PANEL) == ["armed_away", "triggered"]
    rig.home.knob(PANEL, "armed_away")  # it has sounded for its time
    rig.settle()
    assert rig.guarding is ON
    assert len(rig.posted("intrusion:")) == 1


def test_a_panel_with_an_entry_delay_of_its_own_is_told_once() -> None:
    rig = paneled()
    rig.arm(Watch.AWAY)
    rig.home.arms_by = ("pending",)
    rig.trip(WINDOW)
    rig.pass_(30)
    assert rig.sent(PANEL) == ["armed_away", "triggered"]
    assert rig.guarding is Guarding.ALARM


@pytest.mark.parametrize("state", [ON, Guarding.ENTRY, Guarding.ALARM])
def test_a_panel_that_falls_silent_changes_nothing(state: Guarding) -> None:
    rig = paneled()
    rig.arm(Watch.AWAY)
    if state is not ON:
        rig.trip(DOOR if state is Guarding.ENTRY else WINDOW)
    rig.lose(PANEL)
    rig.lose(PANEL, Quality.UNKNOWN)
    assert rig.guarding is state
    rig.pass_(20)
    assert rig.guarding is state
    rig.pass_(200, step=5)
    if state is ON:
        assert rig.posted("watch_silent") == [f"watch_silent:{PANEL.entity}"]


def test_whoever_gave_the_code_in_time_is_not_taken_for_a_burglar_while_the_panel_takes_its_time() -> None:
    rig = paneled()
    rig.arm(Watch.AWAY)
    rig.trip(DOOR)
    rig.pass_(25)
    rig.home.obeys = False
    rig.disarm()
    rig.pass_(10)
    assert rig.guarding is Guarding.ENTRY
    rig.home.knob(PANEL, "disarmed")
    rig.settle()
    assert rig.guarding is Guarding.DISARMED
    assert True not in rig.sent(SIREN)


def test_restarted_while_it_is_asked_it_learns_what_came_of_it() -> None:
    rig = paneled()
    rig.home.obeys = False
    rig.arm(Watch.AWAY)
    rig.home._hear = None
    rig.home.knob(PANEL, "armed_away")
    rig.restart(timedelta(minutes=2))
    rig.tick()
    assert (rig.guarding, rig.security.who) == (ON, WHO)
    assert rig.posted("arm_refused:") == []


def test_disarmed_at_the_panel_while_the_program_was_dead_a_door_is_no_intrusion() -> None:
    rig = paneled()
    rig.arm(Watch.AWAY)
    rig.home._hear = None
    rig.home.person(PANEL, "disarmed")
    rig.home.say(DOOR, True)
    rig.restart(timedelta(hours=2))
    rig.pass_(60)
    assert rig.guarding is Guarding.DISARMED
    assert rig.posted("intrusion:") == []


@pytest.mark.parametrize("mode", [Mode.SUGGEST, Mode.ASK])
def test_a_person_arms_in_suggest_and_ask_too_but_the_alarm_obeys_the_mode(mode: Mode) -> None:
    rig = paneled(mode=mode)
    rig.arm(Watch.AWAY)
    assert rig.guarding is ON
    rig.trip(WINDOW)
    assert rig.guarding is Guarding.ALARM
    assert len(rig.posted("intrusion:")) == 1
    assert rig.sent(PANEL) == ["armed_away"]
    assert rig.sent(SIREN) == []


def test_in_observe_the_panel_is_followed_and_nothing_is_sent() -> None:
    rig = paneled(mode=Mode.OBSERVE)
    rig.home.person(PANEL, "armed_away")
    rig.settle()
    rig.trip(WINDOW)
    assert rig.guarding is Guarding.ALARM
    assert len(rig.posted("intrusion:")) == 1
    for verb in (rig.disarm, lambda: rig.desk.arm(Watch.HOME, WHO, CODE)):
        with pytest.raises(Refused) as refused:
            verb()
        assert refused.value.reason.code is Code.OBSERVING
    assert rig.home.sent == []


def test_motion_just_now_in_an_inner_room_stands_in_the_way_of_away() -> None:
    rig = paneled()
    rig.trip(MOTION)
    rig.pass_(5)
    rig.calm(MOTION)
    rig.pass_(60)
    with pytest.raises(Refused) as refused:
        rig.arm(Watch.AWAY)
    assert refused.value.reason.code is Code.SOMEONE_INSIDE
    rig.pass_(61)
    rig.arm(Watch.AWAY)
    assert rig.guarding is ON


def test_the_guard_itself_lets_nothing_arm_away_against_somebody_inside() -> None:
    rig = paneled()
    rig.home.obeys = False
    rig.arm(Watch.AWAY)
    rig.home.say(BEN, True)
    rig.settle()
    seen = snapshot(rig.state, rig.clock.now(), rig.clock.behind())
    device = rig.house.device(PANEL.entity)
    assert device is not None

    def asks(value: str, priority: Priority = Priority.PERSON) -> Code | None:
        request = Request(PANEL, value, ALARM, Domain.SECURITY, priority, Reason(Code.ARM_WISHED))
        refused = armable(seen, rig.memory, device, request)
        return refused.code if refused else None

    assert asks("armed_away") is Code.OTHERS_HOME
    assert asks("armed_night") is Code.NOT_FOR_DEVICE
    assert asks("disarmed") is Code.NOT_FOR_DEVICE
    assert asks("armed_away", Priority.SECURITY) is Code.NOT_FOR_DEVICE
    assert asks("triggered", Priority.SECURITY) is Code.NO_ALARM
