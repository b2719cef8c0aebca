"""Another temperature, as a room's card asks for it and shows what was agreed."""

from datetime import timedelta

from tests.web.houses import EVENING, ZONE, evening, room_view, samples
from thermo_edge.home.house import PlaceId
from thermo_edge.home.taste import Agreed, Offered
from thermo_edge.home.turn import SOMEBODY
from thermo_edge.language.words import Words
from thermo_edge.web.show.rooms import room_card

LIVING = PlaceId("living")
KEY = "living cold evening"
OFFER = Offered(LIVING, KEY, "evening", 1.0, 20.5, 21.5, 22.0, 5, 6, EVENING, EVENING + timedelta(days=14))
AGREED = Agreed(LIVING, KEY, "evening", 1.0, SOMEBODY, EVENING)


def test_the_question_and_what_was_agreed() -> None:
    room = room_view("living", offer=OFFER, agreed=(AGREED,))
    question, agreed = room_card(room, evening(), Words("en", ZONE), samples()).tastes
    assert question.sentence == (
        "In the evenings you set Living room to about 22.0° (5 of 6 times). Keep it at 21.5° instead of 20.5°?"
    )
    assert (question.offer, question.situation) == (OFFER.key, "")
    assert (agreed.offer, agreed.situation) == ("", KEY)
    assert agreed.sentence == "In the evenings 21.5° instead of 20.5°, as agreed"


def test_who_only_switched_was_too_cold_or_too_warm() -> None:
    words, house = Words("en", ZONE), evening().house
    colder = Offered(LIVING, KEY, "asleep", -1.0, 20.5, 19.5, None, 3, 3, EVENING, EVENING)
    warmer = Offered(LIVING, KEY, "morning", 1.0, 20.5, 21.5, None, 3, 4, EVENING, EVENING)
    assert words.offer(colder, house).startswith(
        "When everybody sleeps Living room was too warm for you (3 of 3 times)"
    )
    assert words.offer(warmer, house).startswith("In the mornings Living room was too cold for you (3 of 4 times).")
    assert "21.5°" in Words("zh", ZONE).offer(warmer, house)


def test_a_room_without_them_says_nothing() -> None:
    assert room_card(room_view("living"), evening(), Words("en", ZONE), samples()).tastes == ()
