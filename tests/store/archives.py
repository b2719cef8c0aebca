"""A written archive: a home that remembers what a test says, and may fail in the middle."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

import numpy as np

from thermo_edge.errors import HomeUnreachable
from thermo_edge.home.house import Attribute, EntityId, Point
from thermo_edge.home.snapshot import Quality, Reading
from thermo_edge.ports import Sample

HOUR = timedelta(hours=1)


class FakeArchive:
    """`changes` by point, oldest first; hourly means from `hours_from` on, of the points that are numbers."""

    def __init__(
        self,
        changes: Mapping[Point, list[Reading]],
        hours_from: datetime | None = None,
        unknown: Collection[EntityId] = (),
    ) -> None:
        self.changes = changes
        self.hours_from = hours_from and hours_from.replace(minute=0, second=0, microsecond=0)
        self.unknown = unknown  # entities that it has no hours of
        self.asked = 0
        self.fails_after: int | None = None

    def _ask(self) -> None:
        self.asked += 1
        if self.fails_after is not None and self.asked > self.fails_after:
            raise HomeUnreachable("Home Assistant went away.")

    def history(
        self, entity: EntityId, attributes: Collection[Attribute], start: datetime, end: datetime
    ) -> tuple[Reading, ...]:
        self._ask()
        found: list[Reading] = []
        for point, changes in self.changes.items():
            if point.entity != entity or point.attribute not in attributes:
                continue
            before = [one for one in changes if one.at < start]
            found += [before[-1]._replace(at=start, reported=start)] if before else []
            found += [one for one in changes if start <= one.at < end]
        return tuple(sorted(found, key=lambda one: one.at))

    def hours(self, points: Collection[Point], start: datetime, end: datetime) -> Mapping[Point, tuple[Sample, ...]]:
        self._ask()
        if self.hours_from is None:
            return {}
        found: dict[Point, tuple[Sample, ...]] = {}
        for point in points:
            at, samples = max(start, self.hours_from), list[Sample]()
            while at < end:
                samples.append(Sample(at, mean(at), mean(at) - 0.5, mean(at) + 0.25, 1))
                at += HOUR
            if samples and point.entity not in self.unknown:
                found[point] = tuple(samples)
        return found


def mean(at: datetime) -> float:
    """What an hour's mean is: different for each."""
    return 15.0 + (at.timestamp() // 3600 % 700) / 100.0


def wandering(point: Point, start: datetime, end: datetime, seed: int, every: float = 7.0) -> list[Reading]:
    """A thermometer that wanders, and is unavailable now and then."""
    rng = np.random.default_rng(seed)
    readings, value, at = list[Reading](), 20.0, start
    while at < end:
        value = float(np.clip(value + rng.normal(0.0, 0.08), 15.0, 25.0))
        quality = Quality.UNAVAILABLE if rng.random() < 0.02 else Quality.GOOD
        readings.append(Reading(point, value if quality is Quality.GOOD else None, at, at, quality))
        at += timedelta(minutes=float(rng.uniform(0.2, 2 * every)))
    return readings


def toggling(point: Point, start: datetime, end: datetime, seed: int) -> list[Reading]:
    """A contact that opens and closes."""
    rng = np.random.default_rng(seed)
    readings, value, at = list[Reading](), False, start
    while at < end:
        readings.append(Reading(point, value, at, at))
        value, at = not value, at + timedelta(minutes=float(rng.uniform(1.0, 400.0)))
    return readings
