"""The running program forgets somebody; one that is killed meanwhile has all of it or nothing, and ends it later."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.app.forgotten import OF_ZEB, ZEB, house_in, traces
from tests.app.test_live import HTML, ROOM
from tests.instance.harness import eventually
from tests.integrations.home_assistant.little_server import LittleServer
from thermo_edge.app.core import DATABASE
from thermo_edge.app.forget_command import finish
from thermo_edge.app.forgetting import BEGUN
from thermo_edge.app.live import LiveProgram
from thermo_edge.config import read_settings
from thermo_edge.home.forgetting import Traces, Whom
from thermo_edge.home.house import EntityId, PersonId
from thermo_edge.store.database import Database
from thermo_edge.store.history import SqlHistory

KILLS = 3
COMMAND = (sys.executable, "-m", "thermo_edge", "forget", "--person", "Zebulon", "--yes", "--config")
PERSONS = "persons:\n  zeb: {name: Zebulon, entity: person.zebulon}\n  ben: {name: Ben, entity: person.ben}\n"


@pytest.mark.slow
def test_the_running_program_forgets_and_its_page_names_them_no_more(tmp_path: Path) -> None:
    path, begun = tmp_path / "config.yaml", tmp_path / "data" / BEGUN
    with LittleServer(HTML) as server:
        path.write_text(f'home_assistant: {{url: "{server.url}", token: a.b}}\n{ROOM}{PERSONS}', encoding="utf-8")
        remembered(tmp_path / "data" / DATABASE)
        program = LiveProgram(read_settings(path), path, page=False)
        program.start()
        try:
            assert program.desk.forgetting(PersonId("zeb")).whom.name == "Zebulon"
            program.desk.forget_person(PersonId("zeb"), "Zebulon", ZEB)
            assert [person.id for person in program.desk.view().house.persons] == ["ben"]
            eventually(lambda: not begun.exists(), "the file written anew", 10)
            assert [line for line in program.system.look().log if "ebulon" in line] == []
        finally:
            program.stop()
    assert traces(tmp_path, "zeb") == []


def remembered(database: Path) -> None:
    """The lasting id of their entity, as Home Assistant told it before."""
    history = SqlHistory(Database.open(database))
    history.remember_names({OF_ZEB[0]: "0f3a", EntityId("person.ben"): "77aa"})
    history.close()


@pytest.mark.slow
def test_killed_anywhere_it_is_all_or_nothing_and_ended_at_the_next_start(tmp_path: Path) -> None:
    whole = house_in(tmp_path / "whole").parent
    every = of_zeb(whole)
    assert every.readings > 0
    assert every.words == 5
    for kill in range(KILLS):
        folder = Path(shutil.copytree(whole, tmp_path / str(kill)))
        forget_and_be_killed(folder, kill * 0.05)
        found = of_zeb(folder)
        assert (found.readings, found.words) in {(0, 0), (every.readings, every.words)}
        finish(folder / "config.yaml")
        assert traces(folder, "zeb") == []
        assert set(read_settings(folder / "config.yaml").persons) == {"ben"}


def forget_and_be_killed(folder: Path, after: float) -> None:
    """So many seconds after it has begun."""
    data = folder / "data"
    with subprocess.Popen([*COMMAND, str(folder / "config.yaml")], stdout=subprocess.DEVNULL) as process:
        eventually(lambda: (data / BEGUN).exists() or not traces(data, "zeb"), "the begin", 30)
        time.sleep(after)
        process.kill()


def of_zeb(folder: Path) -> Traces:
    """What the history has of them."""
    history = SqlHistory(Database.open(folder / "data" / DATABASE))
    try:
        return history.traces(Whom(PersonId("zeb"), "Zebulon", frozenset({"zebulon"}), frozenset(OF_ZEB)))
    finally:
        history.close()
