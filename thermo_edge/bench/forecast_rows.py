"""What the forecast benchmark says of all cells together: ratios to the best baseline, with targets and intervals."""

from collections.abc import Callable, Sequence

import numpy as np

from thermo_edge.bench.forecast_cells import Cells, figure
from thermo_edge.bench.forecast_load import House
from thermo_edge.bench.forecast_measure import NAMES, ratio
from thermo_edge.bench.forecast_ours import OURS
from thermo_edge.bench.rows import Row
from thermo_edge.climate.series import Array

AT_MOST, NEARLY, SHARE_NEARLY = 1.0, 1.10, 0.90
EARLY, EARLY_SHARE = (0, 3), 0.85
COVERED = (0.75, 0.85)
SEED = 7

Drawn = dict[str, Array] | None
"""For each house how often each of its days counts; None: once."""


def series_rows(houses: Sequence[House]) -> list[Row]:
    """How long each room is, and how much of it is missing."""
    found = []
    for room in (room for house in houses for room in house.rooms):
        missing = ~np.isfinite(room.target)
        found.append(Row(f"{room.name}: length", figure(len(room) / 96), "days", "higher"))
        found.append(Row(f"{room.name}: temperature unknown", figure(100 * missing.mean()), "%", "lower"))
    return found


def summary_rows(cells: Cells, draws: int) -> list[Row]:
    """Of the lead against the baselines; targets only where it is ours."""
    held = cells.lead == OURS
    return [
        *_error_rows(cells),
        *_ratio_rows(cells, draws, held),
        *_single_rows(cells, draws, held),
        *_early_rows(cells, held),
        *_coverage_rows(cells, held),
        *_cost_rows(cells),
    ]


# --- parts ------------------------------------------------------------------------------------------------------


def _error_rows(cells: Cells) -> list[Row]:
    """Mean error over the rooms for each history and horizon."""
    errors = {name: cells.errors(name) for name in cells.names}
    found = []
    for history in cells.histories:
        rows = cells.rows_of([history])
        for h, horizon in enumerate(NAMES):
            mean = {name: figure(_mean(errors[name][rows, h])) for name in cells.names}
            value = mean.pop(cells.lead)
            found.append(
                Row(f"mean over rooms, {history} days, {horizon}: {cells.lead}", value, "K", "lower", None, mean)
            )
    return found


def _ratio_rows(cells: Cells, draws: int, held: bool) -> list[Row]:
    best, _ = cells.best()
    ratios = ratio(cells.errors(cells.lead), best)
    found = []
    for h, horizon in enumerate(NAMES):
        alone = {name: figure(_geometric(ratio(cells.errors(name)[:, h], best[:, h]))) for name in cells.baselines}

        def against(drawn: Drawn, h: int = h) -> float:
            return _geometric(_drawn_ratio(cells, drawn)[:, h])

        between = _interval(cells, draws, against)
        measure = f"{cells.lead} ÷ best baseline, {horizon}"
        value = figure(_geometric(ratios[:, h]))
        found.append(Row(measure, value, "", "lower", AT_MOST if held else None, alone, between))
    for history in cells.histories:
        rows = cells.rows_of([history])
        for h, horizon in enumerate(NAMES):
            value = figure(_geometric(ratios[rows, h]))
            found.append(Row(f"{cells.lead} ÷ best baseline, {history} days, {horizon}", value, "", "lower"))
    known = ratios[np.isfinite(ratios)]
    share = figure(float((known <= NEARLY).mean())) if known.size else float("nan")
    target = SHARE_NEARLY if held else None
    found.append(Row(f"share of cells with a ratio ≤ {NEARLY}", share, f"of {known.size}", "higher", target))
    return found


def _single_rows(cells: Cells, draws: int, held: bool) -> list[Row]:
    """Against each contender alone."""
    found = []
    for name in (one for one in cells.names if one != cells.lead):
        target = AT_MOST if held and name in cells.baselines else None

        def against(drawn: Drawn, name: str = name) -> float:
            return _geometric(ratio(cells.errors(cells.lead, drawn), cells.errors(name, drawn)))

        value, between = figure(against(None)), _interval(cells, draws, against)
        found.append(Row(f"{cells.lead} ÷ {name}, all cells", value, "", "lower", target, {}, between))
    return found


def _early_rows(cells: Cells, held: bool) -> list[Row]:
    """The first days: the 24 h error against the best baseline, averaged over rooms."""
    found = []
    for history in (days for days in EARLY if days in cells.histories):
        rows = cells.rows_of([history])
        means = {name: _mean(cells.errors(name)[rows, -1]) for name in cells.names}
        best = min(means[name] for name in cells.baselines)
        over = {name: figure(mean / best if best > 0 else np.nan) for name, mean in means.items()}
        others = {name: over[name] for name in cells.baselines}
        measure = f"{cells.lead} ÷ best baseline in the mean over rooms, {history} days, 24 h"
        value = over[cells.lead]
        found.append(Row(measure, value, "", "lower", EARLY_SHARE if held else None, others))
    return found


def _coverage_rows(cells: Cells, held: bool) -> list[Row]:
    """Of the 80 % interval: share of truths inside, and how far that is from what is wanted."""
    found = []
    for h, horizon in enumerate(NAMES):
        shares = {}
        for name in cells.names:
            inside = sum(cells.told[(*place, name)].inside[:, h].sum() for place in cells.places)
            wide = sum(cells.told[(*place, name)].wide[:, h].sum() for place in cells.places)
            if wide:
                shares[name] = float(inside / wide)
        if cells.lead not in shares:
            continue
        value = shares.pop(cells.lead)
        others = {name: figure(share) for name, share in shares.items()}
        found.append(
            Row(f"inside the 80 % interval, {horizon}: {cells.lead}", figure(value), "", "higher", None, others)
        )
        far = max(COVERED[0] - value, value - COVERED[1], 0.0)
        target = 0.0 if held else None
        found.append(Row(f"outside 75–85 % by, {horizon}: {cells.lead}", figure(far), "", "lower", target))
    return found


def _cost_rows(cells: Cells) -> list[Row]:
    longest = max(cells.histories)
    found = []
    for name in cells.names:
        told = [cells.told[(*place, name)] for place in cells.places if place[2] == longest]
        if not told:
            continue
        silent = sum(cells.told[(*place, name)].silent for place in cells.places)
        fitting, telling = (float(np.mean([getattr(one, what) for one in told])) for what in ("fitting", "telling"))
        found.append(Row(f"a fit on {longest} days: {name}", figure(fitting), "s", "lower"))
        found.append(Row(f"a forecast: {name}", figure(telling * 1e3), "ms", "lower"))
        found.append(Row(f"answers that were no number: {name}", silent, "", "lower"))
    return found


def _drawn_ratio(cells: Cells, drawn: Drawn) -> Array:
    """To the baseline that is best over all days: it is not chosen anew in every draw."""
    _, which = cells.best()
    errors = np.stack([cells.errors(name, drawn) for name in cells.baselines])
    return ratio(cells.errors(cells.lead, drawn), np.take_along_axis(errors, which[None], axis=0)[0])


def _interval(cells: Cells, draws: int, statistic: Callable[[Drawn], float]) -> tuple[float, float] | None:
    """95 %: the days of each recording are drawn as blocks, for all of its rooms together (Künsch 1989)."""
    if not draws:
        return None
    rng = np.random.default_rng(SEED)
    days: dict[str, Array] = {}
    for place in cells.places:
        first = cells.told[(*place, cells.lead)].first
        days[place[0]] = np.union1d(days.get(place[0], np.empty(0)), first)
    values = []
    for _ in range(draws):
        drawn = {}
        for house, known in days.items():
            weight = np.zeros(int(known.max()) + 1)
            np.add.at(weight, rng.choice(known, len(known)).astype(int), 1.0)
            drawn[house] = weight
        values.append(statistic(drawn))
    finite = np.array(values)[np.isfinite(values)]
    if not finite.size:
        return None
    low, high = np.percentile(finite, (2.5, 97.5))
    return figure(float(low)), figure(float(high))


def _geometric(ratios: Array) -> float:
    known = ratios[np.isfinite(ratios) & (ratios > 0)]
    return float(np.exp(np.log(known).mean())) if known.size else float("nan")


def _mean(values: Array) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else float("nan")
