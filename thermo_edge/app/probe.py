"""Gathers the doctor's facts: asks Home Assistant, looks at the database's file, the machine and the page's port."""

import json
import os
import platform
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from integrations.home_assistant import registry
from integrations.home_assistant import state as parsing
from integrations.home_assistant.translate import readings, wanted
from integrations.home_assistant.visit import Visit
from thermo_edge.app.facts import MISSING_LIBRARY, HomeFacts, MachineFacts, PageFacts, StoreFacts
from thermo_edge.errors import StoreError, ThermoEdgeError
from thermo_edge.home.house import EntityId, House, Point
from thermo_edge.home.snapshot import Quality, Reading
from thermo_edge.ports import Clock
from thermo_edge.store import upgrade
from thermo_edge.store.database import FileLock
from thermo_edge.store.driver import plain
from thermo_edge.store.intact import fault, is_new

ANSWERING = 2.0
"""Seconds that other programs have to answer a roll call."""

LIBRARIES = ("onnxruntime", "torch")
LOADING = 90.0
"""Seconds; a small computer takes a while."""


def home(
    url: str, token: str, house: House, known: Mapping[EntityId, str], clock: Clock, answering: float = ANSWERING
) -> HomeFacts:
    """Everything that Home Assistant tells; why not, where it does not."""
    try:
        with Visit(url, token, clock) as visit:
            administrator = visit.administrator()
            found, said = _states(visit, house, known, clock)
            asked, theirs = clock.now(), visit.at
            programs = _programs(visit, answering) if administrator else frozenset[str]()
            return HomeFacts(
                version=visit.version,
                administrator=administrator,
                celsius=visit.celsius,
                ahead=theirs - asked if theirs else asked - asked,
                at=asked,
                readings=found,
                said=said,
                programs=programs,
            )
    except ThermoEdgeError as error:
        return HomeFacts(fault=error)


def _states(
    visit: Visit, house: House, known: Mapping[EntityId, str], clock: Clock
) -> tuple[dict[Point, Reading], dict[EntityId, str]]:
    points = wanted(house)
    names = registry.find(points, known, visit.registry())
    rows, _ = visit.rest.states()
    now = clock.now()
    states = {state.entity: state for state in (parsing.from_json(row, now) for row in rows) if state is not None}
    found: dict[Point, Reading] = {}
    said: dict[EntityId, str] = {}
    for entity, attributes in points.items():
        state = states.get(names.of(entity))
        if state is None:
            found |= {
                Point(entity, one): Reading(Point(entity, one), None, now, now, Quality.MISSING) for one in attributes
            }
            continue
        told = readings(state, entity, attributes, "°C" if visit.celsius else "°F")
        found |= {reading.point: reading for reading in told}
        unit = state.attributes.get("unit_of_measurement")
        said[entity] = f"{state.state[:40]} {unit}" if isinstance(unit, str) else state.state[:40]
    return found, said


def _programs(visit: Visit, answering: float) -> frozenset[str]:
    """The instances of this program that have the home."""
    heard: set[str] = set()

    def on_event(event: Mapping[str, Any]) -> None:
        data = event.get("data")
        instance = data.get("instance") if isinstance(data, Mapping) else None
        if isinstance(instance, str):
            heard.add(instance[:100])

    visit.roll_call(on_event)
    threading.Event().wait(answering)
    return frozenset(heard)


# --- the database ---------------------------------------------------------------------------------------------------


def store(path: Path) -> StoreFacts:
    """Nothing is changed: the file is only read, and the lock beside it is let go again."""
    folder = next(parent for parent in path.parents if parent.exists())
    free = shutil.disk_usage(folder).free
    writable = os.access(folder, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))
    if is_new(path):
        return StoreFacts(path, exists=False, writable=writable, free=free)
    wrong, older = _wrong(path)
    meta = {} if wrong else _meta(path)
    return StoreFacts(
        path,
        fault=wrong,
        older=older,
        in_use=_in_use(path) if writable else False,
        writable=writable,
        size=sum(side.stat().st_size for side in (path, path.with_name(path.name + "-wal")) if side.exists()),
        free=free,
        instance=meta.get("instance"),
        names=_names(meta.get("names", "{}")),
    )


def _wrong(path: Path) -> tuple[str | None, bool]:
    """Why it cannot be used, and whether its schema is an older one."""
    try:
        damage = fault(path)
        if damage is not None:
            return f"{path} is damaged ({damage}): restore a backup, or move the file away to begin anew", False
        upgrade.require_known(path)
        return None, upgrade.revision(path) != upgrade.known()[0]
    except (StoreError, OSError) as error:
        return str(error), False


def _in_use(path: Path) -> bool:
    try:
        FileLock(path).release()
    except StoreError:
        return True
    except OSError:
        return False
    return False


def _meta(path: Path) -> dict[str, str]:
    try:
        with plain(path) as connection:
            return dict(connection.execute("SELECT key, value FROM meta").fetchall())
    except sqlite3.Error:
        return {}


def _names(text: str) -> dict[EntityId, str]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return {EntityId(str(k)): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


# --- this computer --------------------------------------------------------------------------------------------------


def machine(libraries: Iterable[str] = LIBRARIES) -> MachineFacts:
    return MachineFacts(os.cpu_count() or 1, _memory(), platform.machine(), {name: loading(name) for name in libraries})


def loading(library: str) -> int | None:
    """How a child process ended that loaded it: a wrong build for this processor ends a process without a word."""
    code = (
        "import importlib, importlib.util as u, sys\n"
        f"sys.exit({MISSING_LIBRARY}) if u.find_spec(sys.argv[1]) is None else importlib.import_module(sys.argv[1])"
    )
    try:
        ended = subprocess.run(  # noqa: S603 - ourselves
            [sys.executable, "-c", code, library], check=False, capture_output=True, timeout=LOADING
        )
    except subprocess.TimeoutExpired:
        return None
    return ended.returncode


def _memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return 0


def page(host: str, port: int) -> PageFacts:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError:
        return PageFacts(host, port, free=False)
    return PageFacts(host, port, free=True)
