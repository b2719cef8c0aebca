"""Holds the simulation against recordings of real homes: a table of quantiles, and pictures.

python -m thermo_edge.bench.plausibility --data FOLDER [--pictures docs/pictures]
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thermo_edge.bench import real_homes
from thermo_edge.bench.lived import Household, live
from thermo_edge.bench.pictures import Measure, draw_measures
from thermo_edge.bench.real_homes import Series

Array = NDArray[np.floating[Any]]

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
SLOT = 300.0
"""s in which a sensor counts once: some hold on for minutes, others fire every second."""

SEED, HOMES, DAYS = 7, 500, 30
PICTURES = Path("docs/pictures")

_DAY, _HOUR, _QUARTER = 86_400.0, 3600.0, 900.0
_MILD = (0.0, 14.0)  # °C outdoors, mean of a day: as it was in the recordings
_WARM_RADIATOR = 2.0  # K that a valve on it must be warmer than the room
_GIVES = 0.2  # of its power: as little as that shows at the valve


def compare(folder: Path, household: Household | None = None, homes: int = HOMES, days: int = DAYS) -> list[Measure]:
    """All measures. Those of events are left out without a household; light is then daylight without lamps.

    Raises NoRecording where the folder lacks one.
    """
    measures = [*_temperatures(folder, homes, days), _lights(folder, household)]
    if household is not None:
        measures += [
            _rates("events: five minutes with motion, of a sensor", household.motions, real_homes.motions(folder)),
            _rates("events: openings of an outer door", household.doors, real_homes.doors(folder)),
        ]
    return measures


def table(measures: Sequence[Measure]) -> str:
    """Quantiles of ours, and of each recording under it."""
    lines = [f"{'':<44}" + "".join(f"{quantile:>9.0%}" for quantile in QUANTILES)]
    for measure in measures:
        lines.append(f"{measure.name}, {measure.unit}")
        for name, values in {"simulated": measure.ours, **measure.theirs}.items():
            found = np.quantile(values, QUANTILES) if len(values) else np.full(len(QUANTILES), np.nan)
            lines.append(f"  {name:<42}" + "".join(f"{value:>9.2f}" for value in found))
    return "\n".join(lines)


def _temperatures(folder: Path, homes: int, days: int) -> list[Measure]:
    from thermo_edge.simulation.generate import generate

    made = generate(homes, days, SEED)
    rooms = made.temperature.shape[1]
    by_day = made.temperature.reshape(homes, rooms, days, -1)
    outdoor = made.outdoor.reshape(homes, days, -1).mean(axis=2)
    usual = (outdoor > _MILD[0]) & (outdoor < _MILD[1]) & ~made.played
    usual = np.broadcast_to(usual[:, None], by_day.shape[:3])
    swing = (by_day.max(axis=3) - by_day.min(axis=3))[usual]
    hourly = np.abs(by_day[..., 4:] - by_day[..., :-4])[usual].ravel()
    duty = (made.heating.reshape(by_day.shape) > _GIVES).mean(axis=3)
    hung = (made.dwelling.emitters.shared > 0.0) & (made.dwelling.emitters.to_floor <= 0.0)
    duty = duty[usual & hung[..., None]]
    recorded = real_homes.temperatures(folder)
    return [
        Measure("swing of a room's temperature in a day", "K", swing, _by_home(recorded, daily_swing)),
        Measure("change of a room's temperature in an hour", "K", hourly, _by_home(recorded, hourly_change)),
        Measure("share of a day with heat, rooms with radiators", "of 1", duty, {real_homes.GERMANY: _duties(folder)}),
    ]


def _lights(folder: Path, household: Household | None) -> Measure:
    if household is not None:
        ours = np.concatenate([by_day_hours(series) for series in household.lights] or [np.zeros(0)])
    else:
        ours = _daylight()
    return Measure("light in rooms from 8 to 17 h", "lx", ours, _by_home(real_homes.lights(folder), by_day_hours))


def _daylight() -> Array:
    """lx at the sensors of the family's home in March and April, when most recordings were made."""
    from thermo_edge.simulation.family import family_home, family_weather
    from thermo_edge.simulation.plant import Outside

    begun = datetime(2026, 3, 8, tzinfo=UTC).timestamp()
    hours = np.arange(begun, begun + 54 * _DAY, _QUARTER)
    hours = hours[(hours % _DAY >= 8 * _HOUR) & (hours % _DAY < 17 * _HOUR)]
    sky = family_weather().at(hours)
    columns = (sky.temperature, sky.moisture, sky.wind, sky.beam, sky.diffuse, sky.elevation, sky.azimuth)
    outside = Outside(*(column[0] for column in columns))
    return family_home().shell.sunshine(outside, np.zeros((1, 1))).daylight.ravel()


def _by_home(found: Iterable[Series], measure: Any) -> dict[str, Array]:
    parts: dict[str, list[Array]] = defaultdict(list)
    for series in found:
        parts[series.home].append(measure(series))
    return {home: np.concatenate(arrays) for home, arrays in parts.items()}


def daily_swing(series: Series) -> Array:
    """K between the warmest and the coldest of each day of which 20 hours or more were told."""
    day = series.times // _DAY
    swings = []
    for each in np.unique(day):
        told = day == each
        if np.ptp(series.times[told]) >= 20.0 * _HOUR:
            swings.append(np.ptp(series.values[told]))
    return np.array(swings)


def hourly_change(series: Series) -> Array:
    """K between values an hour apart, each the last that was told by then."""
    values = on_grid(series)
    return np.abs(values[4:] - values[:-4])


def by_day_hours(series: Series) -> Array:
    """Values by quarters of an hour between 8 and 17 h."""
    hour = _grid(series) % _DAY / _HOUR
    return on_grid(series)[(hour >= 8.0) & (hour < 17.0)]


def _grid(series: Series) -> Array:
    return np.arange(series.times[0], series.times[-1], _QUARTER)


def on_grid(series: Series, grid: Array | None = None) -> Array:
    """The last value told by each quarter of an hour, or by each time of `grid`."""
    wanted = _grid(series) if grid is None else grid
    return series.values[np.maximum(np.searchsorted(series.times, wanted, side="right") - 1, 0)]


def _duties(folder: Path) -> Array:
    """Shares of days in which radiators were clearly warmer than their rooms."""
    shares = []
    for radiator, room in real_homes.radiators(folder):
        grid = _grid(radiator)
        warm = on_grid(radiator, grid) > on_grid(room, grid) + _WARM_RADIATOR
        whole = len(warm) // 96 * 96
        shares.append(warm[:whole].reshape(-1, 96).mean(axis=1))
    return np.concatenate(shares)


def _rates(name: str, ours: Sequence[Series], theirs: Sequence[Series]) -> Measure:
    homes: dict[str, list[Series]] = defaultdict(list)
    for series in theirs:
        homes[series.home].append(series)
    recorded = {home: _means_by_hour(found) for home, found in homes.items()}
    return Measure(name, "1/h", _means_by_hour(ours), recorded)


def _means_by_hour(found: Sequence[Series]) -> Array:
    """Mean events of a sensor in each of the 24 hours of the day; what fires again within a slot counts once."""
    if not found:
        return np.zeros(0)
    times = np.concatenate([np.unique(series.times // SLOT) * SLOT for series in found])
    days = (times.max() - times.min()) / _DAY
    counts = np.bincount((times % _DAY // _HOUR).astype(int), minlength=24)
    rates: Array = counts / max(days, 1.0) / len(found)
    return rates


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Hold the simulation against recordings of real homes.")
    parser.add_argument("--data", type=Path, required=True, help="folder of recordings, laid out as shared/data")
    parser.add_argument("--pictures", type=Path, default=PICTURES, help="folder for the pictures")
    parser.add_argument("--days", type=int, default=14, help="to live in the family's home for events; 0: not")
    given = parser.parse_args(argv)
    measures = compare(given.data, live(given.days) if given.days else None)
    print(table(measures))
    for path in draw_measures(measures, given.pictures):
        print(path)


if __name__ == "__main__":
    main()
