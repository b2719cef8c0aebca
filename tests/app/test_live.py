"""The running program against servers that are no Home Assistant, and with settings that change under it."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from integrations.home_assistant.energy import HomeAssistantEnergy
from integrations.home_assistant.weather import HomeAssistantWeather
from tests.instance.harness import eventually
from tests.integrations.home_assistant.little_server import Answer, LittleServer
from thermo_edge.app.live import LiveProgram
from thermo_edge.app.planning import Planning
from thermo_edge.config import read_settings
from thermo_edge.home.house import Domain, Mode, PlaceId
from thermo_edge.home.reason import Code
from thermo_edge.home.turn import Actor, ActorKind
from thermo_edge.learning.climate_served import Served
from thermo_edge.learning.night_steps import STEPS

ANNA = Actor(ActorKind.PERSON, "Anna")
HTML = Answer(body=b"<html><body>Router login</body></html>", kind="text/html")
REFUSED = Answer(401, b"401: Unauthorized")
ROOM = "rooms:\n  living_room:\n    temperature: sensor.living_room\n    heating: [{entity: climate.living_room}]\n"


class Home:
    """A folder with settings, and the program that runs by them."""

    def __init__(self, folder: Path, url: str) -> None:
        self.path = folder / "config.yaml"
        self.token = folder / "token"
        self.token.write_text("a.long.token", encoding="utf-8")
        self.url = url
        self.write(ROOM)
        self.program = LiveProgram(read_settings(self.path), self.path, page=False)

    def write(self, text: str) -> None:
        self.path.write_text(f'home_assistant: {{url: "{self.url}", token_file: token}}\n{text}', encoding="utf-8")
        later = time.time() + 10
        os.utime(self.path, (later, later))

    def codes(self) -> list[Code]:
        return [notice.reason.code for notice in self.program.desk.view().notices]


Start = Callable[[str], Home]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[Home] = []

    def make(url: str) -> Home:
        home = Home(tmp_path, url)
        started.append(home)
        home.program.start()
        return home

    yield make
    for home in started:
        home.program.stop()


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (HTML, Code.NOT_HOME_ASSISTANT),
        (REFUSED, Code.TOKEN_REFUSED),
        (Answer(body=b"[1, 2]"), Code.NOT_HOME_ASSISTANT),
        (Answer(404, b"{}"), Code.NOT_HOME_ASSISTANT),
    ],
)
def test_what_is_no_home_assistant_becomes_one_notice_and_the_house_goes_on(
    start: Start, answer: Answer, code: Code
) -> None:
    with LittleServer(answer) as server:
        home = start(server.url)
        eventually(lambda: code in home.codes(), "the notice", 10)
        assert home.codes().count(code) == 1
        home.program.desk.set_mode(PlaceId("living_room"), Domain.CLIMATE, Mode.SUGGEST, ANNA)
        assert home.program.desk.view().rooms[0].mode is Mode.SUGGEST
        home.program.stop()


def test_the_house_is_given_the_weather_the_prices_a_model_and_its_nights(start: Start) -> None:
    with LittleServer(HTML) as server:
        core = start(server.url).program._core
        jobs = {job.name: job for job in core.timetable.jobs}
        assert {"weather", "plan", "learning", "comfort", "thermostats", "dampness", "surfaces"} <= jobs.keys()
        planner = getattr(jobs["plan"].run, "__self__", None)
        assert isinstance(planner, Planning) and isinstance(planner._find, Served)
        assert isinstance(core.outdoors._weather, HomeAssistantWeather)
        assert isinstance(planner._energy._energy, HomeAssistantEnergy)
    assert [step.name for step in STEPS] == ["climate", "network", "occupancy"]


@pytest.mark.slow
def test_settings_change_while_it_runs_and_broken_ones_change_nothing(start: Start) -> None:
    with LittleServer(HTML) as server:
        home = start(server.url)
        home.write(ROOM + "  hall:\n    temperature: sensor.hall\n")
        names = lambda: [room.id for room in home.program.desk.view().rooms]  # noqa: E731
        eventually(lambda: names() == ["living_room", "hall"], "the new room", 20)
        home.write("rooms: [nonsense")
        eventually(lambda: Code.SETTINGS_BROKEN in home.codes(), "the notice", 20)
        assert names() == ["living_room", "hall"]
        home.write(ROOM)
        eventually(lambda: names() == ["living_room"], "the mended settings", 20)
        eventually(lambda: Code.SETTINGS_BROKEN not in home.codes(), "it is mended", 20)
        home.program.stop()


@pytest.mark.slow
def test_a_token_that_is_made_anew_is_taken_from_its_file_beside_the_settings(start: Start) -> None:
    with LittleServer(REFUSED) as server:
        home = start(server.url)
        eventually(lambda: server.tokens == ["Bearer a.long.token"], "the first try", 10)
        home.token.write_text("another.long.token\n", encoding="utf-8")
        eventually(lambda: "Bearer another.long.token" in server.tokens, "the new one", 20)
        home.program.stop()


@pytest.mark.slow
def test_another_address_is_gone_to_at_once(start: Start) -> None:
    with LittleServer(HTML) as first, LittleServer(REFUSED) as second:
        home = start(first.url)
        eventually(lambda: Code.NOT_HOME_ASSISTANT in home.codes(), "the first answer", 10)
        home.url = second.url
        home.write(ROOM)
        eventually(lambda: Code.TOKEN_REFUSED in home.codes(), "the other's answer", 20)
        assert Code.NOT_HOME_ASSISTANT not in home.codes()
        home.program.stop()
