"""The heating plan as a page shows it."""

from datetime import timedelta

from thermo_edge.climate import comparing
from thermo_edge.climate.following import FRESH, followed
from thermo_edge.climate.targets import bands, target
from thermo_edge.control.state import State
from thermo_edge.home.house import Room
from thermo_edge.home.plan import Plan, RoomPlan
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.view import PlannedRoomView, PlanView

AHEAD = timedelta(hours=24)
"""How much of it is shown."""


def plan_view(state: State, snapshot: Snapshot) -> PlanView | None:
    """None where there is no plan. Rooms in the order of the house; one that is gone since is left out."""
    plan = state.memory.plan
    if plan is None:
        return None
    planned = ((room, plan.room(room.id)) for room in snapshot.house.rooms)
    return PlanView(
        at=plan.at,
        step=plan.step,
        span=plan.step * max((len(room.heat) for room in plan.rooms), default=0),
        rooms=tuple(_room(state, snapshot, plan, room, own) for room, own in planned if own is not None),
        cost=plan.cost,
        energy=plan.energy,
        discomfort=plan.discomfort,
        alternatives=plan.alternatives,
        left_out=tuple(each for each in plan.left_out if snapshot.house.room(each[0]) is not None),
        notes=plan.notes,
        weather=plan.weather,
        forecast=plan.forecast,
        fresh=snapshot.at - plan.at <= FRESH,
        learned=plan.learned,
        around=plan.around,
    )


def _room(state: State, snapshot: Snapshot, plan: Plan, room: Room, own: RoomPlan) -> PlannedRoomView:
    steps = AHEAD // plan.step
    taste, sense = state.memory.taste, snapshot.sense(room.id)
    wanted = target(snapshot, room, state.memory.wishes.get(room.id), taste)
    return PlannedRoomView(
        id=room.id,
        heat=own.heat[:steps],
        cool=own.cool[:steps],
        temperature=own.temperature[:steps],
        tenth=own.tenth[:steps],
        ninetieth=own.ninetieth[:steps],
        spans=tuple(span for span in own.spans if span.first < steps),
        ready=own.ready,
        kelvin=own.kelvin,
        bands=bands(snapshot.house, room, plan.at, AHEAD, taste, sense.dry, sense.radiant),
        followed=followed(snapshot, room, comparing.plainly(state.memory).plan, wanted).planned is not None,
    )
