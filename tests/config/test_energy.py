"""Settings of energy: what they say becomes the house, and what does not fit together is named with its line."""

from datetime import datetime, time

import pytest

from tests.config.test_settings import faults
from thermo_edge.config.file import parse_settings
from thermo_edge.config.house import house
from thermo_edge.home.comfort import Warm
from thermo_edge.home.energy import Electricity, HeatPump, Rate, Tariff
from thermo_edge.home.house import Attribute, House

WORK, ALL = frozenset(range(5)), frozenset(range(7))


def built(text: str) -> House:
    made = parse_settings(text)
    return house(made, made.zone())


def test_a_file_says_what_energy_costs() -> None:
    made = built(
        """
        price: sensor.nordpool
        electricity:
          price: 0.30
          rates:
            - {days: mon-fri, from: 07:00, to: 21:00, price: 0.40}
            - {from: 23:00, to: 05:00, price: 0.2}
          added: 0.12
          feed_in: 0.07
          surplus: sensor.export
          power_cap: 6
          co2: sensor.grid
          co2_price: 0.2
        heat_sources:
          boiler: {tariff: {price: 0.11}, efficiency: 0.93}
          pump:
            {pump: {cop: [{outdoor: 7, cop: 4.2}, {outdoor: -7, cop: 2.6}]}, power_cap: 3, start_cost: 0.05}
        rooms:
          living:
            heating:
              - {entity: climate.radiator, power: 2.3, source: pump}
              - {entity: climate.cooler, heats: false, cools: true, cooling_power: 2.5, cooling_cop: 3.8}
        """
    )
    rates = (Rate(Warm(WORK, time(7), time(21)), 0.4), Rate(Warm(ALL, time(23), time(5)), 0.2))
    assert made.electricity == Electricity(Tariff(0.3, rates), 0.12, 0.07, "sensor.export", "sensor.grid", 0.2, 6.0)
    boiler, pump = made.sources
    assert (boiler.tariff, boiler.efficiency, boiler.pump) == (Tariff(0.11), 0.93, None)
    assert (pump.tariff, pump.pump, pump.cap) == (None, HeatPump(((-7.0, 2.6), (7.0, 4.2))), 3.0)
    assert (boiler.start_cost, pump.start_cost) == (0.0, 0.05)
    radiator, cooler = made.rooms[0].devices
    assert (radiator.power, cooler.cooling_power, cooler.cooling_cop) == (2.3, 2.5, 3.8)
    assert {sensor.point.attribute for sensor in made.sensors} == {Attribute.PRICE}  # what is asked wakes nobody


def test_a_tariff_goes_by_the_local_clock() -> None:
    tariff = built(
        "electricity: {price: 0.3, rates: [{days: fri, from: 22:00, to: 06:00, price: 0.2}]}"
    ).electricity.tariff
    friday, saturday, sunday = (datetime(2026, 1, day) for day in (16, 17, 18))  # noqa: DTZ001
    asked = (
        friday.replace(hour=5),
        friday.replace(hour=22),
        saturday.replace(hour=5, minute=59),
        sunday.replace(hour=1),
    )
    assert [tariff.at(at) for at in asked] == [0.3, 0.2, 0.2, 0.3]
    whole = built("electricity: {rates: [{days: all, from: 00:00, to: 24:00, price: 0.2}]}").electricity.tariff
    assert whole.at(sunday) == 0.2


def test_nothing_said_is_nothing_known() -> None:
    assert built("").electricity == Electricity()
    assert not Electricity().tariff.known


def test_what_does_not_fit_is_named_with_its_line_beside_all_else() -> None:
    listed = faults(
        """
electricity:
  rates:
    - {days: mon-sun, from: 22:00, to: 06:00, price: 0.2}
    - {days: sat, from: 05:00, to: 08:00, price: 0.3}
  power_cap: 0
  solar: sensor.x
heat_sources:
  boiler:
    tariff: {rates: []}
  pump:
    efficiency: 0.9
    pump: {cop: [{outdoor: 7, cop: 4}], flow: 90}
rooms:
  living:
    heating:
      - {entity: climate.a, cooling_cop: 3}
      - {entity: climate.b, heats: false, cools: true, power: 2, cooling_cop: 99}
"""
    )
    assert "line 2: electricity: rates 1 and 2 both name sat 05:00" in listed
    assert any(fault.startswith("line 6: electricity.power_cap: ") for fault in listed)
    assert "line 7: electricity.solar: there is no such setting" in listed
    assert "line 10: heat_sources.boiler.tariff: give a price, or rates by the hour" in listed
    assert "line 11: heat_sources.pump: a heat pump has a cop and no efficiency" in listed
    assert "line 13: heat_sources.pump.pump: give two points of cop or more, or none" in listed
    assert any(fault.startswith("line 13: heat_sources.pump.pump.flow: ") for fault in listed)
    assert "line 17: rooms.living.heating.0: cooling_cop is of cooling, and it does not cool" in listed
    assert "line 18: rooms.living.heating.1: power is that of heating, and it does not heat" in listed
    assert any(fault.startswith("line 18: rooms.living.heating.1.cooling_cop: ") for fault in listed)
    assert len(listed) == len(set(listed)) == 10


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{rates: [{from: 07:00, to: 22:00, price: 0.3}]}", "no rate names mon 00:00: give a price for such times"),
        ("{price: 1, rates: [{days: sun, from: 20:00, to: 02:00, price: 1}, {from: 01:00, to: 02:00, price: 1}]}",
         "rates 1 and 2 both name mon 01:00"),
        ("{price: cheap}", "electricity.price"),
        ("{price: .nan}", "electricity.price"),
        ("{surplus: roof}", "write an entity as Home Assistant does"),
        ("{rates: [{from: 7, to: 22:00}]}", "electricity.rates.0.price: this is needed"),
        ("{rates: [{from: 25:00, to: 22:00, price: 0.2}], price: 0.1}", "write a time of day as 06:30"),
        ("[0.3]", "electricity"),
        ("3", "electricity"),
    ],
)  # fmt: skip
def test_each_fault_is_said_in_words(text: str, words: str) -> None:
    assert any(words in fault for fault in faults(f"electricity: {text}"))
