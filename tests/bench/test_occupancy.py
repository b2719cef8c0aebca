"""The occupancy benchmark: baselines that are sane, contenders that cheat, and the command."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.bench.homes import MONDAY, regular_home
from thermo_edge.bench.baselines import HourOfWeek, LastWeek, Majority, Persistence, plain_baselines
from thermo_edge.bench.contender import HORIZONS, Belief, Contender, Moments, Outlook, looks_ahead, silent
from thermo_edge.bench.occupancy import (
    NothingToMeasure,
    bench_occupancy,
    everywhere,
    figure_rows,
    simulated_rows,
    trial_rows,
)
from thermo_edge.bench.occupancy_logistic import Logistic, fit_logistic, sigmoid
from thermo_edge.bench.occupancy_measure import Figures, ahead, measure
from thermo_edge.bench.occupancy_recurrent import Recurrent, torch_is_here
from thermo_edge.bench.recordings.recording import DAY, Array, Recording, Trial, split
from thermo_edge.cli import main


@pytest.fixture(scope="module")
def trial() -> Trial:
    return split(regular_home(28), 0.75)


@pytest.fixture(scope="module")
def figures(trial: Trial) -> dict[str, Figures]:
    told = [measure(contender, trial, sees) for contender, sees in [*plain_baselines(), (Logistic(), False)]]
    return {one.name: one for one in told}


class Knows(Majority):
    """A cheat: it says what the sensors of the next hour will say."""

    name = "knows"

    def now(self, recording: Recording) -> Belief:
        said = super().now(recording)
        return said._replace(rooms=np.roll(recording.values[:, :2], -12, axis=0))


class Smooths(Majority):
    """A cheat that does not know it: it fits the whole recording before it speaks of its beginning."""

    name = "smooths"

    def ahead(self, recording: Recording, origins: Array) -> Outlook:
        said = super().ahead(recording, origins)
        return said._replace(home=said.home * 0 + np.nanmean(recording.values[:, 2]) / 1000)


class Fires(Majority):
    """A cheat by the events: it waits for the next one to be heard."""

    name = "fires"

    def moments(self, recording: Recording, origins: Array) -> Moments:
        heard = np.append(recording.events[0][:, 0], np.inf)
        wait = heard[np.searchsorted(heard, recording.times[origins], side="right")] - recording.times[origins]
        return silent(origins)._replace(returns=np.repeat(wait[:, None], 3, axis=1))


@pytest.mark.parametrize(("cheat", "where"), [(Knows(), "now"), (Smooths(), "ahead"), (Fires(), "moments")])
def test_a_contender_that_knows_the_future_is_caught(cheat: Contender, where: str, trial: Trial) -> None:
    cheat.fit(trial.train)
    assert looks_ahead(cheat, trial.whole, (900, 1500)) == (where,)


@pytest.mark.slow
def test_no_baseline_knows_the_future(trial: Trial) -> None:
    contenders: list[Contender] = [*(one for one, _ in plain_baselines()), Logistic(), Logistic(changes=True)]
    if torch_is_here():
        contenders.append(Recurrent())
    short = Trial(trial.train.part(0, 2016), trial.whole.part(0, 4032), 2016)
    for contender in contenders:
        contender.fit(short.train)
        assert looks_ahead(contender, short.whole, (2500,)) == (), contender.name


def test_what_a_contender_sees_holds_no_truth(trial: Trial) -> None:
    blind = trial.whole.blind()
    assert np.isnan(blind.truth).all()
    assert np.isnan(blind.home).all()
    assert not np.isnan(trial.whole.truth).any()


def test_regression_reads_the_sensors_and_the_table_reads_the_clock(figures: dict[str, Figures]) -> None:
    brier = {name: one.value(("home", "Brier")) for name, one in figures.items()}
    assert brier["logistic regression"] < brier["hour of week"] < brier["majority"]
    later = {name: one.value(("home", ahead(480))) for name, one in figures.items()}
    assert later["hour of week"] < 0.5 * later["majority"]
    assert later["last week, told"] < later["majority"]
    assert later["hour of week, told each day"] == pytest.approx(later["hour of week"], rel=0.3)


def test_persistence_is_good_soon_and_bad_later(figures: dict[str, Figures]) -> None:
    told = figures["persistence, told the present"]
    soon, late = told.value(("home", ahead(15))), told.value(("home", ahead(480)))
    assert soon < 0.04 < 3 * soon < late
    assert soon < figures["persistence"].value(("home", ahead(15)))


def test_moments_of_the_table_are_close_in_a_regular_home(figures: dict[str, Figures]) -> None:
    table = figures["hour of week"]
    assert table.value(("waking", "median error, minutes")) < 45
    assert table.value(("return", "median error, minutes")) < 60
    assert 0.5 < table.value(("waking", "inside the 80 % interval")) <= 1


def test_probabilities_of_the_home_sum_to_one(trial: Trial) -> None:
    for contender in (Majority(), Persistence(), HourOfWeek(), LastWeek(), Logistic()):
        contender.fit(trial.train)
        belief = contender.now(trial.whole)
        assert belief.rooms.shape == trial.whole.truth.shape
        assert belief.home.sum(axis=1) == pytest.approx(1.0)
        assert (belief.home >= 0).all()
        outlook = contender.ahead(trial.whole, np.array([10, 5000]))
        assert outlook.rooms.shape == (2, len(HORIZONS), 2)
        assert outlook.home.shape == (2, len(HORIZONS))


def test_regression_finds_the_weights_that_made_the_data() -> None:
    rng = np.random.default_rng(3)
    x = rng.normal(size=(20_000, 2))
    y = (rng.random(20_000) < sigmoid(x @ np.array([1.5, -0.7]) + 0.4)).astype(float)
    assert fit_logistic(x, y) == pytest.approx([1.5, -0.7, 0.4], abs=0.08)
    assert np.isnan(fit_logistic(x, np.full(20_000, np.nan))).all()


@pytest.mark.skipif(not torch_is_here(), reason="torch is not installed")
@pytest.mark.slow
def test_the_recurrent_net_learns_and_repeats_itself() -> None:
    short = split(regular_home(8), 0.75)
    one, two = measure(Recurrent(), short), measure(Recurrent(), short)
    assert one.value(("home", "accuracy")) > 0.9
    assert one.value(("home", "Brier")) == two.value(("home", "Brier"))


def test_rows_hold_our_figures_beside_the_baselines(trial: Trial, figures: dict[str, Figures]) -> None:
    rows = {row.measure: row for row in trial_rows(trial, True, Logistic())}
    accuracy = rows["made up: home, accuracy"]
    assert accuracy.value == accuracy.baselines["logistic regression"]
    assert rows["made up: answers that know the future"].kept
    share = rows["made up: home, Brier 30 min ahead over hour of week"]
    assert share.target == 0.85
    assert share.baselines["hour of week"] == 1.0
    assert rows["made up: rooms, Brier 8 h ahead over hour of week"].target == 1.0
    with_intervals = figure_rows("made up", figures["logistic regression"], list(figures.values()), 200)
    low, high = next(row for row in with_intervals if row.measure == "made up: home, accuracy").interval or (1, 0)
    assert low <= accuracy.value <= high


def test_targets_belong_to_the_sets_that_were_promised(trial: Trial) -> None:
    name = "UCI occupancy without light"
    named = Trial(trial.train, replace(trial.whole, name=name), trial.start)
    targets = {row.measure: row.target for row in trial_rows(named, True, Logistic())}
    assert targets[f"{name}: living room, accuracy"] == 0.92
    assert targets[f"{name}: home, accuracy"] is None


def test_a_cheat_misses_its_row(trial: Trial) -> None:
    rows = {row.measure: row for row in trial_rows(trial, True, Knows())}
    assert not rows["made up: answers that know the future"].kept


@pytest.mark.slow
def test_made_up_homes_are_laid_side_by_side() -> None:
    rows = simulated_rows([split(regular_home(14, seed), 0.5) for seed in (1, 2)], quick=True)
    told = {row.measure: row for row in rows}
    assert told["simulated homes: how many"].value == 2
    assert told["simulated homes: home, accuracy"].baselines["hour of week"] > 0.8
    asked: list[tuple[int, int]] = []

    def made(count: int, seed: int) -> list[Recording]:
        asked.append((count, seed))
        return [regular_home(14)]

    assert bench_occupancy(True, (), made)
    assert asked == [(5, 20_000)]
    with pytest.raises(NothingToMeasure, match="--csv FILE --map MAP"):
        bench_occupancy(True)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = regular_home(14, step=900)
    rows = [
        f"{t},{v[0]:.0f},{v[2]:.1f},{y[0]:.0f}" for t, v, y in zip(home.times, home.values, home.truth, strict=True)
    ]
    (tmp_path / "home.csv").write_text("at,pir,co2,people\n" + "\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "map.yaml").write_text(
        "name: ours\nlayout: wide\ntime: {column: at, format: unix}\nstep: 15min\nsensors:\n"
        "  - {id: pir, kind: motion, room: living room}\n  - {id: co2, kind: co2, room: living room}\n"
        "truth: [{column: people, room: living room}]\n",
        encoding="utf-8",
    )
    files = ["--csv", str(tmp_path / "home.csv"), "--map", str(tmp_path / "map.yaml")]
    assert main(["bench", "occupancy", "--quick", *files, "--json", str(tmp_path / "told.json")]) == 0
    assert "ours: living room, Brier 30 min ahead" in capsys.readouterr().out
    told = json.loads((tmp_path / "told.json").read_text(encoding="utf-8"))
    assert {row["measure"] for row in told["rows"]} >= {"ours: living room, accuracy"}
    assert main(["bench", "occupancy", *files[:2]]) == 1
    assert "Each --csv needs its --map" in capsys.readouterr().err
    assert main(["bench", "turn", "--quick", *files]) == 1
    assert "takes no recordings" in capsys.readouterr().err
    assert main(["bench", "occupancy", *files[:3], "nowhere"]) == 1
    assert "the maps that come with the program are" in capsys.readouterr().err


def test_local_times_follow_the_zone() -> None:
    home = replace(regular_home(1), zone="Asia/Kolkata")
    assert home.times[0] == MONDAY
    assert home.local[0] == 5.5 * 3600
    assert home.day[0] == MONDAY // DAY


def test_only_who_took_part_in_every_home_is_laid_beside_ours() -> None:
    both, one = Figures("both", {}, {("rooms", "calibration error"): 0.1}), Figures("only one", {}, {})
    other = replace(both, numbers={("rooms", "calibration error"): 0.3})
    found = everywhere([[both, one], [other]])
    assert [figures.name for figures in found] == ["both"]
    assert found[0].numbers["rooms", "calibration error"] == pytest.approx(0.2)
    assert everywhere([]) == []
