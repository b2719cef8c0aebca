"""Learning and the system in a browser: what is shown, what is pressed, and that it can be had without a mouse."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web import houses
from tests.web.conftest import DESKTOP, PHONE, Home, Look
from tests.web.fake_system import BUSY, IDLE
from tests.web.houses import EVENING, ZONE, evening
from tests.web.learned import HOLIDAYS, everything_learned, nights, running
from tests.web.proxy import PrefixProxy
from tests.web.test_browser_look import fits
from thermo_edge.app.demo import DemoProgram
from thermo_edge.home.learning import LearningView, Phase
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.turn import SOMEBODY
from thermo_edge.web.access.gate import Open
from thermo_edge.web.health import HealthReport
from thermo_edge.web.server import WebServer

pytestmark = pytest.mark.browser

SIZES = {"phone": PHONE, "desktop": DESKTOP}


def accessible(page: Page) -> None:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    serious = [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in {"serious", "critical"}]
    assert serious == []


def at(home: Home, path: str) -> str:
    return f"{home.server.url}/{path}"


@pytest.fixture
def taught(home: Home) -> Iterator[Home]:
    home.desk.current, home.desk.learns, home.desk.spans = everything_learned(), nights(), HOLIDAYS
    yield home
    home.desk.night.set()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_that_is_known_is_shown(taught: Home, look: Look, size: str, scheme: str) -> None:
    page = look(at(taught, "learning"), size=SIZES[size], scheme=scheme)
    expect(page.get_by_role("heading", level=1)).to_contain_text("right 214 times, wrong 9")
    expect(page.locator(".te-marks i")).to_have_count(223)
    expect(page.locator(".te-marks .x")).to_have_count(9)
    expect(page.locator(".te-nights")).to_have_count(2)
    expect(page.get_by_text("11 % better than what served before")).to_be_visible()
    expect(page.get_by_role("img", name="11 %, between 7 % and 15 %")).to_be_visible()
    expect(page.get_by_text("Left out: 2025-12-24")).to_be_visible()
    expect(page.get_by_text("Kitchen, heating")).to_be_visible()
    fits(page)
    accessible(page)
    page.get_by_role("button", name="All 9").click()
    expect(page.locator(".te-wrongs > div")).to_have_count(9)


@pytest.mark.parametrize("size", SIZES)
def test_nothing_known_yet_says_when(home: Home, look: Look, size: str) -> None:
    page = look(at(home, "learning"), size=SIZES[size])
    for view in (evening(), houses.one_room(), houses.nothing(), houses.all_broken()):
        home.desk.current = view
        page.wait_for_timeout(1500)
        expect(page.get_by_role("button", name="Train now")).to_be_visible()
        fits(page)
    expect(page.get_by_text("It takes about two weeks").first).to_be_visible()
    accessible(page)


def test_train_now_shows_progress_and_ends_with_a_card(taught: Home, look: Look) -> None:
    desk = taught.desk
    page = look(at(taught, "learning"), size=PHONE)
    page.get_by_role("button", name="Train now").click()
    assert desk.wait_for("learn_now") == ("learn_now", SOMEBODY)
    bar = page.get_by_role("progressbar")
    for share in (0.2, 0.62):
        desk.learns = running(share)
        expect(bar).to_have_attribute("aria-valuenow", f"{share * 100:.0f}")
    expect(page.get_by_text("about 4 min left")).to_be_visible()
    lines = page.locator(".te-train .te-log div")
    expect(lines).to_have_count(3)
    expect(lines.last).to_have_text("Who is where: there are too few days.")
    expect(page.get_by_role("button", name="Train now")).to_be_hidden()
    fits(page)
    accessible(page)
    page.get_by_role("button", name="Stop", exact=True).click()
    desk.wait_for("stop_learning")
    desk.learns = nights()
    desk.night.set()
    expect(bar).to_be_hidden()
    expect(page.get_by_text("Something new serves in one place")).to_be_visible()
    expect(page.locator(".te-pill", has_text="Serves")).to_be_visible()


def test_a_refusal_is_read_out_and_rolling_back_asks_first(taught: Home, look: Look) -> None:
    page = look(at(taught, "learning"))
    page.get_by_role("button", name="Roll back…").click()
    assert taught.desk.calls == []
    page.get_by_role("button", name="Roll back", exact=True).click()
    assert taught.desk.wait_for("roll_back_learning") == ("roll_back_learning", SOMEBODY)
    taught.desk.refusal = Reason(Code.NIGHT_BUSY)
    page.get_by_role("button", name="Train now").click()
    expect(page.get_by_role("alert").filter(has_text="Another training is at work")).to_be_visible()


def test_days_are_left_out_with_the_keyboard_alone(taught: Home, look: Look) -> None:
    page = look(at(taught, "learning"))
    page.get_by_role("button", name="Leave days out…").focus()
    page.keyboard.press("Enter")
    leave = page.get_by_role("button", name="Leave out", exact=True)
    page.get_by_role("button", name="Never mind", exact=True).press("Enter")
    expect(leave).to_be_hidden()
    page.get_by_role("button", name="Leave days out…").press("Enter")
    expect(page.get_by_role("group", name="Leave days out…")).to_be_focused()
    leave.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Choose the first and the last day.")).to_be_visible()
    page.get_by_label("First day").fill("2026-01-04")
    page.get_by_label("Last day").fill("2026-01-05")
    leave.focus()
    page.keyboard.press("Enter")
    _, begin, until, who = taught.desk.wait_for("forget")
    assert (str(begin), str(until), who) == ("2026-01-04 00:00:00+01:00", "2026-01-06 00:00:00+01:00", SOMEBODY)
    expect(leave).to_be_hidden()
    taught.desk.calls.clear()
    page.get_by_role("button", name="Leave days out…").press("Enter")
    page.get_by_label("Last day").fill("9999-12-31")  # the year that a slip of the hand makes
    leave.press("Enter")
    assert taught.desk.wait_for("forget")[2] == taught.desk.current.at


def test_days_that_were_left_out_are_taken_in_again(taught: Home, look: Look) -> None:
    page = look(at(taught, "learning"), size=PHONE)
    again = page.get_by_role("button", name="Take in again")
    expect(again).to_have_count(1)  # guests were recognised: there is nothing to take in
    expect(page.get_by_text("Left out: 2025-12-24 20:40")).to_be_visible()
    expect(page.get_by_text("Anna said so.", exact=True)).to_be_visible()
    again.click()
    assert taught.desk.wait_for("take_in") == ("take_in", HOLIDAYS[0].since, HOLIDAYS[0].until, SOMEBODY)
    expect(again).to_have_count(0)
    expect(page.get_by_text("Guests:")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_system_tells_of_itself(home: Home, look: Look, size: str, scheme: str) -> None:
    page = look(at(home, "system"), size=SIZES[size], scheme=scheme)
    expect(page.get_by_role("heading", level=1)).to_contain_text("One sensor is silent")
    expect(page.get_by_text("homeassistant.local:8123").first).to_be_visible()
    expect(page.get_by_text("412.0 MB")).to_be_visible()
    expect(page.locator(".te-log div")).to_have_count(12)
    page.get_by_role("button", name="Show more").click()
    expect(page.locator(".te-log div")).to_have_count(100)
    fits(page)
    accessible(page)


def test_a_system_that_knows_nothing_says_so(home: Home, look: Look) -> None:
    home.system.current = IDLE
    page = look(at(home, "system"), size=PHONE)
    expect(page.get_by_text("None.", exact=True)).to_be_visible()
    expect(page.get_by_text("not known", exact=True)).to_be_visible()
    fits(page)


def test_the_archives_are_downloaded_under_a_prefix_too(home: Home, look: Look, tmp_path: Path) -> None:
    proxy = PrefixProxy(home.server.port)
    try:
        page = look(f"{proxy.url}system", size=PHONE)
        for name, content in (("Download diagnostics", b"PK diagnostics"), ("Download a backup", b"PK backup")):
            with page.expect_download() as waiting:
                page.get_by_role("link", name=name).click()
            assert waiting.value.suggested_filename.endswith(".zip")
            waiting.value.save_as(tmp_path / "got.zip")
            assert (tmp_path / "got.zip").read_bytes() == content
    finally:
        proxy.close()
    home.system.broken = True
    answer = page.request.get(at(home, "system/backup.zip"))
    assert (answer.status, "The log says why" in answer.text()) == (500, True)


def test_they_speak_chinese(home: Home, look: Look) -> None:
    home.desk.current, home.desk.learns, home.desk.spans = everything_learned(), running(), HOLIDAYS
    home.server.stop(10)
    chinese = WebServer(
        home.desk, lambda: HealthReport(True, {}), Open(), port=0, zone=ZONE, language="zh", system=home.system
    )
    chinese.start()
    try:
        assert chinese.wait_started(10)
        page = look(f"{chinese.url}/learning", size=PHONE)
        expect(page.get_by_role("heading", level=1)).to_contain_text("本来会对 214 次")
        expect(page.get_by_text("大约还剩 4")).to_be_visible()
        fits(page)
        page.goto(f"{chinese.url}/system")
        expect(page.get_by_text("已建立的连接")).to_be_visible()
        fits(page)
        page.context.close()
    finally:
        assert chinese.stop(10)


@pytest.mark.slow
def test_the_demo_trains_when_asked(tmp_path: Path, look: Look, home: Home) -> None:
    home.server.stop(10)
    demo = DemoProgram(tmp_path, port=0)
    demo.start()
    try:
        page = look(f"{demo.url}/learning")
        page.get_by_role("button", name="Train now").click()
        expect(page.get_by_text("The last night ended")).to_be_visible(timeout=60_000)
        expect(page.get_by_role("heading", name="How rooms warm and cool")).to_be_visible()
        expect(page.get_by_text("Too few days").first).to_be_visible()
        page.context.close()
    finally:
        demo.stop()


def test_the_page_lives_on_while_no_night_can_be_asked(home: Home, look: Look) -> None:
    home.desk.learns = LearningView(Phase.WAITING, EVENING + timedelta(hours=5), why=Reason(Code.NIGHT_BATTERY))
    page = look(at(home, "learning"))
    expect(page.get_by_text("This computer runs on its battery.")).to_be_visible()
    assert BUSY.version
