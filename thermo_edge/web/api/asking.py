"""Who asks the API, whether they may, and what is said where they may not or it cannot be done."""

import hmac
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from thermo_edge.errors import ThermoEdgeError
from thermo_edge.home.house import House
from thermo_edge.home.put_back import Unfit, Why
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.view import HouseView, RoomView
from thermo_edge.language import put_back
from thermo_edge.language.marks import N_
from thermo_edge.language.words import LANGUAGES, Words
from thermo_edge.web.access.plain import problem
from thermo_edge.web.access.roles import API, VERBS, require
from thermo_edge.web.access.seat import Seat
from thermo_edge.web.access.visitor import Means
from thermo_edge.web.api.models import Done
from thermo_edge.web.show.things import why
from thermo_edge.web.site import SCOPE

log = logging.getLogger(__name__)

T = TypeVar("T")

PROBLEM = "application/problem+json"
_FORBIDDEN = frozenset({Code.ONLY_OWNER, Code.READS_ONLY, Code.FORM_STALE, Code.CODE_WRONG, Code.CODE_NEEDED})
_LATER = frozenset({Code.CODE_LOCKED, Code.TOO_MANY_TRIES})
_UNKNOWN = frozenset({Code.UNKNOWN_PLACE, Code.UNKNOWN_DECISION, Code.NO_SUCH_PERSON})
_IMPOSSIBLE = frozenset({Code.OUT_OF_RANGE, Code.NOT_FINITE, Code.NO_LEVEL, Code.NO_SUCH_TIME, Code.TOO_FAR_AHEAD})
_STATUS: Mapping[Code, int] = {
    **dict.fromkeys(_FORBIDDEN, 403),
    **dict.fromkeys(_LATER, 429),
    **dict.fromkeys(_UNKNOWN, 404),
    **dict.fromkeys(_IMPOSSIBLE, 422),
}
"""Anything else that the house refuses is a 409: it may be otherwise later."""
_UNFIT: Mapping[Why, int] = {
    **dict.fromkeys((Why.NOT_OURS, Why.TOO_NEW, Why.SETTINGS, Why.CUT), 422),
    Why.TOO_LARGE: 413,
    Why.FULL: 507,
    Why.DISK: 500,
}
_WRONG = N_("This cannot be understood: {detail}")
_NOWHERE = N_("There is nothing here.")
_SLOW = N_("The house did not answer in time. It may still do it.")
_FAILED = N_("This could not be done. The log says why.")
_JSON_ONLY = N_("Send JSON.")
_ZIP_ONLY = N_("Send the backup itself, as application/zip.")
_NO_HOUSE = N_("This house is still being set up, on its page.")
_NOT_SO = N_("This cannot be done here in this way.")
_DONE = Done()


_JSON = frozenset({"application/json"})
WHOLE_FILES: Mapping[str, frozenset[str]] = {
    "/system/put-back": frozenset({"application/zip", "application/octet-stream"})
}
"""What is sent to these routes as it is; none of it can a page of somebody else's send without asking either."""


class NotJson(Exception):
    """A body of another kind: a form of another page could send it without asking."""


class Cannot(Exception):
    """Something that is no refusal of the house: what to answer, in words, and each fault of it."""

    def __init__(self, status: int, code: str, sentence: str, faults: tuple[str, ...] = (), **facts: str) -> None:
        super().__init__(code)
        self.status, self.code, self.sentence, self.faults, self.facts = status, code, sentence, faults, facts


@dataclass(frozen=True, slots=True)
class Call:
    """One request of somebody who may make it."""

    seat: Seat
    view: HouseView
    words: Words
    changes: bool = True

    async def do(self, verb: Callable[[], T]) -> T:
        """A verb of the desk, beside the event loop; what only looks never keeps waiting what changes something."""
        return await (self.seat.press(verb) if self.changes else self.seat.ponder(verb))

    async def done(self, verb: Callable[[], object]) -> Done:
        """The same where there is nothing to tell but that it was done."""
        await self.do(verb)
        return _DONE

    def require_room(self, room: str) -> RoomView:
        """The room; Refused where there is none."""
        found = next((each for each in self.view.rooms if each.id == room), None)
        if found is None:
            raise Refused(Reason.of(Code.UNKNOWN_PLACE, room=room))
        return found


async def call(request: Request) -> Call:
    """Looks up the route in the table of roles; the house as it is now."""
    seat: Seat = request.scope[SCOPE]
    path = getattr(request.scope.get("route"), "path", "")
    verb = API.get((request.method, path), "")
    require(verb, seat.visitor)
    if request.method != "GET":
        _require_meant(request, seat, WHOLE_FILES.get(path, _JSON) if request.method == "POST" else _JSON)
    if seat.setup is not None:
        raise Cannot(409, "no_house", _NO_HOUSE)
    view = await seat.press(seat.site.desk.view)
    seat.saw(view.house)
    return Call(seat, view, words_of(request, seat).of(view.house), VERBS[verb].writes)


Asking = Annotated[Call, Depends(call)]


def words_of(request: Request, seat: Seat) -> Words:
    """In the language that is asked for, if it is one of ours; else that of the house."""
    for wanted in request.headers.get("accept-language", "")[:200].split(","):
        language = wanted.partition(";")[0].strip().lower().partition("-")[0]
        if language in LANGUAGES:
            return Words(language) if language != seat.words.language else seat.words
    return seat.words


def _require_meant(request: Request, seat: Seat, kinds: frozenset[str]) -> None:
    """A browser sends a cookie for anybody's page; it sends JSON, and our own token, only for ours."""
    visitor = seat.visitor
    if visitor.means is Means.SESSION:
        given = request.headers.get("x-csrf-token", "")
        if not hmac.compare_digest(given.encode("latin-1", "replace"), visitor.csrf.encode()):
            raise Refused(Reason(Code.FORM_STALE))
    length = request.headers.get("content-length", "0")
    if request.method != "DELETE" or length != "0":
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in kinds:
            raise NotJson


def install(app: FastAPI) -> None:
    """Every error is a problem with a code and a sentence."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(NotJson, _not_json)
    app.add_exception_handler(Cannot, _cannot)
    app.add_exception_handler(Unfit, _unfit)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(TimeoutError, _slow)
    app.add_exception_handler(ThermoEdgeError, _failed)
    app.add_exception_handler(Exception, _failed)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    seat: Seat = request.scope[SCOPE]
    code = error.reason.code
    sentence = why(error.reason, seat.house or House(), words_of(request, seat).of(seat.house or House()))
    return _told(_STATUS.get(code, 409), code, sentence)


async def _not_json(request: Request, _: Exception) -> Response:
    whole = getattr(request.scope.get("route"), "path", "") in WHOLE_FILES and request.method == "POST"
    return _told(415, "zip_only" if whole else "json_only", _said(request, _ZIP_ONLY if whole else _JSON_ONLY))


async def _cannot(request: Request, error: Exception) -> Response:
    assert isinstance(error, Cannot)
    return _told(error.status, error.code, _said(request, error.sentence, **error.facts), error.faults)


async def _unfit(request: Request, error: Exception) -> Response:
    assert isinstance(error, Unfit)
    sentence = put_back.why(error.why, error.detail, words_of(request, request.scope[SCOPE]))
    return _told(_UNFIT.get(error.why, 409), f"put_back_{error.why}", sentence)


async def _not_understood(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = [
        f"{'.'.join(str(part) for part in fault['loc'][1:]) or 'body'}: {fault['msg']}" for fault in error.errors()
    ]
    return _told(422, "not_understood", _said(request, _WRONG, detail="; ".join(faults[:5])))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    nowhere = error.status_code == 404
    sentence = _said(request, _NOWHERE if nowhere else _NOT_SO)
    return _told(error.status_code, "nowhere" if nowhere else "refused", sentence)


async def _slow(request: Request, _: Exception) -> Response:
    return _told(503, "no_answer", _said(request, _SLOW))


async def _failed(request: Request, error: Exception) -> Response:
    log.error("A request of the API failed: %s", type(error).__name__, exc_info=log.isEnabledFor(logging.DEBUG))
    return _told(500, "failed", _said(request, _FAILED))


def _said(request: Request, sentence: str, **facts: str) -> str:
    return words_of(request, request.scope[SCOPE]).say(sentence, **facts)


def _told(status: int, code: str, sentence: str, faults: tuple[str, ...] = ()) -> Response:
    return Response(problem(status, code, sentence, faults), status, {"Cache-Control": "no-store"}, PROBLEM)


def told(content: object) -> JSONResponse:
    return JSONResponse(content, headers={"Cache-Control": "no-store"})
