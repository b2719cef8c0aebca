"""A program that tells of itself what a test says."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.web.houses import EVENING
from thermo_edge.errors import StoreError
from thermo_edge.home.egress import Connection
from thermo_edge.home.put_back import Content, Offered, PutBack, Since, Unfit
from thermo_edge.home.system import Kept, SystemView

BUSY = SystemView(
    "0.1.0",
    EVENING - timedelta(days=3),
    (
        Connection("homeassistant.local", 8123, "Home Assistant, websocket", EVENING, EVENING, 2, 4100, 9_400_000),
        Connection("homeassistant.local", 8123, "Home Assistant, requests", EVENING, EVENING, 8640, 0, 2_400_000_000),
    ),
    Kept(412_000_000, 12_345_678, EVENING - timedelta(days=400), EVENING),
    tuple(f"2026-01-13 20:40:{number % 60:02} INFO thermo_edge.app: line {number}" for number in range(100)),
    "/srv/thermo-edge/data",
)
OFFERED = PutBack(
    Offered(
        "f" * 64,
        92_300_000,
        Content(
            EVENING - timedelta(days=9),
            "0.1.0",
            EVENING - timedelta(days=400),
            EVENING - timedelta(days=9),
            6,
            2,
            True,
            True,
        ),
        Since(EVENING - timedelta(hours=1), 1234567, 12),
    ),
    restarts=True,
)
IDLE = replace(BUSY, connections=(), kept=None, log=())


class FakeSystem:
    """Implements home.system.SystemDesk."""

    def __init__(self) -> None:
        self.current = BUSY
        self.broken = False
        self.staged: PutBack | None = PutBack(restarts=True)
        self.got = b""
        self.calls: list[tuple[str, ...]] = []
        self.unfit: Unfit | None = None

    def look(self) -> SystemView:
        return self.current

    def diagnostics(self) -> bytes:
        if self.broken:
            raise StoreError("the disk is full")
        return b"PK diagnostics"

    def backup(self, to: Path) -> None:
        if self.broken:
            raise StoreError("the disk is full")
        to.write_bytes(b"PK backup")

    def put_back(self) -> PutBack | None:
        return self.staged

    def receive(self, length: int | None) -> "FakeSystem":
        self.calls.append(("receive", str(length)))
        self.got = b""
        return self

    def write(self, part: bytes) -> None:
        self.got += part

    def finish(self) -> PutBack:
        if self.unfit is not None:
            raise self.unfit
        self.staged = OFFERED
        return OFFERED

    def close(self) -> None:
        self.calls.append(("close",))

    def agree(self, mark: str, who: str) -> None:
        self.calls.append(("agree", mark, who))
        if self.unfit is not None:
            raise self.unfit
        self.staged = replace(OFFERED, waits=True, who=who)

    def drop(self) -> None:
        self.calls.append(("drop",))
        self.staged = PutBack(restarts=True)

    def restart(self) -> None:
        self.calls.append(("restart",))
