"""A room's twin goes on from what was recorded: forecasts, and a day lived again with another hand on the heating."""

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thermo_edge.simulation.plant import Array
from thermo_edge.simulation.twin_room import DAY, Drives, Rooms, Standing

Places = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Recording:
    """One room in steps of a quarter of an hour, (times,) each; NaN where unknown."""

    target: Array  # °C
    outdoor: Array  # °C
    neighbours: Array  # °C
    sun: Array  # W/m² on level ground
    heating: Array  # 0..1 of full heat
    cooling: Array  # 0..1
    set_point: Array  # °C
    hour: Array  # local

    @property
    def times(self) -> int:
        return len(self.target)

    def before(self, step: int) -> "Recording":
        return Recording(*(getattr(self, each.name)[:step] for each in fields(self)))


WARMS_UP = 2 * DAY
"""Steps before a forecast in which the air goes as it was recorded and the walls follow."""

LASTS = 24.0
"""h in which what else has warmed the room these last hours fades to 1/e."""

_RECENT = 32.0  # steps over which that is looked for


@dataclass(frozen=True)
class Ready:
    """A room at moments, after the air went as it was recorded; `more`: W that lasts, (members, moments)."""

    rooms: Rooms
    stands: Standing
    more: Array


def ready(theta: Array, recording: Recording, at: Places) -> Ready:
    """The room of each set of parameters at the end of steps `at` (moments,), blind to what came later."""
    rows = np.maximum(at[:, None] + np.arange(1 - WARMS_UP, 1), 0)
    target, drives = filled(recording.target[: int(at.max()) + 1])[rows], drives_of(recording, rows)
    rooms = Rooms(theta, len(at))
    stands = rooms.begin(target[:, 0], drives)
    total, weight, keep = np.zeros((len(theta), len(at))), 0.0, np.exp(-1.0 / _RECENT)
    for step in range(1, rows.shape[1]):
        stands = rooms.step(stands, drives.at(step))
        total = keep * total + (target[:, step] - stands.air)
        weight = keep * weight + 1.0
        stands = rooms.brought(stands, target[:, step])
    return Ready(rooms, stands, rooms.stiff * total / weight)


def forecast(theta: Array, recording: Recording, at: Places, steps: int = DAY, beside: bool = True) -> Array:
    """°C (members, moments, steps) after steps `at`, told the weather and when heat was then given.

    Without `beside` the rooms beside it are taken to stay as warm as they are.
    """
    then = ready(theta, recording, at)
    drives = drives_of(recording, np.minimum(at[:, None] + np.arange(1, steps + 1), recording.times - 1))
    if not beside:
        last = drives_of(recording, at[:, None]).neighbours
        drives = replace(drives, neighbours=np.broadcast_to(last, drives.neighbours.shape))
    stands, told = then.stands, []
    for step in range(steps):
        fading = np.exp(-(step + 1) / 4.0 / LASTS)
        stands = then.rooms.step(stands, drives.at(step), then.more * fading)
        told.append(stands.air)
    return np.stack(told, axis=-1)


def drives_of(recording: Recording, rows: Places) -> Drives:
    """At some steps (windows, steps), what is not known as it was before; nothing of the sun: there is none.

    Where no other room is known they are as warm as this one at the first step.
    """
    indoor = np.broadcast_to(filled(recording.target)[rows[:, :1]], rows.shape)
    beside = filled(recording.neighbours)[rows] if np.isfinite(recording.neighbours).any() else indoor
    sun, heating, cooling = (
        np.nan_to_num(each)[rows] for each in (recording.sun, recording.heating, recording.cooling)
    )
    wanted = held(recording.set_point)[rows]
    return Drives(filled(recording.outdoor)[rows], beside, sun, heating, cooling, wanted, recording.hour[rows])


@dataclass(frozen=True)
class Past:
    """A stretch of a recording as one member tells it: where it begins, and what else warmed the air in each step, W.

    Under the heat that was recorded the room goes as it was recorded; under another, as it would have gone.
    """

    stands: Standing
    more: Array  # (steps,)
    drives: Drives  # (1, steps)


def past(theta: Array, recording: Recording, first: int, steps: int) -> Past:
    """The steps from `first` on, of one set of parameters (COUNT,)."""
    begun = ready(theta[None], recording, np.array([first - 1]))
    rows = np.minimum(np.arange(first, first + steps), recording.times - 1)[None]
    drives, came = drives_of(recording, rows), filled(recording.target)[rows[0]]
    stands, more = begun.stands, np.zeros(steps)
    for step in range(steps):
        stands = begun.rooms.step(stands, drives.at(step))
        more[step] = (begun.rooms.stiff[0, 0] * (came[step] - stands.air))[0, 0]
        stands = begun.rooms.brought(stands, came[step])
    return Past(begun.stands, np.convolve(np.pad(more, 2, mode="edge"), np.full(5, 0.2), "valid"), drives)


def filled(line: Array) -> Array:
    """Each unknown value as the last known one, the first one reaching back; nought where none is known."""
    known = np.flatnonzero(np.isfinite(line))
    if not known.size:
        return np.zeros(len(line))
    places = np.searchsorted(known, np.arange(len(line)), side="right") - 1
    return np.asarray(line[known[np.maximum(places, 0)]], float)


def held(line: Array) -> Array:
    """The same, but unknown where none is known."""
    return filled(line) if np.isfinite(line).any() else np.full(len(line), np.nan)
