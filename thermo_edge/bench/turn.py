"""How quick a turn is: a large house on the real loop, and the whole program with a page open."""

import gc
import logging
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from thermo_edge.app.core import Core, build
from thermo_edge.bench.browsing import CHROMIUM, NoBrowser, require_browser
from thermo_edge.bench.rows import Row
from thermo_edge.clock import SystemClock
from thermo_edge.home.comfort import Band, Comfort
from thermo_edge.home.heard import Changes, Hear, Protected, Synced
from thermo_edge.home.house import (
    Attribute,
    Device,
    DeviceKind,
    Domain,
    EntityId,
    House,
    Mode,
    PlaceId,
    Point,
    Room,
    Sensor,
    Value,
)
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import NOWHERE, Origin, Reading
from thermo_edge.home.turn import Actor, ActorKind, Command, Delivery
from thermo_edge.store.database import Database
from thermo_edge.store.history import SqlHistory
from thermo_edge.store.open import Opened

LOG = logging.getLogger(__name__)

ROOMS = 30
ENTITIES = 500
RATE = 50.0  # changes a second
PEOPLE = Actor(ActorKind.PERSON, "Bench")


class BenchHome:
    """A home of many rooms that notes when what was asked for arrives."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.values: dict[Point, Value] = {}
        self.arrived: dict[Point, float] = {}
        self._hear: Hear | None = None
        for room in house.rooms:
            for sensor in room.sensors:
                self.values[sensor.point] = _first(sensor.point)
            for device in room.devices:
                self.values[device.switch], self.values[device.set_point] = "heat", 20.5
                self.values[Point(device.entity, Attribute.HVAC_ACTION)] = "idle"

    def open(self, house: House, hear: Hear) -> None:
        self.house, self._hear = house, hear
        self.refresh()

    def refresh(self) -> None:
        if self._hear is not None:
            now = datetime.now(UTC)
            self._hear(Synced(tuple(Reading(point, value, now, now) for point, value in self.values.items()), at=now))

    def send(self, commands: Sequence[Command]) -> None:
        at = time.perf_counter()
        for command in commands:
            self.arrived.setdefault(command.point, at)
            if self._hear is None:
                continue
            now = datetime.now(UTC)
            self._hear(Delivery(command.number, now, f"c{command.number}"))
            self.change(command.point, command.value, Origin(f"c{command.number}"))

    def renew(self, devices: Sequence[Device]) -> None:
        """Nothing here turns anything off."""

    def protect(self, device: Device) -> None:
        if self._hear is not None:
            self._hear(Protected(device.entity, Reason(Code.NOT_FOR_DEVICE)))

    def close(self) -> None:
        self._hear = None

    def change(self, point: Point, value: Value, origin: Origin = NOWHERE) -> None:
        self.values[point] = value
        now = datetime.now(UTC)
        if self._hear is not None:
            self._hear(Changes((Reading(point, value, now, now, origin=origin),)))


def a_large_house(rooms: int = ROOMS, entities: int = ENTITIES) -> House:
    """Rooms with a thermostat each, and as many sensors as there must be."""
    kinds = (Attribute.TEMPERATURE, Attribute.OPEN, Attribute.HUMIDITY, Attribute.ILLUMINANCE, Attribute.MOTION)
    each = (entities - rooms) // rooms
    made = []
    for number in range(rooms):
        place = PlaceId(f"room{number}")
        sensors = [Sensor(Point(EntityId(f"sensor.{place}_{n}"), kinds[min(n, 2 + n % 3)]), place) for n in range(each)]
        device = Device(EntityId(f"climate.{place}"), place, DeviceKind.THERMOSTAT, writes_per_hour=100_000)
        made.append(Room(place, f"Room {number}", tuple(sensors), (device,), Comfort(Band(20.0, 21.0))))
    return House("Bench", ZoneInfo("Europe/Amsterdam"), tuple(made), window_delay=timedelta(0))


def bench_turn(quick: bool = False) -> list[Row]:
    """Latency of events at 50 changes a second, a full turn, and the memory of the running program."""
    return [*_latency(10.0 if quick else 60.0), *_full(30 if quick else 200), *_footprint(8.0 if quick else 45.0)]


# --- event to command ------------------------------------------------------------------------------------------


def _latency(seconds: float) -> list[Row]:
    """Sensors change 50 times a second; now and then a window opens, which must reach its thermostat."""
    house = a_large_house()
    home = BenchHome(house)
    with tempfile.TemporaryDirectory(prefix="thermo-edge-bench-") as folder:
        core = _core(house, home, Path(folder))
        stop = threading.Event()
        loop = threading.Thread(target=core.controller.run, args=(stop,))
        loop.start()
        try:
            home.open(house, core.controller.hear)
            _act(core)
            waits, spent = _events(home, house, seconds)
        finally:
            stop.set()
            loop.join()
            core.history.close()
    p50, p99 = np.percentile(waits, [50, 99]) * 1e3
    return [
        Row("event to command, median", round(float(p50), 2), "ms", "lower"),
        Row("event to command, 99 %", round(float(p99), 2), "ms", "lower", 50.0),
        Row("events that led to a command", float(len(waits)), "events", "higher"),
        Row("processor of the house at 50 changes a second", round(spent * 100, 1), "% of a core", "lower"),
    ]


def _events(home: BenchHome, house: House, seconds: float) -> tuple[list[float], float]:
    rng = np.random.default_rng(7)
    points = [sensor.point for room in house.rooms for sensor in room.sensors]
    sensors = [point for point in points if point.attribute is not Attribute.OPEN]
    begin, cpu, waits, count = time.perf_counter(), time.process_time(), [], 0
    while time.perf_counter() - begin < seconds:
        due = begin + count / RATE
        time.sleep(max(0.0, due - time.perf_counter()))
        count += 1
        if count % 10 == 0:
            waits += _window(home, house.rooms[count // 10 % len(house.rooms)])
        else:
            point = sensors[int(rng.integers(len(sensors)))]
            home.change(point, float(_first(point)) + float(np.round(rng.normal(0.0, 0.2), 2)))
    return waits, (time.process_time() - cpu) / (time.perf_counter() - begin)


def _window(home: BenchHome, room: Room) -> list[float]:
    """Open or close a room's window, and wait for what follows."""
    contact = next(sensor.point for sensor in room.sensors if sensor.point.attribute is Attribute.OPEN)
    target = room.devices[0].set_point
    home.arrived.pop(target, None)
    begin = time.perf_counter()
    home.change(contact, not home.values[contact])
    while target not in home.arrived and time.perf_counter() - begin < 1.0:
        time.sleep(0.0005)
    return [home.arrived[target] - begin] if target in home.arrived else [1.0]


# --- a full turn -------------------------------------------------------------------------------------------------


def _full(turns: int) -> list[Row]:
    house = a_large_house()
    home = BenchHome(house)
    with tempfile.TemporaryDirectory(prefix="thermo-edge-bench-") as folder:
        core = _core(house, home, Path(folder))
        home.open(house, core.controller.hear)
        while core.controller.work():
            pass
        _act(core)
        while core.controller.work():
            pass
        took = []
        gc.collect()
        for _ in range(turns):
            core.controller.due()
            core.controller.tick()
            begin = time.perf_counter()
            while core.controller.work():
                pass
            took.append((time.perf_counter() - begin) * 1e3)
        core.history.close()
    median, p99 = np.percentile(took, [50, 99])
    return [
        Row(f"full turn over {ROOMS} rooms, median", round(float(median), 2), "ms", "lower", 15.0),
        Row(f"full turn over {ROOMS} rooms, 99 %", round(float(p99), 2), "ms", "lower"),
    ]


# --- the whole program ---------------------------------------------------------------------------------------------


SETTINGS = """
home_assistant: {url: "http://127.0.0.1:9", token: none}
page: {port: 0}
rooms: {living: {temperature: sensor.living, heating: [{entity: climate.living}]}}
"""


def _footprint(seconds: float) -> list[Row]:
    """The program as a process of its own with a page open, after a while: on the simulated home, and beside none.

    Without a browser nothing is measured, and that is said.
    """
    try:
        require_browser()
    except NoBrowser as none:
        LOG.warning("Resident memory is left out. %s", none)
        return []
    with tempfile.TemporaryDirectory(prefix="thermo-edge-bench-") as folder:
        settings = Path(folder) / "config.yaml"
        settings.write_text(SETTINGS, encoding="utf-8")
        demo = _memory(["demo", "--port", "0", "--folder", folder], seconds)
        live = _memory(["run", "--config", str(settings)], seconds)
    return [
        Row("resident memory, demo with one page open", demo, "MB", "lower", 180.0),
        Row("resident memory, run with one page open", live, "MB", "lower", 180.0),
    ]


def _memory(arguments: Sequence[str], seconds: float) -> float:
    command = [sys.executable, "-m", "thermo_edge", *arguments]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # noqa: S603
    try:
        with _open_page(_url(child)):
            time.sleep(seconds)
            return _resident(child.pid)
    finally:
        child.terminate()
        child.wait(20)
        assert child.stdout is not None
        child.stdout.close()


def _url(child: "subprocess.Popen[str]") -> str:
    assert child.stdout is not None
    for line in child.stdout:
        if "http://" in line:
            return line[line.index("http://") :].strip()
    raise RuntimeError("the program did not start")


class _open_page:  # noqa: N801 - reads as a verb
    """A browser's view of the page: its HTML, then the websocket by which it lives."""

    def __init__(self, url: str) -> None:
        self._url = url

    def __enter__(self) -> None:
        from playwright.sync_api import sync_playwright

        self._player = sync_playwright().start()
        self._browser = self._player.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        page = self._browser.new_page()
        page.goto(self._url)

    def __exit__(self, *_fault: object) -> None:
        self._browser.close()
        self._player.stop()


def _resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


# --- helpers -------------------------------------------------------------------------------------------------------


def _core(house: House, home: BenchHome, folder: Path) -> Core:
    return build(house, SystemClock(), home, Opened(SqlHistory(Database.open(folder / "bench.db"))))


def _act(core: Core) -> None:
    for place in core.controller.state.house.places:
        core.desk.set_mode(place, Domain.CLIMATE, Mode.ACT, PEOPLE)


def _first(point: Point) -> Value:
    if point.attribute in (Attribute.OPEN, Attribute.MOTION):
        return False
    values = {Attribute.TEMPERATURE: 20.2, Attribute.HUMIDITY: 45.0, Attribute.ILLUMINANCE: 120.0}
    return values.get(point.attribute, 0.0)
