"""The routes of the program itself, and of who may come in. For the owner."""

from dataclasses import asdict
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response

from thermo_edge.language.marks import N_
from thermo_edge.web import downloads
from thermo_edge.web.access.gate import Guarded
from thermo_edge.web.access.visitor import Role
from thermo_edge.web.api import models_system as models
from thermo_edge.web.api.asking import Asking, Call, Cannot
from thermo_edge.web.api.models import Done

router = APIRouter()

_TELLS_NOTHING = N_("The program tells nothing of itself here.")
_NO_KEY = N_("There is no such key.")
_ARCHIVE: dict[int | str, dict[str, Any]] = {
    200: {"description": "a zip archive", "content": {downloads.ZIP: {"schema": {"type": "string"}}}}
}
_ROLES: dict[Role, Literal["guest", "resident", "owner"]] = {
    Role.GUEST: "guest",
    Role.RESIDENT: "resident",
    Role.OWNER: "owner",
}


@router.get("/system")
async def system(call: Asking) -> models.SystemTold:
    """The program's version, every connection that it made, its database, and the last lines of its log."""
    _require_told(call)
    assert call.seat.system is not None
    found = await call.do(call.seat.system.look)
    return models.SystemTold(
        version=found.version,
        started=found.started,
        connections=tuple(models.ConnectionTold(**asdict(each)) for each in found.connections),
        kept=models.KeptTold(**asdict(found.kept)) if found.kept is not None else None,
        log=found.log,
        folder=found.folder,
    )


@router.get("/system/diagnostics.zip", response_class=Response, responses=_ARCHIVE)
async def diagnostics(call: Asking) -> Response:
    """What somebody who helps needs, without names, ids, addresses and secrets."""
    _require_told(call)
    return await downloads.diagnostics(call.seat)


@router.get("/system/backup.zip", response_class=Response, responses=_ARCHIVE)
async def backup(call: Asking) -> Response:
    """The whole house in one file, secrets too: keep it where only you can read it."""
    _require_told(call)
    return await downloads.backup(call.seat)


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


def _require_told(call: Call) -> None:
    if call.seat.system is None:
        raise Cannot(409, "tells_nothing", _TELLS_NOTHING)


def _guarded(call: Call) -> Guarded:
    access = call.seat.access
    if not isinstance(access, Guarded):
        raise Cannot(404, "key_unknown", _NO_KEY)
    return access
