"""The server: starts, tells its health, turns strangers away, and stops."""

import http.client
import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.web.fake_desk import FakeDesk
from tests.web.houses import EVENING, HEALTHY, ZONE, evening
from thermo_edge.config.desk import Read
from thermo_edge.errors import SettingsError
from thermo_edge.home.reason import Code, Reason
from thermo_edge.web.access.gate import Open
from thermo_edge.web.health import HealthReport, house_health
from thermo_edge.web.server import WebServer

GOOD = HealthReport(True, {"database": (True, "writes")})


@contextmanager
def served(server: WebServer) -> Iterator[WebServer]:
    server.start()
    try:
        assert server.wait_started(10)
        yield server
    finally:
        assert server.stop(10)


def a_server(health: object = None, **more: object) -> WebServer:
    return WebServer(FakeDesk(evening()), health or (lambda: GOOD), Open(), port=0, zone=ZONE, **more)  # type: ignore[arg-type]


def ask(
    server: WebServer, path: str = "/", method: str = "GET", **headers: str
) -> tuple[int, str, http.client.HTTPMessage]:
    """Status, body, headers."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        upgraded = answer.status == 101
        return answer.status, "" if upgraded else answer.read().decode(), answer.headers
    finally:
        connection.close()


@pytest.fixture(scope="module")
def server() -> Iterator[WebServer]:
    with served(a_server()) as running:
        yield running


def test_the_page_is_whole_and_seals_itself(server: WebServer) -> None:
    status, page, headers = ask(server)
    assert status == 200
    assert '<html lang="en' in page
    assert "Warm where you are." in page
    assert "frame-ancestors 'self'" in str(headers["content-security-policy"])
    assert headers["cache-control"] == "no-store"


def test_under_a_prefix_every_path_has_it(server: WebServer) -> None:
    _, page, _ = ask(server, X_Ingress_Path="/api/hassio_ingress/abc")
    assert '"/_nicegui' not in page
    assert '"/api/hassio_ingress/abc/_nicegui' in page


@pytest.mark.parametrize("prefix", ["", "/api/hassio_ingress/abc"])
def test_a_room_that_is_not_there_is_404_with_the_way_to_the_others(server: WebServer, prefix: str) -> None:
    said = {"X_Ingress_Path": prefix} if prefix else {}
    status, page, _ = ask(server, "/room/nonsense", **said)
    assert (status, "There is no such room in this house." in page) == (404, True)
    assert page.count("/security") >= 2, "the tabs of a desktop, and the bar of a phone"
    assert ask(server, "/room/living", **said)[0] == 200


@pytest.mark.parametrize("prefix", ["", "/api/hassio_ingress/abc"])
def test_where_there_is_no_page_the_way_leads_home_and_a_slash_too_many_leads_nowhere_else(
    server: WebServer, prefix: str
) -> None:
    said = {"X_Ingress_Path": prefix} if prefix else {}
    for path in ("/nothing", "/room/living/x", "/room/"):
        status, page, headers = ask(server, path, **said)
        assert (status, "There is no page here." in page, f'href="{prefix}/"' in page) == (404, True, True)
        assert "frame-ancestors 'self'" in str(headers["content-security-policy"])
    for path in ("/security/", "/room/living/", "/api/house/"):
        assert ask(server, path, **said)[0] == 200


class Failing:
    """Settings that end in a fault."""

    def read(self) -> Read:
        raise RuntimeError("secret detail")


def test_a_page_that_fails_says_so_in_our_words_and_nothing_of_why(alone: None) -> None:
    with served(a_server(settings=Failing())) as running:
        status, page, _ = ask(running, "/settings/house", X_Ingress_Path="/abc")
        assert (status, "This page could not be shown." in page, 'href="/abc/"' in page) == (500, True, True)
        assert "secret detail" not in page
        assert ask(running, "/security")[0] == 200


def test_another_name_is_answered_421_and_another_page_403(server: WebServer) -> None:
    status, text, _ = ask(server, Host="evil.example")
    assert (status, "http://localhost" in text) == (421, True)
    assert ask(server, Origin="http://evil.example")[0] == 403
    assert ask(server, "/health", Host="evil.example")[0] == 421


WEBSOCKET = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec_WebSocket_Version": "13",
    "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
SOCKET_IO = "/_nicegui_ws/socket.io/?EIO=4&transport=websocket&client_id=x"


def test_a_websocket_needs_our_own_origin(server: WebServer) -> None:
    assert ask(server, SOCKET_IO, Origin=f"http://127.0.0.1:{server.port}", **WEBSOCKET)[0] == 101
    assert ask(server, SOCKET_IO, Origin="http://evil.example", **WEBSOCKET)[0] == 403
    assert ask(server, SOCKET_IO, **WEBSOCKET)[0] == 403


def test_polling_needs_it_too(server: WebServer) -> None:
    path = "/_nicegui_ws/socket.io/?EIO=4&transport=polling"
    assert ask(server, path, "POST", Origin="http://evil.example")[0] == 403
    assert ask(server, path, Origin="http://evil.example")[0] == 403


def test_health_is_200_when_all_is_well(server: WebServer) -> None:
    status, text, headers = ask(server, "/health")
    assert status == 200
    assert json.loads(text) == {"ok": True, "database": {"ok": True, "text": "writes"}}
    assert headers["content-type"] == "application/json"


def test_one_at_a_time(server: WebServer) -> None:
    with pytest.raises(RuntimeError, match="already"):
        a_server().start()


# --- with a server of their own -------------------------------------------------------------------------------------


@pytest.fixture
def alone(server: WebServer) -> Iterator[None]:
    """The shared server steps aside."""
    assert server.stop(10)
    yield
    server.start()
    assert server.wait_started(10)


def test_health_is_503_with_what_is_wrong(alone: None) -> None:
    bad = replace(HEALTHY, store_ok=False, store_why=Reason.of(Code.DISK_FULL), link_ready=False)
    with served(a_server(lambda: house_health(evening(health=bad), EVENING, EVENING + timedelta(minutes=5)))) as server:
        status, text, _ = ask(server, "/health")
    assert status == 503
    told = json.loads(text)
    assert [name for name, part in told.items() if name != "ok" and not part["ok"]] == [
        "loop",
        "connection",
        "database",
    ]
    assert told["database"]["text"] == "disk_full"


def test_health_answers_even_if_the_house_hangs(alone: None, caplog: pytest.LogCaptureFixture) -> None:
    hang = threading.Event()

    def health() -> HealthReport:
        hang.wait(30)
        return GOOD

    with served(a_server(health)) as server:
        began = time.monotonic()
        status, text, _ = ask(server, "/health")
        took = time.monotonic() - began
    hang.set()
    assert (status, json.loads(text)["ok"]) == (503, False)
    assert took < 4


def test_a_health_that_fails_is_not_health(alone: None, caplog: pytest.LogCaptureFixture) -> None:
    def health() -> HealthReport:
        raise ValueError("no such table")

    with served(a_server(health)) as server:
        assert ask(server, "/health")[0] == 503
    assert "no such table" in caplog.text


def test_it_stops_within_seconds_and_can_start_again(alone: None) -> None:
    server = a_server(language="zh")
    for _ in range(2):
        server.start()
        assert server.wait_started(10)
        held = socket.create_connection(("127.0.0.1", server.port))
        held.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert held.recv(12) == b"HTTP/1.1 200"
        assert '<html lang="zh' in ask(server)[1]
        began = time.monotonic()
        assert server.stop(5)
        assert time.monotonic() - began < 3
        held.close()
    assert server.stop()


def test_it_stops_while_the_house_hangs(alone: None, caplog: pytest.LogCaptureFixture) -> None:
    desk = FakeDesk(evening())
    server = WebServer(desk, lambda: GOOD, Open(), port=0, zone=ZONE)
    desk.go_on.clear()
    with served(server):
        assert ask(server)[0] == 200
        began = time.monotonic()
    desk.go_on.set()
    assert time.monotonic() - began < 3


def test_a_port_that_is_taken_is_said(alone: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"port {port} cannot be used"):
            WebServer(FakeDesk(evening()), lambda: GOOD, Open(), port=port).start()
    with served(a_server()) as server:
        assert server.port


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org", ""])
def test_it_binds_to_this_computer_only(host: str) -> None:
    with pytest.raises(SettingsError, match="without a log-in"):
        a_server(host=host)


def test_nothing_is_logged_as_a_fault(alone: None, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), served(a_server()) as server:
        ask(server)
        ask(server, "/health")
        ask(server, "/nowhere")
    assert not caplog.records
