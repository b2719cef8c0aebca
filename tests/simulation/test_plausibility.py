"""Holding the simulation against recordings: on small made-up files in the recordings' formats."""

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from thermo_edge.bench import plausibility, real_homes
from thermo_edge.bench.lived import Household
from thermo_edge.bench.pictures import Measure
from thermo_edge.bench.plausibility import compare, daily_swing, hourly_change, on_grid, table
from thermo_edge.bench.real_homes import NoRecording, Series
from thermo_edge.home.house import Attribute, EntityId, Point, Value
from thermo_edge.home.snapshot import Quality, Reading

BEGUN = datetime(2026, 3, 2, tzinfo=UTC)


def write(folder: Path, name: str, lines: list[str]) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("\n".join(lines).encode()))


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    """Two days in each format."""
    moments = [BEGUN + timedelta(minutes=10 * number) for number in range(288)]
    rooms = ["T1", "T2", "T3", "T4", "T5", "T7", "T8", "T9"]
    belgian = [",".join(["date", *rooms])]
    german = ["unix,utc,room,quantity,value"]
    valencian = ["#  1:Date 2:Time"]
    for number, moment in enumerate(moments):
        warm = 20.0 + np.sin(number / 144.0 * 2.0 * np.pi)
        belgian.append(",".join([f"{moment:%Y-%m-%d %H:%M:%S}", *[f"{warm:.2f}"] * 8]))
        for quantity, value in (("Temperature", warm), ("ThermostatTemperature", warm + 4.0), ("Brightness", 80.0)):
            german.append(f"{moment.timestamp():.0f},x,Room1,{quantity},{value:.2f}")
        valencian.append(f"{moment:%d/%m/%Y %H:%M} {warm:.2f} {warm:.2f} 0 200 200 40 40 55 60")
    write(tmp_path, "appliances/energydata_first60.csv.gz", belgian)
    write(tmp_path, "opensmarthome/opensmarthome_first60.csv.gz", german)
    write(tmp_path, "sml2010/NEW-DATA-1.T15.txt.gz", valencian)
    cases = [f"2026-03-0{day} 08:0{minute}:00.12 Kitchen Kitchen {state} Cook" for day in (2, 3) for minute, state in
             ((1, "ON"), (2, "OFF"), (3, "ON"))]  # fmt: skip
    cases.append("2026-03-03 09:00:00.5 OutsideDoor OutsideDoor OPEN Leave_Home")
    write(tmp_path, "wsu_al_home/data.txt.gz", cases)
    write(tmp_path, "kasteren_a/houseA.sensor_names.gz", ["12\tFront door", "8\tFridge"])
    write(tmp_path, "kasteren_a/houseA-ss.txt.gz", ["02-Mar-2026 07:00:00\t02-Mar-2026 07:01:00\t12",
                                                   "02-Mar-2026 07:02:00\t02-Mar-2026 07:03:00\t8"])  # fmt: skip
    return tmp_path


def reading(entity: str, attribute: Attribute, value: Value, hour: float, quality: Quality = Quality.GOOD) -> Reading:
    at = BEGUN + timedelta(hours=hour)
    return Reading(Point(EntityId(entity), attribute), value, at, at, quality)


def readings() -> list[Reading]:
    return [
        reading("m", Attribute.MOTION, True, 7.0),
        reading("m", Attribute.MOTION, True, 7.1),
        reading("m", Attribute.MOTION, False, 7.2),
        reading("m", Attribute.MOTION, True, 7.3),
        reading("d", Attribute.DOOR, True, 7.5),
        reading("d", Attribute.DOOR, False, 7.6, Quality.UNAVAILABLE),
        reading("l", Attribute.ILLUMINANCE, 120.0, 8.0),
        reading("l", Attribute.ILLUMINANCE, 220.0, 30.0),
        reading("t", Attribute.TEMPERATURE, 20.0, 8.0),
    ]


def test_a_household_counts_what_becomes_true_on_its_wall_clock() -> None:
    household = Household.of(readings(), ZoneInfo("Europe/Amsterdam"))
    assert [len(series.times) for series in household.motions] == [4]  # twelve minutes, and once more
    assert [len(series.times) for series in household.doors] == [1]
    assert household.motions[0].times[0] % 86_400 == 8 * 3600
    assert household.lights[0].values.tolist() == [120.0, 220.0]


def test_recordings_are_read(recordings: Path) -> None:
    assert len(real_homes.temperatures(recordings)) == 8 + 1 + 2
    assert [len(series.times) for series in real_homes.motions(recordings)] == [4]
    doors = {(series.home, series.sensor): len(series.times) for series in real_homes.doors(recordings)}
    assert doors == {(real_homes.WASHINGTON, "OutsideDoor"): 1, (real_homes.AMSTERDAM, "front door"): 1}


def test_measures_of_a_series() -> None:
    times = BEGUN.timestamp() + 900.0 * np.arange(192)
    series = Series("home", "room", times, 20.0 + 2.0 * np.sin(np.arange(192) / 96.0 * 2.0 * np.pi))
    assert np.allclose(daily_swing(series), 4.0, atol=0.01)
    assert hourly_change(series).max() == pytest.approx(2.0 * 2.0 * np.pi / 24.0, rel=0.02)
    assert on_grid(series, times[:3] + 10.0).tolist() == series.values[:3].tolist()
    assert daily_swing(Series("home", "room", times[:40], series.values[:40])).size == 0


@pytest.mark.slow
def test_all_is_compared_and_drawn(recordings: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    from thermo_edge.bench.pictures import draw_measures

    household = Household.of([*readings(), *[r._replace(at=r.at + timedelta(days=3)) for r in readings()]])
    measures = compare(recordings, household, homes=20, days=1)
    told = table(measures)
    for name in ("swing", "change", "share of a day", "light", "motion", "door", real_homes.GERMANY, "simulated"):
        assert name in told
    assert "nan" not in told
    written = draw_measures(measures, tmp_path / "pictures")
    assert [path.name for path in written] == [
        f"plausibility-{name}.png" for name in ("temperature", "duty", "light", "events")
    ]
    assert all(path.read_bytes()[:4] == b"\x89PNG" for path in written)


def test_a_missing_recording_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoRecording, match="appliances"):
        real_homes.temperatures(tmp_path)


def test_what_is_empty_is_shown_as_unknown() -> None:
    told = table([Measure("light", "lx", np.zeros(0), {})])
    assert "nan" in told
    assert plausibility.QUANTILES[2] == 0.5
