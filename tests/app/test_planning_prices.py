"""Prices on their way into a plan: heat moves into the cheap hours, and what is not told or not readable is said."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from tests.builders import LIVING, LIVING_T, a_house, bedroom, heater, living, radiator
from tests.fakes import FakeEnergy
from tests.learning.warm_rooms import HalfKnowing
from tests.rig import Rig
from thermo_edge.app.energy import MOST, EnergyAhead
from thermo_edge.app.outdoors import Outdoors
from thermo_edge.app.planning import Planning
from thermo_edge.errors import HomeRefused, HomeUnreachable
from thermo_edge.home.comfort import Band, Comfort, Warm
from thermo_edge.home.energy import Electricity, Rate, Stretch, Tariff
from thermo_edge.home.house import Attribute, EntityId, House, Point, Sensor
from thermo_edge.home.plan import Plan
from thermo_edge.home.reason import Code
from thermo_edge.language.words import Words

PRICE = Point(EntityId("sensor.price"), Attribute.PRICE)
HOUR = timedelta(hours=1)
EVENINGS = Comfort(Band(21.0, 22.0), Band(17.0, 18.5), hours=(Warm(frozenset(range(7)), time(18, 0), time(23, 0)),))
WORDS = Words("en")


def house(**electricity: object) -> House:
    rooms = (living(comfort=EVENINGS, devices=(radiator(power=2.0),)), bedroom(devices=(heater(power=1.0),)))
    made = a_house(*rooms, price=Sensor(PRICE))
    return replace(made, electricity=replace(Electricity(), **electricity))  # type: ignore[arg-type]


class Priced:
    """A house at 18 °C whose living room is wanted at 21 °C by six in the evening; it is 13:00 there."""

    def __init__(self, energy: FakeEnergy | None, of: House | None = None) -> None:
        self.rig = Rig(of or house())
        self.rig.home.say(LIVING_T, 18.0)
        self.rig.home.say(PRICE, 0.3)
        self.rig.settle()
        self.rig.wait(3 * HOUR, timedelta(minutes=5))
        rig = self.rig
        outdoors = Outdoors(rig.controller, rig.history, rig.clock)
        self.side = Planning(rig.controller, rig.history, rig.clock, outdoors, lambda: HalfKnowing(1.0), energy=energy)

    def plan(self) -> Plan:
        self.side.look()
        self.rig.settle()
        plan = self.rig.memory.plan
        assert plan is not None
        return plan

    def notes(self) -> dict[Code, str]:
        return {note.code: WORDS.why(note, self.rig.state.house) for note in self.plan().notes}


def from_now(values: Sequence[float], rig_at: datetime) -> list[Stretch]:
    return [Stretch(rig_at + n * HOUR, rig_at + (n + 1) * HOUR, value) for n, value in enumerate(values)]


CHEAP_AT_TWO = [0.45, 0.05, *[0.45] * 46]
ONE = Priced(None).rig.clock.now()
"""13:00 local."""


def heat(plan: Plan, first: int, end: int) -> float:
    """Hours of full heat in the living room, so many hours ahead."""
    room = plan.room(LIVING)
    assert room is not None
    return sum(room.heat[4 * first : 4 * end]) / 4.0


def test_heat_moves_into_the_cheap_hour_and_says_so() -> None:
    flat = Priced(None).plan()
    priced = Priced(FakeEnergy(price=from_now(CHEAP_AT_TWO, ONE)))
    plan = priced.plan()
    assert heat(flat, 1, 2) == 0.0
    assert heat(plan, 1, 2) > 0.9
    assert heat(plan, 3, 5) < 0.7 * heat(flat, 3, 5)
    paid = [sum(heat(each, n, n + 1) * price for n, price in enumerate(CHEAP_AT_TWO)) for each in (flat, plan)]
    assert paid[1] < 0.85 * paid[0]
    room = plan.room(LIVING)
    assert room is not None
    assert Code.CHEAP_NOW in {span.reason.code for span in room.spans}
    assert max(room.temperature[20:24]) >= 20.9  # none the colder for it
    notes = priced.notes()
    said = "In the next 24 h electricity costs 0.05 to 0.45 EUR a kWh, the least in the hour from 13:00"
    assert notes[Code.PRICE_COURSE] == said  # in UTC
    assert Code.POWER_ASSUMED not in notes and Code.POWER_PARTLY not in notes


def test_heat_moves_by_the_hours_of_the_settings_too() -> None:
    night = Rate(Warm(frozenset(range(7)), time(14), time(15)), 0.05)
    of = replace(house(tariff=Tariff(0.45, (night,))), price=None)
    assert heat(Priced(None, of).plan(), 1, 2) > 0.9


def test_without_tomorrow_the_plan_goes_on_as_today_was_and_says_so() -> None:
    priced = Priced(FakeEnergy(price=from_now([0.3, 0.2] * 5, ONE)))
    assert Code.PRICE_GUESSED in priced.notes()


def test_a_price_that_stays_is_said_and_a_home_that_is_away_keeps_what_was_told() -> None:
    assert Code.PRICE_STAYS in Priced(FakeEnergy(price=[])).notes()
    energy = FakeEnergy(price=from_now(CHEAP_AT_TWO, ONE))
    priced = Priced(energy)
    priced.plan()
    energy.fault = HomeUnreachable("away")
    assert Code.PRICE_COURSE in priced.notes()
    assert not [key for key in priced.rig.notices if key.startswith("energy")]


def test_a_price_that_cannot_be_costs_the_house_no_plan() -> None:
    priced = Priced(FakeEnergy(price=[]))
    priced.rig.home.say(PRICE, 1e308)
    priced.rig.settle()
    assert Code.PRICE_UNKNOWN in priced.notes()


def test_of_what_was_told_no_more_is_kept_than_a_day_can_have() -> None:
    rig, tiny = Priced(None).rig, timedelta(milliseconds=1)
    energy = FakeEnergy(price=[])
    ahead = EnergyAhead(rig.controller, energy)
    for look in range(6):
        begins = [ONE + k * tiny for k in range(900 * look, 900 * (look + 1))]
        energy.ahead["sensor.price"] = tuple(Stretch(at, at + tiny, 0.3) for at in begins)
        (told,) = ahead.ask(rig.state.house, ONE).values()
    assert len(told.ahead) <= MOST + 900


def test_what_cannot_be_read_and_what_there_is_not_is_told_once_and_mended() -> None:
    energy = FakeEnergy(price=[])
    energy.odd = 24
    priced = Priced(energy)
    for _ in range(3):
        priced.plan()
    assert [key for key in priced.rig.notices if key.startswith("energy")] == ["energy_odd:price"]
    energy.odd = 0
    energy.fault = HomeRefused("gone")
    priced.plan()
    assert "energy_away:price" in priced.rig.notices
    energy.fault = None
    priced.plan()
    assert not [key for key in priced.rig.notices if key.startswith("energy")]


def test_full_heat_that_is_told_for_some_rooms_only_is_said() -> None:
    of = replace(house(), rooms=(house().rooms[0], bedroom()))
    said = Priced(None, of).notes()
    assert said[Code.POWER_PARTLY] == "For 1 of the rooms full heat is not known and taken to be 1500 W"
