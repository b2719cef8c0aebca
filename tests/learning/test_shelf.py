"""The shelf: one step puts a version to serve, the way back is short, and what is not whole never serves."""

import errno
import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import MORNING, minutes
from tests.learning.networks import files_of, finished
from thermo_edge.errors import ModelError, ModelRefused
from thermo_edge.learning.card import CARD, NETWORK, WEIGHTS
from thermo_edge.learning.files import as_model_errors, locked
from thermo_edge.learning.shelf import Shelf
from thermo_edge.learning.standing import STANDING

OCCUPANCY = "occupancy"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models" / OCCUPANCY


@pytest.fixture
def shelf(tmp_path: Path, folder: Path) -> Shelf:
    shutil.copytree(finished(tmp_path / "out", "base-1"), tmp_path / "base" / OCCUPANCY)
    return Shelf(folder.parent, tmp_path / "base")


def put(shelf: Shelf, tmp_path: Path, number: int, parent: str = "base-1", promote: bool = True) -> None:
    at = MORNING + timedelta(days=number)
    shelf.admit(finished(tmp_path / "out", f"v{number}", created=at, seed=number, parent=parent))
    if promote:
        shelf.promote(OCCUPANCY, f"v{number}", who="the night", at=at, why="better on six later days")


def serves(shelf: Shelf) -> str:
    model = shelf.serving(OCCUPANCY).model
    assert model is not None
    model.require_whole()
    return model.card.version


def test_the_shipped_model_serves_until_another_is_promoted(shelf: Shelf, tmp_path: Path) -> None:
    assert serves(shelf) == "base-1"
    put(shelf, tmp_path, 1, promote=False)
    assert serves(shelf) == "base-1"
    shelf.promote(OCCUPANCY, "v1", who="Anna", at=MORNING, why="I want it")
    served = shelf.serving(OCCUPANCY)
    assert served.refused == ()
    assert served.model is not None and served.model.step is not None
    assert (served.model.step.who, served.model.step.at, served.model.step.why) == ("Anna", MORNING, "I want it")
    assert shelf.slices() == (OCCUPANCY,)


def test_each_roll_back_goes_one_further_and_says_who(shelf: Shelf, tmp_path: Path) -> None:
    for number in (1, 2, 3):
        put(shelf, tmp_path, number)
    seen = []
    for _ in range(3):
        back = shelf.roll_back(OCCUPANCY, who="Anna", at=MORNING + minutes(1), why="it was cold")
        assert back is not None
        seen.append(back.card.version)
    assert seen == ["v2", "v1", "base-1"]
    withdrawn = shelf.standing(OCCUPANCY).withdrawn
    assert (withdrawn[0].version, withdrawn[0].who, withdrawn[0].why) == ("v3", "Anna", "it was cold")
    with pytest.raises(ModelError, match="base model serves"):
        shelf.roll_back(OCCUPANCY, who="Anna", at=MORNING, why="again")


def test_back_to_the_base_in_one_step_and_forward_again(shelf: Shelf, tmp_path: Path) -> None:
    for number in (1, 2):
        put(shelf, tmp_path, number)
    shelf.roll_back(OCCUPANCY, who="Anna", at=MORNING, why="known good", everything=True)
    assert serves(shelf) == "base-1"
    shelf.promote(OCCUPANCY, "v2", who="Anna", at=MORNING, why="it was right")
    assert serves(shelf) == "v2"


def test_the_last_five_stay_and_never_go_what_serves_or_its_parent(shelf: Shelf, tmp_path: Path, folder: Path) -> None:
    put(shelf, tmp_path, 1)
    for number in range(2, 9):
        put(shelf, tmp_path, number, parent="v1")
    assert {path.name for path in folder.iterdir() if path.is_dir()} == {"v1", "v4", "v5", "v6", "v7", "v8"}
    for number in range(10, 20):
        put(shelf, tmp_path, number, promote=False)
    kept = {path.name for path in folder.iterdir() if path.is_dir()}
    assert kept == {"v1", "v4", "v5", "v6", "v7", "v8", "v15", "v16", "v17", "v18", "v19"}
    assert serves(shelf) == "v8"
    assert shelf.serving(OCCUPANCY).refused == ()


def test_taking_in_twice_is_once_and_another_of_the_name_is_refused(shelf: Shelf, tmp_path: Path) -> None:
    put(shelf, tmp_path, 1)
    put(shelf, tmp_path, 1)
    with pytest.raises(ModelRefused, match="another version v1"):
        shelf.admit(finished(tmp_path / "elsewhere", "v1", seed=99))


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def _remove(path: Path) -> None:
    path.unlink()


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _swell(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(2**33)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("spoil", [_cut, _flip, _remove, _empty, _swell, _folder])
@pytest.mark.parametrize("name", [NETWORK, WEIGHTS, CARD])
def test_what_is_not_whole_is_refused_and_the_last_good_one_serves(
    shelf: Shelf, tmp_path: Path, folder: Path, name: str, spoil: Callable[[Path], None]
) -> None:
    put(shelf, tmp_path, 1)
    put(shelf, tmp_path, 2)
    spoil(folder / "v2" / name)
    assert serves(shelf) == "v1"
    assert len(shelf.serving(OCCUPANCY).refused) == 1
    with pytest.raises(ModelError):
        shelf.promote(OCCUPANCY, "v2", who="Anna", at=MORNING, why="I insist")
    shutil.rmtree(folder / "v1")
    assert serves(shelf) == "base-1"
    assert len(shelf.serving(OCCUPANCY).refused) == 2


@pytest.mark.parametrize("content", [b"", b"{", b"null", b'{"format": 2}', b"\x80\x04."])
def test_without_a_readable_note_of_what_serves_the_base_serves(
    shelf: Shelf, tmp_path: Path, folder: Path, content: bytes
) -> None:
    put(shelf, tmp_path, 1)
    (folder / STANDING).write_bytes(content)
    assert serves(shelf) == "base-1"
    assert STANDING in shelf.serving(OCCUPANCY).refused[0]
    put(shelf, tmp_path, 2)
    assert serves(shelf) == "v2"


def test_a_note_that_points_elsewhere_leads_nowhere(shelf: Shelf, tmp_path: Path, folder: Path) -> None:
    put(shelf, tmp_path, 1)
    text = (folder / STANDING).read_text(encoding="utf-8")
    (folder / STANDING).write_text(text.replace('"v1"', '"../../base/occupancy"'), encoding="utf-8")
    assert serves(shelf) == "base-1"


def test_a_card_that_was_exchanged_is_not_the_one_that_was_promoted(shelf: Shelf, tmp_path: Path, folder: Path) -> None:
    put(shelf, tmp_path, 1)
    shutil.rmtree(folder / "v1")
    shutil.copytree(finished(tmp_path / "elsewhere", "v1", seed=5), folder / "v1")
    assert serves(shelf) == "base-1"
    assert "not the card" in shelf.serving(OCCUPANCY).refused[0]


def test_a_model_of_another_slice_is_foreign(shelf: Shelf, tmp_path: Path, folder: Path) -> None:
    shutil.copytree(finished(tmp_path / "out", "v1", slice="climate"), folder / "v1")
    with pytest.raises(ModelRefused, match="model of climate"):
        shelf.promote(OCCUPANCY, "v1", who="Anna", at=MORNING, why="it is there")


def test_a_finished_version_that_is_not_whole_is_not_taken_in(shelf: Shelf, tmp_path: Path, folder: Path) -> None:
    made = finished(tmp_path / "out", "v1")
    _flip(made / NETWORK)
    with pytest.raises(ModelRefused):
        shelf.admit(made)
    assert not (folder / "v1").exists()


@pytest.mark.parametrize("name", ["..", ".", "a/b", "/etc", "", "Größe"])
def test_names_are_no_paths(shelf: Shelf, name: str) -> None:
    assert shelf.serving(name).model is None
    assert shelf.stamp(name) is None
    with pytest.raises(ModelError):
        shelf.version(OCCUPANCY, name)


def test_two_writers_do_not_meet(shelf: Shelf, tmp_path: Path, folder: Path) -> None:
    put(shelf, tmp_path, 1)
    with locked(folder, "held by a test"), pytest.raises(ModelError, match="another program"):
        put(shelf, tmp_path, 2)
    assert serves(shelf) == "v1"


def test_the_stamp_changes_with_what_serves_only(shelf: Shelf, tmp_path: Path) -> None:
    put(shelf, tmp_path, 1)
    stamp = shelf.stamp(OCCUPANCY)
    put(shelf, tmp_path, 2, promote=False)
    assert shelf.stamp(OCCUPANCY) == stamp
    shelf.promote(OCCUPANCY, "v2", who="Anna", at=MORNING, why="better")
    assert shelf.stamp(OCCUPANCY) != stamp


@contextmanager
def no_room() -> Iterator[None]:
    """No file grows beyond 100 bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_without_room_all_is_as_it_was(shelf: Shelf, tmp_path: Path, folder: Path) -> None:
    put(shelf, tmp_path, 1)
    put(shelf, tmp_path, 2, promote=False)
    made = finished(tmp_path / "out", "v3")
    with no_room():
        with pytest.raises(ModelError, match="cannot be written"):
            shelf.admit(made)
        with pytest.raises(ModelError, match="cannot be written"):
            shelf.promote(OCCUPANCY, "v2", who="Anna", at=MORNING, why="better")
        with pytest.raises(ModelError, match="cannot be written"):
            shelf.roll_back(OCCUPANCY, who="Anna", at=MORNING, why="worse")
    assert serves(shelf) == "v1"
    assert not list(folder.glob(".aside-*"))
    shelf.admit(made)


def test_a_full_disk_is_called_that(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="full: make room"), as_model_errors(tmp_path):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_files_that_the_card_does_not_name_are_left_behind(shelf: Shelf, tmp_path: Path, folder: Path) -> None:
    made = finished(tmp_path / "out", "v1")
    (made / "code.pkl").write_bytes(b"\x80\x04.")
    shelf.admit(made)
    assert {path.name for path in (folder / "v1").iterdir()} == {*files_of(), CARD}
