"""The file beside the database: when that is ruined, the house still knows what it may do."""

from pathlib import Path

import pytest

from tests.builders import HEATER, LIVING, MORNING
from tests.contracts.history_contract import a_turn
from thermo_edge.errors import StoreCorrupt
from thermo_edge.home.house import Domain, Mode
from thermo_edge.home.memory import Memory, Modes
from thermo_edge.store import keepsake
from thermo_edge.store.open import open_history

ALLOWED = Memory(modes=Modes({(LIVING, Domain.CLIMATE): Mode.ACT}), protections={HEATER: MORNING})


def lived(path: Path) -> None:
    opened = open_history(path)
    opened.history.keep(a_turn(1, memory=ALLOWED))
    opened.history.close()


def test_a_ruined_database_leaves_the_modes_and_protections(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    lived(path)
    path.write_bytes(b"\x00" * 100_000)
    opened = open_history(path)
    assert isinstance(opened.trouble, StoreCorrupt)
    memory = opened.history.memory()
    assert (memory.modes, memory.protections) == (ALLOWED.modes, ALLOWED.protections)


def test_a_new_database_begins_in_observe_whatever_lay_there(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    lived(path)
    for file in tmp_path.glob("history.db*"):
        if file != keepsake.beside(path):
            file.unlink()
    opened = open_history(path)
    assert opened.history.memory().modes == Modes()
    assert keepsake.read(path) == Memory()
    opened.history.close()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"modes": [["a"]]}', '{"modes": [["a", "climate", "fly"]]}', "\x00"])
def test_a_bad_file_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "history.db"
    keepsake.beside(path).write_text(text, encoding="utf-8")
    assert keepsake.read(path) == Memory()
    assert keepsake.completed(Memory(), path) == Memory()


def test_where_it_cannot_be_written_the_house_goes_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    keepsake.write(tmp_path / "gone" / "history.db", ALLOWED)
    assert "cannot be written" in caplog.text
