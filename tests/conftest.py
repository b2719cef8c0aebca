"""For all tests: in CI the property tests try the same examples each time; elsewhere they look for new ones."""

import os

from hypothesis import settings

settings.register_profile("ci", derandomize=True, database=None)
if os.environ.get("THERMO_EDGE_CI") == "1":
    settings.load_profile("ci")
