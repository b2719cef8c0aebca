"""Motion that came to an alarm and was fine: the same sensors alone are no alarm at about that time, for some days.

Only motion is ever excused, and only as long as nothing else is seen: a door, a window, a lock or another sensor within
the same moments is an alarm as ever. Smoke, gas and leaks know nothing of this.
"""

from dataclasses import replace
from datetime import datetime

from thermo_edge.home.correction import LASTS, NEAR, apart
from thermo_edge.home.house import Attribute
from thermo_edge.home.memory import Alert, Fine, SecurityMemory
from thermo_edge.home.snapshot import Snapshot, Trip
from thermo_edge.home.turn import Actor

MOST = 10
"""So many patterns are remembered."""


def may_be_fine(alert: Alert) -> bool:
    """Whether nothing but motion was seen."""
    return bool(alert.trips) and all(trip.point.attribute is Attribute.MOTION for trip in alert.trips)


def remembered(memory: SecurityMemory, who: Actor, now: datetime) -> SecurityMemory:
    """Somebody says that the latest alert was fine; one with more than motion in it is not remembered as such."""
    alert = memory.alerts[-1] if memory.alerts else None
    if alert is None or not may_be_fine(alert):
        return memory
    entities = frozenset(trip.point.entity for trip in alert.trips)
    made = Fine(entities, alert.watch, alert.since, who, now, now + LASTS)
    kept = (each for each in memory.fine if now < each.until)
    return replace(memory, fine=(*kept, made)[-MOST:])


def excused(snapshot: Snapshot, memory: SecurityMemory, trips: tuple[Trip, ...]) -> Fine | None:
    """Who said that just this is fine; None: it is an alarm."""
    if not memory.fine or any(trip.point.attribute is not Attribute.MOTION for trip in trips):
        return None
    entities, now = {trip.point.entity for trip in trips}, snapshot.at
    found = (
        each
        for each in memory.fine
        if each.at <= now < each.until
        and each.watch is memory.watch
        and entities <= each.entities
        and apart(snapshot.house, each.when, now) <= NEAR
    )
    return next(found, None)


def noticed(memory: SecurityMemory, fine: Fine, now: datetime) -> SecurityMemory:
    """It happened again, and was no alarm."""
    return replace(memory, fine=tuple(replace(each, seen=now) if each is fine else each for each in memory.fine))
