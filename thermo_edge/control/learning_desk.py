"""What people may ask of learning; who learns stands outside the house and is handed in."""

from typing import Protocol

from thermo_edge.home.learning import LearningView, Phase
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.turn import Actor
from thermo_edge.ports import Clock


class Learner(Protocol):
    """Does the nights. Any thread may call; nothing here waits for a night."""

    def view(self) -> LearningView:
        """How far it is."""

    def now(self, who: Actor) -> None:
        """Begin at once. Raises Refused."""

    def stop(self, who: Actor) -> None:
        """End what runs, soon. Raises Refused where nothing does."""

    def roll_back(self, who: Actor) -> None:
        """Withdraw what was put to serve last. Raises Refused where there is nothing."""


class Nobody:
    """A house in which nothing learns."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def view(self) -> LearningView:
        return LearningView(Phase.OFF, self._clock.now())

    def now(self, who: Actor) -> None:
        """Refused."""
        raise Refused(Reason.of(Code.NOTHING_LEARNS, who=who.name))

    def stop(self, who: Actor) -> None:
        """Refused."""
        raise Refused(Reason.of(Code.NO_NIGHT_RUNS, who=who.name))

    def roll_back(self, who: Actor) -> None:
        """Refused."""
        raise Refused(Reason.of(Code.NOTHING_TO_ROLL_BACK, who=who.name))
