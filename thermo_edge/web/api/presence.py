"""The routes of who is where; that they were looked at is noted for those who are seen."""

from functools import partial

from fastapi import APIRouter, Query

from thermo_edge.home.forecast import Later, Moment, OwnLearning, Regime, RegimeSpan
from thermo_edge.home.house import House, PlaceId
from thermo_edge.home.reason import Reason
from thermo_edge.home.view import OccupancyView
from thermo_edge.language.words import Words
from thermo_edge.web.api import bodies, telling
from thermo_edge.web.api import models_presence as models
from thermo_edge.web.api.asking import Asking
from thermo_edge.web.api.models import Done, Why

router = APIRouter()


@router.get("/whereabouts")
async def whereabouts(call: Asking) -> tuple[models.Somebody, ...]:
    """Whether the persons who let you see it are home. It is noted that you looked, for them to read.

    Who is in a room, in the home, or was seen by motion sensors is told to whoever lives here, by their own key or a
    key of theirs, and to others only where everybody in the house shows everyone whether they are home. That is
    noted, too.
    """
    found = await call.do(partial(call.seat.seen, call.seat.person()))
    return tuple(models.Somebody(person=each.person, name=each.name, presence=each.presence.value) for each in found)


@router.get("/looks")
async def looks(
    call: Asking, limit: int = Query(100, ge=1, le=1000, description="so many at most")
) -> tuple[models.LookTold, ...]:
    """Who looked whether you were home, the newest first. The owner sees whom anybody looked at."""
    found = await call.do(call.seat.looks)
    return tuple(models.LookTold(at=each.at, who=each.who, person=each.person) for each in found[:limit])


@router.get("/occupancy")
async def occupancy(call: Asking) -> models.OccupancyTold:
    """Who is where as it is believed, now and in the next hours. It is noted that you looked, as for /whereabouts."""
    known = call.view.occupancy
    told = known if known is not None and await call.do(call.seat.sees_rooms) else None
    return models.OccupancyTold(
        home=_home(told, call.view.house, call.words) if told is not None else None,
        rooms=_rooms(told, call.view.house, call.words) if told is not None else (),
        returns=_moment(told.returns if told is not None else None),
        wakes=_moment(told.wakes if told is not None else None),
        sleeps=_moment(told.sleeps if told is not None else None),
        regime=span(known.regime) if known is not None and known.regime is not None else None,
        quality=_quality(known) if known is not None else None,
        own=_own(known.own) if known is not None and known.own is not None else None,
        model=known.version if known is not None else "",
    )


@router.put("/regime")
async def declare(body: bodies.RegimeBody, call: Asking) -> Done:
    """Say what kind of time it is: nothing is learned from any but a normal one."""
    until = body.until or call.view.at
    return await call.done(partial(call.seat.desk.declare, Regime(body.regime), until, call.seat.who))


def span(found: RegimeSpan) -> models.SpanOfTime:
    """A time that is not normal, as it is told."""
    return models.SpanOfTime(
        regime=found.regime.value,
        known=found.known.value,
        since=found.since,
        until=found.until,
        who=telling.who(found.who),
    )


def _home(known: OccupancyView, house: House, words: Words) -> models.HomeTold:
    home = known.home
    return models.HomeTold(
        away=home.away,
        awake=home.awake,
        asleep=home.asleep,
        presence=home.presence.value,
        since=home.since,
        why=_why(home.reasons, house, words),
        ahead=_ahead(known.ahead),
    )


def _rooms(known: OccupancyView, house: House, words: Words) -> tuple[models.BeliefTold, ...]:
    ahead: dict[PlaceId, tuple[Later, ...]] = dict(known.rooms_ahead)
    return tuple(
        models.BeliefTold(
            room=place,
            probability=room.probability,
            presence=room.presence.value,
            since=room.since,
            why=_why(room.reasons, house, words),
            ahead=_ahead(ahead.get(place, ())),
        )
        for place, room in known.rooms
    )


def _why(reasons: tuple[Reason, ...], house: House, words: Words) -> tuple[Why, ...]:
    return tuple(telling.reason(each, house, words) for each in reasons)


def _ahead(found: tuple[Later, ...]) -> tuple[models.LaterTold, ...]:
    return tuple(models.LaterTold(hours=one.after.total_seconds() / 3600, probability=one.probability) for one in found)


def _moment(found: Moment | None) -> tuple[models.MomentTold, ...]:
    return tuple(models.MomentTold(share=share, at=at) for share, at in found.quantiles) if found is not None else ()


def _quality(known: OccupancyView) -> models.QualityTold:
    found = known.quality
    return models.QualityTold(
        days=found.days,
        false_on=found.false_on,
        false_off=found.false_off,
        bins=tuple(
            models.BinTold(count=each.count, believed=each.believed, occupied=each.occupied) for each in found.bins
        ),
    )


def _own(own: OwnLearning) -> models.OwnTold:
    return models.OwnTold(
        since=own.since, rooms=own.rooms, home=own.home, before=own.before, after=own.after, days=own.days
    )
