"""The wizard in a browser: from nothing to observe, with roles, in two windows and another language."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.config.homes import DUTCH, item
from tests.web.one_page import page_of
from thermo_edge.app.demo import DemoProgram
from thermo_edge.app.first_run import FirstRun
from thermo_edge.config.file import read_settings
from thermo_edge.config.propose import propose
from thermo_edge.config.setup_desk import Met
from thermo_edge.errors import HomeUnreachable
from thermo_edge.web.access.gate import Open

pytestmark = pytest.mark.browser


class Nothing:
    """A house that only begins."""

    url = ""

    def start(self) -> None: ...

    def stop(self) -> None: ...


def test_roles_are_corrected_at_set_up(chromium: Browser, tmp_path: Path) -> None:
    people = (item("person.anna", "Anna", user="u1"), item("person.ben", "Ben", user="u2"))
    inventory = replace(DUTCH.inventory, items=(*DUTCH.inventory.items, *people))
    met = Met("2026.2.3", True, propose(inventory), 25, "Europe/Amsterdam")
    path = tmp_path / "config.yaml"
    run = FirstRun(path, 0, look=lambda _url, _token: met, begin=lambda _: Nothing(), access=Open())
    run.start()
    try:
        with page_of(chromium, run.url) as page:
            page.get_by_label("Access token").fill("good")
            page.get_by_role("button", name="Connect").click()
            hall = page.get_by_role("region", name="Hal")
            if hall.locator("summary").count():
                hall.locator("summary").click()
            expect(hall.get_by_text("Sure 95 %").first).to_be_visible()
            hall.get_by_label("What Voordeur is").select_option("windows")
            expect(hall.get_by_text("As you said")).to_be_visible()
            hall.get_by_label("Room of Voordeur").select_option("woonkamer")
            page.get_by_role("button", name="Next: people and house").click()
            page.get_by_label("What Ben is").select_option("guest")
            page.get_by_role("button", name="Next: start").click()
            page.get_by_role("button", name="Start observing").click()
            expect(page.get_by_text("The house starts.")).to_be_visible()
    finally:
        run.stop()
    made = read_settings(path)
    assert made.rooms["woonkamer"].windows == ["binary_sensor.voordeur"]
    assert [person.name for person in made.persons.values()] == ["Anna"]


@pytest.mark.slow
def test_from_nothing_to_observe(chromium: Browser, tmp_path: Path) -> None:
    def look(url: str, token: str) -> Met:
        if token != "good":
            raise HomeUnreachable(f"Home Assistant does not answer at {url}.")
        return Met("2026.2.3", True, propose(DUTCH.inventory), len(DUTCH.inventory.items), "Europe/Amsterdam")

    path = tmp_path / "config.yaml"
    run = FirstRun(
        path,
        0,
        look=look,
        begin=lambda where: DemoProgram(tmp_path / "demo", read_settings(where).page.port),
        access=Open(),
    )
    run.start()
    try:
        with page_of(chromium, run.url) as page:
            page.get_by_label("Access token").fill("wrong")
            page.get_by_role("button", name="Connect").click()
            expect(page.get_by_role("alert").get_by_text("does not answer")).to_be_visible()
            page.get_by_label("Access token").fill("good")
            page.get_by_role("button", name="Connect").click()
            expect(page.get_by_role("heading", name="3 rooms found.")).to_be_visible()
            page.get_by_label("Name of the room").first.fill("Parlour")
            page.get_by_role("button", name="Next: people and house").click()
            page.get_by_role("checkbox", name="CV-ketel").check()
            page.wait_for_timeout(300)
            page.reload()
            expect(page.get_by_role("checkbox", name="CV-ketel")).to_be_checked()
            page.get_by_role("button", name="Next: start").click()
            page.get_by_role("button", name="Start observing").click()
            page.wait_for_url(lambda url: "setup" not in url, timeout=40000)
            expect(page.get_by_role("heading", name="Living room", exact=True)).to_be_visible(timeout=20000)
    finally:
        run.stop()
    made = read_settings(path)
    assert made.rooms["woonkamer"].name == "Parlour"
    assert [source.switch for source in made.heat_sources.values()] == ["switch.cv_ketel"]
    assert (tmp_path / "home_assistant_token").stat().st_mode & 0o777 == 0o600


@pytest.fixture
def unanswered(tmp_path: Path) -> Iterator[str]:
    """The address of a set-up whose home never answers."""

    def look(_url: str, _token: str) -> Met:
        raise HomeUnreachable("Nobody answers.")

    run = FirstRun(tmp_path / "config.yaml", 0, look=look, begin=lambda _: Nothing(), access=Open())
    run.start()
    try:
        yield run.url
    finally:
        run.stop()


def test_the_address_that_was_refused_outlives_a_reload_and_another_language(
    chromium: Browser, unanswered: str
) -> None:
    with page_of(chromium, unanswered) as page:
        page.get_by_label("Address").fill("http://192.168.7.7:8123")
        page.get_by_role("button", name="Connect").click()
        expect(page.get_by_role("alert").get_by_text("Nobody answers.")).to_be_visible()
        page.reload()
        expect(page.get_by_label("Address")).to_have_value("http://192.168.7.7:8123")
        page.get_by_label("Address").fill("http://192.168.7.8:8123")
        page.get_by_role("button", name="中文").click()
        expect(page.get_by_label("地址")).to_have_value("http://192.168.7.8:8123")


def test_the_address_that_was_refused_after_enter_outlives_a_reload_and_the_token_does_not(
    chromium: Browser, unanswered: str
) -> None:
    with page_of(chromium, unanswered) as page:
        page.get_by_label("Access token").fill("secret")
        page.get_by_label("Address").fill("http://192.168.7.7:8123")
        page.get_by_label("Address").press("Enter")
        expect(page.get_by_role("alert").get_by_text("Nobody answers.")).to_be_visible()
        page.reload()
        expect(page.get_by_label("Address")).to_have_value("http://192.168.7.7:8123")
        expect(page.get_by_label("Access token")).to_have_value("")


def test_set_up_in_two_windows_loses_neither_ones_answers(chromium: Browser, tmp_path: Path) -> None:
    met = Met("2026.2.3", True, propose(DUTCH.inventory), 25, "Europe/Amsterdam")
    run = FirstRun(tmp_path / "config.yaml", 0, look=lambda _url, _token: met, begin=lambda _: Nothing(), access=Open())
    run.connect("http://ha", "good")
    run.start()
    try:
        with page_of(chromium, run.url) as one, page_of(chromium, run.url) as other:
            for page, place, name in ((one, 0, "Parlour"), (other, 1, "Corridor")):
                page.get_by_label("Name of the room").nth(place).fill(name)
                page.wait_for_timeout(300)
            assert sorted(run.answers().names.values()) == ["Corridor", "Parlour"]
    finally:
        run.stop()
