"""The house in a sentence."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.web import houses
from tests.web.houses import EVENING, HEALTHY, evening, room_view
from thermo_edge.home.house import Mode
from thermo_edge.home.memory import Guarding, WindowState
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.turn import Notice, Severity
from thermo_edge.home.view import AlarmView, HouseView, RoomView
from thermo_edge.language.words import Words
from thermo_edge.web.show.headline import headline, observes_all

WORDS = Words("en", houses.ZONE)
OPEN = {"window": WindowState.OPEN, "window_open": True}


def of(*rooms: RoomView, **more: object) -> HouseView:
    return evening(rooms=rooms, sources=(), notices=(), **more)


def test_warm_where_people_are() -> None:
    assert headline(evening(), WORDS).sentences == ("Warm where you are.", "Kitchen has a window open.")


def test_below_it_says_what_heats_and_how_it_is_outside() -> None:
    assert headline(evening(), WORDS).below == ("Someone is home.", "2 rooms are heating.", "Outside −3.4°.")
    one = of(room_view("living"), outdoor=None)
    assert headline(one, WORDS).below == ("Someone is home.", "One room is heating.")
    assert headline(of(room_view("living", heating=0.0), outdoor=None), WORDS).below[1:] == ("No room is heating.",)
    assert headline(of(room_view("living", heating=None), outdoor=None), WORDS).below == ("Someone is home.",)
    away = of(room_view("living", presence=Presence.ABSENT), outdoor=None)
    assert headline(away, WORDS).below == ("One room is heating.",)  # the first sentence says the rest


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"temperature": 19.4, "heating": 0.5}, "Living room is cooler than wanted."),
        ({"temperature": 19.6}, "Warm where you are."),
        ({"temperature": 27.0}, "Living room is at 27.0°."),
        ({"temperature": None}, "No temperature is known yet."),
        ({"stale": True}, "No temperature is known yet."),
        ({"band": None}, "No temperature is known yet."),
        ({"presence": Presence.UNKNOWN}, "Every room is as warm as wanted."),
        ({"presence": Presence.ABSENT}, "Nobody is home."),
    ],
)
def test_one_room(more: dict[str, object], said: str) -> None:
    view = of(room_view("living", **{"heating": 0.0, **more, **({"heating": 0.0} if "temperature" in more else {})}))
    assert headline(view, WORDS).sentences[0] == said


def test_a_cool_room_that_heats_is_warming_up() -> None:
    cool = room_view("living", temperature=18.0, heating=0.4)
    assert headline(of(cool), WORDS).sentences == ("Living room is warming up.",)
    assert headline(of(cool, replace(cool, name="Hall")), WORDS).sentences == ("2 rooms are warming up.",)
    waiting = replace(cool, heating=0.0, name="Hall")
    assert headline(of(cool, waiting), WORDS).sentences == ("2 rooms are cooler than wanted.",)


def test_a_room_with_an_open_window_is_not_called_cool_too() -> None:
    view = of(room_view("living"), room_view("kitchen", temperature=15.0, **OPEN))
    assert headline(view, WORDS).sentences == ("Warm where you are.", "Kitchen has a window open.")
    both = of(room_view("living", **OPEN), room_view("kitchen", **OPEN))
    assert headline(both, WORDS).sentences[1] == "2 rooms have a window open."


def test_a_silent_room_is_named_and_several_are_counted() -> None:
    hall = room_view("hall", stale=True)
    assert headline(of(room_view("living"), hall), WORDS).sentences[1] == "Hall does not report."
    assert headline(of(room_view("living"), hall, hall), WORDS).sentences[1] == "2 rooms do not report."


def test_in_observe_it_says_that_nothing_is_sent() -> None:
    nothing_sent = "Nothing is sent to any device."
    assert headline(of(room_view("living", mode=Mode.OBSERVE)), WORDS).sentences[1] == nothing_sent
    assert headline(of(room_view("living"), observe_everything=True), WORDS).sentences[1] == nothing_sent
    assert len(headline(of(room_view("living"), room_view("hall", mode=Mode.OBSERVE)), WORDS).sentences) == 1


def test_danger_comes_first_even_without_a_connection() -> None:
    frost = Notice("f", Severity.ALERT, Reason.of(Code.FROST, room="bath", temperature=4.2, limit=6.0), EVENING)
    view = evening(notices=(frost,))
    assert headline(view, WORDS).sentences[0] == "Bathroom is at 4.2°."
    lost = replace(view, health=replace(HEALTHY, link_ready=False))
    assert headline(lost, WORDS).sentences == ("Bathroom is at 4.2°.", "Home Assistant does not answer.")
    over = evening(notices=(replace(frost, until=EVENING + timedelta(hours=1)),))
    assert headline(over, WORDS).sentences[0] == "Warm where you are."


def test_what_is_not_known_now_is_called_so() -> None:
    lost = evening(health=replace(HEALTHY, link_ready=False))
    assert headline(lost, WORDS).sentences == ("Home Assistant does not answer.", "This is what was last known.")
    hung = headline(evening(), WORDS, answers=False).sentences
    assert hung == ("The house does not answer.", "This is what was last known.")


def test_an_empty_house() -> None:
    assert headline(houses.nothing(), WORDS).sentences == ("No rooms yet.",)


def test_a_connection_that_is_being_made_is_said_calmly() -> None:
    since = EVENING - timedelta(seconds=20)
    starting = evening(health=replace(HEALTHY, link_ready=False, link_since=since, link_why=Reason.of(Code.LINK_DOWN)))
    assert headline(starting, WORDS).sentences == ("Connecting to Home Assistant.",)
    refused = replace(starting.health, link_why=Reason.of(Code.TOKEN_REFUSED))
    assert headline(replace(starting, health=refused), WORDS).sentences[0] == "Home Assistant does not answer."
    long = replace(starting.health, link_since=EVENING - timedelta(seconds=61))
    assert headline(replace(starting, health=long), WORDS).sentences[0] == "Home Assistant does not answer."


@pytest.mark.parametrize(
    ("alarm", "said"),
    [
        (houses.burning(), "There is smoke: Kitchen."),
        (houses.intruded(), "Somebody came in."),
        (houses.armed(state=Guarding.ENTRY, until=EVENING), "Disarm the alarm by 20:40."),
        (houses.armed(), "Warm where you are."),
    ],
)
def test_the_alarm_speaks_first(alarm: AlarmView, said: str) -> None:
    assert headline(houses.lit(alarm=alarm), WORDS).sentences[0] == said


def test_lamps_that_act_are_not_nothing() -> None:
    rooms = tuple(replace(room, mode=Mode.OBSERVE) for room in houses.lit().rooms)
    view = houses.lit(rooms=rooms, sources=(), alarm=houses.alarm(mode=Mode.OBSERVE))
    assert not observes_all(view)
    quiet = tuple(replace(room, lamps=None) for room in rooms)
    assert observes_all(replace(view, rooms=quiet))
