"""How often the 90 % interval of savings holds the true one, in simulated homes of which it is known."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from thermo_edge.bench.rows import Row
from thermo_edge.bench.savings_homes import Homes, Lived
from thermo_edge.climate.comparing import is_plain
from thermo_edge.home.savings import Design, Measure, Saving, Way
from thermo_edge.learning.savings import DayRow, alternating, compared, matched
from thermo_edge.simulation.plant import Array, Flags

HOMES, DAYS, SEED = 100, 120, 6101
QUICK_HOMES, QUICK_DAYS = 24, 42
SPANS = (14, 28, 42, 60, 120)
"""Days after which it is looked."""

Indices = NDArray[np.int_]

LEAST = 2.0
"""kWh a day below which a home is no place to tell shares of."""

_FIRST = date(2024, 10, 1)
_BEGAN = 7
_HOLDS = 0.4  # a day by the plain way, and with ours by home from nothing to twice that


@dataclass
class Tally:
    """Of one design after so many days: what each home's interval said beside the truth."""

    homes: int = 0
    missing: int = 0
    inside: dict[Measure, list[bool]] = field(default_factory=dict)
    widths: list[float] = field(default_factory=list)  # of the saving as a share of a plain day
    errors: list[float] = field(default_factory=list)
    sure: int = 0

    def take(self, found: Saving, truth: dict[Measure, float], usual: float) -> None:
        self.homes += 1
        if found.less is None:
            self.missing += 1
            return
        for measure, true in truth.items():
            less = found.less[measure]
            self.inside.setdefault(measure, []).append(less.low - 1e-9 <= true <= less.high + 1e-9)
        less = found.less[Measure.ENERGY]
        self.sure += less.sure
        if usual > LEAST:
            self.widths.append((less.high - less.low) / usual)
            self.errors.append((less.value - truth[Measure.ENERGY]) / usual)


def bench_savings(quick: bool) -> list[Row]:
    """The truth is the mean of what the same home takes under the same weather with all days run either way.

    Of days that took turns it is that of all days; of matched ones, that of the days of ours that were compared.
    """
    begun = time.process_time()
    homes = Homes.draw(QUICK_HOMES if quick else HOMES, QUICK_DAYS if quick else DAYS, SEED)
    shape = homes.homes, homes.days
    begins = [_BEGAN + home for home in range(homes.homes)]
    turns = np.array([[not is_plain(begin, begin + day) for day in range(homes.days)] for begin in begins])
    plain, ours = homes.live(np.zeros(shape, bool)), homes.live(np.ones(shape, bool))
    mixed = homes.live(turns)
    rates = np.random.default_rng([SEED, 9]).uniform(0.0, 2.0 * _HOLDS, shape[0])
    told = _Told(plain, ours, mixed, turns, rates)
    rows = [row for days in SPANS if days <= homes.days for row in told.rows(days)]
    rows += [told.until_sure(homes.days)]
    return [*rows, Row("the whole measurement, processor", round(time.process_time() - begun), "s", "lower")]


@dataclass(frozen=True)
class _Told:
    plain: Lived
    ours: Lived
    mixed: Lived
    turns: Flags
    rates: Array

    def rows(self, days: int) -> list[Row]:
        made = []
        for design, one in ((Design.ALTERNATING, self._alternating), (Design.MATCHED, self._matched)):
            tally = self._tally(one, days)
            made += _rows(tally, f"{design.value}, {days} days, {tally.homes} homes")
        return made

    def until_sure(self, days: int) -> Row:
        """Half of the homes that save a tenth or more are sure of it after so many days."""
        saved = 1.0 - self.ours.energy.mean(axis=1) / np.maximum(self.plain.energy.mean(axis=1), 1e-9)
        first = []
        for home in np.flatnonzero((saved >= 0.1) & (self.plain.energy.mean(axis=1) > LEAST)):
            looks = ((span, self._alternating(int(home), span)[0].less) for span in range(14, days + 1, 7))
            sure = (span for span, less in looks if less is not None and less[Measure.ENERGY].low > 0.0)
            first.append(next(sure, days + 1))
        value = float(np.median(first)) if first else float("nan")
        where = f"{len(first)} homes that save 10 % or more"
        return Row(f"alternating: median days until sure, {where}", value, "d", "lower")

    def _tally(self, one: Callable[[int, int], tuple[Saving, Indices]], days: int) -> Tally:
        tally = Tally()
        for home in range(len(self.turns)):
            found, span = one(home, days)
            truth = {
                measure: float((getattr(self.plain, name)[home, span] - getattr(self.ours, name)[home, span]).mean())
                for measure, name in ((Measure.ENERGY, "energy"), (Measure.COLD, "cold"))
            }
            truth[Measure.HOLDS] = _HOLDS - float(self.rates[home])
            tally.take(found, truth, float(self.plain.energy[home, span].mean()))
        return tally

    def _alternating(self, home: int, days: int) -> tuple[Saving, Indices]:
        ways = [Way.OURS if ours else Way.PLAIN for ours in self.turns[home, :days]]
        return alternating(self._days(self.mixed, home, ways)), np.arange(days)

    def _matched(self, home: int, days: int) -> tuple[Saving, Indices]:
        """The first half plain, the second ours; the day of the change is never compared."""
        half = days // 2
        ways = [Way.OBSERVED] * half + [Way.OURS] * (days - half)
        joined = {
            each.name: np.concatenate(
                (getattr(self.plain, each.name)[:, :half], getattr(self.ours, each.name)[:, half:]), axis=1
            )
            for each in fields(Lived)
        }
        rows = self._days(Lived(**joined), home, ways)
        ours = [(row.day - _FIRST).days for row in compared(rows, Design.MATCHED)[0] if row.way is Way.OURS]
        return matched(rows), np.array(ours or [half])

    def _days(self, lived: Lived, home: int, ways: list[Way]) -> list[DayRow]:
        rng = np.random.default_rng([SEED, home])
        hands = rng.poisson(_HOLDS, len(ways)), rng.poisson(self.rates[home], len(ways))
        return [
            DayRow(
                day=_FIRST + timedelta(days=number),
                way=way,
                holds=float(hands[way is Way.OURS][number]),
                energy=float(lived.energy[home, number]),
                degree_hours=float(lived.degree_hours[home, number]),
                sun=float(lived.sun[home, number]),
                occupied=float(lived.occupied[home, number]),
                cold=float(lived.cold[home, number]),
            )
            for number, way in enumerate(ways)
        ]


def _rows(tally: Tally, where: str) -> list[Row]:
    unknown = Row(f"not enough data yet, {where}", round(tally.missing / tally.homes, 3), "", "lower")
    if tally.missing == tally.homes:
        return [unknown]
    covered = {measure: round(float(np.mean(hits)), 3) for measure, hits in tally.inside.items()}
    others = {measure.value: share for measure, share in covered.items() if measure is not Measure.ENERGY}
    energy = covered[Measure.ENERGY]
    return [
        Row(f"90 % interval holds the true saving (0.85 to 0.95), {where}", energy, "", "higher", 0.85, others),
        Row(f"its mean width, of a plain day's energy, {where}", _mean(tally.widths), "", "lower"),
        Row(f"bias, of the same, {where}", _mean(tally.errors), "", "lower"),
        Row(f"sure that it is not nought, {where}", round(tally.sure / tally.homes, 3), "", "higher"),
        unknown,
    ]


def _mean(values: list[float]) -> float:
    return round(float(np.mean(values)), 4) if values else float("nan")
