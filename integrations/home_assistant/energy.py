"""What Home Assistant's sensors tell of electricity, as the house's energy."""

from collections.abc import Callable, Mapping
from datetime import datetime

from integrations.home_assistant import ahead
from integrations.home_assistant.home import HomeAssistantHome
from thermo_edge.home.energy import EnergyEntity, Told
from thermo_edge.home.house import EntityId, House


class HomeAssistantEnergy:
    """`ports.Energy` over the connection that the home has; `home` and `house` are asked anew each time."""

    def __init__(self, home: Callable[[], HomeAssistantHome], house: Callable[[], House]) -> None:
        self._home = home
        self._house = house

    def told(self, entity: EntityId, what: EnergyEntity, now: datetime) -> Told:
        """The value of the sensor's state, and what its attributes tell of other times."""
        state = self._home().state(entity)
        attributes = state["attributes"]
        known = attributes if isinstance(attributes, Mapping) else {}
        return ahead.told(state.get("state"), known, what, self._house().zone, now)
