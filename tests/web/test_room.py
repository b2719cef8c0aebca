"""The page of a room, and the page that tries a change: as values, and as they are seen."""

import time
from dataclasses import replace
from datetime import UTC, timedelta
from math import nan

import pytest
from nicegui import Client, core
from playwright.sync_api import expect

from tests.instance.harness import eventually
from tests.web import houses
from tests.web import planned as made
from tests.web.conftest import DESKTOP, PHONE, Home, Look
from tests.web.houses import EVENING, ZONE, evening, lit
from tests.web.proxy import PrefixProxy
from tests.web.test_browser_look import fits
from thermo_edge.home.day import RoomDay
from thermo_edge.home.house import PlaceId
from thermo_edge.home.plan import Around
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.turn import Outcome
from thermo_edge.home.view import HouseView, RoomView
from thermo_edge.home.what_if import Ask, Change, Imagined
from thermo_edge.language.words import Words
from thermo_edge.web.show.day import DayModel, day_model
from thermo_edge.web.show.decisions import Group, chosen
from thermo_edge.web.show.room import about_room, room_model
from thermo_edge.web.show.what_if import absence_words, answer, shift_words, what_if_model, working_day

WORDS = Words("en", ZONE)
LIVING = PlaceId("living")
STEP = timedelta(minutes=15)
AROUND = Around(tuple(-3.0 + step / 24 for step in range(96)), tuple(10.0 * step for step in range(96)), (0.31,) * 96)


def a_day(**more: object) -> RoomDay:
    begin = EVENING.replace(minute=45) - timedelta(hours=6)
    day = RoomDay(begin, STEP, (20.0,) * 10 + (None,) * 4 + (21.0,) * 10, (0.5,) * 24, (-2.0,) * 24, (0.25,) * 24)
    return replace(day, **more)  # type: ignore[arg-type]


def a_view() -> HouseView:
    view = made.planned()
    assert view.plan is not None
    return replace(view, plan=replace(view.plan, around=AROUND))


def living(view: HouseView) -> RoomView:
    return next(room for room in view.rooms if room.id == LIVING)


def drawn(view: HouseView, day: RoomDay | None = None) -> DayModel:
    return day_model(living(view), day or a_day(), view, WORDS)


def test_panes_of_what_is_known_only() -> None:
    assert [pane.key for pane in drawn(a_view()).panes] == ["temperature", "heat", "out", "price"]
    bare = drawn(evening(), a_day(outdoor=(None,) * 24, heating=(None,) * 24))
    assert [pane.key for pane in bare.panes] == ["temperature", "heat"]
    assert bare.caption.startswith("No forecast yet")


def test_heat_that_is_drawn_and_not_told_is_said_to_be_reckoned() -> None:
    told = living(evening())
    said = [
        pane.now
        for reckoned, heating in ((True, (0.5,) * 24), (True, (None,) * 24), (False, (0.5,) * 24))
        for pane in day_model(
            replace(told, heating=None, reckoned=reckoned), a_day(heating=heating), evening(), WORDS
        ).panes
        if pane.key == "heat"
    ]
    assert said == ["Not told, reckoned from its set-point", "Not known now", "Not known now"]


def test_now_lies_at_a_quarter_and_holes_stay_holes() -> None:
    shown = drawn(a_view())
    assert 23.0 < shown.now < 27.0
    assert shown.panes[0].svg.count('class="was"') == 2
    assert "nan" not in "".join(pane.svg for pane in shown.panes)


def test_a_plan_that_is_not_finite_is_not_drawn() -> None:
    view = a_view()
    assert view.plan is not None
    rooms = tuple(replace(room, temperature=(nan,) * len(room.temperature)) for room in view.plan.rooms)
    assert "nan" not in drawn(replace(view, plan=replace(view.plan, rooms=rooms))).panes[0].svg


def test_a_room_that_is_not_there() -> None:
    shown = room_model(PlaceId("attic"), lit(), WORDS)
    assert not shown.seen
    assert shown.headline.sentences == ("There is no such room in this house.",)
    assert room_model(LIVING, None, WORDS).waiting


def test_only_what_is_about_the_room() -> None:
    view = evening()
    shown = room_model(PlaceId("kitchen"), view, WORDS)
    assert [hold.what for hold in shown.holds] == ["Kitchen stays at 19.0°"]
    about = tuple(record for record in view.decisions if record.decision.request.place == "kitchen")
    cards = about_room(about, view, WORDS, shown.blocked)
    assert [card.number for card in cards] == [record.number for record in about]


def test_decisions_are_narrowed_to_what_was_asked_and_what_was_held() -> None:
    held = Reason.of(Code.HELD, who="Anna", kind="person", value=19.0, since=EVENING, until=EVENING)
    outcomes = (Outcome.ACTED, Outcome.REFUSED, Outcome.ASKED, Outcome.SUGGESTED, Outcome.REFUSED)
    because = (None, held, None, None, Reason.of(Code.OBSERVING))
    records = tuple(
        houses.record(9 - place, houses.decision(outcome, because=why))
        for place, (outcome, why) in enumerate(zip(outcomes, because, strict=True))
    )
    cards = about_room(records, evening(), WORDS, "")
    narrowed = {group: [card.number for card in chosen(cards, group)] for group in Group}
    assert narrowed == {
        Group.ALL: [9, 8, 7, 6, 5],
        Group.DID: [9],
        Group.DID_NOT: [8, 7, 6, 5],
        Group.ASKED: [7, 6],
        Group.HELD: [8],
    }


def imagined(**more: object) -> Imagined:
    plan = made.plan()
    rooms = tuple(replace(room, temperature=tuple(each - 1.0 for each in room.temperature)) for room in plan.rooms)
    after = replace(plan, rooms=rooms, cost=plan.cost * 0.9, energy=plan.energy * 0.9)
    change = Change(Ask.TARGET, LIVING, 20.0, until=EVENING + timedelta(hours=3))
    return replace(Imagined(change, plan, after), **more)  # type: ignore[arg-type]


def test_the_answer_says_what_it_saves_and_shows_both_days() -> None:
    shown = answer(imagined(), a_view(), WORDS)
    assert shown.sentence.startswith("It would cost")
    assert "less (10 %)" in shown.sentence
    assert [row[0] for row in shown.rows] == ["As planned", "As it would be"]
    assert shown.svg.count('class="old"') == shown.svg.count('class="comes"') == 1
    same = imagined(after=made.plan())
    assert answer(same, a_view(), WORDS).sentence == "It would cost as much as now."


def test_of_the_whole_house_the_room_that_changes_most_is_shown() -> None:
    since, until = working_day(a_view())
    assert since < until
    shown = answer(imagined(change=Change(Ask.AWAY, since=since, until=until)), a_view(), WORDS)
    assert shown.room


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (3, "Nobody home from 08:00 to 18:00."),
        (11, "Nobody home from 11:00 to 18:00."),
        (20, "Nobody home from tomorrow 08:00 to tomorrow 18:00."),
    ],
)
def test_an_absence_lies_within_the_day_that_is_planned_and_says_its_hours(hour: int, said: str) -> None:
    view = a_view()
    local = view.house.local(view.at).replace(hour=hour, minute=0, second=0, microsecond=0)
    then = replace(view, at=local.astimezone(UTC))
    assert absence_words(then, WORDS) == said
    since, _ = working_day(then)
    assert since < then.at + timedelta(days=1) - timedelta(hours=5)


def test_hours_are_moved_by_a_span_that_a_person_would_say() -> None:
    assert shift_words(timedelta(minutes=-30), WORDS) == "30 min earlier"
    assert shift_words(timedelta(hours=2), WORDS) == "2 h later"


def test_nothing_can_be_tried_without_a_plan() -> None:
    assert not what_if_model(evening(), WORDS).seen
    assert what_if_model(a_view(), WORDS).rooms
    assert what_if_model(None, WORDS).waiting


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_a_room_is_seen_wished_for_and_led_to(home: Home, look: Look, size: tuple[int, int]) -> None:
    home.desk.current, home.desk.days = a_view(), {LIVING: a_day()}
    proxy = PrefixProxy(home.server.port)
    try:
        page = look(proxy.url, size=size)
        page.get_by_role("button", name="Living room", exact=True).click()
        page.get_by_role("link", name="The whole day of this room").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Living room")
        expect(page.locator(".te-pane")).to_have_count(4)
        assert page.title() == "Living room · Thermo Edge"
        fits(page)
        page.get_by_role("button", name="Warmer").click()
        page.locator(".te-wish .te-btn.main").first.click()
        home.desk.wait_for("wish")
        assert proxy.strays == []
        page.close()
    finally:
        proxy.close()


@pytest.mark.browser
def test_what_is_read_for_a_page_that_was_left_is_shown_to_nobody(
    home: Home, look: Look, caplog: pytest.LogCaptureFixture
) -> None:
    before = set(Client.instances)
    page = look(f"{home.server.url}/room/living")
    expect(page.locator(".te-dec").first).to_be_visible()
    (mine,) = set(Client.instances) - before
    home.desk.journal.clear()
    asked, newer = len(home.desk.asked_for), houses.record(900, houses.decision(), 0)
    home.desk.current = evening(decisions=(newer, *home.desk.current.decisions))
    eventually(lambda: len(home.desk.asked_for) > asked, "a look into the journal")
    page.close()
    loop = core.loop
    assert loop is not None

    def let_go() -> None:
        """The answer and the end of the page, as it comes some seconds after the browser left, in the same breath."""
        home.desk.journal.set()
        time.sleep(0.3)
        loop.call_soon(Client.instances[mine].delete)

    loop.call_soon_threadsafe(let_go)
    eventually(lambda: mine not in Client.instances, "the page is let go")
    with pytest.raises(AssertionError):  # nothing is said of it
        eventually(lambda: [each for each in caplog.records if each.name == "nicegui"], "a complaint", 1.0)


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_a_change_is_tried_and_then_wished(home: Home, look: Look, size: tuple[int, int]) -> None:
    home.desk.current, home.desk.imagined = a_view(), imagined()
    page = look(f"{home.server.url}/what-if?room=living", size=size)
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="Try it").click()
    asked = home.desk.wait_for("what_if")[1]
    assert isinstance(asked, Change)
    assert (asked.ask, asked.place, asked.target) == (Ask.TARGET, LIVING, 22.0)  # half a degree above the wish that is
    expect(page.get_by_text("It would cost")).to_be_visible()
    fits(page)
    asks, says = (page.get_by_role("region", name=name) for name in ("What would be otherwise", "The next day"))
    question, answer = asks.bounding_box(), says.bounding_box()
    assert question is not None
    assert answer is not None
    assert (question["x"], question["y"]) < (answer["x"], answer["y"])  # one reads the question first
    page.get_by_role("button", name="Yes, wish 22.0°").click()
    home.desk.wait_for("wish")
    expect(page.get_by_role("alert").get_by_text("Done.")).to_be_visible()


@pytest.mark.browser
def test_yes_is_to_what_was_tried_last_though_it_comes_to_the_same(home: Home, look: Look) -> None:
    home.desk.current, home.desk.imagined = a_view(), imagined()
    page = look(f"{home.server.url}/what-if?room=living")
    for _ in range(2):
        page.get_by_role("button", name="More", exact=True).click()
        page.get_by_role("button", name="Try it").click()
        expect(page.get_by_text("It would cost")).to_be_visible()
        home.desk.wait_for("what_if")
        home.desk.calls.clear()
    page.get_by_role("button", name="More", exact=True).click()  # only looked at
    page.get_by_role("button", name="Yes, wish 22.5°").click()
    assert home.desk.wait_for("wish")[2] == 22.5


@pytest.mark.browser
@pytest.mark.parametrize("other", ["Nobody home", "Bathroom"])
def test_the_answer_to_another_question_goes(home: Home, look: Look, other: str) -> None:
    home.desk.current, home.desk.imagined = a_view(), imagined()
    page = look(f"{home.server.url}/what-if?room=living")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("It would cost")).to_be_visible()
    page.get_by_role("button", name=other, exact=True).click()
    expect(page.get_by_text("Nothing tried yet.")).to_be_visible()
    expect(page.get_by_text("It would cost")).to_have_count(0)


@pytest.mark.browser
def test_what_cannot_be_tried_says_why(home: Home, look: Look) -> None:
    home.desk.current = a_view()
    page = look(f"{home.server.url}/what-if")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("alert").get_by_text("There is no forecast of the rooms yet")).to_be_visible()
    page.goto(f"{home.server.url}/more")
    expect(page.get_by_role("heading", level=1)).to_have_text("More of the house.")


@pytest.mark.browser
def test_from_a_room_that_is_not_there_one_finds_home_under_a_prefix_too(home: Home, look: Look) -> None:
    proxy = PrefixProxy(home.server.port)
    try:
        for url in (f"{home.server.url}/", proxy.url):
            page = look(f"{url}room/nonsense", size=PHONE)
            expect(page.get_by_role("heading", level=1)).to_have_text("There is no such room in this house. ")
            fits(page)
            page.get_by_role("link", name="Home").last.click()
            expect(page.get_by_text("Warm where you are.")).to_be_visible()
            page.close()
        assert proxy.strays == []
    finally:
        proxy.close()
    complaints = look.watch.complaints  # type: ignore[attr-defined]
    assert len(complaints) == 2 and all("404" in each for each in complaints)
    complaints.clear()


@pytest.mark.browser
def test_a_rooms_own_decisions_are_narrowed_and_paged(home: Home, look: Look) -> None:
    many = tuple(houses.record(500 - i, houses.decision(value=15.0 + i / 40), i) for i in range(120))
    home.desk.older = many
    page = look(f"{home.server.url}/room/living", size=PHONE)
    cards = page.locator(".te-dec")
    expect(cards).to_have_count(8)
    for shown in range(16, 57, 8):
        page.get_by_role("button", name="Show older").click()
        expect(cards).to_have_count(shown)
    assert home.desk.asked_for[-1] == (LIVING, 100)
    page.get_by_role("button", name="Held by hand").click()
    expect(page.get_by_text("None of these among the latest 100.")).to_be_visible()
    page.get_by_role("button", name="Show older").click()
    expect(page.get_by_text("None of these yet.")).to_be_visible()
    expect(page.get_by_role("button", name="Show older")).to_have_count(0)
    fits(page)


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_a_past_decision_says_what_would_have_changed_it(home: Home, look: Look, size: tuple[int, int]) -> None:
    first = houses.record(9, houses.decision(), 200)
    told = replace(first, otherwise=houses.otherwise())
    home.desk.older = (houses.record(10, houses.decision(value=19.0), 5), first)
    page = look(f"{home.server.url}/room/living", size=size)
    cards = page.locator(".te-dec")
    expect(cards).to_have_count(2)
    expect(page.get_by_text("Would have been otherwise")).to_have_count(0)
    home.desk.older = (home.desk.older[0], told)
    home.desk.current = evening(at=EVENING + timedelta(minutes=1))  # it is found a moment after the decision
    folded = cards.nth(1).locator("summary")
    expect(folded).to_contain_text("Would have been otherwise")
    said = cards.nth(1).get_by_text("Had nobody been here: Living room set to 17.0°")
    expect(said).to_be_hidden()
    folded.click()
    expect(said).to_be_visible()
    home.desk.current = evening(at=EVENING + timedelta(minutes=3))
    expect(said).to_be_visible()  # it stays open while the house goes on
    expect(cards.nth(0).locator("summary")).to_have_count(0)
    fits(page)
