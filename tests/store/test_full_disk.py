"""A disk that is really full: told as that, nothing half done, and all is well again when there is room."""

import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.builders import LIVING_T, MORNING, a_decision, minutes, reading
from tests.contracts.history_contract import SET_POINT, a_hold, a_turn
from tests.store.test_upgrade import _later
from thermo_edge.errors import StoreError, StoreFull
from thermo_edge.home.memory import Memory
from thermo_edge.store.archive import unpack
from thermo_edge.store.backup import backup, restore
from thermo_edge.store.database import Database
from thermo_edge.store.driver import plain
from thermo_edge.store.history import SqlHistory
from thermo_edge.store.memory_history import MemoryHistory
from thermo_edge.store.open import open_history

SIZE = 1_500_000


@dataclass
class SmallDisk:
    """A folder that soon takes nothing more, and what the store must say then."""

    folder: Path
    error: type[StoreError]
    limited: bool

    @contextmanager
    def full(self) -> Iterator[None]:
        """Nothing more can be written inside."""
        if self.limited:
            with _limit(max(file.stat().st_size for file in self.folder.iterdir())):
                yield
            return
        ballast = self.folder / "ballast"
        with ballast.open("wb", buffering=0) as file:
            for size in (65536, 4096, 512, 1):
                _fill(file, size)
        yield
        ballast.unlink()


def _fill(file: object, size: int) -> None:
    try:
        while True:
            file.write(b"x" * size)  # type: ignore[attr-defined]
    except OSError:
        """It is full."""


@contextmanager
def _limit(size: int) -> Iterator[None]:
    """No file of this process may grow beyond this."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def disk(tmp_path: Path, empty_file: Path) -> Iterator[SmallDisk]:
    """A small filesystem of its own; where none may be mounted, a limit on the size of files does it."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", str(folder)]
    mounted = shutil.which("mount") and subprocess.run(mount, check=False, capture_output=True).returncode == 0
    shutil.copy(empty_file, folder / "history.db")
    yield SmallDisk(folder, StoreFull if mounted else StoreError, not mounted)
    if mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _until_full(history: SqlHistory, disk: SmallDisk) -> int:
    """Lives until the disk is full; the number of the last turn that was kept."""
    with _limit(SIZE) if disk.limited else _no_limit():
        for number in range(1, 100_000):
            at = MORNING + minutes(number)
            memory = Memory(holds={SET_POINT: a_hold(float(number))})
            try:
                history.add([reading(LIVING_T, number % 40 + 0.5, at)])
                history.keep(a_turn(number, at, a_decision(SET_POINT, float(number)), memory=memory))
            except StoreError as error:
                assert isinstance(error, disk.error)
                return number - 1
    raise AssertionError("the disk was not small")


@contextmanager
def _no_limit() -> Iterator[None]:
    yield


def test_all_that_was_kept_is_there_and_the_rest_comes_with_room(disk: SmallDisk) -> None:
    path = disk.folder / "history.db"
    history = SqlHistory(Database.open(path))
    last = _until_full(history, disk)
    assert last > 20
    assert history.memory().turn == last
    assert history.decisions(1)[0].decision.request.value == float(last)
    history.close()
    with plain(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    for file in disk.folder.glob("history.db*"):  # with its log, which did not fit into the file
        shutil.copy(file, disk.folder.parent)
    there = SqlHistory(Database.open(disk.folder.parent / "history.db"))
    assert there.memory().turn == last
    assert there.memory().holds == {SET_POINT: a_hold(float(last))}
    there.close()


def test_when_there_is_room_again_what_waited_is_written(disk: SmallDisk) -> None:
    path = disk.folder / "history.db"
    history = SqlHistory(Database.open(path))
    history.keep(a_turn(1, MORNING, a_decision(SET_POINT, 1.0)))
    held = a_turn(2, MORNING + minutes(1), a_decision(SET_POINT, 2.0), memory=Memory(holds={SET_POINT: a_hold()}))
    values = [reading(LIVING_T, float(number % 40), MORNING + minutes(number)) for number in range(9000)]
    history.add(values)
    with disk.full():
        with pytest.raises(disk.error):
            history.keep(held)
        with pytest.raises(disk.error):
            history.flush()
        assert history.memory().holds == {}
    history.keep(held)
    history.close()
    again = SqlHistory(Database.open(path))
    assert again.memory().holds == {SET_POINT: a_hold()}
    again.close()
    with plain(path) as connection:
        assert connection.execute("SELECT count(*) FROM readings").fetchone() == (9000,)


def test_a_full_disk_during_an_upgrade_leaves_the_old_file(disk: SmallDisk, tmp_path: Path) -> None:
    path = disk.folder / "history.db"
    history = SqlHistory(Database.open(path))
    history.keep(a_turn(1, MORNING, memory=Memory(holds={SET_POINT: a_hold()})))
    history.close()
    before = path.read_bytes()
    with disk.full(), pytest.raises(disk.error):
        Database.open(path, _later(tmp_path, "CREATE TABLE big AS SELECT randomblob(3000000) AS b"))
    with pytest.raises(disk.error), _limit(SIZE) if disk.limited else _no_limit():
        Database.open(path, _later(tmp_path / "more", "CREATE TABLE big AS SELECT randomblob(3000000) AS b"))
    assert path.read_bytes() == before
    opened = open_history(path)
    assert opened.trouble is None
    assert opened.history.memory().holds == {SET_POINT: a_hold()}
    opened.history.close()


def test_a_house_that_was_killed_and_finds_the_disk_full_knows_its_state(disk: SmallDisk, tmp_path: Path) -> None:
    path, killed = disk.folder / "history.db", tmp_path / "history.db-wal"
    history = SqlHistory(Database.open(path))
    history.keep(a_turn(1, MORNING, memory=Memory(holds={SET_POINT: a_hold()})))
    shutil.copy(path.with_name("history.db-wal"), killed)
    history.close()
    shutil.copy(killed, path.with_name("history.db-wal"))
    with disk.full():
        opened = open_history(path)
        opened.history.close()
    assert disk.limited or isinstance(opened.trouble, disk.error)
    assert opened.history.memory().holds == {SET_POINT: a_hold()}


def test_a_new_house_on_a_full_disk_goes_on_in_memory(disk: SmallDisk) -> None:
    with disk.full():
        opened = open_history(disk.folder / "other.db")
    assert isinstance(opened.trouble, disk.error)
    assert isinstance(opened.history, MemoryHistory)


def test_a_backup_that_does_not_fit_leaves_the_last_one(disk: SmallDisk) -> None:
    archive = disk.folder / "house.zip"
    backup(disk.folder / "history.db", None, archive)
    before = archive.read_bytes()
    with disk.full(), _limit(1000), pytest.raises(StoreError):
        backup(disk.folder / "history.db", None, archive)
    assert archive.read_bytes() == before
    assert {file.name for file in disk.folder.iterdir()} <= {
        "history.db",
        "house.zip",
        "history.db-shm",
        "history.db-wal",
    }


def test_a_read_only_folder_is_told(tmp_path: Path, empty_file: Path) -> None:
    """Root may write anywhere, so a file system that is read-only stands for it where there is one."""
    opened = open_history(Path("/proc/thermo-edge/history.db"))
    assert isinstance(opened.trouble, StoreError)
    assert "/proc/thermo-edge" in str(opened.trouble)
    opened.history.keep(a_turn(1, MORNING, a_decision(SET_POINT, 20.0)))
    assert opened.history.memory().turn == 1


def test_a_backup_is_not_put_back_where_there_is_no_room_and_nothing_is_left_of_it(
    disk: SmallDisk, tmp_path: Path
) -> None:
    if disk.limited:
        pytest.skip("no small filesystem can be mounted here")
    archive = tmp_path / "house.zip"
    history = SqlHistory(Database.open(disk.folder / "history.db"))
    history.close()
    backup(disk.folder / "history.db", None, archive)
    (disk.folder / "work").mkdir()
    with pytest.raises(StoreFull, match="no room"):
        unpack(archive, disk.folder / "work")
    (disk.folder / "work").rmdir()
    with pytest.raises(StoreFull, match="no room"):
        restore(archive, disk.folder / "history.db", None)
    left = {each.name for each in disk.folder.iterdir() if not each.name.startswith("history.db-")}
    assert left <= {"history.db", "history.db.lock", "history.db.modes.json"}
