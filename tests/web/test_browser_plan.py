"""The page of the heating plan as it is seen."""

import pytest
from playwright.sync_api import expect

from tests.web import planned as made
from tests.web.conftest import DESKTOP, PHONE, Home, Look
from tests.web.houses import evening
from tests.web.test_browser_look import fits

pytestmark = pytest.mark.browser

NARROW = (360, 740)


@pytest.mark.parametrize("size", [NARROW, PHONE, DESKTOP])
def test_it_fits(home: Home, look: Look, size: tuple[int, int]) -> None:
    home.desk.current = made.planned()
    page = look(f"{home.server.url}/plan", size=size)
    for view in (made.planned, made.old, made.unpriced):
        home.desk.current = view()
        expect(page.locator(".te-plan svg.te-day")).to_have_count(3)
        expect(page.get_by_role("navigation").get_by_text("Heating", exact=True)).to_be_visible()
        fits(page)


def test_the_next_day_is_seen_and_goes_when_there_is_no_plan(home: Home, look: Look) -> None:
    home.desk.current = made.planned()
    page = look(f"{home.server.url}/plan", scheme="dark")
    assert page.title() == "Heating · Thermo Edge"
    bath = page.get_by_role("region", name="Bathroom")
    expect(bath.get_by_text("Resting until tomorrow 05:45", exact=True)).to_be_visible()
    expect(bath.get_by_role("img", name="Heating: tomorrow 05:45–tomorrow 07:30")).to_be_visible()
    expect(page.get_by_role("region", name="Not planned").get_by_text("Bedroom")).to_be_visible()
    expect(page.get_by_role("region", name="What it costs").get_by_role("row")).to_have_count(4)
    expect(page.get_by_role("columnheader", name="Cost, EUR")).to_be_visible()
    home.desk.current = evening()
    expect(page.get_by_text("No plan yet: the plain rule keeps the rooms warm.")).to_be_visible()
    expect(page.locator(".te-plan")).not_to_be_visible()
    page.get_by_role("link", name="Home").click()
    expect(page.get_by_text("Warm where you are.")).to_be_visible()
