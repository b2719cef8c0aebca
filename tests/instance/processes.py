"""Starting and ending programs, free ports, and plain HTTP, for the instance."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any, NamedTuple

from tests.instance.install import say

HOST = "127.0.0.1"


class Process(NamedTuple):
    """A program that was started; its start time tells it from a later one with the same number."""

    pid: int
    start: str | None

    @property
    def alive(self) -> bool:
        return self.start is not None and start_ticks(self.pid) == self.start

    def reap(self) -> None:
        """Collect it if it is our child and has ended, or it would look alive."""
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, os.WNOHANG)

    def end(self, name: str, patience: float) -> None:
        """Ask it to stop, wait, then insist."""
        if not self.alive:
            return
        os.kill(self.pid, signal.SIGTERM)
        deadline = time.monotonic() + patience
        while self.alive and time.monotonic() < deadline:
            self.reap()
            time.sleep(0.1)
        if self.alive:
            say(f"{name} ({self.pid}) did not stop in {patience:.0f} s; killing it")
            os.kill(self.pid, signal.SIGKILL)
            time.sleep(0.2)
            self.reap()


def start_ticks(pid: int) -> str | None:
    """The start time of a live process; None when there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] == "Z" else fields[19]


def spawn(command: list[str], log: Path, cwd: Path, env: dict[str, str]) -> Process:
    """Start a program in the background, its output in a log file; it outlives us."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, **env},
            cwd=str(cwd),
            start_new_session=True,
        )
    child.returncode = 0  # it is ended by its number: Popen shall not warn that it still runs
    return Process(child.pid, start_ticks(child.pid))


def rss_mib(pid: int) -> int | None:
    """Resident memory of a process."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) // 1024
    return None


def port_free(port: int) -> bool:
    """True when nothing listens on the loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def http(
    method: str, url: str, body: Any = None, token: str | None = None, form: bool = False, timeout: float = 30
) -> tuple[int, Any]:
    """One request; returns the status (0: no connection) and the decoded body."""
    headers = {"Accept": "application/json"}
    data = None
    if form:
        data = urllib.parse.urlencode(body).encode()
    elif body is not None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers["Content-Type"] = "application/json"
    if token:
        headers["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(url, data=data, headers=headers, method=method)
    # Loopback must not go through a proxy that the environment may name.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=timeout) as reply:
            status, raw = reply.status, reply.read()
    except urllib.error.HTTPError as err:
        with err:
            status, raw = err.code, err.read()
    except OSError:
        return 0, None
    try:
        return status, json.loads(raw)
    except ValueError:
        return status, raw.decode("utf-8", "replace")
