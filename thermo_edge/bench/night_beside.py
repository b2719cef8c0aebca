"""What the live program is like while a night of learning goes on beside it: memory, processor, how soon it answers."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from thermo_edge.app.core import DATABASE
from thermo_edge.bench.little_home import LittleHome
from thermo_edge.bench.night_house import a_house, live
from thermo_edge.bench.rows import Row
from thermo_edge.home.house import House

ROOMS, DAYS, QUIET = 8, 40, 60.0
QUICK_ROOMS, QUICK_DAYS, QUICK_QUIET = 1, 9, 3.0
"""`QUIET`: seconds of each stretch without a night."""

MEGABYTES, ALIKE = 20.0, 1.25
"""How much more memory it may take, and times the 99th percentile of a quiet stretch that is called unchanged."""

TIMEOUT = 1200.0
_DATA = "data"


def bench_beside(quick: bool) -> list[Row]:
    """A home in Home Assistant's place, the whole program with its page in a process of its own, and its own child."""
    rooms, days, quiet = (QUICK_ROOMS, QUICK_DAYS, QUICK_QUIET) if quick else (ROOMS, DAYS, QUIET)
    house = a_house(rooms)
    with tempfile.TemporaryDirectory(prefix="thermo-edge-beside-") as name, LittleHome(house) as home:
        folder = Path(name)
        (folder / _DATA).mkdir()
        live(folder / _DATA / DATABASE, house, datetime.now(UTC), days)
        path = folder / "config.yaml"
        path.write_text("\n".join(settings(house, home.url)), encoding="utf-8")
        found = beside(path, quiet, models=not quick)
    return list(rows(found, f"{rooms} rooms and {days} days"))


def beside(path: Path, quiet: float, models: bool) -> Mapping[str, Any]:
    """The line that `night_live` writes; `models`: they have been asked before it."""
    command = [sys.executable, "-m", "thermo_edge.bench.night_live", str(path), str(quiet), *(["models"] * models)]
    with (path.parent / "live.log").open("wb") as log:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=log, timeout=TIMEOUT, check=True)  # noqa: S603
    line: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return line


def settings(house: House, url: str) -> Iterator[str]:
    """Lines of a settings file that says what the house is."""
    yield f'home_assistant: {{url: "{url}", token: a.long.token}}'
    yield "page: {port: 0}"
    yield "learning: {nightly: false}"  # the one that is asked for is the only one
    yield "outdoor_temperature: sensor.outdoor"
    yield "persons:"
    yield from (f"  {each.id}: {{name: {each.name}, entity: {each.entity}}}" for each in house.persons)
    yield "rooms:"
    for room in house.rooms:
        yield f"  {room.id}:"
        yield f"    temperature: {room.sensors[0].point.entity}"
        yield f"    motion: [{room.sensors[1].point.entity}]"
        yield f"    heating: [{{entity: {room.devices[0].entity}}}]"


def rows(found: Mapping[str, Any], what: str) -> Iterator[Row]:
    before, during, after = (found[name] for name in ("before", "during", "after"))
    spare = min(each["processor"] / each["seconds"] for each in (before, after))
    quiet = max(before["p99"], after["p99"])
    more = during["processor"] - spare * during["seconds"]
    models = float(len(found.get("outcomes", ())))
    night = {"s of the night": round(during["seconds"]), "verbs": float(during["count"]), "models": models}
    yield Row(
        f"live program during a night of {what}: extra memory",
        round(during["memory"] - before["memory"], 1),
        "MB",
        "lower",
        MEGABYTES,
        {"MB before": round(before["memory"]), "more after": round(after["memory"] - before["memory"], 1)},
    )
    yield Row("its extra processor", round(max(more, 0.0), 2), "s", "lower", None, night)
    yield Row(
        "a wish, its turn and its rows in the database, p99 during the night",
        round(during["p99"], 1),
        "ms",
        "lower",
        None,
        {"before": round(before["p99"], 1), "after": round(after["p99"], 1), "median": round(during["median"], 1)},
    )
    yield Row(
        "the same / the slower of the quiet stretches before and after it",
        round(during["p99"] / quiet, 2),
        "",
        "lower",
        ALIKE,
        {"quiet stretches apart": round(quiet / min(before["p99"], after["p99"]), 2)},
    )
