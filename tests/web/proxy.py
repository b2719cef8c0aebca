"""A reverse proxy as Home Assistant's ingress is one: takes a prefix off the path and names it in a header."""

import socket
import threading
from contextlib import suppress

PREFIX = "/api/hassio_ingress/Zm9v"


class PrefixProxy:
    """One request per connection, except that a websocket goes on both ways."""

    def __init__(self, port: int) -> None:
        self._behind = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.strays: list[str] = []
        self._open: list[socket.socket] = []
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
        for end in self._open:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                front, _ = self._listener.accept()
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
        lines = [f"{method} {path.removeprefix(PREFIX)} {version}".encode(), f"X-Ingress-Path: {PREFIX}".encode()]
        fields, body = rest.split(b"\r\n\r\n", 1)
        kept = [line for line in fields.split(b"\r\n") if upgrade or not line.lower().startswith(b"connection:")]
        lines += kept if upgrade else [*kept, b"Connection: close"]
        back = socket.create_connection(("127.0.0.1", self._behind))
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
