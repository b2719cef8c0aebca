"""A small real HTTP server that answers as it is told; it knows nothing of Home Assistant."""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import NamedTuple, Self


class Answer(NamedTuple):
    """What it says. An endless body is sent until the other side lets go."""

    status: int = 200
    body: bytes = b"{}"
    kind: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    endless: bool = False


Answers = Callable[[str], Answer]


class LittleServer:
    """On 127.0.0.1; remembers what it was asked."""

    def __init__(self, answers: Answers | Answer) -> None:
        answer = answers if callable(answers) else lambda _path: answers
        self.asked: list[str] = []
        self.tokens: list[str | None] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.asked.append(self.path)
                outer.tokens.append(self.headers.get("Authorization"))
                said = answer(self.path)
                self.send_response(said.status)
                self.send_header("Content-Type", said.kind)
                self.send_header("Content-Length", str(10**12 if said.endless else len(said.body)))
                for name, value in said.headers:
                    self.send_header(name, value)
                self.end_headers()
                try:
                    self.wfile.write(said.body)
                    while said.endless:
                        self.wfile.write(b" " * 65536)
                except OSError:
                    self.close_connection = True

            do_POST = do_GET  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _t: type[BaseException] | None, _e: BaseException | None, _tb: TracebackType | None) -> None:
        self.close()
