"""The comfort model from the training child to a changed proposal; and the prior from votes."""

import csv
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest

from tests.learning.children import PATIENCE, need_torch
from thermo_edge.cli import main
from thermo_edge.climate.preference import Prior, probabilities
from thermo_edge.climate.setpoint_features import NAMES, Context, numbers
from thermo_edge.learning.comfort_base import of_shelved, shipped, shipped_prior
from thermo_edge.learning.comfort_command import changes
from thermo_edge.learning.comfort_holds import COLUMNS, Held, HoldsFault, read_holds
from thermo_edge.learning.comfort_votes import Votes
from thermo_edge.learning.job import Job, to_json
from thermo_edge.learning.parent import CHILD, Result, Training
from thermo_edge.learning.recipes.comfort_tastes import wishes
from thermo_edge.learning.shelf import BASE
from thermo_edge.learning.shelved import open_folder

BEGIN = datetime(2026, 1, 5, 7, 30, tzinfo=timezone(timedelta(hours=1)))


def write_holds(path: Path, held: Sequence[Held]) -> None:
    """As `read_holds` reads them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for one in held:
            context = one.context
            outdoors = "" if context.outdoor_mean is None else f"{context.outdoor_mean:.2f}"
            flags = (int(context.asleep), int(context.away))
            figures = (f"{context.temperature:.2f}", f"{one.set_point:.2f}", f"{one.settings:.2f}", outdoors)
            writer.writerow([context.local.isoformat(), *figures, *flags])


def cold_evenings(count: int = 40) -> list[Held]:
    """A household that wants 22.5 °C in the evening, and 20 °C in the morning, of settings around 20.5 °C."""
    rng = np.random.default_rng(1)
    held = []
    for number in range(count):
        evening = number % 2 == 1
        local = BEGIN + timedelta(days=number // 2, hours=12 if evening else 0, minutes=int(rng.integers(0, 90)))
        wished = (22.5 if evening else 20.0) + rng.normal(0.0, 0.2)
        held.append(Held(Context(local, wished - 1.0, float(rng.normal(3.0, 3.0))), wished, 20.5))
    return held


def test_the_shipped_model_is_whole_and_says_what_people_would_set() -> None:
    base = shipped()
    assert base is not None
    base.shelved.require_whole()
    assert "ASHRAE" in base.config.source
    evening, night, away = (
        base.wished([Context(BEGIN.replace(hour=hour), 20.0, 5.0, asleep, away)], 20.5)[0]
        for hour, asleep, away in ((20, False, False), (3, True, False), (12, False, True))
    )
    assert night < away + 1.0 < evening + 1.0
    assert 19.0 < evening < 22.0
    assert shipped_prior() == base.config.prior


def test_without_the_model_the_documented_prior_holds(tmp_path: Path) -> None:
    assert shipped(tmp_path) is None
    assert shipped_prior(tmp_path) == Prior()


def test_numbers_are_finite_whatever_is_said() -> None:
    odd = [Context(BEGIN, value, other) for value in (float("nan"), 900.0) for other in (None, float("inf"), -80.0)]
    told = numbers(odd)
    assert told.shape == (6, len(NAMES))
    assert np.isfinite(told).all()
    assert np.abs(told).max() <= 4.0


def test_households_differ_and_sleep_cool() -> None:
    made = wishes(40, 30, 1)
    asleep = made.context[:, NAMES.index("asleep")] > 0.5
    assert made.context.shape == (1200, len(NAMES))
    assert made.wished[asleep].mean() < made.wished[~asleep].mean() - 1.0


def test_holds_come_back_as_they_were_written(tmp_path: Path) -> None:
    held = cold_evenings(6)
    write_holds(tmp_path / "holds.csv", held)
    back = read_holds(tmp_path / "holds.csv")
    assert [one.context.local for one in back] == [one.context.local for one in held]
    assert [one.set_point for one in back] == pytest.approx([one.set_point for one in held], abs=0.01)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("time,temperature\n", "no column"),
        ("time,temperature,set_point,settings\nyesterday,20,21,20\n", "line 2"),
        ("time,temperature,set_point,settings\n2026-01-01T10:00,warm,21,20\n", "line 2"),
    ],
)
def test_holds_that_cannot_be_read(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "holds.csv").write_text(text, encoding="utf-8")
    with pytest.raises(HoldsFault, match=said):
        read_holds(tmp_path / "holds.csv")


def test_absurd_holds_are_left_out(tmp_path: Path) -> None:
    rows = "2026-01-01T10:00,20,99,20\n2026-01-01T11:00,20,nan,20\n2026-01-01T12:00,20,21,20\n"
    (tmp_path / "holds.csv").write_text("time,temperature,set_point,settings\n" + rows, encoding="utf-8")
    assert [one.set_point for one in read_holds(tmp_path / "holds.csv")] == [21.0]


@pytest.mark.slow
def test_from_own_set_points_to_another_proposal(tmp_path: Path) -> None:
    need_torch()
    holds = tmp_path / "holds.csv"
    write_holds(holds, cold_evenings())
    base = Job("comfort", tmp_path / "base", 4, 120.0, 1500.0, homes=100, days=20, options={"steps": 200})
    training = Training(base, lambda _: None, lambda _: None, CHILD)
    training.start()
    outcome = training.wait(PATIENCE)
    assert outcome is not None
    assert outcome.result is Result.DONE, outcome
    assert outcome.folder is not None

    own = Job("comfort", tmp_path / "own", 4, 120.0, 1500.0, data=(holds,), parent=outcome.folder)
    job = tmp_path / "job.json"
    job.write_bytes(to_json(own))
    command = [sys.executable, "-m", "thermo_edge.learning.train", str(job)]
    subprocess.run(command, check=True, capture_output=True)
    (folder,) = (each for each in own.output.iterdir() if each.is_dir())
    before, after = (of_shelved(open_folder(each, "comfort")) for each in (outcome.folder, folder))
    assert after.shelved.card.parent == before.shelved.card.version
    (metric,) = after.shelved.card.metrics
    assert metric.value < metric.baselines["the base"]
    assert metric.value < metric.baselines["own mean"]
    told = {str(one.situation.part): one for one in changes(before, after, read_holds(holds))}
    assert told["evening"].after > told["evening"].before + 0.5
    assert told["evening"].after <= 22.5, "two kelvin from the settings, whatever is taught"
    assert told["morning"].after < 20.6
    assert told["evening"].content[1] > told["evening"].content[0]


@pytest.mark.slow
def test_the_command_prints_the_proposal_before_and_after(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    need_torch()
    write_holds(tmp_path / "holds.csv", cold_evenings())
    parent = ["--parent", str(BASE / "comfort"), "--out", str(tmp_path / "own")]
    assert main(["learn", "comfort", "--holds", str(tmp_path / "holds.csv"), *parent]) == 0
    said = capsys.readouterr().out
    assert "→" in said
    assert "evening" in said


@pytest.mark.slow
def test_the_prior_is_found_again_in_votes_of_made_up_people() -> None:
    need_torch()
    from thermo_edge.learning.recipes.comfort_prior import fit_prior

    rng, true = np.random.default_rng(2), Prior(neutral=23.0, adapts=0.0, slope=0.8, width=1.5, slopes=0.1, widths=0.1)
    person = np.repeat(np.arange(300), 12)
    wanted = 23.0 + rng.normal(0.0, 1.5, 300)[person]
    celsius = rng.uniform(17.0, 29.0, len(person))
    want = np.array([rng.choice(3, p=each) for each in probabilities(true, wanted - celsius)])
    nothing, none = np.full(len(person), np.nan), np.zeros(len(person), bool)
    votes = Votes(
        person, person // 3, want, celsius, celsius, celsius, nothing, nothing, nothing, nothing, nothing, none
    )
    found = fit_prior(votes, 0, lambda *_: True)
    assert found.neutral == pytest.approx(23.0, abs=0.4)
    assert found.slope == pytest.approx(0.8, rel=0.25)
    assert found.width == pytest.approx(1.5, rel=0.25)
    nobody = votes.of(np.zeros(len(person), bool))
    assert fit_prior(nobody, 0, lambda *_: True) == Prior()
