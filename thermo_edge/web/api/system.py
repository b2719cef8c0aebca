"""The routes of the program itself. For the owner."""

from dataclasses import asdict
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from thermo_edge.home.put_back import PutBack
from thermo_edge.home.system import SystemDesk
from thermo_edge.language.marks import N_
from thermo_edge.web import downloads, uploads
from thermo_edge.web.api import models_system as models
from thermo_edge.web.api.asking import WHOLE_FILES, Asking, Call, Cannot
from thermo_edge.web.api.bodies import MarkBody
from thermo_edge.web.api.models import Done

router = APIRouter()

_KINDS = WHOLE_FILES["/system/put-back"]
_TELLS_NOTHING = N_("The program tells nothing of itself here.")
_SENT = {
    "requestBody": {
        "required": True,
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in sorted(_KINDS)},
    }
}
_ARCHIVE: dict[int | str, dict[str, Any]] = {
    200: {"description": "a zip archive", "content": {downloads.ZIP: {"schema": {"type": "string"}}}}
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


@router.get("/system/put-back")
async def put_back(call: Asking) -> models.PutBackTold:
    """The backup that was sent, whether it is put back at the next start, and what became of the last one."""
    return _told(await call.do(_desk(call).put_back))


@router.post("/system/put-back", openapi_extra=_SENT)
async def send_back(call: Asking, request: Request) -> models.PutBackTold:
    """Send a backup: all of it is looked at, and nothing is put back before somebody says yes.

    The body is the file itself. It may take a minute on a small computer.
    """
    _desk(call)
    return _told(await uploads.received(request, call.seat))


@router.post("/system/put-back/yes")
async def agree_put_back(body: MarkBody, call: Asking) -> models.PutBackTold:
    """Put the backup with this mark back at the next start of the program."""
    desk = _desk(call)
    await call.do(partial(desk.agree, body.mark, ""))
    return _told(await call.do(desk.put_back))


@router.delete("/system/put-back")
async def drop_put_back(call: Asking) -> Done:
    """Do not put it back, and tell no more of the last one."""
    return await call.done(_desk(call).drop)


@router.post("/system/restart")
async def restart(call: Asking) -> Done:
    """End the program in the ordinary way, and start it anew: a backup that waits is then put back."""
    return await call.done(_desk(call).restart)


def _desk(call: Call) -> SystemDesk:
    _require_told(call)
    assert call.seat.system is not None
    return call.seat.system


def _told(found: PutBack | None) -> models.PutBackTold:
    return models.PutBackTold.of(found if found is not None else PutBack(), found is not None)


def _require_told(call: Call) -> None:
    if call.seat.system is None:
        raise Cannot(409, "tells_nothing", _TELLS_NOTHING)
