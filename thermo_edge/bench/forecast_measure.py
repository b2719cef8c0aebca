"""Runs forecasters over a room, day by day with so many days of history, and keeps how far each was off."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from thermo_edge.climate.outlook import recorded_outlook
from thermo_edge.climate.series import DAY, Array, Forecaster, ThermalSeries, Unsure

HORIZONS = (1, 4, 12, 24, 48, 96)
"""Steps of 15 minutes: 15 min, 1, 3, 6, 12 and 24 h."""
NAMES = ("15 min", "1 h", "3 h", "6 h", "12 h", "24 h")

HISTORIES = (0, 3, 7, 14, 30)
"""Days."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How a room is judged. `days` at most, spread over the recording; `every` steps a forecast is asked for.

    `weather`: the outlook is the later weather of the recording, else a climatology. `plan`: also its heating.
    """

    histories: Sequence[int] = HISTORIES
    days: int = 14
    every: int = 8
    weather: bool = True
    plan: bool = False


@dataclass(frozen=True, eq=False)
class Told:
    """Of one forecaster, one room and one length of history; by day (d,) and horizon.

    `missed` (d, h) is the sum of absolute errors in K over `asked` (d, h) forecasts; `inside` (d, h) of the `wide`
    (d, h) intervals held the truth. `first` (d,) numbers the judged days from the beginning of the recording.
    """

    first: Array
    missed: Array
    asked: Array
    inside: Array
    wide: Array
    silent: int
    """Answers that were no number; persistence counted for them."""
    fitting: float
    """Seconds for a fit."""
    telling: float
    """Seconds for a forecast."""

    @property
    def error(self) -> Array:
        """(h,) mean absolute error; NaN where nothing was asked."""
        return ratio(self.missed.sum(axis=0), self.asked.sum(axis=0))


def judge(forecaster: Forecaster, series: ThermalSeries, history: int, rules: Rules) -> Told:
    """Each judged day has `history` days before it and nothing else: what is older is cut off.

    A fit is made at local midnight; forecasts are asked for at moments with a known temperature. With no history the
    day itself is all that is known.
    """
    days = judged_days(series, history, rules.days)
    shape = (len(days), len(HORIZONS))
    missed, asked, inside, wide = (np.zeros(shape) for _ in range(4))
    silent, fitting, telling, answers = 0, 0.0, 0.0, 0
    for row, midnight in enumerate(days):
        part = series.part(midnight - history * DAY, min(len(series), midnight + 2 * DAY))
        learnt = until(part, history * DAY - 1)
        begun = time.perf_counter()
        forecaster.fit(learnt, history * DAY)
        fitting += time.perf_counter() - begun
        for index in moments(part, history * DAY, rules.every):
            future = recorded_outlook(part, index, rules.weather, rules.plan)
            blind = until(part, index)
            begun = time.perf_counter()
            said = forecaster.predict(blind, index, future)
            telling += time.perf_counter() - begun
            answers += 1
            silent += int(not np.isfinite(said).all())
            said = np.where(np.isfinite(said), said, part.target[index])
            truth, reached = _truth(part, index)
            off = np.abs(said[np.array(HORIZONS) - 1] - truth)
            missed[row] += np.where(reached, off, 0.0)
            asked[row] += reached
            if isinstance(forecaster, Unsure):
                band = forecaster.quantiles(blind, index, future)[np.array(HORIZONS) - 1]
                inside[row] += np.where(reached, (band[:, 0] <= truth) & (truth <= band[:, -1]), 0)
                wide[row] += reached
    many = max(1, len(days)), max(1, answers)
    return Told(np.round(days / DAY), missed, asked, inside, wide, silent, fitting / many[0], telling / many[1])


def judged_days(series: ThermalSeries, history: int, most: int) -> Array:
    """Indices of the local midnights that begin judged days, at most so many, spread over what is possible.

    Every room of a recording has the same ones, and every history that leaves the same days to judge. Days on which
    no room of it says anything are left out.
    """
    midnights = np.flatnonzero(series.local[: max(0, len(series) - 2 * DAY + 1)] % 24 == 0)
    known = np.isfinite(np.vstack([series.target, series.neighbours])).any(axis=0)
    every: Array = np.array([begin for begin in midnights if known[begin : begin + DAY].any()], dtype=int)
    possible = every[every >= history * DAY]
    if len(possible) <= most:
        return possible
    # the same days for all histories where the recording is long enough for the longest
    longest = every[every >= max(HISTORIES) * DAY]
    days = longest if len(longest) >= most else possible
    chosen: Array = days[np.unique(np.linspace(0, len(days) - 1, most).round().astype(int))]
    return chosen


def moments(series: ThermalSeries, midnight: int, every: int) -> list[int]:
    """When forecasts are asked for on the day that begins then: where the temperature is known."""
    asked = range(midnight + every - 1, min(midnight + DAY, len(series) - 1), every)
    return [index for index in asked if np.isfinite(series.target[index])]


def until(series: ThermalSeries, index: int) -> ThermalSeries:
    """The same with nothing known after an index, so that no forecaster can look."""
    after = np.arange(len(series)) > index

    def blind(column: Array) -> Array:
        return np.where(after, np.nan, column)

    return replace(
        series,
        target=blind(series.target),
        outdoor=blind(series.outdoor),
        sun=blind(series.sun),
        heat=blind(series.heat),
        set_point=blind(series.set_point),
        neighbours=blind(series.neighbours),
        others={name: blind(column) for name, column in series.others.items()},
    )


def ratio(above: Array, below: Array) -> Array:
    """NaN where there is nothing below."""
    return np.where(below > 0, above / np.where(below > 0, below, 1.0), np.nan)


def _truth(series: ThermalSeries, index: int) -> tuple[Array, Array]:
    """(h,) temperatures, and where they are known."""
    at = index + np.array(HORIZONS)
    truth = np.where(at < len(series), series.target[np.minimum(at, len(series) - 1)], np.nan)
    known = np.isfinite(truth)
    return np.where(known, truth, 0.0), known
