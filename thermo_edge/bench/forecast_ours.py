"""Where this program's own forecasts enter the benchmark."""

from thermo_edge.climate.series import Forecaster

OURS = "ours"
"""The name of the contender that the targets are about."""


def contenders() -> list[Forecaster]:
    """Fresh ones, beside the plain baselines; the one called OURS is held to the targets."""
    return []
