"""The card of a room."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.web.houses import EVENING, SETBACK, ZONE, decision, evening, lamps, lit, record, room_view, samples
from thermo_edge.home.house import Mode
from thermo_edge.home.memory import WindowState
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.turn import SOMEBODY, Outcome, Wish
from thermo_edge.home.view import RoomView
from thermo_edge.language.words import Words
from thermo_edge.web.show.decisions import decision_card
from thermo_edge.web.show.rooms import RoomCard, room_card

WORDS = Words("en", ZONE)


def card(room: RoomView) -> RoomCard:
    return room_card(room, evening(), WORDS, samples())


def heat(**more: object) -> str:
    return card(room_view("living", **more)).facts[-1].words


def test_temperature_with_its_comfort() -> None:
    made = card(room_view("living", temperature=20.64, band=SETBACK))
    assert (made.degrees, made.aside, made.targeted, made.stale) == ("20.6°", "17–18.5°", True, False)


def test_fahrenheit() -> None:
    made = room_card(room_view("living", temperature=20.0), evening(), Words("en", ZONE, True), ())
    assert (made.degrees, made.aside) == ("68.0°", "68–69.8°")


def test_a_stale_temperature_says_how_old_it_is() -> None:
    made = card(room_view("hall", stale=True, silent=timedelta(minutes=52)))
    assert (made.aside, made.stale, made.targeted) == ("52 min ago", True, False)
    assert 'class="dot"' not in str(made.ribbon)


def test_unknown_is_never_a_number_or_a_dash() -> None:
    made = card(room_view("hall", temperature=None, silent=None, stale=True))
    assert (made.degrees, made.aside, made.known) == ("Not known", "never reported", False)


@pytest.mark.parametrize(
    ("presence", "said", "symbol"),
    [
        (Presence.PRESENT, "Somebody here", "person"),
        (Presence.ABSENT, "Nobody here", "person_off"),
        (Presence.UNKNOWN, "Presence not known", "help"),
    ],
)
def test_presence_has_three_values(presence: Presence, said: str, symbol: str) -> None:
    fact = card(room_view("living", here=presence)).facts[0]
    assert (fact.words, fact.symbol) == (said, symbol)


def test_presence_is_the_rooms_own_and_left_out_where_no_room_could_tell() -> None:
    blind = room_view("living", presence=Presence.PRESENT)
    assert [fact.words for fact in card(blind).facts] == ["Heating, 25 %"]
    assert room_card(blind, lit(), WORDS, ()).facts[0].words == "Presence not known"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "Light on, 40 %"),
        ({"brightness": None}, "Light on"),
        ({"on": 0}, "Light off"),
        ({"on": 1, "total": 2}, "1 of 2 lamps on"),
        ({"on": 0, "silent": 1}, "Light not known"),
    ],
)
def test_the_light_has_a_line(more: dict[str, float], said: str) -> None:
    made = card(room_view("living", here=Presence.PRESENT, lamps=lamps(**more)))  # type: ignore[arg-type]
    assert [fact.words for fact in made.facts] == ["Somebody here", said, "Heating, 25 %"]


def test_what_the_heating_does() -> None:
    assert heat(heating=0.25) == "Heating, 25 %"
    assert heat(heating=1.0) == "Heating"
    assert heat(heating=0.0) == "Not heating"
    assert heat(heating=None) == "Heating not known"
    assert heat(heats=False) == "Nothing heats here"
    assert heat(cooling=True, heating=0.0) == "Cooling"


def test_why_it_does_not_heat() -> None:
    assert heat(stale=True) == "Thermometer silent"
    assert heat(window_open=True, heating=0.0) == "Window open"
    assert heat(window=WindowState.OPEN, heating=0.0) == "Window open"


@pytest.mark.parametrize(
    ("outcome", "because", "said"),
    [
        (Outcome.REFUSED, Reason.of(Code.MINIMUM_OFF, left=240.0), "Rests for 4 min"),
        (Outcome.REFUSED, Reason.of(Code.HELD, until=EVENING + timedelta(minutes=80)), "Left alone until 22:00"),
        (Outcome.REFUSED, Reason.of(Code.UNPROTECTED), "Switch-off not set up"),
        (Outcome.REFUSED, Reason.of(Code.OUTRANKED), "Not heating"),
        (Outcome.ASKED, Reason.of(Code.ASKING), "Asks: warm to 20.5°"),
        (Outcome.SUGGESTED, Reason.of(Code.SUGGESTING), "Suggests 20.5°"),
        (Outcome.WOULD, Reason.of(Code.OBSERVING), "Would warm to 20.5°"),
    ],
)
def test_the_latest_decision_says_why_not(outcome: Outcome, because: Reason, said: str) -> None:
    made = record(1, decision(outcome, because=because))
    assert heat(heating=0.0, temperature=19.0, decision=made) == said


def test_a_warm_room_needs_no_reason() -> None:
    made = record(1, decision(Outcome.REFUSED, because=Reason.of(Code.MINIMUM_OFF, left=240.0)))
    assert heat(heating=0.0, temperature=21.0, decision=made) == "Not heating"


def test_the_number_is_the_one_that_the_device_would_get() -> None:
    asked = record(1, decision(Outcome.ASKED, value=20.0, because=Reason.of(Code.ASKING)))
    assert heat(heating=0.0, temperature=19.0, decision=asked) == "Asks: warm to 20.0°"


def test_a_wish_stands_where_the_target_stood_so_that_the_card_does_not_grow() -> None:
    wish = Wish(room_view("living").id, 21.5, SOMEBODY, EVENING, EVENING + timedelta(minutes=80))
    made, before = card(room_view("living", wish=wish)), card(room_view("living"))
    assert (made.aside, made.lasts, made.wished, made.targeted) == ("21.5°", "until 22:00", True, False)
    assert len(made.facts) == len(before.facts)


def test_what_lasts_into_tomorrow_evening_says_so() -> None:
    until = EVENING + timedelta(hours=25)
    wish = Wish(room_view("living").id, 21.5, SOMEBODY, EVENING, until)
    assert card(room_view("living", wish=wish)).lasts == "until tomorrow 21:40"
    held = Reason.of(Code.HELD, who="Anna", value=18.0, since=EVENING, until=until)
    refused = record(1, decision(Outcome.REFUSED, because=held))
    assert heat(heating=0.0, temperature=19.0, decision=refused) == "Left alone until tomorrow 21:40"
    assert decision_card(refused, evening(), WORDS).why[-1].endswith("it is left alone until tomorrow 21:40")


def test_the_mode_is_a_word_with_an_icon() -> None:
    assert [card(room_view("living", mode=mode)).mode.words for mode in Mode] == ["Observe", "Suggest", "Ask", "Act"]


def test_before_the_history_was_read_there_is_no_picture() -> None:
    assert room_card(room_view("living"), evening(), WORDS, None).ribbon is None


def test_the_picture_stands_still_between_two_stretches() -> None:
    room, view = room_view("living"), evening()
    later = replace(view, at=view.at + timedelta(seconds=90))
    assert room_card(room, view, WORDS, samples()) == room_card(room, later, WORDS, samples())
