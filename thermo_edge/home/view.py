"""The house as a page shows it: one frozen value, made after each turn, read by any thread."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from thermo_edge.home.comfort import Band
from thermo_edge.home.correction import Correction
from thermo_edge.home.forecast import HomeBelief, Later, Moment, OwnLearning, RegimeSpan, RoomBelief, Whereabouts
from thermo_edge.home.hindsight import Hindsight
from thermo_edge.home.house import EntityId, House, Mode, PersonId, PlaceId
from thermo_edge.home.memory import Alert, ArmingRequest, Guarding, Watch, WindowState
from thermo_edge.home.plan import NOTHING_AROUND, Alternative, Around, Ready, Span
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Reason
from thermo_edge.home.savings import Saving, Way
from thermo_edge.home.snapshot import Trip
from thermo_edge.home.taste import Agreed, Offered
from thermo_edge.home.trust import TrustView
from thermo_edge.home.turn import Actor, Ask, DecisionRecord, Hold, Notice, Wish
from thermo_edge.home.weather import Foretold


@dataclass(frozen=True, slots=True)
class LampsView:
    """The lamps of a room now, with the mode of its lighting."""

    total: int
    on: int
    brightness: float | None  # %, of the brightest that is on and tells
    mode: Mode
    ceiling: Mode
    decision: DecisionRecord | None = None  # the latest about them that changed or would change something
    holds: tuple[Hold, ...] = ()  # what people and other automations set, or wished here, the newest first
    wished: bool = False  # a person's wish is in force
    silent: int = 0  # lamps that do not answer


@dataclass(frozen=True, slots=True)
class RoomView:
    """A room now. Temperatures in °C; `heating` is the share 0..1 of its strongest heater, None if not known."""

    id: PlaceId
    name: str
    temperature: float | None
    silent: timedelta | None  # since its thermometer reported; None: never
    stale: bool
    usual: timedelta | None  # between two reports
    band: Band | None
    mode: Mode
    ceiling: Mode
    presence: Presence
    window: WindowState
    window_open: bool
    heating: float | None
    cooling: bool
    heats: bool  # has something that heats
    decision: DecisionRecord | None  # the latest about its heat
    wish: Wish | None = None
    unprotected: tuple[EntityId, ...] = ()  # its bare switches that nothing turns off if we die
    bands: tuple[tuple[datetime, Band], ...] = ()  # the comfort of the next day: from then on
    lamps: LampsView | None = None  # of a room that has some
    here: Presence | None = None  # of anybody in this room; None: nothing in it could tell
    offer: Offered | None = None  # another temperature, that waits for a yes
    agreed: tuple[Agreed, ...] = ()  # those that somebody said yes to
    owed: tuple[tuple[str, float], ...] = ()  # K·h by person: only for whom may see whether they are home
    feels: float | None = None  # operative °C, where its surfaces make it feel otherwise than its air
    reckoned: bool = False  # a thermostat does not say what it does: its heat is inferred from its set-point


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the program works: what it could not do is here, with since when."""

    link_ready: bool
    link_since: datetime
    link_why: Reason | None
    store_ok: bool
    store_why: Reason | None
    clock_ok: bool
    loop_at: datetime  # the last time the loop came round
    turns: int
    primary: bool
    turns_ok: bool = True  # the last turn over everything did not fail


@dataclass(frozen=True, slots=True)
class SourceView:
    """A shared heat source now."""

    id: PlaceId
    name: str
    mode: Mode
    ceiling: Mode
    on: bool | None  # None: not known
    unprotected: tuple[EntityId, ...] = ()


@dataclass(frozen=True, slots=True)
class AlarmView:
    """The alarm now. `until` ends the exit or entry delay; `blockers` say for each watch why it cannot be armed."""

    id: PlaceId
    name: str
    state: Guarding
    watch: Watch | None
    since: datetime | None
    until: datetime | None
    who: Actor | None  # who armed or disarmed it
    bypass: tuple[EntityId, ...]  # armed without these
    mode: Mode
    ceiling: Mode
    blockers: tuple[tuple[Watch, tuple[Reason, ...]], ...]
    asked: ArmingRequest | None = None  # the panel has not answered yet
    refused: ArmingRequest | None = None  # the last wish to arm that came to nothing, and why
    alerts: tuple[Alert, ...] = ()  # intruders, with what was seen of them, until somebody disarms
    hazards: tuple[Trip, ...] = ()  # smoke, gas and leaks that stand
    sounding: bool = False
    panel: EntityId | None = None  # None: this program is the panel
    code_needed: bool = False  # to disarm, and to change what is armed


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Of so many beliefs about so high: how likely they said it was, and how often it was so."""

    count: int
    believed: float
    occupied: float


@dataclass(frozen=True, slots=True)
class QualityView:
    """How good the belief was on this home over `days` days, the last of them today; counts are sums."""

    days: int
    false_on: int
    false_off: int
    by_day: tuple[tuple[int, int, int], ...]  # (day as an ordinal, false on, false off), the oldest first
    bins: tuple[CalibrationBin, ...]  # ten, by tenths of the probability


@dataclass(frozen=True, slots=True)
class OccupancyView:
    """Who is where as it is believed; no person is named. `rooms` are in the order of the house."""

    home: HomeBelief
    rooms: tuple[tuple[PlaceId, RoomBelief], ...]
    ahead: tuple[Later, ...]  # of the home
    rooms_ahead: tuple[tuple[PlaceId, tuple[Later, ...]], ...]
    returns: Moment | None
    wakes: Moment | None
    sleeps: Moment | None
    version: str  # of the model that speaks; empty: plain rules and what is usual
    regime: RegimeSpan | None  # None: a normal time
    quality: QualityView
    own: OwnLearning | None = None  # None: nothing is learned at home


@dataclass(frozen=True, slots=True)
class PlannedRoomView:
    """A room's part of the plan; what its parts mean stands at `home.plan.RoomPlan`. `bands`: comfort by the hours."""

    id: PlaceId
    heat: tuple[float, ...]
    cool: tuple[float, ...]
    temperature: tuple[float, ...]
    tenth: tuple[float, ...]
    ninetieth: tuple[float, ...]
    spans: tuple[Span, ...]
    ready: tuple[Ready, ...]
    kelvin: float
    bands: tuple[tuple[datetime, Band], ...]
    followed: bool  # whether the rule goes by it now


@dataclass(frozen=True, slots=True)
class PlanView:
    """The heating plan that stands: steps of its first day, sums of all of it. `fresh`: not too old to be followed."""

    at: datetime
    step: timedelta
    span: timedelta
    rooms: tuple[PlannedRoomView, ...]
    cost: float
    energy: float
    discomfort: float
    alternatives: tuple[Alternative, ...]
    left_out: tuple[tuple[PlaceId, Reason], ...]
    notes: tuple[Reason, ...]
    weather: Foretold | None
    forecast: datetime | None
    fresh: bool
    learned: tuple[tuple[PlaceId, Reason], ...] = ()
    around: Around = NOTHING_AROUND


@dataclass(frozen=True)
class HouseView:
    """Everything on the page."""

    at: datetime
    house: House
    rooms: tuple[RoomView, ...]
    sources: tuple[SourceView, ...]
    outdoor: float | None
    holds: tuple[Hold, ...]
    asks: tuple[Ask, ...]
    decisions: tuple[DecisionRecord, ...]  # newest first
    notices: tuple[Notice, ...]
    observe_everything: bool
    would_today: int  # what would have been done today, had it been allowed
    health: Health
    alarm: AlarmView | None = None  # None: the house has none
    occupancy: OccupancyView | None = None
    plan: PlanView | None = None  # None: the plain rule goes by itself
    hindsight: Hindsight | None = None  # of the last days; None: not replayed yet
    trust: tuple[TrustView, ...] = ()  # where each thing stands in each room
    corrections: tuple[Correction, ...] = ()  # what people called wrong of late, and is done otherwise for that
    saving: Saving | None = None  # as measured last night; None: not yet
    way: Way | None = None  # how the warmth is run today; None: not known yet
    season: str = "cold"  # of the outdoor days of late, as what was agreed names it


def known_to(house: House, who: PersonId | None) -> frozenset[str]:
    """Names of those of whom this one may see whether they are home, and so what follows from it."""
    if who is None:
        return frozenset()
    named = (each for each in house.persons if each.visible_to is None or who in {each.id, *each.visible_to})
    return frozenset(each.name for each in named)


def visible(persons: Iterable[Whereabouts], who: PersonId | None) -> tuple[Whereabouts, ...]:
    """Those of whom this one may see whether they are home: themselves, and who lets them. None: anybody who looks."""
    return tuple(
        each
        for each in persons
        if each.visible_to is None or (who is not None and (each.person == who or who in each.visible_to))
    )


def shows_rooms(house: House, who: PersonId | None) -> bool:
    """Whether this one may be told if anybody is in a room, which in a room of one person says more than a name.

    Whoever lives here may; anybody else, and None is nobody of the household, only where everyone shows everyone
    whether they are home.
    """
    persons = house.persons
    return any(each.id == who for each in persons) or all(each.visible_to is None for each in persons)
