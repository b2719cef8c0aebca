"""The settings of a heat source whose water can be set, and how they become its device."""

from datetime import timedelta

from pydantic import Field, model_validator

from thermo_edge.config import flow_fitting
from thermo_edge.config.energy import fitted
from thermo_edge.config.kinds import AtMost, Celsius, Entity, Part
from thermo_edge.home.flow import Flow
from thermo_edge.home.house import Device, DeviceKind, EntityId, Mode, PlaceId


class FlowSettings(Part):
    """Where the temperature of the water is set, and within what. Leave it out where the source sees to that itself."""

    entity: Entity = Field(description="a number, climate or water_heater entity that takes the flow temperature")
    lowest: Celsius = Field(25.0, ge=15.0, le=45.0, description="never below, °C")
    highest: Celsius = Field(45.0, ge=25.0, le=60.0, description="never above, °C; a floor stands 45")
    design: Celsius = Field(45.0, ge=25.0, le=60.0, description="on the coldest day, °C; 25 at 20 °C outdoors")
    coldest: Celsius = Field(-10.0, ge=-30.0, le=10.0, description="that day, °C outdoors")
    spacing: float = Field(30.0, ge=10.0, le=240.0, description="minutes between two messages at least")
    at_most: AtMost = Field(Mode.ACT, description="the most that may be allowed it: observe, suggest or act")

    @model_validator(mode="after")
    def _sensible(self) -> "FlowSettings":
        return fitted(self, flow_fitting.of_flow(self.model_dump()))


def device(place: PlaceId, flow: FlowSettings | None) -> Device | None:
    """The water of a source as a device of it."""
    if flow is None:
        return None
    return Device(
        entity=EntityId(flow.entity),
        place=place,
        kind=DeviceKind.FLOW,
        heats=False,
        minimum_on=timedelta(0),
        minimum_off=timedelta(0),
        writes_per_hour=4,
        ceiling=flow.at_most,
        flow=Flow(flow.lowest, flow.highest, flow.design, flow.coldest, timedelta(minutes=flow.spacing)),
    )
