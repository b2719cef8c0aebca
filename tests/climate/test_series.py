"""The grid of a room, its clock across the change to summer time, and what is expected of the weather."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from tests.climate.rooms import START, heated_room
from thermo_edge.climate.outlook import filled, recorded_outlook, usual
from thermo_edge.climate.series import DAY, room


def test_the_clock_on_the_wall_skips_an_hour_in_spring() -> None:
    sunday = room("room", datetime(2024, 3, 31, tzinfo=ZoneInfo("Europe/Amsterdam")), np.zeros(DAY))
    hours = sunday.local - 6 * 24
    assert hours[7] == 1.75
    assert hours[8] == 3.0
    assert sunday.time(8).hour == 3


def test_a_part_keeps_its_times_and_columns() -> None:
    whole = heated_room(2)
    part = whole.part(DAY, 2 * DAY)
    assert part.start.isoformat() == "2024-01-09T00:00:00+01:00"
    assert part.local[0] == whole.local[DAY] == 24.0
    assert np.array_equal(part.outdoor, whole.outdoor[DAY:])


def test_columns_of_different_length_or_times_without_a_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="one length"):
        room("room", START, np.zeros(4), outdoor=np.zeros(5))
    with pytest.raises(ValueError, match="aware"):
        room("room", datetime(2024, 1, 8), np.zeros(4))  # noqa: DTZ001


def test_usual_is_the_mean_of_the_last_days_and_begins_where_it_is_now() -> None:
    hours = np.arange(3 * DAY) / 4
    column = 10 + np.cos(2 * np.pi * hours / 24)
    assert np.allclose(usual(column, len(column) - 1), column[:DAY], atol=1e-9)
    column[-1] += 2.0
    fading = usual(column, len(column) - 1, fading=True)
    assert fading[0] - column[0] > 1.0
    assert abs(fading[70] - column[70]) < 0.1


def test_usual_with_nothing_known_says_so_and_with_one_value_holds_it() -> None:
    nothing = np.full(DAY, np.nan)
    assert np.isnan(usual(nothing, DAY - 1)).all()
    nothing[5] = 7.0
    assert (usual(nothing, DAY - 1) == 7.0).all()


def test_an_outlook_knows_the_weather_or_not_and_never_the_heating_unless_told() -> None:
    series = heated_room(4)
    index = 2 * DAY
    known = recorded_outlook(series, index)
    assert np.array_equal(known.outdoor, series.outdoor[index + 1 : index + 1 + DAY])
    assert known.heat is None
    assert known.set_point is None
    planned = recorded_outlook(series, index, plan=True)
    assert planned.heat is not None
    assert np.array_equal(planned.heat, series.heat[index + 1 : index + 1 + DAY])
    other = replace(series, outdoor=np.where(np.arange(len(series)) > index, 99.0, series.outdoor))
    unknown = recorded_outlook(other, index, weather=False)
    assert unknown.outdoor.max() < 30.0


def test_holes_are_bridged() -> None:
    assert filled(np.array([np.nan, 1.0, np.nan, 3.0, np.nan])).tolist() == [1.0, 1.0, 2.0, 3.0, 3.0]
    assert filled(np.full(3, np.nan)).tolist() == [0.0, 0.0, 0.0]
