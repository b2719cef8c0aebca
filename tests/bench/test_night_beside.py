"""A night beside the live program: the little home is the house that it is called, and what is measured is that."""

import json
from pathlib import Path
from urllib.request import urlopen

import pytest

from thermo_edge.bench.little_home import LittleHome
from thermo_edge.bench.night_beside import bench_beside, rows, settings
from thermo_edge.bench.night_house import OUTDOOR, a_house
from thermo_edge.config import read_settings
from thermo_edge.config.house import house as described

HOUSE = a_house(2)
QUIET = {"seconds": 10.0, "count": 100, "median": 2.0, "p99": 10.0, "processor": 1.0, "memory": 100.0}


def test_the_settings_say_what_the_house_is(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("\n".join(settings(HOUSE, "http://127.0.0.1:8123")), encoding="utf-8")
    read = read_settings(path)
    found = described(read, HOUSE.zone)
    for room, known in zip(found.rooms, HOUSE.rooms, strict=True):
        assert room.id == known.id
        assert {each.point for each in room.sensors} == {each.point for each in known.sensors}
        assert [each.entity for each in room.devices] == [each.entity for each in known.devices]
    assert found.outdoor is not None and found.outdoor.point == OUTDOOR
    assert [each.entity for each in found.persons] == [each.entity for each in HOUSE.persons]
    assert not found.learning.on


def test_the_little_home_tells_every_entity_of_the_house() -> None:
    with LittleHome(HOUSE) as home, urlopen(f"{home.url}/api/states", timeout=5) as answer:
        told = {each["entity_id"] for each in json.load(answer)}
    wanted = {str(sensor.point.entity) for sensor in HOUSE.sensors} | {str(each.entity) for each in HOUSE.devices}
    assert wanted <= told


def test_a_night_is_held_against_the_quiet_before_and_after_it() -> None:
    night = {**QUIET, "seconds": 20.0, "p99": 15.0, "processor": 5.0, "memory": 103.0}
    found = list(rows({"before": QUIET, "during": night, "after": {**QUIET, "p99": 12.0}}, "a house"))
    assert [row.value for row in found] == [3.0, 3.0, 15.0, 1.25]
    assert found[-1].kept and found[0].kept
    worse = list(rows({"before": QUIET, "during": {**night, "p99": 16.0}, "after": QUIET}, "a house"))
    assert not worse[-1].kept


@pytest.mark.slow
def test_the_whole_program_lives_through_a_night_that_was_asked_for() -> None:
    memory, processor, p99, _ = bench_beside(quick=True)
    assert memory.kept and memory.baselines["MB before"] > 50.0
    assert processor.baselines["verbs"] > 5.0 and processor.baselines["models"] > 1.0
    assert p99.value > 0.0
