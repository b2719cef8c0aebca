"""What is typed behind arguments is read, or refused in words."""

import argparse
from datetime import date, datetime
from pathlib import Path

import pytest

from thermo_edge.app import typed
from thermo_edge.cli import main


def test_what_fits_is_read(tmp_path: Path) -> None:
    assert typed.count("14") == 14
    assert typed.natural("0") == 0
    assert typed.day("2026-01-12") == date(2026, 1, 12)
    assert typed.midnight("2026-01-12") == datetime(2026, 1, 12)  # noqa: DTZ001 - a local midnight
    assert typed.new_file(str(tmp_path / "figures.json")) == tmp_path / "figures.json"


@pytest.mark.parametrize("text", ["-4", "x", "1.5", "", "²"])
def test_what_is_no_number_is_told(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="is no whole number from 0 on"):
        typed.natural(text)


def test_nothing_is_no_count() -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="at least 1"):
        typed.count("0")


@pytest.mark.parametrize("text", ["2026-13-01", "2026-01-12T10:30", "monday"])
def test_what_is_no_date_is_told(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="is no date: say one such as 2026-01-12"):
        typed.midnight(text)


def test_a_folder_that_is_not_there_is_told_before_the_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["bench", "plan"], ["simulate", "winter-week"], ["backtest"]):
        with pytest.raises(SystemExit):
            main([*command, "--json", str(tmp_path / "none" / "figures.json")])
        assert "is in a folder that is not there" in capsys.readouterr().err
    with pytest.raises(argparse.ArgumentTypeError, match="is a folder"):
        typed.new_file(str(tmp_path))


def test_a_seed_below_nothing_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["simulate", "winter-week", "--seed", "-4"])
    assert "'-4' is no whole number" in capsys.readouterr().err
