"""The learned side beside the house: it gathers, answers and is heard; without a model the rules go on."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from tests.builders import LIVING
from tests.occupancy.lived import ANNA, BEN, LIVING_MOTION, Lived, lived_house
from thermo_edge.app.occupancy import Occupancy, next_alarm, next_busy, rules_only
from thermo_edge.errors import PredictionFailed
from thermo_edge.home.house import Attribute, EntityId, House, Point
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code
from thermo_edge.learning.occupancy_serving import Serving
from thermo_edge.occupancy.features import OccupancyConfig, names
from thermo_edge.occupancy.gather import KEPT, STEP
from thermo_edge.occupancy.signals import Array

CLOCK = Point(EntityId("sensor.anna_next_alarm"), Attribute.NEXT_ALARM)
CALENDAR = EntityId("calendar.holidays")
CONFIG = OccupancyConfig()


@dataclass
class FakeBase:
    """A base model that says the same of everything, or fails."""

    odds: float = 2.0
    fails: bool = False

    @property
    def features(self) -> int:
        return len(names(CONFIG))

    def now(self, senses: Array, target: int) -> Array:
        assert senses.shape[1] == self.features
        assert np.isfinite(senses).all()
        if self.fails:
            raise PredictionFailed("it is not finite")
        return np.full(len(senses), self.odds)

    def ahead(self, features: Array, target: int) -> Array:
        assert np.isfinite(features).all()
        return np.full(features.shape[:2], self.odds)


def told_house() -> House:
    """With an alarm clock and a calendar."""
    house = lived_house(calendars=(CALENDAR,))
    anna = replace(house.persons[0], alarm_clock=CLOCK.entity)
    return replace(house, persons=(anna, *house.persons[1:]))


def look(lived: Lived, base: FakeBase | None = None) -> Occupancy:
    serving = Serving(base, "7" if base else "", CONFIG)
    side = Occupancy(lived.controller, lived.history, lived.clock, lambda: serving)
    side.look()
    lived.settle()
    return side


def test_what_the_model_says_is_in_the_belief_of_the_next_turn() -> None:
    lived = Lived()
    lived.lives(0, 7.0, 8.0)
    lived.until(0, 8.5)
    assert lived.room(LIVING).presence is Presence.ABSENT
    look(lived, FakeBase())
    assert lived.belief.learned is not None
    assert lived.belief.learned.version == "7"
    assert lived.room(LIVING).probability > 0.1
    assert Code.ROOM_LEARNED in [reason.code for reason in lived.room(LIVING).reasons]
    view = lived.desk.view().occupancy
    assert view is not None
    assert [round(each.probability, 2) for each in view.ahead] == [0.88] * 8


def test_without_a_model_the_rules_stand_and_the_hours_ahead_are_what_is_usual() -> None:
    lived = Lived()
    for day in range(3):
        lived.lives(day, 7.0, 8.0)
        lived.leaves(ANNA, BEN)
        lived.until(day, 17.0)
        lived.comes(ANNA, BEN)
        lived.lives(day, 17.25, 22.0)
    lived.lives(3, 7.0, 8.0)
    lived.leaves(ANNA, BEN)
    lived.until(3, 9.0)
    look(lived)
    learned = lived.belief.learned
    assert learned is not None
    assert (learned.by_room, learned.at_home, learned.version) == ({}, None, "")
    assert lived.presence is Presence.ABSENT
    later = {each.after: each.probability for each in learned.home}
    assert later[timedelta(hours=2)] < 0.3
    assert later[timedelta(hours=8)] < later[timedelta(hours=16)] or later[timedelta(hours=16)] > 0.6
    assert learned.returns is not None
    assert abs(learned.returns.median - (lived.clock.now() + timedelta(hours=8))) < timedelta(hours=1.5)


def test_a_model_that_fails_is_left_for_the_rules() -> None:
    lived = Lived()
    lived.lives(0, 7.0, 8.0)
    side = look(lived, FakeBase(fails=True))
    assert lived.belief.learned is not None
    assert lived.belief.learned.by_room == {}
    lived.clock.advance(timedelta(minutes=1))
    side.look()
    lived.settle()
    assert lived.presence is Presence.PRESENT


def test_nothing_is_asked_while_the_home_cannot_be_reached() -> None:
    lived = Lived()
    lived.home.reach(False)
    lived.settle()
    look(lived, FakeBase())
    assert lived.belief.learned is None


@pytest.mark.parametrize("ends", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"])
def test_a_time_outside_all_years_is_told_of_nothing(ends: str) -> None:
    lived = Lived(told_house())
    seconds = datetime.fromisoformat(ends).timestamp()
    lived.home.say(CLOCK, seconds)
    lived.home.say(Point(CALENDAR, Attribute.CALENDAR_START), lived.clock.now().timestamp())
    lived.home.say(Point(CALENDAR, Attribute.CALENDAR_END), seconds)
    lived.settle()
    assert next_alarm(lived.state, lived.clock.now()) is None
    assert next_busy(lived.state, lived.clock.now()) is None


def test_alarm_clocks_and_calendars_are_evidence() -> None:
    lived = Lived(told_house())
    rings = lived.clock.now() + timedelta(hours=6, minutes=30)
    lived.home.say(CLOCK, rings.timestamp())
    begin, end = datetime(2026, 1, 12, 9, 0, tzinfo=UTC), datetime(2026, 1, 12, 15, 0, tzinfo=UTC)  # wall clock
    lived.home.say(Point(CALENDAR, Attribute.CALENDAR), False)
    lived.home.say(Point(CALENDAR, Attribute.CALENDAR_START), begin.timestamp())
    lived.home.say(Point(CALENDAR, Attribute.CALENDAR_END), end.timestamp())
    lived.settle()
    now = lived.clock.now()
    assert next_alarm(lived.state, now) == rings
    hour = timedelta(hours=1)
    assert next_busy(lived.state, now) == (begin - hour, end - hour), "Amsterdam is an hour ahead of UTC"
    assert next_alarm(lived.state, rings + timedelta(minutes=1)) is None
    look(lived, FakeBase(odds=3.0))
    learned = lived.belief.learned
    assert learned is not None
    assert learned.wakes is not None
    assert learned.wakes.median == rings
    assert Code.ALARM_CLOCK in [reason.code for reason in learned.why_home]


def test_a_second_look_meanwhile_does_nothing() -> None:
    lived = Lived()
    side = Occupancy(lived.controller, lived.history, lived.clock, rules_only)
    assert side._busy.acquire(blocking=False)
    side.look()
    side._busy.release()
    lived.settle()
    assert lived.belief.learned is None


def test_the_ring_of_minutes_is_seeded_from_the_history_and_goes_on() -> None:
    lived = Lived()
    lived.lives(0, 7.0, 9.0)
    side = look(lived)
    gatherer = side._gatherer
    assert gatherer is not None
    signals = gatherer.signals(lived.clock.now())
    motion = signals.rooms[LIVING].events["motion"]
    assert signals.times == KEPT // STEP
    assert motion[-24:].sum() >= 6, "two hours of somebody every quarter of an hour"
    assert motion[: signals.times - 120].sum() == 0 or np.isnan(motion[0])
    lived.stirs(LIVING_MOTION)
    lived.clock.advance(timedelta(seconds=30))
    side.look()
    after = gatherer.signals(lived.clock.now())
    assert after.rooms[LIVING].events["motion"][-1] == 1.0
    assert after.rooms[LIVING].stirs["motion"][-1] > 0.9
    assert after.hour[-1] == pytest.approx(9.0, abs=0.1)
