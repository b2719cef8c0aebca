"""What a household knows of its energy: the plates of its heaters, the flow of its heat pump, what its gas costs."""

from dataclasses import replace
from datetime import timedelta

from thermo_edge.home.energy import HeatPump, Tariff
from thermo_edge.home.flow import Flow
from thermo_edge.home.house import Device, DeviceKind, EntityId, HeatSource, House, Room
from thermo_edge.simulation.dwelling import Dwelling
from thermo_edge.simulation.family import ROOMS
from thermo_edge.simulation.market import GAS

FLOW = EntityId("number.heat_source_flow")


def settable(house: House, dwelling: Dwelling) -> House:
    """The house with the water of its source as something that can be set, laid out as the dwelling is."""
    made = dwelling.emitters.source
    design, coldest = round(float(made.flow[0])), round(float(made.coldest[0]))
    none = timedelta(0)

    def with_flow(source: HeatSource) -> HeatSource:
        granted = Flow(25.0, design + 3.0, design, coldest)
        flow = Device(
            FLOW, source.id, DeviceKind.FLOW, heats=False, minimum_on=none, minimum_off=none, writes_per_hour=4
        )
        return replace(source, flow=replace(flow, flow=granted))

    return replace(house, sources=tuple(with_flow(source) for source in house.sources))


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
