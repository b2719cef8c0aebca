"""People as arrays: the same alone and among many, the same again for the same seed, and living as people do."""

from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from thermo_edge.simulation import days, gains, motion, taste
from thermo_edge.simulation.agenda import Calendar, Residents, Spell, wall
from thermo_edge.simulation.days import Day, Plan, chances, plan
from thermo_edge.simulation.people import (
    AWAY,
    BATH,
    BEDROOM,
    HALL,
    KIDS,
    KITCHEN,
    LIVING,
    Doing,
    Households,
    Kind,
    drawn,
    family,
)
from thermo_edge.simulation.taste import Felt, Mood

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONDAY = date(2026, 1, 12)


def generators(homes: int, day: int) -> list[np.random.Generator]:
    return [np.random.default_rng([1, home, day]) for home in range(homes)]


def weeks(households: Households, count: int = 8) -> list[Plan]:
    """All days of some weeks of one home, Monday first."""
    return [
        plan(households, Day.plain(households, day % 7), chances(households.persons, generators(1, day)))
        for day in range(7 * count)
    ]


def test_a_home_among_many_lives_as_it_does_alone() -> None:
    many, four = drawn(40, 5, seed=3), 4
    together = plan(many, Day.plain(many, four), chances(5, generators(40, 9)))
    for home in (0, 7, 39):
        alone = Households(**{name: value[home : home + 1] for name, value in vars(many).items()})
        by_itself = plan(alone, Day.plain(alone, four), chances(5, [generators(40, 9)[home]]))
        assert (together.where[home] == by_itself.where[0]).all()
        assert (together.doing[home] == by_itself.doing[0]).all()


def test_the_same_seed_gives_the_same_people_and_another_others() -> None:
    one, again, other = drawn(6, 4, seed=1), drawn(6, 4, seed=1), drawn(6, 4, seed=2)
    assert all((value == vars(again)[name]).all() for name, value in vars(one).items())
    assert (one.warmth != other.warmth).any()


def test_the_family_is_at_home_asleep_and_in_its_rooms_as_families_are() -> None:
    where = np.stack([made.where[0] for made in weeks(family())])  # days, persons, minutes
    doing = np.stack([made.doing[0] for made in weeks(family())])
    hours = {room: 24.0 * (where[:, :3] == room).mean(axis=(0, 2)) for room in range(AWAY, 6)}
    asleep = 24.0 * (doing[:, :3] == Doing.SLEEPS).mean(axis=(0, 2))
    assert ((asleep > 7.0) & (asleep < 11.5)).all(), asleep
    assert ((hours[AWAY] > 4.0) & (hours[AWAY] < 9.0)).all(), hours[AWAY]
    assert ((hours[LIVING] > 2.0) & (hours[LIVING] < 8.0)).all()
    assert ((hours[KITCHEN] > 0.8) & (hours[KITCHEN] < 3.5)).all()
    assert ((hours[BATH] > 0.2) & (hours[BATH] < 1.5)).all()
    assert hours[BEDROOM][:2].min() > 7.0 > hours[BEDROOM][2]
    assert hours[KIDS][2] > 9.0
    assert (hours[HALL] < 1.0).all()
    weekdays = np.arange(len(where)) % 7 < 5
    noon = where[:, 0, 12 * 60] == AWAY
    assert noon[weekdays].mean() > 0.95 > 0.6 > noon[~weekdays].mean()


def test_everybody_passes_the_hall_between_two_rooms() -> None:
    where = weeks(family(), 1)[0].where[0, :3]
    stays = (where[:, 1:] != where[:, :-1]) & (where[:, 1:] != AWAY) & (where[:, :-1] != AWAY)
    assert ((where[:, 1:] == HALL) | (where[:, :-1] == HALL))[stays].all()


@pytest.mark.parametrize("step", [5, 15])
def test_coarser_steps_tell_the_same_day(step: int) -> None:
    people, chance = family(), chances(8, generators(1, 3))
    fine, coarse = (plan(people, Day.plain(people, 2), chance, each) for each in (1, step))
    assert ((fine.where[..., ::step] == AWAY) == (coarse.where == AWAY)).mean() > 0.98
    assert ((fine.doing[..., ::step] == Doing.SLEEPS) == (coarse.doing == Doing.SLEEPS)).mean() > 0.98


def test_a_calendar_makes_days_out_of_the_ordinary() -> None:
    spells = (
        Spell("gone", 1, 3),
        Spell("party", 5),
        Spell("ill", 7, person=0),
        Spell("shift", 9, person=1, hours=5.0),
        Spell("free", 11),
    )
    lives = Residents(family(), Calendar(MONDAY, spells), AMSTERDAM, 1)
    where = [lives.plan(date(2026, 1, 12 + day)).where[0] for day in range(12)]
    assert (where[2] == AWAY).all(), "gone"
    assert (where[1][:3, 600:] == AWAY).all(), "they leave in the morning of the first day"
    assert (where[3][:3, :1000] == AWAY).all()
    assert (where[3][:3, 1080:] != AWAY).any(), "and come back on the last evening"
    assert ((where[5] != AWAY).sum(axis=0)[1200:1320] > 5).all(), "guests"
    assert (where[6][3:] == AWAY).all(), "who are gone the next day"
    assert (where[7][0] == BEDROOM).mean() > 0.7, "ill in bed"
    assert (where[9][1, 13 * 60 + 30 : 20 * 60] == AWAY).all(), "the new job ends late"
    assert (where[11][:3, 540] != AWAY).all(), "Friday without work or school"


def test_a_baby_wakes_at_night_and_somebody_goes_there() -> None:
    people = family(baby=True)
    nights = [made.where[0, :2, : 6 * 60] for made in weeks(people, 1)]
    with_it = [(night == KIDS).any(axis=0).sum() for night in nights]
    assert min(with_it) >= 30


def test_days_of_23_and_25_hours_keep_the_wall_clock() -> None:
    lives = Residents(family(), Calendar(date(2026, 3, 29)), AMSTERDAM, 1)
    for on, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)):
        clock = wall(on, AMSTERDAM)
        assert clock.end - clock.begin == 3600 * hours
        assert clock.end - (clock.at(22 * 3600.0) or 0.0) == 2 * 3600
        times = [event.at for event in lives.events(on, lives.plan(on))]
        assert clock.begin <= min(times)
        assert max(times) == clock.end
    assert wall(date(2026, 3, 29), AMSTERDAM).at(2.5 * 3600) is None


def test_motion_is_seen_where_people_move_and_hardly_where_they_sleep() -> None:
    people = family()
    made = weeks(people, 1)[1]
    rng = np.random.default_rng(4)
    seen = motion.caught(made.where, made.doing, rng.random((1, 6, days.DAY)))[0]
    awake = ((made.doing[0] != Doing.SLEEPS) & (made.where[0] == LIVING)).any(axis=0)
    asleep = ((made.doing[0] == Doing.SLEEPS) | (made.where[0] == AWAY)).all(axis=0)
    assert seen[LIVING, awake].mean() > 0.25
    assert seen[:, asleep].mean() < 0.05
    assert not seen[LIVING, ~(made.where[0] == LIVING).any(axis=0)].any(), "nobody is seen where nobody is"
    come = motion.entered(made.where)[0]
    assert seen[come].mean() > 0.9


def test_a_motion_sensor_holds() -> None:
    seen, seconds = np.zeros(10, dtype=bool), np.zeros(10)
    seen[[1, 2, 7]] = True
    assert list(motion.stretches(seen, seconds, hold=90.0)) == [(60.0, 210.0), (420.0, 510.0)]


def test_cooking_showering_and_people_warm_and_wet_the_rooms() -> None:
    kind = np.array([[Kind.WORKER, Kind.WORKER, Kind.BABY]])
    where, doing = np.array([[KITCHEN, BATH, AWAY]]), np.array([[Doing.COOKS, Doing.WASHES, Doing.OUT]])
    found = gains.given(kind, where, doing)
    assert found.people[0, KITCHEN] > 1.0
    assert found.people[0, LIVING] == 0.0
    assert found.appliances[0, KITCHEN] > 900.0 > found.appliances[0, LIVING]
    assert found.vapour[0, BATH] > 1000.0 > found.vapour[0, KITCHEN] > 0.0


def test_people_put_up_with_a_little_and_then_turn_it_up() -> None:
    people = family()
    where, doing = np.full((1, 8), LIVING), np.full((1, 8), int(Doing.RESTS))
    mood, mildly = Mood.calm(people), Felt(people.warmth - 1.0, np.array([[5.0]]))
    for _ in range(24):
        mood, change = taste.step(people, mood, where, doing, mildly, np.zeros((1, 8)), 5.0)
        assert not change.any()
    cold, acted = Felt(people.warmth - 3.0, np.array([[5.0]])), 0
    for turn in range(6):
        mood, change = taste.step(people, mood, where, doing, cold, np.zeros((1, 8)), 5.0)
        acted += int(change[0, 0] > 0.0)
        assert (change[0, 3:] == 0.0).all(), "guests have no say"
        assert turn >= 3 or acted == 0, "not at once"
    assert acted == 1, "and not again and again"


def test_in_summer_people_want_it_warmer() -> None:
    people, doing = family(), np.full((1, 8), int(Doing.RESTS))
    winter, summer = (taste.neutral(people, doing, Felt(people.warmth, np.array([[t]]))) for t in (0.0, 22.0))
    assert (summer > winter + 2.0).all()
