"""Proposals on written homes in several languages: what is right, what is asked, what is left alone."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integrations.home_assistant import registry
from integrations.home_assistant.inventory import inventory
from tests.config.homes import CHINESE, DUTCH, FRENCH, GERMAN, HOMES, ODD, Written, a, item
from tests.integrations.home_assistant.recorded import VERSIONS, load
from tests.integrations.home_assistant.test_translate import JSON
from thermo_edge.config.proposal import OF_HOUSE, Found, Proposal, Role, Why
from thermo_edge.config.propose import propose
from thermo_edge.home.house import EntityId
from thermo_edge.home.inventory import Area, Inventory, Item

SHARED = {(Role.HEATING, Role.TEMPERATURE), (Role.WEATHER, Role.OUTDOOR)}
"""Two roles that one entity may have: a thermostat measures, and the weather tells a temperature."""


def known(found: tuple[Found, ...]) -> dict[str, tuple[Role, str | None]]:
    doubles = {Why.OWN_THERMOMETER, Why.FORECAST}
    return {str(one.entity): (one.role, one.room) for one in found if one.why not in doubles}


@pytest.mark.parametrize("home", HOMES.values(), ids=HOMES)
def test_what_is_sure_is_right_and_the_rest_is_asked(home: Written) -> None:
    made = propose(home.inventory)
    assert known(tuple(one for one in made.found if one.sure)) == home.truth
    assert known(made.unsure) == home.unsure


def test_rooms_are_areas_that_are_not_outdoors() -> None:
    assert [(room.id, room.name) for room in propose(GERMAN.inventory).rooms] == [
        ("wohnzimmer", "Wohnzimmer"),
        ("kuche", "Küche"),
        ("flur", "Flur"),
    ]
    assert [room.name for room in propose(CHINESE.inventory).rooms] == ["客厅", "主卧", "玄关"]


def test_the_language_is_one_that_we_speak() -> None:
    assert [propose(home.inventory).language for home in (GERMAN, CHINESE)] == ["en", "zh"]


def why(made: Proposal, entity: str) -> Why:
    return next(one.why for one in made.found if one.entity == entity)


def test_each_has_its_reason() -> None:
    german, dutch, odd = propose(GERMAN.inventory), propose(DUTCH.inventory), propose(ODD.inventory)
    assert why(german, "sensor.wz_hk_temp") is Why.VALVE
    assert why(german, "switch.heizlufter") is Why.SWITCH
    assert why(dutch, "sensor.netatmo_1") is Why.NAME_PLACES
    assert why(dutch, "light.woonkamer") is Why.GROUP
    assert why(odd, "sensor.desk_probe") is Why.AREA_SAYS
    assert why(odd, "sensor.hot") is Why.ODD_VALUE
    assert why(odd, "climate.trv") is Why.STEERED
    assert why(odd, "weather.one") is Why.ANOTHER
    assert why(propose(FRENCH.inventory), "sensor.prise_temp") is Why.WARMS_ITSELF


def test_a_room_with_only_a_thermostat_is_measured_by_it() -> None:
    (own,) = propose(DUTCH.inventory).of(Role.TEMPERATURE, "woonkamer")[1:] or [None]
    assert own is None, "it has a thermometer"
    home = Inventory((a("bath", "Bath"),), (item("climate.bath", "Bath", "bath"),))
    (own,) = propose(home).of(Role.TEMPERATURE, "bath")
    assert (own.entity, own.sure, own.why) == ("climate.bath", True, Why.OWN_THERMOMETER)


def test_without_a_thermometer_outside_the_weather_tells_it() -> None:
    (outdoor,) = propose(ODD.inventory).of(Role.OUTDOOR)
    assert (outdoor.entity, outdoor.why) == ("weather.two", Why.FORECAST)


def test_what_is_cooled_and_dimmed() -> None:
    french = propose(FRENCH.inventory)
    clim = french.of(Role.HEATING, "salon")[0]
    assert (clim.heats, clim.cools) == (True, True)
    assert not propose(ODD.inventory).of(Role.LAMP, "bedroom")[0].dims


def test_what_has_no_area_is_told() -> None:
    assert propose(DUTCH.inventory).unplaced == ()
    home = Inventory((a("bath", "Bath"),), (item("light.attic", "Attic", None),))
    assert propose(home).unplaced == ("light.attic",)


def test_overlapping_groups_are_asked_about() -> None:
    lamps = tuple(item(f"light.{n}", f"Lamp {n}", "bath") for n in "abc")
    groups = (
        item("light.g1", "One", members=("light.a", "light.b")),
        item("light.g2", "Two", members=("light.b", "light.c")),
    )
    made = propose(Inventory((a("bath", "Bath"),), (*groups, *lamps)))
    assert known(tuple(one for one in made.found if one.sure)) == {
        "light.g1": (Role.LAMP, "bath"),
        "light.c": (Role.LAMP, "bath"),
    }
    assert [(one.entity, one.why) for one in made.unsure] == [("light.g2", Why.OVERLAP)]


def test_answers_are_taken() -> None:
    made = propose(ODD.inventory)
    after = made.answered(lambda one: one.role is Role.WEATHER)
    assert [(one.entity, one.sure) for one in after.of(Role.WEATHER)] == [("weather.two", False), ("weather.one", True)]
    assert [one.entity for one in after.unsure] == ["weather.two"]
    assert all(one.why is Why.DENIED for one in after.found if one.role is Role.DOOR)


@pytest.mark.parametrize("version", VERSIONS)
def test_recorded_payloads(version: str) -> None:
    read = registry.parse(load(version, "areas"), load(version, "devices"), load(version, "entities"))
    made = propose(inventory(read, load(version, "states"), load(version, "config")))
    sure = known(tuple(one for one in made.found if one.sure))
    assert sure["climate.bedroom_thermostat"] == (Role.HEATING, "bedroom")
    assert sure["climate.living_room_radiator"] == (Role.HEATING, "living_room")
    assert sure["light.kitchen_light"] == (Role.LAMP, "kitchen")
    assert sure["sensor.living_room_climate_sensor_temperature"] == (Role.TEMPERATURE, "living_room")
    assert sure["binary_sensor.living_room_window_open"] == (Role.WINDOW, "living_room")
    assert sure["input_number.electricity_price"] == (Role.PRICE, None)
    assert not {"switch.bedroom_heater", "binary_sensor.anyone_home", "sensor.smart_meter_power"} & set(sure)
    assert made.of(Role.LAMP, "kitchen")[0].kelvin == (2202.0, 6535.0)


@given(JSON, JSON, JSON, JSON)
def test_no_answer_is_too_strange(areas: object, devices: object, entities: object, states: object) -> None:
    read = registry.parse([areas, {"area_id": "a"}], devices, [entities, {"id": "1", "entity_id": "light.a"}])
    made = inventory(read, [states, {"entity_id": "light.a", "state": "on", "attributes": states}], {"language": areas})
    propose(made)


# --- properties -----------------------------------------------------------------------------------------------------

NAMES = st.one_of(
    st.sampled_from(["Living Room", "客厅", "Fenster", "Heater", "Door", "Garden", "alarm", "Temperature", ""]),
    st.text(max_size=12),
)
DOMAINS = (
    "sensor",
    "binary_sensor",
    "climate",
    "switch",
    "light",
    "lock",
    "siren",
    "weather",
    "person",
    "input_number",
)
IDS = st.builds(lambda d, n: EntityId(f"{d}.{n}"), st.sampled_from(DOMAINS), st.sampled_from("abcdef"))
AREAS = st.builds(Area, st.sampled_from(["one", "two", "three", "客厅", "1"]), NAMES, st.none() | IDS, st.none() | IDS)
KINDS = ["temperature", "humidity", "illuminance", "motion", "opening", "door", "window", "outlet", "presence", None]
ITEMS = st.builds(
    Item,
    id=st.one_of(IDS, st.just(EntityId("Odd.Id")), st.text(max_size=5).map(EntityId)),
    name=NAMES,
    area=st.sampled_from([None, "one", "two", "客厅", "gone"]),
    device=st.sampled_from([None, "d1", "d2"]),
    device_name=NAMES,
    model=NAMES,
    platform=st.sampled_from(["", "generic_thermostat", "mqtt"]),
    kind=st.sampled_from(KINDS),
    unit=st.sampled_from([None, "°C", "°F", "%", "lx", "EUR/kWh"]),
    measured=st.booleans(),
    technical=st.booleans(),
    hidden=st.booleans(),
    state=st.sampled_from(["on", "20", "nan", "1e999", "unknown"]),
    modes=st.sets(st.sampled_from(["heat", "cool", "off"])).map(frozenset),
    colour_modes=st.sets(st.sampled_from(["onoff", "brightness", "color_temp"])).map(frozenset),
    kelvin=st.none() | st.tuples(st.floats(1, 9999), st.floats(1, 9999)),
    members=st.lists(IDS, max_size=4).map(tuple),
    user=st.none() | st.text(max_size=5),
)
INVENTORIES = st.builds(
    Inventory,
    st.lists(AREAS, max_size=4).map(tuple),
    st.lists(ITEMS, max_size=14).map(tuple),
    NAMES,
    st.sampled_from(["en", "zh-Hant", ""]),
)


@settings(max_examples=150, deadline=None)
@given(INVENTORIES)
def test_every_home_is_proposed_soundly(home: Inventory) -> None:
    made = propose(home)
    existing, rooms = {one.id for one in home.items}, {room.id for room in made.rooms}
    assert all(one.entity in existing and 0.0 <= one.confidence <= 1.0 for one in made.found)
    assert all((one.room in rooms) is (one.role not in OF_HOUSE) for one in made.found)
    roles: dict[str, list[Role]] = {}
    for one in made.found:
        roles.setdefault(one.entity, []).append(one.role)
    assert all(len(have) == 1 or tuple(have) in SHARED or tuple(have[::-1]) in SHARED for have in roles.values())
    assert len(rooms) == len(made.rooms)


def test_technical_and_hidden_things_are_left_alone() -> None:
    lamp = item("light.a", "Lamp", "bath")
    for more in ({"technical": True}, {"hidden": True}):
        home = Inventory((a("bath", "Bath"),), (replace(lamp, **more),))  # type: ignore[arg-type]
        assert propose(home).found == ()


def test_a_wall_is_not_the_air_of_its_room() -> None:
    names = (
        "Wall surface temperature",
        "Oberflächentemperatur",
        "墙面温度",
        "Window pane temperature",
        "Wall sensor temperature",
    )
    things = [item(f"sensor.t{n}", name, "bath", kind="temperature", unit="°C") for n, name in enumerate(names)]
    found = propose(Inventory((a("bath", "Bath"),), tuple(things))).found
    assert [one.entity for one in found] == ["sensor.t4"], "one that hangs on a wall may well tell of the air"
