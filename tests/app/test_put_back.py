"""A backup is put back from the page: what is sent is looked at, what is agreed to stands after the next start."""

import logging
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.app.put_back_houses import House, agreed, rewritten, send
from tests.builders import MORNING, minutes
from thermo_edge.app import put_back
from thermo_edge.app.forgetting import Places
from thermo_edge.app.put_back_apart import looked_at as looked_at_apart
from thermo_edge.app.put_back_check import looked_at
from thermo_edge.app.settings_desk import FileSettingsDesk
from thermo_edge.home.inventory import Inventory
from thermo_edge.home.put_back import Unfit, Why
from thermo_edge.store.backup import Restored, restore
from thermo_edge.store.database import Database, FileLock


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


def test_what_is_in_it_and_what_would_be_lost_is_told_and_nothing_changes(house: House, archive: Path) -> None:
    found = send(house.stage(), archive)
    assert found.offered is not None and not found.waits
    content, since = found.offered.content, found.offered.since
    assert (content.made, content.rooms, content.persons, content.keys, content.ours) == (
        MORNING + minutes(60), 1, 2, True, True,
    )  # fmt: skip
    assert content.begin is not None and content.end is not None
    assert since.decisions == 0  # all of its few turns lie before the hour at which it was made
    assert stat.S_IMODE(house.sent.stat().st_mode) == 0o600
    assert house.stands() == ("Now", 25.0, 2)


def test_what_was_decided_since_is_counted(house: House, archive: Path) -> None:
    house.live("Now", 25.0, turns=80)
    offered = send(house.stage(), archive).offered
    assert offered is not None
    assert (offered.since.decisions, offered.since.until) == (86 - 60, MORNING + minutes(86))


def test_agreed_to_it_stands_after_the_next_start_and_what_was_there_is_kept(house: House, archive: Path) -> None:
    state = agreed(house, archive)
    assert (state.waits, state.who) == (True, "Anna")
    assert house.stands() == ("Now", 25.0, 2)
    house.start()
    assert house.stands() == ("Then", 20.0, 1)
    state = house.stage().state()
    assert state.result is not None and state.result.good and not state.waits
    assert {name for name in state.result.kept if not name.endswith("-wal")} == {
        "thermo-edge.db.before-restore-1", "config.yaml.before-restore-1", "access.json.before-restore-1",
    }  # fmt: skip
    assert house.files() == set(state.result.kept)
    house.start()
    assert house.stands() == ("Then", 20.0, 1)
    assert house.files() == set(state.result.kept), "it is put back once"
    house.stage().drop()
    assert house.stage().state().result is None


def test_what_nobody_answered_is_gone_after_the_next_start(house: House, archive: Path) -> None:
    send(house.stage(), archive)
    house.start()
    assert house.stands() == ("Now", 25.0, 2)
    assert house.files() == set()


def test_it_can_be_left(house: House, archive: Path) -> None:
    agreed(house, archive)
    house.stage().drop()
    house.start()
    assert house.stands() == ("Now", 25.0, 2)
    assert house.stage().state() == put_back.PutBack()
    assert house.files() == set()


def test_a_backup_of_another_house_says_so_and_may_be_put_back(house: House, tmp_path: Path) -> None:
    other = House(tmp_path / "other", "Other", 17.0)
    offered = agreed(house, other.backup()).offered
    assert offered is not None and offered.content.ours is False
    house.start()
    assert house.stands() == ("Other", 17.0, 1)


def test_it_says_which_other_home_its_settings_lead_to(house: House, archive: Path) -> None:
    same = send(house.stage(), archive).offered
    assert same is not None and same.content.other_home == ""
    led = house.path.read_bytes().replace(b"127.0.0.1:9", b"elsewhere:8123")
    other = send(house.stage(), rewritten(archive, config_yaml=led)).offered
    assert other is not None and other.content.other_home == "http://elsewhere:8123"
    bare = send(house.stage(), rewritten(archive, config_yaml=None)).offered
    assert bare is not None and bare.content.other_home == ""


def test_without_settings_and_keys_those_of_now_stay(house: House, archive: Path) -> None:
    bare = rewritten(archive, config_yaml=None, access_json=None)
    offered = agreed(house, bare).offered
    assert offered is not None
    assert (offered.content.rooms, offered.content.persons, offered.content.keys) == (None, None, False)
    house.start()
    assert house.stands() == ("Now", 20.0, 2)


@pytest.mark.parametrize("ruin", [b"nonsense" * 1000, b"", None])
def test_a_house_whose_database_is_ruined_is_put_back(house: House, archive: Path, ruin: bytes | None) -> None:
    if ruin is None:
        house.database.unlink()
    else:
        house.database.write_bytes(ruin)
    for side in ("-wal", "-shm"):
        house.database.with_name(house.database.name + side).unlink(missing_ok=True)
    offered = agreed(house, archive).offered
    assert offered is not None and offered.content.ours is None
    assert offered.since.known is (ruin is None)
    house.start()
    assert house.stands() == ("Then", 20.0, 1)


# --- what is not put back ---------------------------------------------------------------------------------------------


# --- at the start -----------------------------------------------------------------------------------------------------


def test_a_file_that_was_changed_after_the_yes_is_set_aside(house: House, archive: Path, tmp_path: Path) -> None:
    agreed(house, archive)
    house.sent.write_bytes(House(tmp_path / "other", "Other", 17.0).backup().read_bytes())
    house.start()
    assert house.stands() == ("Now", 25.0, 2)
    result = house.stage().state().result
    assert result is not None and result.why is Why.ANOTHER
    assert house.files() == {"put-back.zip.failed", "other"}


def test_one_that_this_house_can_no_longer_live_by_is_set_aside_and_said(
    house: House, archive: Path, caplog: pytest.LogCaptureFixture
) -> None:
    agreed(house, archive)
    (house.folder / "token").unlink()
    with caplog.at_level(logging.ERROR):
        house.start()
    assert "The house goes on with what it had" in caplog.text
    assert house.stands() == ("Now", 25.0, 2)
    result = house.stage().state().result
    assert result is not None and result.why is Why.SETTINGS and "token" in result.detail


def test_an_armed_house_is_not_disarmed_by_it(house: House, archive: Path) -> None:
    armed = put_back.Stage(house.path, house.database, lambda: True, look=looked_at)
    offered = send(armed, archive).offered
    assert offered is not None
    with pytest.raises(Unfit) as unfit:
        armed.agree(offered.mark, "Anna")
    assert unfit.value.why is Why.ARMED
    house.stage().agree(offered.mark, "Anna")
    house.live("Now", 25.0, armed=True)  # later, and then the power goes
    house.start()
    assert house.stands()[:2] == ("Now", 25.0)
    state = house.stage().state()
    assert (state.waits, state.held) == (True, Why.ARMED)
    house.live("Now", 25.0)
    house.start()
    assert house.stands() == ("Then", 20.0, 1)


def test_while_another_program_has_the_house_nothing_is_touched(house: House, archive: Path) -> None:
    agreed(house, archive)
    running = Database.open(house.database)
    incoming = house.stage().receive(None)
    house.start()
    assert house.stage().state().waits
    assert (house.database.parent / "put-back.zip.part").exists()
    incoming.close()
    running.close()
    house.start()
    assert house.stands() == ("Then", 20.0, 1)


def test_what_ends_the_program_each_time_is_given_up(house: House, archive: Path) -> None:
    agreed(house, archive)
    note = put_back.read(house.path)
    put_back.write(house.path, replace(note, tries=put_back.TRIES))
    house.start()
    result = house.stage().state().result
    assert result is not None and result.why is Why.TRIED
    assert house.stands() == ("Now", 25.0, 2)


def test_what_somebodys_command_put_back_later_stays_though_it_was_cut_off(
    house: House, archive: Path, tmp_path: Path
) -> None:
    agreed(house, archive)
    other = House(tmp_path / "other", "Other", 17.0).backup()

    def cut_off(_: Restored) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(other, house.database, house.path, cut_off)
    house.start()
    assert house.stands() == ("Other", 17.0, 1)
    assert house.stage().state() == put_back.PutBack()


@pytest.mark.parametrize("text", ["", "{", '{"agreed": "maybe"}', "null"])
def test_a_note_that_cannot_be_read_is_none(house: House, archive: Path, text: str) -> None:
    agreed(house, archive)
    put_back.note_of(house.path).write_text(text, encoding="utf-8")
    house.start()
    assert house.stands() == ("Now", 25.0, 2)


def test_who_is_forgotten_does_not_come_back_with_it(house: House, archive: Path) -> None:
    agreed(house, archive)
    desk = FileSettingsDesk(house.path, house.clock, Inventory)
    found = {each.name for each in Places(house.database.parent, house.path, desk).copies()}
    assert found == {"put-back.zip", "config.yaml.put-back.json"}


def test_it_is_looked_at_in_a_child_with_the_same_result(house: House, archive: Path) -> None:
    found = looked_at_apart(archive, house.path, house.database)
    assert found == looked_at(archive, house.path, house.database)
    with pytest.raises(Unfit) as unfit:
        looked_at_apart(rewritten(archive, config_yaml=b"rooms: [x"), house.path, house.database)
    assert unfit.value.why is Why.SETTINGS and "line 1" in unfit.value.detail
    assert not {name for name in house.files() if name.startswith(".thermo")}


@pytest.mark.slow
def test_killed_at_any_point_the_next_start_ends_with_one_whole_house(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.app.puts_back", str(tmp_path), "3"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    killed, half = (int(word) for word in done.stdout.split() if word.isdecimal())
    assert killed > 30
    assert half > 5


def test_where_it_cannot_start_itself_anew_it_says_so(house: House) -> None:
    with pytest.raises(Unfit) as unfit:
        house.stage().restart()
    assert unfit.value.why is Why.NO_RESTART
    assert not house.stage().state().restarts
    FileLock(house.database).release()
