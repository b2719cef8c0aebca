"""Made-up rooms for tests of forecasts: air and mass in steps of a minute, a thermostat, weather with a seed."""

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from thermo_edge.climate.series import DAY, ThermalSeries, room

START = datetime(2024, 1, 8, tzinfo=ZoneInfo("Europe/Amsterdam"))  # a Monday


def heated_room(days: int = 16, seed: int = 0, start: datetime = START, heated: bool = True) -> ThermalSeries:
    """A room with set-back at night, sun and a noisy sensor."""
    rng = np.random.default_rng(seed)
    n = days * DAY
    hour = np.arange(n) / 4 % 24
    outdoor = 5 + 4 * np.cos(2 * np.pi * (hour - 15) / 24) + np.cumsum(rng.normal(0, 0.1, n))
    sun = np.clip(400 * np.cos(2 * np.pi * (hour - 12) / 24), 0, None) * np.repeat(rng.uniform(0.3, 1, days), DAY)
    air, mass = 19.0, 18.5
    told, heat, wish = np.empty(n), np.zeros(n), np.where((hour >= 6) & (hour < 22), 21.0, 18.0)
    for step in range(n):
        heat[step] = np.clip(0.3 * (wish[step] - air) + 0.2, 0, 1) if heated else 0.0
        for _ in range(15):
            warming = 0.06 * (outdoor[step] - air) + 1.0 * (mass - air) + 1.2 * sun[step] / 1000 + 3 * heat[step] + 0.1
            mass += (0.08 * (air - mass) + 0.006 * (outdoor[step] - mass) + 0.2 * sun[step] / 1000) / 60
            air += warming / 60
        told[step] = air
    measured = told + rng.normal(0, 0.03, n)
    given = heat if heated else np.full(n, np.nan)
    return room("room", start, measured, outdoor=outdoor, sun=sun, heat=given, set_point=wish)
