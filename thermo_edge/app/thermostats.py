"""Every night: what the history tells of each thermostat, read anew, so that nothing needs to be kept of it."""

import logging
from datetime import datetime, time, timedelta

import numpy as np

from thermo_edge.climate.features import Array
from thermo_edge.climate.recent import share, works
from thermo_edge.climate.thermostat import STEP, Seen, learned
from thermo_edge.control.controller import Controller
from thermo_edge.errors import StoreError
from thermo_edge.home.house import Attribute, Device, DeviceKind, Point, Room
from thermo_edge.home.thermostat import Thermostat, ThermostatsRead
from thermo_edge.jobs import Job
from thermo_edge.ports import Clock, History

LOG = logging.getLogger(__name__)

AT = time(2, 15)
"""Before rooms learn, and before the history is tidied."""

SPAN = timedelta(days=14)
HOLDS = 12
"""Steps of an hour that a thermometer which says nothing is taken to stay."""


class Thermostats:
    """Reads two weeks of each set-point device. `look` is for a thread of its own."""

    def __init__(self, controller: Controller, history: History, clock: Clock) -> None:
        self._controller, self._history, self._clock = controller, history, clock

    def job(self) -> Job:
        """For the timetable."""
        return Job("thermostats", self.look, daily=AT, dated=True, slow=True)

    def look(self) -> None:
        """Learn, and tell the house."""
        house, end = self._controller.state.house, _whole(self._clock.now())
        pairs = [(room, each) for room in house.rooms for each in room.devices if _has_a_loop(each)]
        try:
            found = {each.entity: known for room, each in pairs if (known := self._of(room, each, end))}
        except StoreError as error:
            LOG.warning("what thermostats did could not be read: %s", error)
            return
        for entity, known in found.items():
            LOG.debug("%s: %s", entity, known)
        if pairs:
            self._controller.hear(ThermostatsRead(found))

    def _of(self, room: Room, device: Device, end: datetime) -> Thermostat | None:
        if not room.thermometers:
            return None
        own, inside = Point(device.entity, Attribute.TEMPERATURE), room.thermometers[0].point
        unknown = np.full(SPAN // STEP, np.nan)
        seen = Seen(
            set_point=self._line(device.set_point, end),
            heating=share(self._line(works(device), end), device),
            inside=_held(self._line(inside, end)),
            own=unknown if own == inside else _held(self._line(own, end)),
            ready=self._line(device.switch, end),
        )
        return learned(seen)

    def _line(self, point: Point, end: datetime) -> Array:
        begin = end - SPAN
        found: Array = np.full(SPAN // STEP, np.nan)
        for each in self._history.samples(point, begin, end, STEP):
            found[(each.at - begin) // STEP] = each.mean
        return found


def _has_a_loop(device: Device) -> bool:
    return device.kind is DeviceKind.THERMOSTAT and device.heats


def _whole(now: datetime) -> datetime:
    return now - timedelta(minutes=now.minute % 5, seconds=now.second, microseconds=now.microsecond)


def _held(line: Array) -> Array:
    steps = np.arange(len(line))
    last = np.maximum.accumulate(np.where(np.isfinite(line), steps, -1))
    return np.where((last >= 0) & (steps - last <= HOLDS), line[np.maximum(last, 0)], np.nan)
