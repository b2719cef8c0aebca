"""Whether the program really works, as a machine asks it: the answer of /health."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from thermo_edge.home.view import HouseView

LOOP, CONNECTION, DATABASE, CLOCK = "loop", "connection", "database", "clock"

LOOP_LATE = timedelta(minutes=2)
"""A loop that has not come round for so long hangs."""


@dataclass(frozen=True, slots=True)
class HealthReport:
    """Good only if everything in it is; each detail by its name, with a line that says how it is."""

    ok: bool
    details: Mapping[str, tuple[bool, str]]


def house_health(view: HouseView, beat: datetime, now: datetime, late: timedelta = LOOP_LATE) -> HealthReport:
    """What is known of the loop, the connection, the database and the clock.

    `beat`: when the loop last came round; `now`: by the same clock.
    """
    health, age = view.health, now - beat
    turns = f"{health.turns} turns" if health.turns_ok else "but its turns fail"
    details = {
        LOOP: (age <= late and health.turns_ok, f"came round {age.total_seconds():.0f} s ago, {turns}"),
        CONNECTION: (health.link_ready, _line(health.link_ready, "answers", health.link_why, health.link_since)),
        DATABASE: (health.store_ok, _line(health.store_ok, "writes", health.store_why)),
        CLOCK: (health.clock_ok, "right" if health.clock_ok else "behind"),
    }
    return HealthReport(all(good for good, _ in details.values()), details)


def _line(good: bool, well: str, why: object, since: datetime | None = None) -> str:
    state = well if good else getattr(getattr(why, "code", None), "value", "does not work")
    return f"{state} since {since.isoformat(timespec='seconds')}" if since else state
