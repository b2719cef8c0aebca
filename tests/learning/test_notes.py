"""The database remembers every model that the shelf had."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import MORNING
from tests.learning.networks import finished
from thermo_edge.learning.card import from_json
from thermo_edge.learning.notes import note
from thermo_edge.learning.shelf import Shelf
from thermo_edge.store.database import Database
from thermo_edge.store.models import models


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(tmp_path / "thermo-edge.db")
    yield opened
    opened.close()


def test_versions_are_noted_with_what_became_of_them(database: Database, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "models", tmp_path / "base")
    note(database, shelf, "occupancy")
    assert models(database, "occupancy") == ()
    for number in range(1, 8):
        at = MORNING + timedelta(days=number)
        shelf.admit(finished(tmp_path / "out", f"v{number}", created=at, seed=number))
        shelf.promote("occupancy", f"v{number}", who="the night", at=at, why="a test")
        note(database, shelf, "occupancy")
    rows = {row.version: row for row in models(database, "occupancy")}
    kept = {f"v{number}": "kept" for number in range(3, 7)}
    assert {name: row.status for name, row in rows.items()} == {"v1": "gone", "v2": "gone", **kept, "v7": "serves"}
    assert from_json(rows["v1"].card.encode()).version == "v1"
