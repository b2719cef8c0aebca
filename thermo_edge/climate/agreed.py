"""The changes of a room's band that people agreed to: when they hold, and how far they may go."""

import math
from datetime import datetime, time, timedelta

from thermo_edge.climate.adaptive import BOUND
from thermo_edge.climate.evidence import EDGES, Part, Season, Situation, part_of
from thermo_edge.home.comfort import Band, Limits
from thermo_edge.home.house import PlaceId, Room
from thermo_edge.home.presence import Presence
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.taste import Agreed, Doing, TasteMemory

ASLEEP = 0.5
"""P that all who are home sleep from which the room is one of sleepers."""


def in_force(taste: TasteMemory, place: PlaceId, local: datetime, warm: bool, asleep: bool = False) -> Agreed | None:
    """What was agreed of this moment.

    Who is awake outside the comfort hours goes by the settings: what is lacking there is an hour, not warmth.
    """
    if not taste.agreed or not (warm or asleep):
        return None
    found = taste.agreed.get(Situation(place, part_of(local), season(taste.season), asleep).key)
    return found if found is not None and math.isfinite(found.offset) else None


def situation(place: PlaceId, doing: Doing, season_: str) -> Situation:
    """What is meant by that, in a season as the memory of tastes names it."""
    asleep_ = doing is Doing.ASLEEP
    return Situation(place, Part.NIGHT if asleep_ else Part(doing.value), season(season_), asleep_)


def settings_of(room: Room, doing: Doing) -> Band:
    """The band of the settings that what is agreed for this moves."""
    return room.comfort.setback if doing is Doing.ASLEEP and room.comfort.hours else room.comfort.comfort


def moved(band: Band, offset: float, limits: Limits) -> Band:
    """The settings' band moved by at most BOUND, and not beyond the room's limits."""
    offset = min(max(offset, -BOUND), BOUND)
    offset = min(offset, max(limits.highest - band.high, 0.0))
    offset = max(offset, min(limits.lowest - band.low, 0.0))
    return band.lowered(-offset)


def season(named: str) -> Season:
    """The cold one where there is none of that name."""
    return next((each for each in Season if each == named), Season.COLD)


def speaks(taste: TasteMemory, place: PlaceId) -> bool:
    """Whether anything was agreed about this room at all."""
    return any(each.place == place for each in taste.agreed.values())


def asleep(snapshot: Snapshot) -> bool:
    """Whether everybody who is home is taken to sleep."""
    if snapshot.belief is None or snapshot.presence is Presence.ABSENT:
        return False
    return snapshot.belief.home.asleep >= ASLEEP


def next_part(local: datetime) -> datetime:
    """When the next part of the day begins, on the wall clock."""
    for day in (0, 1):
        date = local.date() + timedelta(days=day)
        for hour, _ in EDGES:
            edge = datetime.combine(date, time(hour), local.tzinfo)
            if edge.timestamp() > local.timestamp():
                return edge
    return local + timedelta(days=1)
