"""A cover behind the Home port: the fake and the simulated home move it, answer, and tell where it stands."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

import pytest

from tests.builders import forged
from tests.contracts.home_contract import Ears
from tests.control.shaded import NOON, SHUTTER, shaded_house
from tests.fakes import FakeHome
from thermo_edge.clock import SteppedClock
from thermo_edge.home.house import Attribute, House, Point
from thermo_edge.home.turn import Delivery
from thermo_edge.ports import Home
from thermo_edge.simulation import shutters
from thermo_edge.simulation.home import SimulatedHome
from thermo_edge.simulation.parts import make
from thermo_edge.simulation.variants import Variant


class CoverWorld(NamedTuple):
    """A home with a cover, open."""

    home: Home
    house: House
    cover: Point


def fake() -> CoverWorld:
    house = shaded_house()
    home = FakeHome(SteppedClock(NOON), house)
    home.say(SHUTTER, 100.0)
    return CoverWorld(home, house, SHUTTER)


def simulated() -> CoverWorld:
    clock = SteppedClock(NOON)
    home = SimulatedHome(clock, make(NOON, people=False, variant=Variant(covers=("living",))))
    home.advance(timedelta(minutes=1))
    return CoverWorld(home, home.house, Point(shutters.shutter("living"), Attribute.POSITION))


@pytest.fixture(params=[fake, simulated])
def world(request: pytest.FixtureRequest) -> Iterator[CoverWorld]:
    made: CoverWorld = request.param()
    yield made
    made.home.close()


def test_a_cover_goes_where_it_is_told_and_tells_so(world: CoverWorld) -> None:
    ears = Ears()
    world.home.open(world.house, ears)
    assert ears.value(world.cover) == 100.0
    world.home.send([forged(world.cover.entity, Attribute.POSITION, 30.0, 5)])
    (delivery,) = ears.of(Delivery)
    assert (delivery.number, delivery.error) == (5, None)
    assert ears.value(world.cover) == 30.0
    assert ears.readings(world.cover)[-1].origin.context == delivery.context


def test_a_simulated_shutter_keeps_the_sun_out_and_others_are_as_people_leave_them() -> None:
    clock = SteppedClock(NOON)
    home = SimulatedHome(clock, make(NOON, people=False, variant=Variant(covers=("living",))))
    home.open(home.house, Ears())
    home.advance(timedelta(minutes=5))
    bright = float(home.world.indoor.daylight[0, 0])
    home.send([forged(shutters.shutter("living"), Attribute.POSITION, 0.0, 1)])
    home.advance(timedelta(minutes=5))
    assert float(home.world.indoor.daylight[0, 0]) == pytest.approx((1.0 - shutters.KEEPS_OUT) * bright, rel=0.1)
    assert [len(room.covers) for room in home.house.rooms] == [1, 0, 0, 0, 0, 0]
    (cover,) = home.house.rooms[0].covers
    assert cover.shade is not None
    assert 190.0 < cover.shade.azimuth < 230.0, "between its large window to the south and its small one to the west"
