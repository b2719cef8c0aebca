"""Settings and the first set-up in a browser: what is pressed is in the file, and the house follows."""

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.config.homes import DUTCH
from tests.web.conftest import DESKTOP
from tests.web.fake_desk import FakeDesk
from tests.web.houses import TREND, ZONE, evening
from tests.web.one_page import page_of
from tests.web.proxy import PrefixProxy
from thermo_edge.app.demo import DemoProgram
from thermo_edge.app.settings_desk import FileSettingsDesk
from thermo_edge.clock import SystemClock
from thermo_edge.home.house import PlaceId
from thermo_edge.web.access.gate import Open
from thermo_edge.web.health import house_health
from thermo_edge.web.server import WebServer

pytestmark = pytest.mark.browser

TEXT = """# ours
name: Home
rooms:
  hall:
    # cool is fine
    comfort: {low: 17.0, high: 18.0}  # really
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def served(file: Path) -> Iterator[str]:
    desk = FakeDesk(evening(), TREND)
    settings = FileSettingsDesk(file, SystemClock(), lambda: DUTCH.inventory)
    server = WebServer(
        desk,
        lambda: house_health(desk.current, desk.current.at, desk.current.at),
        Open(),
        port=0,
        zone=ZONE,
        settings=settings,
    )
    server.start()
    assert server.wait_started(10)
    yield server.url
    assert server.stop(10)


def test_an_impossible_value_is_refused_in_words(chromium: Browser, served: str, file: Path) -> None:
    with page_of(chromium, f"{served}/settings/rooms/hall") as page:
        low = page.get_by_role("region", name="Comfort").get_by_label("Coldest")
        low.fill("99")
        expect(page.get_by_text("It must be 60 or less.")).to_be_visible()
        expect(low).to_have_attribute("aria-invalid", "true")
        expect(page.get_by_role("alert").get_by_text("2 things to mend first.")).to_be_visible()
        low.blur()
        page.get_by_role("button", name="Save").click(force=True)
        expect(low).to_be_focused()
        assert file.read_text() == TEXT
        low.fill("17.5")
        expect(page.get_by_text("It must be 60 or less.")).to_have_count(0)


def test_the_currency_is_a_code(chromium: Browser, served: str, file: Path) -> None:
    with page_of(chromium, f"{served}/settings/house") as page:
        money = page.get_by_label("Currency")
        money.fill("francs")
        fault = page.get_by_text("francs is no currency; write three capital letters such as EUR")
        expect(fault).to_be_visible()
        money.fill("CHF")
        expect(fault).to_have_count(0)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status").get_by_text("Saved.")).to_be_visible()
        assert "currency: CHF" in file.read_text()


def test_each_thing_of_a_list_has_its_name(chromium: Browser, served: str, file: Path) -> None:
    file.write_text(TEXT + "    lamps: [light.een, {entity: light.twee}]\n", encoding="utf-8")
    with page_of(chromium, f"{served}/settings/rooms/hall") as page:
        lamps = page.get_by_role("region", name="Lamps").locator("summary").filter(visible=True)
        expect(lamps).to_contain_text(["Lamp een · light.een", "Lamp twee · light.twee"])


def test_a_name_is_asked_for_and_no_address_leads_into_nowhere(chromium: Browser, served: str) -> None:
    with page_of(chromium, f"{served}/settings/rooms") as page:
        page.get_by_role("button", name="Add a room").click()
        expect(page.get_by_role("alert").get_by_text("Write a name first.")).to_be_visible()
    with page_of(chromium, f"{served}/settings/rooms/hall/comfort") as page:
        expect(page.get_by_role("button", name="Take away: hall")).to_be_visible()
        expect(page.get_by_role("region", name="Comfort").get_by_label("Coldest")).to_have_value("17")


def test_what_was_typed_in_the_last_moment_is_saved(chromium: Browser, served: str, file: Path) -> None:
    with page_of(chromium, f"{served}/settings/rooms/hall") as page:
        page.get_by_label("Name", exact=True).fill("Gang")
        expect(page.get_by_text("1 change")).to_be_visible()
        page.get_by_role("region", name="Comfort").get_by_label("Coldest").fill("16.5")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status").get_by_text("Saved.")).to_be_visible()
    assert "{low: 16.5, high: 18.0}" in file.read_text()


def test_the_browser_asks_before_changes_are_left_behind(chromium: Browser, served: str) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    with page_of(chromium, f"{served}/settings/rooms/hall") as page:
        page.on("dialog", stay)
        page.get_by_label("Name", exact=True).press_sequentially("Gang")
        expect(page.get_by_text("1 change")).to_be_visible()
        page.get_by_role("link", name="Security").click()
        expect(page.get_by_label("Name", exact=True)).to_have_value("Gang")
        assert asked == ["beforeunload"]
        page.get_by_role("button", name="Discard").click()
        expect(page.get_by_text("1 change")).to_have_count(0)
        page.get_by_role("link", name="Security").click()
        page.wait_for_url("**/security")
        assert len(asked) == 1


def test_what_was_not_saved_outlives_a_lost_connection(chromium: Browser, served: str, file: Path) -> None:
    proxy = PrefixProxy(int(served.rsplit(":", 1)[1]))
    asked: list[str] = []
    with page_of(chromium, f"{proxy.url}settings/rooms/hall") as page:
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        page.get_by_label("Name", exact=True).fill("Gang")
        expect(page.get_by_text("1 change")).to_be_visible()
        page.wait_for_function("JSON.stringify(Object.values(sessionStorage)).includes('Gang')")
        page.evaluate("window.before = true")
        proxy.cut()
        page.get_by_role("region", name="Comfort").get_by_label("Coldest").fill("16.5")  # nobody hears this
        page.wait_for_timeout(12_000)
        proxy.mend()
        page.wait_for_function("!window.before")
        offer = page.get_by_role("region", name="You had not saved these")
        expect(offer).to_contain_text("Gang")
        expect(offer).to_contain_text("17 → 16.5")
        expect(page.get_by_label("Name", exact=True)).to_have_value("")
        offer.get_by_role("button", name="Put them back").click()
        expect(page.get_by_text("2 changes")).to_be_visible()
        expect(page.get_by_label("Name", exact=True)).to_have_value("Gang")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status").get_by_text("Saved.")).to_be_visible()
        page.reload()
        expect(page.get_by_label("Name", exact=True)).to_have_value("Gang")
        page.wait_for_timeout(500)
        expect(offer).to_have_count(0)
    proxy.close()
    assert asked == []
    assert "{low: 16.5, high: 18.0}" in file.read_text()
    assert "name: Gang" in file.read_text()


def test_no_secret_is_kept_by_the_browser(chromium: Browser, served: str) -> None:
    kept = "JSON.stringify(Object.values(sessionStorage))"
    with page_of(chromium, f"{served}/settings/alarm") as page:
        page.on("dialog", lambda dialog: dialog.accept())
        page.get_by_role("button", name="Set up").click()
        page.get_by_label("Code").fill("4711")
        page.get_by_label("Name", exact=True).fill("Sentry")
        page.wait_for_function("JSON.stringify(Object.values(sessionStorage)).includes('Sentry')")
        page.wait_for_timeout(700)
        assert "4711" not in page.evaluate(kept)
        page.reload()
        offer = page.get_by_role("region", name="You had not saved these")
        expect(offer).to_contain_text("type them again")
        assert "4711" not in page.content()
        offer.get_by_role("button", name="Let them go").click()
        expect(offer).to_have_count(0)
        page.wait_for_function("!JSON.stringify(Object.values(sessionStorage)).includes('Sentry')")


def test_two_people_edit_at_once(chromium: Browser, served: str, file: Path) -> None:
    with (
        page_of(chromium, f"{served}/settings/rooms/hall") as one,
        page_of(chromium, f"{served}/settings/rooms/hall", DESKTOP) as other,
    ):
        one.get_by_role("region", name="Comfort").get_by_label("Coldest").fill("16")
        one.get_by_role("region", name="Comfort").get_by_label("Warmest").fill("19")
        other.get_by_label("Name", exact=True).fill("Gang")
        expect(one.get_by_text("2 changes")).to_be_visible()
        expect(other.get_by_text("1 change")).to_be_visible()
        one.get_by_role("button", name="Save").click()
        expect(one.get_by_role("status").get_by_text("Saved.")).to_be_visible()
        other.get_by_role("region", name="Comfort").get_by_label("Coldest").fill("15")
        other.get_by_role("region", name="Comfort").get_by_label("Warmest").fill("18.5")
        expect(other.get_by_text("3 changes")).to_be_visible()
        expect(other.get_by_text("Somebody else changed the same setting. Save, and say which one")).to_be_visible()
        other.get_by_role("button", name="Save").click()
        expect(other.get_by_role("region", name="Somebody else changed")).to_be_in_viewport()
        expect(other.get_by_role("button", name="Yours: 15")).to_be_focused()
        low = other.get_by_role("group", name="Rooms › Gang › Comfort › Coldest")
        high = other.get_by_role("group", name="Rooms › Gang › Comfort › Warmest")
        low.get_by_role("button", name="Theirs, in the file now: 16").click()
        expect(other.get_by_role("button", name="Go on with these")).to_have_count(0)
        high.get_by_role("button", name="Yours: 18.5").click()
        other.get_by_role("button", name="Go on with these").click()
        expect(other.get_by_text("2 changes")).to_be_visible()
        other.get_by_role("button", name="Save").click()
        expect(other.get_by_role("status").get_by_text("Saved.")).to_be_visible()
    text = file.read_text()
    assert "{low: 16, high: 18.5}" in text
    assert "name: Gang" in text
    assert "# cool is fine" in text
    assert "# really" in text


def expect_text(page: Page, file: Path) -> None:
    """Soon it is as it was at first."""
    end = time.monotonic() + 20.0
    while file.read_text() != TEXT:
        assert time.monotonic() < end, file.read_text()
        page.wait_for_timeout(50)


def test_undo_and_a_file_broken_by_hand(chromium: Browser, served: str, file: Path) -> None:
    with page_of(chromium, f"{served}/settings/house") as page:
        page.get_by_label("Name", exact=True).fill("Ours")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status").get_by_text("Saved.")).to_be_visible()
        assert "name: Ours" in file.read_text()
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_label("Name", exact=True)).not_to_have_value("Ours")
        expect_text(page, file)
        page.get_by_label("Name", exact=True).fill("Ours")
        expect(page.get_by_role("button", name="Undo")).to_have_count(0)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status").get_by_text("Saved.")).to_be_visible()
        page.goto(f"{served}/settings/versions")
        page.get_by_role("button", name="Undo").click()
        expect_text(page, file)
        expect(page.get_by_text("was put back").first).to_be_visible()
        file.write_text("name: [\n", encoding="utf-8")
        expect(page.get_by_text("The settings file cannot be used.")).to_be_visible()
        page.get_by_role("button", name="Put back the last good one").click()
        expect(page.get_by_text("The settings file cannot be used.")).to_have_count(0)
        assert file.read_text() == TEXT


@pytest.mark.slow
def test_a_number_changes_the_running_house(chromium: Browser, tmp_path: Path) -> None:
    program = DemoProgram(tmp_path, 0)
    program.start()
    try:
        with page_of(chromium, f"{program.url}/settings/rooms/living") as page:
            page.get_by_role("region", name="Comfort").get_by_label("Coldest").fill("19.5")
            page.get_by_role("button", name="Save").click()
            expect(page.get_by_role("status").get_by_text("Saved. The house goes by it.")).to_be_visible()
        room = program.core.desk.view().house.room(PlaceId("living"))
        assert room is not None
        assert room.comfort.comfort.low == 19.5
        assert (tmp_path / "settings.yaml").read_text().startswith("# Settings of the demo.")
    finally:
        program.stop()


def test_no_serious_fault_for_those_who_cannot_see(chromium: Browser, served: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for path in ("/settings/rooms/hall", "/settings/manners"):
        with page_of(chromium, f"{served}{path}") as page:
            page.wait_for_selector(".te-field")
            found = Axe().run(page).response["violations"]
            assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []


def test_units_and_usual_names_are_in_the_readers_language(chromium: Browser, file: Path) -> None:
    file.write_text("alarm: {lights: false}\n", encoding="utf-8")
    desk = FakeDesk(evening(), TREND)
    settings = FileSettingsDesk(file, SystemClock(), lambda: DUTCH.inventory)
    health = partial(house_health, desk.current, desk.current.at, desk.current.at)
    server = WebServer(desk, health, Open(), port=0, zone=ZONE, settings=settings, language="zh")
    server.start()
    try:
        assert server.wait_started(10)
        with page_of(chromium, f"{server.url}/settings/alarm") as page:
            units = page.locator(".te-unit")
            expect(units.filter(has_text="分钟")).not_to_have_count(0)
            assert not {"min", "s", "h"} & set(units.all_text_contents())
            expect(page.locator("input[placeholder='警报']")).to_have_count(1)
        with page_of(chromium, f"{server.url}/settings/learning") as page:
            expect(page.get_by_text("照常：01:00")).to_be_visible()  # a field of a time cannot show it in itself
    finally:
        assert server.stop(10)
