"""Times that are not normal: what is detected, what is declared, and that nothing is learned from them."""

from datetime import timedelta

import pytest

from tests.builders import LIVING, MORNING
from tests.occupancy.lived import ANNA, BEN, HALL_MOTION, LIVING_MOTION, SENSORS, Lived
from thermo_edge.home.forecast import Known, Regime, RegimeSpan
from thermo_edge.home.memory import HabitMemory
from thermo_edge.home.reason import Code, Refused
from thermo_edge.home.turn import Actor, ActorKind
from thermo_edge.occupancy import regimes
from thermo_edge.occupancy.regimes import Day, detect, observe, settle

PERSON = Actor(ActorKind.PERSON, "Anna")
MONDAY = MORNING.replace(day=12, hour=10)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("habits", "expected"),
    [
        (HabitMemory(), Regime.NORMAL),
        (HabitMemory(away_since=MONDAY - timedelta(hours=29)), Regime.NORMAL),
        (HabitMemory(away_since=MONDAY - timedelta(hours=31)), Regime.VACATION),
        (HabitMemory(crowd=100.0), Regime.GUESTS),
        (HabitMemory(crowd=100.0, usual_crowd=70.0), Regime.NORMAL),
        (HabitMemory(crowd=100.0, night_crowd=70.0), Regime.PARTY),
        (HabitMemory(rest=200.0, leaves=0.8), Regime.ILLNESS),
        (HabitMemory(rest=200.0, leaves=0.2), Regime.NORMAL),
        (HabitMemory(rest=200.0, leaves=0.8, left=True), Regime.NORMAL),
        (HabitMemory(rest=60.0, leaves=0.8), Regime.NORMAL),
    ],
)
def test_what_each_kind_of_time_looks_like(habits: HabitMemory, expected: Regime) -> None:
    assert detect(habits, MONDAY) is expected


@pytest.mark.parametrize(("lively", "persons", "crowd"), [(3, 2, 0.0), (4, 2, 1.0), (3, 1, 1.0), (2, 0, 0.0)])
def test_a_crowd_is_more_lively_rooms_than_the_persons_explain(lively: int, persons: int, crowd: float) -> None:
    day = Day(MONDAY, away=False, home=True, lively=lively, persons=persons, quiet=timedelta(0))
    assert observe(HabitMemory(), day, MONDAY, MINUTE).crowd == crowd


def test_a_day_is_judged_when_it_is_over() -> None:
    habits = HabitMemory()
    for number in range(10):
        local = MONDAY + timedelta(days=number)
        habits = observe(habits, Day(local, True, False, 0, 0, None), local, MINUTE)
    assert habits.leaves > 0.7
    at_home = observe(habits, Day(local, False, True, 1, 2, timedelta(0)), local, MINUTE)
    assert at_home.away_since is None


def test_a_detected_regime_ends_by_itself_and_a_declared_one_as_it_was_said() -> None:
    found = settle({}, HabitMemory(away_since=MONDAY - timedelta(hours=40)), MONDAY)
    assert found[Regime.VACATION].known is Known.DETECTED
    assert found[Regime.VACATION].since == MONDAY - timedelta(hours=40)
    assert settle(found, HabitMemory(), MONDAY) == {}
    said = {Regime.GUESTS: RegimeSpan(Regime.GUESTS, Known.DECLARED, MONDAY, MONDAY + timedelta(hours=5), PERSON)}
    assert settle(said, HabitMemory(), MONDAY + timedelta(hours=4)) == said
    assert settle(said, HabitMemory(), MONDAY + timedelta(hours=6)) == {}
    both = {**found, **said}
    assert regimes.standing(both, MONDAY + MINUTE) == said[Regime.GUESTS], "a person's word counts first"


def test_nobody_home_for_days_is_a_vacation_until_somebody_comes() -> None:
    lived = Lived()
    lived.lives(0, 7.0, 8.0)
    lived.leaves(ANNA, BEN)
    lived.until(1, 12.0, step=9.0)
    assert lived.belief.regime is None
    lived.until(1, 15.0, step=9.0)
    assert lived.belief.regime is not None
    assert (lived.belief.regime.regime, lived.belief.regime.known) == (Regime.VACATION, Known.DETECTED)
    lived.comes(ANNA)
    lived.until(1, 15.2)
    assert lived.belief.regime is None
    (span,) = lived.history.regimes(5)
    assert span.regime is Regime.VACATION
    assert span.until <= lived.clock.now()


def test_more_people_than_live_here_are_guests_and_late_a_party() -> None:
    lived = Lived()
    lived.lives(0, 7.0, 8.0)
    lived.leaves(BEN)
    lived.until(0, 18.0)
    for point in SENSORS:
        lived.home.say(point, True)
    for minute in range(0, 110, 5):
        lived.until(0, 18.0 + minute / 60.0)
        for point in SENSORS:
            lived.home.say(point, True)
        lived.settle()
    assert lived.belief.regime is not None
    assert lived.belief.regime.regime is Regime.GUESTS


def test_a_person_declares_and_ends_a_regime_and_it_outlives_a_restart() -> None:
    lived = Lived()
    until = lived.clock.now() + timedelta(days=10)
    with pytest.raises(Refused) as refused:
        lived.desk.declare(Regime.VACATION, lived.clock.now(), PERSON)
    assert refused.value.reason.code is Code.TOO_LATE
    with pytest.raises(Refused) as refused:
        lived.desk.declare(Regime.VACATION, lived.clock.now() + timedelta(days=367), PERSON)
    assert refused.value.reason.code is Code.TOO_FAR_AHEAD
    lived.desk.declare(Regime.VACATION, until, PERSON)
    lived.restart()
    regime = lived.belief.regime
    assert regime is not None
    assert (regime.regime, regime.until, regime.who) == (Regime.VACATION, until, PERSON)
    assert lived.desk.view().occupancy is not None
    lived.desk.declare(Regime.NORMAL, until, PERSON)
    assert lived.belief.regime is None
    assert lived.history.regimes(5)[0].until < until


def test_an_ordinary_evening_of_two_is_no_crowd() -> None:
    lived = Lived()
    lived.lives(0, 7.0, 23.0)
    assert lived.belief.regime is None
    lived.stirs(HALL_MOTION, LIVING_MOTION)
    assert lived.room(LIVING).reasons[0].code in (Code.ROOM_STIRS, Code.ROOM_STIRRED)
