"""The program is killed again and again in the middle of its work, and has lost nothing each time."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import MORNING, minutes
from tests.contracts.history_contract import SET_POINT
from thermo_edge.home.memory import DeviceMemory
from thermo_edge.store.database import Database
from thermo_edge.store.driver import plain
from thermo_edge.store.history import SqlHistory

KILLS = 8


def _live_and_be_killed(path: Path, after: int) -> int:
    """Lives for some turns; the number of the last of which it is certain that it was kept."""
    with subprocess.Popen([sys.executable, "-m", "tests.store.lives", str(path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for _ in range(after):
            process.stdout.readline()
        process.kill()
        rest = process.stdout.read().split(b"\n")
    return int(rest[-2]) if len(rest) > 1 else 0


@pytest.mark.slow
def test_nothing_that_was_kept_is_lost(path: Path) -> None:
    for round_ in range(KILLS):
        told = _live_and_be_killed(path, 3 + 37 * round_ % 101)
        history = SqlHistory(Database.open(path))
        memory, number = history.memory(), history.memory().turn
        assert number >= told
        assert memory.command == number
        assert memory.holds[SET_POINT].value == float(number)
        assert memory.devices["heater"] == DeviceMemory(number % 2 == 0, MORNING + minutes(number), True)
        assert history.decisions(1)[0].decision.request.value == float(number)
        noted = [record for record in history.decisions(number) if record.number <= told]
        assert all(each.otherwise[0].what.get("temperature") == float(each.number) for each in noted)
        commands = history.commands(number)
        assert {command.number for command in commands} >= set(range(max(1, told - 900), told + 1))
        assert all(command.context == f"context-{command.number}" for command in commands if command.number <= told)
        history.close()
        _require_whole(path, told)


def _require_whole(path: Path, told: int) -> None:
    with plain(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchone() is None
        (judged,) = connection.execute("SELECT count(*) FROM feedback WHERE decision <= ?", (told,)).fetchone()
        (open_holds,) = connection.execute("SELECT count(*) FROM holds WHERE ended IS NULL").fetchone()
    assert judged == told // 5
    assert open_holds == 1
