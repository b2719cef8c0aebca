"""A plain WebSocket to Home Assistant for tests; independent of the adapter under test."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.instance.install import Failure

Event = dict[str, Any]


class Wire:
    """Asks and is answered; events go to whoever subscribed. One reader thread."""

    def __init__(self, url: str, token: str) -> None:
        address = url.replace("http", "ws", 1) + "/api/websocket"
        self._socket = connect(address, max_size=None, compression=None, proxy=None, close_timeout=1)
        self._number = 0
        self._lock = threading.Lock()
        self._answers: dict[int, dict[str, Any]] = {}
        self._answered = threading.Condition()
        self._ended = False
        self._listeners: dict[int, Callable[[Event], None]] = {}
        self._socket.recv(timeout=10)
        self._socket.send(json.dumps({"type": "auth", "access_token": token}))
        greeting = json.loads(self._socket.recv(timeout=10))
        if greeting["type"] != "auth_ok":
            self._socket.close()
            raise Failure(f"authentication failed: {greeting}")
        self._reader = threading.Thread(target=self._read, name="test-wire", daemon=True)
        self._reader.start()

    def _read(self) -> None:
        try:
            for frame in self._socket:
                message = json.loads(frame)
                if message["type"] == "event":
                    self._listeners.get(message["id"], _ignore)(message["event"])
                else:
                    with self._answered:
                        self._answers[message["id"]] = message
                        self._answered.notify_all()
        except ConnectionClosed:
            pass
        with self._answered:
            self._ended = True
            self._answered.notify_all()

    def ask(self, type: str, on_event: Callable[[Event], None] | None = None, **fields: Any) -> Any:  # noqa: A002
        """The result of one command; a refusal is raised."""
        with self._lock:
            self._number += 1
            number = self._number
            if on_event:
                self._listeners[number] = on_event
            self._socket.send(json.dumps({"id": number, "type": type, **fields}))
        with self._answered:
            self._answered.wait_for(lambda: number in self._answers or self._ended, timeout=30)
            answer = self._answers.pop(number, None)
        if answer is None:
            raise Failure(f"{type}: {'the connection was closed' if self._ended else 'no answer within 30 s'}")
        if not answer.get("success"):
            raise Failure(f"{type}: {answer.get('error')}")
        return answer.get("result")

    def listen(self, event_type: str) -> list[Event]:
        """Events of a type, in a list that grows as they come."""
        heard: list[Event] = []
        self.ask("subscribe_events", heard.append, event_type=event_type)
        return heard

    def close(self) -> None:
        self._socket.close()
        self._reader.join(5)

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, _t: type[BaseException] | None, _e: BaseException | None, _tb: TracebackType | None) -> None:
        self.close()


def _ignore(_event: Event) -> None:
    return
