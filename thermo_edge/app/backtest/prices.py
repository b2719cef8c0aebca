"""What electricity cost in the past, told ahead as markets tell it: the rest of today, and from 13:00 on tomorrow."""

from datetime import datetime, time, timedelta

from thermo_edge.errors import HomeUnreachable
from thermo_edge.home.energy import EnergyEntity, Stretch, Told
from thermo_edge.home.house import EntityId, House
from thermo_edge.learning.past import Kept

PUBLISHED = time(13)
"""The local hour from which on tomorrow's prices are known."""

_HOUR = timedelta(hours=1)


class PastPrices:
    """Implements `ports.Energy` with what the house's price sensor said later. Of all else nothing is known."""

    def __init__(self, past: Kept, house: House) -> None:
        self._past, self._house = past, house

    def told(self, entity: EntityId, what: EnergyEntity, now: datetime) -> Told:
        """Raises HomeUnreachable for anything but the price."""
        sensor = self._house.price
        if sensor is None or what is not EnergyEntity.PRICE or entity != sensor.point.entity:
            raise HomeUnreachable(f"{entity} is of the past")
        local = self._house.local(now)
        last = local.date() + timedelta(days=2 if local.time() >= PUBLISHED else 1)
        end = datetime.combine(last, time(), self._house.zone).astimezone(now.tzinfo)
        begin = now.replace(minute=0, second=0, microsecond=0)
        ahead = [Stretch(s.at, s.at + _HOUR, s.mean) for s in self._past.samples(sensor.point, begin, end, _HOUR)]
        return Told(now, ahead[0].value if ahead else None, tuple(ahead))
