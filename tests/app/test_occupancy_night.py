"""At night beside the house: the last weeks become something to learn from, which serves, is kept and comes back."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.app.test_occupancy import FakeBase
from tests.builders import LIVING
from tests.learning.homes import CONFIG, Neighbour, evenings
from tests.occupancy.lived import ANNA, BEN, LIVING_LAMP, LIVING_MOTION, Lived
from tests.rig import ANNA_ACTS
from thermo_edge.app.occupancy import RETRY, Occupancy, shipped_model
from thermo_edge.home.forecast import Regime
from thermo_edge.home.house import Domain, PlaceId
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code
from thermo_edge.home.turn import Verdict
from thermo_edge.learning.occupancy_days import Days
from thermo_edge.learning.occupancy_kept import FOLDER, WEIGHTS, OwnShelf
from thermo_edge.learning.occupancy_own import Own, Past, Score, learned
from thermo_edge.learning.occupancy_serving import Serving
from thermo_edge.occupancy.gather import Gatherer

ROOMS = ("hall", "living", "bed")


@pytest.fixture(scope="module")
def own() -> Own:
    """What a home with the rooms of `Lived` taught; it is used for what is so now in the living room."""
    past = evenings(15, rooms=ROOMS)
    found = learned(past, Neighbour(), CONFIG, Lived().clock.now())
    assert found is not None
    return replace(found, scores={"living": {0.0: Score(0.2, 0.1, 7)}})


def side(lived: Lived, serving: Serving, shelf: OwnShelf | None = None) -> Occupancy:
    made = Occupancy(lived.controller, lived.history, lived.clock, lambda: serving, shelf)
    made.look()
    lived.settle()
    return made


def past(lived: Lived, days: Days | None = None) -> Past:
    gatherer, now = Gatherer(lived.house), lived.clock.now()
    gatherer.add(lived.state.senses.latest, lived.state.senses.seen, now)
    trust = lived.memory.occupancy.trust
    found = (days or Days(lived.history)).past(lived.house, trust, gatherer.signals(now), now)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def lived_in() -> Lived:
    """For two days, up to the night; tests only look."""
    lived = Lived()
    for day in range(2):
        lived.lives(day, 7.0, 8.0)
        lived.leaves(ANNA, BEN)
        lived.until(day, 17.0)
        lived.comes(ANNA, BEN)
        lived.lives(day, 17.25, 19.0)
    lived.until(2, 3.9)
    return lived


def test_the_days_before_it_ran_come_from_the_history(lived_in: Lived) -> None:
    found = past(lived_in)
    house = found.house
    assert house.times == 3 * 288
    assert tuple(house.rooms) == ROOMS
    motion, persons = house.rooms["living"].events["motion"], house.persons
    assert persons is not None
    evening = (house.hour > 17.3) & (house.hour < 18.9) & (found.day == found.day[-1] - 2)
    noon = (house.hour > 9.0) & (house.hour < 16.0) & (found.day == found.day[-1] - 2)
    assert motion[evening].mean() > 0.2
    assert motion[noon].sum() == 0.0
    assert persons[noon].max() == 0.0
    assert np.diff(found.day).max() == 1.0


def test_a_day_that_was_seen_is_not_asked_of_the_history_again() -> None:
    lived = Lived()
    lived.lives(0, 7.0, 8.0)
    lived.until(1, 3.9)
    days = Days(lived.history)
    first = past(lived, days)
    kept = dict(days._days)
    lived.until(2, 3.9)
    second = past(lived, days)
    assert second.house.times == first.house.times + 288
    assert all(days._days[at] is signals for at, signals in kept.items())


def test_times_that_were_not_normal_are_marked() -> None:
    lived = Lived()
    lived.lives(0, 7.0, 8.0)
    begin = lived.clock.now()
    lived.desk.declare(Regime.GUESTS, begin + timedelta(hours=5), ANNA_ACTS)
    lived.settle()
    lived.until(0, 20.0)
    found = past(lived)
    assert found.left_out.sum() == 5 * 12
    assert found.house.hour[found.left_out].min() == pytest.approx(8.0, abs=0.1)


def test_hands_and_words_tell_who_was_there() -> None:
    lived = Lived()
    lived.lives(0, 19.0, 19.5)
    lived.home.say(LIVING_LAMP, True)  # at the wall: nobody's name is on it
    lived.settle()
    lived.until(0, 23.0)
    off = next(r for r in lived.history.decisions(100, LIVING) if r.decision.request.domain is Domain.LIGHTING)
    found = past(lived)
    assert [(each.room, each.occupied) for each in found.told] == [("living", True)]
    assert found.house.hour[found.told[0].at] == pytest.approx(19.5, abs=0.1)
    reason = off.decision.request.reason.code
    lived.desk.judge(off.number, Verdict.WRONG, "", ANNA_ACTS)
    lived.settle()
    words = [each for each in past(lived).told if each not in found.told]
    assert [each.occupied for each in words] == [reason in (Code.NOBODY_HERE, Code.NOBODY_HOME)]


def test_a_sensor_that_is_doubted_teaches_nothing() -> None:
    lived = Lived()
    lived.lives(0, 7.0, 8.0)
    assert past(lived).doubted == frozenset()
    occupancy = lived.memory.occupancy
    trust = {**occupancy.trust, LIVING_MOTION.entity: replace(occupancy.trust[LIVING_MOTION.entity], trust=0.1)}
    memory = replace(lived.memory, occupancy=replace(occupancy, trust=trust))
    lived.controller._state = replace(lived.state, memory=memory)
    assert past(lived).doubted == {"living"}


def test_too_few_days_leave_the_shipped_model_alone(lived_in: Lived, tmp_path: Path) -> None:
    night = side(lived_in, Serving(FakeBase(), "7"), OwnShelf(tmp_path))
    night.learn()
    assert night._serving is not None
    assert night._serving.own is None
    assert not (tmp_path / FOLDER).exists()
    view = lived_in.desk.view().occupancy
    assert view is not None
    assert view.own is not None
    assert view.own.since is None


def test_without_a_model_nothing_is_learned(lived_in: Lived) -> None:
    night = side(lived_in, Serving())
    night.learn()
    assert night._serving == Serving()
    view = lived_in.desk.view().occupancy
    assert view is not None
    assert view.own is None


def test_what_was_kept_serves_after_a_restart_and_a_broken_file_does_not(own: Own, tmp_path: Path) -> None:
    lived = Lived()
    lived.lives(0, 7.0, 8.0)
    OwnShelf(tmp_path).save(own, "7")
    plain = Serving(Neighbour(), "7", CONFIG)
    side(lived, plain, OwnShelf(tmp_path))
    learned_here = lived.belief.learned
    assert learned_here is not None
    assert learned_here.own is not None
    assert learned_here.own.rooms == (PlaceId("living"),)
    (tmp_path / FOLDER / WEIGHTS).write_bytes(b"no")
    side(lived, plain, OwnShelf(tmp_path))
    alone = lived.belief.learned
    assert alone is not None
    assert alone.own is not None
    assert alone.own.rooms == ()
    assert alone.by_room["living"] != learned_here.by_room["living"]
    assert alone.by_room["bed"] == learned_here.by_room["bed"]


def test_a_model_that_failed_is_looked_for_again_after_an_hour() -> None:
    lived = Lived()
    lived.lives(0, 7.0, 8.0)
    found = [Serving(FakeBase(fails=True), "7"), Serving(FakeBase(), "8")]
    night = Occupancy(lived.controller, lived.history, lived.clock, lambda: found.pop(0))

    def version() -> str:
        night.look()
        lived.settle()
        assert lived.belief.learned is not None
        return lived.belief.learned.version

    assert version() == ""
    lived.clock.advance(RETRY - timedelta(minutes=2))
    assert version() == ""
    assert lived.presence is Presence.PRESENT
    assert len(found) == 1
    lived.clock.advance(timedelta(minutes=2))
    assert version() == "8"
    assert not found


def test_a_place_without_a_model_is_not_searched_every_hour(tmp_path: Path) -> None:
    lived = Lived()
    asked: list[int] = []

    def find() -> Serving:
        asked.append(1)
        return Serving()

    night = Occupancy(lived.controller, lived.history, lived.clock, find)
    for _ in range(3):
        night.look()
        lived.clock.advance(RETRY)
    assert len(asked) == 1
    assert [job.name for job in night.jobs()] == ["occupancy", "occupancy at home"]
    assert all(job.dated and job.slow for job in night.jobs())
    assert shipped_model(tmp_path) is not None
