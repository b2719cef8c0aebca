"""The automation that turns a bare switch off when we die, on a real Home Assistant."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from integrations.home_assistant import deadman
from tests.builders import forged
from tests.contracts.home_contract import Ears
from tests.instance.harness import HomeAssistant, eventually
from tests.instance.house import BEDROOM, HEATER, virtual_house
from tests.integrations.home_assistant.conftest import Adapter
from thermo_edge.home.heard import Protected, Synced
from thermo_edge.home.house import Attribute, Device, EntityId, House
from thermo_edge.home.reason import Code

pytestmark = pytest.mark.homeassistant

BRIEF = replace(HEATER, failsafe_after=timedelta(seconds=4))
PATH = f"/api/config/automation/config/{deadman.identifier(HEATER.entity)}"


def house(heater: Device) -> House:
    whole = virtual_house()
    rooms = tuple(replace(room, devices=(heater,)) if room.id == BEDROOM else room for room in whole.rooms)
    return replace(whole, rooms=rooms)


@pytest.fixture(autouse=True)
def clean(home_assistant: HomeAssistant) -> Iterator[None]:
    home_assistant.api("DELETE", PATH)
    yield
    home_assistant.api("DELETE", PATH)
    home_assistant.api("POST", "/api/services/switch/turn_off", {"entity_id": HEATER.entity})


def listed(ears: Ears) -> frozenset[EntityId] | None:
    """What the last reading of everything said is protected."""
    return next((one.protected for one in reversed(ears.of(Synced))), None)


def automation(home_assistant: HomeAssistant) -> str:
    """The entity of our automation."""
    states = home_assistant.api("GET", "/api/states")[1]
    name = deadman.identifier(HEATER.entity)
    return str(next(state["entity_id"] for state in states if state["attributes"].get("id") == name))


def test_it_is_made_and_proven_and_the_heater_is_never_turned_on(
    adapter: Adapter, home_assistant: HomeAssistant, program: tuple[str, str]
) -> None:
    overheard = home_assistant.overhear()
    home, ears = adapter()
    assert listed(ears) == frozenset()
    home.protect(HEATER)
    assert eventually(lambda: ears.of(Protected), "the answer", 20) == [Protected(HEATER.entity)]
    eventually(lambda: listed(ears) == {HEATER.entity}, "it is listed")
    ears.forget()
    home.refresh()
    eventually(lambda: ears.of(Synced), "a poll")
    assert listed(ears) == {HEATER.entity}
    assert overheard.services(HEATER.entity) == ["switch.turn_off"]
    assert overheard.calls(user=program[1]) == [], "no action of ours"
    stored = home_assistant.api("GET", PATH)[1]
    assert deadman.stands(stored, HEATER, HEATER.entity)


def test_silence_turns_the_heater_off(adapter: Adapter, home_assistant: HomeAssistant) -> None:
    home, ears = adapter(house(BRIEF))
    home.protect(BRIEF)
    assert eventually(lambda: ears.of(Protected), "the answer", 20) == [Protected(HEATER.entity)]
    home.send([forged(HEATER.entity, Attribute.ON, True, 1)])  # one heartbeat goes with it
    eventually(lambda: home_assistant.value(HEATER.entity) == "on", "it is on")
    assert wait_off(home_assistant, 6.0), "without a further one it goes off"
    home.send([forged(HEATER.entity, Attribute.ON, True, 2)])
    eventually(lambda: home_assistant.value(HEATER.entity) == "on", "it is on")
    beats = home_assistant.listen("thermo_edge_heartbeat")
    for number in range(3):  # as long as we live it stays on
        assert not wait_off(home_assistant, 2.0)
        home.renew([BRIEF])
        eventually(lambda: len(beats) > number, "the heartbeat is there", 3)  # noqa: B023
    home.close()
    assert not wait_off(home_assistant, 1.5)
    assert wait_off(home_assistant, 6.0)


def wait_off(home_assistant: HomeAssistant, within: float) -> bool:
    try:
        eventually(lambda: home_assistant.value(HEATER.entity) == "off", "off", within)
    except AssertionError:
        return False
    return True


@pytest.mark.slow
def test_a_restart_of_home_assistant_does_not_forget_it(adapter: Adapter, home_assistant: HomeAssistant) -> None:
    home, ears = adapter(house(BRIEF))
    home.protect(BRIEF)
    assert eventually(lambda: ears.of(Protected), "the answer", 20) == [Protected(HEATER.entity)]
    home.send([forged(HEATER.entity, Attribute.ON, True, 1)])
    eventually(lambda: home_assistant.value(HEATER.entity) == "on", "it is on")
    home.close()
    home_assistant.stop()  # the running delay dies with it
    assert home_assistant.control(get=True)["devices"]["bedroom_heater"]["state"] == "ON"
    home_assistant.start()
    assert wait_off(home_assistant, 12.0)


def test_a_switched_off_automation_protects_nothing(adapter: Adapter, home_assistant: HomeAssistant) -> None:
    home, ears = adapter()
    home.protect(HEATER)
    eventually(lambda: ears.of(Protected), "the answer", 20)
    eventually(lambda: listed(ears), "it is listed")
    home_assistant.api("POST", "/api/services/automation/turn_off", {"entity_id": automation(home_assistant)})
    eventually(lambda: listed(ears) == frozenset(), "it is not listed any more, without being asked")
    ears.forget()
    home.protect(HEATER)
    answer = eventually(lambda: ears.of(Protected), "the answer", 20)[0]
    assert answer.error is not None
    assert answer.error.code is Code.PROTECT_FAILED
    assert "switch it on" in str(answer.error.get("detail"))
    home_assistant.api("POST", "/api/services/automation/turn_on", {"entity_id": automation(home_assistant)})
    eventually(lambda: listed(ears) == {HEATER.entity}, "it is listed again")


def test_a_deleted_or_edited_automation_protects_nothing(adapter: Adapter, home_assistant: HomeAssistant) -> None:
    home, ears = adapter()
    home.protect(HEATER)
    eventually(lambda: ears.of(Protected), "the answer", 20)
    eventually(lambda: listed(ears), "it is listed")
    edited = {**deadman.automation(HEATER, HEATER.entity), "actions": []}
    home_assistant.api("POST", PATH, edited)
    eventually(lambda: listed(ears) == frozenset(), "edited: not listed")
    home_assistant.api("POST", PATH, {**deadman.automation(HEATER, HEATER.entity), "alias": "My heater's guard"})
    eventually(lambda: listed(ears), "only its name changed: listed")
    home_assistant.api("DELETE", PATH)
    eventually(lambda: listed(ears) == frozenset(), "deleted: not listed")
    home.close()
    _, later = adapter()
    assert later.of(Synced)[-1].protected == frozenset()


def test_a_device_that_does_not_obey_is_not_protected(adapter: Adapter, home_assistant: HomeAssistant) -> None:
    home, ears = adapter()
    home_assistant.control(device="bedroom_heater", set={"state": "ON"})
    eventually(lambda: home_assistant.value(HEATER.entity) == "on", "it is on")
    home_assistant.control(device="bedroom_heater", faults={"drop": True})
    try:
        home.protect(HEATER)
        answer = eventually(lambda: ears.of(Protected), "the answer", 30)[0]
    finally:
        home_assistant.control(device="bedroom_heater", faults={})
    assert answer.error is not None
    assert "did not" in str(answer.error.get("detail"))


def test_a_device_that_is_not_there_is_not_protected(adapter: Adapter) -> None:
    nowhere = replace(HEATER, entity=EntityId("switch.nowhere"))
    home, ears = adapter()
    home.protect(nowhere)
    answer = eventually(lambda: ears.of(Protected), "the answer", 20)[0]
    assert answer.entity == nowhere.entity
    assert answer.error is not None
    assert "not available" in str(answer.error.get("detail"))


def test_one_for_a_device_that_the_settings_name_no_more_is_removed_once_that_is_off(
    adapter: Adapter, home_assistant: HomeAssistant
) -> None:
    home, ears = adapter()
    home.protect(HEATER)
    assert eventually(lambda: ears.of(Protected), "the answer", 20) == [Protected(HEATER.entity)]
    home.close()
    others = replace(virtual_house(), rooms=tuple(room for room in virtual_house().rooms if room.id != BEDROOM))
    stranger, _ = adapter(others)
    stranger.close()
    assert home_assistant.api("GET", PATH)[0] == 200, "whoever did not make it leaves it alone"
    home_assistant.api("POST", "/api/services/switch/turn_on", {"entity_id": HEATER.entity})
    eventually(lambda: home_assistant.value(HEATER.entity) == "on", "somebody turned it on")
    ours, ears = adapter(others, made=lambda: (HEATER.entity,))
    assert home_assistant.api("GET", PATH)[0] == 200, "it may still have to turn it off"
    home_assistant.api("POST", "/api/services/switch/turn_off", {"entity_id": HEATER.entity})
    eventually(lambda: home_assistant.value(HEATER.entity) == "off", "it is off")
    ours.close()
    adapter(others, made=lambda: (HEATER.entity,))
    eventually(lambda: home_assistant.api("GET", PATH)[0] == 404, "it is removed")
