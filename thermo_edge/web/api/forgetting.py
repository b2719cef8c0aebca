"""The routes by which a person is forgotten: who may be, what would go, and to do it."""

from functools import partial

from fastapi import APIRouter

from thermo_edge.home.house import PersonId
from thermo_edge.language import forgetting as told
from thermo_edge.web.api import bodies
from thermo_edge.web.api import models_people as models
from thermo_edge.web.api.asking import Asking
from thermo_edge.web.api.models import Done

router = APIRouter()


@router.get("/persons")
async def persons(call: Asking) -> tuple[models.PersonNamed, ...]:
    """Whom you may have forgotten: yourself, or anybody for the owner."""
    return tuple(models.PersonNamed(id=each.id, name=each.name) for each in call.seat.may_forget())


@router.get("/persons/{person}/forgetting")
async def person_forgetting(person: str, call: Asking) -> models.WouldGo:
    """What would go with a person, and what would stay, in words."""
    found = await call.do(partial(call.seat.desk.forgetting, PersonId(person)))
    return models.WouldGo(
        name=found.whom.name, goes=told.goes(found, call.words)[1:], stays=told.stays(found, call.words)[1:]
    )


@router.post("/persons/{person}/forget")
async def forget_person(person: str, body: bodies.NameBody, call: Asking) -> Done:
    """Forget a person for good; it may take a minute."""
    return await call.done(partial(call.seat.desk.forget_person, PersonId(person), body.name, call.seat.who))
