"""How warm it will be: forecasts of rooms beside plainer ones, on recordings of any home."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from thermo_edge.bench.forecast_cells import Cells, cells_of
from thermo_edge.bench.forecast_load import House, load_house
from thermo_edge.bench.forecast_map import read_forecast_map
from thermo_edge.bench.forecast_measure import Rules, Told, judge
from thermo_edge.bench.forecast_ours import OURS, contenders
from thermo_edge.bench.forecast_rows import series_rows, summary_rows
from thermo_edge.bench.forecast_trees import BoostedTrees, sklearn_is_here
from thermo_edge.bench.occupancy import NothingToMeasure
from thermo_edge.bench.rows import Row
from thermo_edge.climate.baselines import NightlyRidge, Persistence, SameChange
from thermo_edge.climate.blend import plain_blend
from thermo_edge.climate.greybox import GreyBox
from thermo_edge.climate.series import Forecaster
from thermo_edge.errors import ThermoEdgeError

QUICK = Rules(histories=(0, 3, 14), days=3, every=12)
QUICK_ROOM_DAYS = 24
"""Judged in each history in less than a minute."""


class NoSuchContender(ThermoEdgeError):
    """A contender was named that does not exist: name another."""


@dataclass(frozen=True, slots=True)
class ForecastOptions:
    """What takes part, and what is known beforehand."""

    only: Sequence[str] = ()
    """Names of contenders; persistence always takes part. Empty: all."""
    weather: bool = True
    plan: bool = False
    days: int | None = None
    """That are judged in each room; None: what is usual."""
    what_if: bool = False
    """Simulated rooms and their answers to heat, instead of recordings."""


def bench_forecast(
    quick: bool = False,
    recordings: Sequence[Path] = (),
    maps: Sequence[str] = (),
    options: ForecastOptions | None = None,
) -> list[Row]:
    """Raises NothingToMeasure, NoSuchContender, SettingsError (a map), RecordingUnfit or RecordingFault (a file)."""
    if not recordings:
        raise NothingToMeasure("Name a recording and what is in it: bench forecast --csv FILE --map MAP")
    options = options or ForecastOptions()
    houses = [load_house(path, read_forecast_map(name)) for path, name in zip(recordings, maps, strict=True)]
    rules = replace(_quick(houses) if quick else Rules(), weather=options.weather, plan=options.plan)
    if options.days is not None:
        rules = replace(rules, days=max(1, options.days))
    field = taking_part(quick, options)
    cells = run(houses, field, rules)
    if not cells.places:
        raise NothingToMeasure("No forecast could be judged: no temperature is known on any whole day of a recording.")
    notes = [] if quick or sklearn_is_here() else [_left_out()]
    measured = [row for row in summary_rows(cells, 0 if quick else 500) if math.isfinite(row.value)]
    return notes + series_rows(houses) + measured + cells.rows()


def taking_part(quick: bool, options: ForecastOptions) -> "Field":
    """The contenders, baselines first. Raises NoSuchContender."""
    planned = options.plan
    baselines: list[Forecaster] = [Persistence(), SameChange(), NightlyRidge(planned=planned), GreyBox()]
    if not quick and sklearn_is_here():
        baselines.append(BoostedTrees(planned=planned))
    others = [*contenders(options.weather, planned), plain_blend(options.weather, planned)]
    known = [one.name for one in (*baselines, *others)]
    strange = [name for name in options.only if name not in known]
    if strange:
        raise NoSuchContender(f"There is no contender {', '.join(strange)}; there are: {', '.join(known)}")
    if options.only:
        wanted = {*options.only, Persistence.name}
        baselines = [one for one in baselines if one.name in wanted]
        others = [one for one in others if one.name in wanted]
    return Field(tuple(baselines), tuple(others))


@dataclass(frozen=True, slots=True)
class Field:
    """Who takes part; `lead` is held to the targets."""

    baselines: tuple[Forecaster, ...]
    others: tuple[Forecaster, ...]

    @property
    def lead(self) -> str:
        """Ours, else the first that is no plain baseline, else the last baseline."""
        names = [one.name for one in self.others]
        if OURS in names:
            return OURS
        return names[-1] if names else self.baselines[-1].name


def run(houses: Sequence[House], field: Field, rules: Rules, judging: Callable[..., Told] = judge) -> Cells:
    """Every contender over every room and history."""
    told: dict[tuple[str, str, int, str], Told] = {}
    for house in houses:
        for room in house.rooms:
            for history in rules.histories:
                for one in (*field.baselines, *field.others):
                    told[house.name, room.name, history, one.name] = judging(one, room, history, rules)
    rivals = [one.name for one in field.baselines if one.name != field.lead]
    return cells_of(told, rivals or [field.lead], field.lead)


def _quick(houses: Sequence[House]) -> Rules:
    """Fewer days of many rooms, so that it stays quick."""
    rooms = sum(len(house.rooms) for house in houses)
    return replace(QUICK, days=max(1, min(QUICK.days, QUICK_ROOM_DAYS // rooms)))


def _left_out() -> Row:
    return Row("boosted trees left out, scikit-learn is not installed", 0, "measured", "higher")
