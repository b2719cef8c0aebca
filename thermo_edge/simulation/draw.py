"""Random homes, as wide as homes are: masses, losses, orientations, emitters and climates from a numpy Generator."""

import numpy as np

from thermo_edge.simulation.climate import Places
from thermo_edge.simulation.dwelling import Dwelling
from thermo_edge.simulation.emitters import ROOM, Emitters, Source
from thermo_edge.simulation.moist import AIR_DENSITY
from thermo_edge.simulation.plant import Array

_FACADES = 4
RADIATOR, FLOOR, ELECTRIC, SPLIT = range(4)
_SHARES = np.array([0.50, 0.22, 0.14, 0.14])  # of homes that heat with each
_VENTILATED = 0.33  # W/K of each m³/h


class _Die:
    """A Generator with the few ways of throwing that are used here, for all homes or all rooms at once."""

    def __init__(self, rng: np.random.Generator, homes: int, rooms: int) -> None:
        self.rng, self.homes, self.rooms = rng, homes, rooms

    def home(self, low: float, high: float) -> Array:
        return self.rng.uniform(low, high, self.homes)

    def room(self, low: float, high: float) -> Array:
        return self.rng.uniform(low, high, (self.homes, self.rooms))

    def wide_home(self, low: float, high: float) -> Array:
        """Uniform in the logarithm."""
        return np.exp(self.home(np.log(low), np.log(high)))

    def wide_room(self, low: float, high: float) -> Array:
        return np.exp(self.room(np.log(low), np.log(high)))

    def homes_with(self, chance: float) -> Array:
        return (self.rng.random(self.homes) < chance).astype(float)

    def rooms_with(self, chance: float) -> Array:
        return (self.rng.random((self.homes, self.rooms)) < chance).astype(float)


def draw_places(rng: np.random.Generator, homes: int) -> Places:
    """Temperate to cold places of the northern half of the globe; clocks and the sun disagree by up to an hour."""
    die = _Die(rng, homes, 1)
    latitude = die.home(35.0, 63.0)
    return Places(
        latitude=latitude,
        longitude=die.home(-15.0, 15.0),
        mean=10.5 + 0.35 * (52.0 - latitude) + die.home(-2.0, 2.0),
        seasons=die.home(5.5, 11.5),
        days=die.home(2.5, 6.5),
        wander=die.home(2.0, 4.0),
        clouds=die.home(0.25, 0.85),
        wind=die.wide_home(1.5, 6.0),
        dryness=die.home(2.0, 8.0),
        offset=np.zeros(homes),
    )


def draw_dwelling(
    rng: np.random.Generator,
    homes: int,
    rooms: int,
    mean: Array,
    coldest: Array,
    hottest: Array,
    shares: Array = _SHARES,
) -> Dwelling:
    """Homes of `rooms` zones, the last of which is beside all others: of two, a room and the rest of the home.

    `mean`, `coldest` and `hottest` (homes,) are °C of the year, of a cold and of a hot day at each: what the ground is
    at, what its heating is laid out for, with 0 to 120 % to spare, and how likely it is to have air conditioning.
    `shares`: of homes with radiators, floors, electric heaters and split units, (4,).
    """
    die = _Die(rng, homes, rooms)
    floor = die.wide_room(9.0, 40.0)
    floor[:, -1] = die.wide_home(15.0, 140.0)
    height = die.home(2.4, 3.0)
    window, wall = _outside_faces(die, floor, height)
    ground = floor * die.rooms_with(0.4)
    roof = floor * die.rooms_with(0.4)
    inner, doors = _inside(die)
    turned, leak, values = _envelope(die, floor)
    fresh = AIR_DENSITY / 3600.0 * floor * height[:, None] * (die.homes_with(0.4) * die.home(0.25, 0.5))[:, None]
    areas = (wall.sum(axis=2), window.sum(axis=2), roof, ground)
    loss = _loss(tuple(values.values()), areas, leak, fresh)
    return Dwelling(
        floor=floor,
        height=height,
        azimuth=turned[:, None] + np.array([0.0, 90.0, 180.0, 270.0, 180.0]),
        tilt=np.concatenate((np.full((homes, _FACADES), 90.0), die.home(0.0, 45.0)[:, None]), axis=1),
        horizon=rng.uniform(2.0, 30.0, (homes, _FACADES + 1)),
        window=window,
        wall=np.concatenate((wall[..., :_FACADES], roof[..., None]), axis=2),
        ground=ground,
        inner=inner,
        doors=doors,
        **values,
        g_value=die.home(0.4, 0.75),
        structure=die.wide_home(20e3, 130e3),
        furniture=die.home(10e3, 40e3),
        leak=leak,
        opening=window.sum(axis=2) * die.room(0.03, 0.3),
        fresh=fresh,
        recovered=die.homes_with(0.5) * die.home(0.5, 0.85),
        sensor=die.wide_room(0.1, 0.8),
        below=mean + 1.0,
        emitters=_emitters(die, floor, loss * (ROOM + 1.0 - coldest)[:, None], coldest, hottest, shares),
    )


def _envelope(die: _Die, floor: Array) -> tuple[Array, Array, dict[str, Array]]:
    """How far each home is turned, °; cm² of leaks of each room, and U-values: what is old loses more by all."""
    age = die.home(0.0, 1.0) ** 0.7  # 0: built to the last standard, 1: never insulated

    def aged(new: float, old: float) -> Array:
        return new * (old / new) ** age * die.wide_home(0.8, 1.25)

    turned = die.home(0.0, 360.0)
    leak = floor * aged(1.0, 7.0)[:, None]
    values = {
        "u_wall": aged(0.14, 1.5),
        "u_window": aged(0.8, 3.0),
        "u_roof": aged(0.12, 0.8),
        "u_ground": aged(0.16, 0.8),
    }
    return turned, leak, values


def _loss(u_values: tuple[Array, ...], areas: tuple[Array, ...], leak: Array, fresh: Array) -> Array:
    """W/K of each room, (homes, rooms), for which its heating is laid out."""
    loss: Array = np.sum([area * u[:, None] for area, u in zip(areas, u_values, strict=True)], axis=0)
    loss += _VENTILATED * 0.27 * leak + 1000.0 * fresh  # 0.27 m³/h of each cm² at 20 K and 4 m/s
    return loss


def _outside_faces(die: _Die, floor: Array, height: Array) -> tuple[Array, Array]:
    """m² of window and of wall (homes, rooms, planes); each room has one outer face or more."""
    shape = (*floor.shape, _FACADES)
    outer = die.rng.random(shape) < 0.4
    outer[np.arange(die.homes)[:, None], np.arange(die.rooms), die.rng.integers(0, _FACADES, floor.shape)] = True
    face = outer * (np.sqrt(floor) * height[:, None])[..., None] * die.rng.uniform(0.6, 1.3, shape)
    part = outer * die.rng.uniform(0.05, 1.0, shape)
    window = (floor * die.wide_room(0.07, 0.24))[..., None] * part / part.sum(axis=2, keepdims=True)
    window = np.minimum(window, 0.7 * face)
    none = np.zeros((*floor.shape, 1))
    return np.concatenate((window, none), axis=2), np.concatenate((face - window, none), axis=2)


def _inside(die: _Die) -> tuple[Array, Array]:
    """m² of wall and kg/s of air between each room and the last one."""
    inner, doors = np.zeros((2, die.homes, die.rooms, die.rooms))
    area, flow = die.room(5.0, 16.0), die.wide_room(0.003, 0.06)
    for room in range(die.rooms - 1):
        inner[:, room, -1] = inner[:, -1, room] = area[:, room]
        doors[:, room, -1] = doors[:, -1, room] = flow[:, room]
    return inner, doors


def _emitters(die: _Die, floor: Array, load: Array, coldest: Array, hottest: Array, shares: Array) -> Emitters:
    """`load`: (homes, rooms) W on a cold day."""
    kind = die.rng.choice(4, die.homes, p=shares)

    def of(radiator: Array, under_floor: Array, heater: Array, split: Array) -> Array:
        return np.stack((radiator, under_floor, heater, split))[kind, np.arange(die.homes)]

    none = np.zeros(floor.shape)
    to_floor = of(none, die.room(0.85, 1.0), none, none)
    power = load * die.wide_room(1.0, 2.2)
    shared = of(none + 1.0, none + 1.0, none, none)
    cap = np.maximum((power * shared).sum(axis=1) * die.home(0.65, 1.1), 500.0)
    pump = die.homes_with(0.0) + (die.rng.random(die.homes) < np.array([0.25, 0.6, 0.0, 0.0])[kind])
    likely = np.clip((hottest - 24.0) / 8.0, 0.08, 0.97)
    cooled = ((kind == SPLIT) | (die.rng.random(die.homes) < likely))[:, None] * die.rooms_with(0.85)
    return Emitters(
        power=power,
        lag=of(die.wide_room(500.0, 2400.0), die.wide_room(2400.0, 10_800.0), die.wide_room(60.0, 500.0), none + 120.0),
        to_air=of(die.room(0.5, 0.8), 1.0 - to_floor, die.room(0.5, 0.95), none + 0.95),
        to_floor=to_floor,
        shared=shared,
        split=of(none, none, none, none + 1.0),
        cooling=cooled * floor * die.room(50.0, 120.0),
        cooling_lag=none + 150.0,
        source=Source(
            pump=pump,
            cap=cap,
            least=cap * die.home(0.15, 0.4),
            efficiency=die.home(0.8, 0.97),
            flow=np.where(kind == FLOOR, die.home(32.0, 42.0), die.home(48.0, 68.0) - 8.0 * pump),
            coldest=coldest,
            compensated=np.maximum(pump, die.homes_with(0.6)),
        ),
    )
