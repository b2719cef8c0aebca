"""Several files are put in place as one: all of them, or none."""

from pathlib import Path

import pytest

from thermo_edge.errors import StoreError
from thermo_edge.store import backup
from thermo_edge.store.placing import Move, Placing, begin, begun, carry_out, end, journal_of, unused


def _placing(folder: Path, second: Path) -> Placing:
    work = folder / "work"
    work.mkdir()
    moves = []
    for name, target in (("one", folder / "one"), ("two", second)):
        (work / name).write_text(f"new {name}")
        moves.append(Move(str(work / name), str(target), str(unused(target))))
    (folder / "one").write_text("old one")
    (folder / "one-wal").write_text("its log")
    return Placing("x.zip", "0.1.0", None, str(folder / "one"), str(work), tuple(moves))


def test_what_cannot_be_put_in_place_is_taken_back(tmp_path: Path) -> None:
    placing, journal = _placing(tmp_path, tmp_path / "nowhere" / "two"), journal_of(tmp_path / "one")
    begin(journal, placing)
    with pytest.raises(StoreError):
        backup.finish(journal)
    assert (tmp_path / "one").read_text() == "old one"
    assert (tmp_path / "one-wal").read_text() == "its log"
    assert {each.name for each in tmp_path.iterdir()} == {"one", "one-wal", "one.lock"}


def test_what_has_come_there_meanwhile_is_kept_too(tmp_path: Path) -> None:
    placing = _placing(tmp_path, tmp_path / "two")
    (tmp_path / "one.before-restore-1").write_text("kept before")
    (tmp_path / "two").write_text("old two")
    assert {each.name for each in carry_out(placing)} >= {"one.before-restore-1", "two.before-restore-1"}
    carry_out(placing)  # once more changes nothing
    assert (tmp_path / "one").read_text() == "new one"
    assert (tmp_path / "two").read_text() == "new two"
    assert (tmp_path / "one.before-restore-1").read_text() == "kept before"
    assert (tmp_path / "one.before-restore-1.before-restore-1").read_text() == "old one"
    end(journal_of(tmp_path / "one"), placing)
    assert not (tmp_path / "work").exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"archive": 5}'])
def test_a_journal_that_cannot_be_read_stops_everything(tmp_path: Path, text: str) -> None:
    (tmp_path / "journal").write_text(text)
    with pytest.raises(StoreError, match="half put back"):
        begun(tmp_path / "journal")
    assert begun(tmp_path / "none") is None
