"""Log in, log out and set the first password: plain forms, so that nobody gets a page of ours before."""

import asyncio
import hmac
import logging
from collections.abc import Callable
from functools import partial
from urllib.parse import parse_qs, urlsplit

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from thermo_edge.errors import ThermoEdgeError
from thermo_edge.home.house import House
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.language.marks import N_
from thermo_edge.web.access import plain
from thermo_edge.web.access.gate import COOKIE, LogIn
from thermo_edge.web.access.roles import need
from thermo_edge.web.access.seat import Seat
from thermo_edge.web.access.sessions import ABSOLUTE
from thermo_edge.web.access.visitor import Knock, Role, Visitor
from thermo_edge.web.show.things import why
from thermo_edge.web.site import KNOCK, SCOPE, VISITOR

log = logging.getLogger(__name__)

LOGIN, LOGOUT, WELCOME = "/login", "/logout", "/welcome"
_FORM = "application/x-www-form-urlencoded"
_STORE = {"Cache-Control": "no-store"}
_STATUS = {Code.TOO_MANY_TRIES: 429, Code.LOG_IN_WRONG: 401, Code.SETUP_CODE_WRONG: 401, Code.FORM_STALE: 403}


def install(app: FastAPI) -> None:
    """The three paths."""
    app.add_api_route(LOGIN, _show_log_in, methods=["GET"])
    app.add_api_route(LOGIN, _log_in, methods=["POST"])
    app.add_api_route(WELCOME, _show_welcome, methods=["GET"])
    app.add_api_route(WELCOME, _welcome, methods=["POST"])
    app.add_api_route(LOGOUT, _log_out, methods=["POST"])


async def _show_log_in(request: Request) -> Response:
    seat: Seat = request.scope[SCOPE]
    visitor: Visitor = request.scope[VISITOR]
    log_in = seat.access.log_in
    if log_in is None or visitor.role > Role.GUEST:
        return _to(request, "")
    if not log_in.ready:
        return _to(request, WELCOME[1:])
    return HTMLResponse(plain.log_in(seat.words, "", "", _after(request.query_params.get("next", ""))), headers=_STORE)


async def _log_in(request: Request) -> Response:
    seat: Seat = request.scope[SCOPE]
    log_in = seat.access.log_in
    if log_in is None:
        return _to(request, "")
    form = await _form(request)
    name, after = form.get("name", ""), _after(form.get("next", ""))
    knock: Knock = request.scope[KNOCK]
    said, secret, status = await _try(request, partial(log_in.enter, knock.peer, name, form.get("password", "")))
    if secret:
        return _logged_in(request, secret, after)
    return HTMLResponse(plain.log_in(seat.words, said, name, after), status, _STORE)


async def _show_welcome(request: Request) -> Response:
    seat: Seat = request.scope[SCOPE]
    log_in = seat.access.log_in
    if log_in is None or log_in.ready:
        return _to(request, "")
    return HTMLResponse(plain.welcome(seat.words), headers=_STORE)


async def _welcome(request: Request) -> Response:
    seat: Seat = request.scope[SCOPE]
    log_in = seat.access.log_in
    if log_in is None:
        return _to(request, "")
    form = await _form(request)
    said, secret, status = await _try(request, partial(_claim, log_in, request.scope[KNOCK].peer, form))
    if secret:
        return _logged_in(request, secret, "")
    name, code = form.get("name", ""), form.get("code", "")
    first = "password" if code and status != _STATUS[Code.SETUP_CODE_WRONG] else "code"
    return HTMLResponse(plain.welcome(seat.words, said, name, code, first), status, _STORE)


def _claim(log_in: LogIn, address: str, form: dict[str, str]) -> str:
    if form.get("password", "") != form.get("again", ""):
        raise Refused(Reason(Code.PASSWORDS_DIFFER))
    return log_in.claim(address, form.get("code", ""), form.get("name", ""), form.get("password", ""))


async def _log_out(request: Request) -> Response:
    seat: Seat = request.scope[SCOPE]
    visitor: Visitor = request.scope[VISITOR]
    form = await _form(request)
    if not visitor.csrf or not hmac.compare_digest(visitor.csrf.encode(), form.get("form", "").encode()):
        said = _why(seat, Refused(Reason(Code.FORM_STALE)))
        return HTMLResponse(plain.refusal(seat.words, said, plain.base(request)), 403, _STORE)
    if seat.access.log_in is not None:
        await asyncio.to_thread(seat.access.log_in.leave, request.scope[KNOCK])
    answer = _to(request, LOGIN[1:])
    answer.delete_cookie(COOKIE, path=plain.base(request))
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


async def _try(request: Request, verb: Callable[[], str]) -> tuple[str, str, int]:
    """What is said to it, the session's secret if it was right, and the status."""
    seat: Seat = request.scope[SCOPE]
    try:
        if not _same_origin(request):
            raise Refused(Reason(Code.FORM_STALE))
        return "", await seat.site.press(verb), 200
    except Refused as refused:
        return _why(seat, refused), "", _STATUS.get(refused.reason.code, 422)
    except TimeoutError:
        return seat.words.say(N_("This takes too long now. Try again in a moment.")), "", 503
    except ThermoEdgeError as error:
        log.error("Nobody can log in: %s", error)
        return seat.words.say(N_("This could not be done. The log says why.")), "", 503


def _same_origin(request: Request) -> bool:
    """The browser says that our own page sent this; the door has refused whatever it says otherwise."""
    return bool(request.headers.get("origin")) or request.headers.get("sec-fetch-site") == "same-origin"


def _why(seat: Seat, refused: Refused) -> str:
    return f"{why(refused.reason, seat.house or House(), seat.words)}".rstrip(".") + "."


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form; of one that is none, nothing."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        return {}
    try:
        fields = parse_qs((await request.body()).decode(), keep_blank_values=True, max_num_fields=10)
    except ValueError:
        return {}
    return {name: values[0] for name, values in fields.items()}


def _after(path: str) -> str:
    """Where to go after a log-in: a page of ours, without its first slash; else the first page."""
    plain_path = urlsplit(f"/{path}").path if not path.startswith(("/", "\\")) else "/"
    role = need(plain_path)
    return (
        plain_path[1:] if role is not None and role > Role.GUEST and not plain_path.startswith(("/api", "/_")) else ""
    )


def _to(request: Request, path: str) -> RedirectResponse:
    return RedirectResponse(plain.base(request) + path, 303, _STORE)


def _logged_in(request: Request, secret: str, after: str) -> Response:
    answer = _to(request, after)
    secure = request.headers.get("origin", "").startswith("https://")
    age = int(ABSOLUTE.total_seconds())
    answer.set_cookie(COOKIE, secret, age, path=plain.base(request), secure=secure, httponly=True, samesite="strict")
    return answer
