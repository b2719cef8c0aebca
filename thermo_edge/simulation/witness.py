"""A history that lets somebody look at every turn that is kept."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from thermo_edge.home.forecast import RegimeSpan
from thermo_edge.home.house import PlaceId, Point
from thermo_edge.home.memory import Memory, Turn
from thermo_edge.home.snapshot import Reading
from thermo_edge.home.turn import CommandRecord, DecisionRecord, Delivery, Feedback, Hold, Instead, Notice, Wish
from thermo_edge.home.weather import WeatherForecast
from thermo_edge.ports import History, Sample


class Witness:
    """Implements History with another one."""

    def __init__(self, history: History, look: Callable[[Turn], None]) -> None:
        self._history = history
        self._look = look

    def keep(self, turn: Turn) -> tuple[DecisionRecord, ...]:
        new = self._history.keep(turn)
        self._look(turn)
        return new

    def note_otherwise(self, decision: int, found: Sequence[Instead]) -> None:
        self._history.note_otherwise(decision, found)

    def memory(self) -> Memory:
        return self._history.memory()

    def newest(self) -> datetime | None:
        return self._history.newest()

    def add(self, readings: Sequence[Reading]) -> None:
        self._history.add(readings)

    def delivered(self, delivery: Delivery) -> None:
        self._history.delivered(delivery)

    def feedback(self, feedback: Feedback) -> None:
        self._history.feedback(feedback)

    def flush(self) -> None:
        self._history.flush()

    def tidy(self, now: datetime) -> None:
        self._history.tidy(now)

    def decisions(self, limit: int, place: PlaceId | None = None) -> tuple[DecisionRecord, ...]:
        return self._history.decisions(limit, place)

    def decision(self, number: int) -> DecisionRecord | None:
        return self._history.decision(number)

    def commands(self, limit: int) -> tuple[CommandRecord, ...]:
        return self._history.commands(limit)

    def holds(self, limit: int) -> tuple[Hold, ...]:
        return self._history.holds(limit)

    def wishes(self, limit: int) -> tuple[Wish, ...]:
        return self._history.wishes(limit)

    def feedbacks(self, limit: int) -> tuple[Feedback, ...]:
        return self._history.feedbacks(limit)

    def notices(self, limit: int) -> tuple[Notice, ...]:
        return self._history.notices(limit)

    def regimes(self, limit: int) -> tuple[RegimeSpan, ...]:
        return self._history.regimes(limit)

    def leave_out(self, span: RegimeSpan) -> None:
        self._history.leave_out(span)

    def take_in(self, begin: datetime, until: datetime) -> bool:
        return self._history.take_in(begin, until)

    def samples(self, point: Point, start: datetime, end: datetime, step: timedelta) -> tuple[Sample, ...]:
        return self._history.samples(point, start, end, step)

    def keep_forecast(self, forecast: WeatherForecast) -> None:
        self._history.keep_forecast(forecast)

    def forecasts(self, since: datetime) -> tuple[WeatherForecast, ...]:
        return self._history.forecasts(since)

    def close(self) -> None:
        self._history.close()
