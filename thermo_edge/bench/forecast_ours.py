"""Where this program's own forecasts enter the benchmark: the base model untouched, learned at home, and the blend."""

from collections.abc import Sequence

import numpy as np

from thermo_edge.climate.baselines import NightlyRidge, Persistence
from thermo_edge.climate.blend import Blend
from thermo_edge.climate.features import Signals, Sky
from thermo_edge.climate.greybox import GreyBox
from thermo_edge.climate.regressors import mean
from thermo_edge.climate.series import DAY, Array, Forecaster, Outlook, ThermalSeries
from thermo_edge.climate.thermal import answer
from thermo_edge.home.house import PlaceId
from thermo_edge.learning.climate_at_home import RoomLearned, learn
from thermo_edge.learning.climate_base import ClimateBase, shipped
from thermo_edge.learning.climate_serving import AskedRoom, Course, outlook, usual

OURS = "ours"
"""The name of the contender that the targets are about."""

UNTOUCHED, AT_HOME = "base model untouched", "base model learned at home"

_ROOM = PlaceId("room")
_BELIEVED = 3.0  # days
_HALF = 0.125  # h from the middle of a step to its end


class ThermalModel:
    """The shipped thermal model on a series; `at_home`: corrected each night by what the room has taught.

    With a plan of heat it adds that plan's effect to what the room would do without, else it says what is usual.
    """

    def __init__(self, base: ClimateBase, at_home: bool, planned: bool = False) -> None:
        self.name = AT_HOME if at_home else UNTOUCHED
        self._base, self._at_home, self._planned = base, at_home, planned
        self._learned = RoomLearned()

    def fit(self, series: ThermalSeries, upto: int) -> None:
        if self._at_home:
            known = self._planned and bool(np.isfinite(series.heat[:upto]).any())
            self._learned = learn(self._base, signals_of(series), upto, known)

    def predict(self, series: ThermalSeries, index: int, future: Outlook) -> Array:
        return self._course(series, index, future).middle

    def quantiles(self, series: ThermalSeries, index: int, future: Outlook) -> Array:
        """(DAY, 3) °C at QUANTILES, rising."""
        course = self._course(series, index, future)
        return np.stack([course.low, course.middle, course.high], axis=1)

    def _course(self, series: ThermalSeries, index: int, future: Outlook) -> Course:
        room = asked_room(series, index, future, self._learned)
        heat = future.heat if self._planned else None
        if heat is not None and np.isfinite(heat).any():
            told = outlook(self._base, series.time(index), [room]).of(_ROOM)
            if told is not None:
                effect = answer(told.heating, _plan(heat)) + answer(told.cooling, _plan(-heat))
                wide = 1.28 * told.spread
                return Course(told.free + effect, told.free + effect - wide, told.free + effect + wide)
        course = usual(self._base, [room]).get(_ROOM)
        if course is None:
            still = np.full(DAY, series.last(index))
            return Course(still, still, still)
        return course


class Ours(Blend):
    """The blend; until a home has judged it for some days it is as unsure as the base model says."""

    def __init__(self, members: Sequence[Forecaster], model: ThermalModel, weather: bool, planned: bool) -> None:
        super().__init__(members, prior, OURS, weather=weather, planned=planned)
        self._model, self._days = model, 0.0

    def fit(self, series: ThermalSeries, upto: int) -> None:
        super().fit(series, upto)
        self._days = upto / DAY

    def quantiles(self, series: ThermalSeries, index: int, future: Outlook) -> Array:
        """(DAY, 3) °C at QUANTILES, rising."""
        middle = self.predict(series, index, future)[:, None]
        told = self._model.quantiles(series, index, future)
        seen = self._days / (self._days + _BELIEVED)
        return (
            seen * (super().quantiles(series, index, future) - middle) + (1.0 - seen) * (told - told[:, 1:2]) + middle
        )


def signals_of(series: ThermalSeries) -> Signals:
    """As the thermal model reads a room; heat below nothing is cooling."""
    beside = mean(series.neighbours, axis=0) if len(series.neighbours) else np.full(len(series), np.nan)
    local = series.local[: len(series)]
    return Signals(
        target=series.target,
        outdoor=series.outdoor,
        sun=series.sun,
        heating=np.clip(series.heat, 0.0, 1.0),
        cooling=np.clip(-series.heat, 0.0, 1.0),
        neighbours=beside,
        set_point=series.set_point,
        hour=(local - _HALF) % 24.0,
        weekend=(local >= 120.0).astype(float),
    )


def asked_room(series: ThermalSeries, index: int, future: Outlook, learned: RoomLearned) -> AskedRoom:
    """The question at an index: the last days until then, and the weather to come."""
    first = max(0, index + 1 - 4 * DAY)
    local = series.local[index + 1 : index + 1 + DAY]
    sky = Sky(future.outdoor, future.sun, (local - _HALF) % 24.0, (local >= 120.0).astype(float))
    return AskedRoom(_ROOM, signals_of(series.part(first, index + 1)), sky, True, True, learned)


def prior(names: Sequence[str], days: float) -> Array:
    """Weights (DAY, members) before a home has judged them: the base model first, the regression as days come."""
    hours = np.arange(1, DAY + 1) / 4
    ridge = 0.7 * days / (days + 2.0 + hours) if days >= 1 else np.zeros(DAY)
    still = np.interp(hours, (12.0, 24.0), (0.1, 0.2)) * (1.0 - ridge)  # a day later it is the same time of day
    grey = 0.15 * (1.0 - ridge) * (days >= 2)
    left = 1.0 - ridge - still - grey
    home = 0.6 if days >= 2 else 0.0
    trust = {
        Persistence.name: still,
        NightlyRidge.name: ridge,
        GreyBox.name: grey,
        UNTOUCHED: left * (1.0 - home),
        AT_HOME: left * home,
    }
    weights = np.stack([trust.get(name, np.zeros(DAY)) for name in names], axis=1)
    total: Array = weights / weights.sum(axis=1, keepdims=True)
    return total


def contenders(weather: bool = True, planned: bool = False) -> list[Forecaster]:
    """Fresh ones, beside the plain baselines; the one called OURS is held to the targets. None without a model."""
    base = shipped()
    if base is None:
        return []

    def model(at_home: bool) -> ThermalModel:
        return ThermalModel(base, at_home, planned)

    members: list[Forecaster] = [Persistence(), NightlyRidge(planned=planned), GreyBox(), model(False), model(True)]
    return [model(False), model(True), Ours(members, model(False), weather, planned)]


def _plan(heat: Array) -> Array:
    given: Array = np.clip(np.nan_to_num(heat), 0.0, 1.0)
    return given
