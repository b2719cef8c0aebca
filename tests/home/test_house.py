"""The house as data."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import (
    ANNA,
    BEDROOM,
    HEATER,
    LIVING,
    LIVING_T,
    RADIATOR,
    a_decision,
    a_house,
    bedroom,
    heater,
    living,
)
from thermo_edge.home.house import Attribute, Domain, EntityId, HeatSource, Mode, PlaceId, Point
from thermo_edge.home.memory import Modes
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.turn import Outcome
from thermo_edge.home.units import fahrenheit, to_stored


def test_a_change_concerns_the_rooms_it_belongs_to() -> None:
    boiler = HeatSource(PlaceId("boiler"), "Boiler")
    house = a_house(living(), bedroom(devices=(heater(source=boiler.id),)), sources=(boiler,))
    assert house.places_of(LIVING_T.entity) == {LIVING}
    assert house.places_of(HEATER) == {BEDROOM, boiler.id}
    assert house.places_of(ANNA.entity) == {LIVING, BEDROOM, boiler.id}
    assert house.places_of(EntityId("sensor.unknown")) == frozenset()
    assert house.members(boiler.id) == (house.device(HEATER),)
    assert {LIVING_T.entity, RADIATOR, HEATER, ANNA.entity} <= house.entities


def test_what_is_not_named_is_in_observe() -> None:
    assert Modes().of(LIVING, Domain.CLIMATE) is Mode.OBSERVE
    allowed = Modes({(LIVING, Domain.CLIMATE): Mode.ACT})
    assert allowed.of(LIVING, Domain.CLIMATE) is Mode.ACT
    assert Modes(allowed.places, True).of(LIVING, Domain.CLIMATE) is Mode.OBSERVE
    assert a_house().ceiling(PlaceId("nowhere")) is Mode.OBSERVE


def test_a_decision_repeats_when_only_its_numbers_moved_on() -> None:
    point = Point(RADIATOR, Attribute.SET_POINT)
    acted = a_decision(point, 20.5)
    so = a_decision(point, 20.5, Outcome.SATISFIED)
    refused = a_decision(point, 20.5, Outcome.REFUSED)
    assert so.repeats(acted)
    assert so.repeats(so)
    assert refused.repeats(refused)
    assert not acted.repeats(acted), "an act is an act each time"
    assert not refused.repeats(so)
    assert not a_decision(point, 21.0, Outcome.SATISFIED).repeats(acted)


def test_a_reason_keeps_times_as_seconds_and_leaves_out_what_is_not_known() -> None:
    reason = Reason.of(Code.HELD, who="Anna", value=None, left=3.0)
    assert reason.facts == (("left", 3.0), ("who", "Anna"))
    assert reason.with_facts(left=4.0).get("left") == 4.0
    assert reason.get("value") is None


@pytest.mark.parametrize(
    ("attribute", "value", "unit", "stored"),
    [
        (Attribute.TEMPERATURE, 68.0, "°F", 20.0),
        (Attribute.SET_POINT, 68.0, "°F", 20.0),
        (Attribute.TEMPERATURE, 293.15, "K", 20.0),
        (Attribute.POWER, 1.5, "kW", 1500.0),
        (Attribute.ENERGY, 250.0, "Wh", 0.25),
        (Attribute.ENERGY, 3.6, "MJ", 1.0),
        (Attribute.HUMIDITY, 45.0, None, 45.0),
        (Attribute.SURFACE, 62.6, "°F", 17.0),
        (Attribute.TEMPERATURE, 1.0, "bar", None),
    ],
)
def test_units(attribute: Attribute, value: float, unit: str | None, stored: float | None) -> None:
    made = to_stored(attribute, value, unit)
    assert made == (None if stored is None else pytest.approx(stored))


@given(st.floats(-50.0, 60.0))
def test_degrees_there_and_back(celsius: float) -> None:
    back = to_stored(Attribute.TEMPERATURE, fahrenheit(celsius), "°F")
    assert back is not None
    assert math.isclose(back, celsius, abs_tol=1e-9)
