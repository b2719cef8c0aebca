"""`thermo-edge learn twin` reads settings and a copy of the history, and says what the twin of each room is worth."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from thermo_edge.app.core import DATABASE
from thermo_edge.bench.night_house import a_house, live
from thermo_edge.cli import main

SETTINGS = """
time_zone: Europe/Amsterdam
outdoor_temperature: sensor.outdoor
persons: {anna: {name: Anna, entity: person.anna}}
rooms:
  room_0: {temperature: [sensor.room_0], motion: [binary_sensor.room_0], heating: [{entity: climate.room_0}]}
  room_1: {temperature: [sensor.room_1], motion: [binary_sensor.room_1], heating: [{entity: climate.room_1}]}
"""


@pytest.mark.slow
def test_it_says_of_each_room_what_its_twin_is_worth_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, data = tmp_path / "config.yaml", tmp_path / "data"
    settings.write_text(SETTINGS, encoding="utf-8")
    assert main(["learn", "twin", "--config", str(settings)]) != 0
    assert "run it first" in capsys.readouterr().err
    data.mkdir()
    live(data / DATABASE, a_house(2), datetime(2026, 2, 1, tzinfo=UTC), 20)
    before = (data / DATABASE).read_bytes()
    assert main(["learn", "twin", "--config", str(settings)]) == 0
    said = capsys.readouterr().out
    assert said.count("room_0: ") == said.count("room_1: ") == 1 and said.count("an hour of full heat") == 2
    assert (data / DATABASE).read_bytes() == before
