"""Who may come in, asked of the door itself."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.fake_desk import FakeDesk
from tests.web.houses import evening
from thermo_edge.language.words import Words
from thermo_edge.web.access.gate import SUPERVISOR, Access, Open
from thermo_edge.web.access.seat import Seat
from thermo_edge.web.access.visitor import Knock, Means, Role, Visitor
from thermo_edge.web.door import Door
from thermo_edge.web.health import HealthReport
from thermo_edge.web.site import SCOPE, USER, Site

Message = MutableMapping[str, Any]


class Inside:
    """What stands behind the door: remembers who came in."""

    def __init__(self) -> None:
        self.scopes: list[MutableMapping[str, Any]] = []

    async def __call__(self, scope: MutableMapping[str, Any], receive: object, send: Any) -> None:
        self.scopes.append(scope)
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"in"})


class AddOn(Open):
    """Ingress is believed, and everybody else is let in: what is asked here is who they are taken for."""

    def ingress(self, peer: str) -> bool:
        return peer == SUPERVISOR

    def judge(self, knock: Knock, used: bool = True) -> Visitor | None:
        user = knock.header("x-remote-user-id") if knock.peer == SUPERVISOR else ""
        return Visitor(Role.OWNER, Means.INGRESS, user, user, user) if user else super().judge(knock, used)


def knock(
    headers: dict[str, str],
    *,
    kind: str = "http",
    path: str = "/",
    peer: str = "127.0.0.1",
    query: str = "client_id=x",
    access: Access | None = None,
    method: str = "GET",
) -> tuple[int, Inside, Message]:
    """The status (0 where a websocket was let in or closed), what is inside, and the first message."""
    inside, sent = Inside(), []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    async def go() -> None:
        site = Site(FakeDesk(evening()), Words("en"), lambda: HealthReport(True, {}))
        raw = [(name.lower().encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
        scope = {"type": kind, "path": path, "headers": raw, "client": (peer, 1), "extensions": {}, "method": method}
        scope["query_string"] = query.encode()
        await Door(inside, site, access or AddOn())(scope, receive, send)

    asyncio.run(go())
    first: Message = sent[0] if sent else {}
    return int(first.get("status", 0)), inside, first


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8099", "[::1]:8099", "LOCALHOST:1"])
def test_our_own_names_are_let_in(host: str) -> None:
    status, inside, first = knock({"Host": host})
    assert status == 200
    assert isinstance(inside.scopes[0][SCOPE], Seat)
    assert dict(first["headers"])[b"content-security-policy"].startswith(b"default-src 'self'")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8099",
        "127.0.0.1.evil.example",
        "localhost@evil.example",
        "127.0.0.1/x",
        "",
        "[::1",
    ],
)
def test_a_name_that_was_pointed_at_us_is_turned_away(host: str) -> None:
    for prefix in ({}, {"X-Ingress-Path": "/api/hassio_ingress/x"}, {"X-Forwarded-Host": "localhost"}):
        status, inside, _ = knock({"Host": host, **prefix})
        assert status == 421
        assert not inside.scopes


def test_no_name_at_all_is_turned_away() -> None:
    assert knock({})[0] == 421


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:1", "null", "http://localhost:8099"])
def test_another_pages_request_is_turned_away(origin: str) -> None:
    headers = {"Host": "127.0.0.1:8099", "Origin": origin}
    assert knock(headers)[0] == 403
    status, inside, first = knock(headers, kind="websocket", path="/_nicegui_ws/socket.io/")
    assert (status, first["type"], inside.scopes) == (0, "websocket.close", [])


def test_our_own_page_may_call() -> None:
    headers = {"Host": "127.0.0.1:8099", "Origin": "http://127.0.0.1:8099"}
    assert knock(headers)[0] == 200
    assert knock(headers, kind="websocket")[1].scopes


def test_a_websocket_without_an_origin_is_no_browser_of_ours() -> None:
    assert not knock({"Host": "127.0.0.1:8099"}, kind="websocket")[1].scopes


def test_ingress_comes_under_any_name() -> None:
    headers = {"Host": "homeassistant.local:8123", "Origin": "https://my.duckdns.example", "X-Ingress-Path": "/api/x"}
    status, inside, _ = knock(headers, peer=SUPERVISOR)
    assert status == 200
    assert dict(inside.scopes[0]["headers"])[b"x-forwarded-prefix"] == b"/api/x"
    assert knock(headers, peer="172.30.32.3")[0] == 421


def prefix_seen(headers: dict[str, str], peer: str) -> bytes | None:
    _, inside, _ = knock({"Host": "localhost", **headers}, peer=peer)
    return dict(inside.scopes[0]["headers"]).get(b"x-forwarded-prefix")


def test_only_the_trusted_may_name_the_prefix() -> None:
    assert prefix_seen({"X-Ingress-Path": "/a/b"}, "127.0.0.1") == b"/a/b"
    assert prefix_seen({"X-Ingress-Path": "/a/b/"}, "::1") == b"/a/b"
    assert prefix_seen({"X-Ingress-Path": "/a/b"}, "192.168.1.9") is None
    assert prefix_seen({"X-Forwarded-Prefix": "/a/b"}, "127.0.0.1") is None


@pytest.mark.parametrize("path", ["/a<script>", "//evil.example", "/a b", 'x"', "https://evil.example", "/../x?y"])
def test_a_prefix_that_is_no_path_is_dropped(path: str) -> None:
    assert prefix_seen({"X-Ingress-Path": path}, "127.0.0.1") is None


def user_seen(headers: dict[str, str], peer: str) -> str | None:
    _, inside, _ = knock({"Host": "localhost", **headers}, path="/who", peer=peer)
    user: str | None = inside.scopes[0][USER]
    return user


def test_only_ingress_says_who_looks() -> None:
    assert user_seen({"X-Remote-User-Id": "u-anna"}, SUPERVISOR) == "u-anna"
    assert user_seen({}, SUPERVISOR) is None
    assert user_seen({"X-Remote-User-Id": " "}, SUPERVISOR) is None
    for peer in ("127.0.0.1", "::1", "192.168.1.9"):
        assert user_seen({"X-Remote-User-Id": "u-anna", "X-Ingress-Path": "/a"}, peer) is None


def test_there_is_no_other_page() -> None:
    assert knock({"Host": "localhost"}, path="/etc/passwd")[0] == 404
    for path in ("/", "/who", "/health", "/favicon.ico", "/_nicegui/3/static/x.js"):
        assert knock({"Host": "localhost"}, path=path)[0] == 200


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_header_breaks_the_door(host: str, origin: str) -> None:
    for kind in ("http", "websocket"):
        status, inside, _ = knock({"Host": host, "Origin": origin, "X-Ingress-Path": host}, kind=kind)
        assert status in {0, 200, 403, 421}
        assert not inside.scopes or host.lower().split(":")[0] in {"localhost", "127.0.0.1", "[", "[::1]"}
