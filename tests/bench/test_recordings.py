"""Recordings are read as their maps say, put on a grid without looking ahead, and refused in words."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from thermo_edge.bench.recordings.load import load, read_recording
from thermo_edge.bench.recordings.mapping import SHIPPED, find_map, read_map
from thermo_edge.bench.recordings.recording import Recording, State
from thermo_edge.bench.recordings.tables import RecordingFault
from thermo_edge.errors import SettingsError

WIDE = """\
layout: wide
time: date
zone: Europe/Amsterdam
step: 1min
stale: 2min
sensors:
  - {id: T, kind: temperature, room: office, unit: F}
  - {id: PIR, kind: motion, room: office}
truth:
  - {column: people, room: office}
"""

EVENTS = """\
layout: events
separator: blanks
columns: [date, time, sensor, value, activity]
time: {column: [date, time]}
sensor: sensor
value: value
label: activity
step: 1min
sensors:
  - {id: M1, kind: motion, room: kitchen}
  - {id: D1, kind: door}
labels:
  leave: [Leave]
  enter: [Enter]
  passing: [Other]
  asleep: [Sleep]
  rooms: {Cook: kitchen, Sleep: bedroom}
"""

INTERVALS = """\
layout: intervals
separator: tabs
skip: 1
columns: [from, to, what]
start: from
end: to
sensor: what
step: 1min
sensors:
  - {id: Bed, kind: pressure, room: bedroom}
labels:
  file: labels.csv
  layout: intervals
  start: start
  end: end
  label: what
  away: [Out]
  asleep: [Sleep]
  bridge: 5min
  rooms: {Sleep: bedroom}
"""


def read(folder: Path, text: str, what: str, name: str = "home.csv") -> Recording:
    (folder / "map.yaml").write_text(what, encoding="utf-8")
    path = folder / name
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")
    return read_recording(path, read_map(folder / "map.yaml"))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["home.csv", "home.csv.gz"])
def test_a_wide_table(tmp_path: Path, separator: str, name: str) -> None:
    text = (
        "date,T,PIR,people\n2024-01-08 10:00:00,68,0,0\n2024-01-08 10:01:30,70,1,1\n"
        "2024-01-08 10:02:00,72,0,2\n2024-01-08 10:08:00,NA,,1\n"
    )
    home = read(tmp_path, text.replace(",", separator), WIDE, name)
    assert len(home) == 9
    assert home.values[:3, 0] == pytest.approx([20.0, 20.0, (21.1111 + 22.2222) / 2], abs=1e-3)
    assert home.values[4, 0] == pytest.approx(22.2222, abs=1e-3)
    assert np.isnan(home.values[5, 0])
    assert home.values[:4, 1].tolist() == [0, 0, 1, 0]
    assert home.truth[:3, 0].tolist() == [0, 0, 1]
    assert np.isnan(home.truth[6, 0])
    assert home.truth[8, 0] == 1
    assert home.local[0] == 10 * 3600


def test_rows_with_numbers_but_no_name_for_them_as_r_writes(tmp_path: Path) -> None:
    text = '"date","T","PIR","people"\n"1","2024-01-08 10:00:00",68,0,0\n"2","2024-01-08 10:01:00",68,0,1\n'
    assert read(tmp_path, text, WIDE).truth[:, 0].tolist() == [0, 1]


def test_rows_of_several_nodes_and_runs(tmp_path: Path) -> None:
    what = """\
layout: wide
time: {column: ms, format: unix_ms}
runs: file
by: node
step: 1min
sensors:
  - {id: t, when: "1", kind: temperature, room: lab}
  - {id: t, when: "2", kind: temperature, room: lab}
truth: [{column: people, room: lab}]
"""
    text = "file,ms,node,t,people\nb,600000,1,20,0\nb,600000,2,21,0\na,0,1,18,1\na,60000,2,19,1\n"
    home = read(tmp_path, text, what)
    assert [s.name for s in home.sensors] == ["t 1", "t 2"]
    assert home.run.tolist() == [0, 0, *[-1] * 8, 1]
    assert home.values[-1].tolist() == [20, 21]
    with pytest.raises(RecordingFault, match=r"line 4: the run b goes on"):
        read(tmp_path, "file,ms,node,t,people\nb,0,1,20,0\na,1,1,20,0\nb,2,1,18,1\n", what)
    with pytest.raises(RecordingFault, match=r"run c begins before run b ends"):
        overlap = "file,ms,node,t,people\nb,0,1,20,0\nb,600000,2,20,0\nc,60000,1,18,1\n"
        read(tmp_path, overlap, what)


def test_events_with_labels(tmp_path: Path) -> None:
    text = (
        "2024-01-08 00:00:10 M1 OFF Sleep\n2024-01-08 00:02:30.5 M1 ON Sleep\n2024-01-08 00:02:31 M1 OFF Cook\n"
        "2024-01-08 00:05:00 D1 OPEN Leave\n2024-01-08 00:05:10 X9 ON Leave\n2024-01-08 00:06:00 D1 CLOSE Other\n"
        "2024-01-08 00:09:00 D1 OPEN Enter\n2024-01-08 00:10:00 M1 ON Cook\n2024-01-08 00:12:00 M1 OFF Cook\n"
    )
    home = read(tmp_path, text, EVENTS)
    assert home.rooms == ("kitchen", "bedroom")
    assert home.values[:4, 0].tolist() == [0, 0, 1, 0]
    assert home.events[0].tolist() == [[e, v] for e, v in home.events[0].tolist()]
    assert [v for _, v in home.events[0]] == [0, 1, 0, 1, 0]
    states = [State.ASLEEP] * 2 + [State.AWAKE] * 2 + [State.AWAY] * 4 + [State.AWAKE] * 3
    assert home.home[:11].tolist() == states
    assert home.truth[:4].tolist() == [[0, 1], [0, 1], [1, 0], [1, 0]]
    assert home.truth[5].tolist() == [0, 0]
    assert np.isnan(home.truth[8]).all()


def test_who_leaves_and_then_cooks_makes_the_home_doubtful_and_who_comes_without_leaving_too(tmp_path: Path) -> None:
    text = (
        "2024-01-08 00:01:00 M1 ON Cook\n2024-01-08 00:02:00 M1 OFF Leave\n2024-01-08 00:05:00 M1 ON Cook\n"
        "2024-01-08 00:06:00 M1 OFF Other\n2024-01-08 00:09:00 D1 OPEN Enter\n2024-01-08 00:10:00 D1 CLOSE Enter\n"
    )
    home = read(tmp_path, text, EVENTS)
    assert home.home[:1].tolist() == [State.AWAKE]
    assert np.isnan(home.home[1:4]).all()
    assert home.home[4] == State.AWAKE
    assert np.isnan(home.home[5:8]).all()


def test_intervals_with_labels_in_a_second_file(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text(
        "start,end,what\n2024-01-08 00:00,2024-01-08 00:03,Sleep\n2024-01-08 00:05,2024-01-08 00:08,Sleep\n"
        "2024-01-08 00:09,2024-01-08 00:12,Out\n",
        encoding="utf-8",
    )
    text = "from\tto\twhat\n2024-01-08 00:00:00\t\t2024-01-08 00:02:30\t\tBed\t\n\n"
    text += "2024-01-08 00:07:30\t2024-01-08 00:07:50\tBed\n"
    home = read(tmp_path, text, INTERVALS)
    assert home.values[:, 0].tolist() == [1, 1, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0]
    assert home.home[:8].tolist() == [State.ASLEEP] * 8
    assert home.truth[:3, 0].tolist() == [1, 1, 1]
    assert np.isnan(home.truth[3:5, 0]).all()
    assert home.home[8:12].tolist() == [State.AWAKE, *[State.AWAY] * 3]


def test_the_hour_that_comes_twice_is_told_by_the_order_of_the_rows(tmp_path: Path) -> None:
    times = ["01:59:00", "02:00:00", "02:30:00", "02:59:00", "02:00:00", "02:30:00", "02:59:00", "03:00:00"]
    text = "date,T,PIR,people\n" + "".join(f"2024-10-27 {t},68,0,0\n" for t in times)
    home = read(tmp_path, text, WIDE)
    assert len(home) == 122
    assert home.local[1] % 86400 == home.local[61] % 86400 == 2 * 3600
    assert home.local[-1] % 86400 == 3 * 3600


def test_times_of_other_formats(tmp_path: Path) -> None:
    what = WIDE.replace("time: date", 'time: {column: date, format: "%d-%b-%Y %H:%M"}')
    text = "date,T,PIR,people\n08-Jan-2024 10:00,68,0,0\n08-Jan-2024 10:01,68,0,0\n"
    assert len(read(tmp_path, text, what)) == 2
    zoned = "date,T,PIR,people\n2024-01-08T09:00:00+00:00,68,0,0\n2024-01-08T09:01:00Z,68,0,0\n"
    assert read(tmp_path, zoned, WIDE).local[0] == 10 * 3600


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no rows"),
        ("date,T,PIR,people\n", "holds a header only"),
        (
            "date,T,people\n2024-01-08 10:00:00,1,1\n",
            r"column PIR: the file has no such column; it has: date, T, people",
        ),
        (
            "date,T,PIR,people\n2024-01-08 10:00:00,warm,0,0\n",
            r"line 2, column T: 'warm' is no number; list it under missing",
        ),
        ("date,T,PIR,people\n2024-01-08 10:00:00,1,maybe,0\n", r"line 2, column PIR: 'maybe' is neither on nor off"),
        ("date,T,PIR,people\nyesterday,1,0,0\n", r"line 2, column date: 'yesterday' is no time of the format iso"),
        ("date,T,PIR,people\n2024-01-08 10:00:00,1,0,0\n2024\n", r"line 3: it has 1 columns, not 4"),
        ("date,T,PIR,people\n2024-01-08 10:00:00,NA,0,0\n", r"nothing is said of the sensor T"),
    ],
)
def test_a_bad_file_is_refused_with_the_place_and_what_to_do(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RecordingFault, match=said):
        read(tmp_path, text, WIDE)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    what = read_map(find_map("uci_occupancy"))
    with pytest.raises(RecordingFault, match="there is no such file"):
        load(tmp_path / "none.csv", what)
    (tmp_path / "home.csv.gz").write_text("no gzip", encoding="utf-8")
    with pytest.raises(RecordingFault, match="is it text, or text in gzip"):
        load(tmp_path / "home.csv.gz", what)


def test_an_interval_that_ends_before_it_starts(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("start,end,what\n2024-01-08 00:00,2024-01-08 00:03,Sleep\n", encoding="utf-8")
    rows = "from\tto\twhat\n2024-01-08 00:09\t2024-01-08 00:02\tBed\n2024-01-08 00:00\t2024-01-08 00:02\tBed\n"
    with pytest.raises(RecordingFault, match="line 2, column to: the interval ends before it starts"):
        read(tmp_path, rows, INTERVALS)
    assert len(read(tmp_path, rows, INTERVALS + "backwards: leave out\n")) == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("layout: [", "line "),
        ("words", "a map holds names and values"),
        (WIDE.replace("step: 1min", "step: fast"), "line 4: step: write a duration such as 30s"),
        (WIDE.replace("Europe/Amsterdam", "Mars/Base"), "line 3: zone: there is no time zone Mars/Base"),
        (WIDE.replace("kind: motion", "kind: feeling"), "line 8: sensors.1.kind"),
        (WIDE + "colour: red\n", "line 11: colour: there is no such setting"),
        (WIDE.replace("time: date\n", ""), "the layout wide needs time:"),
        (WIDE.split("truth:", maxsplit=1)[0], "there is no truth"),
        (EVENTS.replace("sensor: sensor\n", ""), "the layout events needs sensor:"),
        (INTERVALS.replace("start: from\n", ""), "the layout intervals needs start: and end:"),
    ],
)
def test_a_bad_map_is_refused_with_the_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "map.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        read_map(tmp_path / "map.yaml")
    assert said in str(refused.value)


def test_a_map_that_is_not_there_names_the_shipped_ones(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="wsu_home"):
        read_map(tmp_path / "none.yaml")


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_shipped_maps_are_sound(path: Path) -> None:
    assert read_map(path).sensors
    assert find_map(path.stem) == path


def test_a_trial_splits_by_time_or_takes_the_test_file(tmp_path: Path) -> None:
    rows = "".join(f"2024-01-08 10:{m:02}:00,68,0,0\n" for m in range(10))
    (tmp_path / "a.csv").write_text("date,T,PIR,people\n" + rows, encoding="utf-8")
    (tmp_path / "b.csv").write_text("date,T,PIR,people\n" + rows, encoding="utf-8")
    (tmp_path / "map.yaml").write_text(WIDE, encoding="utf-8")
    trial = load(tmp_path / "a.csv", read_map(tmp_path / "map.yaml"))
    assert (len(trial.train), trial.start, len(trial.whole)) == (7, 7, 10)
    assert trial.train.times[-1] < trial.whole.times[trial.start]
    (tmp_path / "map.yaml").write_text(WIDE + "test: b.csv\n", encoding="utf-8")
    trial = load(tmp_path / "a.csv", read_map(tmp_path / "map.yaml"))
    assert (len(trial.train), trial.start, len(trial.whole)) == (10, 0, 10)
    with pytest.raises(RecordingFault, match="it is also the test file of the map"):
        load(tmp_path / "b.csv", read_map(tmp_path / "map.yaml"))
