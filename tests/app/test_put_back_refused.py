"""What is no backup of a house that could live by it is not taken, and nothing is touched."""

import json
import sqlite3
import zipfile
from pathlib import Path

import pytest

from tests.app.put_back_houses import House, agreed, rewritten, send
from tests.store.test_full_disk import _limit
from thermo_edge.app import put_back
from thermo_edge.app.put_back_apart import looked_at as looked_at_apart
from thermo_edge.home.put_back import LARGEST, Unfit, Why


@pytest.fixture
def house(tmp_path: Path) -> House:
    """It was backed up, and has lived on since."""
    made = House(tmp_path, "Then", 20.0)
    made.backup()
    made.live("Now", 25.0)
    return made


@pytest.fixture
def archive(house: House) -> Path:
    return house.folder / "house.zip"


def refused(house: House, archive: Path) -> Unfit:
    with pytest.raises(Unfit) as unfit:
        send(house.stage(), archive)
    assert house.stands() == ("Now", 25.0, 2)
    assert house.stage().state().offered is None
    assert not {name for name in house.files() if name.startswith(("put-back", ".thermo"))}
    return unfit.value


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        (b"rooms: [nonsense", "line 1"),
        (b"[" * 100_000, ""),
        (b"name: \xff\xfe", "utf-8"),
        (b"home_assistant: {url: http://x, token_file: elsewhere}", "elsewhere"),
        (b"home_assistant: {url: http://x, token_file: /dev/zero}", "no file with a token"),
        (b"data_folder: /tmp/elsewhere\nhome_assistant: {token: x}", "data_folder"),
        (b"data_folder: ../up\nhome_assistant: {token: x}", "data_folder"),
        (b"", "token"),
    ],
)
def test_settings_by_which_the_house_could_not_start_are_refused(
    house: House, archive: Path, text: bytes, detail: str
) -> None:
    unfit = refused(house, rewritten(archive, config_yaml=text))
    assert unfit.why is Why.SETTINGS
    assert detail in unfit.detail


def test_in_the_add_on_settings_that_would_shut_it_off_are_refused(tmp_path: Path) -> None:
    house = House(tmp_path, "Then")
    archive = house.backup()
    house.more = "page: {host: 0.0.0.0, ingress: true}\n"
    house.live("Now", 25.0)
    unfit = refused(house, archive)
    assert (unfit.why, unfit.detail) == (Why.SETTINGS, "page: host, port, ingress")


def test_keys_that_nobody_could_come_in_by_are_refused(house: House, archive: Path) -> None:
    assert refused(house, rewritten(archive, access_json=b"{")).why is Why.NOT_OURS


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + b"\x00" * 18])
def test_what_is_no_backup_is_refused(house: House, content: bytes) -> None:
    (house.folder / "no.zip").write_bytes(content)
    assert refused(house, house.folder / "no.zip").why is Why.NOT_OURS


def _changed(house: House, archive: Path, *statements: str) -> Path:
    """A backup in whose database somebody did something, under the right digest."""
    with zipfile.ZipFile(archive) as old:
        (house.folder / "x.db").write_bytes(old.read("history.db"))
    with sqlite3.connect(house.folder / "x.db") as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
    return rewritten(archive, history_db=(house.folder / "x.db").read_bytes())


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE holds",
        "CREATE TRIGGER t AFTER INSERT ON turns BEGIN DELETE FROM readings; END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE VIRTUAL TABLE v USING fts5(x)",
        "UPDATE readings SET at = 9223372036854775807",
        "DELETE FROM alembic_version",
    ],
)
def test_a_database_that_is_not_as_ours_are_is_refused(house: House, archive: Path, statement: str) -> None:
    assert refused(house, _changed(house, archive, statement)).why in {Why.NOT_OURS, Why.DISK}


def test_a_newer_one_is_refused_with_its_version(house: House, archive: Path) -> None:
    made = house.folder / "newer.zip"
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "manifest.json":
                content = json.dumps({**json.loads(content), "schema": "9999", "program": "9.9.9"}).encode()
            new.writestr(name, content)
    unfit = refused(house, made)
    assert (unfit.why, unfit.detail) == (Why.TOO_NEW, "9.9.9")


def test_one_at_a_time_and_none_that_is_too_large(house: House, archive: Path) -> None:
    stage = house.stage()
    first = stage.receive(None)
    for again in (stage, house.stage()):
        with pytest.raises(Unfit) as unfit:
            again.receive(None)
        assert unfit.value.why is Why.BUSY
    first.close()
    first.close()
    with pytest.raises(Unfit) as unfit:
        stage.receive(LARGEST + 1)
    assert unfit.value.why is Why.TOO_LARGE
    with pytest.raises(Unfit) as unfit:
        put_back._require_length(LARGEST + 1, house.folder, 1)
    assert unfit.value.why is Why.TOO_LARGE
    assert send(stage, archive).offered is not None


def test_one_that_is_no_good_leaves_the_one_that_waits(house: House, archive: Path, tmp_path: Path) -> None:
    agreed(house, archive)
    (tmp_path / "no.zip").write_bytes(b"nonsense")
    with pytest.raises(Unfit):
        send(house.stage(), tmp_path / "no.zip")
    assert house.stage().state().waits
    other = House(tmp_path / "other", "Other", 17.0)
    found = send(house.stage(), other.backup())
    assert not found.waits, "a yes to one is no yes to another"
    house.start()
    assert house.stands() == ("Now", 25.0, 2)


def test_a_yes_names_what_it_was_said_to(house: House, archive: Path) -> None:
    stage = house.stage()
    with pytest.raises(Unfit) as unfit:
        stage.agree("f" * 64, "Anna")
    assert unfit.value.why is Why.NOTHING
    send(stage, archive)
    with pytest.raises(Unfit) as unfit:
        stage.agree("f" * 64, "Anna")
    assert unfit.value.why is Why.ANOTHER
    assert not stage.state().waits


def test_links_that_lie_in_wait_are_not_followed(house: House, archive: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (house.database.parent / "put-back.zip.part").symlink_to(victim)
    agreed(house, archive)
    assert victim.read_text() == "precious"
    assert not house.sent.is_symlink()


def test_on_a_disk_that_takes_nothing_more_the_house_stays_as_it_is(house: House, archive: Path) -> None:
    with _limit(1000), pytest.raises(Unfit) as unfit:
        send(house.stage(), archive, 100_000)
    assert unfit.value.why is Why.DISK
    assert house.files() == set()
    agreed(house, archive)
    with _limit(20_000):
        house.start()
    assert house.stands() == ("Now", 25.0, 2)
    result = house.stage().state().result
    assert result is not None and result.why is Why.DISK
    assert house.files() == {"put-back.zip.failed"}


@pytest.mark.slow
def test_a_file_that_would_eat_the_memory_ends_its_child_only(house: House, archive: Path) -> None:
    lines = ["a0: &a0 [" + ", ".join(["x" * 50] * 9) + "]"]
    lines += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 9) + "]" for n in range(1, 12)]
    bomb = "\n".join(lines) + "\nname: *a11\n"
    with pytest.raises(Unfit) as unfit:
        looked_at_apart(rewritten(archive, config_yaml=bomb.encode()), house.path, house.database)
    assert unfit.value.why in {Why.NOT_OURS, Why.SETTINGS}
    assert house.stands() == ("Now", 25.0, 2)
    assert not {name for name in house.files() if name.startswith(".thermo")}
