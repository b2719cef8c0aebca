"""Covers that shade: when they go down and up, what the guard keeps them from, and whose they are."""

import itertools
import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import LIVING, LIVING_T, LIVING_WINDOW, minutes
from tests.control.shaded import BALCONY, CLOUD, NOON, OUTDOOR, SHUTTER, WIND, ShadedRig, shutter
from tests.rig import ANNA_ACTS
from thermo_edge.climate.shading import faces
from thermo_edge.control.guard import judge
from thermo_edge.control.state import snapshot
from thermo_edge.home.house import Domain, Mode, Point, Value
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.shading import Shade
from thermo_edge.home.snapshot import Quality, Sun
from thermo_edge.home.turn import ActorKind, Outcome, Priority, Request
from thermo_edge.language.words import Words


def shaded() -> ShadedRig:
    """One that we have lowered."""
    rig = ShadedRig()
    rig.warm()
    assert rig.moves == [30.0]
    return rig


def why(rig: ShadedRig) -> Code | None:
    because = rig.decision(SHUTTER).because
    return because.code if because else None


def test_a_warm_room_with_the_sun_on_its_window_is_shaded_and_says_why() -> None:
    rig = shaded()
    decision = rig.decision(SHUTTER)
    assert (decision.outcome, decision.request.reason.code) == (Outcome.ACTED, Code.SHADED)
    words = Words("en").of(rig.house)
    assert words.title(decision, rig.house) == "Living room: cover 30 % open"
    assert "24.5°" in words.why(decision.request.reason, rig.house)


def test_it_goes_up_again_to_where_it_was_when_the_sun_has_left() -> None:
    rig = ShadedRig(position=80.0)
    rig.warm()
    rig.wait(minutes(360), minutes(10))
    assert rig.moves == [30.0, 80.0]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda rig: rig.home.say(CLOUD, 95.0), Code.CLOUDED),
        (lambda rig: rig.inside(21.5), Code.SHADE_COOL),
        (lambda rig: rig.home.say(OUTDOOR, 8.0), Code.SHADE_COOL),
        (lambda rig: rig.wait(minutes(360), minutes(10)), Code.SUN_LEFT),
    ],
)
def test_what_raises_it_again(change: Callable[[ShadedRig], None], code: Code) -> None:
    rig = shaded()
    rig.wait(minutes(31))
    change(rig)
    rig.wait(minutes(10))
    assert rig.moves == [30.0, 100.0]
    assert rig.decision(SHUTTER).request.reason.code is code
    assert SHUTTER not in rig.memory.borrowed


@pytest.mark.parametrize(
    "change",
    [
        lambda rig: rig.home.say(CLOUD, 80.0),
        lambda rig: rig.home.say(WIND, 15.0),
        lambda rig: rig.home.say(OUTDOOR, 14.0),
        lambda rig: rig.home.say(SHUTTER, None, quality=Quality.UNAVAILABLE),
        lambda rig: rig.clock.fall_behind(timedelta(hours=2)),
    ],
)
def test_what_keeps_it_up(change: Callable[[ShadedRig], None]) -> None:
    rig = ShadedRig()
    change(rig)
    rig.wait(minutes(1))
    rig.warm()
    assert rig.moves == []


def test_by_night_nothing_moves() -> None:
    rig = ShadedRig(start=datetime(2026, 7, 14, 22, 30, tzinfo=UTC))
    rig.warm()
    assert rig.moves == []
    rig = shaded()
    rig.home.say(SHUTTER, None, quality=Quality.UNAVAILABLE)  # it cannot go up when the sun leaves
    rig.wait(minutes(11 * 60), minutes(20))
    rig.home.say(SHUTTER, 30.0)
    rig.wait(minutes(60), minutes(10))
    assert rig.moves == [30.0]


def test_above_the_cooling_threshold_the_cold_outside_does_not_matter() -> None:
    rig = ShadedRig()
    rig.home.say(OUTDOOR, 5.0)
    rig.inside(23.0)
    rig.inside(26.5)
    rig.wait(minutes(1))
    assert rig.moves == [30.0]


def test_between_two_moves_lies_half_an_hour() -> None:
    rig = shaded()
    rig.home.say(CLOUD, 95.0)
    rig.wait(minutes(20))
    assert rig.moves == [30.0]
    assert why(rig) is Code.MOVED_LATELY
    rig.wait(minutes(12))
    assert rig.moves == [30.0, 100.0]


def test_a_storm_raises_it_at_once() -> None:
    rig = shaded()
    rig.home.say(WIND, 14.0)
    rig.wait(minutes(1))
    assert rig.moves == [30.0, 100.0]
    assert rig.decision(SHUTTER).request.reason.code is Code.STORM


@pytest.mark.parametrize("opening", [BALCONY, LIVING_WINDOW])
def test_it_locks_nobody_out(opening: object) -> None:
    rig = ShadedRig()
    assert opening in (BALCONY, LIVING_WINDOW)
    rig.home.say(BALCONY if opening == BALCONY else LIVING_WINDOW, True)
    rig.warm()
    assert rig.moves == []
    assert why(rig) is Code.OPENING_OPEN


@pytest.mark.parametrize("silent", [BALCONY, LIVING_WINDOW])
@pytest.mark.parametrize("before", [False, True])
def test_a_contact_that_does_not_answer_may_be_open(silent: Point, before: bool) -> None:
    rig = ShadedRig()
    rig.home.say(silent, before)
    rig.settle()
    rig.home.say(silent, None, quality=Quality.UNAVAILABLE)
    rig.wait(timedelta(hours=1, minutes=5), minutes(5))
    rig.warm()
    assert rig.moves == []
    assert before or why(rig) is Code.OPENING_UNKNOWN
    rig.home.say(silent, False)
    rig.wait(minutes(40), minutes(5))
    assert rig.moves == [30.0]


def test_where_the_settings_say_so_an_open_window_does_not_matter() -> None:
    rig = ShadedRig(shutter(Shade(180.0, stop_when_open=False)))
    rig.home.say(LIVING_WINDOW, True)
    rig.warm()
    assert rig.moves == [30.0]


@pytest.mark.parametrize(("may_close", "moves"), [(False, []), (True, [0.0])])
def test_it_closes_over_nobody_unless_it_may(may_close: bool, moves: list[float]) -> None:
    rig = ShadedRig(shutter(Shade(180.0, position=0.0, may_close=may_close)))
    rig.warm()
    assert rig.moves == moves
    if not moves:
        assert why(rig) is Code.WOULD_CLOSE


@pytest.mark.parametrize(("home", "moves"), [(Presence.PRESENT, 0), (Presence.UNKNOWN, 0), (Presence.ABSENT, 1)])
def test_who_went_out_by_the_door_and_closed_it_is_not_locked_out(home: Presence, moves: int) -> None:
    """Nobody is in the room, and its balcony door is closed: somebody may sit outside of it."""
    rig = ShadedRig()
    seen = snapshot(rig.state, rig.clock.now(), timedelta(0))
    nobody = replace(seen.sense(LIVING), presence=Presence.ABSENT)
    seen = replace(seen, rooms={LIVING: nobody}, presence=home)
    request = Request(SHUTTER, 0.0, LIVING, Domain.CLIMATE, Priority.COMFORT, Reason(Code.SHADED))
    assert len(judge(seen, rig.memory, [request]).commands) == moves


def test_what_a_person_moved_is_theirs() -> None:
    rig = shaded()
    rig.wait(minutes(10))
    rig.home.person(SHUTTER, 90.0)
    rig.settle()
    hold = rig.memory.holds[SHUTTER]
    assert (hold.value, hold.who.name, hold.until) == (90.0, "Anna", rig.clock.now() + timedelta(hours=4))
    assert SHUTTER not in rig.memory.borrowed
    rig.wait(minutes(120), minutes(10))
    assert rig.moves == [30.0]
    assert why(rig) is Code.LAMP_HELD
    assert Words("en").of(rig.house).hold(hold, rig.house) == "Living room: cover stays 90 % open"


def test_the_way_there_is_nobodys_doing() -> None:
    rig = ShadedRig()
    rig.home.obeys = False
    rig.warm()
    for position in (82.0, 61.0, 44.0, 33.0):
        rig.clock.advance(timedelta(seconds=8))
        rig.home.knob(SHUTTER, position)
        rig.settle()
    rig.home.knob(SHUTTER, 31.0)
    rig.settle()
    assert rig.memory.holds == {}
    rig.wait(minutes(30))
    assert rig.moves == [30.0]
    rig.home.knob(SHUTTER, 70.0)
    rig.settle()
    assert rig.memory.holds[SHUTTER].who.kind is ActorKind.PERSON


def test_a_move_is_taken_back_and_then_left_alone() -> None:
    rig = shaded()
    record = next(r for r in rig.history.decisions(50) if r.decision.request.point == SHUTTER)
    rig.desk.undo(record.number, ANNA_ACTS)
    rig.wait(minutes(90), minutes(5))
    assert rig.moves == [30.0, 100.0]
    assert rig.memory.holds[SHUTTER].value == 100.0


def test_leaving_gives_the_position_back_and_a_restart_remembers_it() -> None:
    rig = shaded()
    rig.restart()
    assert rig.memory.borrowed[SHUTTER] == 100.0
    rig.desk.set_mode(LIVING, Domain.CLIMATE, Mode.OBSERVE, ANNA_ACTS)
    rig.settle()
    assert rig.moves == [30.0, 100.0]


@pytest.mark.parametrize(
    ("mode", "cover", "outcome"),
    [
        (Mode.OBSERVE, shutter(), Outcome.WOULD),
        (Mode.SUGGEST, shutter(), Outcome.SUGGESTED),
        (Mode.ASK, shutter(), Outcome.SUGGESTED),
        (Mode.ACT, shutter(ceiling=Mode.SUGGEST), Outcome.SUGGESTED),
        (Mode.ACT, shutter(ceiling=Mode.OBSERVE), Outcome.WOULD),
    ],
)
def test_without_leave_it_only_says_so(mode: Mode, cover: object, outcome: Outcome) -> None:
    rig = ShadedRig(cover, mode)  # type: ignore[arg-type]
    rig.warm()
    assert rig.moves == []
    assert rig.decision(SHUTTER).outcome is outcome


def test_without_a_grant_nothing_is_asked_for_and_nothing_passes() -> None:
    rig = ShadedRig(shutter(None))
    rig.warm()
    assert not any(record.decision.request.point == SHUTTER for record in rig.history.decisions(50))
    request = Request(SHUTTER, 30.0, LIVING, Domain.CLIMATE, Priority.SAFETY, Reason(Code.SHADED))
    judged = judge(snapshot(rig.state, rig.clock.now(), timedelta(0)), rig.memory, [request])
    assert judged.commands == ()


@pytest.mark.parametrize(
    ("azimuth", "sun", "expected"),
    [
        (180.0, Sun(50.0, 180.0), True),
        (180.0, Sun(50.0, 106.0), True),
        (180.0, Sun(50.0, 104.0), False),
        (10.0, Sun(5.0, 320.0), True),
        (350.0, Sun(5.0, 60.0), True),
        (180.0, Sun(2.0, 180.0), False),
        (180.0, Sun(80.0, 180.0), False),
    ],
)
def test_which_window_the_sun_stands_on(azimuth: float, sun: Sun, expected: bool) -> None:
    assert faces(Shade(azimuth), sun) is expected


# --- whatever happens ------------------------------------------------------------------------------------------------

NUMBERS: st.SearchStrategy[Value] = st.one_of(st.floats(allow_nan=True, allow_infinity=True), st.floats(-20.0, 120.0))
VALUES: st.SearchStrategy[Value] = st.one_of(NUMBERS, st.booleans(), st.sampled_from(["open", "", "closed"]))
Act = Callable[[ShadedRig], object]

ACTS: st.SearchStrategy[Act] = st.one_of(
    st.builds(lambda m: lambda rig: rig.wait(minutes(m), minutes(max(1, m // 6))), st.integers(1, 90)),
    st.builds(lambda v: lambda rig: rig.home.say(LIVING_T, v), st.floats(16.0, 31.0)),
    st.builds(lambda v: lambda rig: rig.home.say(CLOUD, v), st.floats(0.0, 100.0)),
    st.builds(lambda v: lambda rig: rig.home.say(WIND, v), st.sampled_from([2.0, 11.9, 12.0, 30.0])),
    st.builds(lambda v: lambda rig: rig.home.say(OUTDOOR, v), st.floats(-5.0, 38.0)),
    st.builds(lambda v: lambda rig: rig.home.person(SHUTTER, v), st.floats(0.0, 100.0)),
    st.builds(lambda v: lambda rig: rig.home.knob(SHUTTER, v), st.floats(0.0, 100.0)),
    st.builds(lambda v: lambda rig: rig.home.say(BALCONY, v), st.booleans()),
    st.builds(lambda v: lambda rig: setattr(rig.home, "obeys", v), st.booleans()),
    st.builds(lambda m: lambda rig: rig.restart(minutes(m)), st.floats(0.1, 60.0)),
    st.just(lambda rig: rig.home.say(SHUTTER, None, quality=Quality.UNAVAILABLE)),
)


@settings(max_examples=20, deadline=None)
@given(st.lists(ACTS, min_size=4, max_size=14))
def test_no_sequence_of_events_breaks_what_is_promised_of_covers(acts: list[Act]) -> None:
    rig = ShadedRig()
    seen = 0
    for act in acts:
        act(rig)
        rig.settle()
        for _, command in rig.home.sent[seen:]:
            if command.point == SHUTTER:
                assert isinstance(command.value, float)
                assert math.isfinite(command.value)
                assert 0.0 <= command.value <= 100.0
        seen = len(rig.home.sent)
    moves = [(at, command) for at, command in rig.home.sent if command.point == SHUTTER]
    for (before, first), (after, second) in itertools.pairwise(moves):
        if first.value != second.value and second.request.reason.code is not Code.STORM:
            assert after - before >= timedelta(minutes=30)
    for at, _ in moves:
        assert sum(at <= other < at + timedelta(hours=1) for other, _ in moves) <= 6
        assert NOON.replace(hour=3) <= at or at.date() != NOON.date()


@settings(max_examples=60, deadline=None)
@given(
    value=VALUES,
    priority=st.sampled_from(list(Priority)),
    code=st.sampled_from(list(Code)),
    wind=st.sampled_from([1.0, 20.0]),
    door=st.booleans(),
    mode=st.sampled_from(list(Mode)),
)
def test_no_single_request_moves_a_cover_as_it_must_not(
    value: Value, priority: Priority, code: Code, wind: float, door: bool, mode: Mode
) -> None:
    rig = ShadedRig(mode=mode)
    rig.home.say(WIND, wind)
    rig.home.say(BALCONY, door)
    rig.home.knob(SHUTTER, 60.0)
    rig.settle()
    request = Request(SHUTTER, value, LIVING, Domain.CLIMATE, priority, Reason(code))
    memory = rig.memory
    judged = judge(snapshot(rig.state, rig.clock.now(), timedelta(0)), memory, [request])
    for command in judged.commands:
        assert mode is not Mode.OBSERVE
        assert not isinstance(command.value, bool | str)
        assert 0.0 <= float(command.value) <= 100.0
        assert float(command.value) >= 60.0 or not (wind > 12.0 or door)
