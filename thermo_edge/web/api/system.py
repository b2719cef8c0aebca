"""The routes of the program itself. For the owner."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from thermo_edge.language.marks import N_
from thermo_edge.web import downloads
from thermo_edge.web.api import models_system as models
from thermo_edge.web.api.asking import Asking, Call, Cannot

router = APIRouter()

_TELLS_NOTHING = N_("The program tells nothing of itself here.")
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


def _require_told(call: Call) -> None:
    if call.seat.system is None:
        raise Cannot(409, "tells_nothing", _TELLS_NOTHING)
