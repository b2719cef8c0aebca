"""The part of a history that learning reads."""

from datetime import datetime, timedelta
from typing import Protocol

from thermo_edge.home.forecast import RegimeSpan
from thermo_edge.home.house import Point
from thermo_edge.home.memory import Memory
from thermo_edge.home.turn import DecisionRecord, Feedback, Hold, Wish
from thermo_edge.home.weather import WeatherForecast
from thermo_edge.ports import Sample


class Kept(Protocol):
    """What was kept of a house, for who only looks; the verbs are those of History."""

    def memory(self) -> Memory: ...

    def decision(self, number: int) -> DecisionRecord | None: ...

    def holds(self, limit: int) -> tuple[Hold, ...]: ...

    def wishes(self, limit: int) -> tuple[Wish, ...]: ...

    def feedbacks(self, limit: int) -> tuple[Feedback, ...]: ...

    def regimes(self, limit: int) -> tuple[RegimeSpan, ...]: ...

    def samples(self, point: Point, start: datetime, end: datetime, step: timedelta) -> tuple[Sample, ...]: ...

    def forecasts(self, since: datetime) -> tuple[WeatherForecast, ...]: ...
