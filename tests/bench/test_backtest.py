"""What a backtest tells beside the truth: rows say both, and energy against the rule is by the same member."""

from datetime import UTC, datetime

import numpy as np
import pytest

from thermo_edge.app.backtest.again import LivedAgain
from thermo_edge.app.backtest.tally import ENERGY, MEASURES
from thermo_edge.bench.backtest import rows
from thermo_edge.home.house import PlaceId

AT = datetime(2026, 1, 20, tzinfo=UTC)


def test_energy_against_the_rule_is_by_the_same_member() -> None:
    rule, constant = np.ones((2, 2, len(MEASURES))), np.ones((2, 2, len(MEASURES)))
    rule[:, :, ENERGY] = [[10.0, 10.0], [20.0, 20.0]]  # members differ by half, policies by a tenth
    constant[:, :, ENERGY] = 1.1 * rule[:, :, ENERGY]
    rooms = PlaceId("living"), PlaceId("hall")
    told = LivedAgain(6, AT, AT, rooms, {}, {"rule": rule, "constant": constant}, np.zeros((2, 2)))
    true = np.full(len(MEASURES), 30.0)
    found = {row.measure: row for row in rows(told, {"rule": true, "constant": 1.2 * true})}
    assert found["rule: energy"].value == pytest.approx(30.0)
    assert found["rule: energy"].baselines == {"least": 20.0, "most": 40.0, "true": 30.0}
    assert found["constant: energy against the rule"].value == pytest.approx(10.0)
    assert found["constant: energy against the rule"].baselines == {"least": 10.0, "most": 10.0, "true": 20.0}
    assert found["constant: too cold, mean room"].value == 1.0
    assert "rule: energy against the rule" not in found
