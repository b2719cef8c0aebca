"""The shipped model of occupancy: small, quick, sane, and left out where it does not fit."""

from dataclasses import replace
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest

from thermo_edge.errors import ModelRefused
from thermo_edge.learning.closed import sigmoid
from thermo_edge.learning.occupancy_at_home import Base, Truth, learn
from thermo_edge.learning.occupancy_base import OccupancyBase, of_shelved, shipped
from thermo_edge.learning.shelf import BASE
from thermo_edge.occupancy.ahead import NAMES
from thermo_edge.occupancy.features import names, of_house, of_rooms
from thermo_edge.occupancy.signals import HouseSignals, RoomSignals

ROOM, HOME, ASLEEP = range(3)
DAY = 288


@pytest.fixture(scope="module")
def base() -> OccupancyBase:
    found = shipped()
    assert found is not None
    return found


def a_house(days: int = 2) -> HouseSignals:
    """Motion now and then in the evening in one of two rooms, every day; a phone that is away from 9 to 17."""
    hour = (np.arange(days * DAY) + 1) / 12.0 % 24.0
    weekday = (np.arange(days * DAY) // DAY % 7).astype(float)
    evening = ((hour >= 18.0) & (hour < 22.0) & (np.arange(len(hour)) % 3 != 0)).astype(float)
    rooms = {"living": RoomSignals(events={"motion": evening}), "bath": RoomSignals(events={"motion": 0.0 * evening})}
    return HouseSignals(5.0, hour, weekday, rooms, ((hour < 9.0) | (hour >= 17.0)).astype(float))


def test_it_believes_motion_and_phones(base: OccupancyBase) -> None:
    house = a_house()
    asked: Base = base
    assert asked.features == len(names(base.config))
    rooms, whole = of_rooms(house, base.config), of_house(house, base.config)
    evening, noon, night = (DAY + round(hour * 12.0) - 1 for hour in (20.25, 13.0, 3.0))
    living, bath = (sigmoid(asked.now(rooms[:, place], ROOM)) for place in range(2))
    assert living[evening] > 0.8
    assert bath[evening] < 0.2
    assert living[noon] < 0.2
    home, asleep = sigmoid(asked.now(whole, HOME)), sigmoid(asked.now(whole, ASLEEP))
    assert home[evening] > 0.95
    assert home[noon] < 0.3
    assert asleep[night] > 0.8 > 0.1 > asleep[evening]


def test_it_looks_ahead_for_every_horizon(base: OccupancyBase) -> None:
    said = base.ahead(np.zeros((7, len(base.config.horizons), len(NAMES))), HOME)
    assert said.shape == (7, len(base.config.horizons))
    assert np.isfinite(said).all()


def test_a_home_of_which_less_than_a_horizon_is_known_teaches_nothing_of_it(base: OccupancyBase) -> None:
    house = a_house(4).part(0, 20)
    living = house.rooms["living"].events["motion"]
    unknown = np.full(house.times, np.nan)
    truth = Truth(np.column_stack([living, unknown]), unknown, unknown, np.zeros(house.times))
    assert learn(house, truth, base.config, base).config == base.config


def test_a_home_learns_from_it(base: OccupancyBase) -> None:
    house = a_house(4)
    living = house.rooms["living"].events["motion"]
    unknown = np.full(house.times, np.nan)
    truth = Truth(np.column_stack([living, unknown]), unknown, unknown, np.arange(house.times) // DAY * 1.0)
    made = learn(house, truth, base.config, base)
    told = made.now(house)
    assert ((told["living"] >= 0.5) == (living > 0.0)).mean() > 0.97
    at = np.arange(DAY, 2 * DAY)
    assert np.isfinite(made.ahead(house, told, 2.0, at)["living"]).all()


def test_it_is_small_and_quick(base: OccupancyBase) -> None:
    files = sum(path.stat().st_size for path in (BASE / "occupancy").iterdir())
    assert files < 1_000_000
    assert base.shelved.card.files["model.onnx"].bytes < 500_000
    rooms, many = np.zeros((6, base.features)), 200
    base.now(rooms, ROOM)
    begun = perf_counter()
    for _ in range(many):
        base.now(rooms, ROOM)
    assert (perf_counter() - begun) / many / len(rooms) < 1e-3


def test_its_card_says_that_it_beats_plainer_ways(base: OccupancyBase) -> None:
    told = {metric.measure: metric for metric in base.shelved.card.metrics}
    for target in ("room", "home", "asleep"):
        for hours in ("0.5", "2", "8"):
            for days in (0, 7, 21):
                metric = told[f"Brier of {target} {hours} h ahead, {days} days"]
                assert metric.value < metric.baselines["hour of week"], metric
    for target in ("room", "home"):  # of sleep a table that was told three weeks of it knows more
        assert told[f"{target} accuracy"].value > told[f"{target} accuracy"].baselines["hour of week"]


def test_without_a_model_there_is_none(tmp_path: Path) -> None:
    assert shipped(tmp_path) is None


def test_a_model_of_other_numbers_is_refused(base: OccupancyBase) -> None:
    card = base.shelved.card
    narrower = tuple(
        replace(each, shape=(*each.shape[:-1], 3)) if each.name == "senses" else each for each in card.inputs
    )
    with pytest.raises(ModelRefused, match="other numbers"):
        of_shelved(replace(base.shelved, card=replace(card, inputs=narrower)))
