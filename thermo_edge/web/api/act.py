"""The routes that do something: each is a verb of the desk, in the name of whoever asks."""

from collections.abc import Callable
from functools import partial

from fastapi import APIRouter

from thermo_edge.home.forecast import Regime
from thermo_edge.home.house import Domain, EntityId, Mode, PlaceId, Point
from thermo_edge.home.memory import Watch
from thermo_edge.home.taste import Doing
from thermo_edge.home.turn import Verdict
from thermo_edge.web.api import bodies, models
from thermo_edge.web.api.asking import Asking, Call

router = APIRouter(tags=["act"])

DONE = models.Done()


async def _done(call: Call, verb: Callable[[], object]) -> models.Done:
    await call.do(verb)
    return DONE


@router.put("/rooms/{room}/wish")
async def wish(room: str, body: bodies.WishBody, call: Asking) -> models.Done:
    """Bring a room to a temperature until then."""
    return await _done(call, partial(call.seat.desk.wish, PlaceId(room), body.target, body.until, call.seat.who))


@router.delete("/rooms/{room}/wish")
async def end_wish(room: str, call: Asking) -> models.Done:
    """End the wish for a room."""
    return await _done(call, partial(call.seat.desk.end_wish, PlaceId(room), call.seat.who))


@router.put("/rooms/{room}/light")
async def light(room: str, body: bodies.LightBody, call: Asking) -> models.Done:
    """Bring a room's lamps to a level until then."""
    return await _done(call, partial(call.seat.desk.light, PlaceId(room), body.level, body.until, call.seat.who))


@router.delete("/rooms/{room}/light")
async def end_light(room: str, call: Asking) -> models.Done:
    """Leave a room's lamps to the rule again."""
    return await _done(call, partial(call.seat.desk.light, PlaceId(room), None, call.view.at, call.seat.who))


@router.post("/rooms/{room}/offers/{offer}")
async def answer_offer(room: str, offer: str, body: bodies.Answer, call: Asking) -> models.Done:
    """Say yes or no to another temperature that is offered."""
    return await _done(call, partial(call.seat.desk.answer_offer, PlaceId(room), offer, body.yes, call.seat.who))


@router.put("/rooms/{room}/preferences/{doing}")
async def prefer(room: str, doing: Doing, body: bodies.PreferBody, call: Asking) -> models.Done:
    """Keep a room warmer or cooler than the settings say, whenever that is so; 0: as they say."""
    return await _done(call, partial(call.seat.desk.prefer, PlaceId(room), doing, body.offset, call.seat.who))


@router.delete("/agreements/{situation}")
async def withdraw(situation: str, call: Asking) -> models.Done:
    """Go by the settings again where somebody had agreed to another temperature."""
    return await _done(call, partial(call.seat.desk.withdraw, situation, call.seat.who))


@router.put("/places/{place}/modes/{domain}")
async def set_mode(place: str, domain: Domain, body: bodies.ModeBody, call: Asking) -> models.Done:
    """Say how far the program may go here. For the owner."""
    mode = Mode[body.mode.upper()]
    return await _done(call, partial(call.seat.desk.set_mode, PlaceId(place), domain, mode, call.seat.who))


@router.post("/holds/end")
async def end_hold(body: bodies.PointBody, call: Asking) -> models.Done:
    """End the hold on what somebody set by hand."""
    point = Point(EntityId(body.entity), body.attribute)
    return await _done(call, partial(call.seat.desk.end_hold, point, call.seat.who))


@router.post("/asks/{ask}")
async def answer(ask: str, body: bodies.Answer, call: Asking) -> models.Done:
    """Answer a question."""
    return await _done(call, partial(call.seat.desk.answer, ask, body.yes, call.seat.who))


@router.post("/decisions/{number}/undo")
async def undo(number: int, call: Asking) -> models.Done:
    """Bring back what an act changed."""
    return await _done(call, partial(call.seat.desk.undo, number, call.seat.who))


@router.post("/decisions/{number}/judge")
async def judge(number: int, body: bodies.JudgeBody, call: Asking) -> models.Done:
    """Say that a decision was wrong, or right."""
    verdict = Verdict(body.verdict)
    return await _done(call, partial(call.seat.desk.judge, number, verdict, body.detail, call.seat.who))


@router.put("/observe-everything")
async def observe_everything(body: bodies.OnBody, call: Asking) -> models.Done:
    """Send nothing to any device; or let each room go by its own mode again."""
    return await _done(call, partial(call.seat.desk.observe_everything, body.on, call.seat.who))


@router.post("/alarm/arm")
async def arm(body: bodies.ArmBody, call: Asking) -> models.Done:
    """Ask for the alarm to be armed; /alarm tells when it is."""
    without = frozenset(EntityId(entity) for entity in body.without)
    code = body.code.get_secret_value()
    return await _done(call, partial(call.seat.desk.arm, Watch(body.watch), call.seat.who, code, without))


@router.post("/alarm/disarm")
async def disarm(body: bodies.DisarmBody, call: Asking) -> models.Done:
    """Disarm the alarm, with its code."""
    return await _done(call, partial(call.seat.desk.disarm, call.seat.who, body.code.get_secret_value()))


@router.put("/regime")
async def declare(body: bodies.RegimeBody, call: Asking) -> models.Done:
    """Say what kind of time it is."""
    until = body.until or call.view.at
    return await _done(call, partial(call.seat.desk.declare, Regime(body.regime), until, call.seat.who))


@router.post("/switch-offs/{entity}")
async def protect(entity: str, call: Asking) -> models.Done:
    """Make and test what turns a bare switch off when this program dies. For the owner."""
    return await _done(call, partial(call.seat.desk.protect, EntityId(entity), call.seat.who))
