"""The family's home of the live simulation: one plausible six-room house, its weather, and either plant of it."""

from collections.abc import Callable
from typing import Literal

import numpy as np

from thermo_edge.simulation.building import Building
from thermo_edge.simulation.climate import MadeWeather, Places
from thermo_edge.simulation.dwelling import Dwelling
from thermo_edge.simulation.emitters import Emitters, Source
from thermo_edge.simulation.layered import layered
from thermo_edge.simulation.lumped import lumped
from thermo_edge.simulation.plant import Array

Kind = Literal["lumped", "layered"]
Maker = Literal["boiler", "heat pump"]

ROOMS = ("living", "kitchen", "bedroom", "kids", "bath", "hall")
"""In the order of all arrays."""

LATITUDE, LONGITUDE = 52.37, 4.90
"""Amsterdam."""

BUILD: dict[Kind, Callable[[Dwelling], Building]] = {"lumped": lumped, "layered": layered}
"""How a home becomes a plant of each kind."""

# Living, kitchen, bedroom, kids, bath, hall; facades to north, east, south, west, and the roof.
_FLOOR = (28.0, 14.0, 15.0, 12.0, 7.0, 10.0)
_WINDOWS = (
    (0.0, 0.0, 4.5, 1.5, 0.0),
    (0.0, 2.0, 0.8, 0.0, 0.0),
    (0.0, 2.2, 0.0, 0.0, 0.0),
    (0.0, 0.0, 0.0, 1.9, 0.0),
    (0.6, 0.0, 0.0, 0.0, 0.0),
    (0.6, 0.0, 0.0, 0.0, 0.0),
)
_WALLS = (
    (0.0, 0.0, 11.0, 9.0),
    (0.0, 7.5, 8.0, 0.0),
    (8.5, 7.5, 0.0, 0.0),
    (0.0, 0.0, 0.0, 8.0),
    (6.0, 0.0, 0.0, 0.0),
    (4.0, 0.0, 0.0, 0.0),
)
_BESIDE = ((0, 1, 9.0), (0, 5, 8.0), (1, 5, 6.0), (2, 5, 6.0), (3, 5, 5.0), (4, 5, 5.0), (2, 3, 8.0), (2, 4, 5.0))
"""Inner walls: two rooms and m² between them. Those to the hall have doors; the kitchen is open to the living room."""

_POWER = (2300.0, 1200.0, 1150.0, 1000.0, 1000.0, 600.0)
_BATH = ROOMS.index("bath")
_COOLED = (2500.0, 0.0, 1800.0, 0.0, 0.0, 0.0)


def family_home(kind: Kind = "lumped", source: Maker = "boiler") -> Building:
    """One home with the rooms of `ROOMS`, 86 m² on one floor, built in the 1990s.

    Radiators hang on a boiler of 5.5 kW, or of a heat pump as strong; the bath has a bare electric heater, the living
    room and the bedroom an air conditioner that only cools.
    """
    return BUILD[kind](family_dwelling(source))


def family_dwelling(source: Maker = "boiler") -> Dwelling:
    """The same home as it would be surveyed."""
    floor = _row(_FLOOR)
    inner, doors = np.zeros((1, 6, 6)), np.zeros((1, 6, 6))
    for one, other, area in _BESIDE:
        inner[0, [one, other], [other, one]] = area
        if ROOMS[other] == "hall":
            doors[0, [one, other], [other, one]] = 0.020
    doors[0, [0, 1], [1, 0]] = 0.060
    windows = np.array([_WINDOWS])
    walls = np.concatenate((np.array([_WALLS]), floor[..., None]), axis=2)
    return Dwelling(
        floor=floor,
        height=_each(2.6),
        azimuth=_row((10.0, 100.0, 190.0, 280.0, 190.0)),
        tilt=_row((90.0, 90.0, 90.0, 90.0, 15.0)),
        horizon=_row((15.0, 12.0, 8.0, 14.0, 5.0)),
        window=windows,
        wall=walls,
        ground=floor,
        inner=inner,
        doors=doors,
        u_wall=_each(0.42),
        u_window=_each(1.7),
        u_roof=_each(0.30),
        u_ground=_each(0.35),
        g_value=_each(0.58),
        structure=_each(90e3),
        furniture=_each(25e3),
        leak=4.5 * floor,
        opening=0.25 * windows.sum(axis=2),
        fresh=_row((0.0, 0.008, 0.0, 0.0, 0.006, 0.0)),
        recovered=_each(0.0),
        sensor=_row((0.35, 0.45, 0.35, 0.4, 0.5, 0.4)),
        below=_each(11.0),
        emitters=_emitters(source),
    )


def family_weather(seed: int = 1) -> MadeWeather:
    """The weather of the family's home: Amsterdam's, from a seed."""
    return MadeWeather(
        Places(
            latitude=_each(LATITUDE),
            longitude=_each(LONGITUDE),
            mean=_each(10.4),
            seasons=_each(7.0),
            days=_each(3.4),
            wander=_each(3.1),
            clouds=_each(0.78),
            wind=_each(4.2),
            dryness=_each(3.2),
            offset=_each(0.0),
        ),
        seed,
    )


def _emitters(source: Maker) -> Emitters:
    bath = _row([float(room == _BATH) for room in range(len(ROOMS))])
    pump = float(source == "heat pump")
    return Emitters(
        power=_row(_POWER),
        lag=np.where(bath > 0.0, 150.0, 900.0),
        to_air=np.where(bath > 0.0, 0.85, 0.65),
        to_floor=0.0 * bath,
        shared=1.0 - bath,
        split=0.0 * bath,
        cooling=_row(_COOLED),
        cooling_lag=120.0 + 0.0 * bath,
        source=Source(
            pump=_each(pump),
            cap=_each(5500.0),
            least=_each(1600.0),
            efficiency=_each(0.93),
            flow=_each(45.0 if pump else 60.0),
            coldest=-_each(8.0),
            compensated=_each(1.0),
        ),
    )


def _row(values: tuple[float, ...] | list[float]) -> Array:
    return np.array([values], dtype=float)


def _each(value: float) -> Array:
    return np.array([value])
