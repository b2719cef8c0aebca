"""Covers at Home Assistant: their position read, the action that moves them, and what may be sent."""

from datetime import UTC, datetime
from typing import Any

import pytest

from integrations.home_assistant import state as states
from integrations.home_assistant import translate
from integrations.home_assistant.calls import Leave, NotPermitted, Outgoing, permit
from integrations.home_assistant.state import EntityState
from tests.builders import forged
from tests.control.shaded import CLOUD, SHUTTER, WIND, shaded_house
from thermo_edge.home.house import Attribute, Value
from thermo_edge.home.snapshot import Quality

NOW = datetime(2026, 7, 14, 11, 0, tzinfo=UTC)
ENTITY = str(SHUTTER.entity)
P, Q = Attribute.POSITION, Quality


def a_state(text: str, entity: str = ENTITY, **attributes: Any) -> EntityState:
    return EntityState(entity, text, attributes, NOW, NOW, NOW)


@pytest.mark.parametrize(
    ("state", "attribute", "expected"),
    [
        (a_state("open", current_position=70), P, (70.0, Q.GOOD)),
        (a_state("closed", current_position=0), P, (0.0, Q.GOOD)),
        (a_state("opening", current_position=70), P, (None, Q.UNKNOWN)),
        (a_state("closing", current_position=70), P, (None, Q.UNKNOWN)),
        (a_state("open"), P, (100.0, Q.GOOD)),
        (a_state("closed"), P, (0.0, Q.GOOD)),
        (a_state("open", current_position="half"), P, (None, Q.UNKNOWN)),
        (a_state("unknown", current_position=40), P, (None, Q.UNKNOWN)),
        (a_state("unavailable", current_position=40), P, (None, Q.UNAVAILABLE)),
        (a_state("sunny", "weather.w", wind_speed=36, wind_speed_unit="km/h"), Attribute.WIND, (10.0, Q.GOOD)),
        (a_state("sunny", "weather.w"), Attribute.WIND, (None, Q.UNKNOWN)),
        (a_state("sunny", "weather.w", cloud_coverage=40), Attribute.CLOUD, (40.0, Q.GOOD)),
        (
            a_state("22", "sensor.wind", unit_of_measurement="mph"),
            Attribute.WIND,
            (pytest.approx(9.835, 0.001), Q.GOOD),
        ),
    ],
)
def test_what_is_read(state: EntityState, attribute: Attribute, expected: tuple[Any, Quality]) -> None:
    assert translate.judge(state, attribute, "°C") == expected


def test_what_is_wanted_of_a_shaded_house() -> None:
    wanted = translate.wanted(shaded_house())
    assert wanted[SHUTTER.entity] == {P}
    assert wanted[WIND.entity] == wanted[CLOUD.entity] == {Attribute.WIND, Attribute.CLOUD}


@pytest.mark.parametrize(
    ("value", "attributes", "expected"),
    [
        (30.0, {"supported_features": 15}, ("set_cover_position", {"position": 30})),
        (30.4, {}, ("set_cover_position", {"position": 30})),
        (0.0, {"supported_features": 11}, ("close_cover", {})),
        (100.0, {"supported_features": 11}, ("open_cover", {})),
        (30.0, {"device_class": "garage"}, None),
        (30.0, {"device_class": "gate"}, None),
        (30.0, {"device_class": "door"}, None),
        (30.0, {"device_class": "awning"}, None),
        (100.0, {"device_class": "awning"}, None),
        (30.0, {"device_class": ["shutter"]}, ("set_cover_position", {"position": 30})),
        (30.0, {"supported_features": 11}, None),
        (80.0, {"supported_features": 11}, ("open_cover", {})),
        (float("nan"), {}, None),
        (130.0, {}, None),
        (True, {}, None),
        ("open", {}, None),
    ],
)
def test_what_moves_it(value: Value, attributes: dict[str, Any], expected: tuple[str, dict[str, Any]] | None) -> None:
    call = translate.call(forged(ENTITY, P, value), ENTITY, a_state("open", **attributes), "°C")
    assert (None if call is None else (call.service, dict(call.data))) == expected
    if call is not None:
        assert (call.domain, call.entity) == ("cover", ENTITY)


def test_what_home_assistant_tells_of_a_cover_and_the_sky_comes_through_the_door() -> None:
    """Each way that states come in by, the long form and the short one."""
    told = {"device_class": "garage", "supported_features": 15, "current_position": 40}
    sky = {"wind_speed": 36, "wind_speed_unit": "km/h", "cloud_coverage": 40}
    for attributes, entity in ((told, ENTITY), (sky, "weather.home")):
        long = states.from_json({"entity_id": entity, "state": "open", "attributes": attributes}, NOW)
        short = states.from_compressed(entity, {"s": "open", "a": attributes}, NOW)
        changed = states.with_difference(a_state("open", entity), {"+": {"a": attributes}}, NOW)
        for state in (long, short, changed):
            assert state is not None
            if entity == ENTITY:
                assert translate.judge(state, P, "°C") == (40.0, Q.GOOD)
                assert translate.call(forged(ENTITY, P, 30.0), ENTITY, state, "°C") is None
            else:
                assert translate.judge(state, Attribute.WIND, "°C") == (10.0, Q.GOOD)
                assert translate.judge(state, Attribute.CLOUD, "°C") == (40.0, Q.GOOD)


def sent(service: str, entity: str = ENTITY, **data: Any) -> Outgoing:
    target = {"entity_id": entity}
    body = {"type": "call_service", "domain": "cover", "service": service, "service_data": data, "target": target}
    return Outgoing("websocket", body=body)


@pytest.mark.parametrize("entity", ["cover.garage", "lock.front", "alarm_control_panel.home"])
def test_nothing_that_opens_is_turned_on(entity: str) -> None:
    message = {"type": "call_service", "domain": "homeassistant", "service": "turn_on", "service_data": {}}
    outgoing = Outgoing("websocket", body={**message, "target": {"entity_id": entity}})
    with pytest.raises(NotPermitted):
        permit(outgoing, Leave(forged(entity, Attribute.ON, True), entity))


@pytest.mark.parametrize(
    ("outgoing", "value", "allowed"),
    [
        (sent("set_cover_position", position=30), 30.0, True),
        (sent("close_cover"), 0.0, True),
        (sent("open_cover"), 100.0, True),
        (sent("set_cover_position", position=0), 30.0, False),
        (sent("set_cover_position"), 30.0, False),
        (sent("close_cover"), 100.0, False),
        (sent("open_cover"), 0.0, False),
        (sent("close_cover", position=30), 0.0, False),
        (sent("stop_cover"), 30.0, False),
        (sent("toggle"), 30.0, False),
        (sent("set_cover_tilt_position", position=30), 30.0, False),
        (sent("set_cover_position", "cover.garage", position=30), 30.0, False),
    ],
)
def test_what_may_be_sent(outgoing: Outgoing, value: float, allowed: bool) -> None:
    leave = Leave(forged(ENTITY, P, value), ENTITY)
    if allowed:
        assert permit(outgoing, leave) is outgoing
    else:
        with pytest.raises(NotPermitted):
            permit(outgoing, leave)
    with pytest.raises(NotPermitted):
        permit(outgoing)
