"""The alarm as a page shows it."""

from thermo_edge.control.alarm_desk import blockers
from thermo_edge.home.house import Domain
from thermo_edge.home.memory import Memory, Watch
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.view import AlarmView


def alarm_view(snapshot: Snapshot, memory: Memory) -> AlarmView | None:
    """None where the house has no alarm."""
    alarm, security = snapshot.house.alarm, memory.security
    if alarm is None:
        return None
    sirens = (siren.switch for siren in alarm.sirens)
    return AlarmView(
        id=alarm.id,
        name=alarm.name,
        state=security.state,
        watch=security.watch,
        since=security.since,
        until=security.until,
        who=security.who,
        bypass=tuple(sorted(security.bypass)),
        mode=min(memory.modes.of(alarm.id, Domain.SECURITY), alarm.ceiling),
        ceiling=alarm.ceiling,
        blockers=tuple((watch, blockers(snapshot, watch)) for watch in Watch),
        asked=security.request,
        refused=security.refused,
        alerts=security.alerts,
        hazards=security.hazards,
        sounding=any(snapshot.answers(siren) and snapshot.value(siren) is True for siren in sirens),
        panel=alarm.panel.entity if alarm.panel else None,
    )
