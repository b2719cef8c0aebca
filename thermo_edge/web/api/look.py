"""The routes of the house at a glance: its health, its rooms, and what was decided."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query

from thermo_edge.home.house import Attribute, PlaceId
from thermo_edge.home.past import Reach
from thermo_edge.home.turn import Outcome
from thermo_edge.ports import Sample
from thermo_edge.web.access.roles import VERBS
from thermo_edge.web.access.visitor import Role
from thermo_edge.web.api import models, telling
from thermo_edge.web.api.asking import Asking

router = APIRouter()

MOST = 600
"""Points of a trend: more than a screen has."""

_ABOUT_ONE = 500
"""Decisions about one place among which those of an outcome are looked for."""


@router.get("/me")
async def me(call: Asking) -> models.Me:
    """Who you are here, and what you may do."""
    visitor, person = call.seat.visitor, call.seat.person()
    return models.Me(
        name=call.seat.who.name,
        role="owner" if visitor.role is Role.OWNER else "resident",
        person=person.id if person is not None else None,
        means=visitor.means.value,
        read_only=visitor.read_only,
        form_token=visitor.csrf,
        verbs=tuple(verb for verb in VERBS if call.seat.why_not(verb) is None),
    )


@router.get("/health")
async def health(call: Asking) -> models.Health:
    """Whether the loop, the connection, the database and the clock work."""
    report = await call.seat.health()
    parts = {name: models.HealthPart(ok=good, text=text) for name, (good, text) in report.details.items()}
    return models.Health(ok=report.ok, parts=parts)


@router.get("/house")
async def house(call: Asking) -> models.House:
    """Everything at a glance."""
    return telling.house(call.view, call.words, await call.do(call.seat.sees_rooms))


@router.get("/rooms")
async def rooms(call: Asking) -> tuple[models.Room, ...]:
    """Every room now."""
    shows = await call.do(call.seat.sees_rooms)
    return tuple(telling.room(each, call.view.house, call.words, shows) for each in call.view.rooms)


@router.get("/rooms/{room}")
async def one_room(room: str, call: Asking) -> models.Room:
    """A room now."""
    found = call.require_room(room)
    return telling.room(found, call.view.house, call.words, await call.do(call.seat.sees_rooms))


@router.get("/rooms/{room}/trend")
async def trend(
    room: str,
    call: Asking,
    hours: float = Query(24.0, gt=0, le=24 * 31, description="how far back"),
    of: str = Query("temperature", pattern="^(temperature|humidity|co2|illuminance)$", description="what of it"),
) -> tuple[models.Point, ...]:
    """What a room measured of late, in stretches."""
    samples = await call.do(partial(call.seat.desk.trend, PlaceId(room), Attribute(of), timedelta(hours=hours)))
    size = -(-len(samples) // MOST) or 1
    return tuple(_together(samples[first : first + size]) for first in range(0, len(samples), size))


@router.get("/rooms/{room}/past")
async def past(
    room: str, call: Asking, reach: Annotated[Reach, Query(description="how far back")] = Reach.YEAR
) -> models.PastTold | None:
    """A room's last week by the hour, or month or year by the day; null: there is no such room."""
    found = await call.do(partial(call.seat.desk.past, PlaceId(room), reach))
    return telling.past(found) if found is not None else None


@router.get("/decisions")
async def decisions(
    call: Asking,
    limit: int = Query(50, ge=1, le=500),
    room: str | None = Query(None, max_length=64, description="only of this place"),
    outcome: Outcome | None = None,
) -> tuple[models.DecisionTold, ...]:
    """The latest decisions and refusals, newest first."""
    view = call.view
    if room is not None:
        about = await call.do(partial(call.seat.desk.decisions, PlaceId(room), _ABOUT_ONE))
        view = replace(view, decisions=about)
    told = telling.decisions(view, call.words, await call.do(call.seat.sees_rooms))
    return tuple(one for one in told if outcome is None or one.outcome == outcome.value)[:limit]


def _together(samples: Sequence[Sample]) -> models.Point:
    """Neighbours as one stretch."""
    count = sum(each.count for each in samples)
    mean = sum(each.mean * each.count for each in samples) / count if count else samples[0].mean
    low, high = min(each.low for each in samples), max(each.high for each in samples)
    return models.Point(at=samples[0].at, mean=mean, low=low, high=high)
