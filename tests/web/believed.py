"""The same winter evening, with what is believed of who is where."""

from dataclasses import replace
from datetime import timedelta

from tests.web.houses import EVENING, evening, lit
from thermo_edge.home.forecast import HomeBelief, Known, Later, Moment, Regime, RegimeSpan, RoomBelief, Whereabouts
from thermo_edge.home.house import Person, PersonId, PlaceId
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.turn import SOMEBODY
from thermo_edge.home.view import CalibrationBin, HouseView, OccupancyView, QualityView

HOURS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 24.0)
ANNA, BEN, MIA = PersonId("anna"), PersonId("ben"), PersonId("mia")

PERSONS = (
    Whereabouts(ANNA, "Anna", Presence.PRESENT, frozenset()),
    Whereabouts(BEN, "Ben", Presence.ABSENT, frozenset({ANNA})),
    Whereabouts(MIA, "Mia", Presence.UNKNOWN, None),
)
NOTHING = QualityView(1, 0, 0, (), (CalibrationBin(0, 0.0, 0.0),) * 10)


def later(*values: float) -> tuple[Later, ...]:
    return tuple(Later(timedelta(hours=hours), value) for hours, value in zip(HOURS, values, strict=True))


def moment(middle: float, spread: float) -> Moment:
    """Hours from the evening on."""
    offsets = ((0.1, -spread), (0.25, -spread / 2), (0.5, 0.0), (0.75, spread / 2), (0.9, spread))
    return Moment(tuple((share, EVENING + timedelta(hours=middle + by)) for share, by in offsets))


def room(presence: Presence, probability: float, minutes: float, *reasons: Reason) -> RoomBelief:
    at = EVENING - timedelta(minutes=minutes)
    return RoomBelief(probability, presence, at, at, reasons)


def rooms() -> tuple[tuple[PlaceId, RoomBelief], ...]:
    """One of each kind."""
    learned = Reason.of(Code.ROOM_LEARNED, share=0.81)
    stirred = Reason.of(Code.ROOM_STIRRED, since=EVENING - timedelta(hours=2))
    doubted = Reason.of(Code.ROOM_SENSORS_DOUBTED, count=1.0)
    made = {
        "living": room(Presence.PRESENT, 0.97, 80, Reason(Code.ROOM_STIRS), learned, Reason.of(Code.ROOM_CO2, ppm=910)),
        "kitchen": room(Presence.PRESENT, 0.78, 12, Reason(Code.ROOM_NEXT_DOOR), Reason.of(Code.ROOM_LIGHT, lux=140)),
        "bath": room(Presence.ABSENT, 0.03, 125, stirred),
        "bedroom": room(Presence.UNKNOWN, 0.11, 30, stirred, Reason.of(Code.ROOM_LEARNED, share=0.11)),
        "mia": room(Presence.UNKNOWN, 0.42, 5, doubted, stirred),
        "hall": RoomBelief(0.3, Presence.UNKNOWN),
    }
    return tuple((PlaceId(name), each) for name, each in made.items())


def quality() -> QualityView:
    """Two weeks: three times somebody was believed and nobody there, seven times the other way round."""
    said = ((400, 0.04, 0.02), (120, 0.14, 0.19), (30, 0.26, 0.2), (8, 0.34, 0.4), (0, 0.0, 0.0), (25, 0.55, 0.6))
    said += ((40, 0.66, 0.55), (60, 0.74, 0.8), (90, 0.85, 0.83), (467, 0.96, 0.97))
    return QualityView(14, 3, 7, (), tuple(CalibrationBin(*each) for each in said))


def occupancy(**more: object) -> OccupancyView:
    """Somebody is up and will go to bed; the bathroom is usual in the morning."""
    stirred = Reason.of(Code.HOME_STIRRED, since=EVENING - timedelta(minutes=2))
    phones = Reason.of(Code.HOME_PHONES, count=2.0)
    home = HomeBelief(0.04, 0.9, 0.06, Presence.PRESENT, EVENING - timedelta(hours=3), (phones, stirred))
    view = OccupancyView(
        home=home,
        rooms=rooms(),
        ahead=later(0.96, 0.96, 0.95, 0.97, 0.98, 0.97, 0.31, 0.9),
        rooms_ahead=(
            (PlaceId("living"), later(0.93, 0.88, 0.7, 0.3, 0.05, 0.06, 0.12, 0.8)),
            (PlaceId("kitchen"), later(0.5, 0.3, 0.2, 0.1, 0.04, 0.04, 0.2, 0.4)),
            (PlaceId("bath"), later(0.1, 0.1, 0.12, 0.3, 0.05, 0.04, 0.06, 0.1)),
            (PlaceId("bedroom"), later(0.1, 0.12, 0.2, 0.7, 0.95, 0.93, 0.04, 0.1)),
            (PlaceId("mia"), later(0.44, 0.46, 0.5, 0.46, 0.44, 0.5, 0.41, 0.42)),
        ),
        returns=None,
        wakes=moment(10.4, 0.6),
        sleeps=moment(2.5, 0.9),
        version="occupancy-3",
        regime=None,
        quality=quality(),
    )
    return replace(view, **more)  # type: ignore[arg-type]


def believed(**more: object) -> HouseView:
    """The evening with a belief."""
    house = evening().house
    people = (Person(ANNA, "Anna", user="u-anna"), Person(BEN, "Ben"), Person(MIA, "Mia", visible_to=None))
    return evening(house=replace(house, persons=people), occupancy=occupancy(**more))


def vacation() -> HouseView:
    """Nobody is home for a week, by their own word."""
    since, until = EVENING - timedelta(hours=9), EVENING + timedelta(days=7)
    home = HomeBelief(0.98, 0.015, 0.005, Presence.ABSENT, since, (Reason.of(Code.AWAY_PHONES, count=3.0),))
    empty = tuple((place, room(Presence.ABSENT, 0.02, 540)) for place, _ in rooms())
    span = RegimeSpan(Regime.VACATION, Known.DECLARED, since, until, SOMEBODY)
    back = moment(160.0, 9.0)
    return believed(home=home, rooms=empty, regime=span, returns=back, wakes=None, sleeps=None)


def party() -> HouseView:
    """It looks like one."""
    span = RegimeSpan(Regime.PARTY, Known.DETECTED, EVENING - timedelta(minutes=50), EVENING + timedelta(hours=11))
    return believed(regime=span)


def young() -> HouseView:
    """Installed an hour ago: rules only, nothing learned, nothing checked."""
    home = HomeBelief(0.5, 0.4, 0.1, Presence.UNKNOWN, EVENING)
    plain = tuple((place, RoomBelief(0.3, Presence.UNKNOWN)) for place, _ in rooms())
    nothing = {"ahead": (), "rooms_ahead": (), "returns": None, "wakes": None, "sleeps": None, "version": ""}
    return believed(home=home, rooms=plain, quality=NOTHING, **nothing)


def crowded() -> HouseView:
    """The evening with everything else that a page could show, too."""
    return lit(occupancy=occupancy())
