"""What Home Assistant remembers, as the archive: its history by REST, its long-term statistics by websocket.

Its database file is never opened.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from integrations.home_assistant import state as parsing
from integrations.home_assistant import translate
from integrations.home_assistant.faults import Declined, TooLarge
from integrations.home_assistant.registry import Names
from integrations.home_assistant.visit import Visit
from thermo_edge.home import units
from thermo_edge.home.house import Attribute, EntityId, Point
from thermo_edge.home.snapshot import Quality, Reading
from thermo_edge.ports import Sample

_BY_ATTRIBUTES = frozenset({"climate", "water_heater", "weather", "light"})
"""Domains whose state alone does not tell enough."""

_UNITS = {"temperature": "°C", "power": "W", "energy": "kWh"}
"""The units that statistics are asked for, by Home Assistant's unit class."""

SHORTEST = timedelta(minutes=15)
"""A span that is too much even so is left out."""


class HomeAssistantArchive:
    """`ports.Archive` during a visit; `names` says what the house's entities are called there now."""

    def __init__(self, visit: Visit, names: Names = Names()) -> None:  # noqa: B008 - frozen
        self._visit = visit
        self._names = names
        self._unit = "°C" if visit.celsius else "°F"
        self._described: dict[str, Mapping[str, object]] = {}

    # --- history ----------------------------------------------------------------------------------------------------

    def history(
        self, entity: EntityId, attributes: Collection[Attribute], start: datetime, end: datetime
    ) -> tuple[Reading, ...]:
        full = entity.partition(".")[0] in _BY_ATTRIBUTES
        rows = list(self._rows(self._names.of(entity), start, end, full))
        found: list[Reading] = []
        for row in rows:
            state = parsing.from_json(row, start)
            if state is None:
                continue
            for reading in translate.readings(state, entity, attributes, self._unit):
                at = max(reading.at, start)
                if at < end:
                    found.append(reading._replace(at=at, reported=at))
        return _without_repeats(found)

    def _rows(self, entity: str, start: datetime, end: datetime, full: bool) -> Iterator[object]:
        """In halves, where it is too much at once."""
        try:
            rows = self._visit.rest.history(entity, start, end, attributes=full)
        except TooLarge:
            if end - start <= SHORTEST:
                return
            middle = start + (end - start) / 2
            yield from self._rows(entity, start, middle, full)
            yield from self._rows(entity, middle, end, full)
            return
        if not full and not _steady(rows):
            yield from self._rows(entity, start, end, full=True)
            return
        yield from rows if full else _completed(rows)

    # --- statistics -------------------------------------------------------------------------------------------------

    def hours(self, points: Collection[Point], start: datetime, end: datetime) -> Mapping[Point, tuple[Sample, ...]]:
        by_name = {self._names.of(point.entity): point for point in points}
        units_of = self._units_of(by_name)
        if not units_of:
            return {}
        answer = self._visit.ask(
            {
                "type": "recorder/statistics_during_period",
                "start_time": start.isoformat(),
                "end_time": end.isoformat(),
                "statistic_ids": sorted(units_of),
                "period": "hour",
                "units": _UNITS,
                "types": ["mean", "min", "max"],
            }
        )
        found: dict[Point, tuple[Sample, ...]] = {}
        for name, rows in answer.items() if isinstance(answer, Mapping) else ():
            point = by_name.get(name)
            if point is not None and isinstance(rows, list):
                samples = (_sample(row, point.attribute, units_of[name]) for row in rows)
                found[point] = tuple(one for one in samples if one is not None and start <= one.at < end)
        return {point: samples for point, samples in found.items() if samples}

    def _units_of(self, by_name: Mapping[str, Point]) -> dict[str, str | None]:
        """The unit that each will be told in, of those that have statistics with a mean."""
        unknown = sorted(name for name in by_name if name not in self._described and parsing.possible(name))
        if unknown:
            answer = self._metadata(unknown)
            self._described |= {name: {} for name in unknown}
            for row in answer if isinstance(answer, list) else []:
                if isinstance(row, Mapping) and row.get("statistic_id") in by_name:
                    self._described[str(row["statistic_id"])] = row
        return {name: _told_in(row) for name in by_name if (row := self._described.get(name)) and _has_mean(row)}

    def _metadata(self, names: list[str]) -> object:
        try:
            return self._visit.ask({"type": "recorder/get_statistics_metadata", "statistic_ids": names})
        except Declined:
            return []  # it keeps no statistics


def _has_mean(row: Mapping[str, object]) -> bool:
    return row.get("has_mean") is True or row.get("mean_type") == 1


def _told_in(row: Mapping[str, object]) -> str | None:
    asked = _UNITS.get(str(row.get("unit_class")))
    unit = asked or row.get("display_unit_of_measurement") or row.get("statistics_unit_of_measurement")
    return unit if isinstance(unit, str) else None


def _sample(row: object, attribute: Attribute, unit: str | None) -> Sample | None:
    if not isinstance(row, Mapping) or not isinstance(start := row.get("start"), int | float):
        return None
    values: list[float] = []
    for key in ("mean", "min", "max"):
        value = row.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        stored = units.to_stored(attribute, float(value), unit)
        if stored is None or stored - stored != 0.0:  # not finite
            return None
        values.append(stored)
    mean, low, high = values
    try:
        at = datetime.fromtimestamp(start / 1000.0, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    if at != at.replace(minute=0, second=0, microsecond=0):
        return None
    return Sample(at, min(max(mean, low), high), low, high, 1) if low <= high else None


# --- rows -----------------------------------------------------------------------------------------------------------


def _steady(rows: list[object]) -> bool:
    """Whether the first row's attributes are right for all of them: it was there, and the unit stayed what it was."""
    if not rows:
        return True
    first, last = _unit(rows[0]), _unit(rows[-1])
    return first is not None and (last is None or last == first)


def _unit(row: object) -> object:
    """The unit that a row tells; None where the entity was away and tells nothing."""
    if not isinstance(row, Mapping) or row.get("state") in ("unavailable", "unknown"):
        return None
    attributes = row.get("attributes")
    return attributes.get("unit_of_measurement", "") if isinstance(attributes, Mapping) else None


def _completed(rows: list[object]) -> Iterator[object]:
    """Rows that say only a state and a time take the rest from the first one."""
    first = rows[0] if rows and isinstance(rows[0], Mapping) else {}
    common = {key: first[key] for key in ("entity_id", "attributes") if key in first}
    for row in rows:
        yield {**common, **row} if isinstance(row, Mapping) else row


def _without_repeats(readings: list[Reading]) -> tuple[Reading, ...]:
    """Each point's changes: an entity also tells when another of its attributes changed."""
    last: dict[Point, tuple[object, Quality]] = {}
    kept: list[Reading] = []
    for reading in readings:
        said = (reading.value, reading.quality)
        if last.get(reading.point) != said:
            last[reading.point] = said
            kept.append(reading)
    return tuple(kept)
