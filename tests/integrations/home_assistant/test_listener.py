"""Floods become batches; strange events are left out; what was closed is silent."""

from datetime import timedelta
from typing import Any

from hypothesis import given

from integrations.home_assistant import deadman
from integrations.home_assistant.deadman import Watch
from integrations.home_assistant.listener import Listener, Voice
from integrations.home_assistant.mirror import Mirror
from tests.builders import MORNING
from tests.contracts.home_contract import Ears
from tests.instance.house import HEATER, LIVING_T, virtual_house
from tests.integrations.home_assistant.recorded import VERSIONS, load
from tests.integrations.home_assistant.test_translate import JSON
from thermo_edge.clock import SteppedClock
from thermo_edge.home.heard import Changes, Peer
from thermo_edge.home.snapshot import Called, Origin

GATHER = timedelta(milliseconds=10)


class Desk:
    """A listener with everything around it, in one thread."""

    def __init__(self) -> None:
        self.ears = Ears()
        self.clock = SteppedClock(MORNING)
        self.voice = Voice(self.ears)
        self.voice.synced = True
        self.mirror = Mirror(virtual_house())
        self.again: list[bool] = []
        self.announced = 0
        self.listener = Listener(self.mirror, self.voice, self.clock, "us", GATHER, self.again.append, self._announce)
        self.mirror.changed({"a": {str(LIVING_T.entity): {"s": "0", "a": {}, "c": "c", "lc": 1.0}}}, MORNING)

    def _announce(self) -> None:
        self.announced += 1

    def change(self, value: float) -> None:
        at = self.clock.now().timestamp()
        self.listener.on_entities({"c": {str(LIVING_T.entity): {"+": {"s": str(value), "lc": at}}}})
        self.listener.on_quiet()


def test_the_first_change_is_told_at_once() -> None:
    desk = Desk()
    desk.change(20.0)
    assert [len(one.readings) for one in desk.ears.of(Changes)] == [1]


def test_a_flood_becomes_few_messages_and_loses_nothing() -> None:
    desk = Desk()
    for number in range(5000):
        desk.clock.advance(timedelta(microseconds=100))
        desk.change(float(number))
    desk.clock.advance(GATHER)
    desk.listener.on_quiet()
    told = desk.ears.of(Changes)
    assert len(told) <= 60
    assert [reading.value for one in told for reading in one.readings] == [float(number) for number in range(5000)]


def test_a_message_is_never_endless() -> None:
    desk = Desk()
    desk.change(1.0)
    for number in range(5000):
        desk.change(float(number))  # the clock stands still
    assert max(len(one.readings) for one in desk.ears.of(Changes)) <= 1000


def test_before_everything_was_read_changes_are_only_remembered() -> None:
    desk = Desk()
    desk.voice.synced = False
    desk.change(21.5)
    assert desk.ears.heard == []
    assert any(reading.value == 21.5 for reading in desk.mirror.everything(MORNING))


def test_a_change_comes_before_the_action_that_followed_it() -> None:
    desk = Desk()
    desk.change(1.0)
    desk.change(2.0)
    event = {"data": {"domain": "switch", "service": "turn_on", "service_data": {"entity_id": HEATER.entity}}}
    desk.listener.handlers["call_service"](event)
    assert [type(one) for one in desk.ears.heard] == [Changes, Changes, Called]


def test_recorded_actions() -> None:
    for version in VERSIONS:
        desk, watch = Desk(), Watch()
        desk.listener.watch(watch)
        for event in load(version, "calls"):
            desk.listener.handlers["call_service"](event)
        called = desk.ears.of(Called)
        assert [one.entities for one in called] == [
            ("climate.living_room_radiator",),
            ("switch.bedroom_heater",),
            ("climate.living_room_radiator",),
        ]
        assert all(one.origin.user and one.origin.context and one.at.tzinfo for one in called)
        found = watch.find(lambda call: call.service == "light.turn_off", timedelta(0))
        assert found is not None
        assert found.entities == ("light.kitchen_light",)


def test_a_recorded_rename_of_ours_is_read_again() -> None:
    desk = Desk()
    data = {"action": "update", "entity_id": "sensor.new", "old_entity_id": str(LIVING_T.entity), "changes": {}}
    desk.listener.handlers["entity_registry_updated"]({"data": data})
    for event in load(VERSIONS[0], "registry_events"):  # of another entity
        desk.listener.handlers["entity_registry_updated"](event)
    assert desk.again == [True]


def test_peers_are_told_apart_from_ourselves() -> None:
    desk = Desk()
    here = desk.listener.handlers["thermo_edge_here"]
    here({"data": {"instance": "us", "since": MORNING.isoformat()}})
    here({"data": {"instance": "other", "since": MORNING.isoformat()}})
    here({"data": {"instance": "other", "since": "yesterday"}})
    assert desk.ears.heard == [Peer("other", MORNING)]
    desk.listener.handlers["thermo_edge_roll_call"]({})
    assert desk.announced == 1


@given(JSON, JSON)
def test_no_event_is_too_strange(json: Any, context: Any) -> None:
    desk = Desk()
    for name, handler in desk.listener.handlers.items():
        handler({"data": json, "context": context, "time_fired": json})
        handler({"data": {"service_data": json, "instance": json, "since": json, "entity_id": json}})
        assert name
    desk.listener.on_entities({"a": json, "c": context, "r": json})
    desk.listener.on_quiet()


def test_an_error_of_the_house_does_not_end_the_listening() -> None:
    def fails(_heard: object) -> None:
        raise ValueError("not today")

    voice = Voice(fails)
    voice.say(Peer("x", MORNING))
    voice.close()


def test_a_closed_voice_is_silent() -> None:
    desk = Desk()
    desk.voice.close()
    desk.change(20.0)
    assert desk.ears.heard == []


def test_a_watch_waits_for_the_action_of_one_context() -> None:
    watch = Watch()
    call = deadman.ActionCalled("switch.turn_off", ("switch.a",), Origin("c", "parent"), MORNING)
    watch.hear(call)
    assert watch.find(lambda one: one.origin.parent == "parent", timedelta(0)) == call
    assert watch.find(lambda one: one.origin.parent == "other", timedelta(0)) is None
