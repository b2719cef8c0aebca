"""A real Home Assistant whose alarm the program arms, watches and tells."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.alarm_devices import CODE, PANEL, SIREN, AlarmDevices
from tests.end_to_end.conftest import ANNA, Start
from tests.instance.harness import HomeAssistant, Overheard, Person, eventually
from thermo_edge.app.live import LiveProgram
from thermo_edge.home.house import Domain, EntityId, Mode, PlaceId
from thermo_edge.home.memory import Guarding, Watch
from thermo_edge.home.reason import Code, Refused
from thermo_edge.home.view import AlarmView

pytestmark = pytest.mark.homeassistant

ALARM = PlaceId("alarm")
DOOR = EntityId("binary_sensor.front_door_open")

SETTINGS = """
  hallway:
    doors: [binary_sensor.front_door_open]
alarm:
  panel: alarm_control_panel.house_alarm
  sirens: [siren.siren]
  code: "1234"
  entry_delay: 0
  siren_minutes: 0.1
"""


@pytest.fixture(scope="module")
def _devices(home_assistant: HomeAssistant) -> Iterator[AlarmDevices]:
    made = AlarmDevices(home_assistant)
    yield made
    made.close()


@pytest.fixture
def devices(_devices: AlarmDevices) -> AlarmDevices:
    _devices.calm()
    return _devices


@pytest.fixture
def settings(settings: Path, home_assistant: HomeAssistant, devices: AlarmDevices) -> Path:
    """The virtual home with its alarm: everybody is out, the front door closed."""
    settings.write_text(settings.read_text(encoding="utf-8").rstrip() + SETTINGS, encoding="utf-8")
    home_assistant.control(device="front_door", available=True)
    home_assistant.set("front_door", open=False)
    for person in ("alice", "bob"):
        home_assistant.set(f"{person}_phone", presence="not_home")
    eventually(lambda: home_assistant.value(DOOR) == "off", "the front door is closed")
    eventually(lambda: home_assistant.value("person.alice") == "not_home", "Alice is out")
    return settings


def alarm(program: LiveProgram) -> AlarmView:
    view = program.desk.view().alarm
    assert view is not None
    return view


def guarded(start: Start) -> LiveProgram:
    """The program with its alarm in act, the siren's switch-off made and tested."""
    program = start()
    program.desk.set_mode(ALARM, Domain.SECURITY, Mode.SUGGEST, ANNA)
    program.desk.protect(EntityId(SIREN), ANNA)
    eventually(lambda: _acts(program), "the siren's switch-off is tested", 20)
    return program


def _acts(program: LiveProgram) -> bool:
    try:
        program.desk.set_mode(ALARM, Domain.SECURITY, Mode.ACT, ANNA)
    except Refused:
        return False
    return True


def armed(program: LiveProgram, watch: Watch = Watch.AWAY) -> None:
    program.desk.arm(watch, ANNA)
    eventually(lambda: alarm(program).state is Guarding.ARMED, "it is armed", 5)


def keys(program: LiveProgram, prefix: str) -> list[str]:
    return [notice.key for notice in program.desk.view().notices if notice.key.startswith(prefix)]


def test_armed_by_the_desk_the_panel_is_armed_and_read_back(
    home_assistant: HomeAssistant, start: Start, devices: AlarmDevices
) -> None:
    program = guarded(start)
    for watch in Watch:
        armed(program, watch)
        assert home_assistant.value(PANEL) == f"armed_{watch}"
        assert (alarm(program).watch, alarm(program).who) == (watch, ANNA)
        program.desk.disarm(ANNA, CODE)
        eventually(lambda: home_assistant.value(PANEL) == "disarmed", "it is disarmed", 5)
        eventually(lambda: alarm(program).state is Guarding.DISARMED, "and read back", 5)
    told = [word for device, word in devices.told if device == "panel"]
    assert told == ["ARM_HOME", "DISARM", "ARM_NIGHT", "DISARM", "ARM_AWAY", "DISARM"]


def test_an_open_door_is_named_and_may_be_left_out(home_assistant: HomeAssistant, start: Start) -> None:
    program = guarded(start)
    home_assistant.set("front_door", open=True)
    eventually(lambda: program.desk.blockers(Watch.NIGHT), "the door is seen", 5)
    with pytest.raises(Refused) as refused:
        program.desk.arm(Watch.NIGHT, ANNA)
    assert (refused.value.reason.code, refused.value.reason.get("entity")) == (Code.STANDS_OPEN, DOOR)
    assert len(keys(program, "arm_refused:")) == 1
    assert home_assistant.value(PANEL) == "disarmed"
    program.desk.arm(Watch.NIGHT, ANNA, bypass=[DOOR])
    eventually(lambda: alarm(program).state is Guarding.ARMED, "armed without it", 5)
    assert alarm(program).bypass == (DOOR,)
    assert keys(program, "arm_refused:") == []


def test_somebody_at_home_is_evidence_against_away(home_assistant: HomeAssistant, start: Start) -> None:
    program = guarded(start)
    home_assistant.set("alice_phone", presence="home")
    eventually(lambda: home_assistant.value("person.alice") == "home", "Alice is home")
    eventually(lambda: program.desk.view().rooms[0].presence == "present", "and known to be", 5)
    with pytest.raises(Refused) as refused:
        program.desk.arm(Watch.AWAY, ANNA)
    assert refused.value.reason.code is Code.OTHERS_HOME


def test_a_door_that_opens_is_told_the_panel_triggered_and_the_siren_ends(
    home_assistant: HomeAssistant, start: Start, devices: AlarmDevices
) -> None:
    program = guarded(start)
    armed(program)
    began = time.monotonic()
    home_assistant.set("front_door", open=True)
    eventually(lambda: keys(program, "intrusion:"), "the alert", 2)
    eventually(lambda: home_assistant.value(PANEL) == "triggered", "the panel knows", 2)
    eventually(lambda: home_assistant.value(SIREN) == "on", "the siren sounds", 2)
    assert time.monotonic() - began < 3.0
    assert [trip.point.entity for trip in alarm(program).alerts[0].trips] == [DOOR]
    eventually(lambda: home_assistant.value(SIREN) == "off", "the siren ends after its time", 10)
    time.sleep(3)
    assert [word for device, word in devices.told if device == "siren"].count("on") == 1
    assert len(keys(program, "intrusion:")) == 1
    program.desk.disarm(ANNA, CODE)
    eventually(lambda: home_assistant.value(PANEL) == "disarmed", "it is disarmed", 5)
    eventually(lambda: keys(program, "intrusion:") == [], "the alert is over", 5)


def test_a_sensor_that_becomes_unavailable_raises_no_alarm(home_assistant: HomeAssistant, start: Start) -> None:
    program = guarded(start)
    armed(program)
    for _ in range(3):
        home_assistant.control(device="front_door", available=False)
        eventually(lambda: home_assistant.value(DOOR) == "unavailable", "it is away")
        home_assistant.control(device="front_door", available=True)
        eventually(lambda: home_assistant.value(DOOR) == "off", "it is back")
    home_assistant.control(device="front_door", available=False)
    time.sleep(3)
    assert alarm(program).state is Guarding.ARMED
    assert home_assistant.value(PANEL) == "armed_away"
    assert keys(program, "intrusion:") == []


def test_only_the_code_disarms(home_assistant: HomeAssistant, start: Start) -> None:
    program = guarded(start)
    armed(program)
    for code, why in (("", Code.CODE_NEEDED), ("4321", Code.CODE_WRONG)):
        with pytest.raises(Refused) as refused:
            program.desk.disarm(ANNA, code)
        assert refused.value.reason.code is why
    assert home_assistant.value(PANEL) == "armed_away"
    program.desk.disarm(ANNA, CODE)
    eventually(lambda: home_assistant.value(PANEL) == "disarmed", "with it, it does", 5)


def test_whoever_disarms_in_home_assistant_is_followed(
    home_assistant: HomeAssistant, start: Start, anna: Person, overheard: Overheard, ours: tuple[str, str]
) -> None:
    program = guarded(start)
    anna.call("alarm_control_panel.alarm_arm_night", PANEL, code=CODE)
    eventually(lambda: alarm(program).watch is Watch.NIGHT, "the arming is followed", 5)
    anna.call("alarm_control_panel.alarm_disarm", PANEL, code=CODE)
    eventually(lambda: alarm(program).state is Guarding.DISARMED, "and the disarming", 5)
    assert overheard.calls(PANEL, ours[1]) == []


def test_a_panel_that_says_nothing_is_a_refusal_with_a_notice(
    home_assistant: HomeAssistant, start: Start, devices: AlarmDevices
) -> None:
    program = guarded(start)
    devices.answers = False
    program.desk.arm(Watch.NIGHT, ANNA)
    eventually(lambda: keys(program, "arm_refused:"), "the refusal is told", 20)
    assert alarm(program).state is Guarding.DISARMED
    assert [word for device, word in devices.told if device == "panel"] == ["ARM_NIGHT"]


def test_a_restart_while_armed_stays_armed(home_assistant: HomeAssistant, start: Start) -> None:
    program = guarded(start)
    armed(program)
    program.stop()
    assert home_assistant.value(PANEL) == "armed_away"
    again = start()
    assert (alarm(again).state, alarm(again).watch, alarm(again).who) == (Guarding.ARMED, Watch.AWAY, ANNA)
    home_assistant.set("front_door", open=True)
    eventually(lambda: keys(again, "intrusion:"), "and watches", 3)


def test_a_restart_of_home_assistant_while_armed_raises_no_alarm(home_assistant: HomeAssistant, start: Start) -> None:
    program = guarded(start)
    armed(program)
    home_assistant.restart()
    eventually(lambda: program.desk.view().health.link_ready, "it is back", 60)
    eventually(lambda: home_assistant.value(PANEL) == "armed_away", "the panel is as it was", 20)
    time.sleep(3)
    assert alarm(program).state is Guarding.ARMED
    assert keys(program, "intrusion:") == []


def test_the_code_is_in_no_file_of_ours(start: Start, settings: Path) -> None:
    program = guarded(start)
    armed(program)
    with pytest.raises(Refused):
        program.desk.disarm(ANNA, "777777")
    program.desk.disarm(ANNA, CODE)
    time.sleep(1)
    program.stop()
    for path in settings.parent.rglob("*"):
        if path.is_file() and path != settings:
            assert b"777777" not in path.read_bytes(), path
            assert b'"1234"' not in path.read_bytes(), path
