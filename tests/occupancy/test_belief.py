"""The belief of now: capped, fading, never stuck, and three-valued; with and without what was learned."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import LIVING, reading
from tests.occupancy.lived import (
    ANNA,
    BED,
    BED_MOTION,
    BEN,
    DOOR,
    HALL,
    HALL_MOTION,
    LIVING_MOTION,
    MIDNIGHT,
    Lived,
    lived_house,
)
from thermo_edge.control import believed
from thermo_edge.control.sensing import Senses, hear
from thermo_edge.home.forecast import LEAST, LIKELIEST, Learned, capped
from thermo_edge.home.heard import Believed
from thermo_edge.home.house import Attribute, EntityId, Point, Room, Sensor
from thermo_edge.home.memory import Memory, OccupancyMemory, SensorTrust
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Quality
from thermo_edge.occupancy.belief import ABSENT, PRESENT, Evidence

POINTS = (HALL_MOTION, LIVING_MOTION, BED_MOTION, DOOR, ANNA, BEN)
SAID = st.tuples(st.sampled_from(POINTS), st.sampled_from([True, False, None]), st.floats(0.0, 3000.0))
HOUSE = lived_house()


def evidence(
    said: list[tuple[Point, bool | None, float]], minute: float, learned: Learned | None = None, trust: float = 0.8
) -> Evidence:
    """What sensors said, each so many minutes after midnight; None: unavailable."""
    senses = Senses()
    for point, value, at in sorted(said, key=lambda each: each[2]):
        quality = Quality.GOOD if value is not None else Quality.UNAVAILABLE
        senses, _, _ = hear(senses, [reading(point, value, MIDNIGHT + timedelta(minutes=at), quality)], {})
    sensors = {point.entity: SensorTrust(trust, MIDNIGHT) for point in POINTS}
    memory = Memory(occupancy=OccupancyMemory(trust=sensors))
    return believed.evidence(HOUSE, senses, memory, learned, MIDNIGHT + timedelta(minutes=minute))


@given(
    st.lists(SAID, max_size=12),
    st.floats(0.0, 6000.0),
    st.none() | st.floats(allow_nan=True, allow_infinity=True),
    st.floats(0.0, 1.0),
)
def test_no_belief_is_more_certain_than_the_caps_whatever_was_said_and_learned(
    said: list[tuple[Point, bool | None, float]], minute: float, learned: float | None, trust: float
) -> None:
    at = MIDNIGHT + timedelta(minutes=minute)
    told = None
    if learned is not None:
        told = Learned(at, {room.id: capped(learned) for room in HOUSE.rooms}, capped(learned), capped(learned))
    found = believed.belief(evidence(said, minute, told, trust), Memory())
    for room in found.rooms.values():
        assert LEAST <= room.probability <= LIKELIEST
        assert (room.presence is Presence.PRESENT) is (room.probability >= PRESENT)
        assert room.presence is not Presence.ABSENT or room.probability <= ABSENT
        assert len(room.reasons) <= 4
    home = found.home
    assert home.away + home.awake + home.asleep == pytest.approx(1.0)
    assert LEAST - 1e-9 <= home.away <= LIKELIEST + 1e-9
    assert min(home.awake, home.asleep) >= 0.0


def test_a_belief_fades_to_the_prior_where_nothing_answers() -> None:
    said = [(ANNA, True, 0.0), (LIVING_MOTION, True, 600.0), (LIVING_MOTION, False, 601.0)]
    gone = [*said, (BED_MOTION, False, 0.0), (LIVING_MOTION, False, 601.0)]
    double = replace(HOUSE.rooms[1], sensors=(*HOUSE.rooms[1].sensors, Sensor(_MISSING, LIVING)))
    house = replace(HOUSE, rooms=(HOUSE.rooms[0], double, HOUSE.rooms[2]))
    values = []
    for minute in (602.0, 607.0, 637.0, 667.0, 900.0):
        found = replace(evidence(gone, minute), house=house)
        values.append(believed.belief(found, Memory()).rooms[LIVING])
    assert [value.presence for value in values] == [Presence.PRESENT, *[Presence.UNKNOWN] * 4]
    fading = [value.probability for value in values]
    assert fading == sorted(fading, reverse=True)
    assert fading[-1] == pytest.approx(0.3, abs=0.01)


_MISSING = Point(EntityId("binary_sensor.missing"), Attribute.MOTION)


@pytest.mark.parametrize(("hour", "longest"), [(14.0, 4.0), (22.5, 10.0)])
def test_nobody_is_believed_in_a_room_for_longer_than_people_stay_without_a_sign(hour: float, longest: float) -> None:
    said = [(ANNA, True, 0.0), *((point, False, 0.0) for point in (HALL_MOTION, BED_MOTION))]
    said += [(BED_MOTION, True, hour * 60), (BED_MOTION, False, hour * 60 + 1)]
    inside = []
    for after in (longest - 0.25, longest + 0.25):
        minute = (hour + after) * 60
        learned = Learned(MIDNIGHT + timedelta(minutes=minute), {BED: 0.98}, 0.98, 0.9 if hour > 22 else 0.05)
        found = replace(evidence(said, minute, learned), house=_half_blind())
        inside.append(believed.belief(found, Memory()).rooms[BED])
    assert inside[0].presence is Presence.PRESENT
    assert inside[1].presence is Presence.UNKNOWN
    assert inside[1].probability <= 0.5


def _half_blind() -> object:
    """The bedroom has a second sensor that says nothing, so that calm alone is no evidence."""
    bed = HOUSE.rooms[2]
    return replace(
        HOUSE, rooms=(*HOUSE.rooms[:2], Room(BED, "Bedroom", (*bed.sensors, Sensor(_MISSING, BED)), lights=bed.lights))
    )


def test_what_was_learned_keeps_a_quiet_room_from_being_called_empty_and_no_more() -> None:
    said = [(ANNA, True, 0.0), (LIVING_MOTION, True, 600.0), (LIVING_MOTION, False, 601.0)]
    at = MIDNIGHT + timedelta(minutes=640)
    plain = believed.belief(evidence(said, 640), Memory()).rooms[LIVING]
    air = {LIVING: (Reason.of(Code.ROOM_CO2, ppm=900.0),)}
    sits = believed.belief(evidence(said, 640, Learned(at, {LIVING: 0.95}, reasons=air)), Memory()).rooms[LIVING]
    same = believed.belief(evidence(said, 640, Learned(at, {LIVING: 0.95})), Memory()).rooms[LIVING]
    left = believed.belief(evidence(said, 640, Learned(at, {LIVING: 0.05})), Memory()).rooms[LIVING]
    assert [each.presence for each in (plain, sits, left)] == [Presence.ABSENT, Presence.UNKNOWN, Presence.ABSENT]
    assert same.presence is Presence.ABSENT, "what rests on the same calm sensors says nothing new"


def test_motion_is_present_at_once_whatever_was_learned() -> None:
    at = MIDNIGHT + timedelta(minutes=600)
    said = [(ANNA, True, 0.0), (LIVING_MOTION, False, 0.0), (LIVING_MOTION, True, 600.0)]
    found = believed.belief(evidence(said, 600, Learned(at, {LIVING: 0.02})), Memory())
    assert found.rooms[LIVING].presence is Presence.PRESENT


def test_what_was_learned_too_long_ago_is_not_looked_at() -> None:
    old = Learned(MIDNIGHT + timedelta(minutes=589), {LIVING: 0.98})
    assert evidence([(ANNA, True, 0.0)], 600, old).fresh is None
    assert evidence([(ANNA, True, 0.0)], 599, old).fresh is old


def test_people_come_from_next_door() -> None:
    found = evidence([(ANNA, True, 0.0), (HALL_MOTION, True, 600.0), (HALL_MOTION, False, 600.5)], 603)
    ways = replace(found, memory=replace(found.memory, steps={HALL: {LIVING: 20.0, BED: 1.0}}))
    plain, likely = (believed.belief(each, Memory()).rooms[LIVING] for each in (found, ways))
    assert likely.probability > plain.probability + 0.2
    assert likely.presence is Presence.UNKNOWN


def test_everybody_away_by_their_phones_is_absent_and_somebody_seen_after_that_is_not() -> None:
    lived = Lived()
    lived.lives(0, 7.0, 8.0)
    lived.leaves(ANNA, BEN)
    assert lived.presence is Presence.ABSENT, "who leaves is not taken for somebody who stays"
    lived.until(0, 12.0)
    lived.stirs(DOOR, HALL_MOTION, LIVING_MOTION)
    assert lived.presence is Presence.PRESENT, "somebody without a phone"
    lived.until(0, 14.0)
    assert lived.presence is Presence.ABSENT


def test_a_home_without_phones_is_away_when_nothing_stirs_after_the_door_and_asleep_at_night() -> None:
    lived = Lived(lived_house(persons=()))
    lived.lives(0, 7.0, 8.0)
    assert lived.presence is Presence.PRESENT
    lived.leaves()
    lived.until(0, 9.0)
    assert lived.presence is Presence.ABSENT
    lived.comes()
    lived.lives(0, 17.0, 23.0)
    lived.until(1, 0.5)
    assert lived.belief.home.asleep > lived.belief.home.awake
    assert lived.presence is not Presence.ABSENT


def test_a_stale_answer_of_the_learned_side_is_dropped_and_a_fresh_one_taken_in_the_next_turn() -> None:
    lived = Lived()
    lived.lives(0, 7.0, 8.0)
    now = lived.clock.now()
    lived.controller.hear(Believed(Learned(now, {LIVING: 0.9}, version="7")))
    lived.settle()
    assert lived.belief.learned is not None
    assert lived.belief.learned.version == "7"
    lived.until(0, 8.25)
    assert lived.belief.learned is None


# --- sitting still --------------------------------------------------------------------------------------------------


def _sat_down() -> Lived:
    lived = Lived()
    lived.everything_answers()
    lived.until(0, 18.0)
    lived.stirs(HALL_MOTION, LIVING_MOTION)
    for hour in (18.05, 18.1, 18.15, 18.2):
        lived.until(0, hour)
        lived.stirs(LIVING_MOTION)
    return lived


def test_who_sits_still_is_not_called_gone_before_twice_their_stay() -> None:
    lived = _sat_down()
    lived.until(0, 18.55)
    assert lived.belief.rooms[LIVING].presence is not Presence.ABSENT
    lived.until(0, 19.0)
    assert lived.belief.rooms[LIVING].presence is Presence.ABSENT


def test_who_only_passes_is_not_waited_for() -> None:
    lived = Lived()
    lived.everything_answers()
    lived.until(0, 18.0)
    lived.stirs(LIVING_MOTION)
    lived.until(0, 18.15)
    assert lived.belief.rooms[LIVING].presence is Presence.ABSENT


def test_somebody_who_comes_into_another_room_just_then_was_who_sat_here() -> None:
    lived = _sat_down()
    lived.stirs(BED_MOTION)
    lived.until(0, 18.4)
    assert lived.belief.rooms[LIVING].presence is Presence.ABSENT


def test_who_stirs_elsewhere_much_later_is_somebody_else() -> None:
    lived = _sat_down()
    lived.until(0, 18.4)
    lived.stirs(BED_MOTION)
    lived.until(0, 18.5)
    assert lived.belief.rooms[LIVING].presence is not Presence.ABSENT


def test_when_everybody_has_left_no_room_waits() -> None:
    lived = _sat_down()
    lived.leaves(ANNA, BEN)
    lived.until(0, 18.5)
    assert lived.belief.rooms[LIVING].presence is Presence.ABSENT


def test_where_no_other_room_is_watched_nobody_is_waited_for() -> None:
    house = lived_house()
    alone = replace(house, rooms=tuple(room for room in house.rooms if room.id == LIVING))
    lived = Lived(alone)
    lived.home.say(LIVING_MOTION, False)
    for point in (ANNA, BEN):
        lived.home.say(point, True)
    lived.settle()
    for minute in (0.0, 0.05, 0.1, 0.15):
        lived.until(0, 18.0 + minute)
        lived.stirs(LIVING_MOTION)
    lived.until(0, 18.26)
    assert lived.belief.rooms[LIVING].presence is Presence.ABSENT
