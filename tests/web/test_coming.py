"""What the house is about to do, on the first page."""

from dataclasses import replace
from datetime import timedelta

from tests.web import planned as made
from tests.web.houses import ZONE, evening
from thermo_edge.home.house import Mode
from thermo_edge.home.plan import Around
from thermo_edge.language.words import Words
from thermo_edge.web.show.coming import coming

WORDS = Words("en", ZONE)


def test_the_soonest_first_with_the_price_of_now() -> None:
    view = made.planned(around=Around(price=(0.31, 0.4)))
    shown = coming(view, WORDS)
    assert shown is not None
    assert [room for room, _ in shown.rows] == ["Bathroom"]
    assert all(what for _, what in shown.rows)
    assert shown.price == "Electricity costs 0.31 EUR a kWh now"


def test_a_room_that_is_only_observed_is_not_promised() -> None:
    view = made.planned()
    rooms = tuple(replace(room, mode=Mode.OBSERVE) for room in view.rooms)
    shown = coming(replace(view, rooms=rooms), WORDS)
    assert shown is not None
    assert shown.rows == ()
    assert shown.price == ""


def test_without_a_plan_nothing_is_said() -> None:
    assert coming(evening(), WORDS) is None
    assert coming(made.planned(fresh=False, at=made.AT - timedelta(hours=3)), WORDS) is None
