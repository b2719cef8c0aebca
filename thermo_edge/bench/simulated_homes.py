"""Simulated households as recordings for the occupancy benchmark."""

from datetime import UTC, datetime

import numpy as np

from thermo_edge.bench.recordings.recording import DAY, Kind, Recording, Sensor, State
from thermo_edge.simulation.indoors import STEP
from thermo_edge.simulation.recordings import Household, household_recordings

DAYS = 28

_MONDAY = int(datetime(2025, 1, 6, tzinfo=UTC).timestamp())


def simulated_households(count: int, seed: int) -> list[Recording]:
    """Four weeks of each home; the same arguments give the same homes."""
    return [
        recording(home, f"simulated home {n + 1}") for n, home in enumerate(household_recordings(count, DAYS, seed))
    ]


def recording(home: Household, name: str) -> Recording:
    """A household as the benchmark knows homes; it lives in UTC."""
    begin, step = _MONDAY + home.weekday * DAY, 60 * STEP
    times = begin + step * (np.arange(len(home.home)) + 1)
    state = np.where(home.home == 0.0, State.AWAY, np.where(home.asleep > 0.0, State.ASLEEP, State.AWAKE))
    return Recording(
        name=name,
        zone="UTC",
        step=step,
        times=times,
        sensors=tuple(Sensor(each.name, Kind(each.kind), each.room) for each in home.sensors),
        values=home.values.astype(float),
        events=tuple(np.column_stack([changes[:, 0] + begin, changes[:, 1]]) for changes in home.changes),
        rooms=home.rooms,
        truth=home.truth,
        home=state.astype(float),
        run=np.zeros(len(times), dtype=int),
    )
