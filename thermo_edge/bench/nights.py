"""One room's nights without a disk: what the gate lets serve and puts back, and what that is worth a week later."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from thermo_edge.climate.features import Array, Signals
from thermo_edge.learning.climate_at_home import DAY, Base, RoomLearned
from thermo_edge.learning.climate_night import Losses, Night, look, night
from thermo_edge.learning.climate_step import REGRETS, RESTS

WEEK = 7


@dataclass
class Nights:
    """`night` does what the child's step does. `served`: what a room has taught, None: the base alone."""

    served: RoomLearned | None = None
    former: list[RoomLearned | None] = field(default_factory=list)
    rolled: int = 0
    regretted: int = 0
    withdrawn: int = -999  # the day of it

    def night(self, base: Base, clean: Signals, day: int) -> bool:
        """Whether something new serves after the night that ends day `day`, of a clean history until then."""
        found = night(base, clean, self.served)
        if self._put_back(found, day) or not found.wins:
            return False
        if day - self.withdrawn < RESTS.days:
            return False
        self.former.append(self.served)
        self.served = found.challenger
        return True

    def look(self, base: Base, clean: Signals, day: int) -> None:
        """The same where nothing new may serve: it is much quicker."""
        if self.served is not None:
            self._put_back(look(base, clean, self.served), day)

    def _put_back(self, found: Night, day: int) -> bool:
        self.regretted = self.regretted + 1 if found.regrets else 0
        if self.regretted < REGRETS:
            return False
        self.served, self.regretted, self.withdrawn = self.former.pop(), 0, day
        self.rolled += 1
        return True


class Week:
    """The week after a night; raises nothing where days of it are not known, which then do not count."""

    def __init__(self, base: Base, signals: Signals, day: int) -> None:
        before = min(day, 2)
        self._losses = Losses(base, signals.part((day - before) * DAY, (day + WEEK) * DAY), before * DAY)

    def of(self, learned: RoomLearned | None) -> Array:
        """Mean errors in K, (HORIZONS,)."""
        return np.asarray(np.nanmean(self._losses.of(learned), axis=0))


def ratio(errors: ArrayLike, others: ArrayLike) -> float:
    """Geometric mean over all, which may be (…, HORIZONS), of how large errors are beside others."""
    return float(np.exp(np.log(np.asarray(errors, float) / np.asarray(others, float)).mean()))
