"""Changes, commands and floods on a real Home Assistant."""

import time

import pytest

from tests.builders import forged
from tests.instance.harness import HomeAssistant, Person, eventually
from tests.instance.house import (
    ALICE,
    BEDROOM_T,
    HEATER,
    LIVING_T,
    LIVING_VALVE,
    LIVING_WINDOW,
    OUTDOOR_T,
    virtual_house,
)
from tests.integrations.home_assistant.conftest import Adapter
from thermo_edge.home.heard import Changes, Synced
from thermo_edge.home.house import Attribute, EntityId, House, Point, Sensor
from thermo_edge.home.reason import Code
from thermo_edge.home.snapshot import Called, Quality
from thermo_edge.home.turn import Delivery

pytestmark = pytest.mark.homeassistant

SET_POINT = Point(LIVING_VALVE.entity, Attribute.SET_POINT)


def test_a_change_is_heard_and_in_the_next_poll(adapter: Adapter, home_assistant: HomeAssistant) -> None:
    home, ears = adapter()
    home_assistant.set("bedroom_climate_sensor", temperature=16.5)
    eventually(lambda: ears.value(BEDROOM_T) == 16.5, "the change is heard")
    ears.forget()
    home.refresh()
    synced = eventually(lambda: ears.of(Synced), "an answer")[0]
    assert {reading.value for reading in synced.readings if reading.point == BEDROOM_T} == {16.5}
    assert synced.at is not None
    assert abs(time.time() - synced.at.timestamp()) < 5
    assert synced.zone == "Europe/Amsterdam"


def test_everything_a_house_reads(adapter: Adapter, home_assistant: HomeAssistant) -> None:
    _, ears = adapter()
    home_assistant.set("living_room_window", open=True)
    home_assistant.control(person="alice", location="away", hold_s=60)
    home_assistant.control(outdoor_temperature=-5.0)
    presence = Point(ALICE, Attribute.PRESENCE)
    eventually(lambda: ears.value(LIVING_WINDOW) is True, "the window is open")
    eventually(lambda: ears.value(presence) is False, "Alice is away")
    eventually(lambda: abs(float(ears.value(OUTDOOR_T) or 99) + 5) < 0.5, "it freezes")
    home_assistant.set("living_room_window", open=False)
    home_assistant.control(person="alice", location="kitchen", hold_s=60)
    eventually(lambda: ears.value(LIVING_WINDOW) is False, "the window is closed")
    eventually(lambda: ears.value(presence) is True, "Alice is back")


def test_a_device_that_is_away_is_a_fact_about_health(adapter: Adapter, home_assistant: HomeAssistant) -> None:
    home, ears = adapter()
    home_assistant.control(device="living_room_climate_sensor", available=False)
    eventually(lambda: ears.readings(LIVING_T)[-1].quality is Quality.UNAVAILABLE, "it is unavailable")
    assert ears.readings(LIVING_T)[-1].value is None
    home.refresh()
    eventually(lambda: len(ears.of(Synced)) >= 2, "a poll")
    assert ears.readings(LIVING_T)[-1].quality is Quality.UNAVAILABLE
    home_assistant.control(device="living_room_climate_sensor", available=True)
    eventually(lambda: ears.readings(LIVING_T)[-1].good, "it is back")


def test_commands_carry_their_context(
    adapter: Adapter, home_assistant: HomeAssistant, program: tuple[str, str]
) -> None:
    home, ears = adapter()
    overheard = home_assistant.overhear()
    mode = Point(LIVING_VALVE.entity, Attribute.HVAC_MODE)
    home.send([forged(mode.entity, Attribute.HVAC_MODE, "off", 1)])
    eventually(lambda: ears.value(mode) == "off", "it is off")
    home.send([forged(mode.entity, Attribute.HVAC_MODE, "heat", 2), forged(HEATER.entity, Attribute.ON, True, 3)])
    eventually(lambda: len(ears.of(Delivery)) == 3, "all are answered")
    eventually(lambda: ears.value(mode) == "heat" and ears.value(HEATER.switch), "all are obeyed")
    contexts = {delivery.number: delivery.context for delivery in ears.of(Delivery)}
    assert ears.readings(HEATER.switch)[-1].origin.context == contexts[3]
    assert ears.readings(HEATER.switch)[-1].origin.user == program[1]
    assert {called.origin.context for called in ears.of(Called)} >= set(contexts.values())
    assert sorted(overheard.services(user=program[1])) == [
        "climate.set_hvac_mode",
        "climate.set_hvac_mode",
        "switch.turn_on",
    ]
    assert overheard.calls(HEATER.entity)[0]["context"]["id"] == contexts[3]
    home.send([forged(HEATER.entity, Attribute.ON, False, 4)])
    eventually(lambda: ears.value(HEATER.switch) is False, "it is off")


def test_what_home_assistant_declines(adapter: Adapter) -> None:
    home, ears = adapter()
    home.send(
        [
            forged(LIVING_VALVE.entity, Attribute.SET_POINT, 1e9, 1),
            forged(LIVING_VALVE.entity, Attribute.HVAC_MODE, "no such mode", 2),
            forged("sensor.nowhere_temperature", Attribute.ON, True, 3),
            forged(LIVING_VALVE.entity, Attribute.SET_POINT, float("nan"), 4),
        ]
    )
    eventually(lambda: len(ears.of(Delivery)) == 4, "all are answered")
    errors = {delivery.number: delivery.error and delivery.error.code for delivery in ears.of(Delivery)}
    assert errors == {
        1: Code.NOT_FOR_DEVICE,
        2: Code.NOT_FOR_DEVICE,
        3: Code.ENTITY_MISSING,
        4: Code.NOT_FOR_DEVICE,
    }


def test_a_persons_action_by_area_is_overheard(adapter: Adapter, home_assistant: HomeAssistant, anna: Person) -> None:
    _, ears = adapter()
    body = {"area_id": "living_room", "temperature": 18.5}
    home_assistant.api("POST", "/api/services/climate/set_temperature", body)
    eventually(lambda: ears.value(SET_POINT) == 18.5, "the set-point")
    assert any(LIVING_VALVE.entity in called.entities for called in ears.of(Called))
    anna.call("light.turn_on", "light.kitchen_light")
    anna.call("climate.set_temperature", LIVING_VALVE.entity, temperature=19.0)
    eventually(lambda: ears.value(SET_POINT) == 19.0, "the set-point")
    assert all("light.kitchen_light" not in called.entities for called in ears.of(Called)), "not of the house"
    anna.call("light.turn_off", "light.kitchen_light")


def test_a_flood_is_heard_in_few_messages_and_ends_right(adapter: Adapter, home_assistant: HomeAssistant) -> None:
    counter = Sensor(Point(EntityId(home_assistant.announce("sensor", "flood", "0")), Attribute.POWER))
    _, ears = adapter(virtual_house(counter))
    ears.forget()
    home_assistant.flood("test/flood", map(str, range(5000)))
    eventually(lambda: ears.value(counter.point) == 4999.0, "the last of 5,000", 60)
    messages = [one for one in ears.of(Changes) if any(r.point == counter.point for r in one.readings)]
    values = [reading.value for reading in ears.readings(counter.point)]
    assert values == sorted(values, key=float), "in their order"
    assert len(messages) < len(values) / 2


def test_a_flood_of_others_does_not_reach_us(adapter: Adapter, home_assistant: HomeAssistant) -> None:
    home_assistant.announce("sensor", "foreign", "0")
    home, ears = adapter()
    home_assistant.flood("test/foreign", map(str, range(2000)))
    home_assistant.set("living_room_climate_sensor", temperature=17.75)
    eventually(lambda: ears.value(LIVING_T) == 17.75, "our change among theirs", 30)
    assert all(reading.point.entity != "sensor.foreign" for one in ears.of(Changes) for reading in one.readings)
    home.refresh()
    eventually(lambda: len(ears.of(Synced)) >= 2, "the connection holds")


@pytest.mark.parametrize(
    "entity", ["sensor.KÜCHE", "sensor.a/../../config", "sensor.x?y=1#z", "Switch.Big", "nodot", ""]
)
def test_odd_ids_are_missing_and_harm_nobody(adapter: Adapter, entity: str) -> None:
    odd = Sensor(Point(EntityId(entity), Attribute.TEMPERATURE))
    home, ears = adapter(virtual_house(odd))
    home.send([forged(entity, Attribute.ON, True, 9)])
    eventually(lambda: ears.of(Delivery), "an answer")
    assert ears.of(Delivery)[0].error is not None
    assert ears.readings(odd.point)[-1].quality is Quality.MISSING
    assert ears.value(LIVING_T) is not None


def test_an_empty_house_hears_nothing_of_anybody(adapter: Adapter, home_assistant: HomeAssistant) -> None:
    _, ears = adapter(House())
    home_assistant.set("living_room_climate_sensor", temperature=17.0)
    time.sleep(0.5)
    assert ears.of(Synced)[0].readings == ()
    assert ears.of(Changes) == []


def test_a_home_that_changes_to_fahrenheit(adapter: Adapter, home_assistant: HomeAssistant) -> None:
    home, ears = adapter()
    home_assistant.set("living_room_climate_sensor", temperature=20.0)
    count = len(ears.of(Synced))
    try:
        home_assistant.ask("config/core/update", unit_system="us_customary")
        eventually(lambda: unit(home_assistant) == "°F", "Home Assistant shows °F")
        eventually(lambda: len(ears.of(Synced)) > count, "we have noticed")
        home.send([forged(LIVING_VALVE.entity, Attribute.SET_POINT, 21.5, 1)])
        eventually(lambda: near(ears.value(SET_POINT), 21.5), "it obeys")
        device = home_assistant.control(get=True)["devices"]["living_room_radiator"]
        assert near(device["occupied_heating_setpoint"], 21.5)
        ears.forget()
        home.refresh()
        eventually(lambda: ears.of(Synced), "a poll")
        assert near(ears.value(LIVING_T), 20.0)
        assert near(ears.value(SET_POINT), 21.5)
    finally:
        ears.forget()
        home_assistant.ask("config/core/update", unit_system="metric")
    eventually(lambda: ears.of(Synced), "we have noticed")
    home.send([forged(LIVING_VALVE.entity, Attribute.SET_POINT, 19.5, 2)])
    eventually(lambda: ears.value(SET_POINT) == 19.5, "and in °C again")


def near(value: object, celsius: float) -> bool:
    return isinstance(value, int | float) and abs(value - celsius) <= 0.3


def unit(home_assistant: HomeAssistant) -> object:
    return home_assistant.api("GET", "/api/config")[1]["unit_system"]["temperature"]
