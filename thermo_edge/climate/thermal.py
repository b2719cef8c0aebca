"""What rooms will do without heat, and how they answer to heat and cold: what a plan is made from."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import ArrayLike, NDArray

from thermo_edge.home.house import PlaceId

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class RoomOutlook:
    """One room, in steps from now on; each temperature is that at the end of its step. All (steps,)."""

    room: PlaceId
    free: FloatArray  # °C, what the room does with no heating and no cooling
    spread: FloatArray  # K, standard deviation of the forecast
    heating: FloatArray  # K, response at lag k to one step of full heat; never less than nothing
    cooling: FloatArray  # K, response at lag k to one step of full cooling; never more than nothing

    def temperatures(self, heat: ArrayLike, cool: ArrayLike) -> FloatArray:
        """°C under a plan of heat and cold, (steps,) each, 0..1 of full: linear in both, and no effect before a cause.

        Raises ValueError where a plan has another length.
        """
        found: FloatArray = self.free + answer(self.heating, heat) + answer(self.cooling, cool)
        return found


@dataclass(frozen=True)
class Outlook:
    """All rooms that can be forecast, at one moment."""

    at: datetime
    step: timedelta
    rooms: tuple[RoomOutlook, ...]

    @property
    def steps(self) -> int:
        """How far it looks."""
        return len(self.rooms[0].free) if self.rooms else 0

    def of(self, room: PlaceId) -> RoomOutlook | None:
        """Nothing where that room cannot be forecast."""
        return next((each for each in self.rooms if each.room == room), None)

    def temperatures(self, room: PlaceId, heat: ArrayLike, cool: ArrayLike) -> FloatArray:
        """°C of a room under a plan, as in RoomOutlook.temperatures; raises KeyError for a room that is not there."""
        found = self.of(room)
        if found is None:
            raise KeyError(room)
        return found.temperatures(heat, cool)


def answer(response: ArrayLike, plan: ArrayLike) -> FloatArray:
    """What a plan (steps,) does at the end of each of its steps: its causal convolution with a response (steps,)."""
    each, given = np.asarray(response, np.float64), np.asarray(plan, np.float64)
    if given.shape != each.shape:
        raise ValueError(f"a plan of {given.shape} for a response of {each.shape}")
    done: FloatArray = np.convolve(each, given)[: len(each)]
    return done
