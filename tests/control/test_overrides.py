"""Who changed a device: a replay of many mixed changes as a real home reports them, and the cases one by one."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pytest

from tests.builders import BEDROOM_T, LIVING_T, RADIATOR, a_house, bedroom, heater, living, minutes
from tests.fakes import OURS
from tests.rig import ANNA_ACTS, SET_POINT, SWITCH, Rig
from thermo_edge.home.heard import LinkLost
from thermo_edge.home.house import Attribute, Failsafe, Mode, Point, Value
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Called, Origin, Quality
from thermo_edge.home.turn import ActorKind

MODE = Point(RADIATOR, Attribute.HVAC_MODE)

STICKY = timedelta(seconds=5)
"""Home Assistant puts the context of its last action on any change of the entity within this."""


@dataclass
class Told:
    """One change as it truly was."""

    truth: ActorKind
    value: Value


class Replay:
    """A house whose set-point is changed by everybody, reported with the contexts that a real home would give."""

    def __init__(self, seed: int) -> None:
        self.rig = Rig()
        self.rig.home.obeys = False  # the replay says when the device obeys
        self.rig.tick()
        self.rng = np.random.default_rng(seed)
        self.last_context: tuple[Origin, object] | None = None
        self.told: list[tuple[Told, ActorKind | None]] = []
        self._obey(timedelta(milliseconds=40))

    def _origin(self) -> Origin:
        """What the home attaches to a change that it did not cause itself."""
        if self.last_context is not None:
            origin, at = self.last_context
            if self.rig.clock.now() - at <= STICKY:  # type: ignore[operator]
                return origin
        return Origin()

    def _report(self, truth: ActorKind, value: Value, origin: Origin) -> None:
        before = dict(self.rig.memory.holds)
        known = self.rig.memory.known.get(SET_POINT)
        self.rig.home.say(SET_POINT, value, origin)
        self.rig.settle()
        if known == value:
            return
        hold = self.rig.memory.holds.get(SET_POINT)
        new = hold is not None and hold is not before.get(SET_POINT)
        self.told.append((Told(truth, value), hold.who.kind if new and hold else None))

    def _obey(self, after: timedelta) -> None:
        """The device does what we last commanded, late or not."""
        pending = self.rig.memory.pending.get(SET_POINT)
        if pending is None or pending.confirmed:
            return
        self.last_context = (Origin(pending.contexts[-1], None, OURS), self.rig.clock.now())
        self.rig.clock.advance(after)
        self._report(ActorKind.US, float(pending.value) + float(self.rng.choice([0.0, 0.0, 0.04])), self._origin())

    def _value(self) -> float:
        """One that differs from what anybody had in mind so far."""
        return float(np.round(self.rng.uniform(15.0, 24.0) * 2.0) / 2.0) + 0.25

    def person_in_the_app(self) -> None:
        origin = Origin(f"app-{len(self.told)}", None, str(self.rng.choice(["user-anna", "user-ben", OURS])))
        self.rig.controller.hear(Called(origin, (SET_POINT.entity,), self.rig.clock.now()))
        self.last_context = (origin, self.rig.clock.now())
        self._report(ActorKind.PERSON, self._value(), origin)

    def person_at_the_knob(self) -> None:
        self._report(ActorKind.PERSON, self._value(), self._origin())

    def automation(self) -> None:
        parent = f"trigger-{len(self.told)}" if self.rng.random() < 0.5 else None
        origin = Origin(f"auto-{len(self.told)}", parent, None)
        self.rig.controller.hear(Called(origin, (SET_POINT.entity,), self.rig.clock.now()))
        self.last_context = (origin, self.rig.clock.now())
        self._report(ActorKind.AUTOMATION, self._value(), origin)

    def command(self) -> None:
        """Holds run out, we set our own value, and the device obeys after a while."""
        self.rig.allow(Mode.ACT)  # so many changes by hand have it fall back
        self.rig.clock.advance(self.rig.house.hold + minutes(1))
        self.rig.home.say(LIVING_T, 20.2)
        self.rig.tick()
        if self.rng.random() < 0.3:
            self.rig.restart(timedelta(seconds=1))
            self.rig.tick()
        delay = float(self.rng.choice([0.03, 0.1, 2.0, 7.0, 45.0, 240.0]))
        if delay <= 2.0 and self.rng.random() < 0.4:
            self._obey(timedelta(seconds=delay))
            self.rig.clock.advance(timedelta(seconds=float(self.rng.uniform(2.5, 4.5))))
            self.person_at_the_knob()  # while the home still attaches our context
            return
        self._obey(timedelta(seconds=delay))

    def step(self) -> None:
        deeds = [self.command, self.person_in_the_app, self.person_at_the_knob, self.automation]
        deeds[int(self.rng.integers(len(deeds)))]()
        self.rig.clock.advance(timedelta(seconds=float(self.rng.uniform(6.0, 900.0))))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_replay_of_mixed_changes(seed: int) -> None:
    replay = Replay(seed)
    while len(replay.told) < 200:
        replay.step()
    ours = [seen for told, seen in replay.told if told.truth is ActorKind.US]
    people = [seen for told, seen in replay.told if told.truth is ActorKind.PERSON]
    automations = [seen for told, seen in replay.told if told.truth is ActorKind.AUTOMATION]
    assert len(ours) >= 25
    assert len(people) >= 60
    assert set(ours) == {None}, "an echo of ours was taken for somebody"
    assert sum(seen is ActorKind.PERSON for seen in people) >= 0.99 * len(people)
    assert sum(seen is ActorKind.AUTOMATION for seen in automations) >= 0.99 * len(automations)


def test_an_echo_that_comes_before_the_answer_is_ours() -> None:
    rig = Rig()
    rig.home.fails = False
    rig.home.obeys = False
    hears = rig.home._hear
    rig.home._hear = None  # the answer to our command is still on its way
    rig.tick()
    rig.home._hear = hears
    rig.home.say(SET_POINT, 20.5, Origin("not-known-yet", None, OURS))
    rig.settle()
    assert rig.memory.holds == {}


def test_our_own_value_with_a_persons_context_just_after_our_command_is_our_echo() -> None:
    """The home puts the context of the last action on any change within 5 s: here the person's on our echo."""
    rig = Rig()
    rig.home.obeys = False
    rig.tick()
    rig.clock.advance(timedelta(seconds=1))
    rig.home.person(SET_POINT, 20.5)
    rig.settle()
    assert rig.memory.holds == {}
    rig.home.person(SET_POINT, 23.0)
    rig.settle()
    assert rig.memory.holds[SET_POINT].value == 23.0


def test_the_same_value_by_a_person_after_our_answer_is_theirs() -> None:
    rig = Rig()
    rig.home.obeys = False
    rig.tick()
    rig.clock.advance(timedelta(seconds=10))
    rig.home.person(SET_POINT, 20.5)
    rig.settle()
    assert rig.memory.holds[SET_POINT].who.name == "Anna"


def test_a_device_that_bounces_once_is_not_a_person() -> None:
    rig = Rig()
    rig.tick()
    rig.clock.advance(timedelta(seconds=1))
    rig.home.say(SET_POINT, 19.0, Origin("ours-1", None, OURS))
    rig.home.say(SET_POINT, 20.5, Origin("ours-1", None, OURS))
    rig.settle()
    assert rig.memory.holds == {}


def test_a_mode_brings_its_own_set_point_and_that_is_not_a_person() -> None:
    rig = Rig()
    rig.home.say(Point(SET_POINT.entity, Attribute.HVAC_MODE), "off")
    rig.settle()
    rig.desk.end_hold(Point(SET_POINT.entity, Attribute.HVAC_MODE), ANNA_ACTS)
    rig.home.say(LIVING_T, 18.0)
    rig.wait(minutes(5))
    assert (SET_POINT.entity, "hvac_mode", "heat") in rig.home.commands
    rig.clock.advance(timedelta(seconds=3))
    rig.home.say(SET_POINT, 16.5)
    rig.settle()
    assert SET_POINT not in rig.memory.holds


def test_a_change_while_the_home_was_away_is_held() -> None:
    rig = Rig()
    rig.tick()
    rig.controller.hear(LinkLost(Reason(Code.LINK_DOWN)))
    rig.settle()
    rig.clock.advance(minutes(10))
    rig.home.reachable = False
    rig.home.knob(SET_POINT, 23.0)
    rig.home.reach(True)
    rig.settle()
    assert rig.memory.holds[SET_POINT].value == 23.0


def _leave(rig: Rig, quality: Quality = Quality.UNAVAILABLE) -> None:
    for point in (MODE, SET_POINT):
        rig.home.say(point, None, quality=quality)
    rig.settle()
    rig.wait(minutes(20))


def _return(rig: Rig, set_point: float, mode: str = "heat") -> None:
    """All of it is told at once, as a real home does."""
    rig.home.reachable = False
    rig.home.thermostat(RADIATOR, set_point, mode)
    rig.home.reach(True)
    rig.settle()


@pytest.mark.parametrize("quality", [Quality.UNAVAILABLE, Quality.UNKNOWN, Quality.MISSING])
def test_what_a_thermostat_comes_back_with_is_no_wish_and_ours_is_written_again(quality: Quality) -> None:
    rig = Rig()
    rig.tick()
    ours = rig.sent(SET_POINT)[-1]
    _leave(rig, quality)
    before = len(rig.sent(SET_POINT))
    rig.home.say(LIVING_T, 17.0)
    _return(rig, 7.0, "off")
    rig.wait(minutes(10))
    assert not rig.memory.holds
    assert rig.sent(SET_POINT)[before:]
    assert rig.memory.known[SET_POINT] == rig.sent(SET_POINT)[-1] >= ours
    assert rig.memory.known[MODE] == "heat"


def test_a_thermostat_may_tell_its_reset_after_what_the_home_remembered_and_is_a_person_s_later() -> None:
    rig = Rig()
    rig.tick()
    ours = rig.sent(SET_POINT)[-1]
    _leave(rig)
    before = len(rig.sent(SET_POINT))
    _return(rig, float(ours))
    assert len(rig.sent(SET_POINT)) == before  # nothing to do
    rig.clock.advance(timedelta(seconds=20))
    rig.home.say(SET_POINT, 17.0)
    rig.settle()
    assert not rig.memory.holds
    rig.wait(minutes(5))
    rig.home.knob(SET_POINT, 23.0)
    rig.settle()
    assert rig.memory.holds[SET_POINT].value == 23.0


def test_a_thermostat_that_comes_back_across_a_restart_of_ours_is_no_person() -> None:
    rig = Rig()
    rig.tick()
    _leave(rig)
    rig.home.close()
    rig.home.thermostat(RADIATOR, 17.0)
    rig.restart()
    assert not rig.memory.holds


def test_a_named_person_and_an_automation_are_held_as_a_thermostat_comes_back() -> None:
    for who in (ActorKind.PERSON, ActorKind.AUTOMATION):
        rig = Rig()
        rig.tick()
        _leave(rig)
        rig.home.say(MODE, "heat")
        (rig.home.person if who is ActorKind.PERSON else rig.home.automation)(SET_POINT, 23.0)
        rig.settle()
        assert rig.memory.holds[SET_POINT].who.kind is who


def test_what_a_person_held_stays_held_while_its_thermostat_is_away() -> None:
    rig = Rig()
    rig.tick()
    rig.home.knob(SET_POINT, 23.0)
    rig.settle()
    held = rig.memory.holds[SET_POINT]
    _leave(rig)
    _return(rig, 17.0)
    assert rig.memory.holds[SET_POINT] == held


def test_a_set_point_that_is_gone_while_the_dial_is_off_comes_back_as_a_person_s() -> None:
    rig = Rig()
    rig.tick()
    rig.home.knob(MODE, "off")
    rig.home.say(SET_POINT, None, quality=Quality.UNKNOWN)
    rig.settle()
    rig.wait(minutes(5))
    rig.home.knob(MODE, "heat")
    rig.home.knob(SET_POINT, 24.0)
    rig.settle()
    assert rig.memory.holds[SET_POINT].value == 24.0


def test_a_change_across_a_restart_of_ours_is_held() -> None:
    rig = Rig()
    rig.tick()
    rig.home.close()
    rig.home.knob(SET_POINT, 17.0)
    rig.restart()
    assert rig.memory.holds[SET_POINT].value == 17.0


def test_a_restart_between_sending_and_obeying_makes_no_person_of_our_echo() -> None:
    rig = Rig()
    rig.home.obeys = False
    rig.tick()
    rig.restart(timedelta(seconds=2))
    rig.home.say(SET_POINT, 20.5)
    rig.settle()
    assert rig.memory.holds == {}


def test_a_switch_that_a_person_turned_on_is_theirs() -> None:
    rig = Rig()
    rig.home.say(Point(LIVING_T.entity, Attribute.TEMPERATURE), 20.2)
    rig.home.knob(SWITCH, True)
    rig.settle()
    assert rig.memory.holds[SWITCH].value is True
    assert rig.memory.devices[SWITCH.entity].ours is False
    assert rig.home.renewed, "the automation at the home must not turn off what a person turned on"
    rig.wait(minutes(30))
    assert rig.sent(SWITCH) == []


@pytest.mark.parametrize(("after", "held"), [(3.0, True), (10.0, False), (15.0, True)])
def test_a_switch_with_a_timer_of_its_own_goes_off_when_that_runs_out_and_otherwise_by_a_person(
    after: float, held: bool
) -> None:
    timed = heater(failsafe=Failsafe.OWN_TIMER, cycle=minutes(60))
    rig = Rig(a_house(living(), bedroom(devices=(timed,))))
    rig.wait(minutes(6))
    rig.home.say(BEDROOM_T, 14.0)
    rig.home.say(BEDROOM_T, 14.0)
    rig.settle()
    assert rig.sent(SWITCH) == [True]
    rig.wait(minutes(after))
    rig.home.knob(SWITCH, False)
    rig.settle()
    assert (SWITCH in rig.memory.holds) is held
