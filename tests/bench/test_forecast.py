"""The forecast benchmark: what is judged and hidden, what is made of many cells, and the command."""

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from tests.climate.rooms import heated_room
from thermo_edge.bench.command import table
from thermo_edge.bench.forecast import Field, ForecastOptions, NoSuchContender, _quick, bench_forecast, run, taking_part
from thermo_edge.bench.forecast_cells import Cells, cells_of
from thermo_edge.bench.forecast_load import House, load_house
from thermo_edge.bench.forecast_map import read_forecast_map
from thermo_edge.bench.forecast_measure import HORIZONS, Rules, Told, judge, judged_days
from thermo_edge.bench.forecast_ours import OURS, contenders
from thermo_edge.bench.forecast_rows import summary_rows
from thermo_edge.bench.occupancy import NothingToMeasure
from thermo_edge.bench.rows import Row, to_json
from thermo_edge.cli import main
from thermo_edge.climate.baselines import Persistence, SameChange
from thermo_edge.climate.series import DAY, Array, Outlook, ThermalSeries

RULES = Rules(histories=(0, 3), days=2, every=24)


class Watcher(Persistence):
    """Keeps what it was shown, and says nothing when told so."""

    name = OURS

    def __init__(self, silent: bool = False) -> None:
        self.fits: list[tuple[int, int]] = []
        self.shown: list[tuple[ThermalSeries, int, Outlook]] = []
        self._silent = silent

    def fit(self, series: ThermalSeries, upto: int) -> None:
        self.fits.append((len(series), upto))

    def predict(self, series: ThermalSeries, index: int, future: Outlook) -> Array:
        self.shown.append((series, index, future))
        return np.full(DAY, np.nan) if self._silent else super().predict(series, index, future)

    def quantiles(self, series: ThermalSeries, index: int, future: Outlook) -> Array:
        return np.tile([-100.0, 20.0, 100.0], (DAY, 1))


@pytest.fixture(scope="module")
def home() -> ThermalSeries:
    return heated_room(8)


def test_each_history_is_all_that_is_seen(home: ThermalSeries) -> None:
    watcher = Watcher()
    told = judge(watcher, home, 3, RULES)
    assert watcher.fits == [(5 * DAY, 3 * DAY)] * 2
    assert told.asked[:, 0].tolist() == [4.0, 4.0]
    for series, index, future in watcher.shown:
        assert np.isnan(series.target[index + 1 :]).all()
        assert np.isnan(series.heat[index + 1 :]).all()
        assert np.isnan(series.outdoor[index + 1 :]).all()
        assert future.heat is None
        assert np.isfinite(future.outdoor).all()


def test_a_plan_is_told_only_when_asked_for(home: ThermalSeries) -> None:
    watcher = Watcher()
    judge(watcher, home, 3, Rules(histories=(3,), days=1, every=48, plan=True))
    assert watcher.shown[0][2].heat is not None


def test_errors_are_those_of_the_forecast_and_silence_counts_as_persistence(home: ThermalSeries) -> None:
    spoken, silent = judge(Watcher(), home, 0, RULES), judge(Watcher(silent=True), home, 0, RULES)
    assert silent.silent == 8
    assert spoken.silent == 0
    assert np.allclose(spoken.error, silent.error)
    assert np.allclose(spoken.error, judge(Persistence(), home, 0, RULES).error)
    assert (spoken.inside == spoken.wide).all()
    assert spoken.wide.sum() == spoken.asked.sum() > 0


def test_judged_days_begin_at_local_midnight_and_leave_the_history_before_them() -> None:
    spring = heated_room(10, start=datetime(2024, 3, 28, 5, tzinfo=ZoneInfo("Europe/Amsterdam")))
    days = judged_days(spring, 3, 20)
    assert (spring.local[days] % 24 == 0).all()
    assert days[0] >= 3 * DAY
    assert days[-1] + 2 * DAY <= len(spring)
    assert np.diff(days).min() >= DAY - 4
    assert len(judged_days(spring, 3, 2)) == 2


def made_cells(errors: dict[str, Sequence[float]], lead: str, rooms: int = 2, days: int = 6) -> Cells:
    """The same error at every horizon on every day, one for each room."""
    told = {}
    for name, by_room in errors.items():
        for room in range(rooms):
            shape = (days, len(HORIZONS))
            asked = np.full(shape, 4.0)
            inside = np.full(shape, 3.0)
            told["house", f"room {room}", 3, name] = Told(
                np.arange(days), asked * by_room[room], asked, inside, asked, 0, 0.0, 0.0
            )
    return cells_of(told, [name for name in errors if name != lead], lead)


def found(rows: Sequence[Row], measure: str) -> Row:
    return next(row for row in rows if row.measure == measure)


def test_ratios_are_to_the_best_baseline_of_each_cell() -> None:
    cells = made_cells({"one": (1.0, 4.0), "two": (2.0, 2.0), OURS: (0.5, 4.0)}, OURS)
    rows = summary_rows(cells, draws=20)
    ratio = found(rows, "ours ÷ best baseline, 1 h")
    assert ratio.value == pytest.approx(1.0)  # the root of 0.5 × 2
    assert ratio.target == 1.0
    assert ratio.interval == pytest.approx((1.0, 1.0))
    assert ratio.baselines == {"one": 1.41, "two": 1.41}
    share = found(rows, "share of cells with a ratio ≤ 1.1")
    assert (share.value, share.target, share.kept) == (0.5, 0.9, False)
    alone = found(rows, "ours ÷ one, all cells")
    assert alone.value == pytest.approx(0.707)
    early = found(rows, "ours ÷ best baseline in the mean over rooms, 3 days, 24 h")
    assert early.value == pytest.approx(2.25 / 2.0, abs=0.01)
    assert early.target == 0.85
    assert found(rows, "inside the 80 % interval, 3 h: ours").value == 0.75
    assert found(rows, "outside 75–85 % by, 3 h: ours").kept


def test_without_ours_nothing_is_promised() -> None:
    cells = made_cells({"one": (1.0, 4.0), "blend": (2.0, 2.0)}, "blend")
    assert all(row.target is None for row in summary_rows(cells, 0))


def test_days_are_drawn_as_blocks_for_all_rooms_of_a_house() -> None:
    cells = made_cells({"one": (1.0, 1.0), OURS: (0.5, 0.5)}, OURS)
    for told in (cells.told["house", f"room {n}", 3, OURS] for n in (0, 1)):
        told.missed[0] *= 10
    low, high = found(summary_rows(cells, 200), "ours ÷ best baseline, 24 h").interval or (0.0, 0.0)
    assert low == pytest.approx(0.5)
    assert high > 2.0


def test_who_takes_part() -> None:
    assert taking_part(True, ForecastOptions()).lead == OURS
    few = taking_part(True, ForecastOptions(only=["grey-box"]))
    assert [one.name for one in few.baselines] == ["persistence", "grey-box"]
    assert few.lead == "grey-box"
    alone = taking_part(True, ForecastOptions(only=["persistence"]))
    assert run([House("home", (heated_room(4),))], alone, RULES).baselines == ("persistence",)
    with pytest.raises(NoSuchContender, match="there are: persistence"):
        taking_part(True, ForecastOptions(only=["oracle"]))
    assert contenders() == [] or OURS in [one.name for one in contenders()]


def test_a_run_gives_a_row_for_each_cell(home: ThermalSeries) -> None:
    field = Field((Persistence(), SameChange()), (Watcher(),))
    cells = run([House("home", (home,))], field, RULES)
    rows = cells.rows()
    assert len(rows) == 2 * len(HORIZONS)
    assert rows[0].measure == "room, 0 days, 15 min: ours"
    assert set(rows[0].baselines) == {"persistence", "same change as yesterday"}


def test_without_a_recording_it_says_what_it_needs() -> None:
    with pytest.raises(NothingToMeasure, match="--csv FILE --map MAP"):
        bench_forecast()


def test_a_room_that_never_changes_has_no_ratio_to_a_baseline_without_error(home: ThermalSeries) -> None:
    still = replace(home, target=np.full(len(home), 21.0))
    cells = run([House("home", (still,))], Field((Persistence(), SameChange()), (Watcher(),)), RULES)
    rows = summary_rows(cells, 0)
    early = found(rows, "ours ÷ best baseline in the mean over rooms, 3 days, 24 h")
    assert math.isnan(early.value)
    shown = next(line for line in table(rows).splitlines() if line.startswith(early.measure))
    assert shown.removeprefix(early.measure).split() == ["–", "≤", "0.85"]


def test_figures_that_nobody_could_reach_are_written_as_none() -> None:
    told = json.loads(to_json([Row("error", math.nan, "K", "lower", None, {"one": math.nan, "two": 0.5})]))
    assert told["rows"][0]["value"] is None
    assert told["rows"][0]["baselines"] == {"two": 0.5}


def test_days_on_which_no_room_says_anything_are_not_judged(home: ThermalSeries) -> None:
    midnight = int(judged_days(home, 0, 14)[2])
    hole = np.where((np.arange(len(home)) - midnight) // DAY == 0, np.nan, home.target)
    silent = replace(home, target=hole)
    assert midnight not in judged_days(silent, 0, 14)
    assert midnight in judged_days(replace(silent, neighbours=home.target[None]), 0, 14)


def test_a_recording_of_which_no_forecast_can_be_judged_is_refused(tmp_path: Path) -> None:
    days = [f"2024-01-{day:02}" for day in range(1, 32)]
    lines = [f"{day} {clock},20.0" for day in days for clock in ("21:00", "21:30", "22:00", "22:30", "22:45")]
    (tmp_path / "home.csv").write_text("\n".join(["time,T", *lines]), encoding="utf-8")
    (tmp_path / "map.yaml").write_text("time: time\nrooms: [{name: living, target: T}]\n", encoding="utf-8")
    with pytest.raises(NothingToMeasure, match="No forecast could be judged"):
        bench_forecast(
            True, [tmp_path / "home.csv"], [str(tmp_path / "map.yaml")], ForecastOptions(only=["persistence"])
        )


def test_quick_judges_fewer_days_of_many_rooms_and_leaves_out_what_cannot_be_measured(tmp_path: Path) -> None:
    times = [datetime(2024, 1, 1, tzinfo=ZoneInfo("UTC")) + n * timedelta(minutes=15) for n in range(20 * DAY)]
    kept = [at for at in times if 8 <= at.hour < 14]  # never known 12 hours later
    path, columns = tmp_path / "home.csv", [f"r{n}" for n in range(13)]
    lines = [",".join(["time", *columns])]
    lines += [f"{at.isoformat()}{f',{20 + at.minute / 60:.2f}' * 13}" for at in kept]
    path.write_text("\n".join(lines), encoding="utf-8")
    for rooms, days in ((1, 3), (13, 1)):
        named = "\n".join(f"  - {{name: {column}, target: {column}}}" for column in columns[:rooms])
        (tmp_path / "map.yaml").write_text(f"time: time\nrooms:\n{named}\n", encoding="utf-8")
        house = load_house(path, read_forecast_map(str(tmp_path / "map.yaml")))
        assert _quick([house]).days == days
    rows = bench_forecast(True, [path], [str(tmp_path / "map.yaml")], ForecastOptions(only=["persistence"]))
    assert found(rows, "mean over rooms, 0 days, 15 min: persistence").value > 0
    assert not [row for row in rows if "12 h" in row.measure]


def test_the_command(tmp_path: Path, home: ThermalSeries, capsys: pytest.CaptureFixture[str]) -> None:
    lines = ["time,T,out"]
    lines += [f"{home.time(n).isoformat()},{home.target[n]:.3f},{home.outdoor[n]:.3f}" for n in range(5 * DAY)]
    (tmp_path / "home.csv").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "map.yaml").write_text(
        "name: home\ntime: time\nzone: Europe/Amsterdam\noutdoor: out\nrooms: [{name: living, target: T}]\n",
        encoding="utf-8",
    )
    figures = tmp_path / "figures.json"
    files = ["--csv", str(tmp_path / "home.csv"), "--map", str(tmp_path / "map.yaml"), "--json", str(figures)]
    options = ["--contender", "ridge", "--weather", "none", "--quick"]
    assert main(["bench", "forecast", *files, *options]) == 0
    assert "home living, 3 days, 24 h: ridge" in capsys.readouterr().out
    rows = json.loads(figures.read_text(encoding="utf-8"))["rows"]
    assert {"measure", "value", "unit", "baselines"} <= set(rows[0])
    assert main(["bench", "forecast", *files, "--contender", "oracle"]) == 1
    assert "There is no contender oracle" in capsys.readouterr().err
