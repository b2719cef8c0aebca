"""What is known of a house reaches its plan: each of these once was not missed when it was left out."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import time, timedelta

import pytest

from tests.builders import LIVING, LIVING_T, MORNING, RADIATOR, a_house, bedroom, living, radiator
from tests.learning.warm_rooms import TRUE, HalfKnowing
from tests.rig import Rig
from thermo_edge.app.nights import Nights
from thermo_edge.app.outdoors import Outdoors
from thermo_edge.app.plan_ground import Known, programme, supplies
from thermo_edge.app.planning import Planning
from thermo_edge.climate.features import AHEAD, PAST, Numbers
from thermo_edge.climate.recent import quarter
from thermo_edge.climate.thermal import FloatArray, Outlook
from thermo_edge.control.state import snapshot
from thermo_edge.home.comfort import Band, Comfort, Warm
from thermo_edge.home.energy import HeatPump
from thermo_edge.home.flow import Flow
from thermo_edge.home.forecast import Later, Learned
from thermo_edge.home.heard import DampRead, SurfacesRead
from thermo_edge.home.house import Attribute, Device, DeviceKind, EntityId, HeatSource, Mode, PlaceId, Point, Sensor
from thermo_edge.home.plan import Plan
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.thermostat import Thermostat, ThermostatsRead
from thermo_edge.home.weather import Foretold, OutdoorOutlook
from thermo_edge.learning.climate_at_home import RoomLearned
from thermo_edge.learning.climate_base import Said
from thermo_edge.learning.room_files import MemoryFiles
from thermo_edge.learning.room_shelf import RoomCard, RoomShelf
from thermo_edge.learning.trial import Outcome, Verdict

DAYS = Comfort(Band(20.0, 21.0), Band(17.0, 18.5), (Warm(frozenset(range(7)), time(11), time(23)),))
OUTSIDE = Point(EntityId("sensor.outdoor"), Attribute.TEMPERATURE)
PUMP = PlaceId("pump")
VALVE = EntityId("climate.valve")
WATER = Device(EntityId("number.flow"), PUMP, DeviceKind.FLOW, flow=Flow(design=30.0))


@dataclass(frozen=True)
class Listening(HalfKnowing):
    """Remembers what it was asked."""

    heard: list[Numbers] = field(default_factory=list)

    def ask(self, numbers: Numbers) -> Said:
        self.heard.append(numbers)
        return super().ask(numbers)


def lived() -> Rig:
    """A living room of 18 °C under 2 °C outdoors."""
    rig = Rig(a_house(living(comfort=DAYS), outdoor=Sensor(OUTSIDE)))
    rig.home.say(OUTSIDE, 2.0)
    rig.home.say(LIVING_T, 18.0)
    rig.settle()
    rig.wait(timedelta(hours=2), timedelta(minutes=5))
    return rig


def planned(rig: Rig, base: HalfKnowing | None = None, shelf: RoomShelf | None = None) -> Plan | None:
    nights = Nights(rig.controller, rig.history, rig.clock, shelf, beside=True)
    outside, serves = Outdoors(rig.controller, rig.history, rig.clock), base or HalfKnowing(share=1.0)
    Planning(rig.controller, rig.history, rig.clock, outside, lambda: serves, nights=nights).look()
    rig.settle()
    return rig.memory.plan


@pytest.mark.parametrize("tells", [False, True])
def test_the_model_sees_the_heat_of_a_valve_that_does_not_say_what_it_does_and_people_are_told(tells: bool) -> None:
    rig, base = Rig(a_house(living(comfort=DAYS, devices=(radiator(entity=VALVE),))), mode=Mode.OBSERVE), Listening()
    said = {Attribute.SET_POINT: 19.0, Attribute.HVAC_MODE: "heat"} | ({Attribute.HVAC_ACTION: "idle"} if tells else {})
    rig.home.say(LIVING_T, 18.5)
    for attribute, value in said.items():
        rig.home.say(Point(VALVE, attribute), value)
    rig.settle()
    rig.wait(timedelta(hours=2), timedelta(minutes=5))
    plan = planned(rig, base)
    assert plan is not None and ((LIVING, Reason(Code.HEAT_INFERRED)) in plan.learned) is not tells
    (asked,) = base.heard
    assert asked.past[-1, -1, PAST.index("has heating")] == 1.0
    assert asked.past[-1, -1, PAST.index("heating")] == pytest.approx(0.0 if tells else 0.8 / 1.2)


def known(rig: Rig) -> Known:
    now = rig.clock.now()
    return Known(rig.state, snapshot(rig.state, now, timedelta(0)), quarter(now), {}, {})


def test_the_weather_to_come_reaches_the_model() -> None:
    rig, base = lived(), Listening()
    planned(rig, base)
    (asked,) = base.heard
    assert asked.ahead[-1, :, AHEAD.index("has outdoor")].all()
    assert asked.ahead[-1, :, AHEAD.index("outdoor")] == pytest.approx(-1.6, abs=0.05)  # tens of K from the room


def test_what_a_room_has_taught_reaches_its_plan() -> None:
    shelf = RoomShelf(MemoryFiles())
    card = RoomCard(LIVING, HalfKnowing().version, MORNING, 9.0, "all", Verdict(Outcome.BETTER, 7))
    shelf.promote(card, RoomLearned(9.0, heating=1e-4 * TRUE), who="a test", why="it hardly heats")
    assert planned(lived()) is not None
    assert planned(lived(), shelf=shelf) is None, "a room that does not answer is not planned"


def test_how_far_a_thermostat_swings_reaches_its_plan() -> None:
    def width(plan: Plan | None) -> float:
        room = plan.room(LIVING) if plan is not None else None
        assert room is not None
        return room.ninetieth[20] - room.tenth[20]

    rig = lived()
    before = width(planned(rig))
    rig.controller.hear(ThermostatsRead({RADIATOR: Thermostat(-1.5, 0.1, 1.5, 0.1, 20)}))
    rig.settle()
    assert width(planned(rig)) > 1.2 * before


def test_who_is_expected_when_reaches_its_plan() -> None:
    facts = known(lived())
    belief = facts.seen.belief
    assert belief is not None
    learned = Learned(MORNING, home=(Later(timedelta(hours=12), 0.1), Later(timedelta(hours=24), 0.9)))
    facts = replace(facts, seen=replace(facts.seen, belief=replace(belief, learned=learned)))
    found = programme(facts, facts.state.house.rooms[0], 96, Outlook(MORNING, timedelta(minutes=15), ()))
    assert found.occupied[47] == pytest.approx(0.1) and found.occupied[95] == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("message", "moved"),
    [
        (DampRead({LIVING: 18.4}), lambda low: low.min() == 18.4),
        (SurfacesRead({LIVING: 1.0}), lambda low: low.max() == 21.0),
    ],
    ids=["damp", "surfaces"],
)
def test_what_damp_and_cold_walls_ask_for_reaches_the_plan(
    message: DampRead | SurfacesRead, moved: Callable[[FloatArray], bool]
) -> None:
    rig = lived()

    def low() -> FloatArray:
        rig.settle()
        return programme(known(rig), rig.house.rooms[0], 96, Outlook(MORNING, timedelta(minutes=15), ())).low

    assert not moved(low())
    rig.controller.hear(message)
    assert moved(low())


def test_cold_outdoors_and_our_own_water_change_what_a_kilowatt_hour_makes() -> None:
    def cop(celsius: float, flow: Device | None) -> float:
        source = HeatSource(PUMP, "Pump", pump=HeatPump(), flow=flow)
        rig = Rig(a_house(living(devices=(radiator(source=PUMP),)), sources=(source,)))
        many = (celsius,) * 97
        sky = OutdoorOutlook(MORNING, timedelta(minutes=15), many, many, many, Foretold.FORECAST)
        ((_, found),) = supplies(known(rig), 96, sky)
        return float(found.supply.cop.mean())

    assert cop(10.0, None) > 1.2 * cop(-10.0, None)
    assert cop(-10.0, WATER) > 1.1 * cop(-10.0, None)


def test_where_a_room_begins_and_how_its_switch_cycles_are_known() -> None:
    rig = lived()
    plan = planned(rig)
    room = plan.room(LIVING) if plan is not None else None
    assert room is not None and room.began == 18.0
    nothing = Outlook(MORNING, timedelta(minutes=15), ())
    valve, switch = (programme(known(Rig(a_house(one))), one, 96, nothing) for one in (living(), bedroom()))
    assert valve.cycle == 0.0
    assert switch.cycle == pytest.approx(20.0 / 15.0)
