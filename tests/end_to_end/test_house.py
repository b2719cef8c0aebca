"""A real Home Assistant whose rooms the program keeps warm, safely."""

import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.end_to_end.conftest import ANNA, HEATER, RADIATORS, Child, Start, allow
from tests.instance.harness import HomeAssistant, Overheard, Person, eventually
from thermo_edge.app.live import LiveProgram
from thermo_edge.home.house import Attribute, Domain, EntityId, Mode, PlaceId, Point
from thermo_edge.home.turn import ActorKind, Outcome
from thermo_edge.store.open import open_history

pytestmark = pytest.mark.homeassistant

LIVING = PlaceId("living_room")
BEDROOM = PlaceId("bedroom")
VALVE = EntityId("climate.living_room_radiator")
DEVICES = (*RADIATORS, HEATER)


def test_in_observe_everything_is_seen_and_nothing_is_sent(
    home_assistant: HomeAssistant, start: Start, overheard: Overheard, ours: tuple[str, str], anna: Person
) -> None:
    program = start()
    anna.call("switch.turn_on", HEATER)
    home_assistant.control(room="living_room", temperature=12.0)
    home_assistant.control(room="bedroom", temperature=4.0)
    home_assistant.control(publish=True)
    eventually(lambda: (program.desk.view().rooms[0].temperature or 99) < 13.0, "the next poll sees it", 10)
    eventually(lambda: program.desk.view().would_today >= 2, "what would have been done is said", 75)
    assert overheard.services(user=ours[1]) == []
    assert overheard.fired() == [], "nothing is armed that could turn off what Anna turned on"
    assert home_assistant.value(HEATER) == "on"
    assert all(d.decision.outcome is not Outcome.ACTED for d in program.desk.view().decisions)


def test_in_act_every_room_stays_within_its_band(
    home_assistant: HomeAssistant, start: Start, overheard: Overheard
) -> None:
    """Two hours of a winter's night at sixty times the speed, after two to settle.

    The walls run sixty times as fast as the duty of a bare switch learns, so that it has six cycles for what takes
    hours in a home: a night of hard frost would try only the proportional part.
    """
    program = start()
    allow(program)
    home_assistant.control(outdoor_temperature=2.0, speed=60)
    try:
        _watch(program, 120)
        seen = _watch(program, 120)
    finally:
        home_assistant.control(speed=1, outdoor_temperature=None)
    for room, (low, high) in {"living_room": (19.5, 21.5), "kitchen": (18.5, 20.5), "bedroom": (18.0, 20.0)}.items():
        inside = sorted(seen[room])
        share = sum(low <= temperature <= high for temperature in inside) / len(inside)
        assert share >= 0.98, f"{room}: {share:.0%} within {low} to {high}, from {inside[0]} to {inside[-1]}"
    assert "switch.turn_on" in overheard.services(HEATER)


def _watch(program: LiveProgram, seconds: float) -> dict[str, list[float]]:
    seen: dict[str, list[float]] = {}
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for room in program.desk.view().rooms:
            assert room.temperature is not None
            assert not room.stale
            seen.setdefault(room.id, []).append(room.temperature)
        time.sleep(0.5)
    return seen


def test_a_persons_change_is_held_and_not_fought(
    start: Start, overheard: Overheard, anna: Person, ours: tuple[str, str]
) -> None:
    program = start()
    allow(program)
    anna.call("climate.set_temperature", VALVE, temperature=23.0)
    held = eventually(lambda: [h for h in program.desk.view().holds if h.point.entity == VALVE], "the hold", 5)
    assert (held[0].value, held[0].who.name, held[0].who.kind) == (23.0, "Anna", ActorKind.PERSON)
    before = len(overheard.calls(VALVE, ours[1]))
    time.sleep(6)
    assert len(overheard.calls(VALVE, ours[1])) == before
    program.desk.end_hold(Point(VALVE, Attribute.SET_POINT), ANNA)
    eventually(lambda: len(overheard.calls(VALVE, ours[1])) == before + 1, "the rule goes on at once", 5)


def test_home_assistant_goes_and_comes_and_nothing_is_lost_or_repeated(
    home_assistant: HomeAssistant, start: Start, anna: Person
) -> None:
    program = start()
    allow(program)
    anna.call("climate.set_temperature", VALVE, temperature=22.5)
    eventually(lambda: program.desk.view().holds, "the hold", 5)
    time.sleep(2)
    told = [c for c in home_assistant.commands() if c["device"] in ("living_room_radiator", "kitchen_radiator")]
    home_assistant.stop()
    eventually(lambda: not program.desk.view().health.link_ready, "the loss is noticed", 15)
    program.desk.wish(PlaceId("kitchen"), 19.0, _in_an_hour(program), ANNA)
    home_assistant.start()
    eventually(lambda: program.desk.view().health.link_ready, "it is back", 60)
    kitchen = "climate.kitchen_radiator"
    done = "what was wished meanwhile is done"
    eventually(lambda: home_assistant.state(kitchen)["attributes"]["temperature"] == 19.0, done, 20)
    time.sleep(5)
    again = [c for c in home_assistant.commands() if c["device"] in ("living_room_radiator", "kitchen_radiator")]
    assert [c["command"] for c in again[len(told) :]] == [{"occupied_heating_setpoint": "19.0"}]
    assert [h.value for h in program.desk.view().holds if h.point.entity == VALVE] == [22.5]
    assert home_assistant.state(VALVE)["attributes"]["temperature"] == 22.5


def _in_an_hour(program: LiveProgram) -> datetime:
    return program.desk.view().at + timedelta(hours=1)


def test_an_open_window_pauses_and_the_set_point_comes_back(
    home_assistant: HomeAssistant, start: Start, anna: Person
) -> None:
    program = start()
    allow(program)
    anna.call("climate.set_temperature", VALVE, temperature=21.0)
    eventually(lambda: program.desk.view().holds, "the hold", 5)
    home_assistant.set("living_room_window", open=True)
    eventually(lambda: home_assistant.state(VALVE)["attributes"]["temperature"] == 7.0, "heating pauses", 15)
    home_assistant.set("living_room_window", open=False)
    eventually(lambda: home_assistant.state(VALVE)["attributes"]["temperature"] == 21.0, "it comes back", 15)


def test_killed_it_goes_on_with_holds_and_minimum_times_and_the_switch_goes_off_meanwhile(
    home_assistant: HomeAssistant, start: Start, settings: Path, child: Child, anna: Person, overheard: Overheard
) -> None:
    program = start()
    allow(program)
    program.stop()
    home_assistant.control(room="bedroom", temperature=15.0)
    home_assistant.control(publish=True)
    anna.call("switch.turn_off", HEATER)
    child.start()
    eventually(lambda: home_assistant.value(HEATER) == "on", "the bedroom is heated", 30)
    anna.call("climate.set_temperature", VALVE, temperature=22.0)
    time.sleep(1.5)
    child.kill()
    eventually(lambda: home_assistant.value(HEATER) == "off", "what guards the switch turns it off", 40)
    off = time.monotonic()
    told = len(overheard.calls(VALVE))
    kept = open_history(settings.parent / "data" / "thermo-edge.db")
    try:
        assert kept.trouble is None
        memory = kept.history.memory()
        assert memory.holds[Point(VALVE, Attribute.SET_POINT)].value == 22.0
        assert memory.modes.of(BEDROOM, Domain.CLIMATE) is Mode.ACT
        assert memory.devices[HEATER].since is not None
    finally:
        kept.history.close()
    child.start()
    eventually(lambda: home_assistant.value(HEATER) == "on", "it heats again", 40)
    assert time.monotonic() - off >= 6.0, "not before its minimum time off"
    assert len(overheard.calls(VALVE)) == told, "what Anna holds is not touched"
