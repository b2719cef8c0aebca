"""The memory comes back from the disk as it was, whole or not at all."""

import shutil
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import LIVING, LIVING_T, MORNING, RADIATOR, a_decision, forged, minutes, reading
from tests.contracts.history_contract import SET_POINT, a_hold, a_notice, a_turn
from tests.store.strategies import memories
from thermo_edge.errors import StoreError
from thermo_edge.home.house import Attribute, Domain, EntityId, Mode, Point
from thermo_edge.home.memory import Cadence, DeviceMemory, DutyMemory, Memory, Modes, Pending, Turn
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.taste import Agreed, TasteMemory
from thermo_edge.home.turn import SOMEBODY, Change, Outcome, Wish
from thermo_edge.store import parts
from thermo_edge.store.database import Database
from thermo_edge.store.driver import plain
from thermo_edge.store.history import SqlHistory
from thermo_edge.store.kinds import micros
from thermo_edge.store.standing import KINDS

Opened = Callable[[], SqlHistory]


@pytest.mark.slow
@given(st.lists(memories, min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_whatever_was_kept_is_read_back_equal(empty_file: Path, kept: list[Memory]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(shutil.copy(empty_file, Path(folder) / "history.db"))
        history = SqlHistory(Database.open(path))
        for number, memory in enumerate(kept, 1):
            last = replace(memory, turn=number, command=number)
            history.keep(Turn(number, MORNING + minutes(number), "tick", (), (), (), last))
        history.close()
        again = SqlHistory(Database.open(path))
        again.close()
        assert again.memory() == last
        for point, value in last.known.items():
            assert type(again.memory().known[point]) is type(value)


def test_every_part_of_the_memory_has_a_place() -> None:
    """A new field of the memory that nobody writes would be lost at the next start."""
    in_parts = {part.name for part in parts.PARTS} - {"observe_everything"}
    in_tables = {kind.table.name for kind in KINDS}
    assert {field.name for field in fields(Memory)} == in_parts | in_tables


def _lived(memory: Memory, history: SqlHistory, number: int = 1) -> None:
    history.keep(a_turn(number, MORNING + minutes(number), memory=memory))


@pytest.mark.parametrize(
    "memory",
    [
        Memory(modes=Modes({(LIVING, Domain.CLIMATE): Mode.ACT})),
        Memory(modes=Modes(observe_everything=True)),
        Memory(holds={SET_POINT: a_hold()}),
        Memory(notices={"silent:living": a_notice()}),
        Memory(protections={RADIATOR: MORNING}),
        Memory(taste=TasteMemory(agreed={"x": Agreed(LIVING, "x", "evening", 1.0, SOMEBODY, MORNING)})),
        Memory(borrowed={SET_POINT: 21.0}),
        Memory(pending={SET_POINT: Pending(1, 21.0, None, MORNING)}),
        Memory(devices={"heater": DeviceMemory(True, MORNING)}),
    ],
    ids=lambda memory: next(f.name for f in fields(Memory) if getattr(memory, f.name) != getattr(Memory(), f.name)),
)
def test_what_matters_is_on_the_disk_when_keep_returns(history: SqlHistory, path: Path, memory: Memory) -> None:
    _lived(memory, history)
    assert _as_if_killed(path).memory() == replace(memory, turn=1)


def test_what_is_soon_learned_again_is_written_once_a_minute(history: SqlHistory, path: Path) -> None:
    climate = replace(Memory().climate, duties={RADIATOR: DutyMemory(MORNING, 0.5, 0.2)})
    learned = Memory(cadences={LIVING_T: Cadence(60.0, 3)}, climate=climate)
    _lived(learned, history)
    history.flush()
    assert _as_if_killed(path).memory() == Memory()
    _lived(learned, history, 2)
    history.flush()
    assert _as_if_killed(path).memory() == replace(learned, turn=2)


def test_nothing_is_written_for_a_turn_that_changes_nothing(history: SqlHistory, path: Path) -> None:
    decision = a_decision(SET_POINT, 20.0, Outcome.WOULD)
    history.keep(a_turn(1, MORNING, decision, memory=Memory(holds={SET_POINT: a_hold()})))
    history.flush()
    before = _log(path)
    for number in range(2, 6):
        at = MORNING + minutes(number / 10)
        history.keep(a_turn(number, at, decision, memory=Memory(holds={SET_POINT: a_hold()})))
        history.flush()
    assert _log(path) == before


def test_numbers_that_move_on_in_a_notice_can_wait(history: SqlHistory, path: Path) -> None:
    _lived(Memory(notices={"silent:living": a_notice()}), history)
    before = _log(path)
    longer = replace(a_notice(), reason=Reason.of(Code.SENSOR_SILENT, silent=minutes(120)))
    _lived(Memory(notices={"silent:living": longer}), history, 2)
    assert _log(path) == before
    worse = replace(longer, reason=Reason.of(Code.SENSOR_NEVER_SEEN))
    _lived(Memory(notices={"silent:living": worse}), history, 3)
    assert _as_if_killed(path).memory().notices == {"silent:living": worse}


def test_what_ends_is_not_deleted(history: SqlHistory, path: Path) -> None:
    act, ask = ({(LIVING, Domain.CLIMATE): mode} for mode in (Mode.ACT, Mode.ASK))
    _lived(Memory(modes=Modes(act)), history, 1)
    _lived(Memory(modes=Modes(ask)), history, 2)
    _lived(Memory(), history, 3)
    with plain(path) as connection:
        rows = connection.execute("SELECT mode, since, ended FROM modes ORDER BY id").fetchall()
    times = [micros(MORNING + minutes(number)) for number in (1, 2, 3)]
    assert rows == [(3, times[0], times[1]), (2, times[1], times[2])]


def test_a_persons_change_is_a_label_on_the_disk(history: SqlHistory, path: Path) -> None:
    change = Change(SET_POINT, 22.5, 20.0, MORNING, SOMEBODY)
    history.keep(a_turn(1, MORNING, changes=(change,)))
    with plain(path) as connection:
        found = connection.execute("SELECT at, value, before, who FROM changes").fetchall()
    assert found == [(micros(MORNING), "22.5", "20.0", "person")]


def test_counters_never_lag_behind_the_rows(opened: Opened, path: Path) -> None:
    history = opened()
    history.keep(a_turn(41, MORNING, commands=(forged(RADIATOR, Attribute.SET_POINT, 20.0, 17),)))
    history.close()
    _change(path, "DELETE FROM memory")
    memory = opened().memory()
    assert (memory.turn, memory.command) == (41, 17)


def test_numbers_of_decisions_go_on_after_a_restart(opened: Opened) -> None:
    opened().keep(a_turn(1, MORNING, a_decision(SET_POINT, 20.0)))
    history = opened()
    history.keep(a_turn(2, MORNING + minutes(1), a_decision(SET_POINT, 21.0)))
    assert [record.number for record in history.decisions(9)] == [2, 1]


def test_a_decision_is_extended_across_a_restart(opened: Opened) -> None:
    decision = a_decision(SET_POINT, 20.0, Outcome.WOULD)
    opened().keep(a_turn(1, MORNING, decision))
    history = opened()
    history.keep(a_turn(2, MORNING + minutes(3), decision))
    assert [record.until for record in history.decisions(9)] == [MORNING + minutes(3)]
    assert [record.until for record in opened().decisions(9)] == [MORNING + minutes(3)]


def test_a_decision_that_was_replaced_is_not_taken_up_again(opened: Opened) -> None:
    on, off = (a_decision(SET_POINT, value, Outcome.WOULD) for value in (True, False))
    history = opened()
    history.keep(a_turn(1, MORNING, on))
    history.keep(a_turn(2, MORNING + minutes(1), off))
    history = opened()
    history.keep(a_turn(3, MORNING + minutes(2), on))
    assert [record.decision for record in history.decisions(9)] == [on, off, on]


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", '{"heater": {"on": "perhaps"}}', "null"])
def test_a_part_that_cannot_be_read_begins_anew(
    opened: Opened, path: Path, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    whole = Memory(devices={"heater": DeviceMemory(True, MORNING)}, holds={SET_POINT: a_hold()})
    _lived(whole, opened())
    opened().close()
    _change(path, "UPDATE memory SET json = ? WHERE part = 'devices'", text)
    assert opened().memory() == replace(whole, turn=1, devices={})
    assert "devices" in caplog.text


def test_what_a_newer_program_left_does_not_disturb(opened: Opened, path: Path) -> None:
    _lived(Memory(holds={SET_POINT: a_hold()}), opened())
    opened().close()
    _change(path, "INSERT INTO memory (part, json) VALUES ('lights', '{}')")
    _change(path, "INSERT INTO series (id, entity, attribute, resolution) VALUES (99, 1, 'perfume', 0.1)")
    _change(path, "INSERT INTO holds SELECT 99, 99, value, place, who, name, since, until, establish, ended FROM holds")
    history = opened()
    assert history.memory().holds == {SET_POINT: a_hold()}
    assert history.holds(9) == (a_hold(),)


def test_a_turn_of_the_same_number_takes_the_place_of_one_that_came_to_nothing(opened: Opened) -> None:
    command = forged(RADIATOR, Attribute.SET_POINT, 20.0, 1)
    opened().keep(a_turn(1, MORNING, a_decision(SET_POINT, 20.0), commands=(command,)))
    again = forged(RADIATOR, Attribute.SET_POINT, 21.0, 1)
    opened().keep(a_turn(1, MORNING + minutes(1), a_decision(SET_POINT, 21.0), commands=(again,)))
    assert [(record.number, record.value) for record in opened().commands(9)] == [(1, 21.0)]


def test_a_turn_that_fails_leaves_nothing_and_the_next_brings_all(opened: Opened, path: Path) -> None:
    history = opened()
    history.keep(a_turn(1, MORNING, a_decision(SET_POINT, 20.0)))
    held = Memory(holds={SET_POINT: a_hold()})
    again = a_turn(2, MORNING + minutes(1), a_decision(LIVING_T, 21.0), memory=held)
    _change(path, "CREATE TRIGGER fault BEFORE INSERT ON memory BEGIN SELECT RAISE(ABORT, 'dark'); END")
    with pytest.raises(StoreError, match="dark"):
        history.keep(again)
    _change(path, "DROP TRIGGER fault")
    assert history.memory().holds == {}
    assert len(history.decisions(9)) == 1
    history.keep(again)
    history = opened()
    assert history.memory().holds == held.holds
    assert [record.decision.request.value for record in history.decisions(9)] == [21.0, 20.0]


def test_half_a_character_in_a_name_costs_that_character_only(opened: Opened) -> None:
    odd = Point(EntityId("climate.\ud800"), Attribute.HVAC_MODE)
    memory = Memory(known={odd: "he\ud800at"}, holds={SET_POINT: a_hold()})
    history = opened()
    history.add([reading(odd, "\udfff")])
    history.keep(a_turn(1, MORNING, a_decision(odd, "\udc00"), memory=memory))
    assert opened().memory().holds == memory.holds
    assert list(opened().memory().known.values()) == ["he?at"]


def test_a_target_that_is_no_number_stops_nothing(opened: Opened) -> None:
    wish = Wish(LIVING, float("nan"), SOMEBODY, MORNING, MORNING + minutes(60))
    _lived(Memory(wishes={LIVING: wish}), opened())
    assert repr(opened().memory().wishes[LIVING].target) == "nan"


def _log(path: Path) -> bytes:
    return path.with_name(path.name + "-wal").read_bytes()


def _change(path: Path, statement: str, *values: object) -> None:
    with plain(path, "rw") as connection:
        connection.execute(statement, values)


def _as_if_killed(path: Path) -> SqlHistory:
    """What a program finds that starts after this one was killed just now."""
    there = path.with_name("killed")
    shutil.rmtree(there, ignore_errors=True)
    there.mkdir()
    for each in (path, path.with_name(path.name + "-wal")):
        if each.exists():
            shutil.copy(each, there)
    history = SqlHistory(Database.open(there / path.name))
    history.close()
    return history
