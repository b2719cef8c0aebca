"""The routes of the hours around now: the plan, a room's day, and what would be otherwise."""

from datetime import timedelta
from functools import partial

from fastapi import APIRouter

from thermo_edge.home.house import PlaceId
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.what_if import Ask, Change
from thermo_edge.web.api import bodies, telling_plan
from thermo_edge.web.api import models_plan as models
from thermo_edge.web.api.asking import Asking
from thermo_edge.web.api.discretion import OF_PRESENCE

router = APIRouter()


@router.get("/plan")
async def plan(call: Asking) -> models.PlanTold | None:
    """The heating plan that stands. Null: the plain rule goes by itself."""
    made = call.view.plan
    return telling_plan.plan(made, call.view.house, call.words) if made is not None else None


@router.post("/what-if")
async def what_if(body: bodies.WhatIfBody, call: Asking) -> models.ImaginedTold:
    """The next day with one thing otherwise. Nothing is done; it may take seconds.

    `target`: another temperature in a room until a time. `hours`: its warm hours begin and end earlier or later.
    `alone`: it is left to its thermostat. `away`: nobody is home, usually for the next day. `lasting`: a room is kept
    warmer or cooler than the settings say whenever `doing` is so.
    """
    shift = timedelta(minutes=body.shift_minutes)
    place = PlaceId(body.room) if body.room is not None else None
    change = Change(Ask(body.ask), place, body.target, shift, body.since, body.until, body.doing, body.offset)
    found = await call.do(partial(call.seat.desk.what_if, change))
    return telling_plan.imagined(found, call.view.house, call.words)


@router.get("/rooms/{room}/day")
async def day(room: str, call: Asking) -> models.DayTold:
    """What a room measured in the last hours, as the picture of its day shows it."""
    found = await call.do(partial(call.seat.desk.day, PlaceId(room)))
    if found is None:
        raise Refused(Reason.of(Code.UNKNOWN_PLACE, room=room))
    return telling_plan.day(found)


@router.get("/rooms/{room}/otherwise")
async def otherwise(room: str, call: Asking) -> tuple[models.OtherwiseTold, ...]:
    """What would change what is decided about a room now. It may take seconds.

    Those who are not told who is where hear nothing of what it would be with somebody or nobody there.
    """
    call.require_room(room)
    found = await call.do(partial(call.seat.desk.otherwise, PlaceId(room)))
    shows = await call.do(call.seat.sees_rooms)
    told = found if shows else [each for each in found if each.what.code not in OF_PRESENCE]
    return tuple(telling_plan.otherwise(each, call.view.house, call.words) for each in told)
