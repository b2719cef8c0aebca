"""Shutters with a motor on the windows of a simulated home: what they keep out, and what settings would say of them."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import timedelta

import numpy as np

from thermo_edge.home.house import Device, DeviceKind, EntityId, House, PlaceId
from thermo_edge.home.shading import Shade
from thermo_edge.simulation.devices import Machine
from thermo_edge.simulation.dwelling import Dwelling
from thermo_edge.simulation.family import ROOMS
from thermo_edge.simulation.plant import Array
from thermo_edge.simulation.shell import ROOF

KEEPS_OUT = 0.9
"""Of the sun, by a closed outer shutter of light slats."""


def shutter(room: str) -> EntityId:
    return EntityId(f"cover.{room}_shutter")


def hung(house: House, dwelling: Dwelling, covers: Collection[str]) -> House:
    """The house with one shutter for all windows of each of these rooms, granted to shade."""
    rooms = tuple(
        replace(room, covers=(_cover(room.id, dwelling),)) if room.id in covers else room for room in house.rooms
    )
    return replace(house, rooms=rooms)


def _cover(place: PlaceId, dwelling: Dwelling) -> Device:
    """Facing where most of the glass does, and so much wider that the sun on its other windows counts as well."""
    glass = dwelling.window[0, ROOMS.index(place), :ROOF]
    looks = np.deg2rad(dwelling.azimuth[0, :ROOF])
    azimuth = float(np.rad2deg(np.arctan2((glass * np.sin(looks)).sum(), (glass * np.cos(looks)).sum()))) % 360.0
    aside = np.abs((np.rad2deg(looks) - azimuth + 180.0) % 360.0 - 180.0)
    width = min(75.0 + float(aside[glass > 0.0].max(initial=0.0)) / 2.0, 120.0)
    none = timedelta(0)
    return Device(
        shutter(place),
        place,
        DeviceKind.COVER,
        heats=False,
        minimum_on=none,
        minimum_off=none,
        writes_per_hour=6,
        shade=Shade(round(azimuth), round(width)),
    )


def drawn(house: House, machines: Mapping[EntityId, Machine], by_hand: Array) -> Array:
    """The share of the sun that is kept out of each room: by its shutter where it has one, else by hand."""
    found = by_hand.copy()
    for room in house.rooms:
        for cover in room.covers:
            open_ = machines[cover.entity].position / 100.0
            found[ROOMS.index(room.id)] = KEEPS_OUT * (1.0 - open_)
    return found
