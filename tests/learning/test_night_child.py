"""The child of a night on a real database: it reads beside the program, survives kills, and ends well on bad input."""

import hashlib
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from thermo_edge.bench.night import DATABASE, END, killed, started
from thermo_edge.bench.night_house import Life, a_house, live
from thermo_edge.errors import StoreError
from thermo_edge.home.learning import Fate
from thermo_edge.learning import climate_base, night_files
from thermo_edge.learning.room_shelf import taught_in
from thermo_edge.store.beside import Beside
from thermo_edge.store.database import Database
from thermo_edge.store.history import SqlHistory

HOUSE = a_house(1)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lived")
    live(folder / DATABASE, HOUSE, END, 12, tidy=False)
    return folder


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def ended(folder: Path) -> int:
    return started(folder, HOUSE, END).wait(120)


@pytest.mark.slow
def test_a_night_beside_a_program_that_writes_changes_nothing_in_its_database(lived: Path) -> None:
    running = SqlHistory(Database.open(lived / DATABASE))
    before = digest(lived / DATABASE)
    try:
        process = started(lived, HOUSE, END)
        for number in range(12):  # fewer than after which the log is moved into the file
            running.add(list(Life(HOUSE, 3).day(END + timedelta(days=1)))[20 * number : 20 * number + 20])
            running.flush()
            threading.Event().wait(0.2)
    finally:
        assert process.wait(60) == 0
    assert digest(lived / DATABASE) == before, "what was written meanwhile is in the log"
    running.close()
    base, record = climate_base.shipped(), night_files.read_record(lived / night_files.FOLDER)
    assert record is not None and base is not None and record.whole
    (told,) = (each for each in record.outcomes if each.model == "climate")
    assert told.fate is Fate.PROMOTED and told.before is not None and told.after is not None
    assert told.after < told.before
    assert taught_in(lived).serving(HOUSE.rooms[0].id, base.version) is not None


@pytest.mark.slow
def test_killed_at_random_moments_what_serves_is_whole() -> None:
    assert killed(2, seed=7).kept


def three_hours(path: Path) -> None:
    history = SqlHistory(Database.open(path))
    history.add([each for each in Life(HOUSE, 1).day(END - timedelta(days=1)) if each.at >= END - timedelta(hours=3)])
    history.close()


def all_equal(path: Path) -> None:
    history = SqlHistory(Database.open(path))
    for day in range(12):
        begin = END - timedelta(days=12 - day)
        history.add([each._replace(value=_still(each.value)) for each in Life(HOUSE, 1).day(begin)])
        history.flush()
    history.close()


def _still(value: object) -> float | str | bool:
    return value if isinstance(value, str) else False if isinstance(value, bool) else 20.0


def nothing(path: Path) -> None:
    SqlHistory(Database.open(path)).close()


@pytest.mark.slow
@pytest.mark.parametrize("made", [nothing, three_hours, all_equal])
def test_a_history_that_says_little_teaches_nothing(tmp_path: Path, made: object) -> None:
    assert callable(made)
    made(tmp_path / DATABASE)
    assert ended(tmp_path) == 0
    record = night_files.read_record(tmp_path / night_files.FOLDER)
    assert record is not None
    assert {each.fate for each in record.outcomes} <= {Fate.TOO_LITTLE, Fate.NO_BETTER}
    assert not taught_in(tmp_path).rooms()


@pytest.mark.slow
def test_a_disk_that_is_full_in_the_middle_is_said_and_leaves_nothing_half(tmp_path: Path) -> None:
    live(tmp_path / DATABASE, HOUSE, END, 12, tidy=False)
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "from thermo_edge.learning.night import main;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000)); sys.exit(main(sys.argv[1:]))"
    )
    running = SqlHistory(Database.open(tmp_path / DATABASE))
    assert started(tmp_path, HOUSE, END, (sys.executable, "-c", code)).wait(120) == 0
    running.close()
    record = night_files.read_record(tmp_path / night_files.FOLDER)
    assert record is not None
    failed = [each for each in record.outcomes if each.fate is Fate.FAILED]
    assert failed and "cannot be written" in failed[0].detail
    assert not list(tmp_path.rglob(".aside-*"))
    assert taught_in(tmp_path).serving(HOUSE.rooms[0].id) is None


def test_what_reads_beside_cannot_write_and_makes_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is not there"):
        Beside(tmp_path / DATABASE)
    assert not list(tmp_path.iterdir())
    nothing(tmp_path / DATABASE)
    beside = Beside(tmp_path / DATABASE)
    with pytest.raises(StoreError), beside._read() as connection:
        connection.exec_driver_sql("DELETE FROM meta")
    assert beside.memory().turn == 0 and beside.holds(5) == () and beside.decision(1) is None


@pytest.mark.slow
def test_a_night_without_a_database_says_so(tmp_path: Path) -> None:
    process = started(tmp_path, HOUSE, END)
    assert process.wait(60) == 1
    assert "is not there" in (tmp_path / night_files.FOLDER / "progress.jsonl").read_text()
