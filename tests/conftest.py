"""For all tests: the real Home Assistant, and in CI the same examples for property tests each time."""

import os

from hypothesis import settings

# Named here alone: a fixture imported into two conftests is two fixtures, and the second instance would replace the
# first one, of the same name, under the tests that still use it.
from tests.instance.fixtures import home_assistant

__all__ = ["home_assistant"]

settings.register_profile("ci", derandomize=True, database=None)
if os.environ.get("THERMO_EDGE_CI") == "1":
    settings.load_profile("ci")
