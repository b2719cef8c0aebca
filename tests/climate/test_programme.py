"""What a plan is made for: the room's hours, a person's word, and who is likely there."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import numpy as np

from tests.builders import BEDROOM, LIVING, a_house, bedroom, living, radiator
from tests.climate.plans import QUARTER, an_outlook, heat_of, impulse, outlook_of, planned, problem_of
from thermo_edge.climate.programme import RoomProgramme, by_source, occupied_ahead, room_programme
from thermo_edge.climate.targets import Target
from thermo_edge.home.comfort import Band, Comfort, Warm
from thermo_edge.home.forecast import Later
from thermo_edge.home.house import HeatSource, PlaceId, Room
from thermo_edge.home.reason import Code
from thermo_edge.home.taste import Agreed, TasteMemory
from thermo_edge.home.turn import SOMEBODY, Priority

DAY = 96
EVENING = datetime(2026, 1, 14, 21, 0, tzinfo=UTC)  # 22:00 in Amsterdam
HOURS = Comfort(hours=(Warm(frozenset(range(7)), time(6, 30), time(22, 0)),))
NIGHT = Target(HOURS.setback, Code.SETBACK_HOURS, Priority.COMFORT, None)


def programme(now: Target = NIGHT, comfort: Comfort = HOURS) -> RoomProgramme:
    room: Room = living(comfort=comfort)
    return room_programme(a_house(), room, EVENING, QUARTER, DAY, now, np.full(DAY, 0.5), 1.5)


def test_the_band_follows_the_hours_and_is_warm_when_they_begin() -> None:
    made = programme()
    begins = round(timedelta(hours=8, minutes=30) / QUARTER) - 1  # the step that ends at 06:30
    assert made.low[:begins].max() == HOURS.setback.low
    assert made.low[begins] == HOURS.comfort.low
    assert set(made.high) == {HOURS.comfort.high}
    assert made.away[:begins].max() == 0.0
    assert made.away[begins] == HOURS.comfort.middle - HOURS.setback.middle


def test_the_last_step_of_the_hours_is_as_warm_as_the_others() -> None:
    made = programme()
    ends = DAY - 1  # the step that ends at 22:00, when it is to get colder
    assert made.low[ends] == HOURS.comfort.low
    assert made.away[ends] > 0.0


def test_a_room_that_loses_its_warmth_at_once_is_heated_to_the_end_of_its_hours() -> None:
    comfort = Comfort(hours=(Warm(frozenset(range(7)), time(6, 30), time(23, 0)),))
    now = Target(comfort.comfort, Code.WARM_HOURS, Priority.COMFORT, None)
    made = room_programme(a_house(), living(comfort=comfort), EVENING, QUARTER, DAY, now, np.ones(DAY), 1.5)
    air = np.where(np.arange(DAY) == 0, 8.0, 0.0)  # K that full heat gives, gone in the next quarter
    heat = heat_of(planned(outlook_of(an_outlook(free=14.0, heating=air, steps=DAY)), problem_of(made)))[0]
    assert heat[3] > 0.5, "until 23:00"
    assert heat[4] < heat[3]


def test_a_wish_holds_for_its_time_whoever_is_believed_to_be_there() -> None:
    until = EVENING + timedelta(hours=2)
    made = programme(Target(Band(21.75, 22.25), Code.WISHED, Priority.PERSON, until))
    assert made.low[:8].tolist() == [21.75] * 8
    assert made.occupied[:8].tolist() == [1.0] * 8
    assert made.away[:8].max() == 0.0
    assert made.low[8] == HOURS.setback.low
    assert np.all(made.most >= made.high)


def test_a_declared_vacation_goes_deeper_than_a_belief_of_absence() -> None:
    made = programme(Target(Band(16.0, 17.0), Code.VACATION, Priority.COMFORT, None))
    assert set(made.low) == {16.0}


def test_a_damp_room_is_planned_to_stay_dry_whoever_is_away() -> None:
    made = room_programme(
        a_house(),
        living(comfort=HOURS),
        EVENING,
        QUARTER,
        DAY,
        NIGHT,
        np.full(DAY, 0.5),
        1.5,
        dry=HOURS.setback.low + 1,
    )
    assert made.low.min() == 18.0
    assert (made.low - made.away).min() == 18.0


def test_what_was_agreed_is_planned_for_in_its_part_of_the_day() -> None:
    agreed = Agreed(LIVING, "living cold morning", "morning", 0.8, SOMEBODY, EVENING)
    taste = TasteMemory(agreed={agreed.situation: agreed})
    made = room_programme(
        a_house(), living(comfort=HOURS), EVENING, QUARTER, DAY, NIGHT, np.full(DAY, 0.5), 1.5, taste=taste
    )
    begins = round(timedelta(hours=8, minutes=30) / QUARTER) - 1
    assert made.low[begins : begins + 15].tolist() == [HOURS.comfort.low + 0.8] * 15, "from 06:30 to 10:00"
    assert made.low[begins + 15] == HOURS.comfort.low
    assert made.low[:begins].max() == HOURS.setback.low


def test_without_hours_it_is_comfort_all_day() -> None:
    assert set(programme(comfort=Comfort()).low) == {20.0}


def test_rooms_are_planned_together_by_their_heat_source() -> None:
    boiler = HeatSource(PlaceId("boiler"), "Boiler")
    wet = living(devices=(radiator(source=boiler.id),))
    house = a_house(wet, bedroom(), Room(PlaceId("attic"), "Attic"), sources=(boiler,))
    grouped = [(source, [room.id for room in rooms]) for source, rooms in by_source(house)]
    assert grouped == [(boiler.id, [LIVING]), (None, [BEDROOM])]


def test_who_is_there_is_read_between_the_times_of_the_forecast() -> None:
    later = (Later(timedelta(minutes=30), 0.5), Later(timedelta(hours=1), 0.9))
    found = occupied_ahead(0.1, later, QUARTER, 6)
    assert np.allclose(found, [0.3, 0.5, 0.7, 0.9, 0.9, 0.9])


def test_made_again_every_quarter_of_an_hour_it_keeps_a_room_comfortable() -> None:
    """The loop closed over its own model: each plan starts from what the heat so far has left."""
    ahead, lived = 48, np.zeros(DAY)
    whole = an_outlook(free=np.linspace(18.0, 15.0, DAY + ahead), steps=DAY + ahead, heating=impulse(DAY + ahead))
    warm = np.where(np.arange(DAY + ahead) % DAY >= 34, 20.0, 17.0)
    inside = np.zeros(DAY)
    for now in range(DAY):
        left = np.convolve(lived[:now], whole.heating)[: DAY + ahead] if now else np.zeros(DAY + ahead)
        left = np.concatenate([left, np.zeros(DAY + ahead - len(left))])
        span = slice(now, now + ahead)
        seen = replace(
            whole,
            free=(whole.free + left)[span],
            spread=np.linspace(0.1, 0.8, ahead),
            heating=whole.heating[:ahead],
            cooling=np.zeros(ahead),
        )
        low, high = warm[span], np.full(ahead, 21.5)
        wanted = RoomProgramme(LIVING, low, high, np.full(ahead, 0.98), np.zeros(ahead), high, 2.0)
        made = planned(outlook_of(seen), problem_of(wanted))
        lived[now], inside[now] = heat_of(made)[0, 0], made.rooms[0].temperature[0]
    short = np.maximum(warm[:DAY] - inside, 0.0).sum() / 4
    assert short <= 0.05
    assert inside[34:].max() <= 20.7
    assert lived[:24].max() == 0.0
