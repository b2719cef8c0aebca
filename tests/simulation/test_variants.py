"""Homes other than the family's own that can be lived in."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from thermo_edge.clock import SteppedClock
from thermo_edge.home.energy import HeatPump, Tariff
from thermo_edge.home.house import Attribute, DeviceKind, Point
from thermo_edge.simulation import household, paid, parts
from thermo_edge.simulation.family import ROOMS, Kind, Maker, family_dwelling
from thermo_edge.simulation.home import SimulatedHome
from thermo_edge.simulation.market import GAS
from thermo_edge.simulation.variants import KINDS, Variant, drawn

NOON = datetime(2026, 1, 14, 11, tzinfo=UTC)


def lived(variant: Variant, hours: float, plant: Kind = "lumped") -> SimulatedHome:
    clock = SteppedClock(NOON)
    home = SimulatedHome(clock, parts.make(NOON, plant=plant, people=False, variant=variant, seed=3))
    home.advance(timedelta(hours=hours))
    return home


@pytest.mark.parametrize("plant", ["lumped", "layered"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_drawn_home_can_be_lived_in(kind: str, plant: Kind) -> None:
    home = lived(Variant(drawn(kind, "boiler", 5), switched=()), 2.0, plant)
    assert np.isfinite(home.air).all()
    assert 5.0 < min(home.air) <= max(home.air) < 30.0
    assert home.energy.sum() > 0.0


def test_the_family_lives_in_its_own_home_where_nothing_is_said() -> None:
    house = parts.make(NOON).house
    assert house == paid.described(household.house(), family_dwelling())
    assert (house.sources[0].tariff, house.sources[0].pump) == (Tariff(GAS), None)
    assert [device.power for device in house.rooms[0].devices if device.heats] == [2.3]
    pumped = parts.make(NOON, source="heat pump").house.sources[0]
    assert (pumped.tariff, pumped.pump) == (None, HeatPump(flow=45))
    assert [room.id for room in house.rooms for each in room.devices if each.kind is DeviceKind.DUTY] == ["bath"]


@pytest.mark.parametrize(("kind", "source"), [("floor", "heat pump"), ("electric", "boiler")])
def test_who_burns_no_gas_buys_electricity(kind: str, source: Maker) -> None:
    assert Variant(drawn(kind, source, 5)).electric == (True,) * len(ROOMS)


def test_a_heat_pump_buys_less_than_it_gives_and_a_boiler_more() -> None:
    def ratio(source: Maker) -> float:
        home = lived(Variant(drawn("floor", source, 5), switched=()), 6.0)
        return float(home.energy.sum() / home.world.used.heating.sum())

    assert ratio("boiler") < 1.0
    assert ratio("heat pump") > 2.0


def test_an_air_conditioner_behind_a_bare_switch_cools_while_it_is_on() -> None:
    home = lived(Variant(drawn("radiator", "heat pump", 400, cooled=True), switched=(), bare_cold=True), 0.5)
    place, point = ROOMS.index("living"), Point(household.bare_cooler("living"), Attribute.ON)
    before = home.air[place]
    home.turn_knob(point, True)
    home.advance(timedelta(hours=1))
    assert home.air[place] < before - 1.0
    assert home.world.used.cooling[place] > 0.0
    home.turn_knob(point, False)
    home.advance(timedelta(hours=1))
    before = home.world.used.cooling[place]
    home.advance(timedelta(hours=1))
    assert home.world.used.cooling[place] == pytest.approx(before, abs=1e-3)


def test_the_same_seed_is_the_same_home_whatever_heats_it() -> None:
    one, other = drawn("radiator", "boiler", 5), drawn("radiator", "heat pump", 5)
    assert np.array_equal(one.u_wall, other.u_wall)
    assert not np.array_equal(one.u_wall, drawn("radiator", "boiler", 6).u_wall)


def test_a_home_without_coolers_has_none_in_its_house_and_only_heated_rooms_hang_on_the_source() -> None:
    house = parts.make(NOON, variant=Variant(drawn("electric", "boiler", 5), ROOMS)).house
    devices = [device for room in house.rooms for device in room.devices]
    assert {device.kind for device in devices} == {DeviceKind.DUTY}
    assert not any(device.cools or device.source for device in devices)
    assert drawn("radiator", "boiler", 5, cooled=True).emitters.cooling.any()


def test_relays_stand_fully_open_or_closed() -> None:
    home = lived(Variant(drawn("floor", "boiler", 5), switched=(), relays=True), 3.0)
    assert set(np.unique(home.world.valves.opening)) <= {0.0, 1.0}
