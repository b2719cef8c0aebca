"""Areas, devices and entities as recorded, and entities found again after a rename."""

import pytest
from hypothesis import given

from integrations.home_assistant import registry
from integrations.home_assistant.registry import Area, HomeDevice, HomeEntity, Registry
from tests.integrations.home_assistant.recorded import VERSIONS, load
from tests.integrations.home_assistant.test_translate import JSON
from thermo_edge.home.house import EntityId

A, B = EntityId("sensor.a"), EntityId("sensor.b")


def entry(id: str, entity: str, **more: object) -> HomeEntity:  # noqa: A002
    return HomeEntity(id, entity, entity, f"unique-{id}", "mqtt", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("version", VERSIONS)
def test_recorded_registries(version: str) -> None:
    read = registry.parse(load(version, "areas"), load(version, "devices"), load(version, "entities"))
    entities = {entity.entity: entity for entity in read.entities}
    radiator, thermostat = entities["climate.living_room_radiator"], entities["climate.bedroom_thermostat"]
    assert {area.id for area in read.areas} >= {"living_room", "kitchen", "bedroom"}
    assert (radiator.platform, radiator.disabled, radiator.area) == ("mqtt", False, None)
    assert read.area_of(radiator) == "living_room", "by its device"
    assert read.area_of(thermostat) == "bedroom", "its own"
    device = next(device for device in read.devices if device.id == radiator.device)
    assert (device.name, device.model) == ("Living Room Radiator", "VH-TRV1")


def test_names_stay_where_nothing_was_renamed() -> None:
    names = registry.find([A, B], {}, Registry(entities=(entry("1", "sensor.a"),)))
    assert names.now == {A: "sensor.a", B: "sensor.b"}
    assert names.known == {A: "1"}
    assert names.expected == {A}


def test_a_renamed_entity_is_found_by_its_lasting_id() -> None:
    names = registry.find([A], {A: "1"}, Registry(entities=(entry("1", "sensor.new"),)))
    assert names.of(A) == "sensor.new"
    assert names.known == {A: "1"}


def test_two_that_swapped_names_are_told_apart() -> None:
    swapped = Registry(entities=(entry("1", "sensor.b"), entry("2", "sensor.a")))
    names = registry.find([A, B], {A: "1", B: "2"}, swapped)
    assert names.now == {A: "sensor.b", B: "sensor.a"}


def test_a_replaced_entity_is_found_by_name() -> None:
    names = registry.find([A], {A: "gone"}, Registry(entities=(entry("9", "sensor.a"),)))
    assert (names.of(A), names.known[A]) == ("sensor.a", "9")


def test_a_disabled_entity_is_not_expected() -> None:
    names = registry.find([A], {}, Registry(entities=(entry("1", "sensor.a", disabled=True),)))
    assert names.expected == frozenset()


@pytest.mark.parametrize(
    ("data", "aimed"),
    [
        ({"entity_id": "sensor.new"}, {A}),
        ({"entity_id": ["sensor.new", "light.x"]}, {A}),
        ({"entity_id": "light.x, sensor.b"}, {B}),
        ({"entity_id": "all"}, {A, B}),
        ({"entity_id": "none"}, set()),
        ({"area_id": "bath"}, {A}),
        ({"area_id": ["kitchen", "bath"]}, {A}),
        ({"device_id": "d"}, {A}),
        ({"floor_id": "up"}, {A}),
        ({"label_id": ["warm"]}, {A}),
        ({"temperature": 20}, set()),
        (None, set()),
        ({"entity_id": {"a": 1}}, set()),
    ],
)
def test_which_of_ours_an_action_aims_at(data: object, aimed: set[EntityId]) -> None:
    read = Registry(
        (Area("bath", "Bath", "up"),),
        (HomeDevice("d", "Thing", "bath", labels=frozenset({"warm"})),),
        (entry("1", "sensor.new", device="d"),),
    )
    assert set(registry.find([A, B], {A: "1"}, read).aimed(data)) == aimed


@given(JSON, JSON, JSON)
def test_no_registry_is_too_strange(areas: object, devices: object, entities: object) -> None:
    registry.find([A], {A: "1"}, registry.parse([areas], devices, [entities, {"id": "1", "entity_id": "sensor.a"}]))


@given(JSON)
def test_no_target_is_too_strange(data: object) -> None:
    registry.find([A], {}, Registry()).aimed({"entity_id": data, "area_id": data})
