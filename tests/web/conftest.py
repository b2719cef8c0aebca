"""A headless Chromium, and a served page to look at with it."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.web.fake_desk import FakeDesk
from tests.web.fake_system import FakeSystem
from tests.web.houses import TREND, ZONE, evening
from thermo_edge.web.access.gate import Open
from thermo_edge.web.health import HealthReport, house_health
from thermo_edge.web.server import WebServer

CHROMIUM = Path("/usr/bin/chromium")
ARGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE, DESKTOP = (390, 844), (1280, 800)

expect.set_options(timeout=20_000)  # a machine that others share is slow at times


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; skipped in one line without it, except in CI."""
    found = CHROMIUM if CHROMIUM.exists() else shutil.which("chromium")
    if found is None:
        line = "no Chromium here: apt-get install chromium"
        if os.environ.get("THERMO_EDGE_CI") == "1":
            pytest.fail(line)
        pytest.skip(line)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGS)
        yield browser
        browser.close()


@dataclass
class Home:
    """A running server with its desk."""

    desk: FakeDesk
    server: WebServer
    late: list[timedelta]
    system: FakeSystem


@pytest.fixture
def home() -> Iterator[Home]:
    """A house on a winter evening, served."""
    desk, late, system = FakeDesk(evening(), TREND), [timedelta()], FakeSystem()

    def health() -> HealthReport:
        return house_health(desk.current, desk.current.at, desk.current.at + late[0])

    server = WebServer(desk, health, Open(), port=0, zone=ZONE, system=system)
    server.start()
    assert server.wait_started(10)
    yield Home(desk, server, late, system)
    desk.go_on.set()
    assert server.stop(10)


@dataclass
class Watch:
    """What the browser asked for and complained about."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def asked(self, request: Request) -> None:
        self.requests.append(request.url)

    def said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def follow(self, page: Page) -> None:
        """Write down what this page asks for and complains of."""
        page.on("request", self.asked)
        page.on("websocket", lambda socket: self.requests.append(socket.url))
        page.on("console", self.said)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def require_quiet(self) -> None:
        """Nothing may have left this computer, and the browser may not have complained."""
        near = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:http://127.0.0.1:")
        assert {url for url in self.requests if not url.startswith(near)} == set()
        assert self.complaints == []


Look = Callable[..., Page]


@pytest.fixture
def look(chromium: Browser, home: Home) -> Iterator[Look]:
    """Opens the page; at the end nothing may have left this computer, and the browser may not have complained."""
    watch, contexts = Watch(), []

    def open_(url: str = "", size: tuple[int, int] = DESKTOP, scheme: str = "light") -> Page:
        width, height = size
        context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        page.set_default_timeout(45_000)
        page.goto(url or home.server.url)
        page.wait_for_selector(".te-say h1", state="attached")
        return page

    open_.watch = watch  # type: ignore[attr-defined]
    yield open_
    for context in contexts:
        context.close()
    watch.require_quiet()
