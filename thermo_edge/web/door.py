"""Who may come in: this computer's own browser, and Home Assistant's ingress. There is no login yet."""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from html import escape
from typing import Any
from urllib.parse import urlsplit

from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.site import SCOPE, USER, Site

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

SUPERVISOR = "172.30.32.2"
"""Home Assistant's ingress speaks from here, and nobody else can."""

_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_PATHS = frozenset({"/", "/plan", "/security", "/what-if", "/more", "/who", "/health", "/favicon.ico"})
_PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)+")

_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""Nothing from outside, whatever a page says; NiceGUI's scripts stand in the page and are compiled in the browser."""

_SEALS: Headers = [
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
]

_ELSEWHERE = N_(
    "Thermo Edge answers this computer only, as http://localhost or http://127.0.0.1. "
    "Access control does not exist yet; to look from elsewhere, use an SSH tunnel."
)
_STRANGER = N_("This comes from another page, so it was not done.")
_NOWHERE = N_("There is no page here.")


class Door:
    """Turns strangers away before anything of ours sees them, and tells NiceGUI under which path it lives.

    A page of the web could otherwise act on the home through the visitor's own browser: by a name that it points at
    127.0.0.1 (so only our own names are answered), or by calling us from its own page (so the origin must be ours).
    """

    def __init__(self, app: App, site: Site) -> None:
        self.app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        peer = scope["client"][0] if scope.get("client") else ""
        refusal = None if peer == SUPERVISOR else _refusal(scope["type"], headers)
        if refusal is None and scope["type"] == "http" and not _known(scope["path"]):
            refusal = (404, _NOWHERE)
        if refusal is not None:
            await _refuse(scope, send, self._site.words, *refusal)
            return
        scope = {
            **scope,
            "headers": _under_prefix(scope["headers"], peer),
            SCOPE: self._site,
            USER: _user(headers, peer),
        }
        await self.app(scope, receive, _sealed(send))


def _refusal(kind: str, headers: MutableMapping[bytes, bytes]) -> tuple[int, str] | None:
    host = headers.get(b"host", b"").decode("latin-1").lower()
    if _hostname(host) not in _HERE:
        return 421, _ELSEWHERE
    origin = headers.get(b"origin", b"").decode("latin-1").lower()
    if not origin:
        return (403, _STRANGER) if kind == "websocket" else None
    return None if origin in {f"http://{host}", f"https://{host}"} else (403, _STRANGER)


def _hostname(host: str) -> str:
    try:
        parts = urlsplit(f"//{host}")
        return parts.hostname or "" if parts.netloc == host and "@" not in host else ""
    except ValueError:
        return ""


def _known(path: str) -> bool:
    return path in _PATHS or path.startswith(("/_nicegui", "/room/"))


def _under_prefix(headers: Headers, peer: str) -> Headers:
    """Home Assistant names the prefix X-Ingress-Path, NiceGUI reads X-Forwarded-Prefix; nobody else may say it."""
    kept = [(name, value) for name, value in headers if name not in {b"x-forwarded-prefix", b"x-ingress-path"}]
    prefix = dict(headers).get(b"x-ingress-path", b"").decode("latin-1").rstrip("/")
    trusted = peer == SUPERVISOR or peer in _HERE
    return [*kept, (b"x-forwarded-prefix", prefix.encode())] if trusted and _PREFIX.fullmatch(prefix) else kept


def _user(headers: MutableMapping[bytes, bytes], peer: str) -> str | None:
    """The Home Assistant user who looks, as ingress says; anybody else could claim to be anyone."""
    user = headers.get(b"x-remote-user-id", b"").decode("latin-1").strip()
    return user if user and peer == SUPERVISOR else None


def _sealed(send: Send) -> Send:
    async def seal(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *_SEALS]}
        await send(message)

    return seal


async def _refuse(scope: Scope, send: Send, words: Words, status: int, text: str) -> None:
    kind = "http" if scope["type"] == "http" else "websocket.http"
    if kind != "http" and "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
        return
    said = f"<title>Thermo Edge</title><p>{escape(words.say(text))}</p>"
    body = f'<!doctype html><html lang="{words.language}">{said}</html>'.encode()
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(body)).encode()), *_SEALS]
    await send({"type": f"{kind}.response.start", "status": status, "headers": headers})
    await send({"type": f"{kind}.response.body", "body": body})
