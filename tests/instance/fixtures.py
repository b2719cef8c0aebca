"""The real Home Assistant for pytest: one for each group of tests (and worker), started when first asked for."""

import os
from collections.abc import Iterator

import pytest

from tests.instance.harness import CannotHave, HomeAssistant


def running(group: str) -> Iterator[HomeAssistant]:
    """A fresh one of its own name: what one group leaves behind, held sensors and all, is nothing to the others.

    For a session fixture of that group's conftest; the name must differ, as a second instance of a name replaces the
    first. Where the machine cannot have it, the tests are skipped with one line; in CI they fail with it.
    """
    name = f"pytest-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}-{group}"
    try:
        instance = HomeAssistant.launch(name)
    except CannotHave as reason:
        if os.environ.get("THERMO_EDGE_CI") == "1":
            pytest.fail(f"real Home Assistant: {reason}", pytrace=False)
        pytest.skip(f"real Home Assistant: {reason}")
    yield instance
    instance.close()
