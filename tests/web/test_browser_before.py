"""The pages before there is a house, and before one is let in: everywhere, read by everybody, by keyboard alone."""

import threading
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.config.homes import DUTCH
from tests.web.access import WORDS, guarded
from tests.web.everywhere import OTHER, SIZES, opened, sound
from tests.web.fake_desk import FakeDesk
from tests.web.houses import ZONE, evening
from tests.web.keyboard import press, reach, walk
from tests.web.proxy import PrefixProxy
from thermo_edge.app.first_run import FirstRun
from thermo_edge.config.file import read_settings
from thermo_edge.config.propose import propose
from thermo_edge.config.setup_desk import Met
from thermo_edge.web.access.gate import Open
from thermo_edge.web.health import HealthReport
from thermo_edge.web.server import WebServer

pytestmark = pytest.mark.browser


class Begun:
    """What the set-up hands over to."""

    url = "http://127.0.0.1:9"

    def __init__(self, file: Path, began: threading.Event) -> None:
        self.file, self._began = file, began

    def start(self) -> None:
        self._began.set()

    def stop(self) -> None:
        """Nothing runs."""


@pytest.mark.parametrize("size", SIZES)
def test_set_up_by_keyboard(chromium: Browser, tmp_path: Path, size: str) -> None:
    met = Met("2026.2.3", True, propose(DUTCH.inventory), len(DUTCH.inventory.items), "Europe/Amsterdam")
    began, path = threading.Event(), tmp_path / "config.yaml"
    run = FirstRun(path, 0, look=lambda *_: met, begin=lambda file: Begun(file, began), access=Open())
    run.start()
    proxy = PrefixProxy(int(run.url.rsplit(":", 1)[1]))
    steps = ("Where is your Home Assistant?", "3 rooms found.", "Who lives here", "Ready to watch.")
    forward = ("Connect", "Next: people and house", "Next: start", "Start observing")
    try:
        for scheme, title, button in zip(("light", "dark") * 2, steps, forward, strict=True):
            with opened(chromium, f"{proxy.url}", size, scheme) as page:
                expect(page.get_by_role("heading", name=title)).to_be_visible()
                sound(page, scheme)
            with opened(chromium, f"{run.url}/setup", size, OTHER[scheme]) as page:
                expect(page.get_by_role("heading", name=title)).to_be_visible()
                page.wait_for_function("document.activeElement.tagName === 'H1'")  # each step leads there
                assert walk(page).faults == {}
                if title == steps[0]:
                    reach(page, "Access token", "input")
                    page.keyboard.type("secret")
                press(page, button, "button")
                expect(page.get_by_role("heading", name=title)).to_have_count(0)
        assert began.wait(10)
        assert proxy.strays == []
    finally:
        proxy.close()
        run.stop()
    assert set(read_settings(path).rooms) == {room.id for room in met.proposal.rooms}


@pytest.mark.parametrize("size", SIZES)
def test_the_way_in_by_keyboard(chromium: Browser, tmp_path: Path, size: str) -> None:
    access = guarded(tmp_path)
    server = WebServer(FakeDesk(evening()), lambda: HealthReport(True, {}), access, port=0, zone=ZONE)
    server.start()
    assert server.wait_started(10)
    proxy = PrefixProxy(server.port)
    try:
        for scheme, title in (("light", "Set your password"), ("dark", "Log in")):
            for url, shown in ((proxy.url, scheme), (f"{server.url}/", OTHER[scheme])):
                with opened(chromium, url, size, shown) as page:
                    expect(page.get_by_role("heading", name=title)).to_be_visible()
                    sound(page, shown)
                    assert walk(page).faults == {}
                    if url == proxy.url and title == "Log in":
                        reach(page, "Name", "input")
                        page.keyboard.type("Anna")
                        reach(page, "Password", "input")
                        page.keyboard.type(WORDS)
                        page.keyboard.press("Enter")
                        expect(page.get_by_text("Warm where you are.")).to_be_visible()
            if title != "Log in":
                access.keyring.first("Anna", WORDS)
        assert proxy.strays == []
    finally:
        proxy.close()
        assert server.stop(10)
