"""The world of a replay: a home that nothing reaches, and a history that knows no more than was known by then."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from thermo_edge.errors import ReplayFailed
from thermo_edge.home.forecast import RegimeSpan
from thermo_edge.home.heard import Hear
from thermo_edge.home.house import Device, House, PlaceId, Point
from thermo_edge.home.memory import Memory, Turn
from thermo_edge.home.snapshot import Reading
from thermo_edge.home.turn import (
    Command,
    CommandRecord,
    DecisionRecord,
    Delivery,
    Feedback,
    Hold,
    Instead,
    Notice,
    Wish,
)
from thermo_edge.home.weather import WeatherForecast
from thermo_edge.learning.past import Kept
from thermo_edge.ports import Clock, History, Sample


class NoHome:
    """Implements Home without one. It raises on anything that a device would notice."""

    def open(self, house: House, hear: Hear) -> None:
        """What is told comes from the history."""

    def refresh(self) -> None:
        """There is nothing to read again."""

    def send(self, commands: Sequence[Command]) -> None:
        raise ReplayFailed(f"{len(commands)} commands in a replay")

    def renew(self, devices: Sequence[Device]) -> None:
        raise ReplayFailed(f"a heartbeat for {len(devices)} switches in a replay")

    def protect(self, device: Device) -> None:
        raise ReplayFailed(f"a switch-off for {device.entity} in a replay")

    def close(self) -> None:
        """Nothing is open."""


class PastHistory:
    """Implements History: reads end at the replay's clock, and of writes only the turns are looked at."""

    def __init__(self, past: History, clock: Clock, memory: Memory, look: Callable[[Turn], None]) -> None:
        self._past, self._clock, self._memory, self._look = past, clock, memory, look

    def memory(self) -> Memory:
        return self._memory

    def newest(self) -> datetime | None:
        return None

    def add(self, readings: Sequence[Reading]) -> None:
        """They are kept already."""

    def keep(self, turn: Turn) -> tuple[DecisionRecord, ...]:
        self._memory = turn.memory
        self._look(turn)
        return ()

    def note_otherwise(self, decision: int, found: Sequence[Instead]) -> None:
        """Nothing of a replay is kept."""

    def delivered(self, delivery: Delivery) -> None:
        raise ReplayFailed(f"{delivery} in a replay")

    def feedback(self, feedback: Feedback) -> None:
        """Nobody says anything to a replay."""

    def flush(self) -> None:
        """Nothing waits."""

    def tidy(self, now: datetime) -> None:
        """The past is left as it is."""

    def decisions(self, limit: int, place: PlaceId | None = None) -> tuple[DecisionRecord, ...]:
        return tuple(each for each in self._past.decisions(limit, place) if each.at <= self._clock.now())

    def decision(self, number: int) -> DecisionRecord | None:
        found = self._past.decision(number)
        return found if found is not None and found.at <= self._clock.now() else None

    def commands(self, limit: int) -> tuple[CommandRecord, ...]:
        return tuple(each for each in self._past.commands(limit) if each.at <= self._clock.now())

    def holds(self, limit: int) -> tuple[Hold, ...]:
        now = self._clock.now()
        return tuple(each for each in self._past.holds(limit) if each.since <= now)

    def wishes(self, limit: int) -> tuple[Wish, ...]:
        now = self._clock.now()
        return tuple(each for each in self._past.wishes(limit) if each.since <= now)

    def feedbacks(self, limit: int) -> tuple[Feedback, ...]:
        now = self._clock.now()
        return tuple(each for each in self._past.feedbacks(limit) if each.at <= now)

    def notices(self, limit: int) -> tuple[Notice, ...]:
        return tuple(each for each in self._past.notices(limit) if each.since <= self._clock.now())

    def regimes(self, limit: int) -> tuple[RegimeSpan, ...]:
        now = self._clock.now()
        return tuple(each for each in self._past.regimes(limit) if each.since <= now)

    def leave_out(self, span: RegimeSpan) -> None:
        """Nobody says anything to a replay."""

    def take_in(self, begin: datetime, until: datetime) -> bool:  # noqa: ARG002
        return False

    def samples(self, point: Point, start: datetime, end: datetime, step: timedelta) -> tuple[Sample, ...]:
        return self._past.samples(point, start, min(end, self._clock.now()), step)

    def keep_forecast(self, forecast: WeatherForecast) -> None:
        """It is kept already."""

    def forecasts(self, since: datetime) -> tuple[WeatherForecast, ...]:
        now = self._clock.now()
        return tuple(each for each in self._past.forecasts(since) if each.made <= now)

    def close(self) -> None:
        """Whoever opened the past closes it."""


class PastWeather:
    """Implements Weather with the forecasts that are kept: one for each quarter of a day."""

    def __init__(self, past: Kept) -> None:
        self._past = past

    def forecast(self, now: datetime) -> WeatherForecast | None:
        made = [each for each in self._past.forecasts(now - timedelta(days=1)) if each.made <= now]
        return made[-1] if made else None
