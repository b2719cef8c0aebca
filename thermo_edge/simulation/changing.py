"""What homes become in the middle of what is recorded of them: other people, other heat, another season."""

from collections.abc import Callable
from dataclasses import dataclass

from thermo_edge.simulation.climate import Weather
from thermo_edge.simulation.dwelling import Dwelling
from thermo_edge.simulation.plant import Array, Outside
from thermo_edge.simulation.routine import Habits


def same_dwelling(dwelling: Dwelling) -> Dwelling:
    return dwelling


def same_habits(habits: Habits) -> Habits:
    return habits


@dataclass(frozen=True)
class Change:
    """From the day `on` (0 is the first that is kept) or, where it is None, always; each begins from what was drawn."""

    on: int | None
    dwelling: Callable[[Dwelling], Dwelling] = same_dwelling
    habits: Callable[[Habits], Habits] = same_habits
    later: int = 0  # days that the weather jumps ahead in the year

    def day(self, settling: int) -> int:
        """Of those that are lived, `settling` of them before the first that is kept."""
        return 0 if self.on is None else settling + self.on


class Later(Weather):
    """Another's, seconds later."""

    def __init__(self, weather: Weather, seconds: float) -> None:
        super().__init__()
        self._weather, self._seconds = weather, seconds

    @property
    def homes(self) -> int:
        return self._weather.homes

    def at(self, times: Array) -> Outside:
        return self._weather.at(times + self._seconds)
