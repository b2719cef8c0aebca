"""Damaged files: nothing is lost, nothing raises, and the house goes on with what can still be read."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import ANNA, LIVING, LIVING_T, MORNING, RADIATOR, a_decision, forged, minutes, reading
from tests.contracts.history_contract import SET_POINT, a_hold, a_notice, a_turn
from thermo_edge.errors import StoreCorrupt, StoreError
from thermo_edge.home.house import Attribute, Domain, Mode
from thermo_edge.home.memory import DeviceMemory, Memory, Modes, Pending, WindowMemory, WindowState
from thermo_edge.home.turn import SOMEBODY, Wish
from thermo_edge.store.database import Database
from thermo_edge.store.driver import plain
from thermo_edge.store.history import SqlHistory
from thermo_edge.store.memory_history import MemoryHistory
from thermo_edge.store.open import open_history
from thermo_edge.store.salvage import salvage

TURNS = 120

LIVED = Memory(
    modes=Modes({(LIVING, Domain.CLIMATE): Mode.ACT}),
    holds={SET_POINT: a_hold()},
    wishes={LIVING: Wish(LIVING, 22.5, SOMEBODY, MORNING, MORNING + minutes(90))},
    notices={"silent:living": a_notice()},
    protections={RADIATOR: MORNING},
    borrowed={SET_POINT: 19.0},
    pending={SET_POINT: Pending(7, 21.0, 20.0, MORNING)},
    devices={"heater": DeviceMemory(True, MORNING, True, (MORNING,))},
    windows={LIVING: WindowMemory(WindowState.OPEN, MORNING)},
)


@pytest.fixture(scope="module")
def lived_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small history in which something of everything has happened."""
    path = tmp_path_factory.mktemp("lived") / "history.db"
    history = SqlHistory(Database.open(path))
    for number in range(1, TURNS + 1):
        at = MORNING + minutes(number)
        history.add([reading(LIVING_T, 20 + number / 10, at), reading(ANNA, "present" if number % 2 else "absent", at)])
        commands = (forged(RADIATOR, Attribute.SET_POINT, float(number), number),)
        history.keep(a_turn(number, at, a_decision(SET_POINT, float(number)), commands=commands, memory=LIVED))
    history.close()
    return path


def _expected() -> Memory:
    turned = a_turn(TURNS, memory=LIVED).memory
    return type(turned)(**{**_fields(turned), "command": TURNS})


def _fields(memory: Memory) -> dict[str, object]:
    return {name: getattr(memory, name) for name in memory.__dataclass_fields__}


@pytest.fixture
def lived(lived_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(lived_file, tmp_path / "history.db"))


def _kept_bytes(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.iterdir() if "corrupt" in file.name and file.suffix != ".part"]


def test_a_sound_file_is_salvaged_whole(lived: Path) -> None:
    assert salvage(lived) == _expected()


def test_salvage_reads_the_log_too(path: Path) -> None:
    history = SqlHistory(Database.open(path))
    history.keep(a_turn(1, MORNING, memory=LIVED))
    assert path.with_name("history.db-wal").stat().st_size > 0
    assert salvage(path).holds == LIVED.holds
    history.close()


@pytest.mark.parametrize(
    "content", [b"\x01" * 5000, b"house: [", b"SQLite format 3", b"SQLite format 3\x00" + b"\x07" * 8000]
)
def test_what_is_no_database_is_kept_and_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "history.db"
    path.write_bytes(content)
    opened = open_history(path)
    assert isinstance(opened.trouble, StoreCorrupt)
    assert isinstance(opened.history, MemoryHistory)
    assert opened.history.memory() == Memory()
    assert path.read_bytes() == content
    assert _kept_bytes(tmp_path) == [content]
    assert next(tmp_path.glob("*corrupt*")).name in str(opened.trouble)


def test_starting_again_and_again_makes_one_copy(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    path.write_bytes(b"no database at all")
    for _ in range(3):
        open_history(path)
    assert len(list(tmp_path.glob("*corrupt*"))) == 1


def test_a_file_whose_end_is_missing_still_tells_the_state(lived: Path, tmp_path: Path) -> None:
    whole = lived.read_bytes()
    lived.write_bytes(whole[: len(whole) - 3 * 4096])
    opened = open_history(lived)
    assert isinstance(opened.trouble, StoreCorrupt)
    assert opened.history.memory().holds == LIVED.holds
    assert opened.history.memory().modes == LIVED.modes
    assert opened.history.memory().devices == LIVED.devices
    assert lived.read_bytes() in _kept_bytes(tmp_path)


def test_a_file_whose_beginning_was_overwritten_still_tells_the_state(lived: Path, tmp_path: Path) -> None:
    content = b"\x00" * 24 + lived.read_bytes()[24:]
    lived.write_bytes(content)
    opened = open_history(lived)
    assert isinstance(opened.trouble, StoreCorrupt)
    assert opened.history.memory() == _expected()
    assert lived.read_bytes() == content
    assert content in _kept_bytes(tmp_path)


def test_a_table_that_is_gone_is_damage(lived: Path) -> None:
    with plain(lived, "rw") as connection:
        connection.execute("DROP TABLE wishes")
    opened = open_history(lived)
    assert isinstance(opened.trouble, StoreCorrupt)
    assert opened.history.memory().holds == LIVED.holds
    assert opened.history.memory().wishes == {}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE holds SET since = 'yesterday'",
        "UPDATE holds SET since = 9e18",
        "UPDATE meta SET value = 'x' WHERE key = 'standing'",
        "UPDATE meta SET value = '[[1], null, \"2\"]' WHERE key = 'standing'",
        "UPDATE entities SET entity = x'ff' WHERE id = 1",
        "INSERT INTO meta (key, value) VALUES ('raw_from', 'never')",
    ],
)
def test_rows_that_say_what_cannot_be(lived: Path, statement: str) -> None:
    with plain(lived, "rw") as connection:
        connection.execute(statement)
    opened = open_history(lived)
    assert opened.history.memory().modes == LIVED.modes
    assert opened.history.memory().devices == LIVED.devices
    opened.history.close()


damage = st.one_of(
    st.tuples(st.just("cut"), st.floats(0, 1), st.just(b"")),
    st.tuples(st.just("write"), st.floats(0, 1), st.binary(min_size=1, max_size=40)),
    st.tuples(st.just("write"), st.floats(0, 0.04), st.binary(min_size=1, max_size=4)),
    st.tuples(st.just("append"), st.just(1.0), st.binary(min_size=1, max_size=40)),
)


@pytest.mark.slow
@given(st.lists(damage, min_size=1, max_size=4))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_damage_raises_or_loses_the_file(lived_file: Path, harms: list[tuple[str, float, bytes]]) -> None:
    content = bytearray(lived_file.read_bytes())
    for kind, where, what in harms:
        begin = int(where * max(0, len(content) - 1))
        if kind == "cut":
            del content[begin:]
        elif kind == "write":
            content[begin : begin + len(what)] = what
        else:
            content += what
    with TemporaryDirectory() as folder:
        path = Path(folder) / "history.db"
        path.write_bytes(content)
        opened = open_history(path)
        opened.history.memory()
        if opened.trouble is not None:
            assert isinstance(opened.trouble, StoreError)
            assert bytes(content) in [path.read_bytes(), *_kept_bytes(path.parent)]
        try:
            opened.history.add([reading(LIVING_T, 30.0, MORNING + minutes(999))])
            opened.history.keep(a_turn(10**6, MORNING + minutes(999), a_decision(LIVING_T, 20.0)))
            opened.history.decisions(99)
            opened.history.samples(LIVING_T, MORNING, MORNING + minutes(500), minutes(30))
            opened.history.tidy(MORNING + minutes(9999))
        except StoreError:
            """Damage that no check has found may show later; it is told as what it is."""
        opened.history.close()


@given(st.binary(max_size=200), st.integers(0, 20000))
@settings(max_examples=30, deadline=None)
def test_a_damaged_log_loses_no_more_than_itself(lived_file: Path, noise: bytes, where: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(shutil.copy(lived_file, Path(folder) / "history.db"))
        history = SqlHistory(Database.open(path))
        history.keep(a_turn(TURNS + 9, MORNING + minutes(500), a_decision(SET_POINT, 50.0), memory=Memory()))
        there = Path(folder) / "killed"
        there.mkdir()
        for file in (path, path.with_name("history.db-wal")):
            shutil.copy(file, there)
        history.close()
        log = there / "history.db-wal"
        content = bytearray(log.read_bytes())
        content[where : where + len(noise)] = noise
        log.write_bytes(content)
        opened = open_history(there / "history.db")
        assert opened.history.memory().turn in {TURNS, TURNS + 9}
        assert opened.history.memory().holds == (LIVED.holds if opened.history.memory().turn == TURNS else {})
        opened.history.close()
