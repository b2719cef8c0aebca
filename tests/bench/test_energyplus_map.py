"""Maps of EnergyPlus models, what they make of a house, and what the benchmark refuses."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest

from thermo_edge.app.energyplus import Actuator, Guided, Output
from thermo_edge.bench import energyplus_house as houses
from thermo_edge.bench import energyplus_schedules as schedules
from thermo_edge.bench.energyplus_map import EXAMPLE, read_energyplus_map
from thermo_edge.bench.loop_energyplus import EnergyPlusOptions, bench_energyplus, opened
from thermo_edge.bench.rows import Row
from thermo_edge.errors import SettingsError
from thermo_edge.home.house import DeviceKind
from thermo_edge.simulation.epw import Year

DAY = date(2026, 1, 12)
WEATHER = Year("Chicago", 42.0, -88.0, -6.0, None)  # type: ignore[arg-type]

SCHEDULES = {
    name.upper(): (kind, name)
    for kind, name in (
        ("Schedule:Constant", "Heat Allowed"),
        ("Schedule:Compact", "Study Set-point"),
        ("Schedule:File", "Flow"),
        ("Schedule:Compact", "Fans"),
        ("Schedule:Year", "Wanted"),
        ("Schedule:Compact", "People"),
    )
}

TWO = """
name: Two
home: [{days: mon-fri, from: "17:00", to: "08:00"}]
air: 6
step: 1
rooms:
  hall:
    zone: Hall
    switch: Heat Allowed
    schedule: Schedule:Constant
    energy: [{variable: Baseboard Electricity Energy, key: B1}]
    comfort: {low: 20, high: 21}
    setback: {low: 16, high: 18}
    hours: [{from: "06:00", to: "22:00"}]
  study:
    zone: Study
    set_point: Study Set-point
    source: boiler
    power: 2.5
    energy:
      - {variable: Boiler NaturalGas Energy, key: B, fuel: gas}
      - {variable: Pump Electricity Energy, key: P}
    comfort: {low: 20, high: 21}
    setback: {low: 16, high: 18}
energy: [{variable: Fan Electricity Energy, key: F}]
supply: {variable: Boiler Outlet Temperature, key: B}
"""


METERED = """
name: Metered
occupied: {schedule: People, above: 0.3}
rooms:
  hall: {zone: Hall, valve: {key: Flow, open: 0.6, closed: 0.1}, comfort_schedule: Wanted}
  study:
    zone: Study
    valve: {component: Plant Component Pump, control: On/Off Supervisory, key: P}
    energy: [{meter: "Heating:NaturalGas:Zone:STUDY"}]
    comfort: {low: 20, high: 21}
    setback: {low: 16, high: 18}
energy:
  - {meter: "Heating:Electricity"}
  - {variable: Fan Electricity Energy, key: F}
  - {meter: "Heating:FuelOilNo1", fuel: gas}
hold: [{key: Fans, value: 1}]
"""


def mapped(tmp_path: Path, text: str = TWO) -> str:
    file = tmp_path / "map.yaml"
    file.write_text(text)
    return str(file)


def test_the_shipped_map_fits_the_program() -> None:
    found = read_energyplus_map(EXAMPLE)
    house = houses.house(found, WEATHER)
    assert str(house.zone) == "Etc/GMT+6"
    assert {device.kind for device in house.devices} == {DeviceKind.THERMOSTAT}
    at_home = houses.somebody(found)
    assert at_home(datetime(2026, 1, 12, 7)) and not at_home(datetime(2026, 1, 12, 12))  # noqa: DTZ001
    assert at_home(datetime(2026, 1, 17, 12))  # noqa: DTZ001


def test_rooms_heaters_and_wires_are_in_one_order(tmp_path: Path) -> None:
    found = schedules.with_classes(read_energyplus_map(mapped(tmp_path)), SCHEDULES, "map")
    house, wiring = houses.house(found, WEATHER), houses.wiring(found)
    assert [device.kind for device in house.devices] == [DeviceKind.DUTY, DeviceKind.THERMOSTAT]
    assert [device.power for device in houses.with_relays(house).devices] == [None, 2.5]
    assert [source.id for source in house.sources] == ["boiler"]
    assert [each.by_set_point for each in houses.heaters(house, found, relays=False)] == [False, True]
    assert all(device.kind is DeviceKind.THERMOSTAT for device in houses.with_relays(house).devices)
    wired = wiring.wired
    assert [(str(actuator.key), value) for actuator, value in wired.actuators] == [
        ("Heat Allowed", 1.0),
        ("Study Set-point", houses.BEGINS),
    ]
    assert [reading.key for reading in wired.readings] == ["Hall", "Study", "Environment", "B"]
    assert [output.key for output in wired.energies] == ["B1", "B", "P", "F"]
    assert wiring.energies == ((0,), (1, 2)) and wiring.counted == (0, 1, 2, 3) and not any(wiring.felt)
    assert (wired.guided, wired.followed, wired.meters) == ((Guided(0, houses.BEGINS, 0.0),), (1,), ())
    assert [(each[0].control, each[0].key) for each in wired.held] == [
        ("Cooling Setpoint", "Hall"),
        ("Cooling Setpoint", "Study"),
        ("Heating Setpoint", "Hall"),
    ]
    assert wiring.supplied and (wired.air, wired.minutes) == (6.0, 1)


def test_valves_meters_and_what_is_held_are_wired(tmp_path: Path) -> None:
    found = schedules.with_classes(read_energyplus_map(mapped(tmp_path, METERED)), SCHEDULES, "map")
    wiring = houses.wiring(found)
    wired = wiring.wired
    assert wired.actuators == (
        (Actuator("Schedule:File", "Schedule Value", "Flow"), 0.6),
        (Actuator("Plant Component Pump", "On/Off Supervisory", "P"), 1.0),
    )
    assert wired.kept == ((Actuator("Schedule:Compact", "Schedule Value", "Fans"), 1.0),)
    assert wired.meters == ("Heating:NaturalGas:Zone:STUDY", "Heating:Electricity", "Heating:FuelOilNo1")
    assert wired.energies == (
        Output("Fan Electricity Energy", "F"),
        Output("Zone Air System Sensible Heating Energy", "Hall"),
    )
    assert wiring.counted == (2, 3, 0, 4)  # the study's meter, the home's, its fan, its oil
    assert wiring.energies == ((1,), (2,)) and wiring.felt == (True, False)
    assert [each.paid for each in found.energies] == ["gas", "electricity", "electricity", "gas"]
    assert [(each.number, each.value) for each in wired.guided] == [(0, 0.1), (1, 0.0)]


def test_a_valve_is_a_bare_switch_to_the_program_with_its_own_values(tmp_path: Path) -> None:
    text = METERED.replace("comfort_schedule: Wanted", "comfort: {low: 20, high: 21}, setback: {low: 17, high: 18}")
    found = read_energyplus_map(mapped(tmp_path, text))
    house = houses.house(found, WEATHER)
    assert {device.kind for device in house.devices} == {DeviceKind.DUTY}
    heaters = houses.heaters(house, found, relays=False)
    assert [(each.by_set_point, each.none, each.full) for each in heaters] == [(False, 0.1, 0.6), (False, 0.0, 1.0)]


def test_faults_of_valves_meters_and_schedules_say_what_to_write(tmp_path: Path) -> None:
    def faults(old: str, new: str) -> str:
        assert old in METERED
        with pytest.raises(SettingsError) as told:
            read_energyplus_map(mapped(tmp_path, METERED.replace(old, new)))
        return "; ".join(told.value.faults)

    assert "write either variable: and key:, or meter:" in faults(
        "{variable: Fan Electricity Energy, key: F}", "{key: F}"
    )
    assert "without it key: is the name of a schedule" in faults("component: Plant Component Pump, ", "")
    assert "line 5: rooms.hall: write comfort: and setback:, or comfort_schedule" in faults(
        "comfort_schedule: Wanted", ""
    )
    assert "says it all" in faults("comfort_schedule: Wanted", "comfort_schedule: Wanted, setback: {low: 1, high: 2}")
    assert "SCHEDULE / SCHEDULE VALUE / FLOW is named twice" in faults("hold: [{key: Fans", "hold: [{key: flow")
    assert "zone HALL is named twice" in faults("zone: Study", "zone: hall")
    assert "either home: or occupied:" in faults("rooms:", "home: [{days: mon, from: '1:00', to: '2:00'}]\nrooms:")
    nothing = METERED.replace('energy: [{meter: "Heating:NaturalGas:Zone:STUDY"}]', "").partition("energy:")[0]
    with pytest.raises(SettingsError, match="nothing is counted"):
        read_energyplus_map(mapped(tmp_path, nothing))


def test_schedules_that_the_model_lacks_or_has_otherwise_are_told(tmp_path: Path) -> None:
    text = TWO.replace("schedule: Schedule:Constant", "schedule: Schedule:Year").replace(
        "Study Set-point", "Study Setpoint"
    )
    with pytest.raises(SettingsError) as told:
        schedules.with_classes(read_energyplus_map(mapped(tmp_path, text)), SCHEDULES, "map")
    other, lacking = told.value.faults
    assert other == "rooms.hall.schedule: Heat Allowed is a Schedule:Constant in the model, not a Schedule:Year"
    assert lacking == (
        "rooms.study.set_point: there is no schedule Study Setpoint in the model; its like are Study Set-point"
    )


def test_every_fault_of_a_map_is_told_with_its_line(tmp_path: Path) -> None:
    wrong = TWO.replace("switch: Heat Allowed", "switch: x\n    set_point: zone").replace("air: 6", "air: 0\nmore: 1")
    with pytest.raises(SettingsError) as told:
        read_energyplus_map(mapped(tmp_path, wrong))
    assert any("line 8: rooms.hall: write either set_point" in fault for fault in told.value.faults)
    assert any("line 4: air" in fault for fault in told.value.faults)
    assert any("line 5: more: there is no such setting" in fault for fault in told.value.faults)


def test_names_days_and_files_that_there_are_not_are_refused_in_words(tmp_path: Path) -> None:
    pytest.importorskip("pyenergyplus", reason="EnergyPlus is not installed")
    with pytest.raises(SettingsError, match="the oracle cannot look ahead"):
        bench_energyplus(True, EnergyPlusOptions(policies=("oracle",)))
    with pytest.raises(SettingsError, match="29th of February"):
        bench_energyplus(True, EnergyPlusOptions(policies=("setback",), begin=datetime(2024, 2, 28)))  # noqa: DTZ001
    with pytest.raises(SettingsError, match="weather is missing"):
        opened(EnergyPlusOptions(map=mapped(tmp_path), model="x"), DAY, 1)
    with pytest.raises(SettingsError, match="neither a file nor one of the package"):
        opened(EnergyPlusOptions(weather="Atlantis"), DAY, 1)
    with pytest.raises(SettingsError, match="midrise_flats"):
        opened(EnergyPlusOptions(map="nowhere"), DAY, 1)


def test_half_hours_need_a_time_zone(tmp_path: Path) -> None:
    found = read_energyplus_map(mapped(tmp_path))
    with pytest.raises(SettingsError, match="write zone"):
        houses.house(found, Year("Delhi", 28.6, 77.2, 5.5, None))  # type: ignore[arg-type]


def by_policy(rows: Sequence[Row], home: str) -> dict[str, dict[str, float]]:
    """Without ours the figures are those of the first policy, `constant`, and the measures say so."""
    named = {row.measure.removeprefix(home).removesuffix(": constant"): row for row in rows}
    return {measure: {"constant": row.value, **row.baselines} for measure, row in named.items()}


@pytest.mark.slow
def test_a_day_of_the_example_is_lived_on_the_real_loop() -> None:
    pytest.importorskip("pyenergyplus", reason="EnergyPlus is not installed")
    heard: list[str] = []
    rows = bench_energyplus(True, EnergyPlusOptions(policies=("constant", "setback"), days=1), heard.append)
    of = by_policy(rows, "Mid-rise flats: ")
    assert of["energy"]["setback"] < 0.85 * of["energy"]["constant"]
    cold = of["too cold while somebody is home, mean room"]
    assert cold["constant"] < 0.3 < cold["setback"] < 3.0
    assert of["commands a day"]["setback"] < 100.0
    assert len(heard) == 2


@pytest.mark.slow
def test_a_day_of_the_house_with_radiators_a_valve_and_a_meter_is_lived() -> None:
    pytest.importorskip("pyenergyplus", reason="EnergyPlus is not installed")
    heard: list[str] = []
    rows = bench_energyplus(
        True, EnergyPlusOptions(map="radiator_house", policies=("constant", "setback"), days=1), heard.append
    )
    of = by_policy(rows, "Radiator house: ")
    assert 0.0 < of["energy"]["setback"] < 0.95 * of["energy"]["constant"]
    assert of["too cold while somebody is home, living"]["constant"] < 0.1
    assert of["starts of heat a day, all rooms"]["constant"] > 10.0  # the valve's
    assert len(heard) == 2
