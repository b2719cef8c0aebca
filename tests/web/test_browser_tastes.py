"""Yes, no and the way back, pressed on a room's card, reach the desk and open no panel."""

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.web.conftest import PHONE, Home, Look
from tests.web.houses import EVENING, evening
from tests.web.test_tastes import AGREED, KEY, LIVING, OFFER
from thermo_edge.home.hindsight import Count, Hindsight
from thermo_edge.home.house import Domain, Person, PersonId
from thermo_edge.home.turn import SOMEBODY
from thermo_edge.home.view import HouseView

pytestmark = pytest.mark.browser


def asking(agreed: bool = False) -> HouseView:
    view = evening(asks=())
    more = {"agreed": (AGREED,)} if agreed else {"offer": OFFER}
    rooms = tuple(replace(room, **more) if room.id == LIVING else room for room in view.rooms)  # type: ignore[arg-type]
    return replace(view, rooms=rooms)


def test_an_offer_is_answered_on_the_card(home: Home, look: Look) -> None:
    home.desk.current = asking()
    page = look(size=PHONE)
    for name, agrees in (("Yes", True), ("No", False)):
        page.get_by_role("button", name=name, exact=True).click()
        assert home.desk.wait_for("answer_offer") == ("answer_offer", LIVING, OFFER.key, agrees, SOMEBODY)
        home.desk.calls.clear()
    expect(page.get_by_role("dialog")).to_have_count(0)
    home.desk.current = asking(agreed=True)
    expect(page.get_by_role("button", name="Yes", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Back to the settings: In the evenings 21.5°").click()
    assert home.desk.wait_for("withdraw") == ("withdraw", KEY, SOMEBODY)


def test_who_gave_in_is_not_told_to_somebody_unknown(home: Home, look: Look) -> None:
    view = asking()
    anna = Person(PersonId("anna"), "Anna", visible_to=None)
    rooms = tuple(replace(room, owed=(("Anna", 3.0),)) if room.id == LIVING else room for room in view.rooms)
    home.desk.current = replace(view, rooms=rooms, house=replace(view.house, persons=(anna,)))
    page = look(size=PHONE)
    expect(page.get_by_role("button", name="Yes", exact=True)).to_be_visible()
    assert "gave in" not in page.content()
    expect(page.locator(".te-taste")).to_have_count(1)  # nor is there an empty row that would say that somebody did


def test_a_mode_is_raised_beside_what_the_past_says(home: Home, look: Look) -> None:
    counts = {(Domain.CLIMATE, LIVING): Count(7, 2, 4)}
    found = Hindsight(EVENING - timedelta(days=30), EVENING, timedelta(0), counts)
    home.desk.current = replace(evening(), hindsight=found)
    page = look(size=PHONE)
    page.get_by_role("button", name="Living room", exact=True).click()
    tried = "Tried on your last 30 days here: 7 right, 2 wrong, 4 that cannot be judged."
    expect(page.get_by_role("dialog").get_by_text(tried)).to_be_visible()
