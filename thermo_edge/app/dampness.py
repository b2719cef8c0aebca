"""Every hour: a room whose coldest surface has been damp for long is kept a little warmer, and is to be aired."""

import logging
from collections.abc import Mapping
from datetime import datetime

from thermo_edge.app.hourly import EVERY, means
from thermo_edge.climate.mould import Damp, damp, kept
from thermo_edge.control.controller import Controller
from thermo_edge.errors import StoreError
from thermo_edge.home.heard import DampRead, Trouble
from thermo_edge.home.house import Attribute, House, PlaceId, Room
from thermo_edge.home.reason import Code, Reason
from thermo_edge.jobs import Job
from thermo_edge.ports import Clock, History

LOG = logging.getLogger(__name__)

LONG = 12
"""Hours one after the other that a surface must be damp: a shower dries by itself, and so does a night's breath."""


class Dampness:
    """Looks at the rooms that have a hygrometer, in a house with an outdoor thermometer."""

    def __init__(self, controller: Controller, history: History, clock: Clock) -> None:
        self._controller, self._history, self._clock = controller, history, clock
        self._advised: set[PlaceId] = set()

    def job(self) -> Job:
        """For the timetable."""
        return Job("dampness", self.look, every=EVERY, dated=True, slow=True)

    def look(self) -> None:
        """Tell the house what is new."""
        house, now = self._controller.state.house, self._clock.now()
        try:
            found = {room.id: self._of(house, room, now) for room in house.rooms}
        except StoreError as error:
            LOG.warning("how damp the rooms were could not be read: %s", error)
            return
        self._keep_dry(house, found)
        for place in {*found, *self._advised}:
            hours = found.get(place, [])
            advised = len(hours) == LONG and all(hour.critical for hour in hours) and hours[-1].airs
            if advised is not (place in self._advised):
                (self._advised.add if advised else self._advised.discard)(place)
                self._controller.hear(_advice(place, hours, advised))

    def _keep_dry(self, house: House, found: Mapping[PlaceId, list[Damp]]) -> None:
        before = self._controller.state.memory.climate.dry
        lowest = {
            room.id: celsius
            for room in house.rooms
            if (celsius := kept(found[room.id], LONG, room.id in before, room.comfort, room.limits)) is not None
        }
        if lowest != before:
            self._controller.hear(DampRead(lowest))

    def _of(self, house: House, room: Room, now: datetime) -> list[Damp]:
        """The last hours, as far as they are known."""
        points = [next((s.point for s in room.sensing(a)), None) for a in (Attribute.TEMPERATURE, Attribute.HUMIDITY)]
        outdoor = house.outdoor.point if house.outdoor is not None else None
        inside, humid, outside = (means(self._history, point, now, LONG) for point in (*points, outdoor))
        known = sorted(inside.keys() & humid.keys() & outside.keys())
        found = (damp(inside[at], humid[at], outside[at]) for at in known)
        return [each for each in found if each is not None]


def _advice(place: PlaceId, hours: list[Damp], advised: bool) -> Trouble:
    surface = hours[-1] if hours else None
    reason = Reason.of(
        Code.AIRING_ADVISED,
        room=place,
        share=surface.humidity if surface is not None else None,
        temperature=surface.surface if surface is not None else None,
        after=LONG * EVERY,
    )
    return Trouble(f"damp:{place}", reason, mended=not advised)
