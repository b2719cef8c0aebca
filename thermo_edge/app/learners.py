"""Wires who learns to who keeps the nights: a child beside the live program, or this process in simulated homes."""

from dataclasses import dataclass

from thermo_edge.app.learning import Keeper, Shelves
from thermo_edge.app.machine import unfit
from thermo_edge.app.night_child import NightChild
from thermo_edge.app.nights import Nights
from thermo_edge.app.occupancy import Occupancy
from thermo_edge.app.planning import Planning
from thermo_edge.control.controller import Controller
from thermo_edge.home.house import House
from thermo_edge.jobs import Run
from thermo_edge.learning.night_here import Listener
from thermo_edge.learning.occupancy_kept import OwnShelf
from thermo_edge.learning.parent import Outcome, Result
from thermo_edge.ports import Clock


@dataclass(frozen=True)
class Learners:
    """What learns in this process."""

    nights: Nights
    planning: Planning
    occupancy: Occupancy
    own: OwnShelf
    slowly: Run


@dataclass(frozen=True)
class InProcess:
    """Implements app.learning.Runner with what would be done at its time of day anyway."""

    learners: Learners

    def start(self, house: House, listener: Listener) -> None:
        """The listener hears by its own ways."""
        del house
        self.learners.slowly(lambda: self._night(listener))

    def stop(self) -> None:
        """The listener says so itself, at the next step."""

    def _night(self, listener: Listener) -> None:
        try:
            self.learners.planning.night()
            self.learners.occupancy.learn()
        finally:
            listener.ended(Outcome(Result.DONE))  # also where there is no model, and so no step


def keep(controller: Controller, clock: Clock, learners: Learners, child: NightChild | None) -> Keeper:
    """The keeper of the nights; with a child it goes by the window of the settings."""
    nights, own = learners.nights, learners.own
    if child is not None:
        shelves = Shelves(nights.shelf, own, nights.hear, nights.mend, nights.network)
        return Keeper(controller, clock, child, shelves, child.folder, unfit)
    keeper = Keeper(controller, clock, InProcess(learners), Shelves(nights.shelf, own))
    nights.listener = learners.occupancy.listener = keeper
    return keeper
