"""Signals that leave the home: whole, without names, and nothing but what a house can say comes in again."""

from pathlib import Path

import numpy as np
import pytest

from tests.builders import MORNING
from tests.learning.warm_rooms import CONFIG, lived, without
from thermo_edge.errors import ModelRefused
from thermo_edge.learning.card import mark
from thermo_edge.learning.climate_at_home import DAY, asked
from thermo_edge.learning.climate_lessons import Lessons, known_days
from thermo_edge.learning.climate_parcel import PARCEL_BYTES, from_bytes, read, to_bytes
from thermo_edge.learning.shelved import pack, unpack

ROOMS = [lived(5), without(lived(5, 1), "heating", "outdoor")]
CONTENT = to_bytes(ROOMS, MORNING)


def test_a_parcel_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "signals.safetensors"
    path.write_bytes(CONTENT)
    found = read(path, mark(CONTENT).sha256)
    assert found.end == MORNING and found.days == 5.0 and to_bytes(found.rooms, found.end) == CONTENT
    np.testing.assert_allclose(found.rooms[0].target, ROOMS[0].target, atol=1e-5)
    assert np.isnan(found.rooms[1].heating).all()
    with pytest.raises(ModelRefused):
        read(path, mark(CONTENT + b" ").sha256)


def test_what_is_foreign_corrupt_or_too_large_is_refused(tmp_path: Path) -> None:
    lines = unpack(CONTENT, "a test")
    spoiled = {
        "missing": {name: line for name, line in lines.items() if name != "1/sun"},
        "more": {**lines, "name of a person": lines["0/sun"]},
        "hot": {**lines, "0/target": lines["0/target"] + np.float32(60.0)},
        "short": {**lines, "0/target": lines["0/target"][:-1]},
        "wide": {**lines, "0/target": lines["0/target"].astype(np.float64)},
        "endless": {**lines, "0/heating": np.full_like(lines["0/heating"], np.inf)},
        "without a clock": {**lines, "0/hour": np.full_like(lines["0/hour"], np.nan)},
        "without an end": {name: line for name, line in lines.items() if name != "end"},
        "no room": {"end": lines["end"]},
    }
    for arrays in spoiled.values():
        with pytest.raises(ModelRefused):
            from_bytes(pack(arrays), "a test")
    with pytest.raises(ModelRefused):
        from_bytes(CONTENT[:-7], "a test")
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(PARCEL_BYTES + 1)
    with pytest.raises(ModelRefused):
        read(large)


def test_lessons_ask_what_the_program_asks_and_never_look_beyond() -> None:
    upto, moments = 4 * DAY, np.array([200, 250, 3 * DAY])
    lessons = Lessons(ROOMS, CONFIG, upto)
    told = lessons.ask(np.zeros(3, int), moments, np.ones(3))
    known = ROOMS[0].part(0, upto)
    wanted = asked(known, moments, CONFIG, planned=True)
    for name in ("past", "ahead", "start"):
        np.testing.assert_allclose(getattr(told.numbers, name), getattr(wanted, name), atol=1e-6)
    np.testing.assert_allclose(told.change[0], ROOMS[0].target[201:297] - ROOMS[0].target[200])
    last = lessons.ask(np.zeros(1, int), np.array([upto - 1]), np.ones(1))
    assert np.isnan(last.change).all() and np.isnan(last.heat).all()
    rooms, at = lessons.drawn(64, np.random.default_rng(0))
    assert set(rooms) == {0, 1} and at.max() < upto and lessons.days() == known_days(known) == 4.0
    assert len(lessons.moments(3 * DAY, 20)[0]) <= 20
