"""Banners, decisions, panels, wishes, health, and the whole page as a value."""

from collections.abc import Iterator
from dataclasses import asdict, fields, replace
from datetime import timedelta

import pytest

from tests.web import houses
from tests.web.houses import BOILER, EVENING, HEALTHY, NAMES, UNSEEN, ZONE, decision, evening, record, room_view
from thermo_edge.home.house import Attribute, EntityId, Failsafe, Mode, PlaceId, Point
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.turn import Decision, Notice, Outcome, Priority, Severity
from thermo_edge.home.view import HouseView
from thermo_edge.language.otherwise import HAD
from thermo_edge.language.otherwise import WHY as IF
from thermo_edge.language.words import Words
from thermo_edge.web.show.banners import banners
from thermo_edge.web.show.decisions import Group, chosen, decision_card, latest_acts
from thermo_edge.web.show.health import health_rows
from thermo_edge.web.show.home import home_model
from thermo_edge.web.show.marks import stamp
from thermo_edge.web.show.panel import panel

WORDS = Words("en", ZONE)

# --- banners --------------------------------------------------------------------------------------------------------


def test_the_observe_banner_counts_what_would_have_been_done() -> None:
    shown = {
        count: banners(evening(observe_everything=True, would_today=count, notices=()), WORDS)[0].text
        for count in (0, 1, 14)
    }
    assert shown == {
        0: "Nothing would have been done today.",
        1: "One thing would have been done today.",
        14: "14 things would have been done today.",
    }
    assert not banners(evening(notices=()), WORDS)


def test_the_worst_stands_first_and_observe_above_all() -> None:
    broken = replace(houses.all_broken(), observe_everything=True)
    shown = [(banner.key, banner.tone) for banner in banners(broken, WORDS, answers=False)]
    assert shown == [
        ("observe", "observe"),
        ("loop", "lost"),
        ("frost:bath", "lost"),
        ("token_refused", "lost"),
        ("disk_full", "lost"),
        ("never:hall", "stale"),
        ("clock_behind", "stale"),
        ("second_program", "stale"),
    ]


def test_a_trouble_is_said_once() -> None:
    lost = replace(HEALTHY, link_ready=False)
    told = Notice("link", Severity.WARN, Reason.of(Code.LINK_DOWN), EVENING)
    shown = banners(evening(health=lost, notices=(told,)), WORDS)
    assert [banner.title for banner in shown] == ["Home Assistant does not answer"]
    assert "20:40" in shown[0].text


def test_what_is_mended_is_not_shown() -> None:
    mended = Notice("x", Severity.WARN, Reason.of(Code.CLOCK_BEHIND), EVENING, until=EVENING)
    assert not banners(evening(notices=(mended,)), WORDS)


# --- decisions ------------------------------------------------------------------------------------------------------


def test_a_decision_says_what_when_and_why() -> None:
    held = Reason.of(Code.HELD, who="Ben", value=19.0, until=EVENING)
    card = decision_card(record(8, decision(Outcome.REFUSED, "kitchen", because=held), 48, 30), evening(), WORDS)
    assert (card.kind.words, card.when, card.undo) == ("Did not", "19:52–20:22", "")
    assert card.title == "Did not set Kitchen to 20.5°"
    assert card.why[1] == "Ben set this to 19.0°; it is left alone until 20:40"


def test_a_bare_switch_that_goes_off_while_heat_is_wanted_says_its_share() -> None:
    made = decision(place="bedroom", value=False, code=Code.CHEAP_NOW)
    switch = Point(EntityId("switch.bedroom_heater"), Attribute.ON)
    request = replace(made.request, point=switch, reason=made.request.reason.with_facts(duty=0.35))
    card = decision_card(record(1, replace(made, request=request)), evening(), WORDS)
    assert card.title == "Bedroom: heating off"
    assert card.why[1:] == ("Its switch is on for 35 % of every 20 min",)
    whole = replace(made, request=replace(request, reason=request.reason.with_facts(duty=1.0)))
    assert len(decision_card(record(1, whole), evening(), WORDS).why) == 1


def test_a_decision_says_what_would_have_changed_it() -> None:
    made = replace(record(8, decision(Outcome.WOULD)), otherwise=houses.otherwise())
    card = decision_card(made, evening(), WORDS)
    assert [(row.what, row.then) for row in card.otherwise] == [
        ("Without what somebody had set or wished here", "Living room set to 20.5°"),
        ("Had nobody been here", "Living room set to 17.0°"),
        ("Had it been 17.5° here", "Did not set Living room to 20.5°"),
        ("Had the window been shut", "Nothing would have been asked for"),
        ("Had it been as bright as 46 lx", "Nothing would have been asked for"),
        ("At 22:25, had all stayed as it was", "Living room set to 17.0°"),
    ]
    assert set(HAD) == set(IF)
    assert decision_card(record(8, decision()), evening(), WORDS).otherwise == ()


@pytest.mark.parametrize(
    ("outcome", "group", "undo"),
    [
        (Outcome.ACTED, Group.DID, True),
        (Outcome.SATISFIED, Group.ALL, False),
        (Outcome.WOULD, Group.DID_NOT, False),
        (Outcome.SUGGESTED, Group.DID_NOT, False),
        (Outcome.ASKED, Group.DID_NOT, False),
        (Outcome.REFUSED, Group.DID_NOT, False),
    ],
)
def test_only_what_was_done_can_be_undone(outcome: Outcome, group: Group, undo: bool) -> None:
    card = decision_card(record(1, decision(outcome)), evening(), WORDS, "no connection")
    assert (card.group, card.undo) == (group, "Living room back to 19.0°" if undo else "")
    assert card.blocked == ("no connection" if undo else "")
    assert card in chosen((card,), Group.ALL)
    assert chosen((card,), Group.DID) == ((card,) if undo else ())


def test_what_a_person_wished_is_theirs() -> None:
    anna = decision_card(record(1, decision(priority=Priority.PERSON)), evening(), WORDS)
    assert anna.kind.words == "Anna"


def test_times_of_other_days_name_the_day() -> None:
    view = evening()
    assert stamp(EVENING - timedelta(hours=2), view, WORDS) == "18:40"
    assert stamp(EVENING - timedelta(hours=21), view, WORDS) == "yesterday 23:40"
    assert stamp(EVENING - timedelta(days=3), view, WORDS) == "2026-01-10 20:40"
    assert stamp(EVENING + timedelta(hours=6), view, WORDS) == "tomorrow 02:40"


def test_only_the_latest_act_about_a_point_can_be_undone() -> None:
    acts = (record(3, decision()), record(2, decision(Outcome.REFUSED, "kitchen")), record(1, decision()))
    assert latest_acts(acts) == {3}
    made = home_model(evening(decisions=acts), WORDS, {})
    assert [bool(card.undo) for card in made.decisions] == [True, False, False]


@pytest.mark.parametrize(
    ("made", "undo"),
    [
        (houses.lamp_decision(), "Living room: light off again"),
        (houses.lamp_decision(80.0, 30.0), "Living room: light back to 30 %"),
        (houses.lamp_decision(before=None), ""),
        (houses.siren_decision(), "Alarm: siren off again"),
        (replace(houses.siren_decision(), before=True), ""),
    ],
)
def test_an_undo_says_what_it_would_do(made: Decision, undo: str) -> None:
    assert decision_card(record(1, made), houses.lit(), WORDS).undo == undo


def test_a_nameless_wish_was_made_on_this_page() -> None:
    card = decision_card(record(1, houses.lamp_decision()), houses.lit(), WORDS)
    assert card.why == ("You wished it so until 21:40",)
    assert (card.symbol, card.kind.words) == ("light", "You")
    named = decision_card(record(1, houses.lamp_decision(who="Ben")), houses.lit(), WORDS)
    assert named.why == ("Ben wished it so until 21:40",)


def test_the_question_has_the_number_that_the_device_would_get() -> None:
    asked = record(9, replace(decision(Outcome.ASKED, "bedroom", value=17.0)))
    ask = replace(evening().asks[0], aim=asked.decision.request.aim)
    assert home_model(evening(asks=(ask,), decisions=(asked,)), WORDS, {}).asks[0].question == "Bring Bedroom to 17.0°?"


def test_a_question_without_its_decision_is_on_the_step_of_the_thermostat() -> None:
    ask = replace(evening().asks[0], place=PlaceId("kitchen"), aim=17.2)
    assert home_model(evening(asks=(ask,), decisions=()), WORDS, {}).asks[0].question == "Bring Kitchen to 17.0°?"


# --- what opens -----------------------------------------------------------------------------------------------------


def test_no_mode_above_the_ceiling() -> None:
    made = panel(PlaceId("hall"), evening(), WORDS)
    assert made is not None
    assert [choice.allowed for choice in made.ladder.modes] == [True, True, True, False]
    assert [choice.chosen for choice in made.ladder.modes] == [True, False, False, False]
    assert made.ladder.limited == "The settings allow no more than Ask here."


def test_a_heat_source_has_modes_and_no_wish() -> None:
    made = panel(BOILER, evening(), WORDS)
    assert made is not None
    assert (made.name, made.line, made.wish) == ("Boiler", "On", None)
    unseen = panel(BOILER, evening(sources=UNSEEN), WORDS)
    assert unseen is not None
    assert unseen.line == "Not known"


def test_a_place_that_is_gone_has_no_panel() -> None:
    assert panel(PlaceId("attic"), evening(), WORDS) is None


def test_the_switch_off_that_we_can_make() -> None:
    view = evening()
    made = panel(PlaceId("bedroom"), view, WORDS, blocked="no connection")
    assert made is not None
    assert made.blocked == "no connection"
    assert [(switch.entity, switch.ours) for switch in made.unprotected] == [("switch.bedroom_heater", False)]
    rooms = tuple(
        replace(room, devices=tuple(replace(device, failsafe=Failsafe.AUTOMATION) for device in room.devices))
        for room in view.house.rooms
    )
    ours = panel(PlaceId("bedroom"), replace(view, house=replace(view.house, rooms=rooms)), WORDS)
    assert ours is not None
    assert ours.unprotected[0].ours


def test_health_says_how_each_is_and_since_when() -> None:
    shown = [(row.state, row.detail, row.good) for row in health_rows(evening(), WORDS)]
    assert shown == [
        ("Home Assistant answers", "since 09:40", True),
        ("Everything is recorded", "", True),
        ("The clock is right", "20:40", True),
        ("The house is looked after", "last turn 20:40", True),
    ]
    bad = [(row.state, row.detail) for row in health_rows(houses.all_broken(), WORDS, answers=False)]
    assert bad == [
        ("Home Assistant does not answer", "since 20:38"),
        ("The database cannot be written", "The disk is full"),
        ("The clock is behind", "20:40"),
        ("Thermo Edge does not answer", "last turn 20:40"),
    ]


def test_a_demo_says_that_it_is_one() -> None:
    made = home_model(evening(), WORDS, {}, demo=60.0)
    assert made.headline.note == "A demo: this home is simulated, and its time runs 60 times faster."
    assert made.health[0].state == "The simulated home answers"
    assert home_model(evening(), WORDS, {}, demo=1.0).headline.note == "A demo: this home is simulated."
    assert home_model(evening(), WORDS, {}).headline.note == ""


def test_a_connection_that_is_being_made_is_no_trouble() -> None:
    since, why = EVENING - timedelta(seconds=5), Reason.of(Code.LINK_DOWN)
    starting = evening(health=replace(HEALTHY, link_ready=False, link_since=since, link_why=why), notices=())
    assert not banners(starting, WORDS)
    assert health_rows(starting, WORDS)[0].state == "Connecting to Home Assistant"
    assert health_rows(starting, WORDS)[0].good
    assert home_model(starting, WORDS, {}).blocked


def test_the_same_house_is_the_same_page() -> None:
    assert home_model(evening(), WORDS, houses.TREND) == home_model(evening(), WORDS, houses.TREND)
    assert home_model(evening(), WORDS, houses.TREND) != home_model(evening(outdoor=1.0), WORDS, houses.TREND)


def every_text(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for inner in part.values():
            yield from every_text(inner)
    elif isinstance(part, tuple | list):
        for inner in part:
            yield from every_text(inner)


def test_no_sentence_lacks_a_fact() -> None:
    panels = [panel(PlaceId(place), houses.lit(), WORDS) for place in (*NAMES, BOILER, houses.ALARM)]
    alarms = (houses.alarm(), houses.armed(), houses.intruded(), houses.burning(), houses.alarm(mode=Mode.OBSERVE))
    views = (evening(), evening(observe_everything=True), *(houses.lit(alarm=alarm) for alarm in alarms))
    pages = [asdict(home_model(view, WORDS, houses.TREND)) for view in views]
    texts = [text for part in (*pages, *(asdict(made) for made in panels if made)) for text in every_text(part)]
    assert [text for text in texts if "not known" in text and text != "Presence not known"] == []
    assert [text for text in texts if "{" in text] == []


def test_holds_say_who_what_until_and_how_much_is_left() -> None:
    hold = home_model(evening(), WORDS, {}).holds[0]
    assert (hold.what, hold.line, hold.left, hold.percent) == (
        "Kitchen stays at 19.0°",
        "Ben · until 21:15",
        "35 min left",
        58,
    )


def test_a_wish_is_among_the_holds_until_it_ends() -> None:
    row = next(each for each in home_model(evening(), WORDS, {}).holds if each.wish_of is not None)
    assert (row.key, row.wish_of, row.what) == ("wish/living", "living", "Living room: 21.5° wished")
    assert (row.line, row.left, row.percent) == ("Anna · until 22:00", "80 min left", 57)
    ended = tuple(replace(room, wish=None) for room in evening().rooms)
    assert [each for each in home_model(evening(rooms=ended), WORDS, {}).holds if each.wish_of is not None] == []


def test_nothing_can_be_sent_without_a_connection_or_a_house() -> None:
    assert home_model(evening(), WORDS, {}).blocked == ""
    lost = home_model(houses.all_broken(), WORDS, {})
    assert lost.blocked == lost.asks[0].blocked != ""
    assert home_model(evening(), WORDS, {}, answers=False).blocked != ""


def test_before_the_house_was_seen() -> None:
    assert home_model(None, WORDS, None).waiting
    assert home_model(None, WORDS, None, answers=False).headline.sentences == ("The house does not answer.",)


def test_one_broken_room_does_not_take_the_page_with_it() -> None:
    bad = replace(room_view("hall"), mode=None)  # type: ignore[arg-type]
    made = home_model(evening(rooms=(*houses.the_rooms()[:2], bad)), WORDS, houses.TREND)
    assert [room.name for room in made.rooms] == ["Living room", "Kitchen"]
    assert made.broken
    assert made.headline.sentences


@pytest.mark.parametrize("name", [field.name for field in fields(HouseView)])
def test_a_view_without_one_of_its_fields_still_gives_a_page(name: str) -> None:
    made = home_model(replace(evening(), **{name: None}), WORDS, houses.TREND)
    assert made.health or made.rooms or made.broken


def test_a_view_of_nothing_still_gives_a_page() -> None:
    bare = HouseView(*([None] * len(fields(HouseView))))  # type: ignore[arg-type]
    assert home_model(bare, WORDS, None).broken


def test_every_room_field_may_be_missing() -> None:
    names = [field.name for field in fields(room_view("living")) if field.name not in {"id", "name"}]
    rooms = tuple(
        replace(room_view(place), **{name: None}) for place, name in zip(list(NAMES) * 4, names, strict=False)
    )
    made = home_model(evening(rooms=rooms), WORDS, houses.TREND)
    assert len(made.rooms) >= len(rooms) - 3


def test_every_mode_is_explained() -> None:
    made = panel(PlaceId("living"), evening(), WORDS)
    assert made is not None
    assert len({choice.meaning for choice in made.ladder.modes}) == len(Mode)
