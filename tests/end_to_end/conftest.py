"""The whole program against a real Home Assistant: in this process where a test acts, as a child where it dies."""

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.instance.fixtures import running
from tests.instance.harness import HomeAssistant, Overheard, Person, eventually
from thermo_edge.app.live import LiveProgram
from thermo_edge.config import read_settings
from thermo_edge.home.house import Domain, EntityId, Mode, PlaceId
from thermo_edge.home.turn import Actor, ActorKind

ROOT = Path(__file__).resolve().parents[2]
ANNA = Actor(ActorKind.PERSON, "Anna")
HEATER = EntityId("switch.bedroom_heater")
RADIATORS = ("climate.living_room_radiator", "climate.kitchen_radiator")
PLACES = tuple(PlaceId(name) for name in ("living_room", "kitchen", "bedroom"))

SETTINGS = """
name: Virtual home
home_assistant:
  url: {url}
  token: {token}
  poll_seconds: 2
page:
  port: 0
persons:
  alice: {{entity: person.alice}}
  anna: {{name: Anna, user: {anna}}}
outdoor_temperature: sensor.weather_station_temperature
window_delay: 2
rooms:
  living_room:
    temperature: sensor.living_room_climate_sensor_temperature
    windows: binary_sensor.living_room_window_open
    comfort: {{low: 19.5, high: 21.5}}
    heating: [{{entity: climate.living_room_radiator, messages: 60}}]
  kitchen:
    temperature: sensor.kitchen_climate_sensor_temperature
    comfort: {{low: 18.5, high: 20.5}}
    setback: {{low: 16, high: 18}}
    heating: [{{entity: climate.kitchen_radiator, messages: 60}}]
  bedroom:
    temperature: sensor.bedroom_climate_sensor_temperature
    windows: binary_sensor.bedroom_window_open
    comfort: {{low: 18, high: 20}}
    setback: {{low: 16, high: 18}}
    heating:
      - entity: switch.bedroom_heater
        minimum_on: 0.1
        minimum_off: 0.1
        cycle: 0.33
        switch_off_after: 0.25
        messages: 240
"""


@pytest.fixture(scope="session")
def home_assistant() -> Iterator[HomeAssistant]:
    yield from running("house")


@pytest.fixture(scope="session")
def anna(home_assistant: HomeAssistant) -> Person:
    return home_assistant.person("Anna")


@pytest.fixture(scope="session")
def ours(home_assistant: HomeAssistant) -> tuple[str, str]:
    """The token of the program, and its user."""
    return home_assistant.new_token()


@pytest.fixture
def settings(tmp_path: Path, home_assistant: HomeAssistant, ours: tuple[str, str], anna: Person) -> Path:
    """A settings file for the virtual home, which begins calm: nothing heats, nobody moves, windows closed."""
    path = tmp_path / "config.yaml"
    path.write_text(SETTINGS.format(url=home_assistant.url, token=ours[0], anna=anna.user), encoding="utf-8")
    home_assistant.control(speed=1)
    anna.call("climate.turn_off", "climate.bedroom_thermostat")
    anna.call("switch.turn_off", HEATER)
    for room in ("living_room", "bedroom"):
        home_assistant.set(f"{room}_window", open=False)
    for room, temperature in (("living_room", 20.0), ("kitchen", 19.2), ("bedroom", 19.0), ("hallway", 18.0)):
        home_assistant.control(room=room, temperature=temperature)
    for radiator in RADIATORS:
        anna.call("climate.set_temperature", radiator, temperature=20.0)
        eventually(lambda: _set_point(home_assistant, radiator) == 20.0, "the radiators stand at 20 °C")  # noqa: B023
    eventually(lambda: home_assistant.value(HEATER) == "off", "the heater is off")
    return path


def _set_point(home_assistant: HomeAssistant, climate: str) -> float | None:
    state = home_assistant.state(climate)
    return state["attributes"].get("temperature") if state else None


@pytest.fixture
def overheard(home_assistant: HomeAssistant, settings: Path) -> Overheard:
    """What Home Assistant is told to do from now on."""
    return home_assistant.overhear()


Start = Callable[[], LiveProgram]


@pytest.fixture
def start(settings: Path) -> Iterator[Start]:
    """Starts the program in this process, and waits until it has read the home."""
    running: list[LiveProgram] = []

    def begin(page: bool = False) -> LiveProgram:
        program = LiveProgram(read_settings(settings), settings, page=page)
        running.append(program)
        program.start()
        eventually(lambda: program.desk.view().health.link_ready, "the home is read", 20)
        return program

    yield begin
    for program in running:
        program.stop()


def allow(program: LiveProgram, mode: Mode = Mode.ACT) -> None:
    """Set every room to a mode, with the bare switch's switch-off made and tested first."""
    desk = program.desk
    for place in PLACES:
        desk.set_mode(place, Domain.CLIMATE, Mode.SUGGEST, ANNA)
    if mode > Mode.SUGGEST and desk.view().rooms[2].unprotected:
        desk.protect(HEATER, ANNA)
        eventually(lambda: not desk.view().rooms[2].unprotected, "the switch-off is tested", 20)
    for place in PLACES:
        desk.set_mode(place, Domain.CLIMATE, mode, ANNA)


class Child:
    """The program as a process of its own."""

    def __init__(self, settings: Path) -> None:
        self.settings = settings
        self.log = settings.parent / "child.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def start(self) -> None:
        output = self.settings.parent / "child.out"
        with output.open("wb") as out, self.log.open("ab") as log:
            command = [sys.executable, "-m", "thermo_edge", "run", "--config", str(self.settings)]
            self.process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=log)
        eventually(lambda: b"http://" in output.read_bytes(), "the program says where its page is", 30)
        text = output.read_text(encoding="utf-8")
        self.url = text[text.index("http://") :].strip()
        eventually(self.healthy, "the program is well", 30)

    def healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        """Dies at once, without a word."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)


@pytest.fixture
def child(settings: Path) -> Iterator[Child]:
    made = Child(settings)
    yield made
    made.stop()
