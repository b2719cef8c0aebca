"""A room's week, month and year: out of the history, as a picture, and on the page."""

from dataclasses import replace
from datetime import datetime, timedelta
from math import sin

import pytest
from playwright.sync_api import expect

from tests.builders import a_house, living
from tests.web.conftest import DESKTOP, PHONE, Home, Look
from tests.web.houses import EVENING, ZONE, evening
from tests.web.test_browser_look import fits
from thermo_edge.control.past_desk import past
from thermo_edge.home.house import PlaceId
from thermo_edge.home.past import STEPS, Reach, RoomPast
from thermo_edge.home.snapshot import Reading
from thermo_edge.language.words import Words
from thermo_edge.store.memory_history import MemoryHistory
from thermo_edge.web.show.past import past_model

WORDS = Words("en", ZONE)
LIVING = PlaceId("living")


def a_past(reach: Reach = Reach.YEAR, known: int = 400) -> RoomPast:
    """The last `known` steps of a mild year; of a week with a hole in it."""
    days, step = STEPS[reach]
    steps = days * (timedelta(days=1) // step)
    begin = datetime(2026, 1, 14, tzinfo=ZONE).astimezone(EVENING.tzinfo) - timedelta(days=days)
    mean = [20.5 + 1.5 * sin(place / 58.0) for place in range(steps)]
    line = tuple(
        None if place < steps - known or (reach is Reach.WEEK and 40 <= place < 52) else value
        for place, value in enumerate(mean)
    )
    low, high = (tuple(None if v is None else v + by for v in line) for by in (-1.2, 1.6))
    heating = tuple(max(0.0, 0.3 - 0.3 * sin(place / 58.0)) for place in range(steps))
    outdoor = tuple(9.0 + 9.0 * sin(place / 58.0 - 1.0) for place in range(steps))
    return RoomPast(reach, begin, step, low, line, high, heating, outdoor)


def test_a_year_has_a_band_a_day_and_both_ends_with_their_days() -> None:
    shown = past_model(a_past(), evening(), WORDS)
    assert [pane.key for pane in shown.panes] == ["temperature", "heat", "out"]
    assert shown.panes[0].svg.count("L") < 3 * 400
    assert shown.caption.startswith("Between 17.8° (")
    assert "on average." in shown.caption
    assert [said for _, said in shown.ticks] == ["Mar", "May", "Jul", "Sep", "Nov", "Jan"]
    assert shown.now is None


def test_a_week_has_its_days_and_its_hole() -> None:
    shown = past_model(a_past(Reach.WEEK), evening(), WORDS)
    assert shown.panes[0].svg.count('class="was"') == shown.panes[0].svg.count('class="range"') == 2
    assert len(shown.ticks) == 6
    assert len(past_model(a_past(Reach.MONTH), evening(), WORDS).ticks) == 5


def test_a_young_house_is_not_stretched_over_a_year() -> None:
    shown = past_model(a_past(known=3), evening(), WORDS)
    assert shown.caption.startswith("Known since 11 Jan. Between ")
    assert 'class="dot"' not in shown.panes[0].svg
    first_day = past_model(a_past(Reach.MONTH, known=1), evening(), WORDS)
    assert first_day.panes[0].svg.count('class="dot"') == 1
    nothing = past_model(a_past(known=0), evening(), WORDS)
    assert (nothing.panes, nothing.caption) == ((), "Nothing was measured in this time.")


def test_it_is_read_by_whole_local_days() -> None:
    house = replace(a_house(living()), zone=ZONE)
    room = house.rooms[0]
    history, point = MemoryHistory(readings=5000), room.thermometers[0].point
    for hour in range(24 * 9):
        at = EVENING - timedelta(hours=24 * 9 - hour)
        history.add([Reading(point, 20.0 + (hour % 24) / 10, at, at)])
    found = past(history, house, room, EVENING, Reach.WEEK)
    assert found.begin.astimezone(ZONE).hour == 0
    assert len(found.mean) == 6 * 24 + 21
    assert sum(value is not None for value in found.mean) >= len(found.mean) - 1
    month = past(history, house, room, EVENING, Reach.MONTH)
    known = [(low, high) for low, high in zip(month.low, month.high, strict=True) if low is not None]
    assert len(known) == 10
    assert known[-2] == (20.0, 22.3)
    assert month.outdoor == (None,) * 31
    blind = replace(room, sensors=tuple(each for each in room.sensors if each not in room.thermometers))
    assert set(past(history, house, blind, EVENING, Reach.YEAR).mean) == {None}


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_the_picture_reaches_back(home: Home, look: Look, size: tuple[int, int]) -> None:
    home.desk.pasts = {(LIVING, reach): a_past(reach) for reach in (Reach.WEEK, Reach.YEAR)}
    page = look(f"{home.server.url}/room/living", size=size)
    page.get_by_role("button", name="Year", exact=True).click()
    expect(page.get_by_text("Between 17.8°")).to_be_visible()
    expect(page.locator(".te-pane")).to_have_count(3)
    expect(page.get_by_role("button", name="Year", exact=True)).to_have_attribute("aria-pressed", "true")
    fits(page)
    page.get_by_role("button", name="Week", exact=True).click()
    expect(page.locator(".te-hours").get_by_text("Mon")).to_be_visible()
    page.get_by_role("button", name="24 hours").click()
    expect(page.locator(".te-hours").get_by_text("Mon")).to_have_count(0)
