"""What a household wants and when it is home, by schedules of an EnergyPlus model."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.bench.test_energyplus_map import METERED, SCHEDULES, WEATHER, mapped
from thermo_edge.bench import energyplus_house as houses
from thermo_edge.bench import energyplus_schedules as schedules
from thermo_edge.bench.energyplus_map import EnergyPlusMap, read_energyplus_map
from thermo_edge.errors import SettingsError

BEGIN = date(2026, 1, 15)
"""A Thursday."""


def by_hour(of: Callable[[datetime], float], days: int = 7) -> tuple[float, ...]:
    first = datetime(BEGIN.year, BEGIN.month, BEGIN.day)  # noqa: DTZ001 - local
    return tuple(of(first + timedelta(hours=hour)) for hour in range(24 * days))


def lived(tmp_path: Path, wanted: tuple[float, ...], people: tuple[float, ...]) -> tuple[EnergyPlusMap, list[str]]:
    found = schedules.with_classes(read_energyplus_map(mapped(tmp_path, METERED)), SCHEDULES, "map")
    assert schedules.read_ahead(found) == ("PEOPLE", "WANTED")
    heard: list[str] = []
    values = schedules.Values(BEGIN, 60, {"WANTED": wanted, "PEOPLE": people})
    return schedules.with_weeks(found, values, "map", heard.append), heard


def wanted(at: datetime) -> float:
    return 21.0 if (at.weekday() < 5 and 6 <= at.hour < 9) or (at.weekday() == 6 and at.hour >= 8) else 17.0


def people(at: datetime) -> float:
    return 0.2 if at.weekday() < 5 and 8 <= at.hour < 17 else 0.9


def test_each_hour_is_as_warm_as_the_schedule_says_and_as_full(tmp_path: Path) -> None:
    found, heard = lived(tmp_path, by_hour(wanted), by_hour(people))
    house, somebody = houses.house(found, WEATHER), houses.somebody(found)
    comfort = house.rooms[0].comfort
    assert (comfort.comfort.low, comfort.comfort.high, comfort.setback.low) == (21.0, 22.0, 17.0)
    for hour in range(24 * 14):
        at = datetime(2026, 2, 2) + timedelta(hours=hour)  # noqa: DTZ001 - local
        assert comfort.warm_at(at) is (wanted(at) > 20.0), at
        assert somebody(at) is (people(at) > 0.3), at
    assert heard == []


def test_a_schedule_that_never_changes_is_comfort_at_all_hours(tmp_path: Path) -> None:
    found, _ = lived(tmp_path, by_hour(lambda _: 20.0), by_hour(lambda _: 1.0))
    hall = found.rooms["hall"]
    assert hall.hours == () and hall.comfort == hall.setback and found.home == ()


def test_more_than_two_temperatures_are_two_and_that_is_said(tmp_path: Path) -> None:
    def optimum(at: datetime) -> float:
        return {5: 17.8, 6: 20.0}.get(at.hour, 21.0 if 7 <= at.hour < 20 else 15.6)

    found, heard = lived(tmp_path, by_hour(optimum), by_hour(people))
    hall = found.rooms["hall"]
    assert hall.comfort is not None and hall.setback is not None
    assert (hall.comfort.low, hall.setback.low) == (21.0, 15.6)
    assert [(span.start.hour, span.end.hour, len(span.days)) for span in hall.hours] == [(6, 20, 7)]
    assert heard == ["Wanted has 15.6, 17.8, 20, 21 °C: taken for 21 °C in its comfort hours and 15.6 °C outside them"]


def test_what_is_no_week_of_a_household_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="WANTED: on 22 January it is not as a week before"):
        lived(tmp_path, (*by_hour(wanted), *(17.0 for _ in range(24))), by_hour(people, 8))
    with pytest.raises(SettingsError, match=r"People is never above 0\.3: nobody would be home"):
        lived(tmp_path, by_hour(wanted), by_hour(lambda _: 0.1))
    with pytest.raises(SettingsError, match="Wanted is from 0 to 1: it is no schedule of °C"):
        lived(tmp_path, by_hour(lambda at: float(at.hour == 0) + 0.0), by_hour(people))


def test_weeks_go_on_as_the_first(tmp_path: Path) -> None:
    found, _ = lived(tmp_path, by_hour(wanted, 10), by_hour(people, 10))
    assert len(found.rooms["hall"].hours) == 2
