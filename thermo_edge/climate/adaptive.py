"""Which temperatures standards call comfortable, by season and running mean outdoor temperature."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from thermo_edge.home.comfort import Band

Floats = NDArray[np.float64]

RUNNING = 0.8
"""α of the running mean: how much of yesterday's mean goes into today's (EN 16798-1:2019, annex B)."""

HEATED, COOLED = Band(20.0, 25.0), Band(23.0, 26.0)
"""Category II, operative °C for sitting people: in the heating season at 1.0 clo, in the cooling season at 0.5 clo.

EN 16798-1:2019, table B.5 (residential, living spaces and bedrooms).
"""

MILD, WARM = 10.0, 15.0
"""°C of running mean: below the first it is the heating season, above the second the cooling season."""

BOUND = 2.0
"""K by which anything learned may move away from the settings' band."""


@dataclass(frozen=True, slots=True)
class Adaptive:
    """A line of neutral operative temperatures over the outdoor mean, with how far around it people are content."""

    slope: float
    at_zero: float  # °C
    below: float  # K
    above: float  # K
    first: float  # °C outdoors; outside first..last the line is held at its ends
    last: float

    def neutral(self, outdoor_mean: ArrayLike) -> Floats:
        """Neutral operative °C, any shape; NaN stays NaN."""
        outdoors = np.clip(np.asarray(outdoor_mean, np.float64), self.first, self.last)
        return np.asarray(self.at_zero + self.slope * outdoors)

    def band(self, outdoor_mean: float) -> Band:
        middle = float(self.neutral(outdoor_mean))
        return Band(middle - self.below, middle + self.above)


EN_16798 = {
    1: Adaptive(0.33, 18.8, 3.0, 2.0, 10.0, 30.0),
    2: Adaptive(0.33, 18.8, 4.0, 3.0, 10.0, 30.0),
    3: Adaptive(0.33, 18.8, 5.0, 4.0, 10.0, 30.0),
}
"""By category, for buildings without mechanical cooling whose windows people open (EN 16798-1:2019, B.2.2)."""


def running_mean(daily: ArrayLike, alpha: float = RUNNING) -> float:
    """Running mean outdoor °C from daily means, the oldest first and yesterday last; NaN where none is known.

    Θrm = (1−α)·(Θ₋₁ + αΘ₋₂ + α²Θ₋₃ + …), with weights that sum to one over the days that are known.
    """
    days = np.asarray(daily, np.float64).ravel()[::-1]
    weights = alpha ** np.arange(len(days))
    known = np.isfinite(days)
    return float(days[known] @ weights[known] / weights[known].sum()) if known.any() else float("nan")


def standard_band(outdoor_mean: float, cooled: bool) -> Band:
    """Category II of EN 16798-1 by season; between the seasons a blend, without a known outdoor mean the winter's.

    `cooled`: the room has mechanical cooling; without, summer goes by the adaptive line.
    """
    if not np.isfinite(outdoor_mean):
        return HEATED
    summer = COOLED if cooled else EN_16798[2].band(outdoor_mean)
    share = float(np.clip((outdoor_mean - MILD) / (WARM - MILD), 0.0, 1.0))
    low = HEATED.low + share * (summer.low - HEATED.low)
    return Band(low, HEATED.high + share * (summer.high - HEATED.high))
