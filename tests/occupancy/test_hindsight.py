"""What a house knows afterwards: what came next moves the belief of then, and what was not normal teaches nothing."""

import numpy as np

from thermo_edge.occupancy.hindsight import Labels, Told, labels
from thermo_edge.occupancy.signals import Array, HouseSignals, RoomSignals, joined

DAY = 288
DAYS = 6


def a_house(persons: Array | None = None, days: int = DAYS) -> HouseSignals:
    """Somebody cooks at 18, sits in the living room until 23, seen every 20 minutes but for one hour, and sleeps."""
    hour = (np.arange(days * DAY) + 1) / 12.0 % 24.0
    step = np.arange(days * DAY)
    living = ((hour >= 18.5) & (hour < 23.0) & (step % 4 == 0)).astype(float)
    living[at(20.0) + 1 : at(21.0)] = 0.0
    kitchen = ((hour >= 18.0) & (hour < 18.5)).astype(float)
    bed = (((hour >= 23.0) & (hour < 23.3)) | ((hour >= 7.0) & (hour < 7.4))).astype(float)
    lines = {"living": living, "kitchen": kitchen, "bed": bed}
    rooms = {name: RoomSignals(events={"motion": line}, stirs={"motion": line}) for name, line in lines.items()}
    rooms["cellar"] = RoomSignals()
    return HouseSignals(5.0, hour, (step // DAY % 7).astype(float), rooms, persons)


def beliefs(house: HouseSignals) -> dict[str, Array]:
    """Of a model that forgets within a quarter of an hour."""
    found: dict[str, Array] = {"home": np.full(house.times, 0.6), "asleep": np.full(house.times, 0.4)}
    for name, room in house.rooms.items():
        line = room.events.get("motion", np.zeros(house.times))
        recent = np.maximum.reduce([np.roll(line, by) for by in range(5)])
        found[name] = np.where(line > 0.0, 0.95, np.where(recent > 0.0, 0.6, 0.15))
    return found


def at(hour: float, day: int = 3) -> int:
    return day * DAY + round(hour * 12.0) - 1


def seen(**more: object) -> Labels:
    house = a_house()
    return labels(house, beliefs(house), **more)  # type: ignore[arg-type]


def test_whoever_is_seen_again_soon_has_been_there_all_the_time() -> None:
    house = a_house()
    before, after = beliefs(house)["living"], seen().rooms[:, 0]
    quiet, gone = at(20.75), at(23.5)
    assert before[quiet] == before[gone] == 0.15
    assert after[quiet] > 0.3
    assert after[gone] < 0.15


def test_a_room_without_a_sensor_of_people_teaches_nothing() -> None:
    assert np.isnan(seen().rooms[:, 3]).all()


def test_what_was_not_normal_is_left_out() -> None:
    house = a_house()
    left_out = np.arange(house.times) // DAY == 2
    found = seen(left_out=left_out)
    for line in (*found.rooms.T[:3], found.home):
        assert np.isnan(line[left_out]).all()
        assert np.isfinite(line[~left_out]).all()
    assert np.isnan(found.asleep[left_out]).all()


def test_where_all_phones_have_left_and_nothing_stirs_nobody_was_anywhere() -> None:
    hour = a_house().hour
    persons = ((hour < 9.0) | (hour >= 17.0)).astype(float)
    house = a_house(persons)
    found = labels(house, beliefs(house))
    assert found.home[at(12.0)] == 0.0
    assert found.rooms[at(12.0), :3].tolist() == [0.0, 0.0, 0.0]
    assert found.home[at(20.0)] == 1.0
    assert found.home[at(3.0)] == 1.0
    assert np.isnan(found.asleep[at(12.0)])


def test_a_silence_between_two_doors_was_an_absence() -> None:
    house = a_house()
    door = np.zeros(house.times)
    for day in range(DAYS):
        door[[at(7.5, day), at(17.9, day)]] = 1.0
    rooms = {**house.rooms, "hall": RoomSignals(events={"door": door}, stirs={"door": door})}
    with_door = HouseSignals(house.step, house.hour, house.weekday, rooms)
    found = labels(with_door, beliefs(with_door))
    assert found.home[at(12.0)] == 0.0
    assert found.home[at(18.2)] == 1.0


def test_a_hand_on_a_switch_and_a_word_go_before_what_sensors_make_likely() -> None:
    found = seen(told=(Told(at(12.0), "kitchen", True), Told(at(18.2), "kitchen", False), Told(5, "cellar", True)))
    assert found.rooms[at(12.0), 1] == 1.0
    assert found.rooms[at(18.2), 1] == 0.0
    assert np.isnan(found.rooms[:, 3]).all(), "of a room of which nothing else is known one hand is too little"


def test_a_sensor_that_is_doubted_or_stuck_gives_no_labels() -> None:
    assert np.isnan(seen(doubted={"living"}).rooms[:, 0]).all()
    house = a_house()
    house.rooms["bed"].events["motion"][: 2 * DAY] = 1.0
    found = labels(house, beliefs(house))
    assert np.isnan(found.rooms[: 2 * DAY, 2]).all()
    assert np.isfinite(found.rooms[2 * DAY + 1 :, 2]).all()


def test_days_are_joined_and_what_one_lacks_is_unknown_in_it() -> None:
    one, two = a_house(days=1), a_house(np.ones(2 * DAY), days=2)
    bare = HouseSignals(one.step, one.hour, one.weekday, {"living": one.rooms["living"]})
    whole = joined([bare, two])
    assert whole.times == 3 * DAY
    assert whole.began is not None
    assert np.flatnonzero(whole.began).tolist() == [0, DAY]
    assert whole.persons is not None
    assert np.isnan(whole.persons[:DAY]).all()
    assert np.isnan(whole.rooms["bed"].events["motion"][:DAY]).all()
    assert (whole.rooms["bed"].stirs["motion"][:DAY] == 0.0).all()
    assert whole.part(DAY, 2 * DAY).times == DAY


def test_without_any_sign_beliefs_do_not_confirm_themselves() -> None:
    house = a_house()
    bare = HouseSignals(house.step, house.hour, house.weekday, {"cellar": RoomSignals()})
    found = labels(bare, beliefs(bare))
    assert np.isnan(found.home).all()
    assert np.isnan(found.asleep).all()
