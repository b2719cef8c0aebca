"""Rows of weather forecasts: the last one for a restart, and one of each quarter of a day to learn from."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from thermo_edge.home.weather import WeatherForecast, WeatherHour
from thermo_edge.store import tables
from thermo_edge.store.kinds import Codec
from thermo_edge.store.upsert import upsert

log = logging.getLogger(__name__)

_Packed = tuple[tuple[float, float, float | None, float | None, float | None, float | None], ...]
"""For each hour: minutes after the forecast was made, and the quantities in WeatherHour's order."""

_HOURS: Codec[_Packed] = Codec(_Packed)


def quarter_of(at: datetime) -> datetime:
    """The begin of its quarter of the UTC day."""
    at = at.astimezone(UTC)
    return at.replace(hour=at.hour // 6 * 6, minute=0, second=0, microsecond=0)


def write(connection: Connection, forecast: WeatherForecast) -> None:
    """The forecast; those before it in its quarter of a day go, but for the first."""
    table = tables.forecasts
    begin = quarter_of(forecast.made)
    here = select(table.c.made).where(table.c.made >= begin, table.c.made < forecast.made).order_by(table.c.made)
    gone = list(connection.execute(here).scalars())[1:]
    if gone:
        connection.execute(delete(table).where(table.c.made.in_(gone)))
    row = {"made": forecast.made, "hours": _HOURS.dump(tuple(_packed(forecast, hour) for hour in forecast.hours))}
    connection.execute(upsert(table, connection), [row])


def read(connection: Connection, since: datetime) -> Iterator[WeatherForecast]:
    """Those made since then, oldest first; one that cannot be read is left out."""
    table = tables.forecasts
    for row in connection.execute(select(table).where(table.c.made >= since).order_by(table.c.made)):
        try:
            yield _forecast(row)
        except (ValueError, OverflowError) as error:
            log.warning("a forecast cannot be read: %s", error)


def _packed(
    forecast: WeatherForecast, hour: WeatherHour
) -> tuple[float, float, float | None, float | None, float | None, float | None]:
    after = (hour.at - forecast.made).total_seconds() / 60.0
    return (after, hour.temperature, hour.cloud, hour.humidity, hour.wind, hour.precipitation)


def _forecast(row: Row[Any]) -> WeatherForecast:
    hours = _HOURS.load(row.hours)
    return WeatherForecast(row.made, tuple(WeatherHour(_at(row.made, hour[0]), *hour[1:]) for hour in hours))


def _at(made: datetime, minutes: float) -> datetime:
    """To the second, so that whole hours are whole again."""
    at = made + timedelta(minutes=minutes)
    return (at + timedelta(milliseconds=500)).replace(microsecond=0)
