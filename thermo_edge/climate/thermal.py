"""What the rooms will do: free, and in response to heating and cooling. Forecasts are linear in the plan."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from thermo_edge.home.house import PlaceId

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class RoomOutlook:
    """One room. Temperatures are those at the end of each step; lag 0 is the end of the step that is heated."""

    room: PlaceId
    free: FloatArray  # (steps,) °C, what the room does with no heating and no cooling
    spread: FloatArray  # (steps,) K, standard deviation of the forecast
    heating: FloatArray  # (steps,) K, response at lag k to one step (15 min) of full heat; >= 0
    cooling: FloatArray  # (steps,) K, response at lag k to one step of full cooling; <= 0


@dataclass(frozen=True)
class Outlook:
    """All rooms from `at` on."""

    at: datetime
    step: timedelta
    rooms: tuple[RoomOutlook, ...]

    def temperatures(self, room: PlaceId, heat: FloatArray, cool: FloatArray) -> FloatArray:
        """°C at the end of each step, (steps,), under a plan of duties 0..1, each (steps,)."""
        found = next(each for each in self.rooms if each.room == room)
        steps = len(found.free)
        warmed = np.convolve(heat, found.heating)[:steps]
        cooled = np.convolve(cool, found.cooling)[:steps]
        return np.asarray(found.free + warmed + cooled, dtype=np.float64)
