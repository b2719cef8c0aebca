"""The states of the alarm: what belongs to each, and what is forgotten on the way."""

from dataclasses import replace
from datetime import datetime, timedelta

from thermo_edge.home.memory import Alert, Guarding, SecurityMemory, Watch
from thermo_edge.home.snapshot import Trip
from thermo_edge.home.turn import Actor

REARMED = timedelta(minutes=15)
"""So long after the last sign of intruders the alarm is armed anew; what was told of them stands."""

MOST = 50
"""So many trips and alerts are remembered."""


def disarmed(memory: SecurityMemory, at: datetime, who: Actor | None) -> SecurityMemory:
    """Everything about intruders is over; hazards and what was refused stand."""
    return SecurityMemory(
        since=at,
        armed=memory.armed,
        who=who,
        request=memory.request,
        denied=memory.denied,
        refused=memory.refused,
        refused_at=memory.refused_at,
        panel=memory.panel,
        moved_by=memory.moved_by,
        sounding=memory.sounding,
        hazards=memory.hazards,
        wrong=memory.wrong,
        fine=memory.fine,
    )


def armed(memory: SecurityMemory, watch: Watch | None, at: datetime) -> SecurityMemory:
    """On watch; what was refused before is mended."""
    return replace(
        memory,
        state=Guarding.ARMED,
        watch=watch,
        since=at,
        until=None,
        armed=at,
        refused=None,
        refused_at=None,
        trips=(),
    )


def rearmed(memory: SecurityMemory, at: datetime) -> SecurityMemory:
    """Back on the same watch after an alarm that nobody ended."""
    return replace(memory, state=Guarding.ARMED, since=at, until=None, trips=())


def alarmed(memory: SecurityMemory, now: datetime, *trips: Trip) -> SecurityMemory:
    """An alarm, with what led to it: one alert, however much is seen after."""
    alert = Alert(now, memory.armed, memory.watch, memory.who, (*memory.trips, *trips)[-MOST:])
    return replace(
        memory,
        state=Guarding.ALARM,
        since=now,
        until=now + REARMED,
        trips=(),
        alerts=(*memory.alerts, alert)[-MOST:],
    )
