"""How strongly a room answers to heat: the model's word over many days, and what the days themselves say, together.

From two days the model can only half tell, so its word is drawn to what is usual, and the mean of many such words still
is. A thermostat heats because the room is colder than expected, so that plain regressions are wrong too, each in its
way. How far off they are together is learned in simulated homes, where the truth is known, and ships with the model.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from thermo_edge.climate.features import Array
from thermo_edge.climate.thermal import answer
from thermo_edge.learning.closed import ridge

LAGS = (2, 4, 8, 16, 32, 48)
"""Steps since a lasting heat began, at which its effect is put right."""

LENGTHS = (4, 8, 14)
"""Days of history that it was learned for; with fewer the model's word stands."""

BOUNDS = (0.3, 3.0)
"""The least and the most that an effect may be of what the model says."""

_WITHIN = (4, 16, 32)  # steps in which regressions look for heat
_LOOKED_AT = (2, 4, 12, 48)  # steps since the heat began of which the model's word is a feature
_SEEN = 192  # steps of the past in which heat makes the model's word worth more
_ENOUGH, _LITTLE = 0.3, 1e-3
_PULL = 0.3  # of a regression to the model's word, as a share of what it goes by
_FLOOR = 0.02  # K
_STRENGTH = 10.0
_CLIP = 3.0


class Evidence(NamedTuple):
    """What many days say: the logarithm of the effect of lasting heat at each lag, by the model, and plain numbers."""

    usual: Array  # (ahead,)
    numbers: Array  # (features,)


@dataclass(frozen=True)
class Calibration:
    """For each of LENGTHS: (lengths, features, LAGS) weights of numbers that are first made alike."""

    weights: Array
    centre: Array  # (lengths, features)
    scale: Array

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Calibration | None":
        """As it ships with a model; None where one has none."""
        if not {"weights", "centre", "scale"} <= set(arrays):
            return None
        return cls(*(np.asarray(arrays[name], float) for name in ("weights", "centre", "scale")))

    @property
    def arrays(self) -> dict[str, NDArray[np.float32]]:
        return {name: getattr(self, name).astype(np.float32) for name in ("weights", "centre", "scale")}


def evidence(
    at: NDArray[np.integer[Any]], free: Array, change: Array, said: Array, power: Array, sign: float = 1.0
) -> Evidence | None:
    """Of moments `at` (n,): forecasts without heat, what came, and responses as the model said them (n, ahead).

    `power` (times,) 0..1. `sign` -1: of cooling. None where power was hardly ever given or is mostly unknown.
    """
    known = np.isfinite(power)
    if known.mean() < 0.5 or float(power[known].mean()) < 0.01:
        return None
    spent = np.concatenate([[0.0], np.cumsum(np.nan_to_num(power))])
    recent = (spent[at + 1] - spent[np.maximum(at + 1 - _SEEN, 0)]) / _SEEN
    worth = (np.minimum(recent, _ENOUGH) + _LITTLE)[:, None]
    word = np.log(np.maximum(sign * said.cumsum(axis=1), 1e-6))
    usual: Array = (word * worth).sum(axis=0) / worth.sum()
    apart = np.sqrt(((word - usual) ** 2 * worth).sum(axis=0) / worth.sum())
    later = at[:, None] + np.arange(1, max(_WITHIN) + 1)
    given = np.where(later < len(power), power[np.minimum(later, len(power) - 1)], np.nan)
    response = sign * _steps(usual)
    effect = np.stack([answer(response[: given.shape[1]], row) for row in given])
    left = (change - free)[:, : given.shape[1]]
    gains = [_gain(effect[:, :within], left[:, :within], mean) for within in _WITHIN for mean in (False, True)]
    words = usual[[lag - 1 for lag in _LOOKED_AT]]
    spread = apart[[3, 47]]
    return Evidence(usual, np.array([*gains, *words, np.log(float(power[known].mean())), *spread, 1.0]))


def calibrate(found: Sequence[Sequence[Evidence]], true: Sequence[Array]) -> Calibration:
    """From the evidence of rooms for each of LENGTHS, and the rooms' true responses (rooms, ahead) for each."""
    weights, centres, scales = [], [], []
    for evidences, responses in zip(found, true, strict=True):
        numbers = np.stack([each.numbers for each in evidences])
        centre, scale = numbers.mean(axis=0), np.maximum(numbers.std(axis=0), 1e-3)
        centre[-1], scale[-1] = 0.0, 1.0
        usual = np.exp(np.stack([each.usual for each in evidences]))
        places = np.array(LAGS) - 1
        wanted = np.log((responses.cumsum(axis=1)[:, places] + _FLOOR) / (usual[:, places] + _FLOOR))
        alike = _alike(numbers, centre, scale)
        weights.append(ridge(alike, wanted, np.zeros((numbers.shape[1], len(LAGS))), _STRENGTH))
        centres.append(centre)
        scales.append(scale)
    return Calibration(np.stack(weights), np.stack(centres), np.stack(scales))


def own(told: Evidence, days: float, calibration: Calibration | None, sign: float = 1.0) -> Array:
    """The room's response, K at each lag after a step of full power; its sign cannot be wrong."""
    lengths = [number for number, length in enumerate(LENGTHS) if length <= days + 0.1]
    if calibration is None or not lengths:
        return sign * _steps(told.usual)
    number = lengths[-1]
    alike = _alike(told.numbers, calibration.centre[number], calibration.scale[number])
    right = np.clip(alike @ calibration.weights[number], *np.log(BOUNDS))
    steps = np.arange(1, len(told.usual) + 1)
    return sign * _steps(told.usual + np.interp(np.log(steps), np.log(LAGS), right))


def _gain(effect: Array, left: Array, without_mean: bool) -> float:
    """The logarithm of the gain by which an effect fits what is left, drawn to 1."""
    whole = np.isfinite(effect).all(axis=1) & np.isfinite(left).all(axis=1)
    if not whole.any():
        return 0.0
    x, y = effect[whole], left[whole]
    if without_mean:
        x, y = x - x.mean(axis=0), y - y.mean(axis=0)
    power = float((x * x).sum()) + 1e-9
    return float(np.log(np.clip((float((x * y).sum()) + _PULL * power) / ((1.0 + _PULL) * power), 0.2, 4.0)))


def _steps(lasting: Array) -> Array:
    """From the logarithm of the effect of lasting heat to that of one step."""
    effect = np.exp(lasting)
    return np.maximum(np.diff(np.concatenate([[0.0], effect])), 0.0)


def _alike(numbers: Array, centre: Array, scale: Array) -> Array:
    return np.clip((numbers - centre) / scale, -_CLIP, _CLIP)
