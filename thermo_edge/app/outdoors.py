"""Every half hour: ask for the weather forecast, keep it, and learn how far forecasts are off at this home."""

import logging
import threading
from collections import deque
from datetime import UTC, datetime, timedelta

import numpy as np

from thermo_edge.control.controller import Controller
from thermo_edge.control.state import outdoor
from thermo_edge.errors import HomeRefused, HomeUnreachable, StoreError
from thermo_edge.home.heard import Trouble
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.weather import OutdoorOutlook, WeatherForecast
from thermo_edge.jobs import Job
from thermo_edge.outdoors.doubt import DAY, UNJUDGED, USABLE, Fits, Verdict, another, impossible, judged, pairs
from thermo_edge.outdoors.error import UNKNOWN, Error, learned
from thermo_edge.outdoors.weather import Known, in_celsius, outlook, usual
from thermo_edge.ports import Clock, History, Weather

LOG = logging.getLogger(__name__)

EVERY = timedelta(minutes=1)
"""How often it is looked whether a forecast is due."""

ASKS = timedelta(minutes=30)
JITTER = timedelta(minutes=5)
"""At most so much later, so that homes do not ask in step."""

AGAIN = timedelta(minutes=5)
"""After a failure."""

JUDGES = timedelta(minutes=30)
"""How often what was foretold is held beside what was measured."""

LEARNS = timedelta(hours=6)
SPAN = timedelta(days=60)
"""Of past forecasts that are learned from."""

USUAL = timedelta(days=7)
_TOLD = 80  # forecasts: of the day that is judged, and of the half day before it
_HOUR = timedelta(hours=1)
_NEVER = datetime.min.replace(tzinfo=UTC)


class Outdoors:
    """The outdoors ahead. `look` is for a thread of its own; `outlook` may be asked by any thread, at any time."""

    def __init__(
        self, controller: Controller, history: History, clock: Clock, weather: Weather | None = None, seed: str = ""
    ) -> None:
        self._controller, self._history, self._clock, self._weather = controller, history, clock, weather
        self._rng = np.random.default_rng(list(seed.encode()) or 0)
        self._busy = threading.Lock()
        self._forecast: WeatherForecast | None = None
        self._error: Error = UNKNOWN
        self._usual: tuple[float, ...] = ()
        self._told: deque[WeatherForecast] = deque(maxlen=_TOLD)
        self._verdict: Verdict = UNJUDGED
        self._asked = controller.state.house.weather
        self._due = self._learned = self._judged = _NEVER
        self._vain: datetime | None = None  # since then it was asked in vain, and never told anything
        self._troubles: set[str] = set()

    def job(self, every: timedelta = EVERY) -> Job:
        """For the timetable."""
        return Job("weather", self.look, every=every, dated=True, slow=True)

    def outlook(self, steps: int = 192) -> OutdoorOutlook | None:
        """The outdoors in quarters of an hour from now; None where nothing at all is known of them."""
        return outlook(self._known(self._clock.now()), steps)

    def look(self) -> None:
        """Ask and learn what is due. A second one meanwhile does nothing."""
        if not self._busy.acquire(blocking=False):
            return
        try:
            now = self._clock.now()
            if abs(now - self._learned) >= LEARNS:
                self._learn(now)
            if self._weather is not None and self._controller.state.link.ready and now >= self._due:
                self._ask(self._weather, now)
            if abs(now - self._judged) >= JUDGES:
                self._judge(now)
        except StoreError as error:
            LOG.warning("what is known of the weather could not be read or kept: %s", error)
        finally:
            self._busy.release()

    def _known(self, now: datetime) -> Known:
        state, measured = self._controller.state, outdoor(self._controller.state, now)
        where, fits = state.house.location, self._verdict.fits
        return Known(now, measured, where, self._forecast, self._usual, self._error, fits)

    # --- asking -------------------------------------------------------------------------------------------------------

    def _ask(self, weather: Weather, now: datetime) -> None:
        self._due = now + AGAIN
        entity = self._controller.state.house.weather
        if entity != self._asked:  # what another one said is no word of this one
            self._told.clear()
            self._forecast, self._asked, self._vain = None, entity, None
        try:
            told = weather.forecast(now)
        except (HomeUnreachable, HomeRefused) as error:
            LOG.info("no weather forecast: %s", error)
            self._tell_away(now, str(error))
            return
        self._tell_odd(told.odd if told is not None else 0)
        if told is None or not told.hours:
            self._tell_away(now, "")
            return
        self._due = now + ASKS + JITTER * float(self._rng.random())
        if self._told and another(self._told[-1], told, now, outdoor(self._controller.state, now)):
            self._told.clear()
        self._forecast = told
        self._told.append(told)
        self._judged = _NEVER
        self._tell_away(now, "")
        self._history.keep_forecast(told)

    def _tell_away(self, now: datetime, detail: str) -> None:
        """Only once the last one is too old to be used, or none came for as long: till then nothing is lacking."""
        entity = self._controller.state.house.weather
        made = self._forecast.made if self._forecast is not None else None
        self._vain = None if made is not None else self._vain or now
        last = made or self._vain
        lacks = entity is not None and last is not None and now - last > USABLE
        code = Code.FORECAST_AWAY if made is not None else Code.FORECAST_NEVER
        self._tell("forecast_away", Reason.of(code, entity=entity, since=made, detail=detail), lacks)

    def _tell_odd(self, odd: int) -> None:
        entity = self._controller.state.house.weather
        self._tell("forecast_odd", Reason.of(Code.FORECAST_ODD, entity=entity, count=float(odd)), odd > 0)

    def _tell(self, key: str, reason: Reason, stands: bool) -> None:
        if stands is not (key in self._troubles):
            (self._troubles.add if stands else self._troubles.discard)(key)
            entity = self._controller.state.house.weather
            self._controller.hear(Trouble(key, reason, (entity,) if entity else (), mended=not stands))

    # --- judging ------------------------------------------------------------------------------------------------------

    def _judge(self, now: datetime) -> None:
        """Whether the last day's forecasts fitted the thermometer here, and whether the one in use can be true."""
        self._judged = now
        sensor, entity = self._controller.state.house.outdoor, self._controller.state.house.weather
        measured: dict[datetime, float] = {}
        if sensor is not None:
            begin = (now - DAY - _HOUR).replace(minute=0, second=0, microsecond=0)
            samples = self._history.samples(sensor.point, begin, now, _HOUR)
            measured = dict(_at_hours([(each.at, each.mean) for each in samples]))
        self._verdict = judged(pairs(self._told, measured, now), self._verdict.fits)
        foretold, here = self._verdict.foretold, self._verdict.measured
        reason = Reason.of(Code.FORECAST_FAR, entity=entity, value=foretold, temperature=here)
        far = self._verdict.fits is Fits.FAR
        self._tell("forecast_far", reason, far)
        forecast = self._forecast if self._forecast is not None and now - self._forecast.made <= USABLE else None
        cannot = impossible(in_celsius(self._known(now), forecast).hours) if forecast is not None else None
        low, high = cannot or (None, None)
        reason = Reason.of(Code.FORECAST_IMPOSSIBLE, entity=entity, low=low, high=high)
        self._tell("forecast_impossible", reason, cannot is not None and not far)

    # --- learning -----------------------------------------------------------------------------------------------------

    def _learn(self, now: datetime) -> None:
        """From the history; after a restart also the last forecast comes from there."""
        self._learned = now
        past = self._history.forecasts(now - SPAN)
        if self._forecast is None and past:
            self._forecast = past[-1]
            self._due = max(self._due, past[-1].made + ASKS)
            self._told.extend(past[-_TOLD:])
        sensor = self._controller.state.house.outdoor
        if sensor is None:
            return
        begin = (now - SPAN).replace(minute=0, second=0, microsecond=0)
        samples = self._history.samples(sensor.point, begin, now, _HOUR)
        measured = dict(_at_hours([(each.at, each.mean) for each in samples]))
        self._error = learned(past, measured)
        self._usual = usual((each.at, each.mean) for each in samples if each.at >= now - USUAL)


def _at_hours(means: list[tuple[datetime, float]]) -> list[tuple[datetime, float]]:
    """What it was at whole hours, from the means of the hours before and after."""
    following = dict(means)
    return [(at, (following[at - _HOUR] + mean) / 2.0) for at, mean in means if at - _HOUR in following]
