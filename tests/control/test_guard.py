"""The guard alone: what may pass, and what is said about what may not."""

import math
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.builders import (
    BEDROOM,
    BEDROOM_T,
    HEATER,
    LIVING,
    LIVING_T,
    MORNING,
    RADIATOR,
    a_house,
    a_request,
    bedroom,
    heater,
    living,
    minutes,
    radiator,
    reading,
)
from thermo_edge.control.guard import judge
from thermo_edge.control.state import State, snapshot
from thermo_edge.home.house import (
    Attribute,
    Domain,
    EntityId,
    Failsafe,
    HeatSource,
    House,
    Mode,
    PlaceId,
    Point,
    Value,
)
from thermo_edge.home.memory import DeviceMemory, Memory, Modes, Pending
from thermo_edge.home.reason import Code
from thermo_edge.home.snapshot import Link, Quality, Snapshot
from thermo_edge.home.turn import SOMEBODY, Answer, Decision, Hold, Outcome, Priority, Request

SET_POINT = Point(RADIATOR, Attribute.SET_POINT)
MODE = Point(RADIATOR, Attribute.HVAC_MODE)
SWITCH = Point(HEATER, Attribute.ON)
REST = DeviceMemory(on=False, since=MORNING - timedelta(hours=2))


def a_snapshot(house: House | None = None, **values: Value) -> Snapshot:
    """Both rooms at 19 °C, the radiator at 19 °C in heat, the heater off, everything answering."""
    house = house or a_house()
    told: dict[Point, Value] = {LIVING_T: 19.0, BEDROOM_T: 19.0, SET_POINT: 19.0, MODE: "heat", SWITCH: False}
    names = {"set_point": SET_POINT, "mode": MODE, "switch": SWITCH, "inside": LIVING_T}
    told |= {names[name]: value for name, value in values.items()}
    readings = {point: reading(point, value) for point, value in told.items()}
    state = State(house, Memory(), Link(True, MORNING), MORNING)
    state = replace(state, senses=replace(state.senses, latest=readings, good=readings))
    state = replace(state, protected=frozenset({HEATER}))
    return snapshot(state, MORNING, timedelta(0))


def memory(mode: Mode = Mode.ACT, **parts: object) -> Memory:
    """Everything allowed as far as `mode`, devices rested, the heater protected."""
    modes = Modes({(place, Domain.CLIMATE): mode for place in (LIVING, BEDROOM, PlaceId("boiler"))})
    made = Memory(modes=modes, devices={HEATER: REST, RADIATOR: REST}, protections={HEATER: MORNING})
    return replace(made, **parts)  # type: ignore[arg-type]


def only(requests: Request | list[Request], seen: Snapshot | None = None, kept: Memory | None = None) -> Decision:
    """The decision about the first point that is asked for."""
    asked = requests if isinstance(requests, list) else [requests]
    judged = judge(seen or a_snapshot(), kept or memory(), asked)
    decided = next(d for d in judged.decisions if d.request == asked[0])
    acted = [d.request for d in judged.decisions if d.outcome is Outcome.ACTED]
    assert [command.request for command in judged.commands] == acted
    return decided


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_a_number_is_refused(value: float) -> None:
    decided = only(a_request(SET_POINT, value))
    assert decided.outcome is Outcome.REFUSED
    assert decided.because is not None
    assert decided.because.code is Code.NOT_FINITE


@pytest.mark.parametrize(
    ("point", "value", "code"),
    [
        (SET_POINT, 1e9, Code.OUT_OF_RANGE),
        (SET_POINT, 25.5, Code.OUT_OF_RANGE),
        (SET_POINT, 6.5, Code.OUT_OF_RANGE),
        (SET_POINT, True, Code.NOT_FOR_DEVICE),
        (SET_POINT, "warm", Code.NOT_FOR_DEVICE),
        (MODE, "cool", Code.NOT_FOR_DEVICE),
        (MODE, "auto", Code.NOT_FOR_DEVICE),
        (MODE, 1.0, Code.NOT_FOR_DEVICE),
        (Point(RADIATOR, Attribute.ON), True, Code.NOT_FOR_DEVICE),
        (Point(EntityId("climate.nobody"), Attribute.SET_POINT), 20.0, Code.NOT_FOR_DEVICE),
        (LIVING_T, 20.0, Code.NOT_FOR_DEVICE),
    ],
)
def test_impossible_requests_are_refused_with_their_reason(point: Point, value: Value, code: Code) -> None:
    decided = only(a_request(point, value))
    assert (decided.outcome, decided.because and decided.because.code) == (Outcome.REFUSED, code)


def test_a_request_for_another_rooms_device_is_refused() -> None:
    decided = only(a_request(SET_POINT, 20.0, place=BEDROOM))
    assert decided.because is not None
    assert decided.because.code is Code.NOT_FOR_DEVICE


@pytest.mark.parametrize("priority", list(Priority))
def test_in_observe_nothing_acts_whoever_asks(priority: Priority) -> None:
    codes = (Code.FROST, Code.WARM_HOURS, Code.HANDED_BACK, Code.UNDONE)
    for code in codes:
        judged = judge(a_snapshot(), memory(Mode.OBSERVE), [a_request(SET_POINT, 21.0, priority=priority, code=code)])
        assert judged.commands == ()


def test_in_observe_a_rule_would_have_and_a_person_is_refused() -> None:
    assert only(a_request(SET_POINT, 21.0), kept=memory(Mode.OBSERVE)).outcome is Outcome.WOULD
    wish = only(a_request(SET_POINT, 21.0, priority=Priority.PERSON, code=Code.WISHED), kept=memory(Mode.OBSERVE))
    assert wish.outcome is Outcome.REFUSED
    assert wish.because is not None
    assert wish.because.code is Code.OBSERVING


@pytest.mark.parametrize("mode", [Mode.SUGGEST, Mode.ASK, Mode.ACT])
def test_a_person_and_safety_act_in_every_other_mode(mode: Mode) -> None:
    wish = a_request(SET_POINT, 21.0, priority=Priority.PERSON, code=Code.WISHED)
    assert only(wish, kept=memory(mode)).outcome is Outcome.ACTED
    frost = a_request(SET_POINT, 21.0, priority=Priority.SAFETY, code=Code.FROST)
    assert only(frost, kept=memory(mode)).outcome is Outcome.ACTED


def test_observe_everything_beats_every_mode() -> None:
    kept = memory()
    kept = replace(kept, modes=replace(kept.modes, observe_everything=True))
    assert only(a_request(SET_POINT, 21.0), kept=kept).outcome is Outcome.WOULD


def test_the_settings_are_the_most_a_mode_may_be() -> None:
    house = a_house(living(ceiling=Mode.SUGGEST), bedroom())
    assert only(a_request(SET_POINT, 21.0), a_snapshot(house)).outcome is Outcome.SUGGESTED


def test_ask_waits_for_a_tap_and_then_acts_for_that_aim_only() -> None:
    asked = judge(a_snapshot(), memory(Mode.ASK), [a_request(SET_POINT, 21.0, aim=21.0)])
    assert [d.outcome for d in asked.decisions] == [Outcome.ASKED]
    (ask,) = asked.memory.asks.values()
    yes = replace(asked.memory, asks={ask.key: replace(ask, answer=Answer.YES)})
    no = replace(asked.memory, asks={ask.key: replace(ask, answer=Answer.NO)})
    assert only(a_request(SET_POINT, 21.0, aim=21.0), kept=yes).outcome is Outcome.ACTED
    assert only(a_request(SET_POINT, 17.5, aim=17.5), kept=yes).outcome is Outcome.ASKED
    declined = only(a_request(SET_POINT, 21.0, aim=21.0), kept=no)
    assert declined.because is not None
    assert declined.because.code is Code.DECLINED


def test_the_higher_priority_wins_and_the_other_hears_why() -> None:
    safety = a_request(SET_POINT, 16.0, priority=Priority.SAFETY, code=Code.BLIND)
    judged = judge(a_snapshot(), memory(), [a_request(SET_POINT, 21.0), safety])
    assert [(c.value) for c in judged.commands] == [16.0]
    (lost,) = [d for d in judged.decisions if d.outcome is Outcome.REFUSED]
    assert lost.because is not None
    assert lost.because.code is Code.BLIND


def test_the_next_may_act_where_the_first_is_refused() -> None:
    wild = a_request(SET_POINT, 99.0, priority=Priority.PERSON, code=Code.WISHED)
    judged = judge(a_snapshot(), memory(), [wild, a_request(SET_POINT, 21.0)])
    assert [c.value for c in judged.commands] == [21.0]


def held(value: Value = 22.0, **more: object) -> Memory:
    hold = Hold(SET_POINT, value, LIVING, SOMEBODY, MORNING, MORNING + timedelta(hours=1))
    return memory(holds={SET_POINT: replace(hold, **more)})  # type: ignore[arg-type]


def test_a_hold_stops_rules_but_not_hazards_nor_persons() -> None:
    decided = only(a_request(SET_POINT, 20.0), kept=held())
    assert decided.because is not None
    assert decided.because.code is Code.HELD
    assert only(a_request(SET_POINT, 21.0, priority=Priority.SAFETY, code=Code.BLIND), kept=held()).because
    assert only(a_request(SET_POINT, 7.0, priority=Priority.SAFETY, code=Code.OVERHEAT), kept=held()).because is None
    person = a_request(SET_POINT, 21.0, priority=Priority.PERSON, code=Code.WISHED)
    assert only(person, kept=held()).outcome is Outcome.ACTED
    assert only(a_request(SET_POINT, 22.0), kept=held()).outcome is Outcome.ACTED
    assert only(a_request(SET_POINT, 20.0), kept=held(until=MORNING)).outcome is Outcome.ACTED


def test_a_bare_switch_that_nobody_can_measure_is_left_on_for_nobody() -> None:
    """Safety comes before a person: without a thermometer heat has no bounds. A thermostat has its own loop."""
    on = DeviceMemory(on=True, since=MORNING - timedelta(hours=1))
    hold = Hold(SWITCH, True, BEDROOM, SOMEBODY, MORNING, MORNING + timedelta(hours=4))
    kept = memory(holds={SWITCH: hold}, devices={HEATER: on})
    blind = a_request(SWITCH, False, BEDROOM, Priority.SAFETY, Code.BLIND)
    assert only(blind, a_snapshot(switch=True), kept).outcome is Outcome.ACTED
    rule = a_request(SWITCH, False, BEDROOM)
    assert only(rule, a_snapshot(switch=True), kept).outcome is Outcome.REFUSED


def test_nothing_is_sent_for_what_is_so_or_nearly_so() -> None:
    assert only(a_request(SET_POINT, 19.0)).outcome is Outcome.SATISFIED
    assert only(a_request(SET_POINT, 19.2)).outcome is Outcome.SATISFIED
    assert only(a_request(SET_POINT, 19.5)).outcome is Outcome.ACTED


def test_a_command_on_its_way_is_not_repeated_until_its_patience_is_over() -> None:
    sent = Pending(1, 21.0, 19.0, MORNING - minutes(1))
    assert only(a_request(SET_POINT, 21.0), kept=memory(pending={SET_POINT: sent})).outcome is Outcome.SATISFIED
    late = replace(sent, at=MORNING - minutes(6))
    again = judge(a_snapshot(), memory(pending={SET_POINT: late}), [a_request(SET_POINT, 21.0)])
    assert len(again.commands) == 1
    assert again.memory.pending[SET_POINT].tries == 2


def test_a_changed_mind_is_told_at_once() -> None:
    sent = Pending(1, 21.0, 19.0, MORNING - minutes(1))
    back = judge(a_snapshot(), memory(pending={SET_POINT: sent}), [a_request(SET_POINT, 19.0)])
    assert [c.value for c in back.commands] == [19.0]


def test_minimum_times_hold_and_hazards_beat_them() -> None:
    short = memory(devices={HEATER: DeviceMemory(on=False, since=MORNING - minutes(2))})
    decided = only(a_request(SWITCH, True, BEDROOM), kept=short)
    assert decided.because is not None
    assert decided.because.code is Code.MINIMUM_OFF
    assert decided.because.get("left") == 180.0
    frost = a_request(SWITCH, True, BEDROOM, Priority.SAFETY, Code.FROST)
    assert only(frost, kept=short).outcome is Outcome.ACTED
    on = a_snapshot(switch=True)
    just_on = memory(devices={HEATER: DeviceMemory(on=True, since=MORNING - minutes(2))})
    refused = only(a_request(SWITCH, False, BEDROOM), on, just_on)
    assert refused.because is not None
    assert refused.because.code is Code.MINIMUM_ON
    hot = a_request(SWITCH, False, BEDROOM, Priority.SAFETY, Code.OVERHEAT)
    assert only(hot, on, just_on).outcome is Outcome.ACTED


def test_a_device_never_seen_switching_counts_as_just_switched() -> None:
    unknown = memory(devices={HEATER: DeviceMemory(on=False, since=None)})
    decided = only(a_request(SWITCH, True, BEDROOM), kept=unknown)
    assert decided.because is not None
    assert decided.because.code is Code.MINIMUM_OFF


def test_zones_of_one_heat_source_share_its_minimum_times() -> None:
    boiler = HeatSource(PlaceId("boiler"), "Boiler", None, Mode.ACT, minutes(10), minutes(10))
    house = a_house(living(), bedroom(devices=(heater(source=boiler.id),)), sources=(boiler,))
    stopped = memory(devices={HEATER: REST, boiler.id: DeviceMemory(on=False, since=MORNING - minutes(7))})
    decided = only(a_request(SWITCH, True, BEDROOM), a_snapshot(house), stopped)
    assert decided.because is not None
    assert (decided.because.code, decided.because.get("left")) == (Code.MINIMUM_OFF, 180.0)


def test_a_bare_switch_without_a_switch_off_never_goes_on() -> None:
    frost = a_request(SWITCH, True, BEDROOM, Priority.SAFETY, Code.FROST)
    untested = memory(protections={})
    gone = replace(a_snapshot(), protected=frozenset())
    bare = a_house(living(), bedroom(devices=(heater(failsafe=Failsafe.NONE),)))
    for seen, kept in ((a_snapshot(), untested), (gone, memory()), (a_snapshot(bare), memory())):
        decided = only(frost, seen, kept)
        assert decided.because is not None
        assert decided.because.code is Code.UNPROTECTED
    timer = a_house(living(), bedroom(devices=(heater(failsafe=Failsafe.OWN_TIMER),)))
    assert only(frost, a_snapshot(timer), untested).outcome is Outcome.ACTED


def test_so_many_messages_an_hour_and_no_more() -> None:
    spent = DeviceMemory(True, MORNING - timedelta(hours=2), writes=tuple(MORNING - minutes(m) for m in range(12)))
    decided = only(a_request(SET_POINT, 21.0), kept=memory(devices={RADIATOR: spent}))
    assert decided.because is not None
    assert decided.because.code is Code.BUDGET_SPENT
    frost = a_request(SET_POINT, 21.0, priority=Priority.SAFETY, code=Code.FROST)
    assert only(frost, kept=memory(devices={RADIATOR: spent})).outcome is Outcome.ACTED


def test_nothing_is_sent_into_the_dark() -> None:
    dark = replace(a_snapshot(), link=Link(False, MORNING))
    second = replace(a_snapshot(), primary=False)
    lost = reading(MODE, None, quality=Quality.UNAVAILABLE)
    seen = a_snapshot()
    away = replace(seen, latest={**seen.latest, MODE: lost})
    for where, code in ((dark, Code.LINK_DOWN), (second, Code.SECOND_PROGRAM), (away, Code.DEVICE_AWAY)):
        decided = only(a_request(SET_POINT, 21.0, priority=Priority.SAFETY, code=Code.FROST), where)
        assert decided.because is not None
        assert decided.because.code is code


def test_heating_and_cooling_never_together() -> None:
    cooler = radiator(entity=EntityId("climate.cooler"), heats=False, cools=True)
    house = a_house(living(devices=(radiator(), cooler)), bedroom())
    cool = Point(cooler.entity, Attribute.HVAC_MODE)
    seen = a_snapshot(house, set_point=23.0)  # the radiator heats: its set-point is above the room
    told = {**seen.latest, cool: reading(cool, "off")}
    seen = replace(seen, latest=told, good=told)
    kept = memory(devices={RADIATOR: REST, cooler.entity: REST})
    decided = only(a_request(cool, "cool"), seen, kept)
    assert decided.because is not None
    assert decided.because.code is Code.HEAT_AND_COOL
    idle = {**told, SET_POINT: reading(SET_POINT, 17.0)}
    assert only(a_request(cool, "cool"), replace(seen, latest=idle, good=idle), kept).outcome is Outcome.ACTED
    cooling = {**idle, cool: reading(cool, "cool")}
    warm = only(a_request(SET_POINT, 22.0), replace(seen, latest=cooling, good=cooling), kept)
    assert warm.because is not None
    assert warm.because.code is Code.HEAT_AND_COOL
