"""What the live program's database says of models after nights and people, and what helpers are sent of it."""

import io
import json
import logging
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.app.test_live import ANNA, Home
from tests.builders import MORNING
from tests.learning.networks import finished
from tests.learning.own_networks import LIVING, SHIPPED, made, won
from thermo_edge.app import model_notes
from thermo_edge.app.core import DATABASE
from thermo_edge.app.model_notes import ModelNotes
from thermo_edge.learning.climate_own import NIGHT, OwnNetwork
from thermo_edge.learning.shelf import Shelf
from thermo_edge.store.database import Database
from thermo_edge.store.driver import plain
from thermo_edge.store.memory_history import MemoryHistory
from thermo_edge.store.models import latest, models

DAY = timedelta(days=1)


class Lived(Home):
    """A program that is not started: a test does what its timetable would."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "http://127.0.0.1:1")
        self.data = self.program.system._database.parent

    def night(self, number: int) -> None:
        """One in which a network of the home's own won."""
        own = OwnNetwork(self.data)
        own.promote(made(self.data / "out", number), won(LIVING), MORNING + number * DAY, NIGHT)

    def look(self) -> None:
        (job,) = (each for each in self.program._core.timetable.jobs if each.name == "models")
        assert job.slow, "never on the thread that ticks"
        job.run()

    def rows(self) -> dict[str, str]:
        """Of the climate's models."""
        return {row.version: row.status for row in latest(self.data / DATABASE, 10) if row.slice == "climate"}

    def close(self) -> None:
        self.program._core.history.close()
        self.program.system.close()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Lived]:
    lived = Lived(tmp_path)
    yield lived
    lived.close()


def test_a_promotion_and_a_roll_back_are_in_the_rows_and_in_the_diagnostics(home: Lived) -> None:
    home.look()
    base = SHIPPED.version
    assert home.rows() == {base: "serves"}, "at the start"
    home.night(1)
    home.night(2)
    home.look()
    assert home.rows() == {"v2": "serves", "v1": "kept", base: "kept"}
    home.program.desk.roll_back_learning(ANNA)
    home.look()
    assert home.rows() == {"v2": "kept", "v1": "serves", base: "kept"}
    archive = zipfile.ZipFile(io.BytesIO(home.program.system.diagnostics()))
    told = json.loads(archive.read("learning.json"))["versions"]
    assert {each["version"]: each["status"] for each in told if each["model"] == "climate"} == home.rows()
    assert [each["created"] for each in told] == sorted((each["created"] for each in told), reverse=True)


def test_a_database_that_fails_is_said_once_and_what_was_missed_is_noted_later(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shelf = Shelf(tmp_path / "models", tmp_path / "base")
    shelf.admit(finished(tmp_path / "out", "v1"))
    shelf.promote("occupancy", "v1", who=NIGHT, at=MORNING, why="a test")
    database = Database.open(tmp_path / DATABASE)
    notes = ModelNotes(database, shelf)
    with plain(tmp_path / DATABASE, "rw") as other:
        other.execute("ALTER TABLE models RENAME TO away")
        notes.look()
        notes.look()
        assert [record.levelno for record in caplog.records] == [logging.WARNING]
        other.execute("ALTER TABLE away RENAME TO models")
    notes.look()
    assert [(row.version, row.status) for row in models(database, "occupancy")] == [("v1", "serves")]
    database.close()
    notes.look()
    assert len(caplog.records) == 1, "nothing has changed, so nothing is written"


def test_a_history_that_is_not_on_the_disk_keeps_no_rows(tmp_path: Path) -> None:
    assert model_notes.jobs(MemoryHistory(), tmp_path) == ()
    assert latest(tmp_path / DATABASE, 10) == ()
