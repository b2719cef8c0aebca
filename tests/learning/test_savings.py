"""What days run in two ways save: known cases, properties, and days that are not fit to be compared."""

import math
from dataclasses import replace
from datetime import UTC, date, timedelta
from itertools import pairwise

import numpy as np
import pytest

from tests.builders import a_house
from thermo_edge.climate.comparing import is_plain
from thermo_edge.home.savings import Design, LeftOut, Measure, Saving, Way
from thermo_edge.language.savings_lines import lines
from thermo_edge.language.words import Words
from thermo_edge.learning.savings import DayRow, alternating, matched, saving
from thermo_edge.learning.savings_fit import fit, t_quantile

FIRST = date(2026, 1, 5)
BEGAN = 739_000


def home(
    days: int, less: float = 3.0, seed: int = 0, ways: list[Way] | None = None, noise: float = 1.5, memory: float = 0.5
) -> list[DayRow]:
    """A home that takes 5 kWh and 0.1 for each degree hour, and `less` less on days of ours; errors last for days."""
    rng = np.random.default_rng([seed, 1])
    error, cold, rows = 0.0, 200.0, []
    for number in range(days):
        error = memory * error + noise * math.sqrt(1.0 - memory**2) * rng.normal()
        cold = 200.0 + 0.8 * (cold - 200.0) + 30.0 * rng.normal()
        way = ways[number] if ways else Way.PLAIN if is_plain(BEGAN, BEGAN + number) else Way.OURS
        energy = max(5.0 + 0.1 * cold - less * (way is Way.OURS) + error, 0.0)
        holds = float(rng.poisson(0.2 if way is Way.OURS else 0.5))
        rows.append(DayRow(FIRST + timedelta(days=number), way, energy, 0.3 * energy, cold, 1.0, 16.0, 2.0, 0.0, holds))
    return rows


def less(found: Saving, measure: Measure = Measure.ENERGY) -> tuple[float, float, float]:
    assert found.less is not None
    each = found.less[measure]
    return each.value, each.low, each.high


def test_a_known_saving_is_found_with_its_share_and_its_money() -> None:
    found = alternating(home(90, seed=1))
    value, low, high = less(found)
    assert low < 3.0 < high
    assert value == pytest.approx(3.0, abs=0.8)
    assert found.missing == 0
    money, _, _ = less(found, Measure.MONEY)
    assert money == pytest.approx(0.3 * value)
    share, _, _ = less(found, Measure.SHARE)
    assert share == pytest.approx(value / (found.usual or 0.0))
    assert low > 0.0
    assert found.less is not None
    assert found.less[Measure.ENERGY].sure


@pytest.mark.parametrize("design", list(Design))
def test_nine_of_ten_intervals_hold_the_truth_though_days_remember(design: Design) -> None:
    hits = []
    for seed in range(60):
        ways = [Way.OBSERVED] * 30 + [Way.OURS] * 30 if design is Design.MATCHED else None
        rows = home(60, seed=seed, ways=ways)
        found = (matched if design is Design.MATCHED else alternating)(rows)
        if found.less is not None:
            hits.append(found.less[Measure.ENERGY].low <= 3.0 <= found.less[Measure.ENERGY].high)
    assert len(hits) > 40
    assert 0.8 <= np.mean(hits) <= 0.99


def test_two_ways_that_are_the_same_save_nothing() -> None:
    hits = [low <= 0.0 <= high for seed in range(20) for _, low, high in [less(alternating(home(60, 0.0, seed)))]]
    assert np.mean(hits) >= 0.8


def test_fewer_days_say_less() -> None:
    widths = []
    for days in (24, 48, 96):
        _, low, high = less(alternating(home(days)))
        widths.append(high - low)
    assert min(widths[:2]) > widths[2]


def test_too_few_days_are_not_enough_and_it_is_said_how_many_are_missing() -> None:
    found = alternating(home(9))
    assert found.less is None
    assert 3 <= found.missing <= 15
    assert alternating(home(9 + found.missing + 3)).less is not None
    assert alternating([]).missing > 0
    assert matched([]).before_lacks


def test_of_no_days_no_span_is_told() -> None:
    words = Words("en", UTC)
    assert not any(said.startswith("From ") for said in lines(alternating([]), a_house(), words))
    assert next(lines(alternating(home(9)), a_house(), words)).startswith("From 2026-01-05 to 2026-01-13: ")


def test_weather_that_only_one_side_saw_is_left_out() -> None:
    rows = home(60, ways=[Way.OBSERVED] * 30 + [Way.OURS] * 30)
    spring = [replace(row, degree_hours=row.degree_hours - 400.0 * (row.way is Way.OURS)) for row in rows]
    found = matched([replace(row, degree_hours=max(row.degree_hours, 0.0)) for row in spring])
    assert found.less is None
    assert found.left_out[LeftOut.OTHER_WEATHER] > 20


def test_days_that_are_no_ordinary_ones_are_left_out() -> None:
    rows = home(90, seed=1)
    rows[20] = replace(rows[20], normal=False, energy=500.0)
    rows[21] = replace(rows[21], windows=12.0, energy=500.0)
    rows[22] = replace(rows[22], energy=math.nan)
    rows[23] = replace(rows[23], energy=-4.0)
    rows[24] = replace(rows[24], way=None, energy=500.0)
    found = alternating(rows)
    _, low, high = less(found)
    assert low < 3.0 < high
    assert found.left_out[LeftOut.NOT_NORMAL] == found.left_out[LeftOut.WINDOWS] == 1
    assert found.left_out[LeftOut.GAP] == 2


def test_the_first_day_of_a_block_and_after_a_gap_is_washed_out() -> None:
    rows = [row for number, row in enumerate(home(90)) if number != 40]
    changes = sum(a.way is not b.way or (b.day - a.day).days > 1 for a, b in pairwise(rows)) + 1
    assert alternating(rows).left_out[LeftOut.CHANGED] == changes


def test_days_of_23_and_25_hours_are_reckoned_as_days() -> None:
    rows = home(60, noise=0.0)
    longer = [replace(r, energy=r.energy * 25 / 24, degree_hours=r.degree_hours * 25 / 24, hours=25.0) for r in rows]
    assert less(alternating(longer))[0] == pytest.approx(less(alternating(rows))[0], abs=1e-6)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda row: replace(row, energy=0.0, money=0.0),
        lambda row: replace(row, sun=math.nan, occupied=math.nan),
        lambda row: replace(row, degree_hours=math.nan),
        lambda row: replace(row, degree_hours=0.0, sun=0.0, occupied=24.0),
        lambda row: replace(row, energy=1e9),
        lambda row: replace(row, money=math.nan, cold=math.inf, warm=math.nan),
        lambda row: replace(row, hours=0.0),
        lambda row: replace(row, holds=0.0),
    ],
)
def test_nothing_is_ever_no_number(spoil: object) -> None:
    for days in (0, 1, 5, 30):
        for design in (alternating, matched, saving):
            found = design([spoil(row) for row in home(days)])  # type: ignore[operator]
            for each in (found.less or {}).values():
                assert math.isfinite(each.low)
                assert math.isfinite(each.high)
                assert each.low <= each.value <= each.high


def test_without_a_thermometer_outside_only_days_that_take_turns_say_something() -> None:
    rows = [replace(row, degree_hours=math.nan) for row in home(90)]
    assert alternating(rows).less is not None
    before = [replace(row, way=Way.OBSERVED if number < 45 else Way.OURS) for number, row in enumerate(rows)]
    assert matched(before).less is None


def test_no_hold_at_all_is_no_proof_that_none_will_come() -> None:
    found = alternating([replace(row, holds=0.0) for row in home(60)])
    value, low, high = less(found, Measure.HOLDS)
    assert (value, low) == (0.0, -high)
    assert high > 0.05


def test_days_that_take_turns_are_preferred() -> None:
    before = home(40, ways=[Way.OBSERVED] * 40)
    rows = [*before, *(replace(row, day=row.day + timedelta(days=40)) for row in home(60, seed=1))]
    assert saving(rows).design is Design.ALTERNATING
    assert saving(before).design is Design.MATCHED
    assert saving(before, turns=True).design is Design.ALTERNATING


@pytest.mark.parametrize(("freedom", "table"), [(4, 2.132), (6, 1.943), (10, 1.812), (30, 1.697), (120, 1.658)])
def test_quantiles_of_students_t_are_those_of_the_table(freedom: int, table: float) -> None:
    assert t_quantile(0.95, freedom) == pytest.approx(table, rel=0.004)


def test_a_line_without_errors_is_found_exactly() -> None:
    x = np.arange(20.0)
    fitted = fit(2.0 + 3.0 * x, np.column_stack([np.ones(20), x]), np.arange(20))
    assert fitted.beta == pytest.approx([2.0, 3.0])
    assert fitted.freedom == 18
