"""What a kilowatt-hour costs and how much heat it makes, for each step of a plan."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

import numpy as np

from thermo_edge.climate.thermal import FloatArray
from thermo_edge.home.energy import HeatPump, Stretch, Tariff
from thermo_edge.home.flow import Flow

FLAT = 0.30
"""Currency per kWh where no price was ever known: only its ratio to the weight of comfort matters then."""

KELVIN = 273.15
CARNOT_SHARE = 0.45
"""What household heat pumps reach of the ideal; field measurements lie between 0.35 and 0.5."""

PINCH = 5.0
"""K between the refrigerant and what it heats or draws from, on either side."""


def prices(known: FloatArray, past: FloatArray, step: timedelta) -> tuple[FloatArray, tuple[int, ...]]:
    """Prices without gaps, (steps,), and the steps in which they are guessed, rising.

    `known` (steps,) has NaN where tomorrow's are not told yet or an hour is left out, `past` those of the last
    24 hours. What is missing is as it was at the same time of the last known day; failing that, the mean of all that is
    known.
    """
    day = round(timedelta(days=1) / step)
    before = np.full(day, np.nan)
    length = min(len(past), day)
    before[day - length :] = past[len(past) - length :]
    series = np.concatenate([before, np.asarray(known, dtype=np.float64)])
    series[~np.isfinite(series)] = np.nan
    missing = np.flatnonzero(np.isnan(series[day:]))
    rest = float(np.nanmean(series)) if np.isfinite(series).any() else FLAT
    for place in missing + day:
        earlier = series[place - day]
        series[place] = earlier if np.isfinite(earlier) else rest
    return series[day:], tuple(int(place) for place in missing)


def told_until(guessed: Sequence[int], steps: int) -> int:
    """The step from which on all prices are guessed; `steps` where the last one is told. `guessed` rises."""
    end = steps
    for place in reversed(guessed):
        if place != end - 1:
            break
        end = place
    return end


def by_clock(tariff: Tariff, zone: tzinfo, at: datetime, step: timedelta, steps: int) -> FloatArray:
    """Prices by the local clock, (steps,), each of its step's middle; NaN where the tariff names none."""
    known = [tariff.at((at + (k + 0.5) * step).astimezone(zone)) for k in range(steps)]
    return np.array([np.nan if price is None else price for price in known], dtype=np.float64)


def by_stretches(ahead: Sequence[Stretch], at: datetime, step: timedelta, steps: int) -> FloatArray:
    """What is told, (steps,), as means over each step; NaN where nothing is told. Stretches rise and never overlap."""
    if not ahead:
        return np.full(steps, np.nan)
    begin, width = at.timestamp(), step.total_seconds()
    starts = np.array([each.start.timestamp() for each in ahead])
    ends = np.array([each.end.timestamp() for each in ahead])
    values = np.array([each.value for each in ahead], dtype=np.float64)
    moments = begin + width * (np.arange(3 * steps) + 0.5) / 3.0
    place = np.searchsorted(starts, moments, side="right") - 1
    found = np.where((place >= 0) & (moments < ends[place]), values[place], np.nan).reshape(steps, 3)
    told = np.isfinite(found)
    sums, counts = np.where(told, found, 0.0).sum(axis=1), told.sum(axis=1)
    return np.asarray(np.where(counts > 0, sums / np.maximum(counts, 1), np.nan), dtype=np.float64)


def pump_cop(pump: HeatPump, outdoor: FloatArray, flow: Flow | None = None) -> FloatArray:
    """Coefficient of performance by °C outdoors, both (steps,): between its points, held beyond them, or Carnot's.

    `flow`: what we set its water to, where we do; else it is taken to follow the pump's own curve.
    """
    if pump.points:
        temperatures, cops = zip(*pump.points, strict=True)
        return np.asarray(np.interp(outdoor, temperatures, cops), dtype=np.float64)
    if flow is None:
        return carnot_cop(outdoor, flow_temperature(outdoor, design_flow=pump.flow), pump.share)
    water = np.clip(flow_temperature(outdoor, flow.coldest, flow.design), flow.lowest, flow.highest)
    return carnot_cop(outdoor, np.asarray(water, np.float64), pump.share)


def flow_temperature(outdoor: FloatArray, design_outdoor: float = -10.0, design_flow: float = 45.0) -> FloatArray:
    """A straight heating curve: 25 °C of flow at 20 °C outdoors, the design flow on the design day."""
    slope = (design_flow - 25.0) / (20.0 - design_outdoor)
    return np.asarray(np.clip(25.0 + slope * (20.0 - outdoor), 25.0, design_flow), dtype=np.float64)


def carnot_cop(outdoor: FloatArray, flow: FloatArray, share: float = CARNOT_SHARE) -> FloatArray:
    """Coefficient of performance of a heat pump: a share of Carnot's T_hot / (T_hot − T_cold), between 1 and 7.

    T_hot is the flow and T_cold the outdoors, each PINCH further out, as the refrigerant is; all (steps,), °C.
    """
    hot, cold = flow + PINCH + KELVIN, outdoor - PINCH + KELVIN
    return np.asarray(np.clip(share * hot / np.maximum(hot - cold, 5.0), 1.0, 7.0), dtype=np.float64)


def cooling_cop(outdoor: FloatArray, supply: float = 14.0, share: float = CARNOT_SHARE) -> FloatArray:
    """The same for cooling: the share of T_cold / (T_hot − T_cold), with air blown in at `supply` °C."""
    hot, cold = outdoor + PINCH + KELVIN, supply - PINCH + KELVIN
    return np.asarray(np.clip(share * cold / np.maximum(hot - cold, 5.0), 1.0, 7.0), dtype=np.float64)
