"""The forecast of Home Assistant's weather entity, as the house's weather."""

from collections.abc import Callable, Mapping
from datetime import datetime

from integrations.home_assistant import forecast
from integrations.home_assistant.forecast import Units
from integrations.home_assistant.home import HomeAssistantHome
from thermo_edge.home.house import EntityId, House
from thermo_edge.home.weather import WeatherForecast


class HomeAssistantWeather:
    """`ports.Weather` over the connection that the home has; `home` and `house` are asked anew each time."""

    def __init__(self, home: Callable[[], HomeAssistantHome], house: Callable[[], House]) -> None:
        self._home = home
        self._house = house

    def forecast(self, now: datetime) -> WeatherForecast | None:
        """By the hour where the entity tells so, else by the day."""
        house, home = self._house(), self._home()
        if house.weather is None:
            return None
        attributes = home.attributes(house.weather)
        told_in = Units.of(attributes, home.temperature_unit)
        odd = 0
        for kind in forecast.kinds(attributes):
            rows = _rows(home.forecasts(house.weather, kind), house.weather)
            if kind == "hourly":
                found = forecast.hourly(rows, told_in, now)
            else:
                found = forecast.daily(rows, told_in, house.zone, now)
            odd += found.odd
            if found.hours:
                return WeatherForecast(found.made, found.hours, odd)
        return WeatherForecast(now, (), odd) if odd else None


def _rows(answer: object, entity: EntityId) -> object:
    """The list in the answer of the action, which may know the entity by another name."""
    response = answer.get("response") if isinstance(answer, Mapping) else None
    told = response.get(entity) if isinstance(response, Mapping) else None
    if told is None and isinstance(response, Mapping) and len(response) == 1:
        told = next(iter(response.values()))
    return told.get("forecast") if isinstance(told, Mapping) else None
