"""The water of a heat source: by the curve, up where a room lacks, down where none does, and never too hot."""

import itertools
import math
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import (
    LIVING,
    LIVING_T,
    LIVING_WINDOW,
    MORNING,
    RADIATOR,
    a_house,
    heater,
    living,
    minutes,
    radiator,
)
from tests.rig import ANNA_ACTS, SET_POINT, Rig
from thermo_edge.climate.flow import MOST, wanted
from thermo_edge.control.guard import judge
from thermo_edge.control.state import snapshot
from thermo_edge.home.flow import Flow
from thermo_edge.home.house import (
    Attribute,
    Device,
    DeviceKind,
    Domain,
    EntityId,
    HeatSource,
    Mode,
    PlaceId,
    Point,
    Sensor,
    Value,
)
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.turn import Outcome, Priority, Request
from thermo_edge.language.words import Words

PUMP = PlaceId("pump")
WATER = Point(EntityId("number.pump_flow"), Attribute.FLOW)
OUTDOOR = Point(EntityId("sensor.outdoor"), Attribute.TEMPERATURE)
ACTION = Point(RADIATOR, Attribute.HVAC_ACTION)


def water(**more: object) -> Device:
    none = timedelta(0)
    device = Device(
        WATER.entity, PUMP, DeviceKind.FLOW, heats=False, minimum_on=none, minimum_off=none, writes_per_hour=4
    )
    return replace(device, flow=Flow(), **more)  # type: ignore[arg-type]


class FlowRig(Rig):
    """A room on a heat pump at 0 °C outdoors, its valve heating, its water at 40 °C."""

    def __init__(
        self, mode: Mode = Mode.ACT, device: Device | None = None, inside: float = 20.5, valve: Device | None = None
    ) -> None:
        room = living(devices=(valve or radiator(source=PUMP),))
        source = HeatSource(PUMP, "Heat pump", flow=device or water())
        super().__init__(a_house(room, sources=(source,), outdoor=Sensor(OUTDOOR)), MORNING, mode, begun=False)
        self.home.say(OUTDOOR, 0.0)
        self.home.say(WATER, 40.0)
        self.everything_answers(inside)
        self.home.say(ACTION, "heating")
        self.allow(mode)
        self.wait(minutes(2))

    def heats(self, set_point: float = 23.0) -> None:
        """Its valve is fully open, and Anna wants it so."""
        self.home.person(SET_POINT, set_point)
        self.settle()


def test_the_curve_is_followed_and_said() -> None:
    rig = FlowRig()
    assert rig.sent(WATER) == [38.0]
    decision = rig.decision(WATER)
    assert (decision.outcome, decision.request.reason.code) == (Outcome.ACTED, Code.FLOW_CURVE)
    words = Words("en").of(rig.house)
    assert words.title(decision, rig.house) == "Heat pump: water at 38.0°"
    assert words.why(decision.request.reason, rig.house) == "At 0.0° outdoors this is enough by the curve"


def test_while_nothing_draws_it_stays() -> None:
    rig = FlowRig()
    rig.home.say(ACTION, "idle")
    rig.home.say(OUTDOOR, -3.0)
    rig.wait(minutes(600), minutes(10))
    assert rig.sent(WATER) == [38.0]
    assert rig.memory.climate.flows[WATER.entity].shift == 0.0


def test_a_room_that_lacks_with_its_heater_fully_on_raises_it_slowly_and_not_beyond() -> None:
    rig = FlowRig(inside=18.0)
    rig.heats()
    before = len(rig.sent(WATER))
    rig.wait(minutes(130), minutes(5))
    assert rig.sent(WATER)[before:] == [39.0, 40.0]
    assert rig.decision(WATER).request.reason.code is Code.FLOW_RAISED
    rig.wait(minutes(20 * 60), minutes(10))
    assert rig.memory.climate.flows[WATER.entity].shift == MOST
    assert max(float(value) for value in rig.sent(WATER)) <= 45.0


def test_it_is_lowered_where_all_that_draw_are_warm_enough() -> None:
    rig = FlowRig()
    rig.wait(minutes(10 * 60), minutes(10))
    assert rig.sent(WATER) == [38.0, 37.0]
    assert rig.decision(WATER).request.reason.code is Code.FLOW_LOWERED


def test_what_a_person_set_is_left_alone() -> None:
    rig = FlowRig()
    rig.home.person(WATER, 43.0)
    rig.settle()
    rig.home.say(OUTDOOR, -3.0)
    rig.wait(minutes(120), minutes(5))
    assert rig.sent(WATER) == [38.0]
    because = rig.decision(WATER).because
    assert because is not None
    assert because.code is Code.HELD
    hold = rig.memory.holds[WATER]
    assert Words("en").of(rig.house).hold(hold, rig.house) == "Heat pump: water stays at 43.0°"


def test_half_an_hour_lies_between_two_messages() -> None:
    rig = FlowRig()
    rig.home.say(OUTDOOR, -3.5)
    rig.wait(minutes(20))
    assert rig.sent(WATER) == [38.0]
    rig.wait(minutes(15))
    assert rig.sent(WATER) == [38.0, 41.0]


def test_leaving_gives_back_what_it_was() -> None:
    rig = FlowRig()
    rig.restart()
    rig.desk.set_mode(PUMP, Domain.CLIMATE, Mode.OBSERVE, ANNA_ACTS)
    rig.settle()
    assert rig.sent(WATER) == [38.0, 40.0]


@pytest.mark.parametrize(
    ("mode", "device", "outcome"),
    [
        (Mode.OBSERVE, water(), Outcome.WOULD),
        (Mode.ASK, water(), Outcome.SUGGESTED),
        (Mode.ACT, water(ceiling=Mode.SUGGEST), Outcome.SUGGESTED),
    ],
)
def test_without_leave_it_only_says_so(mode: Mode, device: Device, outcome: Outcome) -> None:
    rig = FlowRig(mode, device)
    assert rig.sent(WATER) == []
    assert rig.decision(WATER).outcome is outcome


def test_without_a_thermometer_outside_nothing_is_asked_for() -> None:
    rig = FlowRig()
    rig.house = replace(rig.house, outdoor=None)
    rig.restart()
    rig.wait(minutes(120), minutes(10))
    assert rig.sent(WATER) == [38.0]


@given(
    st.floats(-60.0, 60.0), st.floats(-20.0, 20.0), st.one_of(st.none(), st.floats(0.0, 90.0)), st.floats(26.0, 60.0)
)
def test_what_is_wanted_lies_within_the_limits(outdoor: float, shift: float, now: float | None, highest: float) -> None:
    assert 25.0 <= wanted(Flow(highest=highest, design=60.0), outdoor, shift, now) <= highest


# --- whatever happens ------------------------------------------------------------------------------------------------

VALUES: st.SearchStrategy[Value] = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True), st.floats(0.0, 90.0), st.booleans(), st.just("hot")
)
Act = Callable[[FlowRig], object]
ACTS: st.SearchStrategy[Act] = st.one_of(
    st.builds(lambda m: lambda rig: rig.wait(minutes(m), minutes(max(1, m // 6))), st.integers(1, 120)),
    st.builds(lambda v: lambda rig: rig.home.say(OUTDOOR, v), st.floats(-25.0, 25.0)),
    st.builds(lambda v: lambda rig: rig.home.say(LIVING_T, v), st.floats(14.0, 23.0)),
    st.builds(lambda v: lambda rig: rig.home.say(ACTION, v), st.sampled_from(["heating", "idle"])),
    st.builds(lambda v: lambda rig: rig.home.knob(WATER, v), st.floats(20.0, 70.0)),
    st.builds(lambda v: lambda rig: setattr(rig.home, "obeys", v), st.booleans()),
    st.builds(lambda m: lambda rig: rig.restart(minutes(m)), st.floats(0.1, 60.0)),
)


@settings(max_examples=20, deadline=None)
@given(st.lists(ACTS, min_size=4, max_size=12))
def test_no_sequence_of_events_makes_the_water_too_hot_or_tells_it_too_often(acts: list[Act]) -> None:
    rig = FlowRig()
    for act in acts:
        act(rig)
        rig.settle()
    sent = [(at, command.value) for at, command in rig.home.sent if command.point == WATER]
    for _, value in sent:
        assert isinstance(value, float)
        assert 25.0 <= value <= 45.0
    for (before, first), (after, second) in itertools.pairwise(sent):
        assert first == second or after - before >= timedelta(minutes=30)
    assert abs(rig.memory.climate.flows[WATER.entity].shift) <= MOST


@settings(max_examples=60, deadline=None)
@given(
    value=VALUES,
    priority=st.sampled_from(list(Priority)),
    code=st.sampled_from(list(Code)),
    mode=st.sampled_from(list(Mode)),
)
def test_no_single_request_makes_it_too_hot(value: Value, priority: Priority, code: Code, mode: Mode) -> None:
    rig = FlowRig(mode)
    request = Request(WATER, value, PUMP, Domain.CLIMATE, priority, Reason(code))
    for command in judge(snapshot(rig.state, rig.clock.now(), timedelta(0)), rig.memory, [request]).commands:
        assert mode is not Mode.OBSERVE
        assert not isinstance(command.value, bool | str)
        assert math.isfinite(command.value)
        assert command.value <= 45.0
        assert command.value >= 25.0 or code is Code.HANDED_BACK


@pytest.mark.parametrize(("kept_off", "raised"), [("nothing", True), ("window", False), ("observe", False)])
def test_a_valve_that_is_kept_off_asks_for_no_hotter_water(kept_off: str, raised: bool) -> None:
    """It was fully on only by its rule: the water went up by 6 K for a room with its window open."""
    rig = FlowRig(device=water(), valve=heater(LIVING, source=PUMP))
    rig.home.say(LIVING_WINDOW, kept_off == "window")
    if kept_off == "observe":
        rig.desk.set_mode(LIVING, Domain.CLIMATE, Mode.OBSERVE, ANNA_ACTS)
    for _ in range(2):
        rig.home.say(LIVING_T, 16.0)
    rig.wait(minutes(5 * 60), minutes(5))
    assert (rig.memory.climate.flows[WATER.entity].shift > 0.0) is raised
