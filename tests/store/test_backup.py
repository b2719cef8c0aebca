"""A house in one file, taken while it lives, and put back elsewhere as the same house."""

import json
import stat
import threading
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import LIVING_T, MORNING, a_decision, minutes, reading
from tests.contracts.history_contract import SET_POINT, a_hold, a_turn
from tests.store.test_damage import LIVED
from thermo_edge import __version__
from thermo_edge.errors import StoreCorrupt, StoreError, StoreTooNew
from thermo_edge.home.memory import Memory
from thermo_edge.store.backup import DATABASE, MANIFEST, SETTINGS, backup, restore
from thermo_edge.store.database import Database
from thermo_edge.store.history import SqlHistory
from thermo_edge.store.upgrade import known


@pytest.fixture
def settings_file(tmp_path: Path) -> Path:
    file = tmp_path / "config.yaml"
    file.write_text("name: Home  # ours\n")
    return file


@pytest.fixture
def archive(history: SqlHistory, settings_file: Path, tmp_path: Path) -> Path:
    """Of a house that goes on living."""
    for number in range(1, 60):
        history.add([reading(LIVING_T, 20 + number / 9, MORNING + minutes(number))])
        history.keep(a_turn(number, MORNING + minutes(number), a_decision(SET_POINT, float(number)), memory=LIVED))
    backup(history.path, settings_file, tmp_path / "house.zip")
    return tmp_path / "house.zip"


def _elsewhere(tmp_path: Path) -> Path:
    return tmp_path / "elsewhere" / "data" / "history.db"


def test_restored_elsewhere_it_is_the_same_house(history: SqlHistory, archive: Path, tmp_path: Path) -> None:
    target, settings_there = _elsewhere(tmp_path), tmp_path / "elsewhere" / "config.yaml"
    restored = restore(archive, target, settings_there)
    assert restored.kept == ()
    assert settings_there.read_text() == "name: Home  # ours\n"
    there = SqlHistory(Database.open(target))
    span = (LIVING_T, MORNING, MORNING + timedelta(hours=2), minutes(10))
    assert there.memory() == history.memory()
    assert there.decisions(99) == history.decisions(99)
    assert there.commands(99) == history.commands(99)
    assert there.holds(99) == history.holds(99)
    assert there.samples(*span) == history.samples(*span)
    assert there.instance == history.instance
    there.close()


def test_an_archive_names_what_is_in_it_and_is_private(archive: Path) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    with zipfile.ZipFile(archive) as pack:
        assert set(pack.namelist()) == {DATABASE, SETTINGS, MANIFEST}
        manifest = json.loads(pack.read(MANIFEST))
    assert (manifest["program"], manifest["schema"]) == (__version__, known()[0])
    assert {len(digest) for digest in manifest["files"].values()} == {64}


def test_it_is_taken_while_the_house_lives(history: SqlHistory, tmp_path: Path) -> None:
    stop, number = threading.Event(), 0

    def copy() -> None:
        while not stop.is_set():
            backup(history.path, None, tmp_path / "house.zip")

    copying = threading.Thread(target=copy)
    copying.start()
    for number in range(1, 120):
        memory = Memory(holds={SET_POINT: a_hold(float(number))})
        history.keep(a_turn(number, MORNING + minutes(number), a_decision(SET_POINT, float(number)), memory=memory))
    stop.set()
    copying.join()
    restore(tmp_path / "house.zip", _elsewhere(tmp_path), None)
    there = SqlHistory(Database.open(_elsewhere(tmp_path)))
    kept = there.memory().turn
    assert there.memory().holds == ({SET_POINT: a_hold(float(kept))} if kept else {})
    assert len(there.decisions(999)) == kept
    there.close()


def test_what_it_replaces_is_kept_with_its_log(archive: Path, tmp_path: Path, settings_file: Path) -> None:
    target = _elsewhere(tmp_path)
    old = SqlHistory(Database.open(target))
    old.keep(a_turn(1, MORNING, memory=Memory(holds={SET_POINT: a_hold(15.0)})))
    killed = {side: target.with_name(target.name + side).read_bytes() for side in ("", "-wal")}
    old.close()
    for side, content in killed.items():
        target.with_name(target.name + side).write_bytes(content)
    settings_file.write_text("name: Later\n")
    restored = restore(archive, target, settings_file)
    assert settings_file.read_text() == "name: Home  # ours\n"
    assert {kept.name for kept in restored.kept} == {
        "history.db.before-restore-1",
        "history.db.before-restore-1-wal",
        "config.yaml.before-restore-1",
    }
    there = SqlHistory(Database.open(target))
    assert there.memory().holds == LIVED.holds
    there.close()
    former = SqlHistory(Database.open(target.with_name("history.db.before-restore-1")))
    assert former.memory().holds == {SET_POINT: a_hold(15.0)}
    former.close()
    again = restore(archive, target, None)
    assert [kept.name for kept in again.kept] == ["history.db.before-restore-2"]


def test_a_running_house_is_not_overwritten(history: SqlHistory, archive: Path) -> None:
    with pytest.raises(StoreError, match="running"):
        restore(archive, history.path, None)
    assert history.memory().holds == LIVED.holds


def _rewritten(archive: Path, **manifest: object) -> Path:
    made = archive.with_name("rewritten.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == MANIFEST:
                content = json.dumps({**json.loads(content), **manifest}).encode()
            new.writestr(name, content)
    return made


def test_a_newer_archive_is_refused_with_its_version(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreTooNew, match=r"9\.9\.9"):
        restore(_rewritten(archive, schema="0042", program="9.9.9"), _elsewhere(tmp_path), None)
    assert not _elsewhere(tmp_path).exists()


@pytest.mark.parametrize(
    "files", [{}, {DATABASE: "0" * 64}, {DATABASE: "0" * 64, "../../etc/passwd": "0" * 64}, {SETTINGS: "0" * 64}]
)
def test_an_archive_that_is_not_what_it_says_is_refused(archive: Path, tmp_path: Path, files: dict[str, str]) -> None:
    with pytest.raises(StoreCorrupt):
        restore(_rewritten(archive, files=files), _elsewhere(tmp_path), None)
    assert not _elsewhere(tmp_path).exists()


@given(st.floats(0, 1), st.binary(min_size=1, max_size=30))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_archive_replaces_nothing(archive: Path, tmp_path: Path, where: float, noise: bytes) -> None:
    target = _elsewhere(tmp_path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(b"what was there")
    content = bytearray(archive.read_bytes())
    begin = int(where * (len(content) - len(noise)))
    content[begin : begin + len(noise)] = noise
    damaged = archive.with_name("damaged.zip")
    damaged.write_bytes(content)
    try:
        restore(damaged, target, None)
    except StoreError:
        assert target.read_bytes() == b"what was there"
        assert {file.name for file in target.parent.iterdir()} == {"history.db", "history.db.lock"}
    else:
        # only what no reader of the archive looks at may be other than it was
        SqlHistory(Database.open(target)).close()
        for file in target.parent.iterdir():
            file.unlink()


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + b"\x00" * 18])
def test_what_is_no_archive_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "house.zip").write_bytes(content)
    with pytest.raises(StoreCorrupt, match="no backup"):
        restore(tmp_path / "house.zip", _elsewhere(tmp_path), None)


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"nothing\.db"):
        backup(tmp_path / "nothing.db", None, tmp_path / "house.zip")
    with pytest.raises(StoreError, match=r"house\.zip"):
        restore(tmp_path / "house.zip", _elsewhere(tmp_path), None)
    assert list(tmp_path.iterdir()) == []
