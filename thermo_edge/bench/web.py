"""What the pages cost: the first one until it can be used, a year's chart, twenty open ones; and what they claim."""

import os
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thermo_edge.app.core import DATABASE
from thermo_edge.app.simulate import in_memory, named, wire
from thermo_edge.bench.browsing import CHROMIUM, require_browser
from thermo_edge.bench.counterfactuals import Checked, checked, checked_stored
from thermo_edge.bench.night_house import a_house, live
from thermo_edge.bench.rows import Row
from thermo_edge.bench.web_served import ROOMS
from thermo_edge.simulation.run import Run
from thermo_edge.store.open import open_history

if TYPE_CHECKING:
    from playwright.sync_api import Browser

YEAR, QUICK_DAYS = 365, 30
PAGES, OPEN_FOR = 20, 30.0
_HZ = os.sysconf("SC_CLK_TCK")


def bench_web(quick: bool) -> list[Row]:
    """A year of history in eight rooms; `quick`: a month, and fewer looks. It needs Chromium and the extra `bench`."""
    require_browser()
    days = QUICK_DAYS if quick else YEAR
    with tempfile.TemporaryDirectory(prefix="thermo-edge-web-") as name:
        folder = Path(name)
        live(folder / DATABASE, a_house(ROOMS), datetime.now(UTC), days, tidy=not quick)
        rows = [chart(folder, days)]
        with served(folder) as (url, pid), browser() as chromium:
            rows += first_page(chromium, url, days, 3 if quick else 7)
            rows.append(open_pages(chromium, url, pid, 5.0 if quick else OPEN_FOR))
    winter, lived = named("winter-week"), 1.0 if quick else 3.0
    rows.append(_right("what is said to change a decision does", checked(Run(winter, wire, in_memory(), 3), lived)))
    rows.append(_right("what is kept with a decision would have changed it", checked_stored(winter, lived)))
    return rows


def _right(what: str, found: Checked) -> Row:
    tried = f"{what}, of {sum(found.tried.values())} that were tried"
    return Row(tried, round(found.share, 3), "", "higher", 0.95)


def chart(folder: Path, days: int) -> Row:
    """A room's temperature over all of it, a value a day, from the database."""
    history, point = open_history(folder / DATABASE).history, a_house(ROOMS).rooms[0].sensors[0].point
    now = datetime.now(UTC)
    took = []
    for _ in range(5):
        begun = time.perf_counter()
        history.samples(point, now - timedelta(days=days), now, timedelta(days=1))
        took.append(1000.0 * (time.perf_counter() - begun))
    history.close()
    return Row(f"a chart of {days} days from the server, median", round(statistics.median(took)), "ms", "lower", 300.0)


def first_page(chromium: "Browser", url: str, days: int, looks: int) -> list[Row]:
    """From nothing in the browser's cache until rooms are shown and their buttons answer."""
    took = []
    for _ in range(looks):
        context = chromium.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        begun = time.perf_counter()
        page.goto(url)
        page.get_by_role("button", name="room_0", exact=True).click()
        page.get_by_role("dialog").wait_for()
        took.append(time.perf_counter() - begun)
        context.close()
    what = f"first page with {days} days of history, until a room opened"
    return [
        Row(f"{what}, median", round(statistics.median(took), 2), "s", "lower", 1.5),
        Row(f"{what}, worst of {looks}", round(max(took), 2), "s", "lower"),
    ]


def open_pages(chromium: "Browser", url: str, pid: int, seconds: float) -> Row:
    """The share of a core that the program takes while pages stand open, beside what it takes without any."""
    alone = _share(pid, seconds)
    context = chromium.new_context()
    pages: list[Any] = []
    for _ in range(PAGES):
        pages.append(context.new_page())
        pages[-1].goto(url)
        pages[-1].locator(".te-room").first.wait_for()
    pages[-1].wait_for_timeout(5000)
    share = _share(pid, seconds)
    context.close()
    what = f"{PAGES} open pages, share of a core"
    return Row(what, round(100.0 * share, 1), "%", "lower", 10.0, {"no page": round(100.0 * alone, 1)})


def _share(pid: int, seconds: float) -> float:
    before, begun = _used(pid), time.perf_counter()
    select.select([], [], [], seconds)
    return (_used(pid) - before) / (time.perf_counter() - begun)


def _used(pid: int) -> float:
    """Seconds of processor so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _HZ


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, int]]:
    """The address of the pages, and the process that serves them."""
    command = [sys.executable, "-m", "thermo_edge.bench.web_served", str(folder)]
    with (folder / "served.log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)  # noqa: S603
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        yield process.stdout.readline().decode().strip(), process.pid
    finally:
        process.stdin.close()
        process.wait(30)


@contextmanager
def browser() -> "Iterator[Browser]":
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()
