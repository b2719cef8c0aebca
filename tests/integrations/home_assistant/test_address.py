"""What people write as the address, and how patience grows."""

from datetime import timedelta
from itertools import pairwise

import pytest

from integrations.home_assistant import address
from integrations.home_assistant.faults import NotHomeAssistant, Starting, TokenRefused, reason, unreachable
from integrations.home_assistant.pace import Pace
from thermo_edge.home.reason import Code


@pytest.mark.parametrize(
    ("url", "rest", "websocket"),
    [
        ("http://host:8123", "http://host:8123/api", "ws://host:8123/api/websocket"),
        ("http://host:8123/", "http://host:8123/api", "ws://host:8123/api/websocket"),
        ("http://host:8123/api", "http://host:8123/api", "ws://host:8123/api/websocket"),
        ("http://host:8123/api/", "http://host:8123/api", "ws://host:8123/api/websocket"),
        (" http://host:8123/api/websocket ", "http://host:8123/api", "ws://host:8123/api/websocket"),
        ("https://home.example.org", "https://home.example.org/api", "wss://home.example.org/api/websocket"),
        ("https://example.org/ha/", "https://example.org/ha/api", "wss://example.org/ha/api/websocket"),
        ("http://[fd00::1]:8123", "http://[fd00::1]:8123/api", "ws://[fd00::1]:8123/api/websocket"),
        ("http://supervisor/core", "http://supervisor/core/api", "ws://supervisor/core/websocket"),
        ("http://supervisor/core/api", "http://supervisor/core/api", "ws://supervisor/core/websocket"),
        ("http://host:8123/lovelace?x=1#y", "http://host:8123/lovelace/api", "ws://host:8123/lovelace/api/websocket"),
    ],
)
def test_addresses(url: str, rest: str, websocket: str) -> None:
    found = address.parse(url)
    assert (found.rest, found.websocket) == (rest, websocket)


@pytest.mark.parametrize("url", ["", "host:8123", "ftp://host", "http://", "http://host:port", "http://[x", "ws://h/"])
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(NotHomeAssistant, match="must look like http://"):
        address.parse(url)


def test_a_password_in_the_address_is_not_repeated() -> None:
    with pytest.raises(NotHomeAssistant) as caught:
        address.parse("http://me:secret@host:8123")
    assert "secret" not in str(caught.value)
    assert "secret" not in caught.value.address


@pytest.mark.parametrize("token", ["", "  ", "two words", "line\nbreak", "töken", "x\x00y"])
def test_what_is_no_token(token: str) -> None:
    with pytest.raises(TokenRefused, match="copy it again") as caught:
        address.token(token)
    assert token.strip() == "" or token not in str(caught.value)


def test_reasons() -> None:
    assert reason(TokenRefused("x")).code is Code.TOKEN_REFUSED
    assert reason(Starting("x")).code is Code.HOME_STARTING
    assert reason(NotHomeAssistant("x", "http://h")).get("detail") == "http://h"
    assert reason(unreachable("http://h", "y")).code is Code.LINK_DOWN


def test_patience_grows_to_a_minute_and_differs_between_programs() -> None:
    pace, fault = Pace(), unreachable("http://h", "x")
    waits = [pace.retry(fault, attempt, "one") for attempt in range(12)]
    assert timedelta(seconds=0.7) < waits[0] < timedelta(seconds=1.3)
    assert timedelta(seconds=45) <= waits[-1] <= timedelta(seconds=75)
    assert all(later > earlier for earlier, later in pairwise(waits[:5]))
    assert pace.retry(fault, 3, "one") == waits[3]
    assert pace.retry(fault, 3, "two") != waits[3]
    assert pace.retry(fault, 10_000, "one") <= timedelta(seconds=75)
    assert pace.retry(TokenRefused("x"), 0, "one") >= timedelta(minutes=10)
