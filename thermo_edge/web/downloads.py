"""What the owner takes away: diagnostics and a backup, as plain downloads."""

import asyncio
import logging
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.background import BackgroundTask

from thermo_edge.errors import ThermoEdgeError
from thermo_edge.home.house import House
from thermo_edge.home.reason import Refused
from thermo_edge.home.system import SystemDesk
from thermo_edge.language.marks import N_
from thermo_edge.web.access.plain import base, refusal
from thermo_edge.web.access.seat import Seat
from thermo_edge.web.show.things import why
from thermo_edge.web.site import SCOPE

log = logging.getLogger(__name__)

DIAGNOSTICS, BACKUP = "/system/diagnostics.zip", "/system/backup.zip"
ZIP = "application/zip"
_STORE = {"Cache-Control": "no-store"}


def install(app: FastAPI) -> None:
    """The two paths; only the owner gets as far."""
    app.add_api_route(DIAGNOSTICS, _diagnostics, methods=["GET"])
    app.add_api_route(BACKUP, _backup, methods=["GET"])


async def _diagnostics(request: Request) -> Response:
    return await _sent(request, diagnostics)


async def _backup(request: Request) -> Response:
    return await _sent(request, backup)


async def _sent(request: Request, make: Callable[[Seat], Awaitable[Response]]) -> Response:
    seat: Seat = request.scope[SCOPE]
    try:
        return await make(seat)
    except (Refused, ThermoEdgeError, OSError) as error:
        return _failed(seat, error, base(request))


async def diagnostics(seat: Seat) -> Response:
    """An archive to send. Raises Refused, and what the desk raises."""
    content = await asyncio.to_thread(_desk(seat).diagnostics)
    headers = {**_STORE, "Content-Disposition": f'attachment; filename="{_name(seat, "diagnostics")}"'}
    return Response(content, media_type=ZIP, headers=headers)


async def backup(seat: Seat) -> Response:
    """It is written beside, sent, and removed. Raises Refused, and what the desk raises."""
    folder = Path(tempfile.mkdtemp(prefix="thermo-edge-backup-"))
    remove = partial(shutil.rmtree, folder, ignore_errors=True)
    try:
        await asyncio.to_thread(_desk(seat).backup, folder / "backup.zip")
    except BaseException:
        remove()
        raise
    return FileResponse(
        folder / "backup.zip",
        media_type=ZIP,
        filename=_name(seat, "backup"),
        headers=_STORE,
        background=BackgroundTask(remove),
    )


def _desk(seat: Seat) -> SystemDesk:
    if seat.system is None:
        raise ThermoEdgeError("the program tells nothing of itself here")
    return seat.system


def _name(seat: Seat, what: str) -> str:
    at: datetime | None = seat.site.view.at if seat.site.view is not None else None
    return f"thermo-edge-{what}{f'-{at:%Y-%m-%d}' if at is not None else ''}.zip"


def _failed(seat: Seat, error: Exception, home: str) -> Response:
    words = seat.words
    if isinstance(error, Refused):
        return HTMLResponse(refusal(words, why(error.reason, House(), words), home), 403, _STORE)
    log.warning("A download failed: %s", error)
    said = words.say(N_("This could not be done. The log says why."))
    return HTMLResponse(refusal(words, said, home), 500, _STORE)
