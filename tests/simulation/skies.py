"""Weather and inputs by hand, for tests of the plants."""

import numpy as np

from thermo_edge.simulation.plant import Array, Inputs, Outside

ROOM_INPUTS = ("heating", "cooling", "people", "appliances", "vapour", "windows", "shades")


def sky(
    temperature: float | Array = 5.0,
    *,
    moisture: float = 4.0,
    wind: float = 3.0,
    beam: float = 0.0,
    diffuse: float = 0.0,
    elevation: float = -20.0,
    azimuth: float = 0.0,
    homes: int = 1,
) -> Outside:
    values = (temperature, moisture, wind, beam, diffuse, elevation, azimuth)
    return Outside(*(np.zeros(homes) + value for value in values))


def sunny(azimuth: float, elevation: float = 20.0, homes: int = 1) -> Outside:
    return sky(10.0, beam=700.0, diffuse=80.0, elevation=elevation, azimuth=azimuth, homes=homes)


def inputs(homes: int, rooms: int, **given: float | Array) -> Inputs:
    return Inputs(**{name: np.zeros((homes, rooms)) + given.get(name, 0.0) for name in ROOM_INPUTS})
