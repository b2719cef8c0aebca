"""The comfort benchmark: formats, an honest split, baselines that are sane, and the command."""

import csv
import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from thermo_edge.bench.comfort import OURS, OWN, NobodyToJudge, bench_comfort, judge
from thermo_edge.bench.comfort_baselines import BASELINES, FREQUENCIES, Curve, fit_curve, frequencies
from thermo_edge.cli import main
from thermo_edge.climate.preference import Prior, Want
from thermo_edge.learning.comfort_votes import VotesFault, people_of, read_votes

WANTS = ("cooler", "fine", "warmer")


def people_who_differ(path: Path, people: int = 6, votes: int = 40) -> Path:
    """Each wants a temperature of their own, and says so without noise."""
    rng = np.random.default_rng(3)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["person", "time", "temperature", "want"])
        for person in range(people):
            wanted = 18.0 + 1.6 * person
            for number in range(votes):
                celsius = rng.uniform(16.0, 28.0)
                want = int(np.sign(round((wanted - celsius) / 2.5))) + 1
                writer.writerow(
                    [f"p{person}", f"2025-01-{1 + number // 10:02}T{number % 10:02}:00", celsius, WANTS[want]]
                )
    return path


def test_people_are_known_after_a_few_votes(tmp_path: Path) -> None:
    votes = read_votes(people_who_differ(tmp_path / "votes.csv"), "plain")
    people = list(people_of(votes, 10))
    assert len(people) == 6
    losses = [judge(votes, people, after, Prior(), BASELINES, FREQUENCIES) for after in (0, 5, 20)]
    told = [one.mean(OURS) for one in losses if one is not None]
    assert told[0] > told[1] > told[2]
    last = losses[-1]
    assert last is not None
    assert last.mean(OURS) < 0.8 * min(last.mean("PMV"), last.mean("adaptive band"))
    assert sum(name.startswith(OWN) for name in last.by) == 1
    assert judge(votes, people, 35, Prior(), BASELINES, FREQUENCIES) is None


def test_what_comes_later_is_not_known(tmp_path: Path) -> None:
    votes = read_votes(people_who_differ(tmp_path / "votes.csv", votes=30), "plain")
    at = next(people_of(votes, 10))
    before = judge(votes, [at], 5, Prior(), BASELINES, FREQUENCIES)
    votes.want[at[5:]] = np.roll(votes.want[at[5:]], 1)
    votes.temperature[at[5:]] = np.roll(votes.temperature[at[5:]], 1)
    after = judge(votes, [at], 5, Prior(), BASELINES, FREQUENCIES)
    assert before is not None
    assert after is not None
    assert before.mean(OURS) == pytest.approx(after.mean(OURS))


def test_the_ashrae_layout_keeps_whole_runs_of_buildings_apart(tmp_path: Path) -> None:
    path = tmp_path / "votes.csv.gz"
    columns = ["building_id", "timestamp", "season", "subject_id", "ta", "top", "tr", "rh", "vel", "met", "clo"]
    columns += ["thermal_preference", "t_out", "t_mot_isd"]
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for building in (1, 119, 120, 179, 180):
            row = [
                building,
                "1995-05-18T00:00:00Z",
                "winter",
                7,
                22.3,
                "",
                22.9,
                61,
                0.1,
                1.2,
                0.7,
                "no change",
                8.0,
                "",
            ]
            writer.writerow(row)
        writer.writerow([2, "", "winter", "", "NA", "", "", "", "", "", "", "warmer", "", ""])
        writer.writerow([2, "", "winter", "", 22.0, "", "", 250, "", "", "", "", "", ""])
    votes = read_votes(path, "ashrae")
    assert len(votes) == 5, "without temperature or vote there is nothing to judge"
    assert sorted(zip(votes.building.tolist(), votes.apart.tolist(), strict=True)) == [
        (0, False),
        (1, False),
        (2, True),
        (3, True),
        (4, False),
    ]
    assert votes.temperature[0] == 22.3
    assert votes.outdoor_mean[0] == 8.0


def test_the_watch_layout_reads_its_codes(tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    head = "time,user_id,thermal,temp_zone,humidity_zone,indoor/outdoor,met,clothing,air_vel,temp_outdoor\n"
    rows = ["2021-03-17 15:30:00+08:00,a,11.0,25.0,104,11.0,9.0,10.0,10.0,30\n", "x,a,9.0,,50,11.0,,,,\n"]
    rows += ["2021-03-17 15:40:00+08:00,a,9.0,24.0,50,9.0,9.0,9.0,11.0,\n"]
    path.write_text(head + "".join(rows), encoding="utf-8")
    votes = read_votes(path, "enth")
    assert votes.want.tolist() == [Want.COOLER], "outdoors and without a zone nothing counts"
    assert np.isnan(votes.humidity[0])
    assert (votes.activity[0], votes.clothing[0], votes.velocity[0]) == (1.1, 0.6, 0.3)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "no column person, .* which plain needs; it has: a, b; separate by commas"),
        ("person,time,temperature,want\np,1,999,warmer\n", "no row is a vote .*; 1 row has a vote"),
        ("person,time,temperature,want\np,1,20,hot\np,2,21,cold\n", "no row is a vote .*; 0 rows have a vote"),
        ("", "no column .* it has: nothing"),
    ],
)
def test_a_file_without_votes_is_said_to_be_none(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(VotesFault, match=said):
        read_votes(path, "plain")


def test_files_that_are_not_there_or_not_zipped(tmp_path: Path) -> None:
    (tmp_path / "no.csv.gz").write_bytes(b"person,time\n")
    for name, layout in (("nowhere.csv", "plain"), ("no.csv.gz", "plain"), ("nowhere.csv", "strange")):
        with pytest.raises(VotesFault):
            read_votes(tmp_path / name, layout)


def test_nobody_with_enough_votes(tmp_path: Path) -> None:
    with pytest.raises(NobodyToJudge):
        bench_comfort(people_who_differ(tmp_path / "votes.csv", votes=6), "plain")


def test_curves_are_found_again() -> None:
    rng, true = np.random.default_rng(0), Curve(0.5, 1.0, 1.2)
    distance = rng.normal(0.0, 3.0, 4000)
    want = np.array([rng.choice(3, p=each) for each in true(distance)])
    found = fit_curve(distance, want)
    assert (found.slope, found.shift, found.width) == pytest.approx((0.5, 1.0, 1.2), abs=0.12)
    assert frequencies(want[:0], FREQUENCIES, 3.0) == pytest.approx(FREQUENCIES / FREQUENCIES.sum())


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, figures = people_who_differ(tmp_path / "votes.csv"), tmp_path / "figures.json"
    done = main(["bench", "comfort", "--votes", str(path), "--format", "plain", "--quick", "--json", str(figures)])
    assert done == 0
    assert "after 20 votes" in capsys.readouterr().out
    assert any("log-loss" in row["measure"] for row in json.loads(figures.read_text(encoding="utf-8"))["rows"])
    assert main(["bench", "comfort"]) == 1
    assert main(["bench", "store", "--votes", str(path)]) == 1
