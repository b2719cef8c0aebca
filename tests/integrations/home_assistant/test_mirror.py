"""What was told so far: changes in their short form, polls, and what is missing."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.home_assistant.mirror import Mirror
from integrations.home_assistant.registry import Names
from tests.instance.house import KITCHEN_VALVE, LIVING_T, LIVING_VALVE, virtual_house
from tests.integrations.home_assistant.recorded import VERSIONS, load
from tests.integrations.home_assistant.test_translate import JSON
from thermo_edge.home.house import Attribute, Device, DeviceKind, EntityId, House, Point, Room
from thermo_edge.home.snapshot import Origin, Quality, Reading

NOW = datetime(2026, 1, 14, 9, 0, tzinfo=UTC)
T = NOW.timestamp()
SET_POINT = Point(LIVING_VALVE.entity, Attribute.SET_POINT)
VALVE = str(LIVING_VALVE.entity)


def mirror() -> Mirror:
    return Mirror(virtual_house())


def valve(temperature: float, at: float = T, context: object = "c1") -> dict[str, Any]:
    attributes = {"temperature": temperature, "current_temperature": 19.0, "friendly_name": "Valve"}
    return {"a": {VALVE: {"s": "heat", "a": attributes, "c": context, "lc": at}}}


def of(readings: list[Reading] | tuple[Reading, ...], point: Point) -> Reading:
    return next(reading for reading in readings if reading.point == point)


def long(entity: str, text: str, at: datetime = NOW, **attributes: Any) -> dict[str, Any]:
    time = at.isoformat()
    times = {"last_changed": time, "last_updated": time, "last_reported": time}
    return {"entity_id": entity, "state": text, "attributes": attributes, "context": {"id": "p"}, **times}


def test_a_difference_changes_only_what_it_names() -> None:
    told = mirror()
    told.changed(valve(20.0, context={"id": "c1", "parent_id": None, "user_id": "anna"}), NOW)
    later = {"c": {VALVE: {"+": {"lu": T + 60, "a": {"temperature": 21.5}, "c": "c2"}}}}
    read = told.changed(later, NOW)
    point = of(read, SET_POINT)
    assert point.value == 21.5
    assert point.at == point.reported == NOW + timedelta(seconds=60)
    assert point.origin == Origin("c2", None, "anna"), "a text names the id only; the rest stays"
    mode = of(read, Point(LIVING_VALVE.entity, Attribute.HVAC_MODE))
    assert (mode.value, mode.at, mode.reported) == ("heat", NOW, NOW + timedelta(seconds=60))


def test_an_unchanged_value_keeps_its_time_and_who_set_it() -> None:
    told = mirror()
    told.changed(valve(20.0, context="anna-did-it"), NOW)
    warmer = {"c": {VALVE: {"+": {"lu": T + 60, "a": {"current_temperature": 19.5}, "c": "device"}}}}
    point = of(told.changed(warmer, NOW), SET_POINT)
    assert (point.at, point.origin.context) == (NOW, "anna-did-it")
    assert point.reported == NOW + timedelta(seconds=60)


def test_a_removed_attribute_is_not_known_any_more() -> None:
    told = mirror()
    told.changed(valve(20.0), NOW)
    gone = {"c": {VALVE: {"+": {"s": "off", "lc": T + 1}, "-": {"a": ["temperature"]}}}}
    assert of(told.changed(gone, NOW), SET_POINT).quality is Quality.UNKNOWN


def test_what_is_not_ours_is_left_out() -> None:
    told = mirror()
    foreign = {"a": {"light.x": {"s": "on", "a": {}, "c": "c", "lc": T}}, "c": {"light.y": {"+": {"s": "on"}}}}
    assert told.changed(foreign, NOW) == []
    assert told.changed({"c": {VALVE: {"+": {"s": "off"}}}}, NOW) == [], "a difference to what was never told"


def test_everything_names_what_is_missing() -> None:
    told = mirror()
    told.polled([long(LIVING_T.entity, "19.5", unit_of_measurement="°C")], told.version, NOW)
    found = told.everything(NOW)
    assert of(found, LIVING_T).value == 19.5
    assert of(found, SET_POINT).quality is Quality.MISSING
    assert {reading.point.entity for reading in found} == virtual_house().entities


def test_what_is_remembered_but_not_loaded_is_away_and_not_missing() -> None:
    told = mirror()
    now = {entity: str(entity) for entity in virtual_house().entities}
    told.adopt(Names(now, expected=frozenset({LIVING_VALVE.entity})), frozenset())
    found = told.everything(NOW)
    assert of(found, SET_POINT).quality is Quality.UNAVAILABLE
    assert of(found, Point(KITCHEN_VALVE.entity, Attribute.SET_POINT)).quality is Quality.MISSING
    later = told.everything(NOW + timedelta(hours=1))
    assert of(later, SET_POINT).at == NOW, "away since then"


def test_what_is_heard_during_a_poll_is_newer_than_its_answer() -> None:
    told = mirror()
    told.changed(valve(20.0), NOW)
    version = told.version
    told.changed({"c": {VALVE: {"+": {"lu": T + 1, "a": {"temperature": 23.0}}}}}, NOW)
    told.polled([long(VALVE, "heat", temperature=20.0)], version, NOW)
    assert of(told.everything(NOW), SET_POINT).value == 23.0
    told.polled([], version, NOW)
    assert of(told.everything(NOW), SET_POINT).value == 23.0, "not missing either"
    told.polled([], told.version, NOW)
    assert of(told.everything(NOW), SET_POINT).quality is Quality.MISSING


def test_a_poll_knows_more_of_when_it_was_reported() -> None:
    told = mirror()
    reported = {**long(VALVE, "heat", temperature=20.0), "last_reported": (NOW + timedelta(hours=1)).isoformat()}
    told.polled([reported], told.version, NOW)
    told.changed(valve(20.0), NOW)
    point = of(told.everything(NOW), SET_POINT)
    assert (point.at, point.reported) == (NOW, NOW + timedelta(hours=1))


def test_a_renamed_entity_is_read_under_its_old_id() -> None:
    told = mirror()
    now = {entity: str(entity) for entity in virtual_house().entities} | {LIVING_T.entity: "sensor.new"}
    told.adopt(Names(now), frozenset())
    read = told.changed({"a": {"sensor.new": {"s": "18", "a": {}, "c": "c", "lc": T}}}, NOW)
    assert [(reading.point, reading.value) for reading in read] == [(LIVING_T, 18.0)]
    assert told.changed({"a": {str(LIVING_T.entity): {"s": "18", "a": {}, "c": "c", "lc": T}}}, NOW) == []


def test_what_is_too_large_is_set_aside_and_comes_back() -> None:
    told = mirror()
    told.changed(valve(20.0), NOW)
    told.adopt(told.names, frozenset({VALVE}))
    assert VALVE not in told.entities
    told.polled([], told.version, NOW)
    assert of(told.everything(NOW), SET_POINT).quality is Quality.UNKNOWN
    told.adopt(told.names, frozenset())
    told.polled([long(VALVE, "heat", temperature=20.0)], told.version, NOW)
    assert of(told.everything(NOW), SET_POINT).value == 20.0


@pytest.mark.parametrize("version", VERSIONS)
def test_recorded_changes_lead_to_the_recorded_states(version: str) -> None:
    """The short form, difference by difference, ends where a poll says it is."""
    events = load(version, "changes")
    listened, asked = mirror(), mirror()
    for event in events[:-4]:  # what came after the poll
        listened.changed(event, NOW)
    asked.polled(load(version, "states"), asked.version, NOW)
    for point in (SET_POINT, LIVING_T, *(Point(LIVING_VALVE.entity, a) for a in (Attribute.HVAC_MODE,))):
        heard, polled = of(listened.everything(NOW), point), of(asked.everything(NOW), point)
        assert (heard.value, heard.quality) == (polled.value, polled.quality)
    people = Point(EntityId("person.alice"), Attribute.PRESENCE)
    assert of(listened.everything(NOW), people).value is False


EVENTS = st.fixed_dictionaries(
    {},
    optional={
        "a": st.dictionaries(st.sampled_from([VALVE, "light.x"]), JSON, max_size=2) | JSON,
        "c": st.dictionaries(st.sampled_from([VALVE, "light.x"]), JSON, max_size=2) | JSON,
        "r": st.lists(st.sampled_from([VALVE, "light.x"]), max_size=2) | JSON,
    },
)


@given(st.lists(EVENTS, max_size=4))
def test_no_event_is_too_strange(events: list[dict[str, Any]]) -> None:
    told = mirror()
    told.changed(valve(20.0), NOW)
    for event in events:
        told.changed(event, NOW)
    assert {reading.point.entity for reading in told.everything(NOW)} == virtual_house().entities


@given(st.lists(JSON | st.just(long(VALVE, "heat")), max_size=4))
def test_no_poll_is_too_strange(states: list[object]) -> None:
    told = mirror()
    told.polled(states, told.version, NOW)
    assert {reading.point.entity for reading in told.everything(NOW)} == virtual_house().entities


def test_a_lamp_of_several_lamps_names_those_of_the_house() -> None:
    lamps = tuple(
        Device(EntityId(f"light.{name}"), KITCHEN_VALVE.place, DeviceKind.LIGHT) for name in ("all", "one", "two")
    )
    house = House(rooms=(Room(KITCHEN_VALVE.place, "Kitchen", lights=lamps),))
    told = Mirror(house)
    members = {"all": ["light.one", "light.two", "light.elsewhere", 7], "one": None, "two": "light.one"}
    states = [long(f"light.{name}", "on", entity_id=ids) for name, ids in members.items()]
    told.polled(states, told.version, NOW)
    assert told.groups() == {EntityId("light.all"): {EntityId("light.one"), EntityId("light.two")}}
