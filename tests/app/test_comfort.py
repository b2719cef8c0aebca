"""The whole core with people who set their warmth: one question, which changes nothing until somebody says yes."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import ANNA, LIVING, RADIATOR, a_house, bedroom, living
from tests.fakes import FakeHome
from tests.rig import ANNA_ACTS, SET_POINT, Rig
from thermo_edge.app.comfort import Comfort, quiet_hours
from thermo_edge.app.core import build
from thermo_edge.app.past import HistoryPast
from thermo_edge.climate.adaptive import BOUND
from thermo_edge.climate.comfort import taste
from thermo_edge.climate.offering import said_of
from thermo_edge.climate.preference import Leaf, Prior
from thermo_edge.climate.recalled import recalled
from thermo_edge.climate.targets import bands, target
from thermo_edge.clock import SteppedClock
from thermo_edge.control.state import snapshot
from thermo_edge.home.comfort import Band, Limits, Warm
from thermo_edge.home.comfort import Comfort as Hours
from thermo_edge.home.house import Attribute, EntityId, House, Mode, Point, Sensor
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code, Refused
from thermo_edge.home.snapshot import Link, Snapshot
from thermo_edge.home.taste import Agreed, Doing, TasteMemory, directions
from thermo_edge.home.turn import Verdict
from thermo_edge.ports import History
from thermo_edge.store.memory_history import MemoryHistory
from thermo_edge.store.open import Opened, open_history

MIDNIGHT = datetime(2026, 1, 11, 23, 0, tzinfo=UTC)
"""Of a Monday in Amsterdam."""

HOURS = Hours(hours=(Warm(frozenset(range(7)), time(6), time(23)),))
EVENING = "living cold evening"


MOTION = Point(EntityId("binary_sensor.living_motion"), Attribute.MOTION)


def warm_house() -> House:
    seeing = (*living().sensors, Sensor(MOTION, LIVING))
    return a_house(living(comfort=HOURS, sensors=seeing), bedroom(comfort=HOURS))


class Household(Rig):
    """Anna is home; `until` lets time pass, `sets` turns the knob, `night` is what the nightly job does."""

    def __init__(self, history: History | None = None, mode: Mode = Mode.ACT) -> None:
        super().__init__(warm_house(), MIDNIGHT, mode, history)
        self.home.say(ANNA, True)
        self.settle()

    def until(self, day: int, hour: float) -> None:
        goal = MIDNIGHT + timedelta(days=day, hours=hour)
        while self.clock.now() < goal:
            self.wait(min(timedelta(minutes=15), goal - self.clock.now()), timedelta(minutes=15))

    def sets(self, celsius: float) -> None:
        self.home.person(SET_POINT, celsius)
        self.settle()

    def stirs(self) -> None:
        """Somebody moves in the living room."""
        for moves in (True, False):
            self.home.say(MOTION, moves)
            self.settle()
            self.clock.advance(timedelta(minutes=1))

    def night(self) -> None:
        Comfort(self.controller, self.history, self.clock, Prior).look()
        self.settle()

    def evenings(self, first: int, count: int, celsius: float = 22.5, hour: float = 18.5) -> None:
        """Evenings with the knob turned, and the nights after them."""
        for day in range(first, first + count):
            self.until(day, hour)
            self.sets(celsius)
            self.until(day + 1, 3.67)
            self.night()

    @property
    def aim(self) -> float:
        seen = snapshot(self.state, self.clock.now(), timedelta(0))
        return target(seen, self.house.rooms[0], None, self.memory.taste).band.middle

    def says(self, yes: bool) -> None:
        self.desk.answer_offer(LIVING, self.memory.taste.offered[LIVING].key, yes, ANNA_ACTS)
        self.settle()


def test_five_evenings_with_the_knob_turned_up_make_one_question() -> None:
    house = Household()
    house.evenings(0, 5)
    offered = house.memory.taste.offered
    assert list(offered) == [LIVING]
    offer = offered[LIVING]
    assert (offer.situation, offer.doing) == (EVENING, "evening")
    assert (offer.times, offer.total, offer.usual, offer.now) == (5, 5, 22.5, 20.5)
    assert 0.3 <= offer.offset <= 1.0
    assert offer.then == pytest.approx(20.5 + offer.offset)
    house.until(5, 18.0)
    assert house.aim == 20.5, "nothing is done without a yes"
    view = house.desk.view().rooms[0]
    assert view.offer == offer


def test_yes_moves_the_target_in_that_situation_only_and_a_restart_keeps_it(tmp_path: Path) -> None:
    house = Household(open_history(tmp_path / "x.db").history)
    house.evenings(0, 5)
    offset = house.memory.taste.offered[LIVING].offset
    house.says(True)
    assert house.memory.taste.offered == {}
    house.restart()
    house.everything_answers()
    house.home.say(ANNA, True)
    house.settle()
    for hour, moved in ((8.0, 0.0), (12.0, 0.0), (16.9, 0.0), (17.1, offset), (21.9, offset), (22.1, 0.0)):
        house.until(5, hour)
        assert house.aim == pytest.approx(20.5 + moved), hour
    house.until(6, 18.0)
    house.tick()
    request = house.decision(SET_POINT).request
    assert request.reason.code is Code.AS_AGREED
    assert request.reason.get("value") == 20.5
    assert request.aim == pytest.approx(20.5 + offset)
    house.home.say(ANNA, False)
    house.until(6, 19.0)
    assert house.state.memory.occupancy.home.presence is Presence.ABSENT
    assert house.aim < 20.5, "while nobody is home the settings hold"
    house.desk.withdraw(EVENING, ANNA_ACTS)
    house.home.say(ANNA, True)
    house.until(6, 20.0)
    assert house.aim == 20.5
    house.night()
    assert house.memory.taste.offered == {}, "and it is not offered again at once"


def test_who_says_so_unasked_is_heard_at_once_and_within_bounds() -> None:
    house = Household()
    house.until(0, 18.0)
    house.desk.prefer(LIVING, Doing.EVENING, 0.5, ANNA_ACTS)
    house.settle()
    assert house.aim == 21.0
    assert house.memory.taste.agreed[EVENING].who == ANNA_ACTS
    house.until(0, 22.1)
    assert house.aim == 20.5, "the night is another time"
    house.desk.prefer(LIVING, Doing.NIGHT, 0.0, ANNA_ACTS)
    assert list(house.memory.taste.agreed) == [EVENING]
    for offset, code in ((2.5, Code.OUT_OF_RANGE), (float("nan"), Code.NOT_FINITE)):
        with pytest.raises(Refused) as refused:
            house.desk.prefer(LIVING, Doing.EVENING, offset, ANNA_ACTS)
        assert refused.value.reason.code is code
    house.desk.prefer(LIVING, Doing.EVENING, 0.0, ANNA_ACTS)
    house.settle()
    assert house.memory.taste.agreed == {}
    assert set(house.memory.taste.quiet) == set(directions(EVENING)), "and nothing is offered there at once"


def test_the_hours_ahead_are_as_agreed() -> None:
    house = Household()
    house.until(0, 12.0)
    agreed = {EVENING: Agreed(LIVING, EVENING, "evening", 1.0, ANNA_ACTS, house.clock.now())}
    ahead = bands(house.house, house.house.rooms[0], house.clock.now(), timedelta(hours=18), TasteMemory(agreed=agreed))
    found = [(house.house.local(at).hour, band.middle) for at, band in ahead]
    assert found == [(12, 20.5), (17, 21.5), (22, 20.5), (23, 17.75), (5, 17.75)]


def test_no_is_silent_for_sixty_days() -> None:
    house = Household()
    house.evenings(0, 3)
    house.says(False)
    assert house.memory.taste.agreed == {}
    house.evenings(3, 2)
    assert house.memory.taste.offered == {}
    with pytest.raises(Refused):
        house.desk.answer_offer(LIVING, "living cold evening 21.5", True, ANNA_ACTS)
    house.clock.advance(timedelta(days=56))
    house.report()
    house.tick()
    house.night()
    assert house.memory.taste.offered == {}, "the fifty-ninth day"
    house.clock.advance(timedelta(days=3))
    house.report()
    house.tick()
    assert house.memory.taste.quiet == {}


def test_an_offer_that_nobody_answers_goes_after_a_fortnight_and_rests() -> None:
    house = Household()
    house.evenings(0, 3)
    since = house.memory.taste.offered[LIVING].since
    house.night()
    assert house.memory.taste.offered[LIVING].since == since
    house.clock.advance(timedelta(days=14, minutes=1))
    house.report()
    house.tick()
    house.night()
    assert house.memory.taste.offered == {}


def test_what_is_set_outside_the_comfort_hours_is_an_hour_and_no_taste() -> None:
    house = Household()
    for day in range(5):
        house.until(day, 23.25)
        house.stirs()
        house.sets(21.0)
    house.until(5, 5.0)
    house.night()
    assert house.memory.taste.offered == {}


def test_nobody_is_offered_more_than_they_set() -> None:
    house = Household()
    house.evenings(0, 3, 21.2)
    offer = house.memory.taste.offered[LIVING]
    assert (offer.usual, offer.then, offer.offset) == (21.2, 21.2, 0.7)


def test_two_evenings_are_too_few() -> None:
    house = Household()
    house.evenings(0, 2)
    assert house.memory.taste.offered == {}


def test_those_who_wish_on_the_page_and_those_who_say_wrong_are_heard_too() -> None:
    house = Household()
    for day in range(3):
        house.until(day, 18.0)
        house.desk.wish(LIVING, 22.5, house.clock.now() + timedelta(hours=1), ANNA_ACTS)
        house.until(day, 19.5)
    number = next(record.number for record in house.history.decisions(50) if record.decision.request.place == LIVING)
    house.desk.judge(number, Verdict.WRONG, "", ANNA_ACTS)
    house.settle()
    house.night()
    offer = house.memory.taste.offered[LIVING]
    assert (offer.times, offer.total) in {(3, 4), (4, 4)}


def test_hours_in_which_nobody_changes_anything_speak_for_the_settings() -> None:
    house = Household()
    house.evenings(0, 3, 22.0)
    past = HistoryPast(house.house, house.history, house.clock.now())
    said = said_of(house.house, recalled(house.house, house.history.holds(99), past), (), house.memory.taste)
    quiet = quiet_hours(house.house, said, past, (), house.clock.now())
    assert {(vote.person, vote.then.situation.key) for vote in quiet} == {("Anna", EVENING)}
    assert len(quiet) == 3 * 4, "of five hours of each evening, without the one in which the knob was turned"
    spoken, anna = [vote for one in said for vote in one.votes], Leaf("Anna", EVENING)
    unheard, heard = (taste(Prior(), votes, [anna], house.clock.now()) for votes in (spoken, [*spoken, *quiet]))
    assert heard.offset(anna)[0] < unheard.offset(anna)[0]


def test_a_room_that_only_its_thermostat_measures_is_remembered_too() -> None:
    rig = Rig(a_house(living(sensors=())), MIDNIGHT, begun=False)
    rig.home.say(Point(RADIATOR, Attribute.TEMPERATURE), 19.5)
    rig.wait(timedelta(hours=2), timedelta(minutes=5))
    past = HistoryPast(rig.house, rig.history, rig.clock.now())
    assert past.temperature(LIVING, rig.clock.now()) == pytest.approx(19.5)


def test_the_timetable_does_it_at_night() -> None:
    clock, home = SteppedClock(MIDNIGHT), warm_house()
    core = build(home, clock, FakeHome(clock, home), Opened(MemoryHistory()))
    jobs = {job.name: job for job in core.timetable.jobs}
    assert (jobs["comfort"].daily, jobs["comfort"].slow, jobs["comfort"].dated) == (time(3, 40), True, True)
    jobs["comfort"].run()
    jobs["dampness"].run()


offsets = st.floats(allow_nan=True, allow_infinity=True)
degrees = st.floats(5.0, 30.0)


@given(offsets, degrees, st.floats(0.0, 3.0), degrees, st.floats(0.0, 15.0), st.integers(0, 23))
def test_the_target_stays_by_the_settings_and_in_the_limits(
    offset: float, low: float, width: float, lowest: float, span: float, hour: int
) -> None:
    band, limits = Band(low, low + width), Limits(lowest=lowest, highest=lowest + span)
    room = living(comfort=Hours(band, band), limits=limits)
    house = a_house(room)
    at = MIDNIGHT + timedelta(hours=hour)
    seen = Snapshot(at, house, {}, {}, Link(True, at))
    agreed = {
        key: Agreed(LIVING, key, "evening", offset, ANNA_ACTS, MIDNIGHT)
        for doing in ("morning", "day", "evening", "night", "asleep")
        for key in (f"living cold {doing}",)
    }
    found = target(seen, room, None, TasteMemory(agreed=agreed)).band
    assert abs(found.low - low) <= BOUND + 1e-9
    assert abs((found.high - found.low) - width) < 1e-9
    assert found.high <= max(limits.highest, band.high) + 1e-9
    assert found.low >= min(limits.lowest, band.low) - 1e-9
