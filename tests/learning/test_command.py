"""`thermo-edge learn`: what serves, what it is worth, and the way back."""

import re
import shutil
from pathlib import Path

import pytest

from tests.builders import MORNING
from tests.learning.networks import finished
from thermo_edge.cli import main
from thermo_edge.learning.card import NETWORK
from thermo_edge.learning.command import Progress, status
from thermo_edge.learning.job import Job
from thermo_edge.learning.report import Report
from thermo_edge.learning.shelf import Shelf


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A household's folder with two versions of its own."""
    shelf = Shelf(tmp_path / "data" / "models")
    for version in ("v1", "v2"):
        shelf.admit(finished(tmp_path / "out", version, slice="testing"))
        shelf.promote("testing", version, who="the night", at=MORNING, why="better on six days")
    return tmp_path


def test_status_says_what_serves_and_what_it_is_worth(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learn", "status", "--config", str(home / "config.yaml")]) == 0
    said = capsys.readouterr().out
    assert "testing: v2, put to serve 2026-01-14 09:00 UTC by the night: better on six days" in said
    assert "  Brier score: 0.08 (lower is better, hour of week 0.11)" in said
    assert "  kept besides: v1" in said


def test_rollback_goes_back_until_there_is_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["learn", "rollback", "testing", "--config", str(home / "config.yaml")]
    assert main(command) == 0
    assert "testing: v1 serves now" in capsys.readouterr().out
    assert main([*command, "--to-base"]) == 0
    assert "testing: its rule serves now" in capsys.readouterr().out
    assert main(command) == 1
    assert "nothing to roll back" in capsys.readouterr().err
    assert main(["learn", "rollback", "climat", "--config", str(home / "config.yaml")]) == 1
    assert "`thermo-edge learn status` lists what serves" in capsys.readouterr().err
    step = Shelf(home / "data" / "models").standing("testing").withdrawn[0]
    assert (step.version, step.who) == ("v2", "command line")


def test_a_wrong_name_makes_no_folder(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("nothing", "../models"):
        assert main(["learn", "rollback", name, "--config", str(home / "config.yaml")]) == 1
    assert [path.name for path in (home / "data" / "models").iterdir()] == ["testing"]


def test_status_says_what_is_refused(home: Path) -> None:
    models = home / "data" / "models"
    (models / "testing" / "v2" / NETWORK).write_bytes(b"")
    said = list(status(Shelf(models, home / "base")))
    assert re.match("testing: refused: .*model.onnx", said[0])
    assert said[1].startswith("testing: v1, ")
    shutil.rmtree(models)
    assert list(status(Shelf(models, home / "base"))) == ["There is no model yet: every slice goes by its rule."]


def test_the_progress_is_one_calm_line_with_the_time_left(tmp_path: Path) -> None:
    said: list[str] = []
    progress = Progress(Job("testing", tmp_path), said.append)
    progress.heard(Report("begun"))
    progress.heard(Report("note", text="simulating 30 homes"))
    progress.heard(Report("step", 100, 1000, 0.5, 3600.0))
    progress.heard(Report("step", 400, 1000, 0.25, 3300.0))
    assert said == [
        "testing: simulating 30 homes",
        "testing ██░░░░░░░░░░░░░░░░░░░░░░ step 100 of 1000, loss 0.5, 60 min left",
        "testing █████████░░░░░░░░░░░░░░░ step 400 of 1000, loss 0.25, 10 min left",
    ]
