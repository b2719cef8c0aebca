"""What is said where there is no page, and where one could not be built: in our words, and nothing of the fault."""

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from thermo_edge.language.marks import N_
from thermo_edge.web.access.plain import base, refusal
from thermo_edge.web.access.seat import Seat
from thermo_edge.web.site import SCOPE

NOWHERE = N_("There is no page here.")
_FAILED = N_("This page could not be shown. The house goes on; the log says why.")


def install(app: FastAPI) -> None:
    """In place of the framework's own two pages; what failed is logged by the server."""
    app.add_exception_handler(404, _nowhere)
    app.add_exception_handler(Exception, _failed)


async def _nowhere(request: Request, _: Exception) -> Response:
    return _said(request, 404, NOWHERE)


async def _failed(request: Request, _: Exception) -> Response:
    return _said(request, 500, _FAILED)


def _said(request: Request, status: int, sentence: str) -> Response:
    seat: Seat = request.scope[SCOPE]
    said = refusal(seat.words, seat.words.say(sentence), base(request))
    return HTMLResponse(said, status, {"Cache-Control": "no-store"})
