"""What a household knows of its energy: the plates of its heaters, the flow of its heat pump, what its gas costs."""

from dataclasses import replace

from thermo_edge.home.energy import HeatPump, Tariff
from thermo_edge.home.house import Device, HeatSource, House, Room
from thermo_edge.simulation.dwelling import Dwelling
from thermo_edge.simulation.family import ROOMS
from thermo_edge.simulation.market import GAS


def described(house: House, dwelling: Dwelling) -> House:
    """The house with what its settings would say of the emitters and the source of this dwelling."""
    rooms = tuple(_room(room, dwelling) for room in house.rooms)
    return replace(house, rooms=rooms, sources=tuple(_source(source, dwelling) for source in house.sources))


def _room(room: Room, dwelling: Dwelling) -> Room:
    number, emitters = ROOMS.index(room.id), dwelling.emitters
    heat, cold = float(emitters.power[0, number]), float(emitters.cooling[0, number])

    def known(device: Device) -> Device:
        power = round(heat / 1000.0, 1) if device.heats and heat >= 50.0 else None
        cooling = round(cold / 1000.0, 1) if device.cools and cold >= 50.0 else None
        return replace(device, power=power, cooling_power=cooling)

    return replace(room, devices=tuple(known(device) for device in room.devices))


def _source(source: HeatSource, dwelling: Dwelling) -> HeatSource:
    made = dwelling.emitters.source
    if made.pump[0] > 0.0:
        return replace(source, name="Heat pump", pump=HeatPump(flow=round(float(made.flow[0]))))
    return replace(source, tariff=Tariff(GAS), efficiency=round(float(made.efficiency[0]), 2))
