"""The routes of the alarm."""

from functools import partial

from fastapi import APIRouter

from thermo_edge.home.events import Happened
from thermo_edge.home.house import Attribute, EntityId, House
from thermo_edge.home.memory import Alert, ArmingRequest, Watch
from thermo_edge.home.snapshot import Trip
from thermo_edge.home.view import AlarmView
from thermo_edge.language.words import Words
from thermo_edge.security.unusual import surprise
from thermo_edge.web.api import bodies, telling
from thermo_edge.web.api import models_alarm as models
from thermo_edge.web.api.asking import Asking
from thermo_edge.web.api.models import Done, Why
from thermo_edge.web.show.things import thing

router = APIRouter()


@router.get("/alarm")
async def alarm(call: Asking) -> models.AlarmTold | None:
    """The alarm. Null: the house has none."""
    if call.view.alarm is None:
        return None
    return _alarm(call.view.alarm, call.view.house, call.words, await call.do(call.seat.sees_rooms))


@router.get("/alarm/blockers/{watch}")
async def blockers(watch: Watch, call: Asking) -> tuple[Why, ...]:
    """Why the alarm cannot be armed so now. Empty: it can."""
    found = await call.do(partial(call.seat.desk.blockers, watch))
    shows = await call.do(call.seat.sees_rooms)
    return tuple(telling.reason(each, call.view.house, call.words, shows) for each in found)


@router.get("/alarm/events")
async def events(call: Asking) -> models.EventsTold:
    """What doors, windows and motion sensors saw in the last day, and the alarms of the last month."""
    happened, alarms = await call.do(call.seat.desk.events)
    told = await call.do(call.seat.sees_rooms)
    house, words = call.view.house, call.words
    shown = (each for each in happened if told or each.point.attribute is not Attribute.MOTION)
    return models.EventsTold(
        events=tuple(_happened(each, house, words) for each in shown),
        alarms=tuple(models.PastAlarmTold(at=each.at, fine=each.fine) for each in alarms),
    )


@router.post("/alarm/arm")
async def arm(body: bodies.ArmBody, call: Asking) -> Done:
    """Ask for the alarm to be armed. /alarm tells when it is."""
    without = frozenset(EntityId(entity) for entity in body.without)
    code = body.code.get_secret_value()
    return await call.done(partial(call.seat.desk.arm, Watch(body.watch), call.seat.who, code, without))


@router.post("/alarm/disarm")
async def disarm(body: bodies.DisarmBody, call: Asking) -> Done:
    """Disarm the alarm, with its code."""
    code = body.code.get_secret_value()
    return await call.done(partial(call.seat.desk.disarm, call.seat.who, code, body.was_fine))


def _alarm(now: AlarmView, house: House, words: Words, shows: bool) -> models.AlarmTold:
    """`shows`: whether it is told who is where."""
    asked = now.asked.watch if now.asked is not None else None
    return models.AlarmTold(
        id=now.id,
        name=now.name,
        state=now.state.value,
        watch=now.watch.value if now.watch is not None else None,
        since=now.since,
        until=now.until,
        who=telling.who(now.who),
        mode=telling.mode(now.mode),
        ceiling=telling.mode(now.ceiling),
        code_needed=now.code_needed,
        without=now.bypass,
        asked=asked.value if asked is not None else "disarmed" if now.asked is not None else None,
        refused=_refused(now.refused, house, words, shows) if now.refused is not None else None,
        sounding=now.sounding,
        alerts=tuple(_alert(each, house, words) for each in now.alerts),
        hazards=tuple(_seen(trip, house, words) for trip in now.hazards),
    )


def _refused(wish: ArmingRequest, house: House, words: Words, shows: bool) -> models.NotArmed:
    why = telling.reason(wish.why, house, words, shows) if wish.why is not None else None
    watch = wish.watch.value if wish.watch is not None else None
    return models.NotArmed(watch=watch, at=wish.at, who=telling.who(wish.who), why=why)


def _alert(alert: Alert, house: House, words: Words) -> models.AlertTold:
    return models.AlertTold(
        since=alert.since,
        armed=alert.armed,
        watch=alert.watch.value if alert.watch is not None else None,
        who=telling.who(alert.who),
        seen=tuple(_seen(trip, house, words) for trip in alert.trips),
    )


def _seen(trip: Trip, house: House, words: Words) -> models.Seen:
    entity, attribute = trip.point
    return models.Seen(entity=entity, attribute=attribute.value, name=thing(entity, house, words), at=trip.at)


def _happened(each: Happened, house: House, words: Words) -> models.HappenedTold:
    return models.HappenedTold(
        at=each.at,
        entity=each.entity,
        attribute=each.point.attribute.value,
        name=thing(each.entity, house, words),
        room=each.room,
        days=each.days,
        alike=each.alike,
        surprise=surprise(each.days, each.alike).value,
    )
