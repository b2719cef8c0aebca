"""Small recordings made by hand or by chance, for the tests of the occupancy benchmark."""

import numpy as np

from thermo_edge.bench.recordings.recording import DAY, Kind, Recording, Sensor, State

MONDAY = 1_704_067_200
"""2024-01-01 00:00 UTC, a Monday."""


def regular_home(days: int, seed: int = 0, step: int = 300) -> Recording:
    """One person, asleep 23 to 7, away 9 to 17 on workdays give or take minutes, else in the living room."""
    rng = np.random.default_rng(seed)
    times = MONDAY + np.arange(0, days * DAY, step)
    hour = (times - MONDAY) % DAY / 3600
    late = np.repeat(rng.normal(0, 0.25, days), DAY // step)
    workday = (times - MONDAY) // DAY % 7 < 5
    asleep = (hour < 7 + late) | (hour >= 23 + late)
    away = workday & (hour >= 9 + late) & (hour < 17 + 2 * late)
    home = np.where(asleep, State.ASLEEP, np.where(away, State.AWAY, State.AWAKE)).astype(float)
    truth = np.column_stack([home == State.AWAKE, asleep]).astype(float)
    seen = (truth > 0) & (rng.random(truth.shape) < 0.7)
    co2 = 450 + 300 * (home != State.AWAY) + rng.normal(0, 40, len(times))
    values = np.column_stack([seen.astype(float), co2])
    events = tuple(
        np.array([(t - 60.0, 1.0) for t in times[on]] + [(t - 30.0, 0.0) for t in times[on]]) for on in seen.T
    )
    ordered = tuple(e[np.argsort(e[:, 0])] for e in events)
    sensors = (
        Sensor("living", Kind.MOTION, "living room"),
        Sensor("bed", Kind.MOTION, "bedroom"),
        Sensor("co2", Kind.CO2, "living room"),
    )
    rooms = ("living room", "bedroom")
    run = np.zeros(len(times), dtype=int)
    every = (*ordered, np.empty((0, 2)))
    return Recording("made up", "UTC", step, times, sensors, values, every, rooms, truth, home, run)
