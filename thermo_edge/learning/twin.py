"""The twin of each room, fitted to its clean history and held against the grey-box model on later days."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import numpy as np

from thermo_edge.climate.features import Array, Signals
from thermo_edge.climate.greybox import GreyBox
from thermo_edge.climate.series import Outlook, ThermalSeries, room
from thermo_edge.home.house import PlaceId
from thermo_edge.home.reason import Code, Reason
from thermo_edge.simulation.fit import FEWEST_DAYS, Twin, Unfit, fit
from thermo_edge.simulation.twin_forecast import Places, Recording, forecast
from thermo_edge.simulation.twin_home import RoomTwin
from thermo_edge.simulation.twin_room import DAY, nature

MOST_WRONG = 1.1
"""Times the grey-box model's error of the next 24 hours; a twin that is more wrong than that says nothing."""

JUDGING, LEAST_JUDGING = 7, 3
"""Days that judge a twin: the last ones, which it has not seen."""

EVERY = 24
"""Steps between the forecasts that judge it."""

SURELY = 1.2816
"""Standard deviations to either side within which a normal value lies in four of five cases."""


class Lacks(StrEnum):
    """Why there is no twin."""

    TOO_SHORT = "too_short"
    NO_HEAT = "no_heat"
    NO_WEATHER = "no_weather"
    STILL = "still"
    TOO_WRONG = "too_wrong"
    OTHERWISE = "otherwise"  # set as it was it is not as comfortable as the room was


@dataclass(frozen=True)
class Found:
    """What came of one room. Errors are means of the next 24 hours on later days, K; nought where none was made.

    `was` and `told`: K·h a day too cold or too warm, of the room and of its twin set alike, where they differ most.
    """

    lacks: Lacks | None
    made: RoomTwin | None = None
    error: float = 0.0
    grey_box: float = 0.0
    inside: float = 0.0  # share of what came that lay in the twin's 80 % interval
    was: float = 0.0
    told: float = 0.0

    @property
    def twin(self) -> RoomTwin | None:
        """That may be relied on."""
        return self.made if self.lacks is None else None

    @property
    def reason(self) -> Reason:
        """For a sentence."""
        if self.lacks is None:
            return Reason.of(Code.TWIN_FITS, now=f"{self.error:.2f}", before=f"{self.grey_box:.2f}")
        if self.lacks is Lacks.TOO_WRONG:
            return Reason.of(Code.TWIN_TOO_WRONG, now=f"{self.error:.2f}", before=f"{self.grey_box:.2f}")
        if self.lacks is Lacks.OTHERWISE:
            return Reason.of(Code.TWIN_OTHERWISE, now=f"{self.told:.1f}", before=f"{self.was:.1f}")
        return Reason(_LACKS[self.lacks])


_LACKS = {
    Lacks.TOO_SHORT: Code.TWIN_TOO_SHORT,
    Lacks.NO_HEAT: Code.TWIN_NO_HEAT,
    Lacks.NO_WEATHER: Code.TWIN_NO_WEATHER,
    Lacks.STILL: Code.TWIN_STILL,
}


def twins(rooms: Mapping[PlaceId, Signals], seed: int = 0) -> dict[PlaceId, Found]:
    """Of each room's clean history until now; the same for the same histories and seed."""
    return {room: twin_of(signals, seed) for room, signals in rooms.items()}


def twin_of(signals: Signals, seed: int = 0) -> Found:
    """The twin of one room; it was fitted to the days before those that judged it."""
    recording = recorded(signals)
    known = np.flatnonzero(np.isfinite(recording.target))
    there = (recording.times - int(known[0])) // DAY if known.size else 0
    judging = min(JUDGING, there - FEWEST_DAYS - 1)
    if judging < LEAST_JUDGING:
        return Found(Lacks.TOO_SHORT)
    cut = recording.times - judging * DAY
    found = fit(recording.before(cut), seed=seed)
    if isinstance(found, Unfit):
        return Found(Lacks(found.value))
    at = np.arange(cut - 1, recording.times - DAY, EVERY)
    at = at[np.isfinite(recording.target[at])]
    came = recording.target[at[:, None] + np.arange(1, DAY + 1)]
    if np.isfinite(came).sum() < LEAST_JUDGING * DAY:
        return Found(Lacks.TOO_SHORT)
    told = forecast(found.theta, recording, at, beside=False)
    error = float(np.nanmean(np.abs(told.mean(axis=0) - came)))
    theirs = float(np.nanmean(np.abs(_grey_box(recording, cut, at) - came)))
    lacks = Lacks.TOO_WRONG if not error <= MOST_WRONG * theirs else None
    return Found(lacks, RoomTwin(recording, found), error, theirs, _inside(found, told, came))


def recorded(signals: Signals) -> Recording:
    """The same signals as the simulation takes them."""
    return Recording(*(np.asarray(getattr(signals, each.name), float) for each in fields(Recording)))


@dataclass(frozen=True)
class Described:
    """A twin in the words of the field: the middle and the reach of its members, (low, middle, high) each."""

    fast: tuple[float, float, float]  # h
    slow: tuple[float, float, float]  # h
    hour: tuple[float, float, float]  # K after an hour of full heat
    balance: tuple[float, float, float]  # K that full heat holds


def described(twin: Twin) -> Described:
    """What a twin says of its room."""
    found = nature(twin.theta)

    def around(values: Array) -> tuple[float, float, float]:
        return float(values.min()), float(np.median(values)), float(values.max())

    return Described(*(around(getattr(found, each.name)) for each in fields(Described)))


# --- parts --------------------------------------------------------------------------------------------------------


def _inside(twin: Twin, told: Array, came: Array) -> float:
    reach = SURELY * np.sqrt(told.var(axis=0, ddof=1) + twin.spread**2)
    there = np.isfinite(came)
    return float((np.abs(told.mean(axis=0) - came) <= reach)[there].mean())


def _grey_box(recording: Recording, cut: int, at: Places) -> Array:
    """°C (moments, DAY) that the grey-box model told, fitted to the same days and told the same."""
    heat = recording.heating - np.nan_to_num(recording.cooling)
    series = _series(recording, heat)
    model = GreyBox()
    model.fit(series, cut)

    def ahead(line: Array, index: int) -> Array:
        return np.asarray(line[index + 1 : index + 1 + DAY])

    outlooks = (Outlook(*(ahead(line, index) for line in (recording.outdoor, recording.sun, heat))) for index in at)
    return np.array([model.predict(series, int(index), each) for index, each in zip(at, outlooks, strict=True)])


def _series(recording: Recording, heat: Array) -> ThermalSeries:
    """On a Monday: the grey-box model looks at the hour alone."""
    begin = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=float(recording.hour[0]))
    return room("twin", begin, recording.target, outdoor=recording.outdoor, sun=recording.sun, heat=heat)
