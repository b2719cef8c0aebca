"""The routes by which a person is forgotten: who may be, what would go, and to do it."""

from functools import partial

from fastapi import APIRouter
from pydantic import Field

from thermo_edge.home.house import PersonId
from thermo_edge.language import forgetting as told
from thermo_edge.web.api.asking import Asking
from thermo_edge.web.api.bodies import Asked
from thermo_edge.web.api.models import Done, Told

router = APIRouter()


class PersonNamed(Told):
    """Somebody who lives here."""

    id: str
    name: str


class WouldGo(Told):
    """What forgetting somebody takes away for good, and what it cannot."""

    name: str
    goes: tuple[str, ...]
    stays: tuple[str, ...]


class NameBody(Asked):
    """The name of who is to be forgotten, so that nobody is by a slip."""

    name: str = Field(max_length=60)


@router.get("/persons")
async def persons(call: Asking) -> tuple[PersonNamed, ...]:
    """Whom you may have forgotten: yourself, or anybody for the owner."""
    return tuple(PersonNamed(id=each.id, name=each.name) for each in call.seat.may_forget())


@router.get("/persons/{person}/forgetting")
async def person_forgetting(person: str, call: Asking) -> WouldGo:
    """What would go with a person, and what would stay, in words."""
    found = await call.do(partial(call.seat.desk.forgetting, PersonId(person)))
    return WouldGo(name=found.whom.name, goes=told.goes(found, call.words)[1:], stays=told.stays(found, call.words)[1:])


@router.post("/persons/{person}/forget")
async def forget_person(person: str, body: NameBody, call: Asking) -> Done:
    """Forget a person for good; it may take a minute."""
    return await call.done(partial(call.seat.desk.forget_person, PersonId(person), body.name, call.seat.who))
