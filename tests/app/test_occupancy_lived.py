"""A family on the real loop: what its home taught changes what is served, and for the better."""

import numpy as np
import pytest

from thermo_edge.bench.occupancy_lived import HOURS, lived, scored
from thermo_edge.learning.occupancy_base import shipped
from thermo_edge.learning.occupancy_serving import Serving

BEFORE, DAYS = 14.0, 1.1
WORSE = 0.002
"""By so much a mean Brier score may be worse in the day that judges it, which is one of many."""


@pytest.mark.slow
def test_after_two_weeks_its_own_learning_serves_and_is_no_worse() -> None:
    base = shipped()
    assert base is not None
    model = Serving(base, base.shelved.card.version, base.config)
    notes, _ = lived(BEFORE, DAYS, 1, lambda: model)
    assert notes.served, "from the first night on something is in use"
    last = max(notes.served)
    own = notes.served[last].own
    assert own is not None
    assert own.since is not None
    assert own.after < own.before
    changed = [
        abs(notes.plain[at].by_room[room] - said.by_room[room])
        for at, said in notes.served.items()
        for room in own.rooms
    ]
    assert np.mean(np.array(changed) > 0.01) > 0.1
    scores = scored(notes)
    assert {hours for _, hours in scores} == set(HOURS)
    for hours in HOURS:
        plain, served = np.mean(scores["room", hours], axis=0)
        assert served <= plain + WORSE
