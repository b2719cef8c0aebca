"""A room of a real house as plant one: what is not known of it, and how it goes on from what was recorded.

Heat has no watts in a recording, only shares of full heat: full heat is `FULL` W here, and all else is relative to it.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from thermo_edge.simulation.building import Heat
from thermo_edge.simulation.lumped import Lumped
from thermo_edge.simulation.plant import Array

STEP = 900.0
"""s of a step of a recording."""

DAY = 96
FULL = 1000.0
_LEAST_OPEN = 0.05
_SWING = 4.0
"""Hours from noon at which a room that looks east or west has the most of its sun beyond what falls on level ground."""


class Usual(NamedTuple):
    """A parameter before anything is known of the room. Without `positive` it is normal, else its logarithm is."""

    usual: float
    spread: float
    positive: bool = True


PARAMETERS = {
    "air": Usual(2.5e5, 0.7),  # J/K
    "inner": Usual(2.0e6, 0.8),
    "wall": Usual(2.0e6, 0.8),
    "air inner": Usual(110.0, 0.7),  # W/K
    "air wall": Usual(50.0, 0.7),
    "air outdoor": Usual(10.0, 0.7),
    "wall outdoor": Usual(10.0, 0.8),
    "neighbours": Usual(15.0, 1.0),
    "lag": Usual(1500.0, 1.0),  # s
    "to inner": Usual(-1.0, 1.2, positive=False),  # the logarithm of its odds
    "sun": Usual(0.7, 1.0),  # m²
    "sun turned": Usual(0.0, 0.7, positive=False),  # more than nothing: in the afternoon
    "valve": Usual(
        1.0, 1.0, positive=False
    ),  # share that a valve which heats is open at its set-point; 1 more a K below
    "cold": Usual(700.0, 0.7),  # W of full cooling
    "gain": Usual(60.0, 80.0, positive=False),  # W of people and what they use
    "sine": Usual(0.0, 60.0, positive=False),  # W of its daily wave
    "cosine": Usual(0.0, 60.0, positive=False),
}
_NAMES = tuple(PARAMETERS)
COUNT = len(_NAMES)
_MOST = 4.0  # deviations from the usual that are believed


@dataclass(frozen=True)
class Drives:
    """What acts on a room, (windows, steps) each and all known."""

    outdoor: Array  # °C
    neighbours: Array  # °C
    sun: Array  # W/m² on level ground
    heating: Array  # 0..1
    cooling: Array  # 0..1
    set_point: Array  # °C; NaN: none that heat follows
    hour: Array  # local

    def at(self, step: int) -> "tuple[Array, ...]":
        return tuple(getattr(self, name)[:, step] for name in self.__dataclass_fields__)


@dataclass(frozen=True)
class Standing:
    """How rooms stand, (sets, windows) each: °C of air, inner mass and wall, W that heat and cold give now."""

    air: Array
    inner: Array
    wall: Array
    given: Array
    taken: Array


def natural(theta: Array) -> dict[str, Array]:
    """Parameters by name, (sets,) each, from deviations (sets, COUNT)."""
    bounded = np.clip(theta, -_MOST, _MOST)
    return {
        name: each.usual * np.exp(each.spread * bounded[:, number])
        if each.positive
        else each.usual + each.spread * bounded[:, number]
        for number, (name, each) in enumerate(PARAMETERS.items())
    }


def deviations(**values: float) -> Array:
    """(COUNT,) of the parameters that are named, the others as usual; names with _ for their spaces."""
    theta = np.zeros(COUNT)
    for name, value in values.items():
        usual = PARAMETERS[name.replace("_", " ")]
        off = np.log(value / usual.usual) if usual.positive else value - usual.usual
        theta[_NAMES.index(name.replace("_", " "))] = off / usual.spread
    return theta


class Rooms:
    """So many sets of parameters for so many windows of one room; pure but for what it has worked out once."""

    def __init__(self, theta: Array, windows: int) -> None:
        self.sets, self.windows = len(theta), windows
        self._of = {name: values[:, None] for name, values in natural(theta).items()}
        self._to_inner = 1.0 / (1.0 + np.exp(-self._of["to inner"]))
        self._fabric = _fabric({name: np.repeat(values, windows)[:, None] for name, values in natural(theta).items()})
        air, inner, wall = (self._of[name] / STEP for name in ("air", "inner", "wall"))
        by = [self._of[f"air {name}"] for name in ("inner", "wall")]
        sums = inner + by[0], wall + by[1] + self._of["wall outdoor"]
        self._follow = tuple(one / all_ for one, all_ in zip(by, sums, strict=True))
        self.stiff = air + self._of["air outdoor"] + self._of["neighbours"]
        self.stiff = self.stiff + sum(one * (1.0 - one / all_) for one, all_ in zip(by, sums, strict=True))

    def begin(self, air: Array, drives: Drives) -> Standing:
        """At the begin of windows (windows,), the walls in balance with the whole of each."""
        shape = self.sets, self.windows
        here = np.broadcast_to(air, shape)
        mean = drives.outdoor.mean(axis=1)
        inward = self._of["air wall"] / (self._of["air wall"] + self._of["wall outdoor"])
        wall = inward * here + (1.0 - inward) * mean
        heating = drives.heating[:, 0] * self.opening(drives.set_point[:, 0] - here)
        first = FULL * heating, self._of["cold"] * drives.cooling[:, 0]
        return Standing(here, here, wall, *(np.broadcast_to(each, shape) for each in first))

    def step(
        self, then: Standing, drives: "tuple[Array, ...]", more: Array | float = 0.0, seconds: float = STEP
    ) -> Standing:
        """After `seconds` of these drives, (windows,) each; `more`: W that the air gets besides."""
        outdoor, neighbours, sun, heating, cooling, set_point, hour = drives
        of = self._of
        heating = heating * self.opening(set_point - then.air)
        follows = 1.0 - np.exp(-seconds / of["lag"])
        given = then.given + follows * (FULL * heating - then.given)
        taken = then.taken + (1.0 - np.exp(-seconds / 300.0)) * (of["cold"] * cooling - then.taken)
        clock = 2.0 * np.pi * hour / 24.0
        gain = of["gain"] + of["sine"] * np.sin(clock) + of["cosine"] * np.cos(clock)
        aperture = of["sun"] * np.exp(of["sun turned"] * np.clip((hour - 12.5) / _SWING, -1.0, 1.0))
        beside = of["neighbours"] * (neighbours - outdoor)  # the fabric knows one air beside the room's: the outdoors
        nothing = np.zeros((self.sets * self.windows, 1))
        heat = Heat(
            outdoor=_flat(np.broadcast_to(outdoor, given.shape)),
            drawn=_flat(np.broadcast_to(of["neighbours"], given.shape)),
            air=_flat(gain + beside + more - taken + (1.0 - self._to_inner) * given),
            surfaces=nothing,
            floor=_flat(self._to_inner * given),
            sun=_flat(aperture * sun),
            walls=nothing,
            roof=nothing,
        )
        masses = np.concatenate((_flat(then.inner), _flat(then.wall)), axis=1)
        air, masses = self._fabric.warm(_flat(then.air), masses, heat, seconds)
        shape = given.shape
        return Standing(air.reshape(shape), masses[:, 0].reshape(shape), masses[:, 1].reshape(shape), given, taken)

    def brought(self, stands: Standing, air: Array) -> Standing:
        """After a step of STEP as if what else warmed the air in it had brought it there; the masses follow."""
        inner, wall = (follow * (air - stands.air) for follow in self._follow)
        shape = stands.air.shape
        return replace(stands, air=np.broadcast_to(air, shape), inner=stands.inner + inner, wall=stands.wall + wall)

    def opening(self, missing: Array) -> Array:
        """0..1 of full heat that comes while it heats, by K below the set-point: many valves say only that they do."""
        open_ = np.clip(self._of["valve"] + np.nan_to_num(missing, nan=9.0), _LEAST_OPEN, 1.0)
        return np.asarray(open_)


def _flat(values: Array) -> Array:
    return values.reshape(-1, 1)


def _fabric(of: dict[str, Array]) -> Lumped:
    """(homes, 1) each."""
    nothing = np.zeros(of["air"].shape)
    return Lumped(
        air=of["air"],
        inner=of["inner"],
        wall=of["wall"],
        air_inner=of["air inner"],
        air_wall=of["air wall"],
        air_outdoor=of["air outdoor"],
        inner_ground=nothing,
        wall_outdoor=of["wall outdoor"],
        between=nothing[:, :, None],
        below=nothing,
        sunned_wall=nothing,
        sunned_roof=nothing,
    )


@dataclass(frozen=True)
class Nature:
    """What sets of parameters mean, (sets,) each."""

    fast: Array  # h, of the air with what follows it at once
    slow: Array  # h, of the whole room
    hour: Array  # K after an hour of full heat
    balance: Array  # K that full heat holds it above what is around


def nature(theta: Array) -> Nature:
    """The time constants and gains of a room."""
    of = natural(theta)
    a, b = of["air inner"], of["air wall"]
    out, beside, far = of["air outdoor"], of["neighbours"], of["wall outdoor"]
    matrix = np.zeros((len(theta), 3, 3))
    for row, (store, others) in enumerate(
        (("air", ((1, a), (2, b), (0, out + beside))), ("inner", ((0, a),)), ("wall", ((0, b), (2, far))))
    ):
        for column, watts in others:
            matrix[:, row, row] -= watts / of[store]
            if column != row:
                matrix[:, row, column] += watts / of[store]
    speeds = np.sort(-np.linalg.eigvals(matrix).real, axis=1)
    through = out + beside + b * far / (b + far)
    still = Drives(*(np.full((1, 4), each) for each in (0.0, 0.0, 0.0, 0.0, 0.0, np.nan, 0.0)))
    rooms = Rooms(theta, 1)
    gained = []
    for full in (0.0, 1.0):
        stands = rooms.begin(np.zeros(1), still)
        for _ in range(4):
            stands = rooms.step(stands, tuple(np.full(1, each) for each in (0.0, 0.0, 0.0, full, 0.0, np.nan, 0.0)))
        gained.append(stands.air[:, 0])
    return Nature(1.0 / speeds[:, 2] / 3600.0, 1.0 / speeds[:, 0] / 3600.0, gained[1] - gained[0], FULL / through)
