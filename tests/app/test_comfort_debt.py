"""Two people who share a room and want it otherwise: who gave in is kept, weighed and told, and it fades."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from tests.app.test_comfort import Household
from tests.builders import ANNA, LIVING, LIVING_T, a_house, living
from tests.web.houses import ZONE, evening, room_view, samples
from thermo_edge.app.comfort import owed
from thermo_edge.app.past import HistoryPast
from thermo_edge.climate.comfort import wanted
from thermo_edge.climate.evidence import Evidence, Part, Season, Situation, Source, Then
from thermo_edge.climate.offering import Ground, Said, Wants, offers, wants
from thermo_edge.climate.preference import Prior, Want
from thermo_edge.climate.sharing import NOTHING_OWED, Debt, shared
from thermo_edge.home.comfort import Comfort, Warm
from thermo_edge.home.house import Attribute, EntityId, House, Person, PersonId, PlaceId, Point
from thermo_edge.home.snapshot import Reading
from thermo_edge.home.taste import NO_TASTE
from thermo_edge.home.view import known_to
from thermo_edge.language.words import Words
from thermo_edge.ports import History
from thermo_edge.store.memory_history import MemoryHistory
from thermo_edge.web.show.rooms import room_card

BEGIN = datetime(2026, 1, 11, 23, 0, tzinfo=UTC)
"""Midnight in Amsterdam."""

BEN = Point(EntityId("person.ben"), Attribute.PRESENCE)
EVENING = Situation(LIVING, Part.EVENING, Season.COLD)
HOURS = Comfort(hours=(Warm(frozenset(range(7)), time(6), time(23)),))
DAY = timedelta(days=1)


def two() -> House:
    people = tuple(Person(PersonId(p.entity[7:]), p.entity[7:].title(), p.entity) for p in (ANNA, BEN))
    return a_house(living(comfort=HOURS), persons=people)


def votes(who: str, want: Want, count: int) -> list[Said]:
    """Evenings in which somebody wanted it otherwise than the 20.5 °C that it was."""
    then = Then(EVENING, 20.5, 20.5, 20.5)
    return [Said((Evidence(BEGIN - (9 - day) * DAY, who, then, want, Source.WISH),)) for day in range(count)]


def ground(house: House, debts: dict[PlaceId, Debt] | None = None) -> Ground:
    said = (*votes("Anna", Want.WARMER, 6), *votes("Ben", Want.COOLER, 4))
    return Ground(house, said, (), NO_TASTE, Season.COLD, 2.0, debts or {})


def lived(days: int, celsius: float, both: bool = True) -> tuple[History, datetime]:
    history, end = MemoryHistory(), BEGIN + days * DAY
    at = BEGIN
    while at < end:
        told = ((LIVING_T, celsius), (ANNA, True), (BEN, both))
        history.add([Reading(point, value, at, at) for point, value in told])
        at += timedelta(minutes=30)
    return history, end


def after(days: int, celsius: float, both: bool = True, before: Ground | None = None) -> tuple[Debt, Wants]:
    house = two()
    made = before or replace(ground(house), taste=replace(NO_TASTE, owed_until=BEGIN))
    known = wants(made, Prior(), BEGIN)
    assert known is not None
    history, end = lived(days, celsius, both)
    return owed(made, known, HistoryPast(house, history, end), (), end)[LIVING], known


@pytest.mark.parametrize(("celsius", "gives_in", "other"), [(18.8, "Anna", "Ben"), (22.3, "Ben", "Anna")])
def test_who_gave_in_for_days_gets_more(celsius: float, gives_in: str, other: str) -> None:
    debt, known = after(3, celsius)
    assert debt.of(gives_in) > debt.of(other) + 1.0
    each = wanted(known.learned, ("Anna", "Ben"), EVENING, 20.5)
    assert each["Anna"] > 20.7
    assert each["Ben"] < 20.3
    fair, plain = shared(each, debt), shared(each, NOTHING_OWED)
    assert fair is not None
    assert plain is not None
    assert abs(fair - each[gives_in]) < abs(plain - each[gives_in])


def test_the_offer_is_nearer_to_whom_is_owed() -> None:
    house, owing = two(), {LIVING: Debt({"Anna": 12.0})}
    known = wants(ground(house), Prior(), BEGIN)
    assert known is not None
    (fair,) = offers(ground(house, owing), known, BEGIN)
    plain = offers(ground(house), known, BEGIN)
    assert fair.then > (plain[0].then if plain else fair.now)


def test_one_alone_gives_in_to_nobody_and_debts_fade() -> None:
    assert after(2, 18.8, both=False)[0].owed == {}
    owing = replace(ground(two()), taste=replace(NO_TASTE, debts={LIVING: {"Anna": 8.0}}, owed_until=BEGIN))
    assert after(7, 20.5, both=False, before=owing)[0].of("Anna") == pytest.approx(4.0, rel=0.01)


def test_the_night_keeps_it_and_counts_no_hour_twice() -> None:
    house = Household()
    house.until(0, 3.67)
    house.night()
    first = house.memory.taste.owed_until
    assert first == BEGIN + timedelta(hours=3)
    house.night()
    assert house.memory.taste.owed_until == first
    assert house.memory.taste.debts == {}


def test_it_is_told_to_whom_may_see_that_person() -> None:
    house = two()
    anna, ben = house.persons
    open_, shy = replace(ben, visible_to=None), replace(anna, visible_to=frozenset())
    names = [known_to(replace(house, persons=(shy, open_)), who) for who in (None, anna.id, ben.id)]
    assert names == [frozenset(), {"Anna", "Ben"}, {"Ben"}]


def test_one_calm_sentence_about_whoever_gave_in_most() -> None:
    words = Words("en", ZONE)
    view = replace(evening(), house=replace(evening().house, persons=two().persons))
    room = room_view("living", owed=(("Anna", 3.2), ("Ben", 1.4)))
    (row,) = room_card(room, view, words, samples()).tastes
    assert (row.sentence, row.about) == ("Anna gave in 3 K·h of late", "Anna")
    for owing in ((("Anna", 0.4),), (("Someone who moved out", 9.0),), ()):
        assert room_card(room_view("living", owed=owing), view, words, samples()).tastes == ()
