"""What is no Home Assistant, or none that answers: one clear sentence, no token in it, and the right patience."""

import logging
import socket
import time
from datetime import timedelta

import pytest

from integrations.home_assistant import address
from integrations.home_assistant.faults import Declined, NotHomeAssistant, Starting, TokenRefused, TooLarge
from integrations.home_assistant.rest import Rest
from tests.builders import forged
from tests.instance.harness import eventually
from tests.integrations.home_assistant.conftest import QUICK, Adapter
from tests.integrations.home_assistant.little_server import Answer, LittleServer
from thermo_edge.errors import HomeUnreachable, ThermoEdgeError
from thermo_edge.home.heard import LinkLost
from thermo_edge.home.house import Attribute
from thermo_edge.home.reason import Code
from thermo_edge.home.turn import Delivery

TOKEN = "eyJhbGciOi.SECRET.signature"
HTML = Answer(body=b"<html><body>Router login</body></html>", kind="text/html")


@pytest.mark.parametrize(
    ("answer", "fault", "sentence"),
    [
        (HTML, NotHomeAssistant, "not as Home Assistant"),
        (Answer(body=b"<html>", kind="application/json"), NotHomeAssistant, "not JSON"),
        (Answer(body=b"hello", kind="text/plain"), NotHomeAssistant, "something else"),
        (Answer(body=b"\xff\xfe\x00", kind="application/json"), NotHomeAssistant, "not JSON"),
        (Answer(body=b"[1, 2]"), NotHomeAssistant, "something else"),
        (Answer(body=b'{"message": "API running."}'), NotHomeAssistant, "something else"),
        (Answer(404, b"{}"), NotHomeAssistant, "does not know"),
        (Answer(302, b"", headers=(("Location", "http://127.0.0.1:1/login"),)), NotHomeAssistant, "HTTP 302"),
        (Answer(401, b"401: Unauthorized"), TokenRefused, "new long-lived token"),
        (Answer(403, b"403: Forbidden"), TokenRefused, "ip_bans"),
        (Answer(500, b"oops"), HomeUnreachable, "HTTP 500"),
        (Answer(502, b"<html>", kind="text/html"), HomeUnreachable, "HTTP 502"),
        (Answer(405, b"{}"), NotHomeAssistant, "HTTP 405"),
        (Answer(body=b'{"unit_system": {}, "state": "NOT_RUNNING"}'), Starting, "is starting"),
        (Answer(endless=True), TooLarge, "more than can be read"),
    ],
)
def test_answers_that_are_not_what_was_asked(answer: Answer, fault: type[ThermoEdgeError], sentence: str) -> None:
    with LittleServer(answer) as server:
        rest = Rest(address.parse(server.url), TOKEN, 2, limit=300_000)
        with pytest.raises(fault, match=sentence) as caught:
            rest.config()
        rest.close()
        assert caught.type is fault
        assert "SECRET" not in str(caught.value)
        assert caught.value.__cause__ is None
        assert server.asked == ["/api/config"], "a redirect is not followed"


def test_a_declined_request() -> None:
    with LittleServer(Answer(400, b'{"message": "no"}')) as server:
        rest = Rest(address.parse(server.url), TOKEN, 2)
        with pytest.raises(Declined):
            rest.save_automation("thermo_edge_dead_man_switch_a", {})
        rest.close()


def test_nobody_there() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    for where in (url, "http://no-such-host.invalid:8123"):
        rest = Rest(address.parse(where), TOKEN, 2)
        with pytest.raises(HomeUnreachable, match="check that it runs"):
            rest.config()
        rest.close()


def test_somebody_who_never_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        rest = Rest(address.parse(f"http://127.0.0.1:{silent.getsockname()[1]}"), TOKEN, 0.3)
        with pytest.raises(HomeUnreachable, match=r"within 0\.3 s"):
            rest.config()
        rest.close()


def test_a_proxy_in_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with LittleServer(HTML) as server, LittleServer(HTML) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("http_proxy", proxy.url)
        rest = Rest(address.parse(server.url), TOKEN, 2)
        with pytest.raises(NotHomeAssistant):
            rest.config()
        rest.close()
        assert (len(server.asked), proxy.asked) == (1, [])


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (HTML, Code.NOT_HOME_ASSISTANT),
        (Answer(401, b""), Code.TOKEN_REFUSED),
        (Answer(500, b""), Code.LINK_DOWN),
        (Answer(body=b'{"unit_system": {}, "state": "NOT_RUNNING"}'), Code.HOME_STARTING),
    ],
)
def test_the_house_hears_why_once_and_again_when_it_asks(
    adapters: Adapter, caplog: pytest.LogCaptureFixture, answer: Answer, code: Code
) -> None:
    caplog.set_level(logging.DEBUG)
    with LittleServer(answer) as server:
        home, ears = adapters(server.url, TOKEN, wait=False)
        eventually(lambda: ears.of(LinkLost), "the reason")
        tries = 1 if code is Code.TOKEN_REFUSED else 3
        eventually(lambda: len(server.asked) >= tries, "further tries")
        assert [lost.why.code for lost in ears.of(LinkLost)] == [code]
        home.refresh()
        eventually(lambda: len(ears.of(LinkLost)) == 2, "the reason again")
        home.close()
        assert len([record for record in caplog.records if record.levelno >= logging.WARNING]) == 1
        assert "SECRET" not in caplog.text
        assert "SECRET" not in repr(home)


def test_a_refused_token_is_not_tried_again_soon(adapters: Adapter) -> None:
    with LittleServer(Answer(401, b"")) as server:
        home, ears = adapters(server.url, TOKEN, wait=False)
        eventually(lambda: ears.of(LinkLost), "the reason")
        begun = time.monotonic()
        while time.monotonic() - begun < 0.75 * QUICK.refused_retry.total_seconds():
            home.refresh()
            time.sleep(0.05)
        assert len(server.asked) == 1
        eventually(lambda: len(server.asked) == 2, "the second try")


def test_a_web_server_with_the_right_words_but_no_websocket(adapters: Adapter) -> None:
    config = Answer(body=b'{"unit_system": {"temperature": "\\u00b0C"}, "state": "RUNNING", "version": "1"}')
    answers = {"/api/config": config}
    with LittleServer(lambda path: answers.get(path, HTML)) as server:
        _, ears = adapters(server.url, TOKEN, wait=False)
        lost = eventually(lambda: ears.of(LinkLost), "the reason")[0]
        assert lost.why.code is Code.NOT_HOME_ASSISTANT
        assert lost.why.get("detail") == server.url


def test_closing_is_quick_whatever_happens(adapters: Adapter) -> None:
    with LittleServer(HTML) as server:
        home, _ = adapters(server.url, TOKEN, wait=False)
        begun = time.monotonic()
        home.close()
        assert time.monotonic() - begun < 3


def test_commands_without_a_connection_are_answered(adapters: Adapter) -> None:
    with LittleServer(Answer(500, b"")) as server:
        home, ears = adapters(server.url, TOKEN, wait=False)
        home.send([forged("climate.living_room_radiator", Attribute.SET_POINT, 20.0, number) for number in (1, 2)])
        begun = time.monotonic()
        deliveries = eventually(lambda: len(ears.of(Delivery)) == 2 and ears.of(Delivery), "both answers")
        assert timedelta(seconds=time.monotonic() - begun) > QUICK.stale / 2, "they waited for a connection"
        assert [(one.number, one.error and one.error.code) for one in deliveries] == [
            (1, Code.LINK_DOWN),
            (2, Code.LINK_DOWN),
        ]
