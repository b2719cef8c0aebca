"""The command line: what it does, and what it says when it cannot."""

import json
from pathlib import Path

import pytest

from thermo_edge.cli import main
from thermo_edge.store.open import open_history


def test_the_example_can_be_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "example"]) == 0
    path = tmp_path / "config.yaml"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["config", "check", "--config", str(path)]) == 0
    assert "nothing to mend" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "\n \n", "# name: Home\n#\n", "---\n# rooms:\n"])
def test_a_file_without_settings_is_not_passed_as_checked(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    assert main(["config", "check", "--config", str(path)]) == 1
    told = capsys.readouterr()
    assert "the file is empty" in told.err and "thermo-edge config example" in told.err
    assert told.out == ""


def test_the_shortest_file_with_a_setting_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("name: Home\n", encoding="utf-8")
    assert main(["config", "check", "--config", str(path)]) == 0
    assert "nothing to mend" in capsys.readouterr().out
    assert main(["config", "check", str(path)]) == 0
    assert capsys.readouterr().out == f"{path}: nothing to mend\n"


def test_the_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "schema"]) == 0
    assert "rooms" in json.loads(capsys.readouterr().out)["properties"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rooms: [", "line 1"),
        ("home_assistant: {url: 'http://127.0.0.1:9'}", "make a long-lived access token"),
        ("home_assistant: {token_file: /nowhere}", "cannot be read: No such file or directory"),
        ("home_assistant: {url: ftp://x}", "must begin with http"),
    ],
)
def test_run_says_what_is_wrong_and_what_to_do(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    assert main(["run", "--no-page", "--config", str(path)]) == 1
    assert said in capsys.readouterr().err


def test_what_is_no_day_is_refused_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["savings", "--from", "2026-11-40"])
    assert "'2026-11-40' is no date: say one such as 2026-01-12" in capsys.readouterr().err


def test_a_backup_is_the_same_house_elsewhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
    (here / "config.yaml").write_text("name: Our house\n", encoding="utf-8")
    opened = open_history(here / "data" / "thermo-edge.db")
    assert opened.trouble is None
    instance = opened.history.instance  # type: ignore[attr-defined]
    opened.history.close()
    archive = tmp_path / "house.zip"
    assert main(["backup", "--config", str(here / "config.yaml"), str(archive)]) == 0
    assert main(["restore", "--config", str(there / "config.yaml"), str(archive)]) == 0
    assert (there / "config.yaml").read_text(encoding="utf-8") == "name: Our house\n"
    restored = open_history(there / "data" / "thermo-edge.db")
    assert restored.history.instance == instance  # type: ignore[attr-defined]
    restored.history.close()
    assert archive.stat().st_mode & 0o777 == 0o600
    assert "token" in capsys.readouterr().out


def test_a_restore_goes_where_the_archives_settings_say_whatever_is_wrong_with_those_that_are_here(
    tmp_path: Path,
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
    (here / "config.yaml").write_text("data_folder: elsewhere\n", encoding="utf-8")
    open_history(here / "elsewhere" / "thermo-edge.db").history.close()
    archive = tmp_path / "house.zip"
    assert main(["backup", "--config", str(here / "config.yaml"), str(archive)]) == 0
    (there / "config.yaml").write_text("rooms: [\n", encoding="utf-8")
    assert main(["restore", "--config", str(there / "config.yaml"), str(archive)]) == 0
    assert (there / "elsewhere" / "thermo-edge.db").is_file()
    assert not (there / "data").exists()
    assert (there / "config.yaml").read_text(encoding="utf-8") == "data_folder: elsewhere\n"


def test_restoring_what_is_no_backup_is_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "no.zip").write_bytes(b"nothing")
    assert main(["restore", "--config", str(tmp_path / "config.yaml"), str(tmp_path / "no.zip")]) == 1
    assert capsys.readouterr().err.strip()
