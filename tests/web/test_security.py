"""The page of the alarm as a value, and as it is seen."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.web.conftest import DESKTOP, PHONE, Home, Look
from tests.web.houses import EVENING, FRONT_DOOR, MOTION, WINDOW, ZONE, armed, burning, evening, intruded, lit
from tests.web.test_browser_look import fits
from thermo_edge.home.events import Happened, PastAlarm
from thermo_edge.home.house import PlaceId
from thermo_edge.language.words import Words
from thermo_edge.web.show.security import BUDGET_DAYS, budget, security_model
from thermo_edge.web.show.timeline import timeline

WORDS = Words("en", ZONE)
HALL = PlaceId("hall")
DOOR_AT_EIGHT = Happened(EVENING - timedelta(hours=11), FRONT_DOOR, HALL, 50, 41)
MOTION_AT_THREE = Happened(EVENING - timedelta(hours=16), MOTION, HALL, 50, 0)
TODAY = (Happened(EVENING - timedelta(minutes=9), WINDOW, PlaceId("kitchen"), 50, 6), DOOR_AT_EIGHT, MOTION_AT_THREE)


def test_what_is_rare_is_named_first() -> None:
    shown = timeline(TODAY, lit(), WORDS)
    assert shown.sentence.startswith("3 events; rare for their time: Motion sensor in Hall saw motion (04:40)")
    assert [row.mark.words for row in shown.rows if row.mark] == ["Seldom", "Usual", "Rare"]
    assert shown.rows[1].often == "At about this time on 41 of the 50 days before"
    assert shown.rows[2].often == "At about this time on none of the 50 days before"


def test_a_young_history_judges_nothing() -> None:
    shown = timeline([replace(each, days=3, alike=0) for each in TODAY], lit(), WORDS)
    assert shown.sentence == "Events in the last 24 hours: 3."
    assert shown.young
    assert shown.svg == ""
    assert all(row.mark is None and not row.often for row in shown.rows)


def test_what_belongs_to_an_alarm_says_so() -> None:
    seen = Happened(EVENING - timedelta(minutes=2), FRONT_DOOR, HALL, 50, 41)
    (row,) = timeline([seen], lit(alarm=intruded()), WORDS).rows
    assert row.mark is not None
    assert (row.mark.words, row.mark.tone) == ("Alarm", "alert")


def test_the_days_of_alarms_are_counted() -> None:
    past = (PastAlarm(EVENING - timedelta(days=3)), PastAlarm(EVENING - timedelta(days=20), fine=True))
    shown = budget(past, lit(), WORDS)
    assert len(shown.cells) == BUDGET_DAYS
    assert (shown.cells[-4], shown.cells[-21]) == ("alarm", "fine")
    assert shown.cells.count("calm") == BUDGET_DAYS - 2
    assert shown.sentence.startswith("2 alarms in the last 30 days")
    assert budget((), lit(), WORDS).sentence == "No alarm in the last 30 days."


@pytest.mark.parametrize(
    ("alarm", "first"),
    [
        (lit().alarm, "2 things stand in the way of arming."),
        (armed(), "The house is on watch."),
        (intruded(), "Something needs you now."),
        (burning(), "Something needs you now."),
        (None, "This house has no alarm in its settings."),
    ],
)
def test_one_sentence_first(alarm: object, first: str) -> None:
    view = replace(lit(), alarm=alarm)  # type: ignore[arg-type]
    assert security_model(view, WORDS).headline.sentences[0] == first


def test_before_the_house_was_seen() -> None:
    assert security_model(None, WORDS).waiting
    assert security_model(None, WORDS, False).headline.sentences == ("The house does not answer.",)
    assert security_model(evening(), WORDS).alarm is None


def test_the_history_is_looked_at_for_all_pages_at_once(home: Home) -> None:
    async def twice() -> bool:
        from thermo_edge.web.site import Site

        site = Site(home.desk, WORDS, lambda: None)  # type: ignore[arg-type, return-value]
        assert await site.happened() is None
        await site.look()
        return (await site.happened()) is (await site.happened())

    assert asyncio.run(twice())


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_it_fits_and_is_read_and_the_alarm_is_armed_from_it(home: Home, look: Look, size: tuple[int, int]) -> None:
    home.desk.current, home.desk.happened = lit(), (TODAY, (PastAlarm(EVENING - timedelta(days=3)),))
    page = look(f"{home.server.url}/security", size=size)
    expect(page.locator(".te-event")).to_have_count(3)
    expect(page.get_by_text("One alarm in the last 30 days: 2026-01-10 20:40.")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="Arm for being home").click()
    home.desk.wait_for("arm")
    home.desk.current = lit(alarm=intruded())
    expect(page.get_by_role("alert").get_by_text("Alarm: somebody came in")).to_be_visible()
    fits(page)
