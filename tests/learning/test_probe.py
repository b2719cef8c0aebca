"""Heavy libraries are tried in a child: whatever it does to itself, this process lives on and knows."""

import base64
from dataclasses import replace
from pathlib import Path

import pytest

from thermo_edge.learning.probe import FINDINGS, TINY, Backend, Finding, Teacher, backend, machine, probe, teacher

GOOD = Finding("onnxruntime", "1", "here", works=True)
BAD = replace(GOOD, works=False)
TORCH, NO_TORCH = replace(GOOD, library="torch"), replace(BAD, library="torch")


@pytest.mark.parametrize(
    ("trial", "why", "kept"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGILL)", "it ended by SIGILL", True),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "it ended by SIGKILL", False),
        ("raise ImportError('no such thing')", "ImportError: no such thing", False),
        ("import threading; threading.Event().wait()", "it did not answer in 1 s", False),
    ],
)
def test_a_library_that_does_not_run_is_found_out(trial: str, why: str, kept: bool, tmp_path: Path) -> None:
    finding = probe("numpy", tmp_path, 1.0 if "wait" in trial else 60.0, {"numpy": trial})
    assert (finding.works, finding.why) == (False, why)
    again = probe("numpy", tmp_path, 60.0, {"numpy": "pass"})
    assert again.works is not kept


def test_it_is_tried_once_for_each_version_and_machine(tmp_path: Path) -> None:
    first = probe("numpy", tmp_path, trials={"numpy": "import numpy"})
    assert first.works and first.machine == machine()
    assert probe("numpy", tmp_path, trials={"numpy": "raise SystemExit(1)"}) == first
    file = tmp_path / FINDINGS
    file.write_text(file.read_text(encoding="utf-8").replace(first.machine, "another"), encoding="utf-8")
    assert not probe("numpy", tmp_path, trials={"numpy": "raise SystemExit(1)"}).works


@pytest.mark.parametrize("content", ["", "{", "[1]", '[{"library": "numpy"}]', "null"])
def test_notes_that_cannot_be_read_are_made_anew(content: str, tmp_path: Path) -> None:
    (tmp_path / FINDINGS).write_text(content, encoding="utf-8")
    assert probe("numpy", tmp_path, trials={"numpy": "pass"}).works


def test_what_is_not_installed_does_not_run(tmp_path: Path) -> None:
    assert probe("no-such-library", tmp_path).why == "it is not installed"


@pytest.mark.slow
def test_onnxruntime_runs_here(tmp_path: Path) -> None:
    finding = probe("onnxruntime", tmp_path)
    assert finding.works, finding.why


def test_models_serve_where_they_run() -> None:
    assert (backend(GOOD), backend(BAD)) == (Backend.MODELS, Backend.RULES)


def test_who_teaches_follows_from_what_runs() -> None:
    assert teacher(GOOD, TORCH, 4000.0) is Teacher.GRADIENTS
    assert teacher(GOOD, TORCH, 300.0) is Teacher.CLOSED_FORM
    assert teacher(GOOD, NO_TORCH, 4000.0) is Teacher.CLOSED_FORM
    assert teacher(BAD, TORCH, 4000.0) is Teacher.NOBODY


def test_the_small_network_needs_no_more_than_it_says() -> None:
    assert len(TINY) < 200
    assert base64.b64encode(TINY).startswith(b"CAg6")
