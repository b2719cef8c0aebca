"""A day of the twin with its heating set as it was: a sound twin is as comfortable as its room was."""

from dataclasses import replace
from datetime import datetime, timedelta

from tests.builders import LIVING, LIVING_T, MORNING, RADIATOR, a_house, living, radiator
from tests.learning.warm_rooms import HalfKnowing
from tests.simulation.test_fit import fitted, lived
from thermo_edge.app.twin_again import again
from thermo_edge.app.twin_living import remembered
from thermo_edge.app.twin_world import TwinWorld
from thermo_edge.clock import SteppedClock
from thermo_edge.home.comfort import Band, Comfort, Warm
from thermo_edge.home.house import Attribute, Device, DeviceKind, Domain, EntityId, House, Mode, Point, Value
from thermo_edge.home.memory import ClimateMemory, Memory, TrimMemory
from thermo_edge.home.snapshot import Reading
from thermo_edge.home.thermostat import Thermostat
from thermo_edge.simulation.fit import Twin
from thermo_edge.simulation.twin_home import RoomTwin, TwinHome
from thermo_edge.store.memory_history import MemoryHistory

END = MORNING.replace(hour=23, minute=0)  # midnight in the house
STEP = timedelta(minutes=15)
COOLER = Device(EntityId("climate.living_cooler"), LIVING, DeviceKind.THERMOSTAT, heats=False, cools=True)
COMFORT = Comfort(
    Band(20.5, 21.5), Band(17.0, 19.0), (Warm(frozenset(range(7)), END.time().replace(hour=8), END.time()),)
)


def house(*more: Device) -> House:
    return a_house(living(devices=(radiator(), *more), comfort=COMFORT))


def history() -> MemoryHistory:
    """What the thermostat of the recording's last day was set to, and how warm it was."""
    kept, recording = MemoryHistory(), lived()
    for number in range(96):
        at: datetime = END - timedelta(days=1) + number * STEP
        place = recording.times - 96 + number
        told: dict[Point, Value] = {
            Point(RADIATOR, Attribute.SET_POINT): float(recording.set_point[place]),
            Point(RADIATOR, Attribute.HVAC_MODE): "heat",
            LIVING_T: float(recording.target[place]),
        }
        kept.add([Reading(point, value, at, at) for point, value in told.items()])
    return kept


def world(twin: Twin) -> TwinWorld:
    return TwinWorld(history(), house(), HalfKnowing(), {LIVING: RoomTwin(lived(), twin)}, END)


def test_a_sound_twin_is_about_as_comfortable_as_its_room_was() -> None:
    found = again(world(fitted()), 0, 0)[LIVING]
    assert abs(found.cold_told - found.cold) < 2.0 and abs(found.warm_told - found.warm) < 1.0


def test_a_twin_whose_thermostat_stands_two_kelvin_too_low_is_far_colder() -> None:
    found = again(world(replace(fitted(), offset=-2.0)), 0, 0)[LIVING]
    assert found.cold_told > found.cold + 8.0


def course(*more: Device) -> list[float]:
    """°C of ten hours at 21 °C, with these devices beside the radiator."""
    home = TwinHome(SteppedClock(END), house(*more), {LIVING: RoomTwin(lived(), fitted())}, 0, lived().times - 96, 96)
    assert home.machines[RADIATOR].set_point == 17.5
    home.machines[RADIATOR].set_point = 21.0
    found = []
    for _ in range(120):
        home.step(())
        found.append(home.air(LIVING))
    return found


def test_a_cooler_at_rest_beside_the_radiator_changes_nothing() -> None:
    alone = course()
    assert alone[-1] > 20.0 and course(COOLER) == alone


def test_a_day_begins_with_what_was_learned_of_thermostats_and_with_nothing_that_stood() -> None:
    known = {RADIATOR: Thermostat(-0.2, 0.1, 0.2, 0.1)}
    kept = Memory(climate=ClimateMemory(trims={RADIATOR: TrimMemory(0.5)}, thermostats=known))
    found = remembered(house(), kept, END)
    assert found.climate == ClimateMemory(thermostats=known)
    assert found.modes.of(LIVING, Domain.CLIMATE) is Mode.ACT
