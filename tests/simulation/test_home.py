"""The simulated home behind its port: what it tells and when, people in it, and mishaps."""

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.builders import forged
from thermo_edge.app.core import Core, build
from thermo_edge.app.demo import FIRST_MODES, allow, step
from thermo_edge.clock import SteppedClock
from thermo_edge.home.heard import Changes, Heard, LinkLost, Synced
from thermo_edge.home.house import Attribute, DeviceKind, Domain, EntityId, Mode, PlaceId, Point
from thermo_edge.home.snapshot import Quality, Reading
from thermo_edge.home.turn import Delivery
from thermo_edge.simulation import household, mishaps
from thermo_edge.simulation.agenda import Spell
from thermo_edge.simulation.family import ROOMS
from thermo_edge.simulation.home import SimulatedHome
from thermo_edge.simulation.parts import make
from thermo_edge.store.memory_history import MemoryHistory
from thermo_edge.store.open import Opened

WINTER = datetime(2026, 1, 12, 0, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
LIVING_T = household.thermometer("living")
BATH = household.heater("bath")


class Listener:
    """A home that is listened to."""

    def __init__(self, people: bool = True, **how: object) -> None:
        self.clock = SteppedClock(WINTER)
        parts = make(self.clock.now(), people=people, grain=timedelta(minutes=5), **how)  # type: ignore[arg-type]
        self.home = SimulatedHome(self.clock, parts)
        self.heard: list[Heard] = []
        self.home.open(self.home.house, self.heard.append)

    def readings(self, point: Point | None = None) -> list[Reading]:
        told = [one.readings for one in self.heard if isinstance(one, Changes | Synced)]
        return [reading for some in told for reading in some if point in (None, reading.point)]

    def days(self, count: float) -> None:
        self.home.advance(timedelta(days=count))


def a_core(people: bool = True) -> tuple[SimulatedHome, Core]:
    clock = SteppedClock(WINTER)
    home = SimulatedHome(clock, people=people)
    core = build(home.house, clock, home, Opened(MemoryHistory()))
    home.open(core.controller.state.house, core.controller.hear)
    while core.controller.work():
        pass
    return home, core


# --- what it tells ------------------------------------------------------------------------------------------------


def test_everything_that_the_household_named_is_there() -> None:
    synced = next(one for one in Listener().heard if isinstance(one, Synced))
    assert [reading.point for reading in synced.readings if reading.quality is Quality.MISSING] == []
    house = household.house()
    told = {reading.point for reading in synced.readings}
    assert {sensor.point for sensor in house.sensors} <= told
    assert {device.switch for device in house.devices} <= told


def test_a_day_is_told_in_order_and_only_what_changed_or_is_due() -> None:
    listener = Listener()
    listener.heard.clear()
    listener.days(1.0)
    readings = listener.readings()
    counts = Counter(reading.point.attribute for reading in readings)
    assert 200 < counts[Attribute.TEMPERATURE] < 2000
    assert 100 < counts[Attribute.MOTION] < 1500
    assert counts[Attribute.PRESENCE] >= 4
    assert counts[Attribute.DOOR] >= 8
    for point in {reading.point for reading in readings}:
        reported = [reading.reported for reading in listener.readings(point) if reading.good]
        assert reported == sorted(reported)
    seconds = {reading.at.second for reading in listener.readings(household.sensor("hall", Attribute.MOTION))}
    assert len(seconds) > 5, "at moments of their own, not on the grid of the physics"


def test_two_homes_of_one_seed_are_one_and_of_two_seeds_are_two() -> None:
    told = []
    for seed in (1, 1, 2):
        listener = Listener(seed=seed)
        listener.days(1.0)
        told.append([(reading.point, reading.value, reading.at) for reading in listener.readings()])
    assert told[0] == told[1] != told[2]


def test_people_come_and_go_with_doors_locks_and_phones() -> None:
    listener = Listener()
    listener.home.advance(timedelta(hours=12))
    assert listener.readings(household.FRONT_LOCK)[-1].value is True
    phones = [Point(entity, Attribute.PRESENCE) for entity in (household.ANNA, household.BEN)]
    assert [listener.readings(phone)[-1].value for phone in phones] == [False, False]
    assert not listener.home.people.somebody_home
    listener.heard.clear()
    listener.home.advance(timedelta(hours=8))
    assert all(any(reading.value is True for reading in listener.readings(phone)) for phone in phones)


def test_lamps_are_seen_by_the_light_sensor_at_once() -> None:
    listener = Listener(people=False)
    dark = listener.readings(household.sensor("living", Attribute.ILLUMINANCE))[-1].value
    listener.home.turn_knob(Point(household.lamp("living"), Attribute.ON), True)
    lit = listener.readings(household.sensor("living", Attribute.ILLUMINANCE))[-1].value
    assert isinstance(dark, float)
    assert isinstance(lit, float)
    assert lit > dark + 60.0


def test_people_who_lack_light_switch_it_on_and_to_sleep_they_switch_it_off() -> None:
    listener = Listener()
    listener.days(2.0)
    done = Counter(correction.what for correction in listener.home.people.corrections)
    assert done["lamp_on"] > 10
    assert done["lamp_off"] > 5
    lamps = [machine for machine in listener.home.machines.values() if machine.device.kind is DeviceKind.LIGHT]
    late = [machine.device.entity for machine in lamps if machine.on and machine.device.place in ("bedroom", "kids")]
    assert late == []


def test_who_is_cold_turns_it_up() -> None:
    listener = Listener(temperature=16.0)
    listener.home.turn_knob(Point(household.heater("living"), Attribute.SET_POINT), 15.0)
    listener.days(1.0)
    assert any(correction.what == "warmer" for correction in listener.home.people.corrections)


# --- commands -----------------------------------------------------------------------------------------------------


def test_a_late_device_obeys_later_with_the_same_context() -> None:
    listener, lamp = Listener(people=False), household.lamp("hall")
    listener.home.machines[lamp].delay = timedelta(seconds=20)
    listener.home.send([forged(lamp, Attribute.ON, True, 5)])
    delivery = next(one for one in listener.heard if isinstance(one, Delivery))
    assert listener.readings(Point(lamp, Attribute.ON))[-1].value is False
    listener.home.advance(timedelta(seconds=21))
    told = listener.readings(Point(lamp, Attribute.ON))[-1]
    assert (told.value, told.origin.context) == (True, delivery.context)


def test_a_siren_stops_by_itself() -> None:
    listener = Listener(people=False)
    listener.home.send([forged(household.SIREN, Attribute.ON, True)])
    assert listener.home.machines[household.SIREN].on
    listener.home.advance(timedelta(minutes=3, seconds=2))
    assert listener.readings(Point(household.SIREN, Attribute.ON))[-1].value is False


def test_an_unavailable_device_takes_nothing_and_comes_back_as_it_stands() -> None:
    listener, lamp = Listener(people=False), household.lamp("hall")
    mishaps.unavailable(listener.home, lamp)
    assert listener.readings(Point(lamp, Attribute.ON))[-1].quality is Quality.UNAVAILABLE
    listener.home.send([forged(lamp, Attribute.ON, True, 5)])
    assert next(one for one in listener.heard if isinstance(one, Delivery)).error is not None
    mishaps.unavailable(listener.home, lamp, away=False)
    told = listener.readings(Point(lamp, Attribute.ON))[-1]
    assert (told.quality, told.value) == (Quality.GOOD, False)


# --- mishaps ------------------------------------------------------------------------------------------------------


def test_a_dead_sensor_says_nothing_and_a_frozen_one_nothing_new() -> None:
    listener = Listener()
    listener.heard.clear()
    listener.home.silence(LIVING_T.entity)
    mishaps.freeze(listener.home, household.thermometer("kitchen").entity)
    listener.days(0.5)
    assert listener.readings(LIVING_T) == []
    assert listener.readings(household.thermometer("bedroom"))


def test_a_sensor_that_never_spoke_is_unknown_not_missing() -> None:
    listener = Listener()
    listener.home.voice.told.pop(LIVING_T)
    listener.home.silence(LIVING_T.entity)
    listener.home.refresh()
    assert listener.readings(LIVING_T)[-1].quality is Quality.UNKNOWN


def test_a_jammed_valve_does_not_warm_the_room_and_says_that_it_does() -> None:
    listener = Listener(people=False)
    kids = Point(household.heater("kids"), Attribute.SET_POINT)
    mishaps.jam(listener.home, "kids", 0.0)
    listener.home.turn_knob(kids, 25.0)
    listener.days(0.5)
    assert listener.home.world.indoor.emitted[0, ROOMS.index("kids")] < 20.0
    assert listener.readings(Point(kids.entity, Attribute.HVAC_ACTION))[-1].value == "heating"
    mishaps.jam(listener.home, "kids", None)
    listener.days(0.1)
    assert listener.home.world.indoor.emitted[0, ROOMS.index("kids")] > 200.0


def test_a_forgotten_window_stays_open() -> None:
    listener = Listener()
    mishaps.forget_window(listener.home, "kitchen", True)
    listener.days(1.0)
    assert listener.home.windows["kitchen"]
    assert listener.home.air[ROOMS.index("kitchen")] < listener.home.air[ROOMS.index("living")] - 1.0
    mishaps.forget_window(listener.home, "kitchen", False)
    assert not listener.home.windows["kitchen"]


def test_without_mains_lamps_are_dark_heat_fails_and_nobody_answers() -> None:
    listener = Listener(people=False)
    for entity in (household.lamp("hall"), BATH):
        listener.home.turn_knob(Point(entity, Attribute.ON), True)
    mishaps.mains(listener.home, on=False)
    assert isinstance(listener.heard[-1], LinkLost)
    assert listener.home.world.lamp_light.sum() == 0.0
    listener.days(0.1)
    assert listener.home.world.indoor.emitted.sum() < 50.0
    mishaps.mains(listener.home, on=True)
    assert isinstance(listener.heard[-1], Synced)
    assert listener.home.world.lamp_light.sum() > 0.0
    assert not listener.home.machines[BATH].on


def test_a_burglar_opens_the_door_and_is_seen() -> None:
    listener = Listener(spells=(Spell("gone", 0, 3),))
    listener.days(1.1)
    listener.heard.clear()
    mishaps.intrude(listener.home)
    listener.home.advance(timedelta(minutes=12))
    seen = {reading.point for reading in listener.readings() if reading.value is True}
    assert household.FRONT_DOOR in seen
    assert {household.sensor(room, Attribute.MOTION) for room in ("hall", "living", "bedroom")} <= seen


# --- with the real loop -------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_in_observe_a_day_sends_nothing() -> None:
    home, core = a_core()
    step(core, home, timedelta(hours=8))
    assert home.commands == []
    assert core.desk.view().would_today > 0


def test_a_program_that_dies_leaves_the_bare_switch_to_its_guard() -> None:
    home, core = a_core(people=False)
    allow(core, {Domain.CLIMATE: {PlaceId("bath"): Mode.ACT}})
    bath = home.machines[BATH]
    for _ in range(24 * 60):
        step(core, home, timedelta(minutes=1))
        if bath.on:
            break
    assert bath.on
    home.close()
    home.advance(timedelta(minutes=12))
    assert not bath.on


def test_modes_of_the_demo() -> None:
    _, core = a_core(people=False)
    allow(core)
    memory = core.controller.state.memory
    for domain, places in FIRST_MODES.items():
        assert {place: memory.modes.of(place, domain) for place in places} == places


@pytest.mark.parametrize("plant", ["lumped", "layered"])
def test_either_plant_lives(plant: str) -> None:
    listener = Listener(plant=plant)
    listener.days(1.0)
    assert all(12.0 < air < 26.0 for air in listener.home.air)


def test_entities_have_names_of_their_own() -> None:
    house = household.house(panel=True)
    entities = [device.entity for device in house.devices]
    assert len(set(entities)) == len(entities) == 17
    assert EntityId("light.living_floor") in entities
