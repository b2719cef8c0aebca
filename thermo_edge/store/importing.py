"""Imports what the home itself remembers: its readings of the last days, and hourly means of what lies before.

It may be interrupted at any time and goes on where it was; a second import doubles nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from thermo_edge.home.house import Attribute, EntityId, Point
from thermo_edge.home.snapshot import Reading
from thermo_edge.ports import Archive
from thermo_edge.store.intake import Intake, Span, day_of
from thermo_edge.store.significance import RULES

READINGS_BACK = 10
"""Days of readings; homes rarely keep more of them."""

STATISTICS_AT_ONCE = timedelta(days=30)
A_DAY = timedelta(days=1)

Wanted = Mapping[EntityId, frozenset[Attribute]]
"""What is to be imported of each entity."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One step is done: readings of a day, or hours from that day on."""

    day: datetime
    hourly: bool
    points: int  # that were looked up
    rows: int  # that were written
    share: float  # of the whole, at most


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import has brought."""

    readings: int
    hours: int


Tell = Callable[[Progress], None]


def import_history(
    archive: Archive, intake: Intake, wanted: Wanted, now: datetime, days: int, tell: Tell = lambda _: None
) -> Imported:
    """The last `days` days. HomeUnreachable and the like end it; what was imported until then stays."""
    readings = _readings(archive, intake, wanted, now, min(days, READINGS_BACK), tell)
    begin = intake.settle(now)
    first = day_of(now) - timedelta(days=days)
    return Imported(readings, _hours(archive, intake, wanted, first, begin, tell))


# --- readings -------------------------------------------------------------------------------------------------------


def _readings(archive: Archive, intake: Intake, wanted: Wanted, now: datetime, days: int, tell: Tell) -> int:
    """Backwards, a day at a time, until the home remembers no more."""
    points = [Point(entity, attribute) for entity, attributes in wanted.items() for attribute in sorted(attributes)]
    written = 0
    for back in range(days + 1):
        day = day_of(now) - back * A_DAY
        if not intake.raw(day):
            break
        spans = intake.lacking(points, day, now)
        rows, silent = _of_day(archive, intake, spans, day, now)
        if spans and len(silent) == len(spans) and not intake.begun(day) and back:
            break
        intake.put_readings(dict.fromkeys(silent, ()), day, spans, now)
        written += rows
        intake.checkpoint()
        tell(Progress(day, False, len(spans), rows, (back + 1) / (days + 1)))
    return written


def _of_day(
    archive: Archive, intake: Intake, spans: Mapping[Point, Span], day: datetime, now: datetime
) -> tuple[int, list[Point]]:
    """Import a day, entity by entity; how many rows that made, and the points of which nothing is remembered."""
    silent: list[Point] = []
    rows = 0
    for (entity, (start, end)), points in _requests(spans).items():
        remembered = archive.history(entity, frozenset(point.attribute for point in points), start, end)
        taken: dict[Point, list[Reading]] = {}
        for reading in remembered:
            taken.setdefault(reading.point, []).append(reading)
        silent += [point for point in points if point not in taken]
        if taken:
            rows += intake.put_readings({p: r for p, r in taken.items() if p in spans}, day, spans, now)
    return rows, silent


def _requests(spans: Mapping[Point, Span]) -> dict[tuple[EntityId, Span], list[Point]]:
    """One for each entity and span."""
    found: dict[tuple[EntityId, Span], list[Point]] = {}
    for point, span in spans.items():
        found.setdefault((point.entity, span), []).append(point)
    return found


# --- hours ----------------------------------------------------------------------------------------------------------


def _hours(archive: Archive, intake: Intake, wanted: Wanted, first: datetime, begin: datetime, tell: Tell) -> int:
    """Backwards, a month at a time, until the home has no more."""
    points = [
        Point(entity, attribute)
        for entity, attributes in wanted.items()
        for attribute in sorted(attributes & RULES.keys())
        if entity.startswith("sensor.")
    ]
    written, end = 0, begin
    while end > first:
        start = max(first, end - STATISTICS_AT_ONCE)
        lacking = intake.days_lacking(points, start, end)
        found = archive.hours(tuple(lacking), start, end) if lacking else {}
        if lacking and not any(found.values()):
            break
        rows = sum(intake.put_hours(point, days, found.get(point, ())) for point, days in lacking.items())
        written += rows
        intake.checkpoint()
        done = (begin - start) / (begin - first) if begin > first else 1.0
        tell(Progress(start, True, len(lacking), rows, done))
        end = start
    return written
