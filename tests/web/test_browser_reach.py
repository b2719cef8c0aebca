"""Keyboard and thumb: nothing that has the focus is hidden, and what takes things back is large enough."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import PHONE, Home, Look
from tests.web.learned import everything_learned, nights
from thermo_edge.web.pages.frame import LEARNING

pytestmark = pytest.mark.browser

_HIDDEN = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
    if (one === document.body || one.closest('.te-bottom, .te-top, .te-me')) return '';
    const bar = document.querySelector('.te-bottom').getBoundingClientRect();
    const after = getComputedStyle(one, '::after');
    const ringed = style.outlineStyle !== 'none' || after.outlineStyle !== 'none';
    const seen = box.bottom <= bar.top + 1 && box.top >= 55;
    return ringed && seen ? '' : `${one.outerHTML.slice(0, 90)} ${ringed} ${box.top} ${box.bottom} ${bar.top}`;
}"""


def hidden(page: Page, presses: int) -> list[str]:
    found = []
    for _ in range(presses):
        page.keyboard.press("Tab")
        found.append(page.evaluate(_HIDDEN))
    return [each for each in found if each]


@pytest.mark.parametrize(("path", "presses"), [(LEARNING, 14), ("/room/living", 30)])
def test_what_has_the_focus_is_ringed_and_in_sight(home: Home, look: Look, path: str, presses: int) -> None:
    home.desk.current, home.desk.learns = everything_learned(), nights()
    page = look(f"{home.server.url}{path}", size=PHONE)
    page.wait_for_timeout(500)
    assert hidden(page, presses) == []


def test_roll_back_and_forget_are_in_reach_of_a_thumb(home: Home, look: Look) -> None:
    home.desk.current, home.desk.learns = everything_learned(), nights()
    page = look(f"{home.server.url}{LEARNING}", size=PHONE)
    bar = page.locator(".te-bottom").bounding_box()
    assert bar is not None
    for first, second in (("Roll back…", "Roll back"), ("Leave days out…", "Leave out")):
        page.get_by_role("button", name=first, exact=True).click()
        button = page.get_by_role("button", name=second, exact=True)
        expect(button).to_be_in_viewport()
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["y"] + box["height"] <= bar["y"]
