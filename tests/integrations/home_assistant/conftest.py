"""A real Home Assistant, and adapters on it that are closed again."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from integrations.home_assistant.home import HomeAssistantHome
from integrations.home_assistant.pace import Pace
from tests.contracts.home_contract import Ears
from tests.instance.fixtures import running
from tests.instance.harness import HomeAssistant, Person, eventually
from tests.instance.house import virtual_house
from thermo_edge.clock import SystemClock
from thermo_edge.home.heard import Synced
from thermo_edge.home.house import House

QUICK = Pace(
    poll=timedelta(seconds=60),  # tests ask, so that they know what they wait for
    answer=timedelta(seconds=5),
    stale=timedelta(seconds=2),
    first_retry=timedelta(milliseconds=200),
    longest_retry=timedelta(seconds=1),
    refused_retry=timedelta(seconds=2),
    starting_retry=timedelta(milliseconds=300),
    large_retry=timedelta(seconds=1),
    here=timedelta(seconds=1),
    proof=timedelta(seconds=2),
)

Adapter = Callable[..., tuple[HomeAssistantHome, Ears]]

_numbers = count(1)


@pytest.fixture(scope="session")
def home_assistant() -> Iterator[HomeAssistant]:
    yield from running("adapter")


@pytest.fixture(scope="session")
def program(home_assistant: HomeAssistant) -> tuple[str, str]:
    """The token and the user of the program under test."""
    return home_assistant.new_token()


@pytest.fixture(scope="session")
def anna(home_assistant: HomeAssistant) -> Person:
    return home_assistant.person("Anna")


@pytest.fixture
def adapters() -> Iterator[Adapter]:
    """Opens adapters on any address; by default waits until everything was read."""
    opened: list[HomeAssistantHome] = []

    def make(
        url: str, token: str, house: House | None = None, wait: bool = True, pace: Pace = QUICK, **more: Any
    ) -> tuple[HomeAssistantHome, Ears]:
        home, ears = HomeAssistantHome(url, token, SystemClock(), f"test-{next(_numbers)}", pace, **more), Ears()
        opened.append(home)
        home.open(house or virtual_house(), ears)
        if wait:
            eventually(lambda: ears.of(Synced), "everything is read", 20)
        return home, ears

    yield make
    for home in opened:
        home.close()


@pytest.fixture
def adapter(adapters: Adapter, home_assistant: HomeAssistant, program: tuple[str, str]) -> Adapter:
    """The same on the real Home Assistant."""

    def make(house: House | None = None, **more: Any) -> tuple[HomeAssistantHome, Ears]:
        return adapters(home_assistant.url, program[0], house, **more)

    return make
