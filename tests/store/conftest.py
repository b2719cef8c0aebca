"""An empty history on disk, made once and copied."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from thermo_edge.store.database import Database
from thermo_edge.store.history import SqlHistory


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with nothing in it."""
    path = tmp_path_factory.mktemp("empty") / "history.db"
    Database.open(path).close()
    return path


@pytest.fixture
def path(tmp_path: Path, empty_file: Path) -> Path:
    return Path(shutil.copy(empty_file, tmp_path / "history.db"))


@pytest.fixture
def opened(path: Path) -> Iterator[Callable[[], SqlHistory]]:
    """Opens the file again and again; each time as a program that has just been started."""
    open_now: list[SqlHistory] = []

    def again() -> SqlHistory:
        while open_now:
            open_now.pop().close()
        open_now.append(SqlHistory(Database.open(path)))
        return open_now[-1]

    yield again
    while open_now:
        open_now.pop().close()


@pytest.fixture
def history(opened: Callable[[], SqlHistory]) -> SqlHistory:
    return opened()
