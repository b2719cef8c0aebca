"""The routes of learning: how far it is, what came of it, training, and times that nothing is learned from."""

from functools import partial

from fastapi import APIRouter, Query

from thermo_edge.web.api import bodies, telling_learning
from thermo_edge.web.api import models_learning as models
from thermo_edge.web.api.asking import Asking
from thermo_edge.web.api.models import Done
from thermo_edge.web.api.models_presence import SpanOfTime
from thermo_edge.web.api.presence import span
from thermo_edge.web.night import begin

router = APIRouter()


@router.get("/learning")
async def learning(call: Asking) -> models.LearningTold:
    """How far learning is, and the last verdict on each model."""
    found = await call.do(call.seat.desk.learning)
    return telling_learning.learning(found, call.view.house, call.words)


@router.get("/learning/nights")
async def nights(
    call: Asking,
    model: str | None = Query(None, max_length=32, description="only of this one: climate, occupancy or network"),
    room: str | None = Query(None, max_length=64, description="only of this room"),
) -> tuple[models.NightTold, ...]:
    """Each model night by night, with its errors and those of the baselines, oldest first."""
    found = await call.do(call.seat.desk.learning)
    wanted = (each for each in found.past if model in (None, each.model) and room in (None, each.place))
    return tuple(telling_learning.night(each, call.view.house, call.words) for each in wanted)


@router.get("/learning/hindsight")
async def hindsight(call: Asking) -> models.HindsightTold | None:
    """What would have been right in the last days, and what wrong. Null: not replayed yet."""
    found = call.view.hindsight
    if found is None:
        return None
    return telling_learning.hindsight(found, call.view.house, call.words, await call.do(call.seat.sees_rooms))


@router.get("/learning/trust")
async def trust(call: Asking) -> tuple[models.TrustTold, ...]:
    """The ladder: where each thing stands in each room, and what is missing for the next step."""
    return tuple(telling_learning.trust(each, call.words) for each in call.view.trust)


@router.get("/learning/corrections")
async def corrections(call: Asking) -> tuple[models.CorrectionTold, ...]:
    """What people called wrong of late, and is done otherwise for that."""
    return tuple(telling_learning.correction(each) for each in call.view.corrections)


@router.get("/learning/savings")
async def savings(call: Asking) -> models.SavingsTold | None:
    """What was saved on heating, as measured last night. Null: not measured yet."""
    found = call.view.saving
    return telling_learning.savings(found, call.view.house, call.words) if found is not None else None


@router.post("/learning/now")
async def learn_now(call: Asking) -> Done:
    """Begin a night at once; /learning tells how far it is. For the owner."""
    return await call.done(partial(begin, call.seat.desk, call.seat.who))


@router.post("/learning/stop")
async def stop_learning(call: Asking) -> Done:
    """End the night that runs; what serves is whole. For the owner."""
    return await call.done(partial(call.seat.desk.stop_learning, call.seat.who))


@router.post("/learning/roll-back")
async def roll_back(call: Asking) -> Done:
    """Withdraw what was put to serve last; what served before it serves again. For the owner."""
    return await call.done(partial(call.seat.desk.roll_back_learning, call.seat.who))


@router.get("/learning/left-out")
async def left_out(call: Asking) -> tuple[SpanOfTime, ...]:
    """The latest times that nothing is learned from, newest first."""
    return tuple(span(each) for each in await call.do(call.seat.desk.left_out))


@router.post("/learning/left-out")
async def leave_out(body: bodies.LeftOutBody, call: Asking) -> Done:
    """Leave a time that has passed out of learning, from the next night on. For the owner. Measurements stay."""
    return await call.done(partial(call.seat.desk.forget, body.begin, body.until, call.seat.who))


@router.post("/learning/left-out/take-in")
async def take_in(body: bodies.LeftOutBody, call: Asking) -> Done:
    """Learn from the next night on from a time again that was left out, as the list tells it. For the owner."""
    return await call.done(partial(call.seat.desk.take_in, body.begin, body.until, call.seat.who))
