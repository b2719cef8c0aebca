"""States into readings and commands into actions: tables, recorded payloads, and any JSON at all."""

import math
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.home_assistant import state as states
from integrations.home_assistant import translate
from integrations.home_assistant.state import EntityState
from tests.builders import LIVING, forged, living, radiator
from tests.integrations.home_assistant.recorded import VERSIONS, load
from thermo_edge.home.house import Attribute, DeviceKind, EntityId, House, Point, Room, Sensor
from thermo_edge.home.snapshot import Origin, Quality, Takes

NOW = datetime(2026, 1, 14, 9, 0, tzinfo=UTC)
A, Q = Attribute, Quality


def a_state(entity: str, text: str, **attributes: Any) -> EntityState:
    return EntityState(entity, text, attributes, NOW, NOW, NOW)


@pytest.mark.parametrize(
    ("entity", "text", "attributes", "attribute", "expected"),
    [
        ("sensor.t", "20.5", {"unit_of_measurement": "°C"}, A.TEMPERATURE, (20.5, Q.GOOD)),
        ("sensor.t", "68", {"unit_of_measurement": "°F"}, A.TEMPERATURE, (20.0, Q.GOOD)),
        ("sensor.t", "293.15", {"unit_of_measurement": "K"}, A.TEMPERATURE, (20.0, Q.GOOD)),
        ("sensor.t", "20", {}, A.TEMPERATURE, (20.0, Q.GOOD)),
        ("sensor.t", "20", {"unit_of_measurement": "bananas"}, A.TEMPERATURE, (20.0, Q.IMPOSSIBLE)),
        ("sensor.t", "nan", {"unit_of_measurement": "°C"}, A.TEMPERATURE, (None, Q.IMPOSSIBLE)),
        ("sensor.t", "inf", {"unit_of_measurement": "°C"}, A.TEMPERATURE, (None, Q.IMPOSSIBLE)),
        ("sensor.t", "1e999", {"unit_of_measurement": "°C"}, A.TEMPERATURE, (None, Q.IMPOSSIBLE)),
        ("sensor.t", "warm", {"unit_of_measurement": "°C"}, A.TEMPERATURE, (None, Q.UNKNOWN)),
        ("sensor.t", "unknown", {"unit_of_measurement": "°C"}, A.TEMPERATURE, (None, Q.UNKNOWN)),
        ("sensor.t", "", {}, A.TEMPERATURE, (None, Q.UNKNOWN)),
        ("sensor.t", "unavailable", {"restored": True}, A.TEMPERATURE, (None, Q.UNAVAILABLE)),
        ("sensor.t", "20", {"restored": True}, A.TEMPERATURE, (None, Q.UNAVAILABLE)),
        ("sensor.wall", "64.4", {"unit_of_measurement": "°F"}, A.SURFACE, (18.0, Q.GOOD)),
        ("climate.c", "heat", {"current_temperature": 19}, A.SURFACE, (None, Q.UNKNOWN)),
        ("sensor.h", "55.5", {"unit_of_measurement": "%"}, A.HUMIDITY, (55.5, Q.GOOD)),
        ("sensor.h", "55.5", {"unit_of_measurement": "g/m³"}, A.HUMIDITY, (55.5, Q.IMPOSSIBLE)),
        ("sensor.p", "1.5", {"unit_of_measurement": "kW"}, A.POWER, (1500.0, Q.GOOD)),
        ("sensor.p", "1e308", {"unit_of_measurement": "kW"}, A.POWER, (1e308, Q.IMPOSSIBLE)),
        ("sensor.e", "1500", {"unit_of_measurement": "Wh"}, A.ENERGY, (1.5, Q.GOOD)),
        ("sensor.lux", "2", {"unit_of_measurement": "klx"}, A.ILLUMINANCE, (2000.0, Q.GOOD)),
        ("sensor.co2", "612", {"unit_of_measurement": "ppm"}, A.CO2, (612.0, Q.GOOD)),
        ("sensor.b", "97", {"unit_of_measurement": "%"}, A.BATTERY, (97.0, Q.GOOD)),
        ("input_number.price", "0.28", {"unit_of_measurement": "EUR/kWh"}, A.PRICE, (0.28, Q.GOOD)),
        ("binary_sensor.m", "on", {}, A.MOTION, (True, Q.GOOD)),
        ("binary_sensor.m", "off", {}, A.MOTION, (False, Q.GOOD)),
        ("binary_sensor.m", "unknown", {}, A.MOTION, (None, Q.UNKNOWN)),
        ("binary_sensor.m", "1", {}, A.MOTION, (None, Q.UNKNOWN)),
        ("binary_sensor.w", "on", {"device_class": "window"}, A.OPEN, (True, Q.GOOD)),
        ("cover.w", "opening", {}, A.OPEN, (True, Q.GOOD)),
        ("cover.w", "closed", {}, A.OPEN, (False, Q.GOOD)),
        ("sensor.c", "2026-01-15T06:30:00+01:00", {}, A.NEXT_ALARM, (1768455000.0, Q.GOOD)),
        ("sensor.c", "2026-01-15T06:30:00", {}, A.NEXT_ALARM, (None, Q.UNKNOWN)),
        ("sensor.c", "unknown", {}, A.NEXT_ALARM, (None, Q.UNKNOWN)),
        ("sensor.c", "soon", {}, A.NEXT_ALARM, (None, Q.UNKNOWN)),
        ("calendar.c", "on", {}, A.CALENDAR, (True, Q.GOOD)),
        ("calendar.c", "off", {"end_time": "2026-01-15 06:30:00"}, A.CALENDAR_END, (1768458600.0, Q.GOOD)),
        ("calendar.c", "off", {}, A.CALENDAR_START, (None, Q.UNKNOWN)),
        ("calendar.c", "off", {"start_time": 7}, A.CALENDAR_START, (None, Q.UNKNOWN)),
        ("person.a", "home", {}, A.PRESENCE, (True, Q.GOOD)),
        ("person.a", "not_home", {}, A.PRESENCE, (False, Q.GOOD)),
        ("person.a", "Work", {}, A.PRESENCE, (False, Q.GOOD)),
        ("person.a", "unknown", {}, A.PRESENCE, (None, Q.UNKNOWN)),
        ("device_tracker.a", "home", {}, A.PRESENCE, (True, Q.GOOD)),
        ("binary_sensor.occupied", "on", {}, A.PRESENCE, (True, Q.GOOD)),
        ("switch.s", "on", {}, A.ON, (True, Q.GOOD)),
        ("input_boolean.s", "off", {}, A.ON, (False, Q.GOOD)),
        ("valve.v", "open", {}, A.ON, (True, Q.GOOD)),
        ("valve.v", "closing", {}, A.ON, (False, Q.GOOD)),
        ("switch.s", "unavailable", {}, A.ON, (None, Q.UNAVAILABLE)),
        ("climate.c", "heat", {"current_temperature": 19.5}, A.TEMPERATURE, (19.5, Q.GOOD)),
        ("climate.c", "heat", {"current_temperature": None}, A.TEMPERATURE, (None, Q.UNKNOWN)),
        ("climate.c", "heat", {"temperature": 21}, A.SET_POINT, (21.0, Q.GOOD)),
        ("climate.c", "heat_cool", {"temperature": None, "target_temp_low": 20}, A.SET_POINT, (None, Q.UNKNOWN)),
        ("climate.c", "heat", {"temperature": True}, A.SET_POINT, (None, Q.UNKNOWN)),
        ("climate.c", "heat", {"temperature": [21]}, A.SET_POINT, (None, Q.UNKNOWN)),
        ("climate.c", "heat", {"current_humidity": 51}, A.HUMIDITY, (51.0, Q.GOOD)),
        ("climate.c", "heat", {}, A.HVAC_MODE, ("heat", Q.GOOD)),
        ("climate.c", "unknown", {"current_temperature": 19}, A.HVAC_MODE, (None, Q.UNKNOWN)),
        ("climate.c", "unknown", {"current_temperature": 19}, A.TEMPERATURE, (19.0, Q.GOOD)),
        ("climate.c", "unavailable", {"current_temperature": 19}, A.TEMPERATURE, (None, Q.UNAVAILABLE)),
        ("climate.c", "heat", {"hvac_action": "idle"}, A.HVAC_ACTION, ("idle", Q.GOOD)),
        ("climate.c", "heat", {}, A.HVAC_ACTION, (None, Q.UNKNOWN)),
        ("climate.c", "off", {}, A.ON, (False, Q.GOOD)),
        ("climate.c", "heat", {}, A.ON, (True, Q.GOOD)),
        ("climate.c", "heat", {}, A.CO2, (None, Q.UNKNOWN)),
        ("weather.w", "sunny", {"temperature": 50, "temperature_unit": "°F"}, A.TEMPERATURE, (10.0, Q.GOOD)),
        ("weather.w", "sunny", {"humidity": 80}, A.HUMIDITY, (80.0, Q.GOOD)),
    ],
)
def test_values(
    entity: str, text: str, attributes: dict[str, Any], attribute: Attribute, expected: tuple[Any, Quality]
) -> None:
    value, quality = translate.judge(a_state(entity, text, **attributes), attribute, "°C")
    assert quality is expected[1]
    assert (
        value == pytest.approx(expected[0])
        if isinstance(expected[0], float)
        else value is expected[0] or (value == expected[0])
    )


def test_a_home_in_fahrenheit_is_read_in_celsius() -> None:
    thermostat = a_state("climate.c", "heat", current_temperature=68, temperature=71.6, hvac_action="heating")
    read = translate.readings(thermostat, EntityId("climate.c"), (A.TEMPERATURE, A.SET_POINT, A.HVAC_MODE), "°F")
    values = {reading.point.attribute: reading.value for reading in read}
    assert values[A.TEMPERATURE] == pytest.approx(20.0)
    assert values[A.SET_POINT] == pytest.approx(22.0)
    assert values[A.HVAC_MODE] == "heat"


def test_times_say_when_it_was_taken_and_when_reported() -> None:
    early, later, last = NOW - timedelta(hours=2), NOW - timedelta(hours=1), NOW
    thermostat = EntityState("climate.c", "heat", {"temperature": 20}, early, later, last, Origin("x", "y", "z"))
    mode, point = translate.readings(thermostat, EntityId("climate.old"), (A.HVAC_MODE, A.SET_POINT), "°C")
    assert (mode.at, mode.reported, mode.origin) == (early, last, Origin("x", "y", "z"))
    assert (point.at, point.reported, point.point.entity) == (later, last, "climate.old")


def test_what_is_wanted_of_a_house() -> None:
    window = Sensor(Point(EntityId("climate.living_radiator"), A.HUMIDITY), LIVING)
    bare = radiator(entity=EntityId("switch.heater"), kind=DeviceKind.DUTY)
    house = House(rooms=(living(sensors=(*living().sensors, window), devices=(radiator(), bare)),))
    wanted = translate.wanted(house)
    assert wanted[EntityId("climate.living_radiator")] == {
        A.TEMPERATURE,
        A.SET_POINT,
        A.HVAC_MODE,
        A.HVAC_ACTION,
        A.HUMIDITY,
    }
    assert wanted[EntityId("switch.heater")] == {A.ON}
    assert wanted[EntityId("sensor.living_temperature")] == {A.TEMPERATURE}
    assert translate.wanted(House(rooms=(Room(LIVING, "Empty"),))) == {}


# --- recorded -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", VERSIONS)
def test_recorded_states_are_read(version: str) -> None:
    read = {json["entity_id"]: states.from_json(json, NOW) for json in load(version, "states")}
    expected: dict[tuple[str, Attribute], Any] = {
        ("climate.living_room_radiator", A.SET_POINT): 21.5,
        ("climate.living_room_radiator", A.HVAC_MODE): "off",
        ("climate.living_room_radiator", A.HVAC_ACTION): "off",
        ("climate.living_room_radiator", A.TEMPERATURE): 19.0,
        ("climate.bedroom_thermostat", A.HVAC_MODE): "off",
        ("binary_sensor.living_room_window_open", A.OPEN): True,
        ("person.alice", A.PRESENCE): False,
        ("device_tracker.alice_phone", A.PRESENCE): False,
        ("switch.bedroom_heater", A.ON): True,
        ("light.kitchen_light", A.ON): False,
        ("input_number.electricity_price", A.PRICE): 0.28,
        ("sensor.living_room_climate_sensor_temperature", A.TEMPERATURE): None,
    }
    for (entity, attribute), value in expected.items():
        found = read[entity]
        assert found is not None
        assert translate.judge(found, attribute, "°C")[0] == value, entity
    unavailable = read["sensor.living_room_climate_sensor_temperature"]
    assert unavailable is not None
    assert translate.judge(unavailable, A.TEMPERATURE, "°C")[1] is Q.UNAVAILABLE
    heater = read["switch.bedroom_heater"]
    assert heater is not None
    assert heater.origin.user
    assert heater.reported >= heater.updated >= heater.changed


# --- any JSON -----------------------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(sorted(states.KEPT)) | st.text(max_size=5)
STATES = st.fixed_dictionaries(
    {},
    optional={
        "entity_id": st.sampled_from(["climate.a", "sensor.b", "person.c", "weather.d", "x"]) | JSON,
        "state": st.sampled_from(["on", "unknown", "nan", "20.5", "9" * 400, "heat"]) | JSON,
        "attributes": st.dictionaries(NAMES, JSON, max_size=4) | JSON,
        "last_changed": st.sampled_from(["2026-01-14T09:00:00", "0001-01-01T00:00:00+23:00"]) | JSON,
        "last_updated": JSON,
        "last_reported": JSON,
        "context": st.dictionaries(st.sampled_from(["id", "parent_id", "user_id"]), JSON) | JSON,
    },
)


@given(STATES | JSON, st.sampled_from(["°C", "°F", "?"]))
def test_no_state_is_too_strange(json: object, unit: str) -> None:
    state = states.from_json(json, NOW)
    if state is None:
        return
    for reading in translate.readings(state, EntityId(state.entity), Attribute, unit):
        assert reading.at.tzinfo is not None
        assert reading.reported.tzinfo is not None
        assert (reading.quality is Quality.GOOD) <= (reading.value is not None)
        if isinstance(reading.value, float):
            assert math.isfinite(reading.value)


DIFFERENCES = st.fixed_dictionaries(
    {},
    optional={
        "+": st.fixed_dictionaries(
            {},
            optional={"s": JSON, "a": st.dictionaries(NAMES, JSON) | JSON, "c": JSON, "lc": JSON, "lu": JSON},
        )
        | JSON,
        "-": st.fixed_dictionaries({}, optional={"a": JSON}) | JSON,
    },
)


@given(DIFFERENCES | JSON)
def test_no_difference_is_too_strange(json: object) -> None:
    after = states.with_difference(a_state("climate.c", "heat", temperature=20), json, NOW)
    assert isinstance(after.state, str)
    for reading in translate.readings(after, EntityId("climate.c"), Attribute, "°C"):
        assert reading.reported.tzinfo is not None


# --- the way back -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entity", "attribute", "value", "expected"),
    [
        ("climate.c", A.SET_POINT, 20.5, ("climate", "set_temperature", {"temperature": 20.5})),
        ("climate.c", A.SET_POINT, 20, ("climate", "set_temperature", {"temperature": 20.0})),
        ("climate.c", A.HVAC_MODE, "heat", ("climate", "set_hvac_mode", {"hvac_mode": "heat"})),
        ("switch.s", A.ON, True, ("switch", "turn_on", {})),
        ("switch.s", A.ON, False, ("switch", "turn_off", {})),
        ("input_boolean.s", A.ON, True, ("input_boolean", "turn_on", {})),
        ("light.s", A.ON, False, ("light", "turn_off", {})),
        ("valve.v", A.ON, True, ("valve", "open_valve", {})),
        ("valve.v", A.ON, False, ("valve", "close_valve", {})),
        ("humidifier.h", A.ON, False, ("homeassistant", "turn_off", {})),
        ("cover.garage", A.ON, True, None),
        ("lock.front", A.ON, True, None),
        ("alarm_control_panel.a", A.ON, False, None),
        ("climate.c", A.SET_POINT, math.nan, None),
        ("climate.c", A.SET_POINT, math.inf, None),
        ("climate.c", A.SET_POINT, True, None),
        ("climate.c", A.SET_POINT, "20", None),
        ("climate.c", A.HVAC_MODE, 1.0, None),
        ("switch.s", A.SET_POINT, 20.0, None),
        ("switch.s", A.HVAC_MODE, "heat", None),
        ("switch.s", A.ON, 1.0, None),
        ("switch.s", A.TEMPERATURE, 20.0, None),
    ],
)
def test_commands(entity: str, attribute: Attribute, value: Any, expected: tuple[str, str, dict[str, Any]]) -> None:
    call = translate.call(forged(entity, attribute, value), entity, None, "°C")
    assert (None if call is None else (call.domain, call.service, dict(call.data))) == expected
    assert call is None or call.entity == entity


@pytest.mark.parametrize(
    ("unit", "attributes", "expected"),
    [
        ("°C", {"min_temp": 16, "max_temp": 30, "target_temp_step": 1}, Takes(16.0, 30.0, 1.0)),
        ("°F", {"min_temp": 59, "max_temp": 86, "target_temp_step": 0.5}, Takes(15.0, 30.0, 1 / 1.8)),
        ("°F", {}, Takes(None, None, 1 / 1.8)),
        ("°C", {}, Takes()),
        ("°C", {"min_temp": 30, "max_temp": 16, "target_temp_step": 0}, Takes()),
        ("°C", {"min_temp": "x", "max_temp": None, "target_temp_step": True}, Takes()),
    ],
)
def test_what_a_thermostat_takes(unit: str, attributes: dict[str, Any], expected: Takes) -> None:
    found = translate.takes(a_state("climate.c", "heat", **attributes), unit)
    assert [None if one is None else round(one, 6) for one in found] == [
        None if one is None else round(one, 6) for one in expected
    ]


@pytest.mark.parametrize(("step", "celsius", "sent"), [(1, 20.5, 69.0), (0.5, 20.5, 69.0), (None, 20.5, 68.9)])
def test_a_set_point_for_a_home_in_fahrenheit(step: float | None, celsius: float, sent: float) -> None:
    thermostat = a_state("climate.c", "heat", **({"target_temp_step": step} if step else {}))
    call = translate.call(forged("climate.c", A.SET_POINT, celsius), "climate.c", thermostat, "°F")
    assert call is not None
    assert call.data["temperature"] == pytest.approx(sent)


@pytest.mark.parametrize(
    ("entity", "possible"),
    [
        ("sensor.kitchen_2", True),
        ("sensor.küche", False),
        ("Sensor.kitchen", False),
        ("sensor.a/../b", False),
        ("sensor.", False),
        ("sensor", False),
        ("sensor.a b", False),
        ("sensor.a.b", False),
        ("sensor._a", False),
        ("sensor.a__b", False),
        ("sensor.a\n", False),
        ("", False),
        ("sensor." + "a" * 300, False),
    ],
)
def test_only_ids_that_home_assistant_can_have_are_sent_to_it(entity: str, possible: bool) -> None:
    assert states.possible(entity) is possible
