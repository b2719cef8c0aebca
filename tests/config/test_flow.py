"""A flow temperature in the settings: what it becomes, and what is refused."""

from datetime import timedelta

import pytest

from thermo_edge.config.file import parse_settings
from thermo_edge.config.house import house
from thermo_edge.errors import SettingsError
from thermo_edge.home.house import Attribute, DeviceKind

SOURCE = "heat_sources: {pump: {flow: {%s}}}"


def test_it_becomes_a_device_of_its_source() -> None:
    made = parse_settings(SOURCE % "entity: number.flow, design: 35, highest: 40, spacing: 60")
    source = house(made, made.zone()).sources[0]
    assert source.flow is not None
    assert source.flow.flow is not None
    assert (source.flow.kind, source.flow.place, source.flow.switch.attribute) == (
        DeviceKind.FLOW,
        "pump",
        Attribute.FLOW,
    )
    assert (source.flow.flow.lowest, source.flow.flow.highest, source.flow.flow.spacing) == (
        25.0,
        40.0,
        timedelta(hours=1),
    )


def test_unless_said_a_floor_stands_it() -> None:
    made = parse_settings(SOURCE % "entity: number.flow")
    device = house(made, made.zone()).sources[0].flow
    assert device is not None
    assert device.flow is not None
    assert device.flow.highest == 45.0


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            "rooms: {a: {heating: [{entity: climate.x}]}}\nheat_sources: {p: {flow: {entity: climate.x}}}",
            "climate.x is",
        ),
        ("heat_sources: {p: {flow: {entity: climate.x}}, q: {flow: {entity: climate.x}}}", "climate.x is named twice"),
        ("rooms: {a: {heating: [{entity: cover.garage}]}}", "is no switch"),
        ("rooms: {a: {heating: [{entity: lock.front}]}}", "is no switch"),
        ("heat_sources: {p: {switch: cover.garage}}", "is no switch"),
    ],
)
def test_one_entity_is_one_device_and_what_opens_is_none(settings: str, said: str) -> None:
    with pytest.raises(SettingsError) as wrong:
        parse_settings(settings)
    assert any(said in fault for fault in wrong.value.faults)


@pytest.mark.parametrize(
    ("flow", "said"),
    [
        ("entity: switch.pump", "a flow temperature is set at a number, climate or water_heater entity"),
        ("entity: number.flow, lowest: 40, highest: 35", "keep lowest < highest"),
        ("entity: number.flow, highest: 75", "60"),
    ],
)
def test_what_is_refused(flow: str, said: str) -> None:
    with pytest.raises(SettingsError) as wrong:
        parse_settings(SOURCE % flow)
    assert any(said in fault for fault in wrong.value.faults)
