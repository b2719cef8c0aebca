"""The real Home Assistant as a pytest fixture: one per test session (and worker), started when first asked for."""

import os
from collections.abc import Iterator

import pytest

from tests.instance.harness import CannotHave, HomeAssistant


@pytest.fixture(scope="session")
def home_assistant() -> Iterator[HomeAssistant]:
    """A fresh one. Where the machine cannot have it, the tests are skipped with one line; in CI they fail with it."""
    name = f"pytest-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    try:
        running = HomeAssistant.launch(name)
    except CannotHave as reason:
        if os.environ.get("THERMO_EDGE_CI") == "1":
            pytest.fail(f"real Home Assistant: {reason}", pytrace=False)
        pytest.skip(f"real Home Assistant: {reason}")
    yield running
    running.close()
