"""What survives from one turn to the next; frozen, and saved with the turn before anything is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from thermo_edge.home.correction import Correction
from thermo_edge.home.forecast import Regime, RegimeSpan
from thermo_edge.home.house import Domain, EntityId, Mode, PlaceId, Point, Value
from thermo_edge.home.own_heat import UNHEATED, OwnHeat
from thermo_edge.home.plan import Plan
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Reason
from thermo_edge.home.savings import ComparisonMemory
from thermo_edge.home.snapshot import Trip
from thermo_edge.home.taste import NO_TASTE, TasteMemory
from thermo_edge.home.thermostat import Thermostat
from thermo_edge.home.trust import Record, Standing
from thermo_edge.home.turn import Actor, Ask, Change, Command, Decision, Hold, Notice, Wish


@dataclass(frozen=True, slots=True)
class Modes:
    """How far the program may go now. What is not named is in observe."""

    places: Mapping[tuple[PlaceId, Domain], Mode] = field(default_factory=dict)
    observe_everything: bool = False

    def of(self, place: PlaceId, domain: Domain) -> Mode:
        return Mode.OBSERVE if self.observe_everything else self.places.get((place, domain), Mode.OBSERVE)


@dataclass(frozen=True, slots=True)
class Pending:
    """The last command to a point: what was commanded, over what, and what came of it."""

    number: int
    value: Value
    before: Value | None
    at: datetime
    contexts: tuple[str, ...] = ()
    delivered: datetime | None = None
    confirmed: datetime | None = None
    failed: bool = False
    tries: int = 1  # of the same value
    former: Value | None = None  # what the command before this one said
    error: Reason | None = None  # why it failed


@dataclass(frozen=True, slots=True)
class DeviceMemory:
    """What the guard must not forget about a device (or, under its id, about a shared heat source)."""

    on: bool | None = None
    since: datetime | None = None  # it has been on, or off, since
    ours: bool = False  # we turned it on
    writes: tuple[datetime, ...] = ()  # of the last hour


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often a sensor reports: a running mean of the gaps, s, and how many were seen."""

    gap: float = 0.0
    seen: int = 0


class WindowState(StrEnum):
    """The states of a room's windows, and so of its heating."""

    CLOSED = "closed"
    OPENING = "opening"  # open, not yet for long enough
    OPEN = "open"  # heating pauses; what was before is in Memory.borrowed
    CLOSING = "closing"  # closed, not yet for long enough


@dataclass(frozen=True, slots=True)
class WindowMemory:
    """Where a room's windows are in their states, and since when."""

    state: WindowState = WindowState.CLOSED
    since: datetime | None = None
    felt: bool = False  # no contact says so: the room got cold as it does with an open window


@dataclass(frozen=True, slots=True)
class AiringMemory:
    """How a room's temperature falls, and since when it has fallen as it does with an open window."""

    thermometer: EntityId | None = None
    reports: tuple[tuple[datetime, float], ...] = ()  # of its last hour or so, °C
    usual: float | None = None  # K within ten minutes; it seldom falls faster
    calm: float | None = None  # the same, before the fall of now began
    since: datetime | None = None
    before: float | None = None  # °C, then
    lowest: float | None = None  # °C, since then
    heat: OwnHeat = UNHEATED


@dataclass(frozen=True, slots=True)
class DutyMemory:
    """Where a bare switch is in its cycle."""

    start: datetime | None = None  # of this cycle
    duty: float = 0.0  # share of this cycle that it is on
    integral: float = 0.0  # share that the room needs to keep its temperature, as was learned here
    foreseen: float | None = None  # share that a plan gives in its place
    most: float | None = None  # °C that the room has reached since this cycle began


@dataclass(frozen=True, slots=True)
class TrimMemory:
    """How far a set-point must lie from the target so that the room, not the valve, is right."""

    trim: float = 0.0  # K
    moved: datetime | None = None
    strives: datetime | None = None  # it has said since then that it heats, with the room far below its set-point
    began: float | None = None  # °C of the room, then


@dataclass(frozen=True, slots=True)
class FlowMemory:
    """How far a heat source's water lies beside its curve, and since when its rooms have been as they are."""

    shift: float = 0.0  # K
    since: datetime | None = None
    lacks: bool = False  # a room cannot get warm enough
    draws: bool = False


@dataclass(frozen=True, slots=True)
class ClimateMemory:
    """What the climate rule remembers, by device."""

    duties: Mapping[EntityId, DutyMemory] = field(default_factory=dict)
    trims: Mapping[EntityId, TrimMemory] = field(default_factory=dict)
    flows: Mapping[str, FlowMemory] = field(default_factory=dict)
    thermostats: Mapping[EntityId, Thermostat] = field(default_factory=dict)  # as the last night read them
    dry: Mapping[PlaceId, float] = field(default_factory=dict)  # °C that keep mould out of the rooms that are damp
    radiant: Mapping[PlaceId, float] = field(default_factory=dict)  # K by which rooms feel colder than their air is
    stuck: Mapping[EntityId, float] = field(default_factory=dict)  # °C that a thermometer says, whatever the heat does


@dataclass(frozen=True, slots=True)
class LampMemory:
    """What the lighting rule remembers of a lamp."""

    dimmed: datetime | None = None  # since then, before it goes out
    level: float | None = None  # %, before it was dimmed
    adjusted: datetime | None = None  # to the hour, last


@dataclass(frozen=True, slots=True)
class RoomLightMemory:
    """What the lighting rule remembers of a room: how much of its light is its lamps', and who decides there.

    Shares are sums over the lamps: two at half their brightness are 1.
    """

    share: float = 0.0  # of its lamps now
    since: datetime | None = None  # they shine so
    lux: float | None = None  # what its light sensor said last,
    told: datetime | None = None  # when,
    told_share: float = 0.0  # and at which share
    gain: float | None = None  # lx at share 1, as far as seen
    bright: datetime | None = None  # daylight has been enough since
    unseen: datetime | None = None  # nobody knows whether anybody is here since
    left_off: datetime | None = None  # a person turned the light off; their hold lasts until then
    off_at_night: bool = False  # and did so late at night


@dataclass(frozen=True, slots=True)
class LightingMemory:
    """What the lighting rule remembers, by lamp and by room."""

    lamps: Mapping[EntityId, LampMemory] = field(default_factory=dict)
    rooms: Mapping[PlaceId, RoomLightMemory] = field(default_factory=dict)


class Watch(StrEnum):
    """What an alarm is armed against: people who come in, while some are home, asleep, or nobody is."""

    HOME = "home"
    NIGHT = "night"
    AWAY = "away"


class Guarding(StrEnum):
    """The states of the alarm."""

    DISARMED = "disarmed"
    ARMING = "arming"  # people may still leave
    ARMED = "armed"
    ENTRY = "entry"  # somebody came in and has a moment to disarm
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class ArmingRequest:
    """Somebody wants the alarm armed (or disarmed: no watch); it is done when the panel says so, or refused."""

    watch: Watch | None
    who: Actor
    at: datetime
    until: datetime  # the panel must have answered
    bypass: frozenset[EntityId] = frozenset()
    why: Reason | None = None  # it came to nothing because of this


@dataclass(frozen=True, slots=True)
class Alert:
    """An alarm about intruders and what led to it; it stands until somebody disarms."""

    since: datetime
    armed: datetime | None  # since when the alarm had been armed
    watch: Watch | None
    who: Actor | None  # who had armed it
    trips: tuple[Trip, ...] = ()


@dataclass(frozen=True, slots=True)
class Fine:
    """Somebody said, with the code, that motion which came to an alarm was fine.

    For some days the same sensors alone are no alarm at about that time; `seen`: when they last would have been.
    """

    entities: frozenset[EntityId]
    watch: Watch | None
    when: datetime
    who: Actor
    at: datetime
    until: datetime
    seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sounding:
    """The noise about one alarm: since when it may sound, which sirens were heard, and which are done with it."""

    since: datetime
    heard: frozenset[EntityId] = frozenset()
    done: frozenset[EntityId] = frozenset()


@dataclass(frozen=True, slots=True)
class SecurityMemory:
    """Where the alarm is in its states. `trips`: what was seen of late that may yet come to an alarm."""

    state: Guarding = Guarding.DISARMED
    watch: Watch | None = None
    since: datetime | None = None  # in this state
    until: datetime | None = None  # end of the exit or entry delay, or of an alarm that nothing feeds any more
    armed: datetime | None = None  # the last time that it was
    who: Actor | None = None  # who armed or disarmed it
    bypass: frozenset[EntityId] = frozenset()
    request: ArmingRequest | None = None
    denied: ArmingRequest | None = None  # a wish that was refused at once; the next turn takes note
    refused: ArmingRequest | None = None  # the last wish to arm that came to nothing
    refused_at: datetime | None = None
    panel: str | None = None  # what the panel said last
    moved_by: Actor | None = None  # who moved the panel last
    trips: tuple[Trip, ...] = ()
    alerts: tuple[Alert, ...] = ()
    sounding: Mapping[str, Sounding] = field(default_factory=dict)  # by what the alarm is about
    hazards: tuple[Trip, ...] = ()  # smoke, gas and leaks that stand
    silent: frozenset[Point] = frozenset()  # of those watched, what does not answer
    returned: frozenset[Point] = frozenset()  # of those watched, what came back open
    wrong: tuple[datetime, ...] = ()  # when a wrong code was given
    fine: tuple[Fine, ...] = ()  # motion that came to an alarm and was fine


@dataclass(frozen=True, slots=True)
class SensorTrust:
    """How far a sensor is believed, 0..1, and since when it is known; `alone`: how often nothing else spoke for it."""

    trust: float
    since: datetime
    alone: int = 0


@dataclass(frozen=True, slots=True)
class RoomOccupancyMemory:
    """What was believed of a room last, and the last sign of somebody in it that was believed.

    `came`: the first sign of the present stay.
    """

    presence: Presence = Presence.UNKNOWN
    since: datetime | None = None
    sign: datetime | None = None
    came: datetime | None = None


@dataclass(frozen=True, slots=True)
class HabitMemory:
    """What tells one kind of time from another. The minutes of crowds are of late: they fade within hours."""

    away_since: datetime | None = None  # nobody has been home since
    crowd: float = 0.0  # min in which more rooms were lively at once than the persons explain
    night_crowd: float = 0.0  # min of these, late at night
    crowd_today: float = 0.0  # min, the most of these today
    usual_crowd: float = 0.0  # min, the most of a usual day
    day: int = 0  # the local day that the following is of, as an ordinal
    rest: float = 0.0  # min of quiet with somebody home, in the working hours of a workday
    left: bool = False  # everybody was out at some time of its working hours
    leaves: float = 0.5  # share of workdays on which everybody leaves
    looked: datetime | None = None


@dataclass(frozen=True, slots=True)
class QualityDay:
    """One local day: how often it was believed occupied and was not, and empty and was not, and how well in ten bins.

    `bins`: for each tenth of the probability how many beliefs, their sum, and how many of these rooms were occupied.
    """

    day: int  # ordinal
    false_on: int = 0
    false_off: int = 0
    bins: tuple[tuple[int, float, int], ...] = ((0, 0.0, 0),) * 10


@dataclass(frozen=True, slots=True)
class Claimed:
    """A belief that waits for what will be known of it."""

    room: PlaceId
    at: datetime
    probability: float


@dataclass(frozen=True, slots=True)
class QualityMemory:
    """How good the belief was on this home, the oldest day first; what waits to be known is not kept for long."""

    days: tuple[QualityDay, ...] = ()
    claims: tuple[Claimed, ...] = ()
    asked: datetime | None = None


@dataclass(frozen=True, slots=True)
class OccupancyMemory:
    """What the belief of who is where remembers. `steps`: how often people went from a room to another."""

    rooms: Mapping[PlaceId, RoomOccupancyMemory] = field(default_factory=dict)
    home: RoomOccupancyMemory = RoomOccupancyMemory()
    trust: Mapping[EntityId, SensorTrust] = field(default_factory=dict)
    steps: Mapping[PlaceId, Mapping[PlaceId, float]] = field(default_factory=dict)
    habits: HabitMemory = HabitMemory()
    quality: QualityMemory = QualityMemory()


@dataclass(frozen=True)
class Memory:
    """The only thing that survives a turn. A part that did not change stays the same object."""

    turn: int = 0  # number of the last turn
    command: int = 0  # number of the last command
    modes: Modes = Modes()
    holds: Mapping[Point, Hold] = field(default_factory=dict)
    wishes: Mapping[PlaceId, Wish] = field(default_factory=dict)
    asks: Mapping[str, Ask] = field(default_factory=dict)
    notices: Mapping[str, Notice] = field(default_factory=dict)  # those not mended
    protections: Mapping[EntityId, datetime] = field(default_factory=dict)  # when the switch-off from outside passed
    known: Mapping[Point, Value] = field(default_factory=dict)  # last good value of what can be set
    away: Mapping[EntityId, datetime | None] = field(default_factory=dict)  # thermostats: None, or since when back
    borrowed: Mapping[Point, Value] = field(default_factory=dict)  # what we changed for a while: what it was before
    pending: Mapping[Point, Pending] = field(default_factory=dict)
    devices: Mapping[str, DeviceMemory] = field(default_factory=dict)
    windows: Mapping[PlaceId, WindowMemory] = field(default_factory=dict)
    airings: Mapping[PlaceId, AiringMemory] = field(default_factory=dict)
    climate: ClimateMemory = ClimateMemory()
    plan: Plan | None = None  # of heating and cooling, until the next one
    taste: TasteMemory = NO_TASTE  # the warmth that people want
    lighting: LightingMemory = LightingMemory()
    security: SecurityMemory = SecurityMemory()
    occupancy: OccupancyMemory = OccupancyMemory()
    comparison: ComparisonMemory = field(default_factory=ComparisonMemory)  # how it was run, to know what is saved
    regimes: Mapping[Regime, RegimeSpan] = field(default_factory=dict)  # times that are not normal
    watched: Mapping[Point, bool] = field(default_factory=dict)  # last good value of what the alarm looks at
    cadences: Mapping[Point, Cadence] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()  # what people called wrong of late, but for warmth, which is in the taste
    trust: Mapping[str, Standing] = field(default_factory=dict)  # by domain and place
    record: Mapping[str, Record] = field(default_factory=dict)  # the same


@dataclass(frozen=True)
class Turn:
    """One turn of the loop: what was decided about what, and what is remembered."""

    number: int
    at: datetime
    cause: str  # what set it off: "tick", an entity, or the verb of a person's request
    decisions: tuple[Decision, ...]
    commands: tuple[Command, ...]
    changes: tuple[Change, ...]
    memory: Memory
    wake: datetime | None = None  # look again then, at the latest
