"""What every archive keeps to, whatever it remembers."""

from collections.abc import Collection
from datetime import datetime, timedelta

from thermo_edge.home.house import Attribute, EntityId, Point
from thermo_edge.home.snapshot import Reading
from thermo_edge.ports import Archive

NOBODY = EntityId("sensor.nobody_has_this")
AN_HOUR = timedelta(hours=1)


def check_history(
    archive: Archive, entity: EntityId, attributes: Collection[Attribute], start: datetime, end: datetime
) -> tuple[Reading, ...]:
    """What it tells of an entity that it remembers; told in two halves it is the same, but for the seam."""
    whole = archive.history(entity, attributes, start, end)
    assert [reading.at for reading in whole] == sorted(reading.at for reading in whole)
    assert all(start <= reading.at < end and reading.reported == reading.at for reading in whole)
    assert all(reading.point.entity == entity and reading.point.attribute in attributes for reading in whole)
    middle = start + (end - start) / 2
    halves = (*archive.history(entity, attributes, start, middle), *archive.history(entity, attributes, middle, end))
    assert {(one.point, one.at, one.value) for one in halves if one.at != middle} >= {
        (one.point, one.at, one.value) for one in whole if one.at != middle
    }
    assert archive.history(NOBODY, {Attribute.TEMPERATURE}, start, end) == ()
    return whole


def check_hours(archive: Archive, point: Point, start: datetime, end: datetime) -> int:
    """Whole hours, oldest first; how many."""
    nobody = Point(NOBODY, Attribute.TEMPERATURE)
    told = archive.hours([point, nobody], start, end)
    assert not told.keys() - {point}, "what has none is left out"
    samples = told.get(point, ())
    times = [sample.at for sample in samples]
    assert times == sorted(set(times))
    assert all(start <= at < end and at == at.replace(minute=0, second=0, microsecond=0) for at in times)
    assert all(sample.low <= sample.mean <= sample.high for sample in samples)
    return len(samples)
