"""What is pressed on the page changes the next turn of the running program: a wish, and Wrong."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.instance.harness import eventually
from tests.web.conftest import PHONE
from tests.web.test_browser_settings import page_of
from thermo_edge.app.demo import DemoProgram, allow, step
from thermo_edge.config.editing import put
from thermo_edge.config.tree import ABSENT
from thermo_edge.home.house import Domain, PlaceId
from thermo_edge.home.reason import Code
from thermo_edge.home.turn import Outcome, Request

pytestmark = pytest.mark.browser

LIVING = PlaceId("living")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoProgram]:
    """A demo in which the living room is to be comfortable at every hour, whatever the clock says."""
    program = DemoProgram(tmp_path_factory.mktemp("demo"), 0, speed=1)
    settings = program.settings.desk
    read = settings.read()
    assert read.tree is not None
    assert settings.save(read, put(read.tree, ("rooms", "living", "hours"), ABSENT), "Anna").version
    core, home = program.core, program.home
    with core.controller.owned():
        home.open(core.controller.state.house, core.controller.hear)
        program.settings.look()
        allow(core)
        for _ in range(32):  # until it is warm: what is still on its way there is not changed by a word
            step(core, home, timedelta(minutes=15))
            if wanted(program).reason.code not in (Code.COASTING, Code.FULL_HEAT, Code.PREHEAT):
                break
    program.start()
    yield program
    program.stop()


def wanted(demo: DemoProgram) -> Request:
    """What was last asked for the warmth of the living room, and done."""
    records = demo.core.desk.decisions(LIVING, 50)
    return next(
        each.decision.request
        for each in records
        if each.decision.request.domain is Domain.CLIMATE and each.decision.outcome is not Outcome.REFUSED
    )


def middle(demo: DemoProgram) -> float:
    """Of the band that the living room is kept in now, °C."""
    band = next(room.band for room in demo.core.desk.view().rooms if room.id == LIVING)
    assert band is not None
    return band.middle


def test_a_wish_changes_the_turn_and_its_end_the_next(chromium: Browser, demo: DemoProgram) -> None:
    with page_of(chromium, f"{demo.url}/room/living", PHONE) as page:
        for _ in range(3):
            page.get_by_role("button", name="Warmer").click()
        page.get_by_role("button", name=re.compile("^Set ")).click()
        expect(page.get_by_text("You wished for").first).to_be_visible()
        eventually(lambda: wanted(demo).reason.code is Code.WISHED, "the wish in a turn", 40.0)
        page.get_by_role("button", name="End wish").click()
        expect(page.get_by_role("button", name="End wish")).to_have_count(0)
        eventually(lambda: wanted(demo).reason.code is not Code.WISHED, "the turn after it", 40.0)


def test_wrong_changes_the_next_decision(chromium: Browser, demo: DemoProgram) -> None:
    with page_of(chromium, f"{demo.url}/room/living", PHONE) as page:
        before = middle(demo)
        page.get_by_role("button", name="Wrong: Living room set to").first.click()
        page.get_by_role("button", name="The temperature").click()
        expect(page.get_by_text("Noted: the temperature was wrong.")).to_be_visible()
        eventually(lambda: wanted(demo).reason.code is Code.AS_SAID, "the decision after it", 40.0)
        assert middle(demo) != before
