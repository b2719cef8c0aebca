"""What the house needs from the world and offers to it, as protocols with few verbs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from thermo_edge.home.day import RoomDay
from thermo_edge.home.energy import EnergyEntity, Told
from thermo_edge.home.events import Happened, PastAlarm
from thermo_edge.home.forecast import Regime, RegimeSpan, Whereabouts
from thermo_edge.home.forgetting import Forgetting, Traces, Whom
from thermo_edge.home.heard import Hear
from thermo_edge.home.house import Attribute, Device, Domain, EntityId, House, Mode, PersonId, PlaceId, Point
from thermo_edge.home.learning import Learns
from thermo_edge.home.memory import Memory, Turn, Watch
from thermo_edge.home.otherwise import Otherwise
from thermo_edge.home.past import Reach, RoomPast
from thermo_edge.home.reason import Reason
from thermo_edge.home.snapshot import Reading
from thermo_edge.home.taste import Doing
from thermo_edge.home.turn import (
    Actor,
    Command,
    CommandRecord,
    DecisionRecord,
    Delivery,
    Feedback,
    Hold,
    Instead,
    Notice,
    Verdict,
    Wish,
)
from thermo_edge.home.view import HouseView
from thermo_edge.home.weather import WeatherForecast
from thermo_edge.home.what_if import Change, Imagined

if TYPE_CHECKING:  # whoever has no model at home needs no arrays either
    import numpy as np
    from numpy.typing import NDArray

Arrays = Mapping[str, "NDArray[np.generic]"]


class Clock(Protocol):
    """The only source of the time."""

    def now(self) -> datetime:
        """Aware UTC; never runs backwards within a process."""

    def behind(self) -> timedelta:
        """How far the machine's own clock lies behind what this process has already seen of it; usually nothing."""

    def leapt(self) -> timedelta:
        """How far time has leapt ahead of what really passed, since the clock was made: it was set. It only grows."""


# --- a home ------------------------------------------------------------------------------------------------------


class Home(Protocol):
    """A home with devices: a real one, or one made of arithmetic. It takes nothing but Commands."""

    def open(self, house: House, hear: Hear) -> None:
        """Begin to listen; returns at once. `hear` may be called from any thread until `close` returned."""

    def refresh(self) -> None:
        """Read everything soon; the answer is a Synced or a LinkLost."""

    def send(self, commands: Sequence[Command]) -> None:
        """Hand over; returns at once. Each is answered by a Delivery."""

    def renew(self, devices: Sequence[Device]) -> None:
        """Say that we are alive and still want these bare switches on: whoever turns them off if we die waits anew."""

    def protect(self, device: Device) -> None:
        """Make the switch-off from outside for a bare switch, and test it; the answer is a Protected."""

    def close(self) -> None:
        """Stop listening and let go of the connection."""


# --- what is remembered -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sample:
    """A point's values over one stretch of time, in the stored unit; `low` and `high` are its extremes."""

    at: datetime  # begin of the stretch
    mean: float
    low: float
    high: float
    count: int


class History(Protocol):
    """What is kept. One thread writes, any may read. Failures are StoreErrors, and nothing is half done."""

    def memory(self) -> Memory:
        """The memory as it was kept last; an empty one in a new database."""

    def newest(self) -> datetime | None:
        """The time of the newest row."""

    def add(self, readings: Sequence[Reading]) -> None:
        """Take readings; those that matter are on the disk within 5 s."""

    def keep(self, turn: Turn) -> tuple[DecisionRecord, ...]:
        """Keep a turn with its memory in one transaction; which of its decisions are new, as they are kept.

        When it returns, what must survive a power cut does.
        """

    def note_otherwise(self, decision: int, found: Sequence[Instead]) -> None:
        """Note what would have changed a decision; nothing where it is no longer kept. Any thread may.

        A power cut may undo it.
        """

    def delivered(self, delivery: Delivery) -> None:
        """Note what became of a command."""

    def feedback(self, feedback: Feedback) -> None:
        """Keep a person's word, at once."""

    def flush(self) -> None:
        """Write what waits."""

    def tidy(self, now: datetime) -> None:
        """Thin old rows into aggregates and let go of what is too old."""

    def decisions(self, limit: int, place: PlaceId | None = None) -> tuple[DecisionRecord, ...]:
        """The latest decisions, newest first."""

    def decision(self, number: int) -> DecisionRecord | None: ...

    def commands(self, limit: int) -> tuple[CommandRecord, ...]:
        """The latest commands, newest first."""

    def holds(self, limit: int) -> tuple[Hold, ...]:
        """The latest holds, ended ones too, newest first."""

    def wishes(self, limit: int) -> tuple[Wish, ...]:
        """The latest wishes, ended ones too, newest first."""

    def feedbacks(self, limit: int) -> tuple[Feedback, ...]:
        """The latest words of people on decisions, newest first."""

    def notices(self, limit: int) -> tuple[Notice, ...]:
        """The latest notices, mended ones too, newest first."""

    def regimes(self, limit: int) -> tuple[RegimeSpan, ...]:
        """The latest times that were not normal, ended ones too, newest first: nothing is learned from them."""

    def leave_out(self, span: RegimeSpan) -> None:
        """Keep, at once, that nothing is to be learned from a time that has passed."""

    def take_in(self, begin: datetime, until: datetime) -> bool:
        """Learn again, at once, from the time [begin, until) that was left out; whether it was left out."""

    def samples(self, point: Point, start: datetime, end: datetime, step: timedelta) -> tuple[Sample, ...]:
        """A point's good values in stretches of `step` (5 min or more), oldest first; empty stretches are left out."""

    def keep_forecast(self, forecast: WeatherForecast) -> None:
        """Keep the forecast, at once. Of those before it in the same quarter of a UTC day only the first stays."""

    def forecasts(self, since: datetime) -> tuple[WeatherForecast, ...]:
        """The forecasts that were made since then and are kept, oldest first."""

    def close(self) -> None: ...


class Erasable(Protocol):
    """What is kept, in which somebody can be forgotten. Failures are StoreErrors, and nothing is half done."""

    def entities(self) -> frozenset[EntityId]:
        """Every entity that there is anything about."""

    def traces(self, whom: Whom) -> Traces:
        """How much there is of a person."""

    def forget(self, whom: Whom, memory: Memory) -> None:
        """Take a person out of everything, at once or not at all; `memory` is that of the house without them.

        What their things measured and what they set, wished and judged goes; elsewhere nobody is named instead.
        """

    def scrub(self) -> None:
        """After that, leave nothing of it in unused places of the disk; it may take a minute, and others wait."""


# --- what is learned ------------------------------------------------------------------------------------------------


class Predictor(Protocol):
    """A model that serves: the same arrays in, the same arrays out. Any thread may ask; it answers in milliseconds."""

    @property
    def version(self) -> str:
        """Which one it is, for the record of what was decided with it."""

    @property
    def config(self) -> Mapping[str, object]:
        """How its network was made, the fields of the slice's own configuration."""

    def arrays(self, name: str) -> Arrays:
        """What was learned besides the network, such as a closed-form update; empty where this version has none."""

    def predict(self, inputs: Arrays) -> Arrays:
        """Raises PredictionFailed where the inputs do not fit or the answer is not finite: go by the rule."""


class Weather(Protocol):
    """What is told of the weather to come."""

    def forecast(self, now: datetime) -> WeatherForecast | None:
        """The next hours, two days of them where there are so many; nothing where the home has no forecast.

        It may take seconds. Failures are HomeUnreachable or HomeRefused.
        """


class Energy(Protocol):
    """What is told of electricity, now and ahead."""

    def told(self, entity: EntityId, what: EnergyEntity, now: datetime) -> Told:
        """What the entity tells, from a day ago to two days ahead where it tells so much, in the unit of `what`.

        It may take seconds. Failures are HomeUnreachable or HomeRefused, also for an entity that there is not.
        """


class Archive(Protocol):
    """What the home itself remembers, in stored units. Failures are HomeUnreachable or HomeRefused."""

    def history(
        self, entity: EntityId, attributes: Collection[Attribute], start: datetime, end: datetime
    ) -> tuple[Reading, ...]:
        """What an entity's points became within [start, end), oldest first; what they were at the start has its time.

        Where the home remembers nothing there is nothing.
        """

    def hours(self, points: Collection[Point], start: datetime, end: datetime) -> Mapping[Point, tuple[Sample, ...]]:
        """Hourly means and extremes of whole UTC hours, oldest first, of the points that have any."""


# --- how a person gets in ------------------------------------------------------------------------------------------


class Desk(Learns, Protocol):
    """The one way in for people, whatever they use: page, command line, HTTP, MQTT, voice. It raises `Refused`."""

    def view(self) -> HouseView:
        """The house after its last turn; never waits for the house."""

    def trend(self, place: PlaceId, attribute: Attribute, span: timedelta) -> tuple[Sample, ...]:
        """What a room's sensor measured of late."""

    def otherwise(self, place: PlaceId) -> tuple[Otherwise, ...]:
        """What would change the decisions about a room now, each tried by turning again."""

    def decisions(self, place: PlaceId, limit: int) -> tuple[DecisionRecord, ...]:
        """The latest decisions about a room, a heat source or the alarm, newest first."""

    def day(self, place: PlaceId) -> RoomDay | None:
        """What a room measured in the last hours; None where there is no such room."""

    def past(self, place: PlaceId, reach: Reach) -> RoomPast | None:
        """What a room measured in the last week, month or year, from aggregates; None where there is no such room."""

    def events(self) -> tuple[tuple[Happened, ...], tuple[PastAlarm, ...]]:
        """What doors, windows and motion sensors saw in the last day, and the alarms of late; it may take a second."""

    def what_if(self, change: Change) -> Imagined:
        """The next day as planned, and as it would be with a change; it may take seconds, and nothing is done."""

    def wish(self, place: PlaceId, target: float, until: datetime, who: Actor) -> None:
        """Bring a room to `target` °C until then."""

    def end_wish(self, place: PlaceId, who: Actor) -> None: ...

    def light(self, place: PlaceId, level: float | None, until: datetime, who: Actor) -> None:
        """Bring a room's lamps to `level` % (0: off) until then; None: leave them to the rule again, at once."""

    def set_mode(self, place: PlaceId, domain: Domain, mode: Mode, who: Actor) -> None: ...

    def answer_step(self, place: PlaceId, domain: Domain, yes: bool, who: Actor) -> None:
        """Take the next step of a mode that is offered because it was earned, or have it silent for a while."""

    def observe_everything(self, on: bool, who: Actor) -> None: ...

    def end_hold(self, point: Point, who: Actor) -> None: ...

    def answer(self, ask: str, yes: bool, who: Actor) -> None:
        """Answer a question by its key."""

    def answer_offer(self, place: PlaceId, offer: str, yes: bool, who: Actor) -> None:
        """Agree to the temperature that is offered for a room, by the offer's key, or have it silent for a while."""

    def prefer(self, place: PlaceId, doing: Doing, offset: float, who: Actor) -> None:
        """Keep a room `offset` K warmer than the settings say whenever that is so, in this season; 0: as they say."""

    def withdraw(self, situation: str, who: Actor) -> None:
        """Go by the settings again where somebody had agreed to another temperature."""

    def undo(self, decision: int, who: Actor) -> None:
        """Bring back what an act changed: a new wish, through the guard."""

    def judge(self, decision: int, verdict: Verdict, detail: str, who: Actor) -> None:
        """Say that a decision was wrong, or right, or take back what was said: it counts at once, and is a label."""

    def arm(self, watch: Watch, who: Actor, code: str = "", bypass: Collection[EntityId] = ()) -> None:
        """Arm the alarm, without the sensors of `bypass`.

        Returns when it is asked: the view tells when the panel has said that it is so. What is refused, at once or by
        the panel, is also told by a notice. The code is needed to change an alarm that is armed.
        """

    def disarm(self, who: Actor, code: str = "", was_fine: bool = False) -> None:
        """Disarm it, with the code; `was_fine`: the same motion alone is no alarm around that time for some days."""

    def blockers(self, watch: Watch) -> tuple[Reason, ...]:
        """Why the alarm cannot be armed so now, a reason for each thing; empty: it can."""

    def declare(self, regime: Regime, until: datetime, who: Actor) -> None:
        """Say what kind of time it is until then; a normal one ends what was declared or detected."""

    def whereabouts(self, who: PersonId | None) -> tuple[Whereabouts, ...]:
        """Where the persons are that let this one see it; None: somebody of whom nothing is known."""

    def forgetting(self, person: PersonId) -> Forgetting:
        """What would go with a person, and how much; it may take a second."""

    def forget_person(self, person: PersonId, name: str, who: Actor) -> None:
        """Forget a person for good; `name` is theirs, as typed by who means it. It may take seconds."""

    def protect(self, entity: EntityId, who: Actor) -> None:
        """Make and test what turns a bare switch off when this program dies."""


class Notifier(Protocol):
    """Tells people outside the page."""

    def post(self, notice: Notice, words: tuple[str, str]) -> None:
        """Show a notice, given its title and text; the same key replaces."""

    def clear(self, key: str) -> None:
        """It is mended."""
