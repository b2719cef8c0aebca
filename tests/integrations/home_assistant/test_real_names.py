"""Entities that are renamed, removed, or too large to read."""

from collections.abc import Iterator

import pytest

from tests.builders import forged
from tests.instance.harness import HomeAssistant, eventually
from tests.instance.house import KITCHEN_VALVE, LIVING_T, virtual_house
from tests.integrations.home_assistant.conftest import Adapter
from thermo_edge.home.heard import LinkLost, Renamed, Synced, Trouble
from thermo_edge.home.house import Attribute, EntityId, Point, Sensor
from thermo_edge.home.reason import Code
from thermo_edge.home.snapshot import Called, Quality
from thermo_edge.home.turn import Delivery

pytestmark = pytest.mark.homeassistant

OLD, NEW = str(KITCHEN_VALVE.entity), "climate.renamed_radiator"
SET_POINT = Point(KITCHEN_VALVE.entity, Attribute.SET_POINT)


@pytest.fixture
def renamed_back(home_assistant: HomeAssistant) -> Iterator[None]:
    yield
    if home_assistant.state(NEW):
        home_assistant.rename(NEW, OLD)


@pytest.mark.usefixtures("renamed_back")
def test_a_renamed_entity_goes_on_under_its_old_id(adapter: Adapter, home_assistant: HomeAssistant) -> None:
    home, ears = adapter()
    home_assistant.rename(OLD, NEW)
    assert eventually(lambda: ears.of(Renamed), "the rename is told") == [Renamed(EntityId(OLD), EntityId(NEW))]
    home.send([forged(OLD, Attribute.SET_POINT, 17.0, 1)])
    eventually(lambda: ears.value(SET_POINT) == 17.0, "it obeys under the old id")
    assert ears.of(Delivery)[0].error is None
    assert any(OLD in called.entities for called in ears.of(Called))
    assert all(reading.quality is not Quality.MISSING for reading in ears.readings(SET_POINT))
    # The same after a restart of the program, which remembers the lasting ids.
    known = home.registry_ids()
    home.close()
    again, later = adapter(known=known)
    assert later.of(Renamed) == [Renamed(EntityId(OLD), EntityId(NEW))]
    assert later.value(SET_POINT) == 17.0
    assert again.registry_ids()[KITCHEN_VALVE.entity] == known[KITCHEN_VALVE.entity]
    # And one that remembers nothing misses it.
    _, forgetful = adapter()
    assert forgetful.readings(SET_POINT)[-1].quality is Quality.MISSING


def test_one_that_was_closed_can_be_opened_again(adapter: Adapter, home_assistant: HomeAssistant) -> None:
    home, ears = adapter()
    home.close()
    ears.forget()
    home.open(virtual_house(), ears)
    eventually(lambda: ears.of(Synced), "everything is read")
    home_assistant.set("living_room_climate_sensor", temperature=18.625)
    eventually(lambda: ears.value(LIVING_T) == 18.625, "changes are heard")
    home.send([forged(OLD, Attribute.SET_POINT, 18.0, 1)])
    assert eventually(lambda: ears.of(Delivery), "an answer")[0].error is None


def test_a_removed_entity_is_missing(adapter: Adapter, home_assistant: HomeAssistant) -> None:
    entity = home_assistant.announce("sensor", "short_lived", "21", unit_of_measurement="°C")
    sensor = Sensor(Point(EntityId(entity), Attribute.TEMPERATURE))
    _, ears = adapter(virtual_house(sensor))
    eventually(lambda: ears.value(sensor.point) == 21.0, "it is there")
    home_assistant.publish("homeassistant/sensor/test_short_lived/config", "", retain=True)
    eventually(lambda: ears.readings(sensor.point)[-1].quality is Quality.MISSING, "it is missing")
    assert ears.of(LinkLost) == []


def test_the_inventory(adapter: Adapter) -> None:
    home, _ = adapter()
    inventory = home.inventory()
    entities = {entity.entity: entity for entity in inventory.entities}
    assert inventory.area_of(entities["climate.living_room_radiator"]) == "living_room"
    assert {area.name for area in inventory.areas} >= {"Living Room", "Kitchen"}


# --- too large ----------------------------------------------------------------------------------------------------


@pytest.fixture
def giant(home_assistant: HomeAssistant) -> Iterator[str]:
    entity = "sensor.giant"
    yield entity
    home_assistant.remove_state(entity)


def test_a_giant_of_others_is_no_trouble(adapter: Adapter, home_assistant: HomeAssistant, giant: str) -> None:
    home, ears = adapter()
    home_assistant.giant_state(giant)
    ears.forget()
    home.refresh()
    eventually(lambda: ears.of(Synced), "everything of ours is read", 20)
    assert ears.value(LIVING_T) is not None
    assert missing_entities(ears.of(Synced)[0]) == {"sensor.nowhere_temperature"}
    home_assistant.set("living_room_climate_sensor", temperature=18.125)
    eventually(lambda: ears.value(LIVING_T) == 18.125, "changes are heard")
    assert (ears.of(LinkLost), ears.of(Trouble)) == ([], [])


def missing_entities(synced: Synced) -> set[str]:
    return {reading.point.entity for reading in synced.readings if reading.quality is Quality.MISSING}


def test_a_giant_of_ours_is_set_aside_and_comes_back(
    adapter: Adapter, home_assistant: HomeAssistant, giant: str
) -> None:
    home_assistant.set_state(giant, "20.5", unit_of_measurement="°C")
    sensor = Sensor(Point(EntityId(giant), Attribute.TEMPERATURE))
    home, ears = adapter(virtual_house(sensor))
    assert ears.value(sensor.point) == 20.5
    home_assistant.giant_state(giant)  # comes over the connection that listens, and ends it
    trouble = eventually(lambda: ears.of(Trouble), "the trouble is told", 30)[0]
    assert trouble.key == f"state_too_large:{giant}"
    assert trouble.reason.code is Code.STATE_TOO_LARGE
    assert trouble.entities == (giant,)
    eventually(lambda: isinstance(ears.heard[-1], Synced) or len(ears.of(Synced)) > 1, "the rest is read", 30)
    assert ears.readings(sensor.point)[-1].quality is Quality.UNKNOWN
    home_assistant.set("living_room_climate_sensor", temperature=18.375)
    eventually(lambda: ears.value(LIVING_T) == 18.375, "everything else goes on")
    home_assistant.set_state(giant, "21.5", unit_of_measurement="°C")

    def mended() -> bool:
        home.refresh()
        return any(one.mended for one in ears.of(Trouble))

    eventually(mended, "it is mended", 20)
    eventually(lambda: ears.value(sensor.point) == 21.5, "and read again")
    home_assistant.set_state(giant, "22.5", unit_of_measurement="°C")
    eventually(lambda: ears.value(sensor.point) == 22.5, "and listened to again")


def test_a_giant_of_ours_at_the_start(adapter: Adapter, home_assistant: HomeAssistant, giant: str) -> None:
    home_assistant.giant_state(giant)
    sensor = Sensor(Point(EntityId(giant), Attribute.TEMPERATURE))
    _, ears = adapter(virtual_house(sensor))
    assert ears.of(Trouble)[0].entities == (giant,)
    assert ears.value(LIVING_T) is not None
    assert ears.of(LinkLost) == []
