"""Holds and wishes of the store, as votes."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from tests.builders import LIVING, MORNING, RADIATOR, a_house, bedroom, living, radiator
from thermo_edge.climate.evidence import Season
from thermo_edge.climate.preference import Want
from thermo_edge.climate.recalled import evidence, recalled
from thermo_edge.home.comfort import Comfort, Warm
from thermo_edge.home.forecast import Known, Regime, RegimeSpan
from thermo_edge.home.house import Attribute, Domain, EntityId, PlaceId, Point
from thermo_edge.home.turn import Actor, ActorKind, Hold, Wish

ANNA = Actor(ActorKind.PERSON, "Anna")
HOUSE = a_house(living(), bedroom())
HOLD = Hold(Point(RADIATOR, Attribute.SET_POINT), 23.0, LIVING, ANNA, MORNING, MORNING + timedelta(hours=3))
WISH = Wish(LIVING, 18.0, ANNA, MORNING + timedelta(hours=5), MORNING + timedelta(hours=8))


class Cold:
    """A past in which every known room had 19 °C, and everybody was awake."""

    def temperature(self, place: PlaceId, at: datetime) -> float | None:
        return 19.0 if at < MORNING + timedelta(days=30) else None

    def radiant(self, place: PlaceId, at: datetime) -> float:
        return self.walls

    walls = 0.0

    def outdoor_mean(self, at: datetime) -> float | None:
        return 12.0

    def asleep(self, at: datetime) -> bool:
        return False

    def away(self, at: datetime) -> bool:
        return False


def test_each_is_put_into_its_moment() -> None:
    found = recalled(HOUSE, [WISH, HOLD], Cold())
    assert [one.set_point for one in found] == [23.0, 18.0], "in the order of time"
    then = found[0].moment.then
    assert then.temperature == 19.0
    assert then.situation.season is Season.MILD
    assert then.expected == HOUSE.rooms[0].comfort.comfort.middle
    wants = [one.want for one in evidence(found)]
    assert wants == [Want.WARMER, Want.CHOSEN, Want.COOLER, Want.CHOSEN]


class ColdWalls(Cold):
    """Where it feels 1 K colder than its air, so that this is kept 1 K warmer in the comfort hours."""

    walls = 1.0


class Greenhouse(Cold):
    """Where it feels 3 K colder than its air."""

    walls = 3.0


def test_a_set_point_is_taken_as_it_felt_so_that_cold_walls_count_once() -> None:
    middle = living().comfort.comfort.middle
    same, lower = (
        replace(HOLD, value=middle + 1.0),
        replace(HOLD, value=middle + 0.5, since=MORNING + timedelta(hours=1)),
    )
    found = recalled(HOUSE, [same, lower], ColdWalls())
    assert [one.set_point for one in found] == [middle, middle - 0.5]
    assert [one.want for one in evidence(found)] == [Want.FINE, Want.COOLER, Want.CHOSEN]
    assert evidence(found)[2].then.temperature == middle - 0.5
    assert evidence(found)[1].then.temperature == 19.0, "operative, as the past says"


def test_outside_the_comfort_hours_the_band_is_of_the_air_and_so_are_votes() -> None:
    room = living(comfort=Comfort(hours=(Warm(frozenset(range(7)), time(20), time(21)),)))
    (one,) = recalled(a_house(room), [HOLD], Greenhouse())
    assert (one.moment.then.temperature, one.set_point) == (22.0, 23.0)
    (one,) = recalled(HOUSE, [HOLD], Greenhouse())
    assert (one.moment.then.temperature, one.set_point) == (19.0, 21.5), "its air is kept 1.5 K warmer at most"


def test_who_did_nothing_said_nothing() -> None:
    assert recalled(HOUSE, [], Cold()) == ()


def test_a_knob_turned_thrice_says_one_thing() -> None:
    turns = [replace(HOLD, value=21.0 + step, since=MORNING + timedelta(minutes=step)) for step in range(3)]
    assert [one.set_point for one in recalled(HOUSE, turns, Cold())] == [23.0]


def test_what_is_not_about_warmth_or_not_of_a_usual_day_is_left_out() -> None:
    party = RegimeSpan(Regime.PARTY, Known.DECLARED, MORNING - timedelta(hours=1), MORNING + timedelta(hours=9))
    assert recalled(HOUSE, [HOLD, WISH], Cold(), [party]) == ()
    others = [
        replace(WISH, domain=Domain.LIGHTING),
        replace(WISH, room=PlaceId("nowhere")),
        replace(HOLD, point=Point(EntityId("light.x"), Attribute.ON)),
        replace(HOLD, point=Point(RADIATOR, Attribute.HVAC_MODE), value="heat"),
        replace(HOLD, since=MORNING + timedelta(days=40)),
    ]
    assert recalled(HOUSE, others, Cold()) == ()


def test_an_automation_has_no_taste() -> None:
    (one,) = recalled(HOUSE, [replace(HOLD, who=Actor(ActorKind.AUTOMATION))], Cold())
    assert one.votes() == ()


class Hot(Cold):
    """A summer's day of 27 °C indoors."""

    def temperature(self, place: PlaceId, at: datetime) -> float | None:
        return 27.0

    def outdoor_mean(self, at: datetime) -> float | None:
        return 22.0


def test_who_sets_a_cooler_wants_it_cooler_and_says_nothing_of_heat() -> None:
    def votes(value: float | bool, attribute: Attribute = Attribute.SET_POINT, **more: bool) -> list[Want]:
        house = a_house(living(devices=(radiator(cools=True, **more),)), bedroom())
        (one,) = recalled(house, [replace(HOLD, point=Point(RADIATOR, attribute), value=value)], Hot())
        assert one.set_point is None or more.get("heats", True)
        return [each.want for each in one.votes()]

    assert votes(24.0, heats=False) == [Want.COOLER]
    assert votes(True, Attribute.ON, heats=False) == [Want.COOLER]
    assert votes(False, Attribute.ON, heats=False) == [Want.WARMER]
    assert votes(24.0) == [Want.COOLER], "a device that does both, in a room that is too warm"
    assert votes(19.0) == [Want.COOLER, Want.CHOSEN], "as a thermostat that is turned down"
