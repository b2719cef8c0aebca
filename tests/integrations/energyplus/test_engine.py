"""EnergyPlus itself, in lockstep with a small house."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from integrations.energyplus.engine import Engine, weather_file
from integrations.energyplus.wired import Actuator, Output, Wired
from thermo_edge.errors import SettingsError

pytest.importorskip("pyenergyplus", reason="EnergyPlus is not installed")
pytestmark = pytest.mark.slow

BOX = Path(__file__).parent / "box.idf"
COOLED = Actuator("Zone Temperature Control", "Cooling Setpoint", "Room")
WIRED = Wired(
    ("Room",),
    ((Actuator("Zone Temperature Control", "Heating Setpoint", "Room"), 18.0),),
    ((COOLED, 40.0, 40.0),),
    (Output("Zone Mean Air Temperature", "Room"), Output("Site Outdoor Air Drybulb Temperature", "Environment")),
    (Output("Baseboard Electricity Energy", "Baseboard"),),
)


def an_engine(wired: Wired, model: Path = BOX) -> Engine:
    return Engine(model, weather_file("Chicago"), wired, date(2026, 1, 12), 1)


def test_it_begins_where_it_warmed_up_and_follows_each_set_point() -> None:
    engine = an_engine(WIRED)
    try:
        assert engine.felt.readings[0] == pytest.approx(18.0, abs=0.1)
        for _ in range(36):
            warm = engine.step([21.0])
        assert warm.readings[0] == pytest.approx(21.0, abs=0.3)
        assert sum(warm.energies) > 0.0
        for _ in range(6):
            cool = engine.step([10.0])
        assert cool.readings[0] < warm.readings[0] - 1.0
        assert cool.energies == (0.0,)
    finally:
        engine.close()


def test_a_switch_alone_says_whether_there_is_heat() -> None:
    switched = replace(
        WIRED,
        actuators=((Actuator("Schedule:Constant", "Schedule Value", "Heat Allowed"), 1.0),),
        held=((COOLED, 40.0, 40.0), (Actuator("Zone Temperature Control", "Heating Setpoint", "Room"), 18.0, 35.0)),
    )
    engine = an_engine(switched)
    try:
        assert engine.felt.readings[0] == pytest.approx(18.0, abs=0.1)
        full = engine.step([1.0])
        assert full.energies[0] == pytest.approx(1500.0 * 300.0, rel=1e-3)
        assert engine.step([0.0]).energies == (0.0,)
    finally:
        engine.close()


def test_a_valve_with_its_own_values_and_a_meter_that_counts_what_the_coil_took() -> None:
    valved = replace(
        WIRED,
        actuators=((Actuator("Schedule:Constant", "Schedule Value", "Heat Allowed"), 1.0),),
        held=((COOLED, 40.0, 40.0), (Actuator("Zone Temperature Control", "Heating Setpoint", "Room"), 18.0, 35.0)),
        meters=("Heating:Electricity",),
    )
    engine = an_engine(valved)
    try:
        assert engine.felt.energies == (0.0, 0.0)  # of the warm-up nothing counts
        for asked in (1.0, 1.0, 0.0, 1.0):
            by_coil, by_meter = engine.step([asked]).energies
            assert by_meter == pytest.approx(by_coil) and (by_meter > 0.0) is (asked > 0.0)
    finally:
        engine.close()


def test_a_meter_that_there_is_not_is_told_with_those_that_are_most_like_it() -> None:
    with pytest.raises(
        SettingsError, match=r"no meter Heating:Electrics; there are the meters .*HEATING:ELECTRICITY|Heating"
    ):
        an_engine(replace(WIRED, meters=("Heating:Electrics",)))


def test_a_schedule_that_the_thermostat_does_not_go_by_is_told() -> None:
    deaf = Actuator("Schedule:Constant", "Schedule Value", "Heat Allowed")
    with pytest.raises(SettingsError, match="the thermostat of zone Room does not go by Heat Allowed"):
        an_engine(replace(WIRED, actuators=((deaf, 1.0),), followed=(0,)))
    wanted = Actuator("Schedule:Constant", "Schedule Value", "Wanted")
    an_engine(replace(WIRED, actuators=((wanted, 18.0),), followed=(0,))).close()


def test_what_the_model_does_not_have_is_told_with_what_it_has() -> None:
    wrong = replace(
        WIRED,
        zones=("Hall",),
        actuators=((Actuator("Zone Temperature Control", "Heating Setpoint", "Hall"), 18.0),),
        energies=(Output("Baseboard Electricity Energy", "Stove"), Output("Love", "Room")),
    )
    with pytest.raises(SettingsError) as told:
        an_engine(wrong)
    zone, actuator, output, unheard = told.value.faults
    assert zone == "there is no zone Hall; there are the zones ROOM"
    assert actuator.endswith("Heating Setpoint / Hall; its like are ROOM")
    assert output.endswith("Stove; its keys are BASEBOARD")
    assert "reports no variable of that name" in unheard


def test_a_model_that_energyplus_refuses_is_told_in_its_own_words(tmp_path: Path) -> None:
    broken = tmp_path / "broken.idf"
    broken.write_text(BOX.read_text().replace("Construction,Wall,Wool,Brick", "Construction,Wall,Wool,Straw"))
    with pytest.raises(SettingsError, match=r"EnergyPlus: .*STRAW|EnergyPlus: .*Straw"):
        an_engine(WIRED, broken)


def test_schedules_of_a_model_are_read_alone_each_step() -> None:
    """EnergyPlus runs them without any zone."""
    wired = Wired((), (), (), (Output("Schedule Value", "Wanted"),), ())
    engine = Engine(BOX, weather_file("Chicago"), wired, date(2026, 1, 12), 1, schedules_alone=True)
    try:
        assert [engine.step(()).readings for _ in range(288)] == [(20.0,)] * 288
    finally:
        engine.close()
