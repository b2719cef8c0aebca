"""The page of who is where as it is seen and pressed."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.web import believed as made
from tests.web.conftest import DESKTOP, PHONE, Home, Look
from tests.web.houses import EVENING, evening
from tests.web.proxy import PrefixProxy
from tests.web.test_browser_look import fits
from thermo_edge.home.forecast import Regime

pytestmark = pytest.mark.browser

NARROW = (360, 740)
VIEWS = (made.believed, made.vacation, made.party, made.young, made.crowded)


@pytest.mark.parametrize("size", [NARROW, PHONE, DESKTOP])
def test_it_fits_and_can_be_touched(home: Home, look: Look, size: tuple[int, int]) -> None:
    home.desk.current = made.believed()
    page = look(f"{home.server.url}/who", size=size)
    for view in VIEWS:
        home.desk.current = view()
        expect(page.locator(".te-beliefs .te-belief")).to_have_count(6)
        expect(page.get_by_role("navigation").get_by_text("Who is where")).to_be_visible()
        fits(page)


def test_the_pages_lead_to_each_other_under_a_prefix_too(home: Home, look: Look) -> None:
    home.desk.current = made.believed()
    proxy = PrefixProxy(home.server.port)
    try:
        page = look(proxy.url, size=PHONE)
        page.get_by_role("link", name="Who is where").click()
        expect(page.get_by_role("region", name="Living room")).to_be_visible()
        assert page.title() == "Who is where · Thermo Edge"
        expect(page.get_by_role("link", name="Who is where")).to_have_attribute("aria-current", "page")
        page.get_by_role("link", name="Home").click()
        expect(page.get_by_text("Warm where you are.")).to_be_visible()
        assert proxy.strays == []
        page.close()
    finally:
        proxy.close()


def test_what_is_believed_is_seen_and_nobody_is_named(home: Home, look: Look) -> None:
    home.desk.current, home.desk.persons = made.believed(), made.PERSONS
    page = look(f"{home.server.url}/who")
    living = page.get_by_role("region", name="Living room")
    for words in ("Somebody", "since 19:20", "Somebody moves here"):
        expect(living.get_by_text(words, exact=True)).to_be_visible()
    expect(living.get_by_role("img", name="97 % likely", exact=True)).to_be_visible()
    expect(living.get_by_role("img", name="now 97 %, 20:55 93 %")).to_be_visible()
    expect(page.get_by_role("row")).to_have_count(9)
    people = page.get_by_role("region", name="People")
    expect(people.get_by_text("It is not known who looks at this page, so it names nobody.")).to_be_visible()
    assert "Anna" not in page.content()
    assert [call for call in home.desk.calls if call[0] == "whereabouts"] == []
    assert page.evaluate("document.querySelectorAll('h1').length") == 1


def test_a_party_is_declared_with_its_end_and_ended(home: Home, look: Look) -> None:
    home.desk.current = made.believed()
    page = look(f"{home.server.url}/who", size=PHONE)
    page.get_by_role("button", name="Party", exact=True).click()
    page.get_by_role("button", name="for 6 h").click()
    page.get_by_role("button", name="Party until tomorrow 02:40").click()
    _, regime, until, _ = home.desk.wait_for("declare")
    assert (regime, until) == (Regime.PARTY, EVENING + timedelta(hours=6))
    home.desk.calls.clear()
    home.desk.current = made.party()
    page.get_by_role("button", name="End it: a normal time").click()
    assert home.desk.wait_for("declare")[1] is Regime.NORMAL
    home.desk.current = made.believed()
    expect(page.get_by_role("button", name="End it: a normal time")).to_have_count(0)


def test_before_anything_is_believed(home: Home, look: Look) -> None:
    home.desk.current = evening()
    page = look(f"{home.server.url}/who")
    expect(page.get_by_text("Who is where is not reckoned yet.")).to_be_visible()
    expect(page.locator(".te-where")).not_to_be_visible()
    home.desk.current = made.young()
    expect(page.get_by_text("Not known now.")).to_be_visible()
    expect(page.get_by_text("Not known yet: 1 of 3 days")).to_have_count(2)
