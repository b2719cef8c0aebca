"""The plan as pages see it: whether each room goes by it, and whether it is too old."""

from datetime import timedelta

from tests.builders import BEDROOM, LIVING, MORNING, minutes
from tests.climate.test_following import COASTING, PREHEAT, a_plan, a_room_plan, following
from tests.rig import Rig
from thermo_edge.control.plan_view import AHEAD
from thermo_edge.home.turn import SOMEBODY
from thermo_edge.home.view import PlanView


def seen(rig: Rig) -> PlanView:
    found = rig.desk.view().plan
    assert found is not None
    return found


def test_without_a_plan_there_is_none_to_see() -> None:
    assert Rig().desk.view().plan is None


def test_rooms_stand_in_the_order_of_the_house_with_the_comfort_of_a_day() -> None:
    rig = following(a_plan(a_room_plan(BEDROOM, 0.0, 17.0, COASTING), a_room_plan(LIVING, 1.0, 22.5, PREHEAT)))
    plan = seen(rig)
    assert [room.id for room in plan.rooms] == [LIVING, BEDROOM]
    assert plan.fresh
    assert plan.span == timedelta(minutes=90)
    assert all(room.followed for room in plan.rooms)
    assert plan.rooms[0].bands[0][0] == MORNING
    assert plan.rooms[0].bands[-1][0] < MORNING + AHEAD


def test_a_wish_is_seen_to_come_first() -> None:
    rig = following(a_plan(a_room_plan(LIVING, 1.0, 22.5, PREHEAT)))
    rig.desk.wish(LIVING, 19.0, rig.clock.now() + minutes(60), SOMEBODY)
    rig.settle()
    assert not seen(rig).rooms[0].followed


def test_an_old_plan_is_seen_to_be_old() -> None:
    plan = seen(following(a_plan(a_room_plan(LIVING, 1.0, 22.5, PREHEAT), at=MORNING - minutes(50))))
    assert not plan.fresh
    assert not plan.rooms[0].followed
