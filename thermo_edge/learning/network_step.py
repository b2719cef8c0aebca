"""The night of the home's own network: trained further by gradients in a child, and judged with its rooms."""

from collections.abc import Callable

from thermo_edge.climate import recent
from thermo_edge.home.learning import Fate, NightOutcome
from thermo_edge.learning.climate_own import SPAN, Done, NetworkNight
from thermo_edge.learning.dataset import read
from thermo_edge.learning.job import Job
from thermo_edge.learning.night_ground import Ground
from thermo_edge.learning.parent import Outcome, Training
from thermo_edge.learning.report import Report
from thermo_edge.learning.unattended import cannot

NAME = "network"

_FATES = {
    Done.INTERRUPTED: Fate.NOT_REACHED,
    Done.NOT_TRAINED: Fate.FAILED,
    Done.REFUSED: Fate.NO_BETTER,
    Done.PROMOTED: Fate.PROMOTED,
    Done.PUT_BACK: Fate.ROLLED_BACK,
}
_LOOK = 1.0
"""Seconds between two looks at whether somebody asked for the end."""


def network_night(ground: Ground) -> None:
    """Of all rooms together, after their own night. Raises StoreError or ModelError, and then what served serves."""
    own = ground.network
    if own is None:
        return
    end = recent.quarter(ground.now)
    rooms = {room.id: signals for room, signals in read(ground.history, ground.house, end, SPAN).items()}
    ground.watch.at(0.1)
    found = own.night(rooms, end, _trainer(ground))
    if found.done is Done.NOTHING:  # not due, or too little to learn from: what was said last stands
        ground.watch.note(found.text)
    else:
        ground.watch.say(_told(found, ground))


def _trainer(ground: Ground) -> Callable[[Job], Outcome]:
    def train(job: Job) -> Outcome:
        """Wait for the child of it; it keeps its place when this night is stopped or its time is up."""
        own = ground.network
        refused = cannot(job, own.data) if own is not None else None
        if refused is not None:
            return refused
        last: list[Report] = []
        training = Training(job, last.append, lambda _: None)
        training.start()
        try:
            while (outcome := training.wait(_LOOK)) is None:
                step = next((each for each in reversed(last[-20:]) if each.event == "step" and each.of), None)
                share = step.step / step.of if step is not None else 0.0
                ground.watch.at(0.1 + 0.8 * share, loss=step.loss if step is not None else None)
        except BaseException:
            training.stop()
            training.wait()
            raise
        return outcome

    return train


def _told(found: NetworkNight, ground: Ground) -> NightOutcome:
    trial = found.trial.trial if found.trial is not None else None
    if trial is None or not trial.live:
        return NightOutcome(NAME, _FATES[found.done], ground.now, detail=found.text)
    what = trial.names[-1]
    before, after = trial.live[-1], trial.challenger[-1]
    return NightOutcome(
        NAME, _FATES[found.done], ground.now, "", what, trial.blocks, before, after, "K", trial.gain, found.text
    )
