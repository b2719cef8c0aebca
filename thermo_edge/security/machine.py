"""The alarm as a state machine: disarmed, arming, armed, entry, alarm; by requests, the panel, trips and time."""

from dataclasses import replace
from datetime import datetime, timedelta

from thermo_edge.home.house import AlarmSystem, Attribute
from thermo_edge.home.memory import Alert, ArmingRequest, Guarding, Memory, SecurityMemory, Watch
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Snapshot, Trip
from thermo_edge.home.turn import SOMEBODY
from thermo_edge.security import evidence, fine, panel, states
from thermo_edge.security.evidence import PERIMETER, WAYS_IN, disturbed, looks_at

SECOND_SIGN = timedelta(minutes=2)
"""One motion sensor may err; a second sign within this time is an alarm."""

SAME_AGAIN = timedelta(seconds=5)
"""A sensor's second trip counts as a second sign when this much later; contacts bounce."""

STALE = timedelta(minutes=2)
"""A trip from so long before the alarm was armed came late; clocks differ by less."""

LINGER = timedelta(minutes=2)
"""An exit delay is prolonged so long at most for a sensor that still sees whoever is leaving."""

OFFLINE = timedelta(seconds=45)
"""A request waits so much longer while the home cannot be heard."""


def step(snapshot: Snapshot, alarm: AlarmSystem, memory: Memory) -> SecurityMemory:
    """Move on. The panel comes first: who has disarmed there is not taken for a burglar."""
    after = panel.follow(snapshot, alarm, memory.security)
    after = _answered(snapshot, alarm, memory, after)
    for trip in snapshot.trips:
        after = _tripped(snapshot, alarm, after, trip)
    return _watch_over(snapshot, _timed(snapshot, alarm, after))


# --- requests --------------------------------------------------------------------------------------------------------


def _answered(snapshot: Snapshot, alarm: AlarmSystem, memory: Memory, after: SecurityMemory) -> SecurityMemory:
    """Take note of what was denied, and see what became of what was asked."""
    if after.denied is not None:
        after = _refused(after, after.denied, snapshot.at)
    asked = after.request
    if asked is None:
        return after
    if alarm.panel is None:
        return _own(snapshot, alarm, replace(after, request=None), asked)
    if panel.answered(after) is not None:
        return replace(after, request=None)
    sent = memory.pending.get(alarm.panel.switch)
    if sent is not None and sent.failed and sent.at >= asked.at and sent.value == panel.word(asked.watch):
        return _refused(after, replace(asked, why=_failure(sent.error)), snapshot.at)
    until = asked.until if snapshot.link.ready else asked.until + OFFLINE
    if snapshot.at >= until:
        return _refused(after, replace(asked, why=Reason.of(Code.PANEL_SILENT)), snapshot.at)
    return after


def _failure(error: Reason | None) -> Reason:
    if error is None or error.code is Code.NOT_FOR_DEVICE:
        return Reason.of(Code.PANEL_REFUSED, detail=str(error.get("detail") or "") if error else "")
    return error


def _refused(memory: SecurityMemory, asked: ArmingRequest, now: datetime) -> SecurityMemory:
    """A wish that came to nothing; a wish to disarm is kept only where it is the panel that failed."""
    denied = memory.denied is asked
    memory = replace(memory, denied=None) if denied else replace(memory, request=None)
    if asked.watch is None and denied:
        return memory
    return replace(memory, refused=asked, refused_at=now)


def _own(snapshot: Snapshot, alarm: AlarmSystem, memory: SecurityMemory, asked: ArmingRequest) -> SecurityMemory:
    """Our own panel does at once what it is asked; away only after the time to leave."""
    if asked.watch is None:
        return states.disarmed(memory, snapshot.at, asked.who)
    memory = replace(memory, who=asked.who, bypass=asked.bypass, alerts=())
    if asked.watch is not Watch.AWAY:
        return states.armed(memory, asked.watch, snapshot.at)
    until = snapshot.at + alarm.exit_delay
    return replace(memory, state=Guarding.ARMING, watch=asked.watch, since=snapshot.at, until=until, trips=())


# --- trips -----------------------------------------------------------------------------------------------------------


def _tripped(snapshot: Snapshot, alarm: AlarmSystem, memory: SecurityMemory, trip: Trip) -> SecurityMemory:
    attribute = trip.point.attribute
    if trip.point.entity in memory.bypass or not looks_at(memory.watch, attribute):
        return memory
    match memory.state:
        case Guarding.ARMED:
            if memory.armed is not None and trip.at < memory.armed - STALE:
                return memory
            return _on_watch(snapshot, alarm, memory, trip)
        case Guarding.ENTRY if attribute not in WAYS_IN and attribute is not Attribute.MOTION:
            return states.alarmed(memory, snapshot.at, trip)
        case Guarding.ARMING | Guarding.ENTRY:
            return _noted(memory, trip)
        case Guarding.ALARM:
            return _fed(memory, trip, snapshot.at)
    return memory


def _on_watch(snapshot: Snapshot, alarm: AlarmSystem, memory: SecurityMemory, trip: Trip) -> SecurityMemory:
    recent = tuple(seen for seen in memory.trips if abs(trip.at - seen.at) <= SECOND_SIGN)
    memory = replace(memory, trips=recent)
    attribute = trip.point.attribute
    if attribute in WAYS_IN and alarm.entry_delay > timedelta(0):
        until = snapshot.at + alarm.entry_delay
        return replace(_noted(memory, trip), state=Guarding.ENTRY, since=snapshot.at, until=until)
    if attribute is Attribute.MOTION and not any(_second(seen, trip) for seen in recent):
        return _noted(memory, trip)
    known = fine.excused(snapshot, memory, (*recent, trip))
    if known is not None:
        return _noted(fine.noticed(memory, known, snapshot.at), trip)
    return states.alarmed(memory, snapshot.at, trip)


def _second(seen: Trip, trip: Trip) -> bool:
    return seen.point.entity != trip.point.entity or abs(trip.at - seen.at) >= SAME_AGAIN


def _noted(memory: SecurityMemory, trip: Trip) -> SecurityMemory:
    return replace(memory, trips=(*memory.trips, trip)[-states.MOST :])


def _fed(memory: SecurityMemory, trip: Trip, now: datetime) -> SecurityMemory:
    """More of the same alarm."""
    if not memory.alerts:
        return memory
    alert: Alert = memory.alerts[-1]
    grown = replace(alert, trips=(*alert.trips, trip)[-states.MOST :])
    return replace(memory, alerts=(*memory.alerts[:-1], grown), until=now + states.REARMED)


# --- time ------------------------------------------------------------------------------------------------------------


def _timed(snapshot: Snapshot, alarm: AlarmSystem, memory: SecurityMemory) -> SecurityMemory:
    if memory.until is None or snapshot.at < memory.until:
        return memory
    match memory.state:
        case Guarding.ARMING:
            return _exit(snapshot, alarm, memory)
        case Guarding.ENTRY if not disarming(memory):
            return states.alarmed(memory, snapshot.at)
        case Guarding.ALARM if memory.panel not in (panel.TRIGGERED, panel.PENDING):
            return states.rearmed(memory, snapshot.at)
    return memory


def disarming(memory: SecurityMemory) -> bool:
    """Somebody has given the code, and the panel is about to say so."""
    return memory.request is not None and memory.request.watch is None


def _exit(snapshot: Snapshot, alarm: AlarmSystem, memory: SecurityMemory) -> SecurityMemory:
    """The time to leave is over. Away is armed only if nobody seems to be inside any more."""
    assert memory.since is not None
    assert memory.until is not None
    who = memory.who or SOMEBODY
    why = evidence.together([*evidence.stands_open(snapshot, memory.bypass)])
    why = why or evidence.lingering(snapshot, who, memory.trips, memory.since + alarm.exit_delay / 2)
    if not evidence.may_leave(snapshot):
        why = why or evidence.someone_inside(snapshot, who, memory.bypass)
    still = evidence.unsettled(snapshot, memory.bypass)
    if why is None and still is None:
        return states.armed(memory, memory.watch, snapshot.at)
    if why is None and snapshot.at < memory.since + alarm.exit_delay + LINGER:
        return memory
    asked = ArmingRequest(memory.watch, who, memory.since, memory.until, memory.bypass, why or still)
    return _refused(states.disarmed(memory, snapshot.at, memory.who), asked, snapshot.at)


# --- health ----------------------------------------------------------------------------------------------------------


def _watch_over(snapshot: Snapshot, memory: SecurityMemory) -> SecurityMemory:
    """What does not answer while it should watch, and what came back open from that: health, never an intrusion."""
    silent: frozenset[object] = frozenset()
    returned = silent
    if memory.state is not Guarding.DISARMED:
        points = [sensor.point for sensor in evidence.watched(snapshot.house, memory.watch)]
        points = [point for point in points if point.entity not in memory.bypass]
        silent = frozenset(point for point in points if not snapshot.answers(point))
        returned = frozenset(
            point
            for point in points
            if point.attribute in PERIMETER
            and point in (memory.silent | memory.returned)
            and snapshot.answers(point)
            and disturbed(point, snapshot.value(point))
        )
    if (silent, returned) == (memory.silent, memory.returned):
        return memory
    return replace(memory, silent=silent, returned=returned)  # type: ignore[arg-type]
