"""What stands before everything: whose name was called, from which page, who it is, and whether they may."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from nicegui import Client

from thermo_edge.home.put_back import LARGEST
from thermo_edge.home.reason import Code
from thermo_edge.language.marks import N_
from thermo_edge.web.access.gate import LOOPBACK, Access
from thermo_edge.web.access.plain import problem, refusal
from thermo_edge.web.access.roles import need
from thermo_edge.web.access.seals import PREFIX, SEALS, Headers
from thermo_edge.web.access.seat import Seat
from thermo_edge.web.access.visitor import GUEST, Knock, Role, Visitor
from thermo_edge.web.nowhere import NOWHERE
from thermo_edge.web.site import ACCESS, KNOCK, SCOPE, USER, VISITOR, Site

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

RECHECK = 2.0
"""Seconds in which an open page notices that its session has ended."""

LARGEST_BODY = 64 * 1024
PUT_BACK = "/api/system/put-back"
"""Where a whole backup is sent, by its owner only."""
_BY_ITSELF = ("/_nicegui", "/health")
"""What a browser asks for by itself: it keeps nobody logged in."""

_SMALL = ("/api", "/login", "/logout", "/welcome")

_ELSEWHERE = N_(
    "Thermo Edge does not know this name. It answers as http://localhost or http://127.0.0.1, and by the names "
    "that its settings list under page."
)
_STRANGER = N_("This comes from another page, so it was not done.")
_NOT_YET = N_("There is no password yet. Set one on the computer that Thermo Edge runs on: `thermo-edge password`.")
_TOO_LARGE = N_("This is too much at once.")
_OWNER = N_("Only the owner of this house may see this page.")
_GUEST = N_("You are a guest of this house: its pages are for those who live here.")
_LOG_IN = N_("Log in first, or bring a token.")


class Refusal(Exception):
    """Not further than this."""

    def __init__(self, status: int, text: str, code: str = "refused") -> None:
        super().__init__(text)
        self.status, self.text, self.code = status, text, code


class Door:
    """Turns strangers away before anything of ours sees them, and tells NiceGUI under which path it lives.

    A page of the web could otherwise act on the home through the visitor's own browser: by a name that it points at
    us (so only our own names are answered), or by calling us from its own page (so the origin must be ours). Then
    `access` says who it is, and the table of roles whether they may. Behind it a request carries a `Seat`.
    """

    def __init__(self, app: App, site: Site, access: Access, names: Iterable[str] = (), opened: bool = False) -> None:
        """`names`: further host names of ours; `opened`: other computers reach us, by our address."""
        self.app = app
        self._site, self._access = site, access
        self._names, self._opened = LOOPBACK | {name.lower() for name in names}, opened

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        knock = knock_of(scope)
        try:
            visitor = self._admit(scope, knock)
        except Refusal as refused:
            await self._refuse(scope, send, knock, refused)
            return
        inner = {
            **scope,
            "path": knock.path,
            "headers": _under_prefix(scope["headers"], self._prefix(knock)),
            **self._carried(knock, visitor),
        }
        if scope["type"] == "websocket" and visitor is not None:
            await self.app(inner, self._while_still(receive, send, knock, visitor), _sealed(send))
        else:
            await self.app(inner, _limited(receive, _most(knock)), _sealed(send))

    def _carried(self, knock: Knock, visitor: Visitor | None) -> dict[str, object]:
        guest = visitor or GUEST
        seat = Seat(self._site, guest, self._access)
        return {SCOPE: seat, USER: guest.user, VISITOR: guest, ACCESS: self._access, KNOCK: knock}

    def _admit(self, scope: Scope, knock: Knock) -> Visitor | None:
        """Who comes in; raises the Refusal."""
        if not self._access.ingress(knock.peer):
            self._require_ours(scope["type"], knock)
        prefix, role = self._prefix(knock), need(knock.path)
        if role is None or (prefix and (knock.path + "/").startswith(prefix + "/")):
            raise Refusal(404, NOWHERE, "nowhere")
        if _said_length(knock) > _most(knock):
            raise Refusal(413, _TOO_LARGE, "too_large")
        visitor = self._access.judge(knock, used=not knock.path.startswith(_BY_ITSELF))
        if visitor is None and role > Role.GUEST:
            self._ask_in(knock)
        if visitor is not None and visitor.role < role:
            raise Refusal(403, _GUEST if visitor.role is Role.GUEST else _OWNER, Code.ONLY_OWNER)
        if visitor is not None and knock.path.startswith("/_nicegui_ws"):
            _require_own_page(scope, visitor)
        return visitor

    def _ask_in(self, knock: Knock) -> None:
        log_in = self._access.log_in
        if log_in is not None and knock.peer not in LOOPBACK and not log_in.ready:
            raise Refusal(403, _NOT_YET, "no_password")
        raise Refusal(401, _LOG_IN, Code.LOG_IN_NEEDED)

    def _require_ours(self, kind: str, knock: Knock) -> None:
        host, origin = knock.header("host").lower(), knock.header("origin").lower()
        name = _hostname(host)
        if name not in self._names and not (self._opened and knock.here and name == knock.here):
            raise Refusal(421, _ELSEWHERE, "other_name")
        if origin not in {f"http://{host}", f"https://{host}"} if origin else kind == "websocket":
            raise Refusal(403, _STRANGER, "other_origin")
        if knock.header("sec-fetch-site") in {"cross-site", "same-site"} and not _looks(knock):
            raise Refusal(403, _STRANGER, "other_origin")

    def _prefix(self, knock: Knock) -> str:
        """Home Assistant names the prefix X-Ingress-Path; nobody from elsewhere may say it."""
        prefix = knock.header("x-ingress-path").rstrip("/")
        trusted = knock.peer in LOOPBACK or self._access.ingress(knock.peer)
        return prefix if trusted and PREFIX.fullmatch(prefix) else ""

    def _while_still(self, receive: Receive, send: Send, knock: Knock, visitor: Visitor) -> Receive:
        """What comes in by a websocket, as long as the visitor is still who they were."""

        async def hear() -> Message:
            pending = asyncio.ensure_future(receive())
            try:
                while True:
                    done, _ = await asyncio.wait({pending}, timeout=RECHECK)
                    pressed = bool(done) and str(pending.result().get("text", "")).startswith('42["event"')
                    if not visitor.same(self._access.judge(knock, used=pressed)):
                        await send({"type": "websocket.close", "code": 4401, "reason": ""})
                        return {"type": "websocket.disconnect", "code": 4401}
                    if done:
                        return pending.result()
            finally:
                pending.cancel()

        return hear

    async def _refuse(self, scope: Scope, send: Send, knock: Knock, refused: Refusal) -> None:
        kind = "http" if scope["type"] == "http" else "websocket.http"
        if kind != "http" and "websocket.http.response" not in scope.get("extensions", {}):
            await send({"type": "websocket.close", "code": 1008, "reason": ""})
            return
        words, headers = self._site.words, [*SEALS, (b"cache-control", b"no-store")]
        if refused.status == 401 and kind == "http" and self._by_browser(knock):
            where = f"{self._prefix(knock)}/{'login' if self._ready() else 'welcome'}"
            where += f"?next={quote(knock.path[1:])}" if knock.path != "/" else ""
            status, body = 303, b""
            headers += [(b"location", where.encode("latin-1"))]
        elif knock.path.startswith("/api"):
            status, body = refused.status, problem(refused.status, refused.code, words.say(refused.text))
            headers += [(b"content-type", b"application/problem+json")]
            headers += [(b"www-authenticate", b"Bearer")] if status == 401 else []
        else:
            home = f"{self._prefix(knock)}/"
            status, body = refused.status, refusal(words, words.say(refused.text), home).encode()
            headers += [(b"content-type", b"text/html; charset=utf-8")]
        headers += [(b"content-length", str(len(body)).encode())]
        await send({"type": f"{kind}.response.start", "status": status, "headers": headers})
        await send({"type": f"{kind}.response.body", "body": body})

    def _by_browser(self, knock: Knock) -> bool:
        """Whether a person can be asked to log in."""
        page = not knock.path.startswith(("/api", "/_nicegui"))
        return page and _looks(knock) and self._access.log_in is not None and not self._access.ingress(knock.peer)

    def _ready(self) -> bool:
        return self._access.log_in is None or self._access.log_in.ready


def knock_of(scope: Scope) -> Knock:
    """A request as it comes; of a header that stands there twice the first counts."""
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        headers.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
    client, server, path = scope.get("client"), scope.get("server"), str(scope["path"])
    if not path.startswith("/_nicegui"):
        path = path.rstrip("/") or "/"  # to be led there by a redirect would lead out of a prefix
    return Knock(client[0] if client else "", path, headers, server[0] if server else "", scope.get("method", ""))


def _looks(knock: Knock) -> bool:
    """It only wants to see something."""
    return knock.method in {"GET", "HEAD", ""}


def _said_length(knock: Knock) -> int:
    said = knock.header("content-length")
    return int(said[:18]) if said.isdecimal() else 0


def _require_own_page(scope: Scope, visitor: Visitor) -> None:
    """A socket belongs to a page that the same visitor was given: what an owner left open is nobody else's."""
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    page = Client.instances.get(query.get("client_id", [""])[0])
    if "client_id" not in query or (page is not None and not visitor.same(page.request.scope.get(VISITOR))):
        raise Refusal(403, _STRANGER, "other_page")


def _hostname(host: str) -> str:
    try:
        parts = urlsplit(f"//{host}")
        return parts.hostname or "" if parts.netloc == host and "@" not in host else ""
    except ValueError:
        return ""


def _under_prefix(headers: Headers, prefix: str) -> Headers:
    """NiceGUI reads the prefix as X-Forwarded-Prefix."""
    kept = [(name, value) for name, value in headers if name not in {b"x-forwarded-prefix", b"x-ingress-path"}]
    return [*kept, (b"x-forwarded-prefix", prefix.encode())] if prefix else kept


def _most(knock: Knock) -> float:
    """Bytes that may be sent there."""
    if knock.path == PUT_BACK and knock.method == "POST":
        return LARGEST
    return LARGEST_BODY if knock.path.startswith(_SMALL) else math.inf


def _limited(receive: Receive, most: float) -> Receive:
    """A body that is longer than it said, or did not say, is cut off as if the browser had gone."""
    read = 0

    async def hear() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        return message if read <= most else {"type": "http.disconnect"}

    return hear


def _sealed(send: Send) -> Send:
    async def seal(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *SEALS]}
        await send(message)

    return seal
