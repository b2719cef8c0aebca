"""Predicted mean vote and predicted percentage dissatisfied of ISO 7730, vectorised."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_MET, _CLO = 58.15, 0.155
"""W/m² in a met, m²K/W in a clo."""

_ROUNDS = 60


def pmv(
    air: ArrayLike,
    radiant: ArrayLike,
    velocity: ArrayLike,
    humidity: ArrayLike,
    activity: ArrayLike,
    clothing: ArrayLike,
) -> Floats:
    """−3 (cold) … +3 (hot) from air and mean radiant °C, m/s relative to the body, % RH, met and clo; they broadcast.

    ISO 7730:2005, equations (1) to (4), no external work. NaN where an input is not finite or is impossible (RH
    outside 0..100, negative velocity or clothing, an activity of nothing).
    """
    given = np.broadcast_arrays(*(np.asarray(x, np.float64) for x in (air, radiant, velocity, humidity)))
    ta, tr, vel, rh, met, clo = np.broadcast_arrays(*given, np.asarray(activity), np.asarray(clothing))
    possible = np.isfinite([ta, tr, vel, rh, met, clo]).all(axis=0)
    possible &= (rh >= 0.0) & (rh <= 100.0) & (vel >= 0.0) & (clo >= 0.0) & (met > 0.0) & (np.abs(ta) < 60.0)
    ta, tr, vel, rh = (np.where(possible, x, fill) for x, fill in ((ta, 22.0), (tr, 22.0), (vel, 0.1), (rh, 50.0)))
    m, insulation = np.where(possible, met, 1.2) * _MET, np.where(possible, clo, 0.7) * _CLO
    pressure = rh * 10.0 * np.exp(16.6536 - 4030.183 / (ta + 235.0))  # Pa
    area = np.where(insulation <= 0.078, 1.0 + 1.29 * insulation, 1.05 + 0.645 * insulation)
    surface, convection = _clothes(ta, tr, vel, m, insulation, area)
    radiated = 3.96e-8 * area * ((surface + 273.0) ** 4 - (tr + 273.0) ** 4)
    load = m - 3.05e-3 * (5733.0 - 6.99 * m - pressure)
    load -= 0.42 * np.maximum(m - 58.15, 0.0)
    load -= 1.7e-5 * m * (5867.0 - pressure) + 1.4e-3 * m * (34.0 - ta)
    load -= radiated + area * convection * (surface - ta)
    return np.asarray(np.where(possible, (0.303 * np.exp(-0.036 * m) + 0.028) * load, np.nan))


def _clothes(ta: Floats, tr: Floats, vel: Floats, m: Floats, insulation: Floats, area: Floats) -> tuple[Floats, Floats]:
    """Surface °C of clothing and the convective W/(m²K), by fixed-point steps of which each is averaged."""
    forced = 12.1 * np.sqrt(vel)
    surface = ta + (35.5 - ta) / (3.5 * (6.45 * insulation + 0.1))
    for _ in range(_ROUNDS):
        convection = np.maximum(2.38 * np.abs(surface - ta) ** 0.25, forced)
        lost = 3.96e-8 * area * ((surface + 273.0) ** 4 - (tr + 273.0) ** 4) + area * convection * (surface - ta)
        surface = 0.5 * (surface + np.clip(35.7 - 0.028 * m - insulation * lost, -50.0, 80.0))
    return surface, np.maximum(2.38 * np.abs(surface - ta) ** 0.25, forced)
