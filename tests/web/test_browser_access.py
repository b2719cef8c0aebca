"""Logging in and the page of people and keys, as they are seen and pressed."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.web.access import WORDS, guarded
from tests.web.conftest import DESKTOP, PHONE
from tests.web.fake_desk import FakeDesk
from tests.web.houses import ZONE, evening
from tests.web.test_browser_look import too_wide
from thermo_edge.home.house import Person, PersonId
from thermo_edge.web.access.gate import Guarded
from thermo_edge.web.access.visitor import Role
from thermo_edge.web.health import HealthReport
from thermo_edge.web.server import WebServer

pytestmark = pytest.mark.browser


class House:
    """A house that waits for its first password."""

    def __init__(self, folder: Path, language: str = "en", ingress: bool = False) -> None:
        self.access: Guarded = guarded(folder, ingress=ingress)
        view = evening()
        persons = (Person(PersonId("anna"), "Anna", user="u1"), Person(PersonId("ben"), "Ben", user="u2"))
        desk = FakeDesk(replace(view, house=replace(view.house, persons=persons)))
        self.server = WebServer(desk, lambda: HealthReport(True, {}), self.access, port=0, zone=ZONE, language=language)
        self.server.start()
        assert self.server.wait_started(10)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    assert made.server.stop(10)


def opened(chromium: Browser, url: str, size: tuple[int, int], scheme: str = "light") -> Page:
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(45_000)
    page.goto(url)
    return page


def sound(page: Page) -> None:
    """Fits the screen, and hides nothing from those who do not see it."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert too_wide(page) == []
    found = Axe().run(page).response["violations"]
    serious = [each for each in found if each["impact"] in {"serious", "critical"}]
    assert serious == [], json.dumps(serious)[:2000]


def test_from_no_password_to_a_token_and_out_again_by_keyboard(chromium: Browser, house: House) -> None:
    page = opened(chromium, house.server.url, PHONE)
    expect(page.get_by_role("heading", name="Set your password")).to_be_visible()
    sound(page)
    codes: list[str] = []
    house.access.log_in.tell_code(codes.append)
    expect(page.get_by_label("Set-up code")).to_be_focused()
    for typed in (codes[0], "Anna", WORDS, WORDS):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Warm where you are.")).to_be_visible()
    page.get_by_role("link", name="People and keys").click()
    page.get_by_label("What it is for").fill("Dashboard")
    page.get_by_role("button", name="Make a token").click()
    expect(page.get_by_text("Write it down now: it is shown this once.")).to_be_visible()
    secret = page.locator(".te-secret").inner_text()
    assert house.access.keyring.token(secret)
    sound(page)
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    page.context.close()


def test_what_was_typed_stays_when_it_is_refused_but_the_passwords(chromium: Browser, house: House) -> None:
    codes: list[str] = []
    house.access.log_in.tell_code(codes.append)
    page = opened(chromium, house.server.url, PHONE)
    tries = (("AAAA-AAAA", WORDS, "not the set-up code", "code"), (codes[0], "short", "10 to 128", "password"))
    for code, password, said, first in tries:
        for field, typed in {"code": code, "name": 'Anna "A"', "password": password, "again": password}.items():
            page.locator(f"#{field}").fill(typed)
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text(said)
        kept = {each.get_attribute("id"): each.input_value() for each in page.locator("input").all()}
        assert kept == {"code": code, "name": 'Anna "A"', "password": "", "again": ""}
        expect(page.locator(f"#{first}")).to_be_focused()
    for field in ("password", "again"):
        page.locator(f"#{field}").fill(WORDS)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Warm where you are.")).to_be_visible()
    page.context.close()


def test_the_owner_says_what_users_of_home_assistant_may(chromium: Browser, tmp_path: Path) -> None:
    made = House(tmp_path, ingress=True)
    keyring = made.access.keyring
    keyring.first("Anna", WORDS)
    keyring.administrators(["u1"])
    try:
        page = opened(chromium, f"{made.server.url}/login?next=people", PHONE)
        page.get_by_label("Name").fill("Anna")
        page.get_by_label("Password").fill(WORDS)
        page.keyboard.press("Enter")
        expect(page.get_by_text("Owner, as an administrator of Home Assistant")).to_be_visible()
        page.get_by_label("What Ben may").select_option("Guest: sees no pages")
        page.wait_for_timeout(500)
        sound(page)
        assert [(right.user, right.role) for right in keyring.book.rights] == [("u2", Role.GUEST)]
        page.context.close()
    finally:
        assert made.server.stop(10)


def test_a_resident_reads_why_a_mode_is_not_theirs_and_an_ended_session_leads_to_the_log_in(
    chromium: Browser, house: House
) -> None:
    keyring = house.access.keyring
    keyring.first("Anna", WORDS)
    ben = keyring.add("Ben", WORDS)
    page = opened(chromium, house.server.url, DESKTOP, "dark")
    sound(page)
    page.get_by_label("Name").fill("Ben")
    page.get_by_label("Password").fill(WORDS)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Learning")).to_be_visible()
    for theirs in ("Settings", "System"):  # pages of the owner's
        expect(page.get_by_role("link", name=theirs)).to_have_count(0)
    page.get_by_role("button", name="Living room", exact=True).click()
    tile = page.get_by_role("dialog").locator("button.tile").first
    expect(tile).to_have_attribute("aria-disabled", "true")
    tile.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_text("Only the owner of this house may do that").first).to_be_visible()
    keyring.remove(ben.id)
    expect(page.get_by_role("heading", name="Log in")).to_be_visible(timeout=15_000)
    page.context.close()


def test_it_is_said_in_chinese_too(chromium: Browser, tmp_path: Path) -> None:
    house = House(tmp_path, "zh")
    try:
        page = opened(chromium, house.server.url, PHONE)
        expect(page.get_by_role("heading", name="设置您的密码")).to_be_visible()
        sound(page)
        page.context.close()
    finally:
        assert house.server.stop(10)
