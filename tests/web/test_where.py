"""Who is where in words: beliefs, the hours ahead, what is expected, kinds of time, and how good it was."""

import asyncio
from dataclasses import asdict, fields, replace
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from tests.web import believed as made
from tests.web.fake_desk import FakeDesk
from tests.web.houses import EVENING, ZONE, all_broken, evening, nothing
from tests.web.test_show import every_text
from thermo_edge.home.forecast import HomeBelief, Later, Moment, Regime
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.view import CalibrationBin, HouseView, OccupancyView, QualityView
from thermo_edge.language.words import Words
from thermo_edge.web.health import HealthReport
from thermo_edge.web.show.quality import quality_model
from thermo_edge.web.show.regimes import kinds, spans
from thermo_edge.web.show.steps import steps
from thermo_edge.web.show.where import WhereModel, persons, presence_mark, where_model
from thermo_edge.web.site import Site

WORDS = Words("en", ZONE)
VIEWS = {"evening": made.believed, "vacation": made.vacation, "party": made.party, "young": made.young}


def page(view: HouseView | None = None, **more: object) -> WhereModel:
    return where_model(view or made.believed(), WORDS, **more)  # type: ignore[arg-type]


# --- beliefs --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("presence", "probability", "words"),
    [
        (Presence.PRESENT, 0.97, "Somebody"),
        (Presence.PRESENT, 0.72, "Probably somebody"),
        (Presence.UNKNOWN, 0.5, "Not known"),
        (Presence.UNKNOWN, 0.02, "Probably nobody"),
        (Presence.ABSENT, 0.02, "Nobody"),
    ],
)
def test_a_belief_is_a_word(presence: Presence, probability: float, words: str) -> None:
    assert presence_mark(presence, probability, WORDS).words == words


def test_a_room_says_how_likely_since_when_and_why() -> None:
    living = page().rooms[0]
    assert (living.name, living.state.words, living.percents) == ("Living room", "Somebody", (97,))
    assert (living.likely, living.since) == ("97 % likely", "since 19:20")
    assert living.reasons == ("Somebody moves here", "From all that is measured, 81 % likely", "910 ppm of CO₂")
    hall = page().rooms[-1]
    assert (hall.state.words, hall.since, hall.reasons, hall.steps) == ("Not known", "", (), None)


def test_the_home_is_up_asleep_or_empty() -> None:
    home = page().home
    assert home is not None
    assert (home.likely, home.percents) == ("90 % somebody is up, 6 % all asleep, 4 % nobody", (90, 6))


@pytest.mark.parametrize(
    ("home", "sentence"),
    [
        (HomeBelief(0.02, 0.9, 0.08, Presence.PRESENT), "Someone is home."),
        (HomeBelief(0.2, 0.7, 0.1, Presence.PRESENT), "Someone is probably home."),
        (HomeBelief(0.02, 0.1, 0.88, Presence.PRESENT), "Everybody who is home is probably asleep."),
        (HomeBelief(0.98, 0.01, 0.01, Presence.ABSENT), "Nobody is home."),
        (HomeBelief(0.5, 0.3, 0.2, Presence.UNKNOWN), "Whether anyone is home is not known."),
    ],
)
def test_the_page_begins_with_a_sentence(home: HomeBelief, sentence: str) -> None:
    assert page(made.believed(home=home)).headline.sentences == (sentence,)


def test_below_it_stands_where() -> None:
    assert page().headline.below == ("Somebody is in: Living room, Kitchen.",)
    assert page(made.young()).headline.below == ("Of no room is it known.",)
    home = HomeBelief(0.7, 0.27, 0.03, Presence.PRESENT)
    somewhere = replace(made.vacation().occupancy, home=home)
    assert page(replace(made.vacation(), occupancy=somewhere)).headline.below == ("In which room is not known.",)
    assert page(made.vacation()).headline.below == ("Nobody is believed in any room.",)
    assert page(made.vacation()).headline.sentences[1] == "Vacation until 2026-01-20 20:40."


def test_what_is_shown_without_the_house() -> None:
    assert page(evening()).headline.sentences == ("Who is where is not reckoned yet.",)
    assert not page(evening()).seen
    assert page(nothing()).headline.sentences == ("No rooms yet.",)
    assert where_model(None, WORDS).waiting
    assert where_model(None, WORDS, answers=False).headline.sentences == ("The house does not answer.",)
    silent = page(answers=False)
    assert silent.stale
    assert silent.headline.sentences[0] == "The house does not answer."
    assert silent.regime is not None
    assert silent.regime.blocked
    assert page(replace(all_broken(), occupancy=made.occupancy())).stale


# --- what comes -----------------------------------------------------------------------------------------------------


def test_the_hours_ahead_are_steps_with_their_times() -> None:
    living = page().rooms[0].steps
    assert living is not None
    assert living.labels == ("now", "20:55", "21:10", "21:40", "22:40", "00:40", "04:40", "12:40", "20:40")
    assert living.caption == "Most likely 20:55 (93 %), least 00:40 (5 %)"
    assert living.label.startswith("now 97 %, 20:55 93 %, 21:10 88 %")
    assert living.label.endswith("tomorrow 20:40 80 %")
    drawn = ElementTree.fromstring(living.svg)
    assert [path.get("class") for path in drawn] == ["half", "area", "was", "comes"]


def test_a_flat_day_has_neither_top_nor_bottom() -> None:
    flat = steps(0.4, made.later(*[0.4] * 8), made.believed(), WORDS)
    assert flat is not None
    assert flat.caption == "About 40 % likely until tomorrow 20:40"


def test_what_is_no_probability_is_not_drawn() -> None:
    hours = (Later(timedelta(hours=1), float("nan")),)
    assert steps(0.4, hours, made.believed(), WORDS) is None
    assert steps(float("nan"), made.later(*[0.4] * 8), made.believed(), WORDS) is None
    assert steps(0.4, (), made.believed(), WORDS) is None


def test_what_is_expected_has_its_interval() -> None:
    shown = [(row.what, row.when, row.between) for row in page().moments]
    assert shown == [
        ("Somebody wakes", "tomorrow 07:04", "8 in 10: 06:28 to 07:40"),
        ("All are asleep", "23:10", "8 in 10: 22:16 to tomorrow 00:04"),
    ]
    (back,) = page(made.vacation()).moments
    assert (back.what, back.between) == ("Somebody comes home", "8 in 10: 03:40 to 21:40")
    assert page(made.young()).moments == ()


def test_an_interval_that_is_not_known_is_not_said() -> None:
    bare = Moment(((0.5, EVENING),))
    assert page(made.believed(returns=bare, wakes=None, sleeps=None)).moments[0].between == ""
    assert page(made.believed(returns=Moment(()), wakes=None, sleeps=None)).moments == ()


def test_what_it_rests_on() -> None:
    assert page().source == "From a learned model and what is usual here."
    assert page(made.believed(version="")).source == "From what is usual here at that hour."
    assert page(made.young()).source == "The hours ahead are not known yet."


# --- kinds of time --------------------------------------------------------------------------------------------------


def test_what_kind_of_time_it_is_and_how_that_is_known() -> None:
    normal, declared, looks = (page(view).regime for view in (made.believed(), made.vacation(), made.party()))
    assert normal is not None
    assert (normal.state.words, normal.ends) == ("A normal time", False)
    assert declared is not None
    assert (declared.state.words, declared.ends) == ("Vacation", True)
    assert declared.lines[0] == "A person said so 11:40. It ends 2026-01-20 20:40."
    assert looks is not None
    assert looks.lines[0] == "It has looked so since 19:50. Unless that goes on, it ends tomorrow 07:40."


def test_everything_but_the_normal_can_be_declared_with_an_end_to_come() -> None:
    assert {key for key, _ in kinds(WORDS)} == {regime.value for regime in Regime} - {"normal", "left_out"}
    for key, _ in kinds(WORDS):
        offered = spans(Regime(key), made.believed(), WORDS)
        assert len({span.key for span in offered}) == len(offered) >= 3
        assert all(span.until > EVENING for span in offered)
    assert spans(Regime.PARTY, made.believed(), WORDS)[0].wish == "Party until 23:40"


# --- how good it was ------------------------------------------------------------------------------------------------


def test_faults_are_said_a_day_and_percentages_with_what_was_so() -> None:
    shown = quality_model(made.quality(), WORDS)
    assert [fault.often for fault in shown.faults] == ["0.2 a day, over 14 days", "0.5 a day, over 14 days"]
    assert shown.sentence == "Its percentages are off by 2.6 points on average, over 1240 beliefs."
    assert shown.rows[0] == ("4 %", "2 %", "400")
    assert len(shown.rows) == 8


def test_from_too_little_nothing_is_claimed() -> None:
    shown = quality_model(made.NOTHING, WORDS)
    assert {fault.often for fault in shown.faults} == {"Not known yet: 1 of 3 days"}
    assert "not known yet: 0 of 100 beliefs" in shown.sentence
    few = QualityView(9, 0, 0, (), (CalibrationBin(99, 0.9, 0.1), *[CalibrationBin(0, 0.0, 0.0)] * 9))
    assert quality_model(few, WORDS).rows == ()


# --- persons --------------------------------------------------------------------------------------------------------


def seen_by(user: str | None) -> list[str] | None:
    """The names that the site gives to a user, with a desk that knows three persons."""
    desk = FakeDesk(made.believed())
    desk.persons = made.PERSONS
    site = Site(desk, WORDS, lambda: HealthReport(True, {}))

    async def go() -> list[str] | None:
        await site.look()
        found = await site.whereabouts(user)
        return None if found is None else [name for name, _ in persons(found, WORDS)]

    return asyncio.run(go())


def test_persons_are_seen_by_whom_they_let() -> None:
    assert seen_by("u-anna") == ["Anna", "Ben", "Mia"]
    assert seen_by("u-nobody") is None
    assert seen_by(None) is None


def test_persons_without_a_user_are_nobody_who_looks() -> None:
    site = Site(FakeDesk(made.believed()), WORDS, lambda: HealthReport(True, {}))
    asyncio.run(site.look())
    assert site.person(None) is None
    assert site.person("") is None


def test_a_desk_that_fails_names_nobody(caplog: pytest.LogCaptureFixture) -> None:
    desk = FakeDesk(made.believed())
    desk.refusal = Reason(Code.UNKNOWN_PLACE)
    site = Site(desk, WORDS, lambda: HealthReport(True, {}))
    asyncio.run(site.look())
    assert asyncio.run(site.whereabouts("u-anna")) is None


def test_whether_a_person_is_home_is_a_word() -> None:
    assert [mark.words for _, mark in persons(made.PERSONS, WORDS)] == ["At home", "Away", "Not known"]


@pytest.mark.parametrize("view", VIEWS)
def test_the_page_that_all_share_names_no_person(view: str) -> None:
    texts = list(every_text(asdict(page(VIEWS[view]()))))
    assert [text for text in texts if "Anna" in text or "Ben" in text] == []
    assert [text for text in texts if "{" in text] == []


# --- the page as a whole --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [field.name for field in fields(OccupancyView)])
def test_a_belief_without_one_of_its_parts_still_gives_a_page(name: str) -> None:
    shown = page(made.believed(**{name: None}))
    assert shown.seen
    assert shown.home is not None or shown.rooms
    assert shown.regime is not None


def test_it_is_made_once_for_a_view() -> None:
    site = Site(FakeDesk(made.believed()), WORDS, lambda: HealthReport(True, {}))
    asyncio.run(site.look())
    assert site.made(where_model) is site.made(where_model)


def test_chinese_says_all_of_it() -> None:
    chinese = Words("zh", ZONE)
    shown = where_model(made.believed(), chinese)
    assert shown.headline.sentences == ("家里有人。",)
    assert shown.rooms[0].state.words == "有人"
    assert shown.regime is not None
    assert shown.regime.state.words == "平常时期"
