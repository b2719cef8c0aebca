"""What a night does, a row for each step: the child and the simulation's own nights go through the same table."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from thermo_edge.errors import ModelError, StoreError
from thermo_edge.home.learning import Fate, NightOutcome
from thermo_edge.learning import climate_step, network_step, occupancy_step
from thermo_edge.learning.climate_step import climate_night
from thermo_edge.learning.network_step import network_night
from thermo_edge.learning.night_ground import Ground, Step, TimeUp, Watch
from thermo_edge.learning.occupancy_step import occupancy_night
from thermo_edge.learning.workbench import Stopped

LOG = logging.getLogger(__name__)

STEPS: tuple[Step, ...] = (
    Step(climate_step.NAME, climate_night),
    Step(network_step.NAME, network_night),
    Step(occupancy_step.NAME, occupancy_night),
)
"""In this order; a step may rely on what those before it have put on the shelves."""


class Teller(Watch, Protocol):
    """A watch that is also told which step it is."""

    def begin(self, number: int, of: int, name: str) -> None:
        """Step `number`, from 1, of so many; raises as `at` does."""


def run(ground: Ground, watch: Teller, steps: Sequence[Step] = STEPS) -> bool:
    """Go through the steps. False: time was up, and the next night goes on from there. Raises Stopped.

    A step that fails is said, and the next one is done.
    """
    for number, step in enumerate(steps, 1):
        try:
            watch.begin(number, len(steps), step.name)
            if watch.done(step.name):
                continue
            step.run(replace(ground, watch=watch))
        except TimeUp:
            for late in steps[number - 1 :]:
                watch.say(NightOutcome(late.name, Fate.NOT_REACHED, ground.now))
            return False
        except (Stopped, MemoryError):
            raise
        except (ModelError, StoreError) as error:
            LOG.warning("%s: nothing was learned: %s", step.name, error)
            watch.say(NightOutcome(step.name, Fate.FAILED, ground.now, detail=str(error)))
        except Exception as error:
            LOG.exception("the step %s of the night failed", step.name)
            watch.say(NightOutcome(step.name, Fate.FAILED, ground.now, detail=f"{type(error).__name__}: {error}"))
        else:
            watch.finish(step.name)
    return True


def chosen(without: Iterable[str], steps: Sequence[Step] = STEPS) -> tuple[Step, ...]:
    """All but those named so."""
    left_out = frozenset(without)
    return tuple(step for step in steps if step.name not in left_out)
