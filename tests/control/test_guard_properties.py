"""Whatever happens to a house, restarts included, no command breaks the guard's promises."""

import itertools
import math
from collections.abc import Callable
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import BEDROOM, BEDROOM_T, HEATER, LIVING, LIVING_T, LIVING_WINDOW, RADIATOR, a_house, minutes
from tests.rig import ANNA_ACTS, SET_POINT, SWITCH, Rig
from thermo_edge.control.guard import judge
from thermo_edge.control.state import snapshot
from thermo_edge.home.house import Attribute, Domain, EntityId, Mode, Point, Value
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.snapshot import Quality
from thermo_edge.home.turn import HAZARDS, Command, Outcome, Priority, Request

Act = Callable[[Rig], None]

NUMBERS = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True), st.floats(-20.0, 45.0), st.sampled_from([19.0, 20.5, 5.0, 29.0])
)
POINTS = st.sampled_from(
    [SET_POINT, SWITCH, Point(RADIATOR, Attribute.HVAC_MODE), Point(EntityId("climate.none"), Attribute.SET_POINT)]
)
VALUES: st.SearchStrategy[Value] = st.one_of(NUMBERS, st.booleans(), st.sampled_from(["heat", "cool", "off", "", "🔥"]))
THINGS = st.sampled_from([LIVING_T, BEDROOM_T, SET_POINT, SWITCH, LIVING_WINDOW])


def _tried(act: Act) -> Act:
    """People may ask for anything; a refusal is an answer."""

    def do(rig: Rig) -> None:
        try:
            act(rig)
        except Refused:
            rig.settle()

    return do


ACTS: st.SearchStrategy[Act] = st.one_of(
    st.builds(lambda m: lambda rig: rig.wait(minutes(m), minutes(min(m, 3))), st.integers(1, 40)),
    st.builds(lambda p, v: lambda rig: rig.home.say(p, v), st.sampled_from([LIVING_T, BEDROOM_T]), NUMBERS),
    st.builds(lambda v: lambda rig: rig.home.say(BEDROOM_T, v), st.floats(3.0, 31.0)),
    st.builds(lambda v: lambda rig: rig.home.say(LIVING_WINDOW, v), st.booleans()),
    st.builds(lambda v: lambda rig: rig.home.person(SET_POINT, v), st.floats(5.0, 30.0)),
    st.builds(lambda v: lambda rig: rig.home.knob(SWITCH, v), st.booleans()),
    st.builds(lambda v: lambda rig: rig.home.automation(SWITCH, v), st.booleans()),
    st.builds(lambda p: lambda rig: rig.home.say(p, None, quality=Quality.UNAVAILABLE), THINGS),
    st.builds(
        lambda p, m: _tried(lambda rig: rig.desk.set_mode(p, Domain.CLIMATE, m, ANNA_ACTS)),
        st.sampled_from([LIVING, BEDROOM]),
        st.sampled_from(list(Mode)),
    ),
    st.builds(lambda on: lambda rig: rig.desk.observe_everything(on, ANNA_ACTS), st.booleans()),
    st.builds(
        lambda p, t, h: _tried(lambda rig: rig.desk.wish(p, t, rig.clock.now() + timedelta(hours=h), ANNA_ACTS)),
        st.sampled_from([LIVING, BEDROOM]),
        NUMBERS,
        st.integers(-1, 5),
    ),
    st.builds(lambda up: lambda rig: rig.home.reach(up), st.booleans()),
    st.builds(lambda m: lambda rig: rig.restart(minutes(m)), st.floats(0.1, 60.0)),
    st.builds(lambda v: lambda rig: setattr(rig.home, "obeys", v), st.booleans()),
    st.builds(lambda v: lambda rig: setattr(rig.home, "fails", v), st.booleans()),
    st.builds(lambda v: lambda rig: rig.home.protected.add(HEATER) if v else rig.home.protected.clear(), st.booleans()),
    st.builds(lambda h: lambda rig: rig.clock.fall_behind(timedelta(hours=h)), st.integers(0, 2)),
    st.just(_tried(lambda rig: rig.desk.answer("climate:bedroom", True, ANNA_ACTS))),
)


class Watched:
    """A rig that notes at every command what was allowed when it was sent."""

    def __init__(self) -> None:
        self.rig = Rig(a_house())
        self.rig.home.say(BEDROOM_T, 19.0)
        self.rig.settle()
        self.seen = len(self.rig.home.sent)
        self.faults: list[str] = []

    def do(self, act: Act) -> None:
        modes = self.rig.memory.modes
        act(self.rig)
        self.rig.settle()
        after = self.rig.memory.modes
        for _, command in self.rig.home.sent[self.seen :]:
            request = command.request
            if max(modes.of(request.place, Domain.CLIMATE), after.of(request.place, Domain.CLIMATE)) is Mode.OBSERVE:
                self.faults.append(f"{request} was sent in observe")
            if command.point == SWITCH and command.value is True and not self.rig.memory.protections:
                self.faults.append("a bare switch went on without a switch-off")
        self.seen = len(self.rig.home.sent)


def _hazard(command: Command) -> bool:
    return command.request.reason.code in HAZARDS


@settings(max_examples=120, deadline=None)
@given(st.lists(ACTS, min_size=5, max_size=30))
def test_no_sequence_of_events_breaks_a_promise(acts: list[Act]) -> None:
    house = Watched()
    for act in acts:
        house.do(act)
    assert house.faults == []
    sent = house.rig.home.sent
    for _, command in sent:
        if command.point == SET_POINT:
            assert isinstance(command.value, float)
            assert 7.0 <= command.value <= 25.0
    numbers = [command.number for _, command in sent]
    assert numbers == sorted(set(numbers)), "command numbers rise, restarts included"
    _minimum_times(house.rig)
    _budgets(house.rig)


def _minimum_times(rig: Rig) -> None:
    """Between two switchings by us lies the minimum time, unless frost or overheat asked for the second."""
    switched = [(at, command) for at, command in rig.home.sent if command.point == SWITCH]
    device = rig.house.device(HEATER)
    assert device is not None
    for (before, first), (after, second) in itertools.pairwise(switched):
        if first.value == second.value or _hazard(second):
            continue
        least = device.minimum_off if second.value is True else device.minimum_on
        assert after - before >= least, f"{first.value} at {before}, {second.value} at {after}"


def _budgets(rig: Rig) -> None:
    for entity in (RADIATOR, HEATER):
        times = [at for at, c in rig.home.sent if c.point.entity == entity and not _hazard(c)]
        for first in times:
            assert sum(first <= at < first + timedelta(hours=1) for at in times) <= 12


@settings(max_examples=300, deadline=None)
@given(
    point=POINTS,
    value=VALUES,
    priority=st.sampled_from(list(Priority)),
    code=st.sampled_from(list(Code)),
    mode=st.sampled_from(list(Mode)),
)
def test_no_single_request_passes_what_it_must_not(
    point: Point, value: Value, priority: Priority, code: Code, mode: Mode
) -> None:
    rig = Rig(mode=mode)
    device = rig.house.device(point.entity)
    request = Request(point, value, device.place if device else LIVING, Domain.CLIMATE, priority, Reason(code), 21.0)
    seen = snapshot(rig.state, rig.clock.now(), rig.clock.behind())
    judged = judge(seen, rig.memory, [request])
    for command in judged.commands:
        assert mode is not Mode.OBSERVE
        assert device is not None
        if command.point.attribute is Attribute.SET_POINT:
            assert math.isfinite(float(command.value))
            assert 7.0 <= float(command.value) <= 25.0
        elif command.point.attribute is Attribute.ON:
            assert isinstance(command.value, bool)
        else:
            assert command.value in ("heat", "off") or code is Code.HANDED_BACK
    assert len(judged.commands) == sum(decision.outcome is Outcome.ACTED for decision in judged.decisions)
