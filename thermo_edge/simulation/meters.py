"""The measuring sensors of one live home: which of its quantities each of them sees, and what they tell."""

from datetime import datetime, timedelta

import numpy as np

from thermo_edge.home.house import Attribute, House, Point
from thermo_edge.simulation import sensors
from thermo_edge.simulation.family import ROOMS
from thermo_edge.simulation.gains import plugs
from thermo_edge.simulation.people import KITCHEN, LIVING
from thermo_edge.simulation.plant import Array
from thermo_edge.simulation.sensors import Channels, Spec, Told
from thermo_edge.simulation.voice import Voice
from thermo_edge.simulation.world import World

_SPECS: dict[Attribute, Spec] = {
    Attribute.TEMPERATURE: sensors.THERMOMETER,
    Attribute.ILLUMINANCE: sensors.LIGHT_METER,
    Attribute.HUMIDITY: sensors.HYGROMETER,
    Attribute.CO2: sensors.CO2_METER,
    Attribute.POWER: sensors.POWER_METER,
}
_ROWS = {attribute: row for row, attribute in enumerate(_SPECS)}
_ROOMS = len(ROOMS)
_OUTDOOR = len(_SPECS) * _ROOMS
"""In the line of all quantities: each attribute of all rooms, then the outdoor temperature."""


class Meters:
    """Reads them all after each step of the world, the light sensors also when lamps changed."""

    def __init__(self, house: House, seed: int) -> None:
        self._rng = np.random.default_rng([seed, 3])
        self.points: list[Point] = []
        specs, pick = [], []
        for room in house.rooms:
            number = ROOMS.index(room.id)
            for sensor in room.sensors:
                spec = _SPECS.get(sensor.point.attribute)
                if spec is not None:
                    self.points.append(sensor.point)
                    specs.append(spec)
                    pick.append(_ROWS[sensor.point.attribute] * _ROOMS + number)
        if house.outdoor is not None:
            self.points.append(house.outdoor.point)
            specs.append(sensors.OUTDOORS)
            pick.append(_OUTDOOR)
        self._pick = np.array(pick)
        self._channels = Channels.of(specs, self._rng)
        self._delay = self._channels.delay
        self._told = Told.nothing(self._channels)
        self._light = {pick[n] - _ROOMS: n for n, p in enumerate(self.points) if p.attribute is Attribute.ILLUMINANCE}

    def read(self, world: World, now: datetime, seconds: float, voice: Voice) -> None:
        """What they tell after a step of so many seconds."""
        at = now.timestamp()
        true = self._quantities(world)
        absent = self._told.absent_until
        self._told, heard = sensors.read(self._channels, self._told, true, at, seconds, self._rng)
        for number in np.flatnonzero((absent[0] <= at) & (absent[0] > at - seconds)):
            voice.away.discard(self.points[number].entity)
        late = self._rng.random(len(self.points)) * self._delay
        for number in np.flatnonzero(heard.reports[0]):
            when = now - timedelta(milliseconds=int(1000.0 * late[number]))
            voice.report(self.points[number], self._rounded(int(number)), when)
        for number in np.flatnonzero(heard.vanishes[0]):
            voice.vanish(self.points[number].entity, now)

    def read_light(self, world: World, room: int, now: datetime, voice: Voice) -> None:
        """A light sensor notices that lamps changed."""
        number = self._light.get(room)
        if number is None or now.timestamp() < self._told.absent_until[0, number]:
            return
        lux = float(world.light[room]) + float(self._rng.normal(0.0, self._channels.noise[number]))
        value = float(np.clip(np.round(lux), 0.0, self._channels.most[number]))
        if abs(value - self._told.value[0, number]) >= self._channels.change[number]:
            self._told.value[0, number], self._told.at[0, number] = value, now.timestamp()
            voice.report(self.points[number], value, now)

    def _rounded(self, number: int) -> float:
        return round(float(self._told.value[0, number]), 3)

    def _quantities(self, world: World) -> Array:
        power = np.zeros(_ROOMS)
        power[[LIVING, KITCHEN]] = plugs(world.appliances[None])[0]
        outdoor = world.outside.temperature[:1]
        line = np.concatenate((world.air, world.light, world.humidity, world.co2, power, outdoor))
        picked: Array = line[self._pick][None]
        return picked
