"""The pages before a real Home Assistant: set up in the browser, saved to, cut off from it, and seen by ingress."""

import json
import logging
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.instance.harness import HomeAssistant, eventually
from tests.web.access import WORDS
from tests.web.conftest import DESKTOP, PHONE, Watch, chromium
from tests.web.proxy import PREFIX, PrefixProxy
from thermo_edge.app.first_run import SUPERVISOR, TOKEN_FILE, FirstRun, visited
from thermo_edge.app.live import LiveProgram
from thermo_edge.clock import SystemClock
from thermo_edge.config import read_settings
from thermo_edge.config.setup_desk import LIVES_HERE
from thermo_edge.home.house import Mode, PlaceId
from thermo_edge.web.access.gate import Guarded

pytestmark = [pytest.mark.homeassistant, pytest.mark.browser]

__all__ = ["chromium"]

ROOMS = ("living_room", "kitchen", "bedroom", "hallway")
INGRESS = "127.0.0.9"
"""Of this computer, too, but not where anybody else speaks from."""


def page_of(chromium: Browser, url: str, size: tuple[int, int] = PHONE) -> tuple[Page, Watch]:
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]})
    page, watch = context.new_page(), Watch()
    watch.follow(page)
    page.set_default_timeout(20_000)
    page.goto(url)
    return page, watch


class Codes(logging.Handler):
    """The set-up code, as the program's log tells it."""

    def __init__(self) -> None:
        super().__init__()
        self.code = ""

    def emit(self, record: logging.LogRecord) -> None:
        if "set-up code" in record.getMessage():
            self.code = record.getMessage().rsplit(" ", 1)[1]


class SetUp:
    """A program that began with nothing, and its owner's browser."""

    def __init__(self, folder: Path, chromium: Browser) -> None:
        self.path = folder / "config.yaml"
        self.programs: list[LiveProgram] = []
        self.run = FirstRun(self.path, 0, begin=self._begin)
        codes = Codes()
        logging.getLogger("thermo_edge.web.server").addHandler(codes)
        self.run.start()
        logging.getLogger("thermo_edge.web.server").removeHandler(codes)
        self.page, self.watch = page_of(chromium, self.run.url)
        expect(self.page.get_by_label("Set-up code")).to_be_focused()  # what is typed before that is lost
        for typed in (codes.code, "Ada", WORDS, WORDS):
            self.page.keyboard.type(typed)
            self.page.keyboard.press("Tab")
        self.page.keyboard.press("Enter")

    def _begin(self, path: Path) -> LiveProgram:
        self.programs.append(LiveProgram(read_settings(path), path))
        return self.programs[-1]


@pytest.fixture(scope="module")
def set_up(
    home_assistant: HomeAssistant, chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SetUp]:
    for room, temperature in zip(ROOMS, (20.5, 19.5, 18.5, 17.5), strict=True):
        home_assistant.set(f"{room}_climate_sensor", temperature=temperature)
    made = SetUp(tmp_path_factory.mktemp("set-up"), chromium)
    yield made
    made.page.context.close()
    made.run.stop()


def test_from_nothing_to_observe(set_up: SetUp, home_assistant: HomeAssistant) -> None:
    page = set_up.page
    expect(page.get_by_role("heading", name="Where is your Home Assistant?")).to_be_visible()
    page.get_by_label("Address").fill(home_assistant.url)
    page.get_by_label("Access token").fill("not.a.token")
    page.get_by_role("button", name="Connect").click()
    expect(page.get_by_role("alert").get_by_text("refuses the token")).to_be_visible()
    page.get_by_label("Access token").fill(home_assistant.new_token()[0])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="4 rooms found.")).to_be_visible()
    bedroom = page.get_by_role("region", name="Bedroom")
    bedroom.locator("summary").click()
    thermostat = bedroom.locator(".te-found-row", has_text="Bedroom Thermostat")
    for words in ("Heating or cooling · Home Assistant says what it is", "Sure 95 %"):
        expect(thermostat.get_by_text(words)).to_be_visible()
    expect(bedroom.get_by_role("checkbox", name="Bedroom Thermostat")).to_be_checked()
    page.get_by_role("button", name="Next: people and house").click()
    for name in ("Alice", "Bob"):
        expect(page.get_by_label(f"What {name} is")).to_have_value(LIVES_HERE)
    expect(page.get_by_role("checkbox", name="Weather Station Temperature")).to_be_checked()
    page.get_by_role("button", name="Next: start").click()
    expect(page.get_by_text("Home Assistant 2025.")).to_be_visible()
    page.get_by_role("button", name="Start observing").click()
    page.wait_for_url(lambda url: "setup" not in url, timeout=40_000)
    set_up.watch.complaints.clear()  # while the page changed hands nobody answered
    for name, shown in (("Living Room", "20.5°"), ("Kitchen", "19.5°"), ("Bedroom", "18.5°"), ("Hallway", "17.5°")):
        card = page.locator(".te-room", has_text=name)
        expect(card.get_by_text(shown, exact=True)).to_be_visible(timeout=20_000)
        expect(card.get_by_text("Observe", exact=True)).to_be_visible()
    home_assistant.set("kitchen_climate_sensor", temperature=19.0)
    expect(page.locator(".te-room", has_text="Kitchen").get_by_text("19.0°", exact=True)).to_be_visible()
    desk = set_up.programs[0].desk
    assert {room.mode for room in desk.view().rooms} == {Mode.OBSERVE}
    set_up.watch.require_quiet()


def test_a_setting_is_saved_and_the_house_goes_by_it(set_up: SetUp) -> None:
    program, path = set_up.programs[0], set_up.path
    text = path.read_text(encoding="utf-8").replace("rooms:\n", "rooms: # ours\n")
    path.write_text(text, encoding="utf-8")
    page = set_up.page
    page.goto(f"{program.url}/settings/rooms/kitchen")
    page.get_by_role("region", name="Comfort").get_by_label("Coldest").fill("18.5")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").get_by_text("Saved. The house goes by it.")).to_be_visible()
    kitchen = program.desk.view().house.room(PlaceId("kitchen"))
    assert kitchen is not None
    assert kitchen.comfort.comfort.low == 18.5
    after = path.read_text(encoding="utf-8")
    assert "rooms: # ours\n" in after
    assert {line for line in text.splitlines() if "#" in line} <= set(after.splitlines())
    assert read_settings(path).rooms["kitchen"].comfort.low == 18.5


def test_without_home_assistant_the_page_says_so_and_heals(set_up: SetUp, home_assistant: HomeAssistant) -> None:
    page = set_up.page
    page.goto(set_up.programs[0].url)
    expect(page.locator(".te-room")).to_have_count(4)
    lost = page.get_by_role("heading", name="Connecting to Home Assistant.")
    expect(lost).to_have_count(0)
    home_assistant.stop()
    try:
        expect(lost).to_be_visible(timeout=30_000)
    finally:
        home_assistant.start()
    expect(lost).to_have_count(0, timeout=60_000)
    home_assistant.set("kitchen_climate_sensor", temperature=18.0)
    expect(page.locator(".te-room", has_text="Kitchen").get_by_text("18.0°", exact=True)).to_be_visible()


# --- as Supervisor does it -----------------------------------------------------------------------------------------


class AddOn:
    """The program as an add-on: Supervisor names Home Assistant, and its ingress says who looks."""

    def __init__(self, folder: Path, home_assistant: HomeAssistant) -> None:
        self.path = folder / "config.yaml"
        self._instance = home_assistant.url
        self.program: LiveProgram | None = None
        token, self.admin = home_assistant.new_token("Ada")
        self.path.with_name(TOKEN_FILE).write_text(token, encoding="utf-8")
        clock = SystemClock()
        entry = Guarded(folder / "data", clock, ingress=True, claiming=True, proxy=INGRESS)
        self.run = FirstRun(
            self.path,
            0,
            supervised=True,
            look=lambda url, given: visited(url.replace(SUPERVISOR, self._instance), given, clock),
            begin=self._begin,
            access=entry,
        )
        self.run.start()
        self._proxies: list[PrefixProxy] = []

    def _begin(self, path: Path) -> LiveProgram:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(SUPERVISOR, self._instance), encoding="utf-8")  # a name that only Supervisor has
        self.program = LiveProgram(read_settings(path), path, proxy=INGRESS)
        return self.program

    def seen_by(self, user: str, name: str, source: str = INGRESS) -> str:
        """Where this user of Home Assistant sees the page; without the slash at the end."""
        headers = {"X_Remote_User_Id": user, "X_Remote_User_Name": name.lower(), "X_Remote_User_Display_Name": name}
        self._proxies.append(PrefixProxy(int(self.run.url.rsplit(":", 1)[1]), source, **headers))
        return self._proxies[-1].url.rstrip("/")

    def stop(self) -> None:
        for proxy in self._proxies:
            proxy.close()
        self.run.stop()


@pytest.fixture
def add_on(home_assistant: HomeAssistant, set_up: SetUp, tmp_path: Path) -> Iterator[AddOn]:
    set_up.run.stop()  # one process serves its pages once
    made = AddOn(tmp_path, home_assistant)
    yield made
    made.stop()


def asked(url: str, method: str = "GET", body: object = None) -> tuple[int, str]:
    request = urllib.request.Request(url, method=method, headers={"Content-Type": "application/json"})
    request.data = json.dumps(body).encode() if body is not None else None
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status), answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_ingress_names_who_looks_and_nobody_else_is_believed(
    add_on: AddOn, home_assistant: HomeAssistant, chromium: Browser
) -> None:
    ada, eve = add_on.seen_by(add_on.admin, "Ada"), add_on.seen_by(add_on.admin, "Ada", "127.0.0.8")
    assert asked(f"{eve}/setup")[0] == 403
    page, watch = page_of(chromium, f"{ada}/", DESKTOP)
    expect(page.get_by_text("This is an add-on: Home Assistant is known already.").or_(
        page.get_by_role("heading", name="4 rooms found.")
    )).to_be_visible()  # fmt: skip
    for button in ("Connect", "Next: people and house", "Next: start", "Start observing"):
        if button != "Connect" or page.get_by_role("button", name=button).count():
            page.get_by_role("button", name=button).click()
    page.wait_for_url(lambda url: url.endswith(f"{PREFIX}/"), timeout=40_000)
    expect(page.locator(".te-room")).to_have_count(4, timeout=20_000)
    anna = add_on.seen_by(home_assistant.person("Anna Lee").user, "Anna Lee")
    eventually(lambda: json.loads(asked(f"{anna}/api/me")[1])["role"] == "resident", "Home Assistant's users are read")
    assert json.loads(asked(f"{ada}/api/me")[1])["role"] == "owner"
    assert (asked(f"{ada}/settings")[0], asked(f"{anna}/settings")[0]) == (200, 403)
    assert asked(f"{eve}/")[0] == 403
    assert asked(f"{eve}/api/me")[0] == 403
    mode = "/api/places/living_room/modes/climate"
    assert asked(f"{anna}{mode}", "PUT", {"mode": "suggest"})[0] == 403
    assert asked(f"{ada}{mode}", "PUT", {"mode": "suggest"})[0] == 200
    page.goto(f"{anna}/room/living_room")
    page.get_by_role("button", name="Warmer").click()
    page.locator(".te-wish .te-btn.main").first.click()
    expect(page.locator(".te-dec", has_text="Anna Lee").first).to_be_visible()
    told = json.loads(asked(f"{ada}/api/decisions")[1])
    assert any("Anna Lee" in json.dumps(one) for one in told)
    page.context.close()
    watch.complaints.clear()  # while the page changed hands nobody answered
    watch.require_quiet()
