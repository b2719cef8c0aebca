"""When an agreed temperature holds, and who is asked about one."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.builders import LIVING, MORNING, a_house
from thermo_edge.climate.agreed import in_force, moved, next_part
from thermo_edge.climate.evidence import Evidence, Part, Situation, Source, Then
from thermo_edge.climate.offering import Said, people_of
from thermo_edge.climate.preference import Want
from thermo_edge.home.comfort import Band, Limits
from thermo_edge.home.taste import Agreed, TasteMemory
from thermo_edge.home.turn import SOMEBODY

HOUSE = a_house()
EVENING = Situation(LIVING, Part.EVENING)


def agreed(*doing: str, season: str = "cold", offset: float = 1.0) -> TasteMemory:
    keys = {f"{LIVING} cold {each}": each for each in doing}
    return TasteMemory(
        season, {}, {key: Agreed(LIVING, key, each, offset, SOMEBODY, MORNING) for key, each in keys.items()}
    )


def at(hour: int) -> datetime:
    return HOUSE.local(MORNING).replace(hour=hour)


def test_it_holds_in_its_part_of_the_day_of_its_season_and_in_the_comfort_hours() -> None:
    taste = agreed("evening")
    assert in_force(taste, LIVING, at(18), warm=True) is not None
    assert in_force(taste, LIVING, at(12), warm=True) is None
    assert in_force(taste, LIVING, at(18), warm=False) is None
    assert in_force(replace(taste, season="mild"), LIVING, at(18), warm=True) is None
    assert in_force(taste, LIVING, at(18), warm=True, asleep=True) is None


def test_that_of_sleep_holds_at_any_hour() -> None:
    taste = agreed("asleep")
    for hour, warm in ((2, False), (23, True), (14, False)):
        assert in_force(taste, LIVING, at(hour), warm, asleep=True) is not None
        assert in_force(taste, LIVING, at(hour), warm) is None


def test_what_is_no_number_does_not_hold() -> None:
    assert in_force(agreed("evening", offset=float("nan")), LIVING, at(18), warm=True) is None


@pytest.mark.parametrize(
    ("offset", "low"),
    [(1.0, 21.0), (9.0, 22.0), (-9.0, 18.0)],
)
def test_two_kelvins_at_most(offset: float, low: float) -> None:
    assert moved(Band(20.0, 21.0), offset, Limits()).low == low


def test_limits_hold_and_settings_beyond_them_stay_as_they_are() -> None:
    assert moved(Band(20.0, 21.0), 2.0, Limits(highest=21.5)) == Band(20.5, 21.5)
    assert moved(Band(20.0, 21.0), 2.0, Limits(highest=19.0)) == Band(20.0, 21.0)


def test_parts_of_the_day_begin_on_the_wall_clock() -> None:
    assert [next_part(at(hour)).hour for hour in (3, 5, 12, 17, 22)] == [5, 10, 17, 22, 5]
    assert next_part(at(23)).date() == at(23).date() + timedelta(days=1)


def said(person: str) -> Said:
    vote = Evidence(MORNING, person, Then(EVENING, 20.0, 20.5), Want.WARMER, Source.HOLD)
    return Said((vote,))


def test_nobody_is_asked_about_by_name_until_somebody_said_who_they_are() -> None:
    assert people_of(HOUSE, [said("")], EVENING) == ("",)
    assert people_of(HOUSE, [said(""), said("Ben")], EVENING) == ("Anna", "Ben")
    assert people_of(HOUSE, [said("Ben")], Situation(LIVING, Part.DAY)) == ("",)
