"""Where in the day a home is too cold: at first, around windows, when comfort begins, in its midst, or at rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

import numpy as np

from thermo_edge.home.house import Room
from thermo_edge.simulation.plant import Array, Flags

DAY = timedelta(days=1)
AIRED = timedelta(hours=1)
"""For so long after a window was closed, cold is the window's."""

ARRIVES = timedelta(hours=1)
"""For so long after comfort began, or somebody came home to it, cold is that of a room that is late."""


class Cause(StrEnum):
    """Each K·h has one: the first that fits."""

    FIRST = "first warm-up"  # on the first day, before the room was as warm as it should be for the first time
    AIRED = "aired"
    ARRIVING = "arriving"
    HOLDING = "holding"  # later in the comfort hours
    RESTING = "resting"  # outside them


@dataclass
class Lost:
    """Looks at every step; `lost` is K·h below the band while somebody is home, (rooms,) of each cause."""

    rooms: Sequence[Room]
    lost: dict[Cause, Array] = field(init=False)
    starts: int = 0  # of heat, all rooms together
    _begin: datetime | None = None
    _warm: Flags = field(init=False)  # it has been as warm as its comfort hours want it
    _aired: list[datetime | None] = field(init=False)  # when a window was last open
    _since: list[datetime | None] = field(init=False)  # comfort is wanted and somebody home since
    _heated: Flags = field(init=False)

    def __post_init__(self) -> None:
        count = len(self.rooms)
        self.lost = {cause: np.zeros(count) for cause in Cause}
        self._warm, self._heated = np.zeros((2, count), dtype=bool)
        self._aired, self._since = [None] * count, [None] * count

    def look(
        self, local: datetime, step: timedelta, air: Array, somebody: bool, heats: Flags, windows: Flags | None = None
    ) -> None:
        """The step that ends at `local`; (rooms,) each."""
        self._begin = self._begin or local - step
        self.starts += int(np.sum(heats & ~self._heated))
        self._heated = heats
        for number, room in enumerate(self.rooms):
            comfort = room.comfort
            warm = comfort.warm_at(local)
            low = comfort.comfort.low if warm else comfort.setback.low
            if windows is not None and windows[number]:
                self._aired[number] = local
            if not (warm and somebody):
                self._since[number] = None
            elif self._since[number] is None:
                self._since[number] = local - step
            if warm and air[number] >= low:
                self._warm[number] = True
            if somebody and air[number] < low:
                cause = self._cause(number, local, warm)
                self.lost[cause][number] += (low - float(air[number])) * (step / timedelta(hours=1))

    def _cause(self, number: int, local: datetime, warm: bool) -> Cause:
        aired, since = self._aired[number], self._since[number]
        if not self._warm[number] and self._begin is not None and local - self._begin <= DAY:
            return Cause.FIRST
        if aired is not None and local - aired <= AIRED:
            return Cause.AIRED
        if not warm:
            return Cause.RESTING
        return Cause.ARRIVING if since is not None and local - since <= ARRIVES else Cause.HOLDING

    def means(self) -> Mapping[str, float]:
        """K·h a room by cause."""
        return {str(cause): float(found.mean()) for cause, found in self.lost.items()}
