"""A room of one mass whose physics are known, and a base model that knows half of them; written fakes."""

from dataclasses import dataclass, field, replace

import numpy as np

from thermo_edge.climate.features import Array, ClimateConfig, Numbers, Signals
from thermo_edge.learning.climate_answer import Calibration
from thermo_edge.learning.climate_base import Said

CONFIG = ClimateConfig()
KEEP, FULL, SLOW = 0.97, 0.4, 0.02
"""Of a difference stays after a step; K of a step of full heat; of the distance to outdoors goes in a step."""

TRUE = FULL * KEEP ** np.arange(CONFIG.ahead)


@dataclass(frozen=True)
class HalfKnowing:
    """Says that the room stays as it is, and answers to heat by `share` of what it really does."""

    share: float = 0.5
    calibration: Calibration | None = None
    config: ClimateConfig = field(default_factory=ClimateConfig)
    version: str = "half-knowing"

    def ask(self, numbers: Numbers) -> Said:
        count = len(numbers.level)
        heat = np.broadcast_to(self.share * TRUE, (count, self.config.ahead))
        return Said(
            free=np.zeros((count, self.config.ahead)),
            around=np.full((count, self.config.ahead, 2), 0.5),
            heating=heat,
            cooling=-heat,
            seen=np.zeros((count, self.config.ahead // self.config.patch, 4)),
        )


def lived(days: int, seed: int = 0, gain: float = 1.0, varied: float = 0.0) -> Signals:
    """A room that goes with the day, is heated in the mornings, and a little by chance.

    `varied`: K by which the swing of a day may differ from others; without it yesterday foretells today by itself.
    """
    rng = np.random.default_rng(seed)
    times = days * 96
    hour = (np.arange(times) + 0.5) * 0.25 % 24.0
    heating = np.clip((hour > 6.0) * (hour < 8.0) * rng.uniform(0.2, 1.0, times), 0.0, 1.0)
    target = np.empty(times)
    above = 0.0
    swing = np.repeat(np.random.default_rng(seed + 1).uniform(1.5 - varied, 1.5 + varied, days), 96)
    for step in range(times):
        above = KEEP * above + gain * FULL * heating[step]
        target[step] = 17.0 + swing[step] * np.sin(2 * np.pi * (hour[step] - 9.0) / 24.0) + above
    nothing = np.full(times, np.nan)
    target += 0.02 * rng.standard_normal(times)
    return Signals(
        target, np.full(times, 4.0), nothing, heating, np.zeros(times), nothing, nothing, hour, np.zeros(times)
    )


def without(signals: Signals, *names: str) -> Signals:
    """The same room where some of it is unknown."""
    unknown: Array = np.full(signals.times, np.nan)
    return replace(signals, **dict.fromkeys(names, unknown))
