"""Setup's words and its file; with a home, see the tests on a real Home Assistant."""

from pathlib import Path

import pytest

from tests.config.homes import DUTCH, GERMAN, ODD, a, item
from thermo_edge.app.setup import new_enough, question, read_token, require_new_enough, summary, write
from thermo_edge.cli import main
from thermo_edge.config.proposal import Proposal, Role
from thermo_edge.config.propose import propose
from thermo_edge.errors import HomeRefused, SettingsError
from thermo_edge.home.inventory import Inventory


def test_what_was_found_is_said_shortly() -> None:
    lines = summary(propose(GERMAN.inventory))
    assert lines[0] == "Three rooms found. Two things to check."
    assert lines[1].startswith("  Wohnzimmer: 1 thermometer, 1 humidity sensor, 1 window contact, 1 heater or cooler")
    assert lines[-1] == "  the house: 1 thermometer outside, 1 weather forecast, 1 electricity price, 1 person"
    assert summary(Proposal())[0] == "No rooms found. Nothing to check."
    assert (
        summary(propose(Inventory((a("x", "X"),), (item("light.x", "X", "x"),))))[0]
        == "One room found. Nothing to check."
    )


def test_what_has_no_area_is_named() -> None:
    lamps = tuple(item(f"light.l{n}", "Lamp") for n in range(9))
    assert summary(propose(Inventory((), lamps)))[-1].startswith("9 would be of use if they had an area")


def test_a_question_says_how_sure_and_why() -> None:
    made = propose(DUTCH.inventory)
    (boiler,) = made.of(Role.HEAT_SOURCE)
    assert question(boiler, made) == (
        "Is CV-ketel (switch.cv_ketel) a shared heat source? 50 %: only its name says that it heats the house."
    )
    odd = propose(ODD.inventory)
    assert " of Bedroom? 50 %: it may be a door inside the house." in question(odd.of(Role.DOOR, "bedroom")[0], odd)


def test_versions() -> None:
    assert [new_enough(version) for version in ("2025.4.4", "2025.3.9", "2026.1", "none")] == [True, False, True, False]
    with pytest.raises(HomeRefused, match=r"needs 2025\.4 or newer"):
        require_new_enough("2024.12.1")


def test_the_former_file_is_kept_each_time(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.yaml"
    assert write(path, "one") is None
    assert path.stat().st_mode & 0o777 == 0o600
    kept = [write(path, text) for text in ("two", "three")]
    assert [file.name for file in kept if file] == ["config.before-1.yaml", "config.before-2.yaml"]
    assert [file.read_text() for file in (path, *filter(None, kept))] == ["three", "one", "two"]


def test_a_token_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"the token cannot be read: No such file or directory$"):
        read_token(tmp_path / "none")


def test_a_home_that_does_not_answer_and_settings_that_are_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "token").write_text("x.y.z", encoding="utf-8")
    path = tmp_path / "config.yaml"
    arguments = ["setup", "--token-file", str(tmp_path / "token"), "--config", str(path), "--url"]
    assert main([*arguments, "http://127.0.0.1:9"]) == 1
    assert "does not answer" in capsys.readouterr().err
    path.write_text("name: Mine\n", encoding="utf-8")
    assert main([*arguments, "http://127.0.0.1:9"]) == 1
    assert "--yes to replace" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "name: Mine\n"


def test_an_import_beside_a_running_program_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from thermo_edge.store.database import Database

    path = tmp_path / "config.yaml"
    path.write_text("home_assistant: {url: 'http://127.0.0.1:9', token: x.y.z}\n", encoding="utf-8")
    database = Database.open(tmp_path / "data" / "thermo-edge.db")
    assert main(["import-history", "--config", str(path)]) == 1
    assert "end that one first" in capsys.readouterr().err
    database.close()
    assert main(["import-history", "--config", str(path)]) == 1
    assert "does not answer" in capsys.readouterr().err
