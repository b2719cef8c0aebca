"""The shelf's writer is killed at a hundred random moments: each time a whole model is live, and the right one."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.learning.networks import finished
from thermo_edge.learning.shelf import Shelf

KILLS = 100
LIFE = 0.06
"""Seconds: a few promotions."""


@pytest.mark.slow
def test_a_whole_model_is_live_after_each_kill(tmp_path: Path) -> None:
    chance = np.random.default_rng(20260114)
    shutil.copytree(finished(tmp_path / "out", "base"), tmp_path / "base" / "occupancy")
    shelf = Shelf(tmp_path / "models", tmp_path / "base")
    folder, number, moments = tmp_path / "models" / "occupancy", 0, set()
    command = [sys.executable, "-m", "tests.learning.promotes", str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as killer:
        assert killer.stdin is not None and killer.stdout is not None
        for _ in range(KILLS):
            print(number, chance.uniform(0.0, LIFE), file=killer.stdin, flush=True)
            told = [int(word) for word in killer.stdout.readline().split()]
            served = shelf.serving("occupancy")
            assert served.refused == ()
            assert served.model is not None
            _require_right(int(served.model.card.version.removeprefix("v")), told)
            moments.add(tuple(sorted(path.name for path in folder.glob(".aside-*"))))
            number = max(told) + 1
            shutil.rmtree(tmp_path / "out")
        killer.stdin.close()
    assert len(moments) > KILLS // 10, "too few kills came in the middle of something"
    assert len([path for path in folder.iterdir() if path.is_dir()]) < 20


def _require_right(serving: int, told: list[int]) -> None:
    """What it said last, or the one that it was about to say: the next version, or after a seventh the one before."""
    about_to_be_back = told[-1] % 7 == 0 and serving < told[-1]
    assert serving in {told[-1], max(told) + 1} or about_to_be_back
