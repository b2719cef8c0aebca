"""Every hour: how much colder or warmer than its air each room feels by its walls, floor and window panes."""

import logging
from collections.abc import Iterator
from datetime import datetime

from thermo_edge.app.hourly import EVERY, means
from thermo_edge.climate.surfaces import known_anew, radiant
from thermo_edge.control.controller import Controller
from thermo_edge.control.sensing import fresh
from thermo_edge.control.state import State
from thermo_edge.errors import StoreError
from thermo_edge.home.heard import SurfacesRead
from thermo_edge.home.house import Attribute, EntityId, Room
from thermo_edge.jobs import Job
from thermo_edge.ports import Clock, History

LOG = logging.getLogger(__name__)


class Surfaces:
    """Looks at the rooms that have thermometers of their surfaces."""

    def __init__(self, controller: Controller, history: History, clock: Clock) -> None:
        self._controller, self._history, self._clock = controller, history, clock

    def job(self) -> Job:
        """For the timetable."""
        return Job("surfaces", self.look, every=EVERY, dated=True, slow=True)

    def look(self) -> None:
        """Tell the house what is new."""
        state, now = self._controller.state, self._clock.now()
        try:
            found = {room.id: self._of(state, room, now) for room in state.house.rooms}
        except StoreError as error:
            LOG.warning("how warm the surfaces of the rooms were could not be read: %s", error)
            return
        before = state.memory.climate.radiant
        told = known_anew(before, found)
        if told != before:
            self._controller.hear(SurfacesRead(told))

    def _of(self, state: State, room: Room, now: datetime) -> float | None:
        """K of the last hour; None where its air or all of its surfaces are not known."""
        air = next((mean for _, mean in self._known(state, room, Attribute.TEMPERATURE, now)), None)
        surfaces = {str(entity): mean for entity, mean in self._known(state, room, Attribute.SURFACE, now)}
        return radiant(air, surfaces) if air is not None and surfaces else None

    def _known(self, state: State, room: Room, attribute: Attribute, now: datetime) -> Iterator[tuple[EntityId, float]]:
        """Means of the sensors that have not been silent for too long: the history holds on to what they said last."""
        for sensor in room.sensing(attribute):
            if fresh((sensor,), state.senses, state.memory.cadences, now) is not None:
                for mean in means(self._history, sensor.point, now, 1).values():
                    yield sensor.point.entity, mean
