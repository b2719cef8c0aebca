"""For all tests: in CI the property tests try the same examples each time; elsewhere they look for new ones."""

import os

from hypothesis import HealthCheck, settings

# A machine that others share is slow at times: that is no fault of what is tested.
SLOW = (HealthCheck.too_slow,)
settings.register_profile("here", deadline=None, suppress_health_check=SLOW)
settings.register_profile("ci", derandomize=True, database=None, deadline=None, suppress_health_check=SLOW)
settings.load_profile("here")
if os.environ.get("THERMO_EDGE_CI") == "1":
    settings.load_profile("ci")
