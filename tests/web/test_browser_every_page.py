"""Every page of the running program on the simulated home: wherever it is opened, whoever reads it, without a mouse."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from fastapi.routing import APIRoute
from nicegui import app as nicegui_app
from playwright.sync_api import Browser, Page, expect

from tests.instance.harness import eventually
from tests.web.access import WORDS, guarded
from tests.web.everywhere import CONTRAST, SIZES, fits, opened, serious, sound
from tests.web.keyboard import press, reach, walk
from tests.web.proxy import PREFIX, PrefixProxy
from thermo_edge.app.demo import DemoProgram, allow, step
from thermo_edge.home.house import PlaceId
from thermo_edge.home.view import HouseView
from thermo_edge.web.access import forms
from thermo_edge.web.access.gate import Guarded
from thermo_edge.web.access.roles import PATHS
from thermo_edge.web.pages import frame
from thermo_edge.web.pages.setup import SETUP
from thermo_edge.web.server import _application
from thermo_edge.web.show.settings import SECTIONS

pytestmark = pytest.mark.browser

LIVED = timedelta(minutes=20)


@dataclass
class Lived:
    """A demo that has run for a while, with its owner logged in, and an ingress before it."""

    program: DemoProgram
    access: Guarded
    proxy: PrefixProxy
    secret: str

    @property
    def view(self) -> HouseView:
        return self.program.core.desk.view()

    def url(self, prefixed: bool, path: str) -> str:
        return self.proxy.url.rstrip("/") + path if prefixed else self.program.url + path


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    folder = tmp_path_factory.mktemp("house")
    access = guarded(folder)
    access.keyring.first("Anna", WORDS)
    program = DemoProgram(folder, 0, speed=1, access=access)
    core, home = program.core, program.home
    with core.controller.owned():
        home.open(core.controller.state.house, core.controller.hear)
        allow(core)
        step(core, home, LIVED)
    program.start()
    proxy = PrefixProxy(int(program.url.rsplit(":", 1)[1]))
    yield Lived(program, access, proxy, access.log_in.enter("127.0.0.1", "Anna", WORDS))
    proxy.close()
    program.stop()


# --- what is done on each page, by keyboard -----------------------------------------------------------------------


def observe_everything(page: Page, house: Lived) -> None:
    for on in (True, False):
        reach(page, "Observe everything", "switch")
        page.keyboard.press("Space")
        eventually(lambda: house.view.observe_everything is on, "the switch")  # noqa: B023
        page.evaluate("document.activeElement.blur()")
    press(page, "Living room", "button")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Living room", exact=True)).to_be_focused()


def arm(page: Page, house: Lived) -> None:
    press(page, "Arm for being home", "button")
    expect(page.get_by_role("button", name="Arm for being home")).to_have_attribute("aria-pressed", "true")


def declare(page: Page, house: Lived) -> None:
    press(page, "Party", "button")
    press(page, "Party until", "button")
    press(page, "End it: a normal time", "button")
    expect(page.get_by_role("button", name="End it: a normal time")).to_have_count(0)


def wish(page: Page, house: Lived) -> None:
    press(page, "Warmer", "button")
    press(page, "Set ", "button")
    press(page, "End wish", "button")
    expect(page.get_by_role("button", name="End wish")).to_have_count(0)


def try_it(page: Page, house: Lived) -> None:
    press(page, "Try it", "button")
    expect(page.get_by_role("button", name=re.compile("^Yes, wish "))).to_be_visible()


def train(page: Page, house: Lived) -> None:
    desk = house.program.core.desk
    before = desk.learning().last
    press(page, "Train now", "button")
    # So young a house may be done before the page looks again: the bar is watched in test_browser_learning.
    eventually(lambda: desk.learning().last not in (None, before), "a night that was asked for", 90.0)
    expect(page.get_by_text("The last night ended")).to_be_visible()


def download(page: Page, house: Lived) -> None:
    with page.expect_download() as waiting:
        press(page, "Download diagnostics", "a")
    assert waiting.value.suggested_filename.endswith(".zip")


def make_a_token(page: Page, house: Lived) -> None:
    reach(page, "What it is for", "input")
    page.keyboard.type("Dashboard")
    press(page, "Make a token", "button")
    assert house.access.keyring.token(page.locator(".te-secret").inner_text())


def choose_a_section(page: Page, house: Lived) -> None:
    press(page, "Rooms", "button")
    press(page, "Living room", "button")
    page.wait_for_url("**/settings/rooms/living")


def change_a_setting(page: Page, house: Lived) -> None:
    reach(page, "Coldest", "input")
    page.keyboard.type("19.5")
    press(page, "Save", "button")
    expect(page.get_by_role("status").get_by_text("Saved. The house goes by it.")).to_be_visible()
    living = house.view.house.room(PlaceId("living"))
    assert living is not None
    assert living.comfort.comfort.low == 19.5


def go_to(name: str, tail: str) -> Callable[[Page, Lived], None]:
    def follow(page: Page, house: Lived) -> None:
        press(page, name, "a")
        page.wait_for_url(f"**{tail}")

    return follow


@dataclass(frozen=True)
class Visit:
    """`there`: what is seen when all of the page is there."""

    path: str
    there: str
    do: Callable[[Page, Lived], None]


PAGES = {
    frame.HOME: Visit("/", ".te-room", observe_everything),
    frame.PLAN: Visit("/plan", ".te-plan .te-belief svg", go_to("Home", f"{PREFIX}/")),
    frame.SECURITY: Visit("/security", ".te-cells", arm),
    frame.WHERE: Visit("/who", ".te-beliefs .te-belief", declare),
    frame.ROOM: Visit("/room/living", ".te-pane", wish),
    frame.WHAT_IF: Visit("/what-if?room=living", ".te-step", try_it),
    frame.LEARNING: Visit("/learning", ".te-models > *", train),
    frame.SYSTEM: Visit("/system", ".te-pairs dd", download),
    frame.MORE: Visit("/more", ".te-others a", go_to("Learning", "/learning")),
    frame.PEOPLE: Visit("/people", ".te-key", make_a_token),
    frame.SETTINGS: Visit("/settings", ".te-set-list button", choose_a_section),
    f"{frame.SETTINGS}/{{path:path}}": Visit("/settings/rooms/living", ".te-field", change_a_setting),
}
ELSEWHERE = {SETUP, forms.LOGIN, forms.WELCOME}
"""Pages before there is a house, or before one is let in."""


def test_no_page_is_forgotten() -> None:
    here = {"", *(route.split("/")[1] for route in (*PAGES, *ELSEWHERE))}
    routes = [*_application().routes, *nicegui_app.routes]
    paths = {route.path for route in routes if isinstance(route, APIRoute) and "GET" in route.methods}
    served = {path for path in paths if not path.startswith("/_nicegui") and not path.endswith(".zip")}
    assert served == {*PAGES, *ELSEWHERE, "/health"}
    assert set(frame._PAGES) <= set(PAGES)
    assert {path.split("/")[1] for path in PATHS} == here | {
        "health",
        "favicon.ico",
        "logout",
        "api",
        "_nicegui",
        "_nicegui_ws",
    }


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("route", PAGES)
def test_a_page_can_be_read_and_reached_by_everybody(chromium: Browser, house: Lived, route: str, size: str) -> None:
    visit, phone = PAGES[route], size == "phone"
    for prefixed, scheme in ((True, "light" if phone else "dark"), (False, "dark" if phone else "light")):
        with opened(chromium, house.url(prefixed, visit.path), size, scheme, house.secret) as page:
            expect(page.locator(visit.there).first).to_be_visible()
            if prefixed:
                sound(page, scheme)
            else:
                fits(page)
                assert walk(page).faults == {}
    assert house.proxy.strays == []


@pytest.mark.parametrize("key", ["versions", *(section.key for section in SECTIONS)])
def test_every_section_of_the_settings_too(chromium: Browser, house: Lived, key: str) -> None:
    for size, scheme in (("phone", "dark"), ("desktop", "light")):
        with opened(chromium, house.url(size == "phone", f"/settings/{key}"), size, scheme, house.secret) as page:
            expect(page.locator(".te-set-part .te-card, .te-set-part .te-field, .te-set-part li").first).to_be_visible()
            fits(page)
            assert serious(page, None if size == "phone" else CONTRAST) == ""
            assert walk(page).faults == {}
    assert house.proxy.strays == []


@pytest.mark.parametrize("route", PAGES)
def test_what_a_page_is_for_is_done_by_keyboard(chromium: Browser, house: Lived, route: str) -> None:
    visit = PAGES[route]
    with opened(chromium, house.url(True, visit.path), "phone", "light", house.secret) as page:
        expect(page.locator(visit.there).first).to_be_visible()
        visit.do(page, house)
