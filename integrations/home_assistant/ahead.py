"""What sensors of prices, surplus and CO₂ tell of other times in their attributes, as stretches. Pure; never raises.

The integrations of electricity suppliers and markets each have a shape of their own: lists of rows with a time and a
value (Nord Pool's `raw_today`, Tibber's `prices`, EPEX Spot's `data`, Octopus' `rates`), lists of bare values of a day
(`today`, `tomorrow`), and values by time (`watts`). What is common to them is read, not each by its name.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, time, timedelta, tzinfo
from itertools import islice, pairwise

from integrations.home_assistant import ahead_values
from integrations.home_assistant.ahead_values import Scale
from thermo_edge.home.energy import EnergyEntity, Stretch, Told

BEHIND, AHEAD = timedelta(hours=24), timedelta(hours=54)
"""What lies further away is left out."""

STEPS = (timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1))
"""What a bare list of a day may be in."""

MOST = 3000
"""Rows that are read of an entity."""

_STEMS = ("raw_", "price", "rate", "tarif", "data", "forecast", "today", "tomorrow", "hour", "watt", "intensity")
_STARTS = (
    *("start", "start_time", "startsAt", "starts_at", "start_at", "startTime", "from", "valid_from", "time"),
    *("datetime", "hour", "timestamp", "period_start", "date"),
)
_ENDS = ("end", "end_time", "endsAt", "ends_at", "end_at", "endTime", "to", "till", "valid_to", "period_end")

Row = tuple[datetime, datetime | None, float]


def told(state: object, attributes: Mapping[object, object], what: EnergyEntity, zone: tzinfo, now: datetime) -> Told:
    """What an entity tells of `what`; times without a zone are in `zone`. A wrong unit makes everything odd."""
    scale = ahead_values.scale(attributes, what)
    reading = _Reading(scale, what, zone)
    value = None if state in ("unknown", "unavailable", "", None) else reading.value(state)
    rows = list(islice(reading.rows(attributes), MOST)) or list(reading.days(attributes, now))
    return Told(now, value, tuple(_stretches(rows, now)), reading.odd)


class _Reading:
    """Reads rows, and counts what cannot be."""

    def __init__(self, scale: Scale, what: EnergyEntity, zone: tzinfo) -> None:
        self._scale, self._what, self._zone = scale, what, zone
        self._seen: set[datetime] = set()  # times without a zone: the second of its kind is an hour later
        self.odd = 0

    def value(self, told: object, key: str = "") -> float | None:
        """In the stored unit; None with a count for what is none, without one for what is not told yet."""
        if told is None:
            return None
        found = ahead_values.number(told, self._scale, self._what, key)
        self.odd += found is None
        return found

    def rows(self, attributes: Mapping[object, object]) -> Iterator[Row]:
        """From lists of rows and from values by time, those with the most telling names first."""
        for _, name in sorted((_rank(name), name) for name in attributes if isinstance(name, str)):
            part = attributes[name]
            self._seen = set()
            if _rank(name) == len(_STEMS):
                continue
            lists = [part] if isinstance(part, list) else []
            if isinstance(part, Mapping):
                yield from self._by_time(part)
                lists = [each for each in part.values() if isinstance(each, list)]
            yield from (found for rows in lists for row in rows if isinstance(row, Mapping) for found in self._row(row))

    def days(self, attributes: Mapping[object, object], now: datetime) -> Iterator[Row]:
        """From bare lists of today's and tomorrow's values."""
        today = now.astimezone(self._zone).date()
        for name, day in (("today", today), ("tomorrow", today + timedelta(days=1))):
            values = attributes.get(name)
            if isinstance(values, list):
                begin, end = (datetime.combine(each, time(), self._zone) for each in (day, day + timedelta(days=1)))
                for start, until, value in _slots(begin, end, values):
                    number = self.value(value)
                    if number is not None:
                        yield start, until, number

    def _row(self, row: Mapping[object, object]) -> Iterator[Row]:
        at = next((row[name] for name in _STARTS if row.get(name) is not None), None)
        key = next((name for name in ahead_values.KEYS[self._what] if name in row), None)
        if at is None or key is None:
            return  # of something else
        start = self._moment(at)
        until = next((row[name] for name in _ENDS if row.get(name) is not None), None)
        end = self._plain(until) if until is not None else None
        value = self.value(row[key], key)
        self.odd += start is None
        if start is not None and value is not None:
            yield start, end, value

    def _by_time(self, part: Mapping[object, object]) -> Iterator[Row]:
        for at, value in part.items():
            start = self._moment(at) if isinstance(at, str) and at[:1].isdigit() else None
            number = self.value(value) if start is not None else None
            if start is not None and number is not None:
                yield start, None, number

    def _moment(self, told: object) -> datetime | None:
        """The beginning of a row. Where the clock is set back, an hour without a zone comes twice."""
        found = ahead_values.moment(told)
        if found is None or found.tzinfo is not None:
            return found
        again = found in self._seen
        self._seen.add(found)
        return found.replace(tzinfo=self._zone, fold=int(again))

    def _plain(self, told: object) -> datetime | None:
        found = ahead_values.moment(told)
        return found.replace(tzinfo=self._zone) if found is not None and found.tzinfo is None else found


def _rank(name: str) -> int:
    """Which stem a name has; their number for none."""
    return next((rank for rank, stem in enumerate(_STEMS) if stem in name.lower()), len(_STEMS))


def _slots(begin: datetime, end: datetime, values: list[object]) -> Iterator[tuple[datetime, datetime, object]]:
    """A day's values: in real time, or where 24 or 96 are told of a day that has more or fewer, by the wall clock."""
    length = end.timestamp() - begin.timestamp()
    count = len(values)
    if count and any(abs(length / count - step.total_seconds()) < 1.0 for step in STEPS):
        step = timedelta(seconds=round(length / count))
        first = begin.astimezone(UTC)
        yield from ((first + k * step, first + (k + 1) * step, value) for k, value in enumerate(values))
    elif count in (24, 48, 96):
        quarter = timedelta(minutes=15)
        for k in range(round(length / quarter.total_seconds())):
            at = begin.astimezone(UTC) + k * quarter
            local = at.astimezone(begin.tzinfo)
            yield at, at + quarter, values[(local.hour * 60 + local.minute) * count // (24 * 60)]


def _stretches(rows: Iterable[Row], now: datetime) -> Iterator[Stretch]:
    """In order of time, the first word on each moment; an end that is not told is where the next begins."""
    known: dict[datetime, tuple[datetime | None, float]] = {}
    for start, end, value in rows:
        try:
            begin, until = start.astimezone(UTC), end.astimezone(UTC) if end else None
        except (OverflowError, ValueError):
            continue
        known.setdefault(begin, (until, value))
    starts = sorted(known)
    gaps = [later - earlier for earlier, later in pairwise(starts)]
    usual = min((gap for gap in gaps if gap <= STEPS[-1]), default=STEPS[-1])
    for number, start in enumerate(starts):
        end, value = known[start]
        following = starts[number + 1] if number + 1 < len(starts) else None
        if end is None or end <= start:
            end = start + (following - start if following and following - start <= STEPS[-1] else usual)
        end = min(end, following) if following else end
        if end > now - BEHIND and start < now + AHEAD:
            yield Stretch(start, end, value)
