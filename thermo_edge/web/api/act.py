"""The routes by which people wish, answer, undo, judge and permit: each is a verb of the desk, in their name."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path

from thermo_edge.home.house import Domain, EntityId, Mode, PlaceId, Point
from thermo_edge.home.taste import Doing
from thermo_edge.home.turn import Verdict
from thermo_edge.web.api import bodies, models
from thermo_edge.web.api.asking import Asking

router = APIRouter()

Number = Annotated[int, Path(ge=0, le=2**63 - 1, description="of the decision")]


@router.put("/rooms/{room}/wish")
async def wish(room: str, body: bodies.WishBody, call: Asking) -> models.Done:
    """Bring a room to a temperature until then."""
    return await call.done(partial(call.seat.desk.wish, PlaceId(room), body.target, body.until, call.seat.who))


@router.delete("/rooms/{room}/wish")
async def end_wish(room: str, call: Asking) -> models.Done:
    """End the wish for a room."""
    return await call.done(partial(call.seat.desk.end_wish, PlaceId(room), call.seat.who))


@router.put("/rooms/{room}/light")
async def light(room: str, body: bodies.LightBody, call: Asking) -> models.Done:
    """Bring a room's lamps to a level until then."""
    return await call.done(partial(call.seat.desk.light, PlaceId(room), body.level, body.until, call.seat.who))


@router.delete("/rooms/{room}/light")
async def end_light(room: str, call: Asking) -> models.Done:
    """Leave a room's lamps to the rule again."""
    return await call.done(partial(call.seat.desk.light, PlaceId(room), None, call.view.at, call.seat.who))


@router.post("/rooms/{room}/offers/{offer}")
async def answer_offer(room: str, offer: str, body: bodies.Answer, call: Asking) -> models.Done:
    """Say yes or no to another temperature that is offered."""
    return await call.done(partial(call.seat.desk.answer_offer, PlaceId(room), offer, body.yes, call.seat.who))


@router.put("/rooms/{room}/preferences/{doing}")
async def prefer(room: str, doing: Doing, body: bodies.PreferBody, call: Asking) -> models.Done:
    """Keep a room warmer or cooler than the settings say, whenever that is so; 0: as they say."""
    return await call.done(partial(call.seat.desk.prefer, PlaceId(room), doing, body.offset, call.seat.who))


@router.delete("/agreements/{situation}")
async def withdraw(situation: str, call: Asking) -> models.Done:
    """Go by the settings again where somebody had agreed to another temperature."""
    return await call.done(partial(call.seat.desk.withdraw, situation, call.seat.who))


@router.put("/places/{place}/modes/{domain}")
async def set_mode(place: str, domain: Domain, body: bodies.ModeBody, call: Asking) -> models.Done:
    """Say how far the program may go here. For the owner."""
    mode = Mode[body.mode.upper()]
    return await call.done(partial(call.seat.desk.set_mode, PlaceId(place), domain, mode, call.seat.who))


@router.post("/holds/end")
async def end_hold(body: bodies.PointBody, call: Asking) -> models.Done:
    """End the hold on what somebody set by hand."""
    point = Point(EntityId(body.entity), body.attribute)
    return await call.done(partial(call.seat.desk.end_hold, point, call.seat.who))


@router.post("/asks/{ask}")
async def answer(ask: str, body: bodies.Answer, call: Asking) -> models.Done:
    """Answer a question."""
    return await call.done(partial(call.seat.desk.answer, ask, body.yes, call.seat.who))


@router.post("/decisions/{number}/undo")
async def undo(number: Number, call: Asking) -> models.Done:
    """Bring back what an act changed."""
    return await call.done(partial(call.seat.desk.undo, number, call.seat.who))


@router.post("/decisions/{number}/judge")
async def judge(number: Number, body: bodies.JudgeBody, call: Asking) -> models.Done:
    """Say that a decision was wrong, or right, or take back what was said."""
    verdict = Verdict(body.verdict)
    return await call.done(partial(call.seat.desk.judge, number, verdict, body.detail, call.seat.who))


@router.put("/observe-everything")
async def observe_everything(body: bodies.OnBody, call: Asking) -> models.Done:
    """Send nothing to any device; or let each room go by its own mode again."""
    return await call.done(partial(call.seat.desk.observe_everything, body.on, call.seat.who))


@router.post("/places/{place}/modes/{domain}/next-step")
async def answer_step(place: str, domain: Domain, body: bodies.Answer, call: Asking) -> models.Done:
    """Take the next step of a mode that was earned, or have it silent for a while. For the owner."""
    return await call.done(partial(call.seat.desk.answer_step, PlaceId(place), domain, body.yes, call.seat.who))


@router.post("/switch-offs/{entity}")
async def protect(entity: str, call: Asking) -> models.Done:
    """Make and test what turns a bare switch off when this program dies. For the owner."""
    return await call.done(partial(call.seat.desk.protect, EntityId(entity), call.seat.who))
