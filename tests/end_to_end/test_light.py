"""A real Home Assistant whose hallway is lit for whoever walks through it in the dark, and never against a person."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.conftest import ANNA, Start
from tests.instance.harness import HomeAssistant, Overheard, Person, eventually
from tests.instance.processes import http
from thermo_edge.app.live import LiveProgram
from thermo_edge.home.house import Attribute, Domain, EntityId, Mode, PlaceId, Point
from thermo_edge.home.turn import ActorKind, Outcome

pytestmark = pytest.mark.homeassistant

HALL = PlaceId("hallway")
LAMP = EntityId("light.hallway_light")
ON, BRIGHTNESS = Point(LAMP, Attribute.ON), Point(LAMP, Attribute.BRIGHTNESS)

SETTINGS = """
name: Virtual home
home_assistant:
  url: {url}
  token: {token}
  poll_seconds: 2
page:
  port: 0
persons:
  anna: {{name: Anna, user: {anna}}}
rooms:
  hallway:
    motion: binary_sensor.hallway_motion_occupancy
    illuminance: sensor.hallway_motion_illuminance
    lamps: [{{entity: {lamp}, warmest: 2300, coldest: 6400}}]
    lighting: {{off_after: 0.5}}
"""


@pytest.fixture
def settings(tmp_path: Path, home_assistant: HomeAssistant, ours: tuple[str, str], anna: Person) -> Iterator[Path]:
    """A dark hallway with nobody in it."""
    path = tmp_path / "config.yaml"
    text = SETTINGS.format(url=home_assistant.url, token=ours[0], anna=anna.user, lamp=LAMP)
    path.write_text(text, encoding="utf-8")
    home_assistant.control(speed=1)
    anna.call("light.turn_off", LAMP)
    home_assistant.set("hallway_motion", occupancy=False, illuminance=4)
    eventually(lambda: home_assistant.value(LAMP) == "off", "the lamp is off")
    eventually(lambda: home_assistant.value("sensor.hallway_motion_illuminance") == "4", "it is dark")
    yield path
    home_assistant.set("hallway_motion", hold=0.0, occupancy=False)
    anna.call("light.turn_off", LAMP)


def walk(home_assistant: HomeAssistant, moves: bool) -> None:
    home_assistant.set("hallway_motion", occupancy=moves, illuminance=4)


def act(program: LiveProgram) -> None:
    program.desk.set_mode(HALL, Domain.LIGHTING, Mode.ACT, ANNA)


def test_in_observe_no_light_call_leaves(
    home_assistant: HomeAssistant, start: Start, overheard: Overheard, ours: tuple[str, str]
) -> None:
    program = start()
    walk(home_assistant, True)
    eventually(lambda: program.desk.view().would_today >= 1, "what would have been done is said", 5)
    time.sleep(2)
    assert overheard.services(user=ours[1]) == []
    assert all(d.decision.outcome is not Outcome.ACTED for d in program.desk.view().decisions)
    assert home_assistant.value(LAMP) == "off"


def test_the_hallway_is_lit_for_who_walks_through_and_dark_afterwards(
    home_assistant: HomeAssistant, start: Start, overheard: Overheard, ours: tuple[str, str]
) -> None:
    program = start()
    act(program)
    began = time.monotonic()
    walk(home_assistant, True)
    eventually(lambda: home_assistant.value(LAMP) == "on", "light", 2.0)
    assert time.monotonic() - began < 2.0
    assert overheard.services(LAMP, ours[1]) == ["light.turn_on"], "one message for on, brightness and white"
    bright = eventually(lambda: home_assistant.state(LAMP)["attributes"].get("brightness"), "it tells its brightness")
    walk(home_assistant, False)
    dimmed = eventually(lambda: 0 < (_brightness(home_assistant) or 0) < 0.6 * bright, "it is dimmed first", 45)
    assert dimmed
    walk(home_assistant, True)
    eventually(lambda: (_brightness(home_assistant) or 0) > 0.9 * bright, "a wave brings it back", 3)
    walk(home_assistant, False)
    eventually(lambda: home_assistant.value(LAMP) == "off", "it goes out", 80)
    assert not program.desk.view().holds, "every change was our own"


def _brightness(home_assistant: HomeAssistant) -> float | None:
    state = home_assistant.state(LAMP)
    return state["attributes"].get("brightness") if state else None


def test_what_a_person_turns_off_stays_off_and_what_they_dim_stays_dim(
    home_assistant: HomeAssistant, start: Start, overheard: Overheard, anna: Person, ours: tuple[str, str]
) -> None:
    program = start()
    act(program)
    walk(home_assistant, True)
    eventually(lambda: home_assistant.value(LAMP) == "on", "light", 3)
    anna.call("light.turn_on", LAMP, brightness=60)
    held = eventually(lambda: [h for h in program.desk.view().holds if h.point == BRIGHTNESS], "the hold", 5)
    assert (held[0].who.name, held[0].who.kind) == ("Anna", ActorKind.PERSON)
    anna.call("light.turn_off", LAMP)
    held = eventually(lambda: [h for h in program.desk.view().holds if h.point == ON], "the hold", 5)
    assert (held[0].value, held[0].who.name) == (False, "Anna")
    told = len(overheard.calls(LAMP, ours[1]))
    for moves in (False, True, False, True):
        walk(home_assistant, moves)
        time.sleep(1.5)
    assert home_assistant.value(LAMP) == "off"
    assert len(overheard.calls(LAMP, ours[1])) == told
    program.desk.end_hold(ON, ANNA)
    eventually(lambda: home_assistant.value(LAMP) == "on", "the rule goes on at once", 3)


def test_a_scene_that_a_person_sets_is_held_and_a_wish_takes_its_place(
    home_assistant: HomeAssistant, start: Start, anna: Person
) -> None:
    program = start()
    act(program)
    scene = {"entities": {LAMP: {"state": "on", "brightness": 51, "color_temp_kelvin": 2500}}}
    status, reply = http("POST", f"{home_assistant.url}/api/services/scene/apply", scene, anna.token)
    assert status == 200, reply
    eventually(lambda: {h.point for h in program.desk.view().holds} >= {ON}, "the scene is held", 5)
    assert {h.who.name for h in program.desk.view().holds} == {"Anna"}
    time.sleep(3)
    assert _brightness(home_assistant) == pytest.approx(51, abs=1)
    view = program.desk.view()
    program.desk.light(HALL, 80.0, view.at.replace(year=view.at.year + 1), ANNA)
    eventually(lambda: _brightness(home_assistant) == pytest.approx(204, abs=2), "the wish", 3)
    program.desk.light(HALL, 0.0, view.at.replace(year=view.at.year + 1), ANNA)
    eventually(lambda: home_assistant.value(LAMP) == "off", "dark", 3)
