"""When people come back, wake and go to sleep, as distributions made of when they did so before."""

from dataclasses import dataclass

import numpy as np

from thermo_edge.occupancy.signals import Array

DAY = 24.0  # hours
_NEAR = 2.0  # hours: episodes that began this much earlier or later are kin
_OTHER_KIND = 0.35  # what an episode of a workday counts for a day off, and the other way round
_PRIOR_SPREAD = 1.0  # hours around each remembered moment, so that few memories do not claim certainty


@dataclass(frozen=True)
class Episodes:
    """Stretches that ended: local hour and weekday of their begin, and how long they took in hours; all (episodes,)."""

    hour: Array
    weekday: Array
    length: Array

    def __len__(self) -> int:
        return len(self.hour)


def episodes(inside: Array, hour: Array, weekday: Array, step: float, shortest: float = 0.25) -> Episodes:
    """The stretches of `inside` (times,) that began and ended within it, on a grid of `step` minutes.

    Shorter ones than `shortest` hours count as a moment's error and are left out.
    """
    on = np.nan_to_num(inside) > 0.5
    turns = np.diff(on.astype(int), prepend=on[:1].astype(int))
    begins, ends = np.flatnonzero(turns == 1), np.flatnonzero(turns == -1)
    ends = ends[ends > begins[0]] if len(begins) else ends[:0]
    begins = begins[: len(ends)]
    length = (ends - begins) * step / 60.0
    kept = length >= shortest
    return Episodes(hour[begins[kept]], weekday[begins[kept]], length[kept])


def remaining(
    past: Episodes, hour: float, weekday: float, elapsed: float, quantiles: tuple[float, ...], longest: float = 72.0
) -> Array:
    """Hours until the present stretch ends, at these quantiles; NaN where nothing was ever seen.

    Each former stretch speaks twice: it may end at the same time of day, or last as long. Those that began at about
    the same time on the same kind of day speak loudest, and what would be over already says nothing.
    """
    if len(past) == 0:
        return np.full(len(quantiles), np.nan)
    began = (hour - elapsed) % DAY
    apart = np.abs((past.hour - began + DAY / 2.0) % DAY - DAY / 2.0)
    kin = np.exp(-0.5 * (apart / _NEAR) ** 2) + 0.02
    kin = kin * np.where((past.weekday >= 5) == (weekday >= 5), 1.0, _OTHER_KIND)
    ended = (past.hour + past.length) % DAY
    by_clock = (ended - hour) % DAY
    by_length = past.length - elapsed
    times = np.concatenate([by_clock, by_length])
    weights = np.concatenate([kin, kin])
    return _spread(times, weights, quantiles, longest)


def until(past: Array, days: Array, hour: float, weekday: float, quantiles: tuple[float, ...]) -> Array:
    """Hours until something that happens once a day, from the local hours and weekdays at which it happened."""
    if len(past) == 0:
        return np.full(len(quantiles), np.nan)
    ahead = (past - hour) % DAY
    weights = np.where((days >= 5) == (weekday >= 5), 1.0, _OTHER_KIND)
    return _spread(ahead, weights, quantiles, DAY)


_KERNEL = np.array([-1.0, -0.5, 0.0, 0.5, 1.0])


def _spread(times: Array, weights: Array, quantiles: tuple[float, ...], longest: float) -> Array:
    """Quantiles of remembered times, each smeared a little; the fewer there are, the more."""
    width = _PRIOR_SPREAD / np.sqrt(1.0 + weights.sum())
    smeared = (times[:, None] + width * _KERNEL).ravel()
    mass = np.repeat(weights, len(_KERNEL))
    kept = (smeared > 0.0) & (smeared <= longest)
    if not kept.any():
        return np.full(len(quantiles), np.nan)
    order = np.argsort(smeared[kept])
    sorted_times, share = smeared[kept][order], np.cumsum(mass[kept][order])
    found: Array = np.interp(np.asarray(quantiles) * share[-1], share, sorted_times)
    return found
