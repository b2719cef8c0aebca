"""A flow temperature at Home Assistant: read, set, and what may be sent."""

from datetime import UTC, datetime
from typing import Any

import pytest

from integrations.home_assistant import translate
from integrations.home_assistant.calls import Leave, NotPermitted, Outgoing, permit
from integrations.home_assistant.state import EntityState
from tests.builders import forged
from thermo_edge.home.house import Attribute
from thermo_edge.home.snapshot import Quality

NOW = datetime(2026, 1, 14, 9, 0, tzinfo=UTC)
CELSIUS, FAHRENHEIT = {"unit_of_measurement": "°C"}, {"unit_of_measurement": "°F"}


def a_state(entity: str, text: str, **attributes: Any) -> EntityState:
    return EntityState(entity, text, attributes, NOW, NOW, NOW)


@pytest.mark.parametrize(
    ("state", "value"),
    [
        (a_state("number.flow", "38", **CELSIUS), 38.0),
        (a_state("number.flow", "104", **FAHRENHEIT), 40.0),
        (a_state("climate.pump", "heat", temperature=38), 38.0),
        (a_state("water_heater.pump", "eco", temperature=38), 38.0),
    ],
)
def test_what_is_read(state: EntityState, value: float) -> None:
    assert translate.judge(state, Attribute.FLOW, "°C") == (pytest.approx(value), Quality.GOOD)


@pytest.mark.parametrize(
    ("state", "service", "data"),
    [
        (a_state("number.flow", "38", **CELSIUS), "number.set_value", {"value": 40.0}),
        (a_state("number.flow", "104", **FAHRENHEIT), "number.set_value", {"value": 104.0}),
        (a_state("input_number.flow", "38"), "input_number.set_value", {"value": 40.0}),
        (a_state("climate.pump", "heat"), "climate.set_temperature", {"temperature": 40.0}),
        (a_state("water_heater.pump", "eco"), "water_heater.set_temperature", {"temperature": 40.0}),
    ],
)
def test_what_sets_it_may_be_sent(state: EntityState, service: str, data: dict[str, float]) -> None:
    command = forged(state.entity, Attribute.FLOW, 40.0)
    call = translate.call(command, state.entity, state, "°C")
    assert call is not None
    assert (f"{call.domain}.{call.service}", dict(call.data)) == (service, data)
    message = {"type": "call_service", "domain": call.domain, "service": call.service, "service_data": call.data}
    outgoing = Outgoing("websocket", body={**message, "target": {"entity_id": state.entity}})
    assert permit(outgoing, Leave(command, state.entity)) is outgoing
    for other in (Leave(), Leave(forged(state.entity, Attribute.ON, True), state.entity)):
        with pytest.raises(NotPermitted):
            permit(outgoing, other)


@pytest.mark.parametrize(
    ("celsius", "step", "sent"),
    [(40.0, 1, 104.0), (45.0, 1, 113.0), (45.0, 5, 110.0), (35.0, 2, 94.0), (42.0, 1, 107.0)],
)
def test_rounding_to_the_steps_of_a_home_in_fahrenheit_makes_no_water_hotter(
    celsius: float, step: float, sent: float
) -> None:
    state = a_state("climate.pump", "heat", target_temp_step=step)
    call = translate.call(forged("climate.pump", Attribute.FLOW, celsius), "climate.pump", state, "°F")
    assert call is not None and call.data["temperature"] == sent


@pytest.mark.parametrize("entity", ["switch.pump", "select.pump", "number.flow"])
def test_what_takes_no_temperature_gets_none(entity: str) -> None:
    assert translate.call(forged(entity, Attribute.FLOW, float("nan")), entity, None, "°C") is None
    if not entity.startswith("number."):
        assert translate.call(forged(entity, Attribute.FLOW, 40.0), entity, None, "°C") is None
