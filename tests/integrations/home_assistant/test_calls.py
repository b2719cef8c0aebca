"""The list of what may be said to Home Assistant: the rest stays unsaid."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.home_assistant.calls import Leave, NotPermitted, Outgoing, permit
from tests.builders import forged
from thermo_edge.home.house import Attribute
from thermo_edge.home.turn import Command

VALVE, HEATER = "climate.valve", "switch.heater"


def service(action: str, target: object = None, **data: Any) -> Outgoing:
    domain, _, name = action.partition(".")
    message: dict[str, object] = {"type": "call_service", "domain": domain, "service": name, "service_data": data}
    if target is not None:
        message["target"] = {"entity_id": target} if isinstance(target, str) else target
    return Outgoing("websocket", body=message)


def forecasts(target: object, **data: Any) -> Outgoing:
    asked = service("weather.get_forecasts", target, **data)
    return Outgoing("websocket", body={**(asked.body or {}), "return_response": True})


def socket(**message: Any) -> Outgoing:
    return Outgoing("websocket", body=message)


PHONES = Leave(phones=frozenset({"notify.mobile_app_anna"}))
SET = forged(VALVE, Attribute.SET_POINT, 20.5)
MODE = forged(VALVE, Attribute.HVAC_MODE, "heat")
ON, OFF = forged(HEATER, Attribute.ON, True), forged(HEATER, Attribute.ON, False)


@pytest.mark.parametrize(
    ("outgoing", "leave"),
    [
        (socket(type="config/entity_registry/list"), Leave()),
        (socket(type="subscribe_entities", entity_ids=["sensor.a"]), Leave()),
        (socket(type="subscribe_events", event_type="call_service"), Leave()),
        (socket(type="fire_event", event_type="thermo_edge_heartbeat", event_data={}), Leave()),
        (service("persistent_notification.create", message="x"), Leave()),
        (service("persistent_notification.dismiss", notification_id="x"), Leave()),
        (service("notify.mobile_app_anna", message="x"), PHONES),
        (forecasts("weather.home", type="hourly"), Leave()),
        (forecasts("weather.home", type="daily"), Leave()),
        (service("climate.set_temperature", VALVE, temperature=20.5), Leave(SET, VALVE)),
        (service("climate.set_hvac_mode", VALVE, hvac_mode="heat"), Leave(MODE, VALVE)),
        (service("switch.turn_on", HEATER), Leave(ON, HEATER)),
        (service("switch.turn_off", HEATER), Leave(OFF, HEATER)),
        (service("switch.turn_on", "switch.renamed"), Leave(ON, "switch.renamed")),
        (Outgoing("GET", "config"), Leave()),
        (Outgoing("GET", "states"), Leave()),
        (Outgoing("GET", "states/sensor.a"), Leave()),
        (Outgoing("GET", "config/automation/config/thermo_edge_dead_man_switch_a"), Leave()),
        (Outgoing("POST", "config/automation/config/thermo_edge_dead_man_switch_a"), Leave()),
        (Outgoing("DELETE", "config/automation/config/thermo_edge_dead_man_switch_a"), Leave()),
    ],
)
def test_permitted(outgoing: Outgoing, leave: Leave) -> None:
    assert permit(outgoing, leave) is outgoing


@pytest.mark.parametrize(
    ("outgoing", "leave"),
    [
        (socket(), Leave()),
        (socket(type="config/entity_registry/update"), Leave()),
        (socket(type="execute_script"), Leave()),
        (socket(type=["auth"]), Leave()),
        (socket(type="subscribe_events", event_type="state_changed"), Leave()),
        (socket(type="subscribe_events"), Leave()),
        (socket(type="fire_event", event_type="homeassistant_stop"), Leave()),
        (service("switch.turn_on", HEATER), Leave()),
        (service("switch.turn_on", HEATER), PHONES),
        (service("switch.turn_on", HEATER), Leave(OFF, HEATER)),
        (service("switch.turn_off", HEATER), Leave(ON, HEATER)),
        (service("switch.turn_on", "switch.other"), Leave(ON, HEATER)),
        (service("switch.turn_on", {"entity_id": [HEATER, "switch.other"]}), Leave(ON, HEATER)),
        (service("switch.turn_on", {"entity_id": HEATER, "area_id": "kitchen"}), Leave(ON, HEATER)),
        (service("switch.turn_on", HEATER, entity_id="switch.other"), Leave(ON, HEATER)),
        (service("switch.turn_on", "all"), Leave(ON, "all")),
        (service("homeassistant.restart", HEATER), Leave(ON, HEATER)),
        (service("climate.set_temperature", VALVE, temperature=20.5), Leave(ON, VALVE)),
        (service("climate.set_temperature", VALVE, temperature="hot"), Leave(SET, VALVE)),
        (service("climate.set_temperature", VALVE, temperature=float("nan")), Leave(SET, VALVE)),
        (service("climate.set_temperature", VALVE, temperature=20.5, hvac_mode="heat"), Leave(SET, VALVE)),
        (service("climate.set_hvac_mode", VALVE, hvac_mode="cool"), Leave(MODE, VALVE)),
        (service("notify.mobile_app_bob", message="x"), PHONES),
        (service("weather.get_forecasts", "weather.home", type="hourly"), Leave()),
        (forecasts("switch.home", type="hourly"), Leave()),
        (forecasts("all", type="hourly"), Leave()),
        (forecasts("weather.home", type="hourly", more=1), Leave()),
        (forecasts({"entity_id": "weather.home", "area_id": "x"}, type="hourly"), Leave()),
        (service("switch.turn_on", message="x"), Leave(phones=frozenset({"switch.turn_on"}))),
        (Outgoing("POST", "states/sensor.a"), Leave()),
        (Outgoing("POST", "services/switch/turn_on"), Leave()),
        (Outgoing("POST", "config/automation/config/theirs"), Leave()),
        (Outgoing("DELETE", "config/automation/config/theirs"), Leave()),
        (Outgoing("DELETE", "states/switch.a"), Leave()),
        (Outgoing("GET", "states/../config"), Leave()),
        (Outgoing("GET", "states/sensor.a?x=1"), Leave()),
        (Outgoing("GET", "error_log"), Leave()),
        (Outgoing("GET", ""), Leave()),
    ],
)
def test_not_permitted(outgoing: Outgoing, leave: Leave) -> None:
    with pytest.raises(NotPermitted, match="Not sent"):
        permit(outgoing, leave)


COMMANDS = st.sampled_from([SET, MODE, ON, OFF])
ACTIONS = st.sampled_from(
    ["switch.turn_on", "switch.turn_off", "homeassistant.turn_on", "climate.set_temperature", "lock.unlock", "x.y"]
) | st.text(max_size=20)
DATA = st.dictionaries(
    st.sampled_from(["temperature", "hvac_mode", "entity_id", "area_id", "x"]), st.none() | st.text()
)


@given(COMMANDS, ACTIONS, DATA, st.sampled_from([VALVE, HEATER, "all", "light.x"]))
def test_a_command_opens_the_door_only_for_its_own_action(
    command: Command, action: str, data: dict[str, object], target: str
) -> None:
    entity = str(command.point.entity)
    outgoing = service(action, target, **data)
    try:
        permit(outgoing, Leave(command, entity))
    except NotPermitted:
        return
    assert target == entity, json.dumps(outgoing.body)
    assert "entity_id" not in data
    assert "area_id" not in data
    if command in (ON, OFF):
        assert action.endswith("turn_on" if command is ON else "turn_off")
