"""The benchmark's household is what it claims, and its rows are written as figures are."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from thermo_edge.bench.rows import Row, to_json
from thermo_edge.bench.store import _Year
from thermo_edge.bench.store_house import Household
from thermo_edge.bench.store_turns import Rooms

START = datetime(2025, 1, 1, tzinfo=UTC)


def test_the_household_has_two_hundred_entities_that_speak_in_order() -> None:
    household = Household(1)
    readings = list(household.day(START))
    assert len(household.meters) + len(household.toggles) + 8 == 200
    assert len({reading.point for reading in readings}) == 192
    assert [reading.at for reading in readings] == sorted(reading.at for reading in readings)
    assert 50_000 < len(readings) < 100_000


@pytest.mark.slow
def test_a_day_of_it_goes_through_the_store(path: Path) -> None:
    year = _Year(path)
    year.run(1)
    rows = {row.measure: row for row in year.rows()}
    assert rows["readings taken"].value > 50_000
    assert all(row.value > 0 for row in rows.values())


def test_the_heaters_cycle() -> None:
    rooms = Rooms(8, 1)
    acts = sum(bool(turn.commands) for turn, _ in rooms.day(START, heating=True))
    assert 100 < acts < 288


def test_rows_are_written_as_figures_are() -> None:
    row = Row("size", 90.0, "MB", "lower", 150.0, {"Home Assistant's recorder": 1000.0})
    (written,) = json.loads(to_json([row]))["rows"]
    assert written == {
        "measure": "size",
        "value": 90.0,
        "unit": "MB",
        "better": "lower",
        "target": 150.0,
        "baselines": {"Home Assistant's recorder": 1000.0},
    }
    assert row.kept
    assert not Row("size", 151.0, "MB", "lower", 150.0).kept
    assert Row("size", 151.0, "MB", "lower").kept
