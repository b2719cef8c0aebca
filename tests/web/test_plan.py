"""The heating plan in words: what comes next, what it costs, what it rests on, and its picture."""

import asyncio
from dataclasses import asdict, fields, replace
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from tests.web import planned as made
from tests.web.fake_desk import FakeDesk
from tests.web.houses import EVENING, ZONE, all_broken, evening, nothing
from tests.web.test_show import every_text
from thermo_edge.home.house import Mode, PlaceId
from thermo_edge.home.plan import Alternative, Instead, Span
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.view import HouseView, PlanView
from thermo_edge.home.weather import Foretold
from thermo_edge.language.words import Words
from thermo_edge.web.health import HealthReport
from thermo_edge.web.show.plan import PlanCard, PlanModel, plan_model
from thermo_edge.web.show.plan_chart import chart, runs
from thermo_edge.web.show.plan_costs import spared
from thermo_edge.web.site import Site

WORDS = Words("en", ZONE)
VIEWS = {"evening": made.planned, "old": made.old, "unpriced": made.unpriced}


def page(view: HouseView | None = None, **more: object) -> PlanModel:
    return plan_model(view or made.planned(), WORDS, **more)  # type: ignore[arg-type]


def card(place: str, view: HouseView | None = None) -> PlanCard:
    return next(each for each in page(view).rooms if each.key == place)


# --- rooms ----------------------------------------------------------------------------------------------------------


def test_a_heated_room_says_until_when_why_and_what_comes_then() -> None:
    living = card("living")
    assert (living.state.words, living.now) == ("Heating", "Heating until 22:30")
    assert living.why == "Heated to keep at least 20.0° here, 21.1° measured"
    assert living.mode is None


def test_a_resting_room_says_when_it_is_heated_and_when_it_is_ready() -> None:
    bath = card("bath")
    assert (bath.state.words, bath.now) == ("Resting", "Resting until tomorrow 05:45")
    assert bath.why == "22.1° measured, warm enough without heating until 05:45"
    assert bath.then == "Heating from tomorrow 05:45 for 22.0°, ready tomorrow 06:30 ± 10 min"


def test_a_room_on_its_way_says_when_it_is_ready() -> None:
    morning = made.planned()
    view = replace(morning, at=made.at(9.5))
    assert card("bath", view).now == "Heating for 22.0°, ready 06:30 ± 10 min"
    assert page(view).headline.sentences == ("The plan heats now: Bathroom.",)


def test_a_room_that_needs_nothing_says_so_without_a_temperature_that_is_not_known() -> None:
    hall = card("hall")
    assert (hall.now, hall.why, hall.then) == ("Resting as far as is planned", "", "")
    assert hall.mode is not None
    assert hall.mode.words == "Observe"


def test_what_is_yet_to_begin_has_the_reason_of_the_plan() -> None:
    cheap = Reason.of(Code.CHEAP_NOW, price=0.21, dearer=0.34, target=21.0, until=made.at(10))
    room = replace(made.bath(), ready=(), spans=(Span(0, 37, Reason.of(Code.RESTING)), Span(37, 96, cheap)))
    then = card("bath", made.planned(rooms=(room,))).then
    begun = "Heating from tomorrow 05:45 for 21.0° by tomorrow 06:30"
    assert then == f"{begun}: a kWh of heat costs 0.21 EUR then and 0.34 later"
    bare = card("bath", made.planned(rooms=(replace(room, spans=()),)))
    assert (bare.why, bare.then) == ("", "Heating from tomorrow 05:45")


def test_cooling_is_told_too() -> None:
    ahead = Reason.of(Code.COOLED_AHEAD, high=24.0)
    room = replace(made.hall(), cool=made.shares((0, 3)), spans=(Span(0, 96, ahead),))
    shown = card("hall", made.planned(rooms=(room,)))
    assert (shown.state.words, shown.now) == ("Cooling", "Cooling until 23:30")


def test_a_room_that_does_not_follow_says_what_comes_first() -> None:
    view = made.planned(rooms=tuple(replace(each, followed=False) for each in made.plan().rooms))
    assert {each.state.words for each in page(view).rooms} == {"Plain rule"}
    assert card("living", view).why == "A wish comes first until 22:00"
    assert card("bath", view).why == "The plan does not fit this room now, so it goes by the plain rule"
    assert card("hall", view).why == "The thermometer is silent, so the plan is not followed"


def test_short_rests_do_not_make_two_heatings() -> None:
    assert runs((0.0, 1.0, 0.0, 0.0, 0.4, 0.0, 0.0, 0.0, 0.01, 1.0)) == ((1, 5), (9, 10))
    assert runs(()) == ()


# --- the sentence ---------------------------------------------------------------------------------------------------


def test_the_page_begins_with_what_is_heated_and_what_that_spares() -> None:
    assert page().headline.sentences == ("The plan heats now: Living room.",)
    assert page().headline.below == ("It costs 20 % less than comfort held all the time.",)
    rests = page(made.planned(rooms=(made.bath(), made.hall())))
    assert rests.headline.sentences == ("Nothing is heated now. Next: Bathroom, tomorrow 05:45.",)
    assert page(made.planned(rooms=(made.hall(),))).headline.sentences == (
        "Nothing has to be heated as far as is planned.",
    )


@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        (2.0, "It costs 20 % more than comfort held all the time."),
        (2.401, "It costs as much as comfort held all the time."),
        (0.0, ""),
    ],
)
def test_dearer_is_said_as_plainly_as_cheaper(held: float, sentence: str) -> None:
    assert spared(made.plan(alternatives=(Alternative(Instead.HOLD, held, 9.0, 0.0),)), WORDS) == sentence


def test_a_room_says_since_when_it_has_taught_its_forecast_and_what_for() -> None:
    taught = Reason.of(Code.LEARNED_HERE, day="2026-01-03", what="24 h", before="0.41", now="0.35", count=6.0)
    view = made.planned(learned=((PlaceId("living"), taught), (PlaceId("bath"), Reason(Code.LEARNED_NOT_YET))))
    said = "Learned here since 2026-01-03: error 24 h ahead 0.35 K instead of 0.41 K, on 6 later days"
    assert card("living", view).learned == said
    assert "came with the program" in card("bath", view).learned
    assert card("living").learned == ""


def test_without_a_plan_the_page_is_calm() -> None:
    empty = page(evening())
    assert empty.headline.sentences == ("No plan yet: the plain rule keeps the rooms warm.",)
    assert not empty.seen
    assert page(nothing()).headline.sentences == ("No rooms yet.",)


def test_what_is_shown_without_the_house() -> None:
    assert plan_model(None, WORDS).waiting
    assert plan_model(None, WORDS, answers=False).headline.sentences == ("The house does not answer.",)
    assert page(answers=False).stale
    assert page(replace(all_broken(), plan=made.plan())).stale


def test_an_old_plan_says_so() -> None:
    old = page(made.old())
    assert old.headline.sentences == ("The plan is 75 min old: the plain rule keeps the rooms warm.",)
    assert {each.state.words for each in old.rooms} == {"Plain rule"}


# --- what it costs and rests on -------------------------------------------------------------------------------------


def test_costs_stand_beside_what_else_could_be_done() -> None:
    shown = page().costs
    assert shown is not None
    assert (shown.title, shown.head) == ("The next 24 h", ("", "kWh", "Cost, EUR", "K·h"))
    assert shown.rows == (
        ("This plan", "8.0", "2.40", "0.3"),
        ("Comfort held all the time", "12", "3.00", "0.1"),
        ("Each heating begun 30 min later", "7.4", "2.20", "1.2"),
    )
    assert shown.degree[0] == ("Living room", "0.48 EUR", "20 %")


def test_without_a_price_no_money_is_named() -> None:
    shown = page(made.unpriced()).costs
    assert shown is not None
    assert shown.head == ("", "kWh", "K·h")
    assert shown.rows[0] == ("This plan", "8.0", "0.3")
    assert shown.degree[0] == ("Living room", "20 %")


def test_degrees_are_those_that_people_here_read() -> None:
    shown = plan_model(made.planned(), Words("en", ZONE, in_fahrenheit=True)).costs
    assert shown is not None
    assert (shown.head[-1], shown.rows[0][-1], shown.degree[0][1]) == ("°F·h", "0.5", "0.27 EUR")


def test_rooms_left_out_say_why() -> None:
    assert page().left_out == (
        ("Bedroom", "Its heating has shown no effect, so it is not planned"),
        ("Mia’s room", "What this room will do is not known, so it goes by the plain rule"),
    )


def test_what_it_rests_on() -> None:
    assert page().rests_on == (
        "Made for the time from 20:30, 10 min ago",
        "Weather: the forecast, asked 25 min ago, corrected to this home",
        "The price of energy is taken to stay at 0.31 EUR a kWh",
        "Each room's heating is taken to give 1500 W in full: compare these figures with each other, not with a bill",
    )


def test_the_course_of_prices_and_what_they_buy_is_said_in_lines() -> None:
    notes = (
        Reason.of(Code.PRICE_COURSE, least=0.21, most=0.38, at=made.at(6), after=timedelta(hours=24)),
        Reason.of(Code.COP_AHEAD, room="boiler", least=2.6, most=3.4),
        Reason.of(Code.POWER_PARTLY, count=2.0, watt=1500.0),
    )
    assert page(made.planned(notes=notes)).rests_on[2:] == (
        "In the next 24 h electricity costs 0.21 to 0.38 EUR a kWh, the least in the hour from 02:30",
        "Boiler: each kWh makes 2.6 to 3.4 kWh of heat in this weather",
        "For 2 of the rooms full heat is not known and taken to be 1500 W",
    )


@pytest.mark.parametrize(
    ("weather", "line"),
    [
        (Foretold.CLIMATOLOGY, "Weather: as it was at each hour of the last days, for want of a forecast"),
        (Foretold.NOW, "Weather: as if it stayed as it is outside, for want of a forecast"),
        (None, "Weather: not known"),
    ],
)
def test_the_weather_says_what_it_is(weather: Foretold | None, line: str) -> None:
    assert page(made.planned(weather=weather, forecast=None)).rests_on[1] == line


# --- the picture ----------------------------------------------------------------------------------------------------


def test_a_picture_has_what_is_expected_how_surely_comfort_and_heat() -> None:
    shown = card("living").chart
    assert shown is not None
    drawn = ElementTree.fromstring(shown.svg)
    kinds = [part.get("class") for part in drawn]
    assert {"comfort", "grid", "range", "comes", "heat", "base", "now", "dot"} == set(kinds)
    assert kinds.count("comfort") == 4
    assert kinds.count("heat") == 1
    assert [label for _, label in shown.ticks] == ["00:00", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00"]
    assert all(0.0 <= place <= 100.0 for place, _ in (*shown.ticks, *shown.levels))
    assert [label for _, label in shown.levels] == ["18°", "20°", "22°"]
    assert shown.label.endswith("Heating: 20:30–22:30")


def test_a_room_without_a_fresh_temperature_has_no_dot() -> None:
    shown = card("hall").chart
    assert shown is not None
    assert "dot" not in shown.svg
    assert shown.label.endswith("No heating is planned")


def test_a_day_of_25_hours_has_no_hour_twice() -> None:
    begin = EVENING.replace(month=10, day=24, hour=18, minute=0)
    view = replace(made.planned(at=begin), at=begin)
    shown = card("bath", view).chart
    assert shown is not None
    assert [label for _, label in shown.ticks] == [
        "21:00",
        "00:00",
        "03:00",
        "06:00",
        "09:00",
        "12:00",
        "15:00",
        "18:00",
    ]


def test_nonsense_is_not_drawn() -> None:
    view, plan = made.planned(), made.plan()
    nan = replace(made.hall(), tenth=(float("nan"),) * made.STEPS)
    assert chart(nan, plan, 20.0, view, WORDS) is None
    assert chart(replace(made.hall(), heat=()), plan, 20.0, view, WORDS) is None
    assert chart(replace(made.hall(), bands=()), plan, None, view, WORDS) is not None


# --- the page as a whole --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_sentence_lacks_a_fact(view: str, language: str) -> None:
    texts = list(every_text(asdict(plan_model(VIEWS[view](), Words(language, ZONE)))))
    assert [text for text in texts if "{" in text or "not known measured" in text or "未知" in text[:3]] == []


@pytest.mark.parametrize("name", [field.name for field in fields(PlanView) if field.name not in {"at", "step"}])
def test_a_plan_without_one_of_its_parts_still_gives_a_page(name: str) -> None:
    shown = page(made.planned(**{name: None}))
    assert shown.seen
    assert shown.rooms or shown.rests_on


def test_it_is_made_once_for_a_view() -> None:
    desk = FakeDesk(made.planned())
    site = Site(desk, WORDS, lambda: HealthReport(True, {}))
    asyncio.run(site.look())
    first = site.made(plan_model)
    assert site.made(plan_model) is first
    desk.current = evening()
    asyncio.run(site.look())
    assert site.made(plan_model) is not first


def test_a_room_that_acts_has_no_mode_beside_its_state() -> None:
    view = made.planned()
    rooms = tuple(replace(each, mode=Mode.ACT) for each in view.rooms)
    assert {each.mode for each in page(replace(view, rooms=rooms)).rooms} == {None}


def test_chinese_says_all_of_it() -> None:
    shown = plan_model(replace(made.planned(), at=EVENING + timedelta(minutes=1)), Words("zh", ZONE))
    assert shown.headline.sentences == ("计划现在加热：Living room。",)
    assert shown.rooms[1].then == "明天 05:45 起加热到 22.0°，明天 06:30 ± 10 分钟 就绪"
