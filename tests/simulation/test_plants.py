"""Both plants: heat is kept account of, any step is stable, many homes are as one, and the sun comes from its side."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulation.skies import inputs, sky, sunny
from thermo_edge.simulation.building import AIR_HEAT, Building
from thermo_edge.simulation.draw import draw_dwelling
from thermo_edge.simulation.dwelling import Dwelling
from thermo_edge.simulation.family import BUILD, ROOMS, Kind, family_dwelling, family_home
from thermo_edge.simulation.layered import Layered
from thermo_edge.simulation.lumped import Lumped
from thermo_edge.simulation.plant import Array, Indoor, Inputs, Outside, Plant, relative_humidity

KINDS: tuple[Kind, ...] = ("lumped", "layered")
both = pytest.mark.parametrize("kind", KINDS)


def drawn(seed: int, homes: int = 3, rooms: int = 2) -> Dwelling:
    rng = np.random.default_rng(seed)
    return draw_dwelling(rng, homes, rooms, *(np.full(homes, value) for value in (10.0, -8.0, 28.0)))


def without_limit(dwelling: Dwelling) -> Dwelling:
    """Where a source is short, more heat for one room is less for another."""
    source = replace(dwelling.emitters.source, cap=np.full(dwelling.emitters.source.cap.shape, 1e9))
    return replace(dwelling, emitters=replace(dwelling.emitters, source=source))


def run(plant: Plant, outside: Outside, given_: Inputs, seconds: float, steps: int, begin: float = 20.0) -> Indoor:
    indoor = plant.begin(begin, outside)
    for _ in range(steps):
        indoor = plant.step(indoor, outside, given_, seconds)
    return indoor


def settled(building: Building, outside: Outside, given_: Inputs) -> Indoor:
    """At rest: the steps of the fabric are implicit, so that very long ones lead there."""
    state = building._remembered(building.begin(20.0, outside))
    sunshine = building.shell.sunshine(outside, given_.shades)
    for _ in range(60):
        state, electricity = building._part(state, outside, given_, sunshine, 3e6)
    return building._shown(state, sunshine.daylight, electricity)


def losses(building: Building, indoor: Indoor, outside: Outside) -> Array:
    """W that leave each home, of the fabric and the air."""
    outdoor, fabric = outside.temperature[:, None], building.fabric
    air = building.shell.drawn(outside, indoor.air, np.zeros(indoor.air.shape))
    fresh = air + building.shell.fresh - building.shell.heat_kept
    lost = (AIR_HEAT * fresh * (indoor.air - outdoor)).sum(axis=1)
    nodes = indoor.nodes[:, : fabric.nodes]
    if isinstance(fabric, Lumped):
        inner, wall = nodes[:, : building.rooms], nodes[:, building.rooms :]
        lost += (fabric.air_outdoor * (indoor.air - outdoor)).sum(axis=1)
        lost += (fabric.wall_outdoor * (wall - outdoor)).sum(axis=1)
        return lost + (fabric.inner_ground * (inner - fabric.below)).sum(axis=1)
    assert isinstance(fabric, Layered)
    everything = np.concatenate((indoor.air, nodes), axis=1)
    lost += (fabric.outdoor * (everything - outdoor)).sum(axis=1)
    leaves_to = fabric.joined.sum(axis=2) - fabric.outdoor  # what is joined to nothing inside or outdoors is the deep
    return lost + (leaves_to * everything).sum(axis=1) - fabric.deep.sum(axis=1)


@both
def test_at_rest_heat_in_is_heat_out(kind: Kind) -> None:
    for dwelling in (family_dwelling(), drawn(3, 4)):
        building = BUILD[kind](dwelling)
        homes, rooms = building.homes, building.rooms
        outside = sky(-3.0, homes=homes)
        given_ = inputs(homes, rooms, heating=0.4, people=0.5, appliances=60.0)
        indoor = settled(building, outside, given_)
        heat_in = indoor.emitted.sum(axis=1) + rooms * (0.5 * 75.0 + 60.0)
        assert np.allclose(losses(building, indoor, outside), heat_in, rtol=0.01)


@both
def test_sun_on_glass_is_heat_inside(kind: Kind) -> None:
    building = family_home(kind)
    outside = sunny(180.0)
    indoor = settled(building, outside, inputs(1, 6))
    shaded = settled(building, outside, inputs(1, 6, shades=1.0))
    gain = building.shell.sunshine(outside, np.zeros((1, 6))).inside.sum()
    more = losses(building, indoor, outside) - losses(building, shaded, outside)
    assert more[0] == pytest.approx(gain, rel=0.01)
    assert gain > 1000.0


@both
def test_a_tight_home_loses_what_its_survey_says(kind: Kind) -> None:
    """Films and layers are set up so that the U-values come out, but for surfaces being colder than the air."""
    dwelling = family_dwelling()
    tight = replace(
        dwelling,
        leak=0.0 * dwelling.leak,
        fresh=0.0 * dwelling.fresh,
        below=np.zeros(1),
        inner=40.0 * (dwelling.inner > 0.0),
    )
    building = BUILD[kind](tight)
    indoor = settled(building, sky(0.0), inputs(1, 6, heating=0.5))
    mean = (indoor.operative * tight.loss).sum() / tight.loss.sum()
    assert indoor.emitted.sum() / mean == pytest.approx(tight.loss.sum(), rel=0.1)


@both
@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 1000),
    seconds=st.floats(1.0, 900.0),
    outdoor=st.floats(-30.0, 45.0),
    wind=st.floats(0.0, 25.0),
    demand=st.floats(0.0, 1.0),
)
def test_any_step_is_stable(kind: Kind, seed: int, seconds: float, outdoor: float, wind: float, demand: float) -> None:
    building = BUILD[kind](drawn(seed))
    outside = sky(outdoor, wind=wind, homes=3)
    given_ = inputs(
        3, 2, heating=demand, cooling=1.0 - demand, people=2.0, windows=demand, vapour=200.0, appliances=50.0
    )
    indoor = run(building, outside, given_, seconds, 25)
    for each in fields(Indoor):
        assert np.isfinite(getattr(indoor, each.name)).all(), each.name
    idle = run(building, outside, inputs(3, 2), seconds, 25)
    assert (idle.air > min(outdoor, 9.0) - 1e-6).all()
    assert (idle.air < max(outdoor, 20.0) + 1e-6).all()
    assert (indoor.moisture >= 0.0).all()
    assert (indoor.co2 > 419.0).all()


@both
@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 1000),
    low=st.floats(0.0, 1.0),
    more=st.floats(0.0, 1.0),
    room=st.integers(0, 1),
    window=st.sampled_from([0.0, 0.5]),
)
def test_more_heat_never_makes_anything_colder(
    kind: Kind, seed: int, low: float, more: float, room: int, window: float
) -> None:
    building = BUILD[kind](without_limit(drawn(seed)))
    outside = sky(0.0, homes=3)
    less = inputs(3, 2, heating=low, windows=window)
    heated = less.heating.copy()
    heated[:, room] = low + (1.0 - low) * more
    for seconds in (60.0, 900.0):
        cooler = run(building, outside, less, seconds, 12)
        warmer = run(building, outside, replace(less, heating=heated), seconds, 12)
        assert (warmer.air >= cooler.air - 1e-9).all()
        assert (warmer.nodes[:, : building.fabric.nodes] >= cooler.nodes[:, : building.fabric.nodes] - 1e-9).all()


def one_of(thing: Any, number: int) -> Any:
    """A home out of many."""
    if is_dataclass(thing):
        return replace(thing, **{e.name: one_of(getattr(thing, e.name), number) for e in fields(thing)})  # type: ignore[type-var]
    return thing[number : number + 1] if isinstance(thing, np.ndarray) else thing


@both
def test_many_homes_are_the_same_arithmetic_as_one(kind: Kind) -> None:
    dwelling = drawn(11, homes=4, rooms=3)
    together = BUILD[kind](dwelling)
    rng = np.random.default_rng(0)
    names = [each.name for each in fields(Inputs) if each.name != "flow"]  # that is one for each home
    course = [Inputs(**{name: rng.random((4, 3)) for name in names}) for _ in range(6)]
    skies = [replace(sunny(170.0, homes=4), temperature=rng.uniform(-5.0, 30.0, 4)) for _ in range(6)]
    many = together.begin(19.0, skies[0])
    alone = [BUILD[kind](one_of(dwelling, number)) for number in range(4)]
    ones = [building.begin(19.0, one_of(skies[0], number)) for number, building in enumerate(alone)]
    for outside, given_ in zip(skies, course, strict=True):
        many = together.step(many, outside, given_, 600.0)
        ones = [
            building.step(one, one_of(outside, number), one_of(given_, number), 600.0)
            for number, (building, one) in enumerate(zip(alone, ones, strict=True))
        ]
    for each in fields(Indoor):
        joined = np.concatenate([getattr(one, each.name) for one in ones])
        assert np.allclose(joined, getattr(many, each.name), rtol=1e-9, atol=1e-9), each.name


@both
def test_short_and_long_steps_come_to_the_same(kind: Kind) -> None:
    plant, outside, given_ = family_home(kind), sky(0.0), inputs(1, 6, heating=0.5, people=0.5)
    short, long = (run(plant, outside, given_, seconds, int(10_800 / seconds)) for seconds in (30.0, 900.0))
    assert np.allclose(short.air, long.air, atol=0.1)
    assert np.allclose(short.co2, long.co2, rtol=0.02)


@both
def test_a_step_leaves_what_it_was_given_alone(kind: Kind) -> None:
    plant, outside, given_ = family_home(kind), sunny(180.0), inputs(1, 6, heating=0.5, windows=0.3)
    indoor = plant.begin(19.0, outside)
    before = {each.name: getattr(indoor, each.name).copy() for each in fields(Indoor)}
    first, second = (plant.step(indoor, outside, given_, 300.0) for _ in range(2))
    for each in fields(Indoor):
        assert np.array_equal(before[each.name], getattr(indoor, each.name))
        assert np.array_equal(getattr(first, each.name), getattr(second, each.name))


@both
def test_east_rooms_are_warm_in_the_morning_and_west_rooms_in_the_evening(kind: Kind) -> None:
    plant = family_home(kind)
    east, west = ROOMS.index("bedroom"), ROOMS.index("kids")
    morning, evening = (run(plant, sunny(side, 25.0), inputs(1, 6), 900.0, 12) for side in (100.0, 280.0))
    assert morning.air[0, east] > evening.air[0, east] + 0.5
    assert evening.air[0, west] > morning.air[0, west] + 0.5
    assert morning.daylight[0, east] > 3.0 * evening.daylight[0, east]


@both
def test_there_is_no_daylight_at_night_and_less_behind_shades(kind: Kind) -> None:
    plant = family_home(kind)
    assert (run(plant, sky(5.0), inputs(1, 6), 300.0, 1).daylight == 0.0).all()
    noon = sunny(180.0, 40.0)
    open_, shaded = (run(plant, noon, inputs(1, 6, shades=share), 300.0, 1).daylight for share in (0.0, 0.8))
    assert (open_ > 30.0).all()
    assert (open_ < 10_000.0).all()
    assert np.allclose(shaded, 0.2 * open_)


@both
def test_an_open_window_cools_and_freshens_and_neighbours_feel_it_later(kind: Kind) -> None:
    plant, outside = family_home(kind), sky(0.0, moisture=3.0)
    lived = run(plant, outside, inputs(1, 6, heating=0.5, people=1.0), 300.0, 48)
    only = np.array([[0.0, 0.0, 1.0, 0.0, 0.0, 0.0]])
    aired, shut = (
        plant.step(lived, outside, inputs(1, 6, heating=0.5, people=1.0, windows=windows), 900.0)
        for windows in (only, 0.0 * only)
    )
    drop = shut.air - aired.air
    assert drop[0, 2] > 2.0
    assert drop[0, 2] > 5.0 * drop[0, 0] > 0.0
    assert aired.co2[0, 2] < shut.co2[0, 2] - 200.0
    assert aired.moisture[0, 2] < shut.moisture[0, 2]


@both
def test_the_familys_home_is_a_house_of_its_kind(kind: Kind) -> None:
    """The heat loss of a 100 m² house is 80 to 300 W/K, and it cools for days."""
    building, outside = family_home(kind), sky(0.0)
    floor = family_dwelling().floor
    warm = settled(building, outside, inputs(1, 6, heating=0.4))
    loss = warm.emitted.sum() / ((warm.air * floor).sum() / floor.sum())
    assert 100.0 < loss < 200.0
    assert np.ptp(warm.air) < 5.0
    course = []
    indoor = warm
    for _ in range(96 * 2):
        indoor = building.step(indoor, outside, inputs(1, 6), 900.0)
        course.append(float(indoor.air.mean()))
    assert 1.0 < float(warm.air.mean()) - course[31] < 4.5  # a night without heat
    constant = 24.0 / np.log(course[95] / course[191])
    assert 20.0 < constant < 120.0
    assert 20.0 < relative_humidity(warm.moisture, warm.air).mean() < 70.0


def test_the_two_plants_are_not_the_same() -> None:
    outside, given_ = sky(0.0), inputs(1, 6, heating=0.8)
    one, two = (run(family_home(kind), outside, given_, 300.0, 24, 18.0) for kind in KINDS)
    assert 0.1 < np.abs(one.air - two.air).mean() < 3.0
    assert one.nodes.shape[1] < two.nodes.shape[1] / 4
