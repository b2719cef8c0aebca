"""No light goes on without a grant: a fuzzed week, checked against what truly was; and the guard's rules."""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import ANNA
from tests.lighting.rig import (
    DESK_LAMP,
    EVENING,
    HALL,
    HALL_LAMP,
    HALL_LUX,
    HALL_MOTION,
    LAMPS,
    LIKING,
    STUDY,
    STUDY_MOTION,
    STUDY_PRESENCE,
    LampRig,
    brightness,
    colour,
    on,
)
from tests.rig import ANNA_ACTS
from thermo_edge.control.guard import judge
from thermo_edge.control.state import snapshot
from thermo_edge.home.house import Attribute, Domain, Mode, PlaceId, Point, Value
from thermo_edge.home.memory import Pending
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.snapshot import Quality
from thermo_edge.home.turn import Command, Grant, Outcome, Priority, Request

SEEING = {HALL: (HALL_MOTION,), STUDY: (STUDY_MOTION, STUDY_PRESENCE)}
SENSORS = (HALL_MOTION, STUDY_MOTION, STUDY_PRESENCE)
Act = Callable[["Week"], None]


class Week:
    """A house of which the test writes down what truly was: when sensors saw somebody, and what people asked for."""

    def __init__(self) -> None:
        self.rig = LampRig(start=EVENING)
        self.seen: dict[Point, datetime] = {}
        self.wished: dict[PlaceId, datetime] = {}
        self.faults: list[str] = []
        self.mode_before: dict[PlaceId, Mode] = {}
        self.count = 0

    def do(self, act: Act) -> None:
        self._note()
        act(self)
        self.rig.settle()
        self._note()
        for at, command in self.rig.home.sent[self.count :]:
            self._check(at, command)
        self.count = len(self.rig.home.sent)
        self.faults += [f"{entity} was lit by adjusting it" for entity in self.rig.home.lit_unasked]

    def _note(self) -> None:
        now = self.rig.clock.now()
        for point in SENSORS:
            reading = self.rig.home.readings[point]
            if reading.good and reading.value is True:
                self.seen[point] = now

    def _check(self, at: datetime, command: Command) -> None:
        place, lamp = command.request.place, command.point.entity
        if max(self.rig.memory.modes.of(place, Domain.LIGHTING), self.mode_before.get(place, 0)) == Mode.OBSERVE:
            self.faults.append(f"{command.point} was sent in observe")
        if command.point.attribute is not Attribute.ON or command.value is not True:
            return
        last = max((self.seen[point] for point in SEEING[place] if point in self.seen), default=None)
        present = last is not None and at - last <= LIKING.off_after
        wished = self.wished.get(place, at) > at
        if command.request.grant is Grant.PRESENCE and not present:
            self.faults.append(f"{lamp} went on at {at}: nobody was seen since {last}")
        if command.request.grant is Grant.PERSON and not wished:
            self.faults.append(f"{lamp} went on at {at}: nobody wished it")
        if command.request.grant not in (Grant.PRESENCE, Grant.PERSON):
            self.faults.append(f"{lamp} went on at {at} by {command.request.grant}")

    # --- what happens ---------------------------------------------------------------------------------------------

    def wait(self, minutes: int) -> None:
        """Minute by minute, so that what stands is noted."""
        for _ in range(minutes):
            self.rig.clock.advance(timedelta(minutes=1))
            self._note()
            self.rig.controller.tick()
            self.rig.settle()

    def sleep(self, hours: int) -> None:
        self.rig.clock.advance(timedelta(hours=hours))
        self._note()
        self.rig.tick()

    def restart(self, minutes: float) -> None:
        self.rig.restart(timedelta(minutes=minutes))
        self._note()

    def say(self, point: Point, value: Value | None) -> None:
        self.rig.home.say(point, value, quality=Quality.GOOD if value is not None else Quality.UNAVAILABLE)

    def wish(self, place: PlaceId, level: float | None, hours: float) -> None:
        until = self.rig.clock.now() + timedelta(hours=hours)
        try:
            self.rig.desk.light(place, level, until, ANNA_ACTS)
        except Refused:
            return
        self.wished.pop(place, None)
        if level:
            self.wished[place] = until

    def mode(self, place: PlaceId, mode: Mode) -> None:
        self.mode_before = {place: self.rig.memory.modes.of(place, Domain.LIGHTING)}
        self.rig.desk.set_mode(place, Domain.LIGHTING, mode, ANNA_ACTS)

    def answer(self, place: PlaceId, yes: bool) -> None:
        with contextlib.suppress(Refused):
            self.rig.desk.answer(f"lighting:{place}", yes, ANNA_ACTS)

    def lamp(self, point: Point, value: Value | None, how: str) -> None:
        home = self.rig.home
        if value is None:
            home.say(point._replace(attribute=Attribute.ON), None, quality=Quality.UNAVAILABLE)
        elif how == "app":
            home.person(point, value)
        elif how == "automation":
            home.automation(point, value)
        else:
            home.knob(point, value)


PLACES = st.sampled_from([HALL, STUDY])
LIGHTS = st.sampled_from(LAMPS)
ACTS: st.SearchStrategy[Act] = st.one_of(
    st.builds(lambda m: lambda week: week.wait(m), st.integers(1, 12)),
    st.builds(lambda h: lambda week: week.sleep(h), st.integers(1, 12)),
    st.builds(
        lambda p, v: lambda week: week.say(p, v), st.sampled_from(SENSORS), st.sampled_from([True, True, False, None])
    ),
    st.builds(lambda v: lambda week: week.say(HALL_LUX, v), st.one_of(st.none(), st.floats(0.0, 400.0))),
    st.builds(lambda v: lambda week: week.say(ANNA, v), st.booleans()),
    st.builds(
        lambda e, v, how: lambda week: week.lamp(on(e), v, how),
        LIGHTS,
        st.sampled_from([True, False, None]),
        st.sampled_from(["app", "wall", "automation"]),
    ),
    st.builds(
        lambda v, how: lambda week: week.lamp(brightness(DESK_LAMP), v, how),
        st.floats(1.0, 100.0),
        st.sampled_from(["app", "wall"]),
    ),
    st.builds(lambda v: lambda week: week.lamp(colour(HALL_LAMP), v, "app"), st.floats(2200.0, 6500.0)),
    st.builds(
        lambda p, v, h: lambda week: week.wish(p, v, h),
        PLACES,
        st.sampled_from([None, 0.0, 35.0, 100.0, -5.0, 120.0, float("nan")]),
        st.floats(-1.0, 5.0),
    ),
    st.builds(lambda p, m: lambda week: week.mode(p, m), PLACES, st.sampled_from(list(Mode))),
    st.builds(lambda p, yes: lambda week: week.answer(p, yes), PLACES, st.booleans()),
    st.builds(lambda m: lambda week: week.restart(m), st.floats(0.1, 90.0)),
    st.builds(lambda up: lambda week: week.rig.home.reach(up), st.booleans()),
    st.builds(lambda v: lambda week: setattr(week.rig.home, "obeys", v), st.booleans()),
    st.builds(lambda v: lambda week: setattr(week.rig.home, "fails", v), st.booleans()),
    st.builds(lambda e: lambda week: week.rig.desk.end_hold(on(e), ANNA_ACTS), LIGHTS),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(ACTS, min_size=10, max_size=60))
def test_no_light_goes_on_without_a_grant_in_a_fuzzed_week(acts: list[Act]) -> None:
    week = Week()
    for act in acts:
        week.do(act)
    assert week.faults == []


# --- the guard's rules, one by one -------------------------------------------------------------------------------


def request(
    point: Point, value: Value, grant: Grant | None = None, priority: Priority = Priority.COMFORT, place: PlaceId = HALL
) -> Request:
    return Request(point, value, place, Domain.LIGHTING, priority, Reason.of(Code.SUN_DOWN), grant=grant)


def judged(rig: LampRig, *requests: Request) -> list[tuple[Outcome, Code | None]]:
    seen = snapshot(rig.state, rig.clock.now(), rig.clock.behind())
    decided = judge(seen, rig.memory, requests).decisions
    return [(decision.outcome, decision.because.code if decision.because else None) for decision in decided]


@pytest.mark.parametrize("priority", list(Priority))
@pytest.mark.parametrize("grant", [None, *Grant])
def test_in_an_empty_room_of_a_home_with_people_no_grant_holds(grant: Grant | None, priority: Priority) -> None:
    assert judged(LampRig(), request(on(HALL_LAMP), True, grant, priority)) == [(Outcome.REFUSED, Code.NO_GRANT)]


def test_presence_is_a_grant_only_while_its_sign_is_fresh_and_only_in_its_room() -> None:
    rig = LampRig(mode=Mode.ACT)
    asked = request(on(HALL_LAMP), True, Grant.PRESENCE)
    rig.home.obeys = False
    rig.sees(HALL_MOTION, True)
    rig.controller._state = replace(rig.state, memory=replace(rig.memory, pending={}))
    assert judged(rig, asked) == [(Outcome.ACTED, None)]
    assert judged(rig, request(on(DESK_LAMP), True, Grant.PRESENCE, place=STUDY)) == [(Outcome.REFUSED, Code.NO_GRANT)]
    assert judged(rig, request(on(DESK_LAMP), True, Grant.PRESENCE, place=HALL)) == [
        (Outcome.REFUSED, Code.NOT_FOR_DEVICE)
    ]
    rig.sees(HALL_MOTION, False)
    rig.clock.advance(timedelta(minutes=4))
    assert judged(rig, asked) == [(Outcome.ACTED, None)]
    rig.clock.advance(timedelta(minutes=1))
    assert judged(rig, asked) == [(Outcome.REFUSED, Code.NO_GRANT)]


def test_a_sensor_that_died_while_it_saw_somebody_is_no_sign() -> None:
    rig = LampRig()
    rig.home.obeys = False
    rig.sees(HALL_MOTION, True)
    rig.clock.advance(timedelta(hours=1, minutes=6))
    rig.controller._state = replace(rig.state, memory=replace(rig.memory, pending={}))
    assert judged(rig, request(on(HALL_LAMP), True, Grant.PRESENCE)) == [(Outcome.REFUSED, Code.NO_GRANT)]


def test_dimming_right_after_a_person_turned_it_off_turns_nothing_on() -> None:
    rig = LampRig()
    rig.sees(HALL_MOTION, True)
    rig.pass_time(30)
    rig.at_wall(HALL_LAMP, False)
    refused = [(Outcome.REFUSED, Code.NOT_LIT)]
    assert judged(rig, request(brightness(HALL_LAMP), 50.0)) == refused
    assert judged(rig, request(brightness(HALL_LAMP), 50.0, priority=Priority.PERSON)) == refused
    assert judged(rig, request(brightness(HALL_LAMP), 50.0, priority=Priority.SAFETY)) == refused


def test_what_was_told_to_go_on_earlier_and_is_not_seen_to_be_on_is_not_dimmed() -> None:
    rig = LampRig()
    sent = Pending(7, True, False, rig.clock.now() - timedelta(seconds=10))
    rig.controller._state = replace(rig.state, memory=replace(rig.memory, pending={on(HALL_LAMP): sent}))
    assert judged(rig, request(brightness(HALL_LAMP), 50.0)) == [(Outcome.REFUSED, Code.NOT_LIT)]


def test_what_was_told_to_go_off_and_is_still_seen_on_is_not_dimmed() -> None:
    rig = LampRig()
    rig.at_wall(HALL_LAMP, True)
    sent = Pending(7, False, True, rig.clock.now())
    rig.controller._state = replace(rig.state, memory=replace(rig.memory, pending={on(HALL_LAMP): sent}))
    assert judged(rig, request(brightness(HALL_LAMP), 50.0)) == [(Outcome.REFUSED, Code.NOT_LIT)]


def test_on_and_its_brightness_go_together_in_whatever_order_they_are_asked_for_or_not_at_all() -> None:
    rig = LampRig()
    rig.home.obeys = False
    rig.sees(HALL_MOTION, True)
    rig.controller._state = replace(rig.state, memory=replace(rig.memory, pending={}))
    dial, switch = request(brightness(HALL_LAMP), 50.0, Grant.PRESENCE), request(on(HALL_LAMP), True, Grant.PRESENCE)
    assert judged(rig, dial, switch) == [(Outcome.ACTED, None)] * 2
    off = replace(request(on(HALL_LAMP), False, priority=Priority.PERSON))
    assert judged(rig, dial, switch, off)[0] == (Outcome.SATISFIED, Code.ALREADY_SO)
    assert (Outcome.ACTED, None) not in judged(rig, dial, switch, off)


def test_simulation_needs_an_empty_home_and_safety_an_alarm_that_stands() -> None:
    rig = LampRig()
    rig.home.say(ANNA, False)
    rig.settle()
    assert judged(rig, request(on(HALL_LAMP), True, Grant.SIMULATION)) == [(Outcome.ACTED, None)]
    safety = request(on(HALL_LAMP), True, Grant.SAFETY, Priority.SAFETY)
    assert judged(rig, safety) == [(Outcome.REFUSED, Code.NO_GRANT)]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 0.0, -3.0, 101.0, True, "bright"])
def test_impossible_brightness_is_refused(value: Value) -> None:
    rig = LampRig()
    rig.at_wall(HALL_LAMP, True)
    ((outcome, _),) = judged(rig, request(brightness(HALL_LAMP), value))
    assert outcome is Outcome.REFUSED
