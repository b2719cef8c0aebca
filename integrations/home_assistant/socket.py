"""A websocket to Home Assistant: the client library's, with our own limits and timeouts, and one thread that reads."""

import json
import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotInTime
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from homeassistant_api import errors as library
from homeassistant_api.rawwebsocket import RawWebsocketClient
from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidMessage,
    InvalidStatus,
    InvalidURI,
    WebSocketException,
)
from websockets.sync.client import connect

from integrations.home_assistant import calls
from integrations.home_assistant.address import Address
from integrations.home_assistant.calls import NO_LEAVE, Leave, Outgoing
from integrations.home_assistant.faults import Declined, TooLarge, not_home_assistant, token_refused, unreachable
from thermo_edge.errors import HomeUnreachable, ThermoEdgeError
from thermo_edge.ports import Clock

LOG = logging.getLogger(__name__)

_QUIET = logging.getLogger(f"{__name__}.frames")
_QUIET.setLevel(logging.WARNING)
"""What the transport would log in detail holds the token."""

PURPOSE = "Home Assistant, websocket"
"""As the ledger of connections has it."""

_TICK = 1.0
_TOO_BIG = 1009
_FORBIDDEN = 403

OnEvent = Callable[[Mapping[str, Any]], None]


class _Waiting(NamedTuple):
    answer: "Future[object]"
    until: datetime


class Socket(RawWebsocketClient):  # type: ignore[misc]
    """Asks and is answered, from any thread; tells events to whoever subscribed, in its own thread.

    `on_quiet(more)` is called after every frame, and when nothing came for as long as it last returned.
    """

    def __init__(
        self,
        address: Address,
        token: str,
        clock: Clock,
        patience: timedelta,
        limit: int,
        on_closed: Callable[[], None],
        on_quiet: Callable[[], timedelta | None] | None = None,
    ) -> None:
        super().__init__(address.websocket, token)
        self.closed = threading.Event()
        self.fault: ThermoEdgeError | None = None
        self._base = address.base
        self._address = address
        self._clock = clock
        self._patience = patience
        self._limit = limit
        self._on_closed = on_closed
        self._on_quiet = on_quiet
        self._sending = threading.Lock()
        self._waiting: dict[int, _Waiting] = {}
        self._handlers: dict[int, OnEvent] = {}
        self._reader = threading.Thread(target=self._read, name="home-assistant-socket", daemon=True)

    def open(self) -> None:
        """Connect and say who we are."""
        seconds = self._patience.total_seconds()
        self._address.connected(PURPOSE)
        try:
            self._conn = connect(
                self.api_url,
                proxy=None,
                compression=None,
                open_timeout=seconds,
                close_timeout=1,
                ping_interval=seconds,
                ping_timeout=seconds,
                max_size=self._limit,
                logger=_QUIET,
            )
            self.authentication_phase()
        except Exception as error:
            self.close()
            fault = self._fault(error)
            if fault is None:
                raise
            raise fault from None  # what a library says may quote the token
        self._reader.start()

    def close(self) -> None:
        if self._conn is not None:
            self._conn.close()
        if self._reader.is_alive() and self._reader is not threading.current_thread():
            self._reader.join(5)

    # --- asking ---------------------------------------------------------------------------------------------------

    def tell(
        self, message: Mapping[str, object], leave: Leave = NO_LEAVE, on_event: OnEvent | None = None
    ) -> "Future[object]":
        """Send; the answer comes later, or a fault does. Home Assistant wants rising numbers, so this is one step."""
        calls.permit(Outgoing("websocket", body=message), leave)
        answer: Future[object] = Future()
        with self._sending:
            number = self._request_id()
            self._waiting[number] = _Waiting(answer, self._clock.now() + self._patience)
            if on_event is not None:
                self._handlers[number] = on_event
            try:
                self._write({**message, "id": number})
            except (WebSocketException, ThermoEdgeError, OSError) as error:
                self._settle(number, None, self._fault(error) or unreachable(self._base, type(error).__name__))
        if self.closed.is_set():  # it went while we asked
            self._settle(number, None, self.fault or unreachable(self._base, "it closed the connection"))
        return answer

    def ask(self, message: Mapping[str, object], leave: Leave = NO_LEAVE, on_event: OnEvent | None = None) -> Any:
        """Send and wait for the answer."""
        try:
            return self.tell(message, leave, on_event).result(self._patience.total_seconds() + 2 * _TICK)
        except NotInTime:
            raise self._late() from None

    def _late(self) -> HomeUnreachable:
        return unreachable(self._base, f"no answer within {self._patience.total_seconds():g} s")

    def _settle(self, number: int, result: object, fault: Exception | None = None) -> None:
        waiting = self._waiting.pop(number, None)
        if waiting is None:
            return
        if fault is None:
            waiting.answer.set_result(result)
        else:
            self._handlers.pop(number, None)
            waiting.answer.set_exception(fault)

    # --- the wire -------------------------------------------------------------------------------------------------

    def _send(self, data: dict[str, Any]) -> None:
        """The library's way out (it proves our identity through it): the same list holds, and nothing is logged."""
        calls.permit(Outgoing("websocket", body=data))
        self._write(data)

    def _write(self, message: Mapping[str, object]) -> None:
        if self._conn is None:
            raise unreachable(self._base, "not connected")
        said = json.dumps(message, allow_nan=False)
        self._conn.send(said)
        self._address.carried(PURPOSE, sent=len(said))

    def _recv(self) -> dict[str, Any]:
        """The library's way in, while it proves our identity."""
        if self._conn is None:
            raise unreachable(self._base, "not connected")
        message = json.loads(self._conn.recv(timeout=self._patience.total_seconds()))
        if not isinstance(message, dict):
            raise not_home_assistant(self._base, "its greeting is something else")
        return message

    def _read(self) -> None:
        wait: timedelta | None = None
        try:
            while True:
                seconds = _TICK if wait is None else max(0.0, wait.total_seconds())
                try:
                    frame = self._conn.recv(timeout=seconds)
                except TimeoutError:
                    pass
                else:
                    self._address.carried(PURPOSE, received=len(frame))
                    self._frame(frame)
                self._expire()
                wait = self._on_quiet() if self._on_quiet else None
        except ConnectionClosed as error:
            self.fault = self._fault(error)
        except Exception:
            LOG.exception("the connection to Home Assistant is closed, because reading from it failed")
        finally:
            self.fault = self.fault or unreachable(self._base, "reading failed")
            self.closed.set()
            self._conn.close()
            for number in list(self._waiting):
                self._settle(number, None, self.fault)
            self._on_closed()

    def _frame(self, frame: str | bytes) -> None:
        """One message, or several that Home Assistant put together."""
        try:
            content = json.loads(frame)
        except ValueError:
            LOG.warning("Home Assistant sent something that is not JSON; it was left out")
            return
        for message in content if isinstance(content, list) else [content]:
            if not isinstance(message, dict) or not isinstance(number := message.get("id"), int):
                continue
            if message.get("type") == "event" and isinstance(event := message.get("event"), dict):
                handler = self._handlers.get(number)
                if handler is not None:
                    _handle(handler, event)
            elif message.get("type") == "result":
                declined = None if message.get("success") is True else _declined(message.get("error"))
                self._settle(number, message.get("result"), declined)

    def _expire(self) -> None:
        if self._waiting:
            now = self._clock.now()
            for number, waiting in list(self._waiting.items()):
                if now > waiting.until:
                    self._settle(number, None, self._late())

    def _fault(self, error: Exception) -> ThermoEdgeError | None:
        """Our own sentence; None for what is no fault of a connection."""
        base = self._base
        match error:
            case ThermoEdgeError():
                return error
            case library.UnauthorizedError():
                return token_refused(base)
            case InvalidStatus() if error.response.status_code == _FORBIDDEN:
                return token_refused(base, banned=True)
            case InvalidStatus() if error.response.status_code >= 500:
                return unreachable(base, f"HTTP {error.response.status_code}")
            case InvalidStatus() | InvalidURI() | library.ResponseError():
                return not_home_assistant(base, "it has no websocket")
            case ConnectionClosed() if error.sent is not None and error.sent.code == _TOO_BIG:
                return TooLarge(f"Home Assistant at {base} sent more than can be read.")
            case ConnectionClosed():
                return unreachable(base, "it closed the connection")
            case TimeoutError():
                return unreachable(base, f"nothing came within {self._patience.total_seconds():g} s")
            case InvalidMessage() | OSError():
                return unreachable(base, "connection refused")
            case InvalidHandshake() | WebSocketException() | ValueError():
                return not_home_assistant(base, "its greeting is something else")
        return None


def _handle(handler: OnEvent, event: Mapping[str, Any]) -> None:
    """One event that cannot be understood must not end the connection."""
    try:
        handler(event)
    except Exception:
        LOG.exception("an event of Home Assistant was left out, because it could not be understood")


def _declined(error: object) -> Declined:
    if not isinstance(error, dict):
        return Declined("unknown", "it gave no reason")
    return Declined(str(error.get("code"))[:80], str(error.get("message"))[:300])
