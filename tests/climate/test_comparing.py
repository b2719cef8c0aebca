"""Days for comparison: drawn by lot, evenly, switched at night, run by the plain rule, and remembered."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.builders import LIVING, a_house
from tests.rig import ANNA_ACTS, SET_POINT, Rig
from thermo_edge.climate import comparing
from thermo_edge.climate.comparing import BLOCK, day_of, is_plain
from thermo_edge.home.heard import PlanMade
from thermo_edge.home.house import Domain, Mode
from thermo_edge.home.plan import Plan, RoomPlan, Span
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.savings import Measuring, Way
from thermo_edge.language.words import Words
from thermo_edge.store.parts import PARTS, load

ALTERNATING = replace(a_house(), measuring=Measuring(alternate=True))
WARM = 23.0


def comparing_rig() -> Rig:
    """A house that takes turns, on its first plain day, in the morning."""
    rig = Rig(ALTERNATING)
    for _ in range(2 * BLOCK + 1):
        if comparing.compares(rig.memory):
            return rig
        rig.clock.advance(timedelta(days=1))
        rig.everything_answers()
        rig.tick()
    raise AssertionError("no plain day came")


def a_plan(rig: Rig) -> Plan:
    steps = 96
    room = RoomPlan(
        LIVING,
        (0.5,) * steps,
        (),
        (20.2,) * steps,
        (18.0,) * steps,
        (25.0,) * steps,
        (WARM,) * steps,
        (Span(0, steps, Reason.of(Code.COMFORT_NOW, low=WARM)),),
    )
    return Plan(rig.clock.now(), timedelta(minutes=15), (room,), 0.0, 0.0, 0.0)


def test_both_ways_have_as_many_days_in_every_pair_of_blocks() -> None:
    for began in range(739_000, 739_040):
        days = [is_plain(began, began + day) for day in range(4 * BLOCK)]
        assert sum(days[: 2 * BLOCK]) == sum(days[2 * BLOCK :]) == BLOCK
        assert not is_plain(began, began - 1)


def test_the_order_is_by_lot() -> None:
    firsts = [is_plain(began, began) for began in range(739_000, 739_200)]
    assert 60 < sum(firsts) < 140


def test_a_day_begins_at_three_on_the_wall_clock() -> None:
    zone = ZoneInfo("Europe/Amsterdam")
    spring = datetime(2026, 3, 29, tzinfo=UTC)
    days = [day_of((spring + timedelta(hours=hour)).astimezone(zone)) for hour in range(-24, 48)]
    assert days == sorted(days)
    assert max(days.count(day) for day in set(days)) == 24
    assert days.count(date(2026, 3, 28).toordinal()) == 23


def test_nothing_takes_turns_unless_somebody_agreed() -> None:
    rig = Rig()
    for _ in range(14):
        rig.clock.advance(timedelta(days=1))
        rig.everything_answers()
        rig.tick()
        assert comparing.way(rig.memory) is Way.OURS


def test_on_a_day_for_comparison_the_plan_is_not_followed_and_the_reason_says_so() -> None:
    rig = comparing_rig()
    rig.controller.hear(PlanMade(a_plan(rig)))
    rig.settle()
    asked = [d.request for d in rig.history.decisions(50, LIVING) for d in [d.decision] if d.request.point == SET_POINT]
    assert asked
    assert max(float(request.value) for request in asked) < WARM - 1.0
    latest = rig.history.decisions(50, LIVING)[0].decision.request.reason
    assert latest.get("compared") == 1.0
    assert "comparison" in Words("en").why(latest, rig.house)
    assert "对比" in Words("zh").why(latest, rig.house)


def test_on_a_day_of_ours_the_plan_is_followed() -> None:
    rig = Rig(ALTERNATING)  # the first block begins the night after
    rig.controller.hear(PlanMade(a_plan(rig)))
    rig.settle()
    values = [d.decision.request.value for d in rig.history.decisions(50, LIVING)]
    assert any(isinstance(value, float) and value > WARM - 1.0 for value in values)


def test_a_persons_wish_goes_before_the_comparison() -> None:
    rig = comparing_rig()
    rig.desk.wish(LIVING, 22.0, rig.clock.now() + timedelta(hours=2), ANNA_ACTS)
    rig.settle()
    latest = rig.history.decisions(1, LIVING)[0].decision.request
    assert latest.reason.code is Code.WISHED
    assert latest.reason.get("compared") is None


def test_it_survives_a_restart_and_draws_the_same() -> None:
    rig = comparing_rig()
    before = rig.memory.comparison
    (part,) = (part for part in PARTS if part.name == "comparison")
    assert (
        load([(part.name, part.dump(rig.memory))], replace(rig.memory, comparison=type(before)())).comparison == before
    )
    rig._start(rig.history.memory())
    rig.everything_answers()
    assert rig.memory.comparison == before
    assert rig.controller.state.memory.comparison.began == before.began


def test_observing_is_no_way_of_running_it() -> None:
    rig = Rig(ALTERNATING)
    rig.desk.set_mode(LIVING, Domain.CLIMATE, Mode.OBSERVE, ANNA_ACTS)
    for room in rig.house.rooms:
        rig.desk.set_mode(room.id, Domain.CLIMATE, Mode.OBSERVE, ANNA_ACTS)
    rig.tick()
    assert comparing.way(rig.memory) is Way.OBSERVED


def test_a_clock_that_cannot_be_trusted_changes_nothing() -> None:
    rig = comparing_rig()
    snapshot = replace(rig_snapshot(rig), clock_behind=timedelta(days=9))
    assert comparing.step(snapshot, rig.memory) is rig.memory


def rig_snapshot(rig: Rig):  # type: ignore[no-untyped-def]
    from thermo_edge.control.state import snapshot

    return snapshot(rig.controller.state, rig.clock.now(), timedelta(0))
