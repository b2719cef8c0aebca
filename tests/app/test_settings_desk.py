"""The file behind the page: secrets stay, two people lose nothing, every version can be put back to the letter."""

import threading
from pathlib import Path

import pytest

from thermo_edge.app.settings_desk import FileSettingsDesk
from thermo_edge.clock import SystemClock
from thermo_edge.config.desk import State
from thermo_edge.config.editing import put
from thermo_edge.config.tree import ABSENT
from thermo_edge.config.versions import KEPT
from thermo_edge.home.inventory import Inventory

TEXT = """# ours
name: Home
home_assistant:
  token: very-secret  # keep
alarm: {code: "1234"}
rooms:
  hall: {comfort: {low: 17.0, high: 18.0}}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0o600)
    return path


def desk_of(file: Path) -> FileSettingsDesk:
    return FileSettingsDesk(file, SystemClock(), Inventory)


def test_a_secret_is_shown_as_set_and_survives(file: Path) -> None:
    desk = desk_of(file)
    read = desk.read()
    assert read.tree is not None
    assert "secret" not in repr(read)
    assert "1234" not in repr(read.tree)
    assert desk.check(read.tree) == ()
    assert desk.save(read, put(read.tree, ("name",), "Ours"), "Anna").version
    assert file.read_text() == TEXT.replace("name: Home", "name: Ours")
    read = desk.read()
    assert read.tree is not None
    assert desk.save(read, put(read.tree, ("home_assistant", "token"), "another"), "Anna").version
    assert "token: another  # keep" in file.read_text()
    assert "another" not in repr(desk.versions())
    assert "very-secret" not in repr(desk.versions())


def test_different_settings_merge_and_the_same_one_is_a_conflict(file: Path) -> None:
    one, other = desk_of(file), desk_of(file)
    first, second = one.read(), other.read()
    assert first.tree is not None
    assert second.tree is not None
    assert one.save(first, put(first.tree, ("rooms", "hall", "comfort", "low"), 16.0), "Anna").version
    assert other.save(second, put(second.tree, ("name",), "Both"), "Ben").version
    assert "name: Both" in file.read_text()
    assert "low: 16.0" in file.read_text()
    before = file.read_text()
    late = other.save(second, put(second.tree, ("rooms", "hall", "comfort", "low"), 15.5), "Ben")
    assert [conflict.path for conflict in late.conflicts] == [("rooms", "hall", "comfort", "low")]
    assert (late.conflicts[0].theirs, late.conflicts[0].mine) == (16.0, 15.5)
    assert file.read_text() == before


def test_what_cannot_be_is_refused_and_nothing_is_written(file: Path) -> None:
    desk = desk_of(file)
    read = desk.read()
    assert read.tree is not None
    refused = desk.save(read, put(read.tree, ("rooms", "hall", "comfort", "high"), 40.0), "Anna")
    assert refused.version is None
    assert refused.faults
    assert file.read_text() == TEXT


def test_undo_is_identity_and_twenty_are_kept(file: Path) -> None:
    desk = desk_of(file)
    for number in range(KEPT + 5):
        read = desk.read()
        assert read.tree is not None
        assert desk.save(read, put(read.tree, ("name",), f"Home {number}"), "Anna").version
    versions = desk.versions()
    assert len(versions) == KEPT
    before = file.read_text()
    read = desk.read()
    assert read.tree is not None
    desk.save(read, put(read.tree, ("alarm",), ABSENT), "Ben")
    newest, undone, *_ = desk.versions()
    assert (newest.who, [change.path for change in newest.changes]) == ("Ben", [("alarm",)])
    assert desk.restore(undone.number, "Ben").version
    assert file.read_text() == before
    assert desk.versions()[0].restored == undone.number
    folder = file.with_name("config.yaml.versions")
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
    assert not [path for path in file.parent.iterdir() if path.name.endswith(".part")]


def test_a_file_broken_by_hand_is_told_by_line_and_put_back(file: Path) -> None:
    desk = desk_of(file)
    desk.read()
    file.write_text(TEXT + "away_setback: 99\n", encoding="utf-8")
    read = desk.read()
    assert read.faults[0].startswith("line 8: away_setback")
    assert read.tree is not None
    assert read.good is not None
    file.write_text("name: [\n", encoding="utf-8")
    read = desk.read()
    assert read.tree is None
    assert read.good is not None
    assert desk.restore(read.good, "Anna").version
    assert file.read_text() == TEXT
    assert desk.read().faults == ()
    assert [version.good for version in desk.versions()] == [True, False, False, True]


def test_a_file_that_is_emptied_is_nothing_to_go_back_to(file: Path) -> None:
    """Editors empty a file before they write, and somebody may look just then."""
    desk = desk_of(file)
    desk.read()
    for emptied in ("", "# nothing\n"):
        file.write_text(emptied, encoding="utf-8")
        read = desk.read()
        assert read.faults[0].startswith("the file is empty")
        file.write_text("name: [\n", encoding="utf-8")
        good = desk.read().good
        assert (read.good, good) == (1, 1)
    assert desk.restore(1, "Anna").version
    assert file.read_text() == TEXT


def test_a_house_that_was_never_set_up_is_no_fault(tmp_path: Path) -> None:
    desk = desk_of(tmp_path / "config.yaml")
    assert desk.read().faults == ()
    assert desk.save(desk.read(), {"name": "Home"}, "Anna").version


def test_a_file_that_is_no_text_is_told_and_put_back_and_kept_beside(file: Path) -> None:
    desk = desk_of(file)
    first = desk.read()
    assert first.tree is not None
    german = TEXT.replace("Home", "Küche").encode("latin-1")
    for what, said in ((german, "line 2 is not written in UTF-8"), (b"#" * 1_000_001, "larger than 1 MB")):
        file.write_bytes(what)
        read = desk.read()
        assert said in read.faults[0]
        assert read.tree is None
        assert read.good is not None
        refused = desk.save(first, put(first.tree, ("name",), "Ours"), "Anna")
        assert said in refused.faults[0].words
        assert len(desk.versions()) == 1
        assert desk.restore(read.good, "Anna").version
        assert file.read_text() == TEXT
        assert desk.read().faults == ()
        assert file.with_name("config.yaml.damaged").read_bytes() == what
        assert file.stat().st_mode & 0o777 == 0o600


def test_many_at_once_lose_nothing(file: Path) -> None:
    desk = desk_of(file)
    base = desk.read()
    assert base.tree is not None
    tree = base.tree
    done: list[str | None] = []

    def save(number: int) -> None:
        done.append(desk.save(base, put(tree, ("persons", f"p{number}"), {"name": f"P{number}"}), "x").version)

    threads = [threading.Thread(target=save, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(done)
    read = desk.read()
    assert read.tree is not None
    assert sorted(read.tree["persons"]) == [f"p{number}" for number in range(8)]
    assert "# ours" in file.read_text()


def test_what_became_of_it(file: Path) -> None:
    desk = desk_of(file)
    read = desk.read()
    assert read.tree is not None
    assert desk.taken().state is State.NOTHING
    desk.save(read, put(read.tree, ("name",), "X"), "Anna")
    assert desk.taken().state is State.WAITING
    desk.took(waits=True)
    assert desk.taken().state is State.RESTART
