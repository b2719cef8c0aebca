"""How far air lies outside what is wanted: the same measure of every life, simulated or lived again."""

import numpy as np

from thermo_edge.home.comfort import TOO_WARM
from thermo_edge.simulation.plant import Array, Flags

HOT = 26.0
"""°C from which on a room that nobody heats is too warm: its sun is no fault of a program."""


def outside(low: Array, high: Array, air: Array, heated: Flags) -> tuple[Array, Array]:
    """K too cold and too warm; all are shaped alike, °C, and NaN stays NaN."""
    ceiling = np.where(heated, high + TOO_WARM, np.maximum(high + TOO_WARM, HOT))
    return np.maximum(low - air, 0.0), np.maximum(air - ceiling, 0.0)
