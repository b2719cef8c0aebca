"""The routes of who may come in. For the owner."""

from typing import Literal

from fastapi import APIRouter

from thermo_edge.language.marks import N_
from thermo_edge.web.access.gate import Guarded
from thermo_edge.web.access.visitor import Role
from thermo_edge.web.api import models_people as models
from thermo_edge.web.api.asking import Asking, Call, Cannot
from thermo_edge.web.api.models import Done

router = APIRouter()

_NO_KEY = N_("There is no such key.")
_ROLES: dict[Role, Literal["guest", "resident", "owner"]] = {
    Role.GUEST: "guest",
    Role.RESIDENT: "resident",
    Role.OWNER: "owner",
}


@router.get("/people")
async def people(call: Asking) -> models.KeysTold:
    """Who may come in with a password, and which programs with a token. No secret is told."""
    access = call.seat.access
    if not isinstance(access, Guarded):
        return models.KeysTold(keys=(), tokens=())
    book, count = access.keyring.book, access.sessions.count
    return models.KeysTold(
        keys=tuple(
            models.KeyTold(
                id=key.id, name=key.name, role=_ROLES[key.role], person=key.person or None, sessions=count(key)
            )
            for key in book.keys
        ),
        tokens=tuple(
            models.TokenTold(
                id=token.id,
                name=token.name,
                role=_ROLES[token.role],
                person=token.person or None,
                read_only=token.read_only,
                made=token.made,
            )
            for token in book.tokens
        ),
    )


@router.delete("/people/keys/{key}")
async def remove_key(key: str, call: Asking) -> Done:
    """Take somebody's key away; who is logged in by it is no more. The last owner's stays."""
    access = _guarded(call)
    if key not in {each.id for each in access.keyring.book.keys}:
        raise Cannot(404, "key_unknown", _NO_KEY)
    return await call.done(lambda: access.keyring.remove(key))


@router.delete("/people/tokens/{token}")
async def revoke_token(token: str, call: Asking) -> Done:
    """Take a program's token away."""
    access = _guarded(call)
    if token not in {each.id for each in access.keyring.book.tokens}:
        raise Cannot(404, "key_unknown", _NO_KEY)
    return await call.done(lambda: access.keyring.revoke(token))


@router.post("/people/log-everybody-out")
async def log_everybody_out(call: Asking) -> Done:
    """Everybody has to log in again; tokens go on."""
    return await call.done(_guarded(call).keyring.end_all)


def _guarded(call: Call) -> Guarded:
    access = call.seat.access
    if not isinstance(access, Guarded):
        raise Cannot(404, "key_unknown", _NO_KEY)
    return access
