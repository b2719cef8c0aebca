"""The outdoors of the next hours at this home: a forecast corrected to its thermometer, or what the last days were."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import exp

from thermo_edge.home.house import Location
from thermo_edge.home.units import celsius
from thermo_edge.home.weather import Foretold, OutdoorOutlook, WeatherForecast, between
from thermo_edge.outdoors import sky
from thermo_edge.outdoors.doubt import FAR, USABLE, Fits, impossible
from thermo_edge.outdoors.error import CLIMATOLOGY, FADES, UNKNOWN, Error, spread_at
from thermo_edge.outdoors.sun import position

STEP = timedelta(minutes=15)

STAYS = timedelta(hours=24)
"""How long, to 1/e, the weather stays as much warmer or colder than usual as it is."""

MOST = 6.0
"""K; a thermometer that differs by more stands in the sun, or on a warm wall."""

_HOUR = timedelta(hours=1)
_TOLD_HOURS = 12  # of a day's 24, that must have been measured at all


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the outdoors now. `usual`: °C by UTC hour, of the last days; empty: too little is known."""

    now: datetime
    measured: float | None = None  # °C, by the home's own thermometer, fresh
    where: Location | None = None
    forecast: WeatherForecast | None = None
    usual: tuple[float, ...] = ()
    error: Error = UNKNOWN
    fits: Fits = Fits.AS_TOLD  # the forecast, by the last hours


def usual(hours: Iterable[tuple[datetime, float]]) -> tuple[float, ...]:
    """The mean day, °C by UTC hour, of the hourly means of some days; empty where half a day was never seen."""
    by_hour: list[list[float]] = [[] for _ in range(24)]
    for at, mean in hours:
        by_hour[at.hour].append(mean)
    told = [number for number, values in enumerate(by_hour) if values]
    if len(told) < _TOLD_HOURS:
        return ()
    means = {number: sum(by_hour[number]) / len(by_hour[number]) for number in told}
    return tuple(_around(means, told, number) for number in range(24))


def outlook(known: Known, steps: int = 192) -> OutdoorOutlook | None:
    """The next `steps` quarters of an hour; None where nothing at all is known of the outdoors."""
    begin = _quarter(known.now)
    times = [begin + (number + 0.5) * STEP for number in range(steps)]
    forecast = _usable(known)
    anchor = _anchor(known, forecast)
    if forecast is None and not known.usual and known.measured is None:
        return None
    temperature, spread, covered = _temperatures(known, forecast, anchor, times)
    if covered and forecast is not None:
        foretold, made = Foretold.FORECAST, forecast.made
    else:
        foretold, made = (Foretold.CLIMATOLOGY if known.usual else Foretold.NOW), None
    return OutdoorOutlook(begin, STEP, temperature, spread, _sun(known, forecast, times), foretold, made)


# --- temperature ----------------------------------------------------------------------------------------------------


def _usable(known: Known) -> WeatherForecast | None:
    forecast = known.forecast
    if forecast is None or not forecast.hours or not -_HOUR <= known.now - forecast.made <= USABLE:
        return None
    if known.fits is Fits.FAR or forecast.hours[-1].at <= known.now:
        return None
    forecast = in_celsius(known, forecast)
    return forecast if impossible(forecast.hours) is None else None


def in_celsius(known: Known, forecast: WeatherForecast) -> WeatherForecast:
    """One that says °C and is in °F, by the thermometer here: as it is, it is far too warm, and as °F it fits.

    Where the thermometer is silent or in the sun, as the last hours say.
    """
    here, fits = between(forecast.hours, known.now), known.fits is Fits.FAHRENHEIT
    if here is not None and known.measured is not None:
        far = here.temperature - known.measured > FAR
        fits = far and (fits or abs(celsius(here.temperature) - known.measured) <= MOST)
    if not fits:
        return forecast
    return replace(
        forecast, hours=tuple(replace(hour, temperature=celsius(hour.temperature)) for hour in forecast.hours)
    )


def _anchor(known: Known, forecast: WeatherForecast | None) -> float:
    """K that it is warmer here now than the forecast, its bias taken off."""
    here = between(forecast.hours, known.now) if forecast is not None else None
    if here is None or known.measured is None:
        return 0.0
    return min(max(known.measured - here.temperature - known.error.bias, -MOST), MOST)


def _temperatures(
    known: Known, forecast: WeatherForecast | None, anchor: float, times: Sequence[datetime]
) -> tuple[tuple[float, ...], tuple[float, ...], bool]:
    """°C and K by step. Where the forecast has a hole, or ends, what is usual is led on from where it stopped."""
    temperature, spread = [], []
    since, value, covered = known.now, _measured(known), False
    for at in times:
        lead = max(at - known.now, timedelta(0))
        hour = between(forecast.hours, at) if forecast is not None else None
        if hour is not None:
            value = hour.temperature + known.error.bias + anchor * exp(-lead / FADES)
            since, covered = at, True
            temperature.append(value)
            spread.append(spread_at(known.error.spread, lead))
        else:
            temperature.append(_led_on(known.usual, since, value, at))
            spread.append(spread_at(CLIMATOLOGY, lead))
    return tuple(temperature), tuple(spread), covered


def _measured(known: Known) -> float | None:
    """What is led on from. Beside a forecast that is far off the thermometer may be what is wrong: only so far then."""
    if known.measured is None or known.fits is not Fits.FAR or not known.usual:
        return known.measured
    now = _at_hour(known.usual, known.now)
    return min(max(known.measured, now - MOST), now + MOST)


def _led_on(means: tuple[float, ...], since: datetime, value: float | None, at: datetime) -> float:
    """What is usual then, and as much warmer or colder as it was last, less and less."""
    if not means:
        return value if value is not None else 10.0
    usual_then = _at_hour(means, at)
    if value is None:
        return usual_then
    return usual_then + (value - _at_hour(means, since)) * exp(-max(at - since, timedelta(0)) / STAYS)


def _at_hour(means: tuple[float, ...], at: datetime) -> float:
    """Between the middles of hours it goes straight."""
    place = at.hour + at.minute / 60.0 + at.second / 3600.0 - 0.5
    whole = int(place // 1)
    part = place - whole
    return means[whole % 24] * (1.0 - part) + means[(whole + 1) % 24] * part


def _around(means: dict[int, float], told: Sequence[int], number: int) -> float:
    if number in means:
        return means[number]
    before = max((each for each in told if each < number), default=told[-1] - 24)
    after = min((each for each in told if each > number), default=told[0] + 24)
    part = (number - before) / (after - before)
    return means[before % 24] * (1.0 - part) + means[after % 24] * part


# --- sun ------------------------------------------------------------------------------------------------------------


def _sun(known: Known, forecast: WeatherForecast | None, times: Sequence[datetime]) -> tuple[float, ...]:
    if known.where is None:
        return (0.0,) * len(times)
    found = []
    for at in times:
        hour = between(forecast.hours, at) if forecast is not None else None
        found.append(sky.on_ground(position(known.where, at), hour.cloud if hour is not None else None))
    return tuple(found)


def _quarter(now: datetime) -> datetime:
    """The begin of the quarter of an hour that is now."""
    return now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
