"""What every belief must beat: the plainest ways to say who is there and who will be."""

import numpy as np

from thermo_edge.bench.contender import HORIZONS, QUANTILES, Belief, Contender, Moments, Outlook, silent
from thermo_edge.bench.occupancy_moments import real_moments
from thermo_edge.bench.recordings.recording import DAY, WEEK, Array, Recording

HOUR = 3600
SHRINK_HOUR, SHRINK_ALL = 3.0, 6.0
"""Hours of evidence that the same hour of any day, and all hours, count for against an hour of the week."""

RECENT = np.array([0, 1, 3, 6, 12, 24, 48, 96, 1e9]) * 300.0
"""Edges in seconds since the last sign, for the persistence of plain switches."""


def targets(recording: Recording) -> Array:
    """(T, R + 2): the truth of each room, of anybody home, of the home asleep."""
    return np.column_stack([recording.truth, recording.anybody, recording.asleep])


def home_states(anybody: Array, asleep: Array) -> Array:
    """(T, 3) from P(anybody home) and P(asleep)."""
    asleep = np.minimum(asleep, anybody)
    return np.stack([1 - anybody, anybody - asleep, asleep], axis=-1)


def rates(truth: Array, prior: float = 0.5, weight: float = 1.0) -> Array:
    """Share of ones in each column, with one made-up row; NaN where a column is never known."""
    count = np.isfinite(truth).sum(axis=0)
    share = (np.nansum(truth, axis=0) + prior * weight) / np.maximum(count + weight, 1e-9)
    known: Array = np.where(count > 0, share, np.nan)
    return known


def target_times(recording: Recording, origins: Array) -> Array:
    """(O, H) seconds of the local week, at each horizon after each origin."""
    at: Array = (recording.local[origins][:, None] + np.array(HORIZONS)[None, :] * 60) % WEEK
    return at


class Majority:
    """Says how often each was true in the past, always."""

    name = "majority"

    def fit(self, train: Recording) -> None:
        self._rates = rates(targets(train))
        moments = real_moments(train, np.arange(len(train)))
        self._moments = [quantiles(real) for real in moments]

    def now(self, recording: Recording) -> Belief:
        said = np.tile(self._rates, (len(recording), 1))
        return Belief(said[:, :-2], home_states(said[:, -2], said[:, -1]))

    def ahead(self, _recording: Recording, origins: Array) -> Outlook:
        said = np.tile(self._rates, (len(origins), len(HORIZONS), 1))
        return Outlook(said[:, :, :-2], said[:, :, -2])

    def moments(self, _recording: Recording, origins: Array) -> Moments:
        return Moments(*(np.tile(one, (len(origins), 1)) for one in self._moments))


class HourOfWeek:
    """How often each was true in that hour of the week, shrunk to the hour of the day and to all hours.

    Told, it also learns from the truth of the days before each origin's own, as a household that confirms every day.
    """

    def __init__(self, told: bool = False) -> None:
        self.name = "hour of week, told each day" if told else "hour of week"
        self._told = told

    def fit(self, train: Recording) -> None:
        self._train = train
        self._counts = _hourly(train, targets(train))
        self._table = _shrunk(*self._counts)
        self._clock = _moments_by_hour(train)

    def now(self, recording: Recording) -> Belief:
        said = self._look_up(recording, np.arange(len(recording)), recording.local[:, None])[:, 0]
        return Belief(said[:, :-2], home_states(said[:, -2], said[:, -1]))

    def ahead(self, recording: Recording, origins: Array) -> Outlook:
        said = self._look_up(recording, origins, target_times(recording, origins))
        return Outlook(said[:, :, :-2], said[:, :, -2])

    def moments(self, recording: Recording, origins: Array) -> Moments:
        hours = (recording.local[origins] % DAY // HOUR).astype(int)
        return Moments(*(table[hours] for table in self._clock))

    def _look_up(self, recording: Recording, origins: Array, at: Array) -> Array:
        hours = (at // HOUR).astype(int)
        said: Array = self._table[hours]
        if not self._told:
            return said
        new = (recording.times > self._train.times[-1]) | (recording.times < self._train.times[0])
        for day in np.unique(recording.day[origins]):
            known = (recording.day < day) & new
            more = _hourly(recording, np.where(known[:, None], targets(recording), np.nan))
            here = recording.day[origins] == day
            said[here] = _shrunk(self._counts[0] + more[0], self._counts[1] + more[1])[hours[here]]
        return said


class LastWeek:
    """What was true at the same time a week ago, else a day ago, else how often it is true; told the past truth."""

    name = "last week, told"
    SURE = 0.9

    def fit(self, train: Recording) -> None:
        self._rates = rates(targets(train))

    def now(self, recording: Recording) -> Belief:
        said = self._at(recording, np.arange(len(recording)), np.zeros(1, dtype=int))[:, 0]
        return Belief(said[:, :-2], home_states(said[:, -2], said[:, -1]))

    def ahead(self, recording: Recording, origins: Array) -> Outlook:
        said = self._at(recording, origins, np.array(HORIZONS) * 60 // recording.step)
        return Outlook(said[:, :, :-2], said[:, :, -2])

    def moments(self, _recording: Recording, origins: Array) -> Moments:
        return silent(origins)

    def _at(self, recording: Recording, origins: Array, steps: Array) -> Array:
        truth = targets(recording)
        said = np.full((len(origins), len(steps), truth.shape[1]), np.nan)
        for back in (WEEK, DAY):
            when = origins[:, None] + steps[None, :] - back // recording.step
            found = truth[np.maximum(when, 0)]
            found[(when < 0) | (when > origins[:, None])] = np.nan
            said = np.where(np.isnan(said), found, said)
        sure = self.SURE * said + (1 - self.SURE) * self._rates
        return np.where(np.isnan(said), self._rates, sure)


class Persistence:
    """Now as the last sensor said; later as now, at the rate at which that came true in the past.

    Now: with switches, by where the last one spoke and how long ago; else by the one measured value and threshold that
    told most in the past. Later: from its own belief, or told, from the truth of the origin.
    """

    def __init__(self, told: bool = False) -> None:
        self.name = "persistence, told the present" if told else "persistence"
        self._told = told

    def fit(self, train: Recording) -> None:
        truth = targets(train)
        self._rates = rates(truth)
        signs = self._signs(train)
        self._cut = None if signs is not None else _best_threshold(train, truth)
        self._now = self._table(self._codes(train), truth)
        self._later = np.array([_carried(truth, minutes * 60 // train.step) for minutes in HORIZONS])

    def now(self, recording: Recording) -> Belief:
        said = self._believe(recording)
        return Belief(said[:, :-2], home_states(said[:, -2], said[:, -1]))

    def ahead(self, recording: Recording, origins: Array) -> Outlook:
        present = self._believe(recording)
        if self._told:
            truth = targets(recording)
            present = np.where(np.isnan(truth), present, truth)
        p = present[origins][:, None, :]
        said = p * self._later[None, :, 1] + (1 - p) * self._later[None, :, 0]
        return Outlook(said[:, :, :-2], said[:, :, -2])

    def moments(self, _recording: Recording, origins: Array) -> Moments:
        return silent(origins)

    def _believe(self, recording: Recording) -> Array:
        said: Array = self._now[self._codes(recording)]
        return said

    def _codes(self, recording: Recording) -> Array:
        signs = self._signs(recording)
        if signs is not None:
            return signs
        assert self._cut is not None
        column, threshold = self._cut
        value = recording.values[:, column]
        return np.where(np.isnan(value), 0, np.where(value > threshold, 2, 1)).astype(int)

    def _table(self, codes: Array, truth: Array) -> Array:
        rows = [rates(truth[codes == code], 0.0, 0.0) for code in range(codes.max() + 1)]
        counts = np.array([np.isfinite(truth[codes == code]).sum(axis=0) for code in range(codes.max() + 1)])
        table = np.where(counts > 0, np.array(rows), 0.0)
        shrunk = (table * counts + 5.0 * np.nan_to_num(self._rates)) / (counts + 5.0)
        whole = np.full((max(len(shrunk), self._most), truth.shape[1]), self._rates)
        whole[: len(shrunk)] = np.where(np.isnan(self._rates), np.nan, shrunk)
        return whole

    def _signs(self, recording: Recording) -> Array | None:
        """A code for which switch changed last, and how long ago; None where there are no switches."""
        columns = [n for n, sensor in enumerate(recording.sensors) if sensor.kind.speaks_of_changes]
        self._most = max(3, len(columns) * len(RECENT) + 1)
        if not columns:
            return None
        last = np.full((len(recording), len(columns)), -np.inf)
        for number, column in enumerate(columns):
            at = recording.events[column][:, 0]
            before = np.searchsorted(at, recording.times, side="right") - 1
            heard = before >= 0
            last[heard, number] = at[before[heard]]
        who, latest = np.argmax(last, axis=1), last.max(axis=1)
        heard = np.isfinite(latest)
        since = np.where(heard, recording.times - np.where(heard, latest, 0), 0)
        ago = np.searchsorted(RECENT, since, side="right") - 1
        return np.where(heard, 1 + who * len(RECENT) + ago, 0).astype(int)


def quantiles(real: Array) -> Array:
    """QUANTILES of what is known of it; NaN where nothing is."""
    seen = real[np.isfinite(real)]
    return np.quantile(seen, QUANTILES) if seen.size else np.full(len(QUANTILES), np.nan)


def plain_baselines() -> list[tuple[Contender, bool]]:
    """Each with whether it is told the truth of the past."""
    return [
        (Majority(), False),
        (Persistence(), False),
        (Persistence(told=True), True),
        (HourOfWeek(), False),
        (HourOfWeek(told=True), True),
        (LastWeek(), True),
    ]


# --- tables -----------------------------------------------------------------------------------------------------


def _hourly(recording: Recording, truth: Array) -> tuple[Array, Array]:
    """(168, C) each: hours known, and hours true."""
    hours = (recording.local // HOUR).astype(int)
    known, true = np.zeros((168, truth.shape[1])), np.zeros((168, truth.shape[1]))
    np.add.at(known, hours, np.isfinite(truth))
    np.add.at(true, hours, np.nan_to_num(truth))
    return known * recording.step / HOUR, true * recording.step / HOUR


def _shrunk(known: Array, true: Array) -> Array:
    """(168, C): the rate of each hour of the week, as if each hour of the day and the whole had been seen as well."""
    all_known, all_true = known.sum(axis=0), true.sum(axis=0)
    base = np.where(all_known > 0, (all_true + 0.5) / (all_known + 1.0), np.nan)
    day_known, day_true = (np.tile(part.reshape(7, 24, -1).sum(axis=0), (7, 1)) for part in (known, true))
    hour = (day_true + SHRINK_ALL * base) / (day_known + SHRINK_ALL)
    table: Array = (true + SHRINK_HOUR * hour) / (known + SHRINK_HOUR)
    return table


def _moments_by_hour(train: Recording) -> list[Array]:
    """For each moment (24, 3): quantiles over origins within an hour of that hour of the day, else over all."""
    hours = (train.local % DAY // HOUR).astype(int)
    found = []
    for real in real_moments(train, np.arange(len(train))):
        whole = quantiles(real)
        rows = [quantiles(real[np.isin(hours, [(h - 1) % 24, h, (h + 1) % 24])]) for h in range(24)]
        found.append(np.array([np.where(np.isnan(row), whole, row) for row in rows]))
    return found


def _carried(truth: Array, steps: int) -> Array:
    """(2, C): P(true `steps` later) where it is false now, and where it is true; shrunk a little to the base rate."""
    base = rates(truth)
    if steps >= len(truth):
        return np.stack([base, base])
    now, later = truth[:-steps], truth[steps:]
    both = np.isfinite(now) & np.isfinite(later)
    rows = []
    for state in (0.0, 1.0):
        here = both & (now == state)
        rows.append((np.where(here, later, 0.0).sum(axis=0) + 5.0 * base) / (here.sum(axis=0) + 5.0))
    return np.stack(rows)


def _best_threshold(train: Recording, truth: Array) -> tuple[int, float]:
    """The measured column and value that split the first room's truth with the lowest Brier score."""
    best, found = np.inf, (0, float(np.nanmedian(train.values[:, 0])))
    real = truth[:, 0] if train.rooms else truth[:, -2]
    for column in range(train.values.shape[1]):
        value = train.values[:, column]
        use = np.isfinite(value) & np.isfinite(real)
        if not use.any():
            continue
        for threshold in np.unique(np.quantile(value[use], np.linspace(0.02, 0.98, 49))):
            above, below = real[use & (value > threshold)], real[use & (value <= threshold)]
            spread = above.size * np.var(above) if above.size else 0.0
            spread += below.size * np.var(below) if below.size else 0.0
            if spread < best:
                best, found = float(spread), (column, float(threshold))
    return found
