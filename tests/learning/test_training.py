"""A training child ends well or with a clear reason, keeps its place, and its parent never waits for it."""

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.learning.children import CHILD, Watched, a_job
from thermo_edge.errors import TrainingFailed
from thermo_edge.learning.checkpoint import CHECKPOINT, load
from thermo_edge.learning.command import make_base
from thermo_edge.learning.job import Job, read_job, to_json
from thermo_edge.learning.parent import LOG_FILE, Result
from thermo_edge.learning.report import from_line
from thermo_edge.learning.shelf import Shelf
from thermo_edge.learning.workbench import PROGRESS

slow = pytest.mark.slow


@slow
def test_progress_reaches_the_parent_and_the_file(tmp_path: Path) -> None:
    watched = Watched(a_job(tmp_path, steps=60)).start()
    outcome = watched.end()
    assert (outcome.result, outcome.text) == (Result.DONE, "")
    assert (watched.reports[0].event, watched.reports[-1].event) == ("begun", "done")
    steps = [each.step for each in watched.reports if each.event == "step"]
    assert steps == sorted(steps) and steps[-1] == 60
    assert all(each.of == 60 and each.loss is not None for each in watched.reports if each.event == "step")
    lines = [from_line(line) for line in (tmp_path / PROGRESS).read_bytes().splitlines()]
    assert lines == watched.reports
    assert "libraries print" in (tmp_path / LOG_FILE).read_text(encoding="utf-8")


@slow
@pytest.mark.parametrize(
    ("slice_", "does", "result", "told"),
    [
        ("plain", "fail", Result.FAILED, "the data has no people in it"),
        ("plain", "crash", Result.FAILED, "ZeroDivisionError: a fault of the recipe"),
        ("plain", "lie", Result.FAILED, "metrics.0.value"),
        ("plain", "eat", Result.MEMORY, "it needs more than the 400 MB"),
        ("plain", "eat at once", Result.MEMORY, "it needs more than the 400 MB"),
        ("untorched", "", Result.LIBRARY, "no_such_library"),
        ("nowhere", "", Result.FAILED, "nobody knows how to train nowhere"),
    ],
)
def test_what_goes_wrong_is_said(slice_: str, does: str, result: Result, told: str, tmp_path: Path) -> None:
    outcome = Watched(replace(a_job(tmp_path, slice_, does=does), memory=400.0)).start().end()
    assert outcome.result is result
    assert told in outcome.text
    assert outcome.folder is None
    assert not list(tmp_path.glob("*/card.json"))


@slow
def test_stopped_it_keeps_its_place_and_the_same_job_goes_on(tmp_path: Path) -> None:
    job = a_job(tmp_path, steps=2000)
    watched = Watched(job).start()
    watched.until("step", 5)
    begun = time.monotonic()
    watched.training.stop()
    assert time.monotonic() - begun < 0.05
    assert watched.end().result is Result.STOPPED
    kept = load(tmp_path, job.fingerprint)
    assert kept is not None and 5 <= kept.step < 2000
    assert load(tmp_path, replace(job, seed=4).fingerprint) is None
    again = Watched(replace(job, budget=1.0)).start()
    assert again.until("step").step >= kept.step
    outcome = again.end()
    assert outcome.result is Result.DONE, "the budget was used up: it finishes with what it has"
    assert again.reports[-1].step < 2000


@slow
def test_a_child_ends_when_its_parent_dies(tmp_path: Path) -> None:
    (tmp_path / "job.json").write_bytes(to_json(a_job(tmp_path, steps=100_000)))
    child = subprocess.Popen(
        [*CHILD, str(tmp_path / "job.json"), "--attached"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdin is not None and child.stdout is not None
    while b'"event":"step"' not in child.stdout.readline():
        pass
    assert os.getpriority(os.PRIO_PROCESS, child.pid) == 19
    child.stdin.close()
    child.stdout.close()
    assert child.wait(30) == 3
    assert (tmp_path / CHECKPOINT).exists()


@slow
def test_two_children_do_not_share_a_folder(tmp_path: Path) -> None:
    job = a_job(tmp_path, steps=100_000)
    first = Watched(job).start()
    first.until("step")
    second = Watched(job).start().end()
    assert (second.result, second.text) == (Result.UNUSABLE, f"{tmp_path}: another training works there")
    first.training.stop()
    assert first.end().result is Result.STOPPED


@slow
def test_a_damaged_checkpoint_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / CHECKPOINT).write_bytes(b"\x08\0\0\0\0\0\0\0nonsense")
    watched = Watched(a_job(tmp_path, steps=5)).start()
    assert watched.end().result is Result.DONE
    assert watched.until("note").text == "from step 0"


@slow
def test_a_disk_that_is_full_in_the_middle_leaves_the_place_before(tmp_path: Path) -> None:
    job = a_job(tmp_path, does="fill", steps=1000)
    outcome = Watched(job).start().end()
    assert outcome.result is Result.FAILED
    assert "cannot be written" in outcome.text
    kept = load(tmp_path, job.fingerprint)
    assert kept is not None and 0 < kept.step <= 40
    assert not list(tmp_path.glob(".aside-*"))


@slow
def test_a_listener_that_fails_stops_nothing(tmp_path: Path) -> None:
    watched = Watched(a_job(tmp_path, steps=5))

    def fail(_: object) -> None:
        raise ZeroDivisionError

    watched.training._heard = fail
    assert watched.start().end().result is Result.DONE


@slow
def test_the_command_makes_a_base_model_and_ships_it(tmp_path: Path) -> None:
    said: list[str] = []
    job, base = a_job(tmp_path / "out", steps=30), tmp_path / "base"
    for _ in range(2):  # the second takes the place of the first
        lines = list(make_base(job, said.append, ship=True, stop=threading.Event(), base=base, child=CHILD))
    assert "error: 0.1 K (lower is better, rule 0.2)" in lines[1]
    assert "step 30 of 30, loss 0.0323, 0 s left" in said[-1]
    served = Shelf(tmp_path / "models", base).serving("plain")
    assert served.model is not None and served.model.base
    served.model.require_whole()


@slow
def test_the_command_can_be_stopped(tmp_path: Path) -> None:
    stop = threading.Event()

    def line(_: str) -> None:
        stop.set()

    with pytest.raises(TrainingFailed, match="the same command goes on"):
        list(make_base(a_job(tmp_path, steps=100_000), line, ship=False, stop=stop, child=CHILD))


@slow
def test_a_child_that_cannot_be_had_is_said_at_once(tmp_path: Path) -> None:
    watched = Watched(a_job(tmp_path))
    watched.training._child = ("/no/such/program",)
    with pytest.raises(TrainingFailed, match="cannot be started"):
        watched.start()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"slice": "../x"}, "no slice"),
        ({"budget": 0}, "budget"),
        ({"memory": 1.0}, "memory"),
        ({"homes": 0}, "homes"),
        ({"seed": -1}, "seed"),
        ({"threads": "1"}, "threads"),
        ({"more": 1}, "more"),
    ],
)
def test_a_job_is_read_strictly(change: dict[str, object], told: str, tmp_path: Path) -> None:
    told_by = json.loads(to_json(Job("occupancy", tmp_path))) | change
    path = tmp_path / "job.json"
    path.write_text(json.dumps(told_by), encoding="utf-8")
    with pytest.raises(TrainingFailed, match=told):
        read_job(path)


def test_a_job_comes_back_as_it_was(tmp_path: Path) -> None:
    job = Job("occupancy", tmp_path, homes=30, data=(tmp_path / "a.csv",), options={"quick": True})
    path = tmp_path / "job.json"
    path.write_bytes(to_json(job))
    assert read_job(path) == job
    assert replace(job, budget=5.0).fingerprint == job.fingerprint
    assert replace(job, homes=31).fingerprint != job.fingerprint


@slow
def test_a_job_that_cannot_be_read_ends_with_its_reason(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "thermo_edge.learning.train", str(tmp_path / "none.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert json.loads(done.stdout)["event"] == "failed"
    assert "cannot be read" in json.loads(done.stdout)["text"]
