"""A room a little warmer for good: as a value, and with the slider."""

from dataclasses import replace
from datetime import time

import pytest
from playwright.sync_api import expect

from tests.web import planned
from tests.web.conftest import DESKTOP, PHONE, Home, Look
from tests.web.houses import ZONE, evening
from tests.web.test_browser_look import fits
from tests.web.test_room import LIVING, imagined
from tests.web.test_tastes import AGREED
from thermo_edge.home.comfort import Comfort, Limits, Warm
from thermo_edge.home.taste import Doing
from thermo_edge.home.turn import SOMEBODY
from thermo_edge.home.view import HouseView
from thermo_edge.home.what_if import Ask, Change
from thermo_edge.language.words import Words
from thermo_edge.web.show.lasting import (
    LastingModel,
    changes,
    heat_words,
    hours_words,
    lasting_model,
    offset_words,
    steps_of,
)

WORDS = Words("en", ZONE)
WORK = Comfort(
    hours=(Warm(frozenset(range(5)), time(6, 30), time(8, 30)), Warm(frozenset(range(7)), time(17), time(1)))
)


def a_view(comfort: Comfort = WORK, limits: Limits | None = None, agreed: bool = False) -> HouseView:
    view = evening(asks=())
    house = tuple(
        replace(room, comfort=comfort, limits=limits or room.limits) if room.id == LIVING else room
        for room in view.house.rooms
    )
    rooms = tuple(replace(r, agreed=(AGREED,)) if agreed and r.id == LIVING else r for r in view.rooms)
    return replace(view, house=replace(view.house, rooms=house), rooms=rooms)


def model(view: HouseView, words: Words = WORDS) -> LastingModel:
    found = lasting_model(next(room for room in view.rooms if room.id == LIVING), view, words)
    assert found is not None
    return found


def test_only_the_times_in_which_the_room_is_wanted_warm() -> None:
    assert [part.doing for part in model(a_view()).parts] == [Doing.MORNING, Doing.EVENING, Doing.NIGHT, Doing.ASLEEP]
    assert hours_words(WORK, Doing.MORNING, WORDS) == "Mon–Fri 06:30–08:30"
    assert hours_words(WORK, Doing.NIGHT, WORDS) == "every day 22:00–01:00"
    assert hours_words(Comfort(), Doing.DAY, WORDS) == "every day 10:00–17:00"
    assert hours_words(WORK, Doing.DAY, WORDS) == ""


def test_what_half_a_kelvin_changes() -> None:
    shown = model(a_view())
    morning = shown.parts[0]
    assert offset_words(1, shown.size, WORDS) == "0.5° warmer"
    assert changes(morning, 1, shown, WORDS) == "Living room 20.5°–21.5° instead of 20.0°–21.0°, Mon–Fri 06:30–08:30."
    assert changes(morning, 0, shown, WORDS) == "Living room 20.0°–21.0°, Mon–Fri 06:30–08:30."
    assert shown.season.startswith("It holds while it is cold outside")


def test_it_ends_at_the_bound_and_at_the_limits_of_the_room() -> None:
    assert [(part.least, part.most) for part in model(a_view()).parts][:1] == [(-4, 4)]
    narrow = model(a_view(limits=Limits(highest=21.6)))
    assert (narrow.parts[0].least, narrow.parts[0].most) == (-4, 1)
    full = model(a_view(limits=Limits(highest=20.5)))
    assert full.parts[0].most == 0


def test_what_was_agreed_is_where_the_slider_stands_and_degrees_are_the_readers() -> None:
    shown = model(a_view(agreed=True))
    assert {part.doing: steps_of(part, shown.size) for part in shown.parts}[Doing.EVENING] == 2
    assert [row.situation for row in shown.rows] == [AGREED.situation]
    warm = Words("en", ZONE, in_fahrenheit=True)
    american = model(a_view(), warm)
    assert (american.parts[0].least, american.parts[0].most) == (-3, 3)
    assert offset_words(-2, american.size, warm) == "2 °F cooler"


def test_heat_is_told_only_where_it_is_known() -> None:
    found = imagined()
    assert heat_words(None, WORDS) == ""
    assert heat_words(found, WORDS) == "About 10 % less heat for the home on the next day."
    same = replace(found, after=found.before)
    assert heat_words(same, WORDS) == "The next day takes as much heat as without it."
    nothing = replace(found, before=replace(found.before, energy=0.0))
    assert heat_words(nothing, WORDS) == ""


def test_a_room_in_which_nothing_heats_has_none() -> None:
    view = a_view()
    rooms = tuple(replace(room, devices=()) for room in view.house.rooms)
    assert lasting_model(view.rooms[0], replace(view, house=replace(view.house, rooms=rooms)), WORDS) is None


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_the_slider_says_what_it_changes_and_keeps_it(home: Home, look: Look, size: tuple[int, int]) -> None:
    home.desk.current = replace(a_view(), plan=planned.plan())
    home.desk.imagined = imagined()
    page = look(f"{home.server.url}/room/living", size=size)
    form = page.get_by_role("group", name="Usually")
    slider = form.get_by_role("slider", name="Warmer or cooler than the settings")
    expect(slider).to_have_attribute("aria-valuetext", "As in the settings")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "0.5° warmer")
    expect(form.get_by_text("instead of 20.0°–21.0°, Mon–Fri 06:30–08:30.")).to_be_visible()
    expect(form.get_by_text("About 10 % less heat for the home on the next day.")).to_be_visible()
    tried = Change(Ask.LASTING, LIVING, doing=Doing.MORNING, offset=0.5)
    assert home.desk.wait_for("what_if") == ("what_if", tried)
    fits(page)
    form.get_by_role("button", name="In the mornings").click()  # chosen already: the slider stays, and so does its word
    expect(form.get_by_role("button", name="In the mornings")).not_to_have_attribute("aria-busy", "true")
    assert (slider.input_value(), slider.get_attribute("aria-valuetext")) == ("1", "0.5° warmer")
    form.get_by_role("button", name="Keep it so").click()
    assert home.desk.wait_for("prefer") == ("prefer", LIVING, Doing.MORNING, 0.5, SOMEBODY)
    form.get_by_role("button", name="In the evenings").click()
    expect(slider).to_have_attribute("aria-valuetext", "As in the settings")
    expect(form.get_by_role("button", name="Keep it so")).to_be_hidden()
