"""A person is forgotten in a browser: what goes is read, the name is typed, and they are there no more."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.web.conftest import DESKTOP, PHONE, Home, Look
from tests.web.test_browser_learning import accessible, at
from tests.web.test_browser_look import fits
from thermo_edge.home.house import EntityId, Person, PersonId
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.view import HouseView

MIA = Person(PersonId("mia"), "Mia", EntityId("person.mia"))
BEN = Person(PersonId("ben"), "Ben", EntityId("person.ben"))


def lived_in(view: HouseView, *persons: Person) -> HouseView:
    return replace(view, house=replace(view.house, persons=persons))


@pytest.mark.browser
@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")])
def test_it_is_read_typed_and_done(home: Home, look: Look, size: tuple[int, int], scheme: str) -> None:
    home.desk.current = lived_in(home.desk.current, MIA, BEN)
    page = look(at(home, "learning"), size=size, scheme=scheme)
    card = page.get_by_role("region", name="Forget a person")
    card.get_by_role("button", name="Mia…").focus()
    page.keyboard.press("Enter")
    expect(card.get_by_text("person.mia")).to_be_visible()
    expect(card.get_by_role("heading", name="This stays")).to_be_visible()
    fits(page)
    accessible(page)
    home.desk.refusal = Reason.of(Code.ANOTHER_NAME, detail="Mia")
    card.get_by_role("button", name="Forget Mia").click()
    expect(card.get_by_role("alert")).to_contain_text("Type the name just as it stands here: Mia")
    home.desk.refusal = None
    card.get_by_label("Type Mia to forget them for good.").fill("Mia")
    home.desk.current = lived_in(home.desk.current, BEN)
    card.get_by_role("button", name="Forget Mia").click()
    expect(card.get_by_role("status")).to_contain_text("Mia is forgotten")
    assert home.desk.wait_for("forget_person")[1:3] == ("mia", "Mia")
    expect(card.get_by_role("button", name="Mia…")).to_have_count(0)
    expect(card.get_by_role("button", name="Ben…")).to_be_visible()
