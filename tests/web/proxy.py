"""A reverse proxy as Home Assistant's ingress is one: takes a prefix off the path and names it in a header."""

import socket
import threading
from contextlib import suppress

PREFIX = "/api/hassio_ingress/Zm9v"


class PrefixProxy:
    """One request per connection, except that a websocket goes on both ways."""

    def __init__(self, port: int, source: str = "127.0.0.1", **headers: str) -> None:
        """`source`: the address it speaks from; `headers`: what it says of itself, which nobody before it may say."""
        self._behind, self._source = port, source
        self._said = {"X-Ingress-Path": PREFIX, **{name.replace("_", "-"): value for name, value in headers.items()}}
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.strays: list[str] = []
        self._open: list[socket.socket] = []
        self._cut = threading.Event()
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{PREFIX}/"

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)
        self._drop()

    def cut(self) -> None:
        """From now on nothing gets through, and what was open is gone."""
        self._cut.set()
        self._drop()

    def mend(self) -> None:
        self._cut.clear()

    def _drop(self) -> None:
        for end in self._open:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._open.clear()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                front, _ = self._listener.accept()
                if self._cut.is_set():
                    front.close()
                    continue
                self._open.append(front)
                threading.Thread(target=self._serve, args=(front,), daemon=True).start()

    def _serve(self, front: socket.socket) -> None:
        head = b""
        with suppress(OSError):
            while b"\r\n\r\n" not in head:
                got = front.recv(65536)
                if not got:
                    return
                head += got
            self._pass_on(front, head)
            front.shutdown(socket.SHUT_RDWR)

    def _pass_on(self, front: socket.socket, head: bytes) -> None:
        start, rest = head.split(b"\r\n", 1)
        method, path, version = start.decode().split(" ")
        if not path.startswith(f"{PREFIX}/"):
            self.strays.append(path)
            front.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        upgrade = b"\r\nupgrade: websocket" in b"\r\n" + rest.lower()
        lines = [f"{method} {path.removeprefix(PREFIX)} {version}".encode()]
        lines += [f"{name}: {value}".encode() for name, value in self._said.items()]
        fields, body = rest.split(b"\r\n\r\n", 1)
        forged = tuple(f"{name}:".lower().encode() for name in self._said)
        kept = [line for line in fields.split(b"\r\n") if not line.lower().startswith(forged)]
        kept = [line for line in kept if upgrade or not line.lower().startswith(b"connection:")]
        lines += kept if upgrade else [*kept, b"Connection: close"]
        back = socket.create_connection(("127.0.0.1", self._behind), source_address=(self._source, 0))
        self._open.append(back)
        back.sendall(b"\r\n".join(lines) + b"\r\n\r\n" + body)
        threading.Thread(target=self._pump, args=(front, back), daemon=True).start()
        self._pump(back, front)

    @staticmethod
    def _pump(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
