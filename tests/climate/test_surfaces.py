"""Cold walls and warm floors: comfort is how a room feels, and everything else stays as it was."""

import math
from dataclasses import replace
from datetime import time, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import LIVING, MORNING, a_house, living
from tests.climate.plans import QUARTER
from tests.rig import ANNA_ACTS, Rig
from thermo_edge.climate.evidence import part_of
from thermo_edge.climate.programme import room_programme
from thermo_edge.climate.surfaces import because, known_anew, of_air, radiant
from thermo_edge.climate.targets import Target, bands, target
from thermo_edge.control.state import snapshot
from thermo_edge.home.comfort import Band, Comfort, Limits, Warm
from thermo_edge.home.correction import About, Correction
from thermo_edge.home.forecast import Known, Regime, RegimeSpan
from thermo_edge.home.house import Domain, PlaceId, Room
from thermo_edge.home.memory import ClimateMemory
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import RoomSense, Snapshot
from thermo_edge.home.taste import Agreed, TasteMemory
from thermo_edge.home.turn import SOMEBODY, Priority, Wish
from thermo_edge.store.kinds import Codec

RIG = Rig()
SEEN = snapshot(RIG.state, RIG.clock.now(), timedelta(0))
DAILY = frozenset(range(7))
EVENINGS = Comfort(hours=(Warm(DAILY, time(20), time(22)),))
kelvins = st.one_of(st.floats(-3.0, 3.0), st.sampled_from([math.nan, math.inf, -math.inf]))


def at(kelvin: float, **more: object) -> Snapshot:
    """The morning, with the living room feeling so much colder than its air."""
    sense = RoomSense(temperature=20.2, radiant=kelvin, dry=more.pop("dry", None))  # type: ignore[arg-type]
    return replace(SEEN, **{"rooms": {LIVING: sense}, "presence": Presence.PRESENT, **more})  # type: ignore[arg-type]


def test_half_of_what_its_surfaces_are_colder_in_tenths_and_bounded() -> None:
    assert radiant(21.0, {"wall": 19.5, "pane": 18.4}) == 1.0
    assert radiant(21.0, {"floor": 23.0}) == -1.0
    assert radiant(21.0, {"pane": 2.0}) == 1.5
    assert radiant(21.0, {}) == radiant(21.0, {"wall": 99.0}) == radiant(math.nan, {"wall": 18.0}) == 0.0


def test_it_is_told_anew_from_two_tenths_on() -> None:
    before = {LIVING: 0.3}
    assert known_anew(before, {LIVING: 0.4}) == before
    assert known_anew(before, {LIVING: 0.1}) == {LIVING: 0.1}, "0.3 - 0.1 is less than 0.2 in binary"
    assert known_anew(before, {LIVING: 0.5}) == {LIVING: 0.5}
    assert known_anew({LIVING: 0.1}, {LIVING: None}) == known_anew(before, {}) == {}
    assert known_anew({}, {LIVING: 0.1}) == {}


def test_comfort_is_kept_warmer_beside_cold_walls_and_cooler_over_a_warm_floor() -> None:
    room = living()
    wanted = target(at(0.5), room, None)
    assert (wanted.band, wanted.code, wanted.radiant) == (Band(20.5, 21.5), Code.WARM_HOURS, 0.5)
    assert target(at(-0.5), room, None).band == Band(19.5, 20.5)
    assert target(at(0.0), room, None).radiant == 0.0


def test_a_wish_a_vacation_the_setback_absence_and_a_clock_that_is_unsure_are_left_alone() -> None:
    room = living()
    wish = Wish(LIVING, 22.0, ANNA_ACTS, MORNING, MORNING + timedelta(hours=3))
    away = RegimeSpan(Regime.VACATION, Known.DECLARED, MORNING, MORNING + timedelta(days=9))
    cases: list[tuple[Room, Wish | None, dict[str, object]]] = [
        (room, wish, {}),
        (room, None, {"presence": Presence.ABSENT}),
        (room, None, {"presence": Presence.ABSENT, "regime": away}),
        (room, None, {"clock_behind": timedelta(hours=1)}),
        (living(comfort=EVENINGS), None, {}),
    ]
    for place, asked, more in cases:
        assert target(at(1.5, **more), place, asked) == target(at(0.0, **more), place, asked)


def test_nobody_has_it_warmer_than_somebody() -> None:
    house = replace(SEEN.house, away_setback=0.5)
    empty = target(at(-1.0, presence=Presence.ABSENT, house=house), living(), None)
    assert empty.band == target(at(-1.0, house=house), living(), None).band == Band(19.0, 20.0)


def test_what_was_agreed_and_called_wrong_comes_before_and_damp_after() -> None:
    agreed = Agreed(LIVING, "living cold day", "day", 0.8, SOMEBODY, MORNING)
    morning = replace(agreed, situation="living cold morning", doing="morning")
    taste = TasteMemory(agreed={each.situation: each for each in (agreed, morning)})
    wanted = target(at(0.5), living(), None, taste)
    assert wanted.band.low == pytest.approx(21.3)
    assert (wanted.code, wanted.settings, wanted.radiant) == (Code.AS_AGREED, 20.5, pytest.approx(0.5))
    assert target(at(-0.5, dry=20.0), living(), None).band == Band(20.0, 21.0)


def test_who_says_that_they_are_home_has_it_as_it_feels() -> None:
    part, week = part_of(SEEN.local), MORNING + timedelta(days=7)
    said = Correction(1, LIVING, Domain.CLIMATE, About.WARMER, SOMEBODY, MORNING, MORNING, week, part, away=True)
    wanted = target(at(0.5, presence=Presence.ABSENT), living(), None, TasteMemory(corrected=(said,)))
    assert (wanted.code, wanted.band) == (Code.AS_SAID, Band(20.5, 21.5))


bands_ = st.tuples(st.floats(10.0, 26.0), st.floats(0.2, 4.0)).map(lambda pair: Band(pair[0], pair[0] + pair[1]))


@given(bands_, bands_, kelvins, st.floats(-2.0, 2.0), st.sampled_from(Presence))
def test_no_band_leaves_the_limits_nor_is_colder_than_outside_the_hours(
    comfort: Band, setback: Band, kelvin: float, offset: float, presence: Presence
) -> None:
    limits = Limits(lowest=min(comfort.low, setback.low), highest=max(comfort.high, setback.high))
    room = living(comfort=Comfort(comfort, setback, cool_above=comfort.high + 0.5), limits=limits)
    agreed = [Agreed(LIVING, f"living cold {part}", part, offset, SOMEBODY, MORNING) for part in ("morning", "day")]
    taste = TasteMemory(agreed={each.situation: each for each in agreed})
    plain, wanted = (target(at(k, presence=presence), room, None, taste) for k in (0.0, kelvin))
    assert min(limits.lowest, plain.band.low) - 1e-9 <= wanted.band.low
    assert wanted.band.high <= limits.highest + 1e-9
    moved = of_air(room, kelvin)
    assert moved.low >= min(comfort.low, setback.low) - 1e-9
    assert moved.high <= max(room.comfort.cool_above, comfort.high) + 1e-9
    assert moved.high - moved.low == pytest.approx(comfort.high - comfort.low)


@given(st.floats(-2.0, 2.0))
def test_plan_and_rule_mean_the_same(kelvin: float) -> None:
    comfort = Comfort(hours=(Warm(DAILY, time(6), time(12)),))
    room, now = living(comfort=comfort), SEEN.at
    ahead = bands(a_house(room), room, now, timedelta(hours=20), radiant=kelvin)
    wanted = target(at(kelvin), room, None)
    assert ahead[0][1] == wanted.band
    assert ahead[1][1] == comfort.setback
    made = room_programme(a_house(room), room, now, QUARTER, 4, wanted, np.ones(4), 1.5, radiant=kelvin)
    empty = target(at(kelvin, presence=Presence.ABSENT), room, None)
    assert made.low.tolist() == [wanted.band.low] * 4
    assert (made.low - made.away) == pytest.approx(empty.band.low)
    assert made.high.max() == max(wanted.band.high, comfort.setback.high)


def test_a_wish_is_planned_as_the_thermometer_is_to_say() -> None:
    until = MORNING + timedelta(hours=5)
    wished = Target(Band(21.75, 22.25), Code.WISHED, Priority.PERSON, until)
    made = room_programme(a_house(), living(), SEEN.at, QUARTER, 4, wished, np.ones(4), 1.5, radiant=1.0)
    assert set(made.low) == {21.75}


def test_its_sentence_is_beside_the_others_of_a_decision() -> None:
    assert because(Reason.of(Code.WARM_HOURS)) == ()
    assert because(Reason.of(Code.WARM_HOURS, radiant=0.5)) == (Reason.of(Code.SURFACES_COLDER, kelvins="0.5"),)
    assert because(Reason.of(Code.AS_AGREED, radiant=-1.2)) == (Reason.of(Code.SURFACES_WARMER, kelvins="1.2"),)


def test_older_and_newer_programs_read_what_is_kept() -> None:
    codec: Codec[ClimateMemory] = Codec(ClimateMemory)
    kept = ClimateMemory(dry={LIVING: 18.0}, radiant={LIVING: 0.5, PlaceId("bedroom"): -0.3})
    assert codec.load(codec.dump(kept)) == kept
    assert codec.load('{"dry": {"living": 18.0}}') == ClimateMemory(dry={LIVING: 18.0})
    assert codec.load('{"dry": {"living": 18.0}, "of_tomorrow": {"living": 1}}') == ClimateMemory(dry={LIVING: 18.0})
