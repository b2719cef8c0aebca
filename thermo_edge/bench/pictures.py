"""Draws how the simulation's distributions lie beside those of recordings."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_OURS = "#0b6e4f"
_THEIRS = ("#d1495b", "#3066be", "#b88b00", "#7a5195")
_LEAST_LIGHT = 0.5  # lx that a logarithmic axis begins at
_FILES = (("temperature", "temperature"), ("heat", "duty"), ("light", "light"), ("events", "events"))
"""What the measure's name has in it, and the picture's name."""


@dataclass(frozen=True)
class Measure:
    """One thing to compare: what simulated homes have, and what each recorded home has."""

    name: str
    unit: str
    ours: NDArray[np.floating[Any]]
    theirs: dict[str, NDArray[np.floating[Any]]]


def draw_measures(measures: Sequence[Measure], folder: Path) -> list[Path]:
    """Write a PNG for each kind of measure into the folder; returns what was written."""
    import matplotlib as mpl

    mpl.use("Agg")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for word, name in _FILES:
        shown = [measure for measure in measures if word in measure.name]
        if shown:
            written.append(_draw(shown, folder / f"plausibility-{name}.png"))
    return written


def _draw(measures: Sequence[Measure], path: Path) -> Path:
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(1, len(measures), figsize=(5.6 * len(measures), 3.8), squeeze=False)
    for axis, measure in zip(axes[0], measures, strict=True):
        _by_hour(axis, measure) if "events" in measure.name else _shares(axis, measure)
        axis.grid(alpha=0.25)
        axis.spines[["top", "right"]].set_visible(False)
        axis.legend(frameon=False, fontsize=8)
        axis.set_title(measure.name.removeprefix("events: "), fontsize=10)
    figure.tight_layout()
    figure.savefig(path, dpi=110, metadata={"Software": None})  # without the version, so that it is the same again
    plt.close(figure)
    return path


def _shares(axis: "Axes", measure: Measure) -> None:
    """The share of values up to each."""
    log = measure.unit == "lx"
    for number, (name, values) in enumerate({"simulated": measure.ours, **measure.theirs}.items()):
        ordered = np.quantile(values, np.linspace(0.0, 1.0, 400))
        if log:
            ordered = np.maximum(ordered, _LEAST_LIGHT)
        axis.plot(ordered, np.linspace(0.0, 1.0, 400), **_style(number), label=name)
    if log:
        axis.set_xscale("log")
    else:
        axis.set_xlim(
            0.0, max(float(np.quantile(values, 0.985)) for values in (measure.ours, *measure.theirs.values()))
        )
    axis.set_ylim(0.0, 1.0)
    axis.set_xlabel(measure.unit)
    axis.set_ylabel("share of values up to this")


def _by_hour(axis: "Axes", measure: Measure) -> None:
    for number, (name, values) in enumerate({"simulated": measure.ours, **measure.theirs}.items()):
        axis.plot(np.arange(len(values)) + 0.5, values, **_style(number), label=name)
    axis.set_xlim(0.0, 24.0)
    axis.set_ylim(bottom=0.0)
    axis.set_xlabel("hour of the day")
    axis.set_ylabel(measure.unit)


def _style(number: int) -> dict[str, Any]:
    if number == 0:
        return {"color": _OURS, "linewidth": 2.4}
    return {"color": _THEIRS[(number - 1) % len(_THEIRS)], "linewidth": 1.2}
