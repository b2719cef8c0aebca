"""Gradient steps at home: heat keeps its sign and its strength, and a stopped training goes on where it was."""

import io
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.builders import MORNING
from tests.learning.children import need_torch
from tests.learning.warm_rooms import lived
from thermo_edge.climate.features import Array, ClimateConfig
from thermo_edge.clock import SteppedClock
from thermo_edge.learning.climate_lessons import Lessons
from thermo_edge.learning.job import Job
from thermo_edge.learning.recipes.climate_homes import live
from thermo_edge.learning.workbench import Stopped, Workbench
from thermo_edge.ports import Arrays

SMALL = ClimateConfig(width=16, layers=1, heads=2, inner=16)
ROOM = lived(20)
LIAR = replace(ROOM, heating=(np.roll(ROOM.target, -8) < np.median(ROOM.target)).astype(float))
"""Where heat follows cold, as a thermostat has it."""


@pytest.mark.slow
def test_whatever_home_teaches_heat_never_cools_and_its_strength_is_drawn_to_what_it_was() -> None:
    need_torch()
    import torch

    from thermo_edge.climate.network import ClimateNet
    from thermo_edge.learning.climate_gradient import home_loss
    from thermo_edge.learning.climate_loss import given_of

    torch.manual_seed(0)
    module, former = ClimateNet(SMALL), ClimateNet(SMALL).eval()
    former.load_state_dict(module.state_dict())
    lessons = Lessons([LIAR], SMALL, LIAR.times)
    optimiser = torch.optim.AdamW(module.parameters(), lr=5e-3)
    for step in range(40):
        rooms, at = lessons.drawn(32, np.random.default_rng(step))
        lost = home_loss(module, former, lessons.ask(rooms, at, np.ones(32)))
        optimiser.zero_grad()
        lost.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    rooms, at = lessons.moments(3 * 96, 50)
    given = given_of(lessons.ask(rooms, at, np.ones(len(at))).numbers, module.scale.device)
    with torch.no_grad():
        _, around, heating, cooling, _ = module(*given)
        _, _, was, _, _ = former(*given)
    assert bool((heating >= 0.0).all()) and bool((cooling <= 0.0).all()) and bool((around >= 0.0).all())
    assert 0.8 < float((heating.sum(1) / was.sum(1)).mean()) < 1.25


@pytest.mark.slow
def test_a_training_that_was_stopped_ends_with_the_very_same_weights(tmp_path: Path) -> None:
    need_torch()
    whole = learned(tmp_path / "whole")
    with pytest.raises(Stopped):
        learned(tmp_path / "parts", stops_after=45)
    best, at, errors = learned(tmp_path / "parts")
    assert at == whole[1] > 0
    np.testing.assert_array_equal(errors, whole[2])
    for name, values in whole[0].items():
        np.testing.assert_array_equal(best[name], values)


def learned(output: Path, stops_after: int | None = None) -> tuple[Arrays, int, Array]:
    """Sixty steps of a small network; stopped after some where that is asked."""
    import torch

    from thermo_edge.climate.network import ClimateNet
    from thermo_edge.learning.climate_gradient import Told, learn
    from thermo_edge.learning.torch_place import begin

    class Stops(Workbench):
        def note(self, text: str) -> None:
            if stops_after is not None and self._step >= stops_after:
                self.stopping.set()

        def close(self) -> None:
            self._file.close()

    output.mkdir(exist_ok=True)
    job = Job("climate", output, seed=3)
    begin(job)
    torch.manual_seed(1)
    module, former = ClimateNet(SMALL), ClimateNet(SMALL).eval()
    home, later = Lessons([ROOM], SMALL, 16 * 96), Lessons([ROOM], SMALL, ROOM.times)
    rooms, at = later.moments(16 * 96, 50)
    told = Told(home, later.ask(rooms, at, np.ones(len(at))), live(2, 6, 1), former)
    with closing(Stops(job, SteppedClock(MORNING), io.BytesIO(), threading.Event())) as bench:
        return learn(bench, module, told, 60)
