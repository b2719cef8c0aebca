"""Sensors, valves and devices of the simulated home: what they get wrong, and how they obey."""

from dataclasses import replace
from datetime import timedelta

import numpy as np

from tests.builders import MORNING
from thermo_edge.home.house import Attribute
from thermo_edge.simulation import household, sensors, valves
from thermo_edge.simulation.devices import Machine
from thermo_edge.simulation.sensors import CO2_METER, LIGHT_METER, THERMOMETER, Channels, Told
from thermo_edge.simulation.valves import Valves


def told(true: float, spec: sensors.Spec, hours: float, seed: int = 1) -> tuple[list[float], int, Channels]:
    """What one sensor reports of a constant, how often it seemed away, and what it is."""
    rng = np.random.default_rng(seed)
    channels = Channels.of([spec], rng)
    state, values, away = Told.nothing(channels), [], 0
    for step in range(int(hours * 12)):
        state, heard = sensors.read(channels, state, np.array([[true]]), 300.0 * step, 300.0, rng)
        values += [float(state.value[0, 0])] if heard.reports[0, 0] else []
        away += int(heard.vanishes[0, 0])
    return values, away, channels


def test_a_thermometer_rounds_is_off_by_a_little_and_says_so_now_and_then() -> None:
    values, _, channels = told(20.03, replace(THERMOMETER, absences=0.0, lost=0.0), 48.0)
    assert all(abs(value * 10.0 - round(value * 10.0)) < 1e-6 for value in values)
    assert abs(np.mean(values) - 20.03 - channels.bias[0, 0]) < 0.06
    assert 90 <= len(values) <= 48 * 12, "every half hour at least"


def test_a_light_sensor_saturates_and_nothing_is_below_nothing() -> None:
    assert max(told(50_000.0, LIGHT_METER, 5.0)[0]) == 3000.0
    assert min(told(0.2, LIGHT_METER, 50.0)[0]) >= 0.0
    assert min(told(410.0, CO2_METER, 50.0)[0]) >= 400.0


def test_sensors_seem_away_now_and_then_and_come_back() -> None:
    values, away, _ = told(20.0, replace(THERMOMETER, absences=0.05), 1000.0)
    assert 25 <= away <= 75
    assert len(values) > 1500


def test_many_homes_read_as_one() -> None:
    """The figures are the same for any number of homes; only chance differs."""
    rng = np.random.default_rng(2)
    channels = Channels.of([replace(THERMOMETER, absences=0.0, lost=0.0)] * 3, rng, homes=50)
    state, heard = sensors.read(channels, Told.nothing(channels), np.full((50, 3), 21.0), 0.0, 300.0, rng)
    assert heard.reports.all(), "the first reading always comes"
    assert abs(state.value.mean() - 21.0) < 0.1
    assert 0.08 < (state.value - 21.0).std() < 0.2


def test_a_valve_opens_in_the_cold_shuts_in_the_warm_and_rests_between() -> None:
    on, free, set_point = np.array([[True]]), np.array([[False]]), np.array([[20.0]])
    valve = valves.step(Valves.closed(np.zeros((1, 1))), set_point, on, free, np.array([[18.0]]))
    assert valve.opening[0, 0] == 1.0
    again = valves.step(valve, set_point, on, free, np.array([[18.02]]))
    assert again.opening[0, 0] == valve.opening[0, 0], "a trifle is not worth the battery"
    assert valves.step(valve, set_point, on, free, np.array([[22.0]])).opening[0, 0] == 0.0
    assert valves.step(valve, set_point, ~on, free, np.array([[10.0]])).opening[0, 0] == 0.0
    assert valves.step(valve, set_point, on, ~free, np.array([[22.0]])).opening[0, 0] == 1.0, "stuck"


def machine(entity: str) -> Machine:
    device = household.house(panel=True).device(entity)  # type: ignore[arg-type]
    assert device is not None
    return Machine(device)


def test_lamps_give_light_for_what_they_are_set_to() -> None:
    lamp, plain = machine(household.lamp("living")), machine(household.lamp("hall"))
    assert lamp.light == 0.0
    lamp.take(Attribute.ON, True)
    full = lamp.light
    lamp.take(Attribute.BRIGHTNESS, 50.0)
    assert lamp.light == full / 2.0
    assert lamp.values()[Attribute.BRIGHTNESS] == 50.0
    plain.take(Attribute.ON, True)
    assert set(plain.values()) == {Attribute.ON}


def test_a_lamp_that_is_off_tells_no_brightness() -> None:
    assert set(machine(household.lamp("living")).values()) == {Attribute.ON}


def test_a_deaf_device_does_nothing_and_a_bare_one_lapses() -> None:
    heater = machine(household.heater("bath"))
    heater.deaf = True
    heater.take(Attribute.ON, True)
    assert not heater.on
    heater.deaf = False
    heater.take(Attribute.ON, True)
    heater.renew(MORNING, timedelta(minutes=10))
    assert not heater.lapse(MORNING + timedelta(minutes=9))
    assert heater.lapse(MORNING + timedelta(minutes=10))
    assert not heater.on


def test_a_panel_takes_words_and_a_cooler_begins_off() -> None:
    panel, cooler = machine(household.PANEL), machine(household.cooler("living"))
    panel.take(Attribute.ALARM, "armed_away")
    assert panel.values() == {Attribute.ALARM: "armed_away"}
    assert cooler.mode == "off"


def test_a_wordless_thermostat_tells_how_it_is_set_and_not_what_it_does() -> None:
    told, silent = (Machine(household.house().rooms[0].devices[0], wordless=each).values() for each in (False, True))
    assert told.keys() - silent.keys() == {Attribute.HVAC_ACTION}
    assert silent.items() <= told.items()
