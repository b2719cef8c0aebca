"""The doctor on written facts: what is well, what to look at, what to mend and how."""

import signal
import socket
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import (
    BEDROOM_T,
    HEATER,
    LIVING_T,
    LIVING_WINDOW,
    MORNING,
    RADIATOR,
    a_house,
    bedroom,
    heater,
    living,
    reading,
)
from thermo_edge.app import doctor, probe
from thermo_edge.app.doctor import Level, Line
from thermo_edge.app.examine import examine
from thermo_edge.app.facts import MISSING_LIBRARY, HomeFacts, MachineFacts, PageFacts, StoreFacts
from thermo_edge.clock import SteppedClock
from thermo_edge.errors import HomeUnreachable, SettingsError
from thermo_edge.home.house import Attribute, EntityId, Point
from thermo_edge.home.snapshot import Quality
from thermo_edge.store.database import Database
from thermo_edge.store.driver import plain

HOUSE = a_house()
ANNA = Point(EntityId("person.anna"), Attribute.PRESENCE)
MODE = Point(RADIATOR, Attribute.HVAC_MODE)
SWITCH = Point(HEATER, Attribute.ON)
GOOD = {
    LIVING_T: reading(LIVING_T, 20.0),
    BEDROOM_T: reading(BEDROOM_T, 19.0),
    LIVING_WINDOW: reading(LIVING_WINDOW, False),
    MODE: reading(MODE, "heat"),
    SWITCH: reading(SWITCH, False),
    ANNA: reading(ANNA, True),
}
WELL = HomeFacts(version="2026.2.3", at=MORNING, readings=GOOD)
STORE = StoreFacts(Path("/data/thermo-edge.db"), size=5_000_000, free=50_000_000_000, instance="ours")


def levels(lines: list[Line]) -> set[Level]:
    return {line.level for line in lines}


def the(lines: list[Line], level: Level) -> Line:
    (line,) = [line for line in lines if line.level is level]
    return line


def test_all_is_well() -> None:
    lines = [
        *doctor.settings(None),
        *doctor.rooms(HOUSE),
        *doctor.reached(WELL),
        *doctor.clock(WELL),
        *doctor.entities(HOUSE, WELL),
        *doctor.peers(WELL, STORE),
        *doctor.database(STORE),
        *doctor.page(PageFacts("127.0.0.1", 8099, free=True), STORE),
        *doctor.machine(MachineFacts(4, 4_000_000_000, "aarch64", {"torch": 0, "onnxruntime": MISSING_LIBRARY})),
    ]
    assert levels(lines) == {Level.OK}
    assert doctor.verdict(lines) == "All is well."
    assert "6 of 6 entities are as they should be." in [line.text for line in lines]


@pytest.mark.parametrize(("library", "without"), [("torch", "home's own network"), ("onnxruntime", "plain rules")])
def test_what_is_not_installed_says_what_there_is_without_it(library: str, without: str) -> None:
    line = doctor.machine(MachineFacts(4, 4_000_000_000, "aarch64", {library: MISSING_LIBRARY}))[-1]
    assert f"{library} is not installed" in line.text and without in line.text


def test_each_fault_of_the_settings_is_a_line() -> None:
    lines = doctor.settings(SettingsError("config.yaml", ("line 3: x", "line 9: y")))
    assert [line.text for line in lines] == ["config.yaml: line 3: x", "config.yaml: line 9: y"]
    assert levels(lines) == {Level.MEND}


def test_what_cannot_be_reached_is_said_with_what_to_do() -> None:
    fault = HomeUnreachable("Home Assistant at http://x does not answer (refused): check that it runs.")
    (line,) = doctor.reached(HomeFacts(fault=fault))
    assert line == Line(Level.MEND, "Home Assistant at http://x does not answer (refused).", "Check that it runs.")


@pytest.mark.parametrize(
    ("version", "right"),
    [("2025.4.0", True), ("2026.11.1", True), ("2025.3.4", False), ("2024.12.0", False), ("x", False), ("", False)],
)
def test_the_oldest_version(version: str, right: bool) -> None:
    lines = doctor.reached(replace(WELL, version=version))
    assert (Level.MEND not in levels(lines)) is right


def test_who_is_no_administrator() -> None:
    assert "no administrator" in the(doctor.reached(replace(WELL, administrator=False)), Level.MEND).text


@pytest.mark.parametrize(
    ("seconds", "level", "said"),
    [
        (0, Level.OK, "agree"),
        (-4, Level.OK, "agree"),
        (30, Level.CHECK, "30 s ahead"),
        (-900, Level.MEND, "900 s behind"),
    ],
)
def test_clocks(seconds: float, level: Level, said: str) -> None:
    (line,) = doctor.clock(replace(WELL, ahead=timedelta(seconds=seconds)))
    assert line.level is level
    assert said in line.text


@pytest.mark.parametrize(
    ("point", "odd", "said", "level", "text"),
    [
        (LIVING_T, reading(LIVING_T, None, quality=Quality.MISSING), "", Level.MEND, "is not in Home Assistant"),
        (LIVING_T, reading(LIVING_T, None, quality=Quality.UNAVAILABLE), "unavailable", Level.CHECK, "does not answer"),
        (
            LIVING_T,
            reading(LIVING_T, 3.0, quality=Quality.IMPOSSIBLE),
            "3 km/h",
            Level.MEND,
            "“3 km/h”, which is no",
        ),
        (LIVING_T, reading(LIVING_T, None, quality=Quality.UNKNOWN), "on", Level.MEND, "“on”, which is no temperature"),
        (LIVING_T, reading(LIVING_T, None, quality=Quality.UNKNOWN), "unknown °C", Level.CHECK, "no value yet"),
        (LIVING_T, reading(LIVING_T, 20.0, MORNING - timedelta(hours=9)), "20 °C", Level.CHECK, "nothing for 9 h"),
        (LIVING_WINDOW, reading(LIVING_WINDOW, None, quality=Quality.UNKNOWN), "20 °C", Level.MEND, "which is no open"),
        (
            SWITCH,
            reading(SWITCH, None, quality=Quality.MISSING),
            "",
            Level.MEND,
            "(Bedroom) switch.bedroom_heater",
        ),
    ],
)
def test_an_entity_that_is_not_as_it_should_be(point: Point, odd: object, said: str, level: Level, text: str) -> None:
    home = replace(WELL, readings={**GOOD, point: odd}, said={point.entity: said})  # type: ignore[dict-item]
    lines = doctor.entities(HOUSE, home)
    assert text in the(lines, level).text
    assert the(lines, level).advice
    assert lines[0].text.startswith("5 of 6")


def test_a_window_may_be_silent_for_long() -> None:
    home = replace(WELL, readings={**GOOD, LIVING_WINDOW: reading(LIVING_WINDOW, False, MORNING - timedelta(days=9))})
    assert levels(doctor.entities(HOUSE, home)) == {Level.OK}


def test_what_cannot_be_switched() -> None:
    sensor = EntityId("sensor.heater")
    point = Point(sensor, Attribute.ON)
    house = a_house(living(), bedroom(devices=(heater(entity=sensor),)))
    home = replace(WELL, readings={**GOOD, point: reading(point, True)})
    assert "cannot be switched" in the(doctor.entities(house, home), Level.MEND).text


def test_rooms_without_thermometer_or_heater() -> None:
    house = a_house(living(devices=()), bedroom(sensors=()))
    lines = doctor.rooms(house)
    assert the(lines, Level.CHECK).text.startswith("Bedroom has a heater and no thermometer")
    assert "Living room: only watched" in the(lines, Level.OK).text
    assert doctor.rooms(a_house(living(sensors=()))) == [], "a thermostat measures by itself"
    assert levels(doctor.rooms(replace(house, rooms=()))) == {Level.MEND}


def test_rooms_that_go_by_one_thermometer() -> None:
    (line,) = doctor.rooms(a_house(living(), replace(bedroom(), sensors=living().sensors)))
    assert line.level is Level.CHECK
    assert "Living room and Bedroom go by the same thermometer, sensor.living_temperature" in line.text
    watched = replace(bedroom(), sensors=living().sensors, devices=())
    assert levels(doctor.rooms(a_house(living(), watched))) == {Level.OK}


def test_another_program_on_the_home() -> None:
    assert levels(doctor.peers(replace(WELL, programs=frozenset({"ours"})), STORE)) == {Level.OK}
    both = replace(WELL, programs=frozenset({"ours", "theirs"}))
    assert "(theirs)" in the(doctor.peers(both, STORE), Level.MEND).text


@pytest.mark.parametrize(
    ("facts", "level", "said"),
    [
        (replace(STORE, exists=False), Level.OK, "no database yet"),
        (replace(STORE, fault="it is damaged: restore a backup"), Level.MEND, "it is damaged."),
        (replace(STORE, older=True), Level.OK, "older version"),
        (replace(STORE, writable=False), Level.MEND, "cannot be written to"),
        (replace(STORE, free=100_000_000), Level.MEND, "0.1 GB are free"),
        (replace(STORE, free=500_000_000), Level.CHECK, "0.5 GB are free"),
        (replace(STORE, in_use=True), Level.OK, "and in use"),
    ],
)
def test_the_database(facts: StoreFacts, level: Level, said: str) -> None:
    assert any(line.level is level and said in line.text for line in doctor.database(facts))


def test_the_port_of_the_page() -> None:
    taken = PageFacts("127.0.0.1", 8099, free=False)
    assert levels(doctor.page(taken, STORE)) == {Level.MEND}
    assert levels(doctor.page(taken, replace(STORE, in_use=True))) == {Level.OK}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (MachineFacts(1, 500_000_000, "aarch64"), "0.5 GB"),
        (MachineFacts(4, 4_000_000_000, "armv7l"), "32-bit"),
        (MachineFacts(4, 4_000_000_000, "aarch64", {"torch": -4}), "torch ended with -4"),
        (MachineFacts(4, 4_000_000_000, "aarch64", {"torch": None}), "torch took too long"),
    ],
)
def test_the_machine(facts: MachineFacts, said: str) -> None:
    assert said in the(doctor.machine(facts), Level.CHECK).text


# --- probing --------------------------------------------------------------------------------------------------------


def test_a_library_that_kills_its_process_is_found_out() -> None:
    assert probe.loading("json") == 0
    assert probe.loading("there_is_no_such_library") == MISSING_LIBRARY
    assert probe.loading("tests.app.crashes") == -signal.SIGILL


def test_the_machine_is_seen() -> None:
    facts = probe.machine(())
    assert facts.cores > 0
    assert facts.memory > 100_000_000


def test_a_port_that_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not probe.page("127.0.0.1", port).free
    assert probe.page("127.0.0.1", port).free


def test_a_database_is_looked_at_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "thermo-edge.db"
    assert probe.store(path).exists is False
    assert not path.parent.exists()
    database = Database.open(path)
    in_use = probe.store(path)
    assert (in_use.in_use, in_use.fault, in_use.instance) == (True, None, database.instance)
    database.close()
    before = path.read_bytes()
    sound = probe.store(path)
    assert (sound.in_use, sound.fault, sound.older, sound.size > 0) == (False, None, False, True)
    assert path.read_bytes() == before
    with plain(path, "rw") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9998'")
    assert "install that version" in (probe.store(path).fault or "")
    path.write_bytes(b"nothing like a database" * 99)
    assert "damaged" in (probe.store(path).fault or "")
    assert [file.name for file in path.parent.iterdir() if "corrupt" in file.name] == []


def test_a_broken_file_and_a_token_that_is_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("foo: 1\nrooms: {a: {bar: 2}}\n", encoding="utf-8")
    wrong = [line.text for line in examine(path, SteppedClock(MORNING), libraries=()) if line.level is Level.MEND]
    assert ["line 1" in wrong[0], "line 2" in wrong[1], len(wrong)] == [True, True, 2]
    path.write_text("home_assistant: {token_file: /nowhere}\n", encoding="utf-8")
    assert any("cannot be read" in line.text for line in examine(path, SteppedClock(MORNING), libraries=()))


@pytest.mark.slow
def test_from_the_command_line_without_a_home(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    text = "home_assistant: {url: 'http://127.0.0.1:9', token: secret-token}\npage: {port: 0}\n"
    path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "thermo_edge", "doctor", "--config", str(path)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True)
    assert ended.returncode == 1
    assert "does not answer" in ended.stdout
    assert "secret-token" not in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr
