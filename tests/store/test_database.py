"""One file, one writer, any reader."""

import sqlite3
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from tests.builders import LIVING_T, MORNING, a_decision, minutes, reading
from tests.contracts.history_contract import SET_POINT, a_hold, a_turn
from thermo_edge.errors import StoreCorrupt, StoreError, StoreFull
from thermo_edge.home.memory import Memory
from thermo_edge.store import tables
from thermo_edge.store.database import Database, Transaction, Turnstile
from thermo_edge.store.driver import plain
from thermo_edge.store.faults import translate
from thermo_edge.store.history import SqlHistory
from thermo_edge.store.memory_history import MemoryHistory
from thermo_edge.store.open import open_history


def test_nobody_else_may_read_the_files(tmp_path: Path) -> None:
    history = SqlHistory(Database.open(tmp_path / "new" / "history.db"))
    history.keep(a_turn(1, MORNING, a_decision(SET_POINT, 20.0)))
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "new").iterdir()}
    history.close()
    assert {"history.db", "history.db-wal"} <= modes.keys()
    assert set(modes.values()) == {0o600}


def test_a_file_that_was_readable_is_so_no_longer(path: Path) -> None:
    path.chmod(0o644)
    Database.open(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_second_program_is_refused_and_goes_on_in_memory(history: SqlHistory, path: Path) -> None:
    history.keep(a_turn(1, MORNING, memory=Memory(holds={SET_POINT: a_hold()})))
    second = open_history(path)
    assert isinstance(second.history, MemoryHistory)
    assert "running Thermo Edge" in str(second.trouble)
    assert second.history.memory() == history.memory()
    history.keep(a_turn(2, MORNING, a_decision(SET_POINT, 20.0)))


def test_another_process_is_refused_too(history: SqlHistory, path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from thermo_edge.store.open import open_history\n"
        f"print(open_history(Path({str(path)!r})).trouble)"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert "is in use" in told


def test_when_the_first_has_gone_the_next_may(path: Path) -> None:
    Database.open(path).close()
    Database.open(path).close()


def test_the_house_keeps_its_name(path: Path) -> None:
    first = Database.open(path)
    first.close()
    again = Database.open(path)
    again.close()
    assert first.instance == again.instance
    assert len(first.instance) == 32


def test_readers_read_while_one_writes(history: SqlHistory) -> None:
    history.keep(a_turn(1, MORNING, a_decision(SET_POINT, 1.0)))
    stop, faults, seen = threading.Event(), list[Exception](), list[int]()

    def read() -> None:
        last = 0.0
        try:
            while not stop.is_set():
                newest = float(history.decisions(1)[0].decision.request.value)
                assert newest >= last
                last = newest
                history.samples(LIVING_T, MORNING, MORNING + minutes(500), minutes(10))
                seen.append(1)
        except (StoreError, AssertionError) as error:
            faults.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(2, 150):
        history.add([reading(LIVING_T, float(number), MORNING + minutes(number))])
        history.keep(a_turn(number, MORNING + minutes(number), a_decision(SET_POINT, float(number))))
    stop.set()
    for reader in readers:
        reader.join()
    assert faults == []
    assert len(seen) > 4


def test_flush_on_another_thread_loses_nothing(history: SqlHistory, path: Path) -> None:
    stop = threading.Event()

    def flush() -> None:
        while not stop.wait(0.001):
            history.flush()

    flushing = threading.Thread(target=flush)
    flushing.start()
    for number in range(1, 301):
        history.add([reading(LIVING_T, float(number), MORNING + minutes(number))])
        if number % 7 == 0:
            history.keep(a_turn(number, MORNING + minutes(number), a_decision(SET_POINT, float(number))))
    stop.set()
    flushing.join()
    history.flush()
    with plain(path) as connection:
        found = [value for (value,) in connection.execute("SELECT value FROM readings ORDER BY at")]
    assert found == [float(number) for number in range(1, 301)]
    assert len(history.decisions(999)) == 42


def test_a_transaction_that_fails_is_not_believed(path: Path) -> None:
    database = Database.open(path)
    believed: list[str] = []
    with pytest.raises(StoreError), database.write() as transaction:
        transaction.then(lambda: believed.append("no"))
        transaction.connection.execute(insert(tables.meta), [{"key": "instance", "value": "twice"}])
    with database.write() as transaction:
        transaction.then(lambda: believed.append("yes"))
    database.close()
    assert believed == ["yes"]


def test_what_is_closed_says_so(path: Path) -> None:
    database = Database.open(path)
    database.close()
    database.close()
    with pytest.raises(StoreError, match="closed"), database.write():
        pass
    with pytest.raises(StoreError, match="closed"), database.read():
        pass


def test_readers_cannot_write(path: Path) -> None:
    database = Database.open(path)
    with pytest.raises(StoreError), database.read() as connection:
        connection.execute(text("DELETE FROM meta"))
    database.close()


def test_what_waits_goes_next() -> None:
    """A thread that comes again and again lets another in, which a plain lock does not promise."""
    turnstile, stop, rounds = Turnstile(), threading.Event(), list[int]()

    def tidy() -> None:
        while not stop.is_set():
            with turnstile:
                rounds.append(1)
                time.sleep(0.002)

    busy = threading.Thread(target=tidy)
    busy.start()
    waits = []
    for _ in range(20):
        before = len(rounds)
        with turnstile:
            waits.append(len(rounds) - before)
        time.sleep(0.001)
    stop.set()
    busy.join()
    assert max(waits) <= 2


def test_the_log_does_not_grow_without_end(history: SqlHistory, path: Path) -> None:
    for number in range(1, 1500):
        history.add([reading(LIVING_T, number % 30 + 0.5, MORNING + minutes(number))])
        history.flush()
    assert path.with_name("history.db-wal").stat().st_size < 1_500_000


@pytest.mark.parametrize("name", ["with space", "per%20cent", "question?mark", "hash#tag", "日本"])
def test_any_name_of_a_folder_will_do(tmp_path: Path, name: str) -> None:
    opened = open_history(tmp_path / name / "history.db")
    opened.history.close()
    assert opened.trouble is None
    assert (tmp_path / name / "history.db").is_file()


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    opened = open_history(tmp_path)
    assert isinstance(opened.trouble, StoreError)
    assert str(tmp_path) in str(opened.trouble)


@pytest.mark.parametrize(
    ("code", "kind", "told"),
    [(13, StoreFull, "full"), (8, StoreError, "read-only"), (11, StoreCorrupt, "damaged"), (5, StoreError, "in use")],
)
def test_what_sqlite_says_is_told_with_its_mend(code: int, kind: type[StoreError], told: str, tmp_path: Path) -> None:
    error = sqlite3.OperationalError("no")
    error.sqlite_errorcode = code
    made = translate(error, tmp_path)
    assert type(made) is kind
    assert told in str(made)


def test_a_transaction_calls_what_follows_in_order() -> None:
    """Numbers are given out before they are used."""
    called: list[int] = []
    transaction = Transaction(None)  # type: ignore[arg-type]
    for number in range(3):
        transaction.then(lambda number=number: called.append(number))  # type: ignore[misc]
    transaction.settle()
    assert called == [0, 1, 2]
