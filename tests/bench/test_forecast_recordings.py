"""Recordings of temperatures are read as their maps say, and all that is wrong with them is told at once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from thermo_edge.bench.forecast_faults import RecordingUnfit
from thermo_edge.bench.forecast_load import House, load_house
from thermo_edge.bench.forecast_map import ForecastMap, read_forecast_map
from thermo_edge.bench.recordings.mapping import read_as
from thermo_edge.bench.recordings.tables import RecordingFault
from thermo_edge.climate.series import DAY
from thermo_edge.errors import SettingsError

WIDE = """\
name: home
time: time
zone: {zone}
outdoor: {{id: out, unit: {unit}}}
sun: {{id: sun, unit: kW/m²}}
rooms:
  - name: living
    target: {{id: T, unit: {unit}}}
    heat: {{id: valve, unit: "%"}}
    set_point: {{id: wish, unit: {unit}}}
  - name: bed
    target: {{id: B, unit: {unit}}}
    heat: {{id: power, unit: kW, full: 2}}
    others: {{co2: ppm}}
"""
HEADER = "time,T,B,out,sun,valve,power,wish,ppm"
EVENTS = """\
layout: events
time: {column: at, format: unix}
sensor: [room, what]
value: value
rooms:
  - name: living
    target: {id: living temperature, unit: °C}
    heat: {id: living radiator, unit: °C, full: 20}
"""


def wide_rows(days: float = 4, unit: str = "°C", step: int = 15, begin: str = "2024-01-08 00:15") -> list[str]:
    first = datetime.fromisoformat(begin)
    rows = []
    for n in range(round(days * 1440 / step)):
        warm = {"°C": 20.0, "°F": 68.0, "K": 293.15}[unit]
        cold = {"°C": 5.0, "°F": 41.0, "K": 278.15}[unit]
        at = first + timedelta(minutes=step * n)
        rows.append(f"{at:%Y-%m-%d %H:%M},{warm},{warm},{cold},0.25,50,1.5,{warm},{400 + n % 5}")
    return rows


def read(
    folder: Path, rows: list[str], zone: str = "UTC", unit: str = "°C", header: str = HEADER, more: str = ""
) -> House:
    path, map_path = folder / "home.csv", folder / "map.yaml"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    map_path.write_text(WIDE.format(zone=zone, unit=unit) + more, encoding="utf-8")
    return load_house(path, read_as(map_path, ForecastMap))


@pytest.mark.parametrize("unit", ["°C", "°F", "K"])
def test_a_wide_file_in_any_unit(tmp_path: Path, unit: str) -> None:
    house = read(tmp_path, wide_rows(unit=unit), unit=unit)
    living, bed = house.rooms
    assert house.name == "home"
    assert living.name == "home living"
    assert living.start == datetime(2024, 1, 8, 0, 15, tzinfo=UTC)
    assert len(living) == 4 * DAY
    assert np.allclose(living.target, 20.0)
    assert np.allclose(living.outdoor, 5.0)
    assert np.allclose(living.sun, 250.0)
    assert np.allclose(living.heat, 0.5)
    assert np.allclose(bed.heat, 0.75)
    assert np.allclose(living.set_point, 20.0)
    assert np.isnan(bed.set_point).all()
    assert np.array_equal(living.neighbours[0], bed.target)
    assert bed.others["co2"][1] == 401.0


def test_holes_stay_unknown_and_short_ones_are_held(tmp_path: Path) -> None:
    rows = wide_rows()
    living = read(tmp_path, rows[:100] + rows[102:200] + rows[220:]).rooms[0]
    assert np.isfinite(living.target[100:102]).all()
    assert np.isnan(living.target[205:219]).all()
    assert np.isfinite(living.target[220:]).all()


def test_nothing_at_a_time_comes_from_after_it(tmp_path: Path) -> None:
    rows = [row.replace(",20.0,20.0,", f",{n % 40},20.0,") for n, row in enumerate(wide_rows(step=10))]
    living = read(tmp_path, rows).rooms[0]
    # 0, 1, 2, 3 are told at 0:15, 0:25, 0:35, 0:45
    assert living.target[:3].tolist() == [0.0, 1.0, 2.5]


def test_fahrenheit_read_as_celsius_is_told_with_every_column(tmp_path: Path) -> None:
    with pytest.raises(RecordingUnfit) as told:
        read(tmp_path, wide_rows(unit="°F"), unit="°C")
    text = str(told.value)
    assert "living target (T) goes from 68 to 68 °C when read as °C: they look like °F; see unit:" in text
    assert "bed target (B)" in text


@pytest.mark.parametrize(
    ("was", "told", "said"),
    [
        (",0.25,50,", ",250,50,", "sun (sun) goes from 250 to 2.5e+05 W/m² when read as kW/m²"),
        (",0.25,50,", ",1e305,50,", "sun (sun) goes from 250 to 1e+308 W/m²"),
        (",50,1.5,", ",50,1500,", "bed heat (power) goes from 0.75 to 750 of full heat when read as kW"),
        (",50,1.5,", ",1e308,1.5,", "living heat (valve) goes from 0.5 to 1e+306 of full heat when read as %"),
        (",50,1.5,", ",-300,1.5,", "living heat (valve) goes from -3 to 0.5 of full heat"),
    ],
)
def test_sun_and_heat_that_cannot_be_are_told(tmp_path: Path, was: str, told: str, said: str) -> None:
    rows = [row.replace(was, told) if n % 50 == 0 else row for n, row in enumerate(wide_rows())]
    with pytest.raises(RecordingUnfit) as found:
        read(tmp_path, rows)
    assert said in str(found.value)


def test_every_missing_column_is_told(tmp_path: Path) -> None:
    rows = [",".join(row.split(",")[:4]) for row in wide_rows(1)]
    with pytest.raises(RecordingUnfit) as told:
        read(tmp_path, rows, header="time,T,B,out")
    for name in ("sun", "valve", "power", "wish", "ppm"):
        assert f"there is no column {name!r}" in str(told.value)
    assert len(told.value.faults) == 5


def test_all_faults_of_the_rows_are_told_together(tmp_path: Path) -> None:
    rows = wide_rows()
    rows[10], rows[11] = rows[11], rows[10]
    rows[20] = rows[20].replace(",20.0,", ",warm,", 1)
    rows[30] = "yesterday" + rows[30][16:]
    rows.insert(40, rows[40].replace(",20.0,", ",23.0,", 1))
    with pytest.raises(RecordingUnfit) as told:
        read(tmp_path, rows)
    text = str(told.value)
    assert "the times go back at 1 rows, first in line 13" in text
    assert "line 22, column T: 'warm' is no number" in text
    assert "line 32" in text
    assert "'yesterday' is no time" in text
    assert "living target has 1 times with two values, the first 2024-01-08 10:15+00:00" in text
    assert len(told.value.faults) == 4


def test_what_is_wrong_with_every_row_is_told_and_nothing_besides(tmp_path: Path) -> None:
    with pytest.raises(RecordingUnfit, match="is no time of the format iso") as told:
        read(tmp_path, [f"noon{row[16:]}" for row in wide_rows()])
    assert len(told.value.faults) == 13  # twelve, and how many more


@pytest.mark.parametrize(
    ("was", "is_now", "said"),
    [
        (",20.0,20.0,", ',"20,0",20.0,', r"column T: '20,0' is no number; write decimal: ',' in the map"),
        (",50,1.5,", ",idle,1.5,", r"column valve: 'idle' is no number; say under words: what share of full heat"),
        (",0.25,50,", ",inf,50,", r"column sun: 'inf' is no number; list it under missing:"),
        (",50,1.5,", ",50,,", r"nothing is said of bed heat \(power\); leave it out of the map"),
    ],
)
def test_a_column_without_one_number_is_told_with_what_to_do(tmp_path: Path, was: str, is_now: str, said: str) -> None:
    with pytest.raises(RecordingUnfit, match=said) as told:
        read(tmp_path, [row.replace(was, is_now) for row in wide_rows()])
    assert len(told.value.faults) in (1, 13)


def test_seldom_values_that_cannot_be_are_told_or_left_out(tmp_path: Path) -> None:
    rows = wide_rows()
    rows[7], rows[9] = (row.replace(",20.0,", f",{value},", 1) for row, value in ((rows[7], 85), (rows[9], -127)))
    with pytest.raises(RecordingUnfit) as told:
        read(tmp_path, rows)
    said = "living target (T) says 2 times what cannot be, first 85 at 2024-01-08 02:00+00:00; untidy: mend leaves"
    assert said in str(told.value)
    assert len(told.value.faults) == 1
    living = read(tmp_path, rows, more="untidy: mend\n").rooms[0]
    assert (living.target == 20.0).all()


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    text = "\n".join([HEADER.replace("T,", "Küche,", 1), *wide_rows()])
    (tmp_path / "home.csv").write_text(text, encoding="cp1252")
    map_text = WIDE.format(zone="UTC", unit="°C").replace("id: T,", "id: Küche,")
    (tmp_path / "map.yaml").write_text(map_text, encoding="utf-8")
    with pytest.raises(RecordingFault, match="no text in utf-8; save it as UTF-8, or say encoding: in the map"):
        load_house(tmp_path / "home.csv", read_as(tmp_path / "map.yaml", ForecastMap))
    (tmp_path / "map.yaml").write_text(map_text + "encoding: cp1252\n", encoding="utf-8")
    assert load_house(tmp_path / "home.csv", read_as(tmp_path / "map.yaml", ForecastMap)).rooms[0].target[0] == 20.0


def test_untidy_times_are_mended_where_the_map_says_so(tmp_path: Path) -> None:
    rows = wide_rows()
    rows[10], rows[11] = rows[11], rows[10]
    rows.insert(40, rows[40].replace(",20.0,", ",23.0,", 1))
    living = read(tmp_path, rows, more="untidy: mend\n").rooms[0]
    assert living.target[40] == 21.5
    assert np.isfinite(living.target).all()


def test_times_that_the_clocks_skipped_are_told(tmp_path: Path) -> None:
    rows = wide_rows(begin="2024-03-30 00:15")
    with pytest.raises(RecordingUnfit, match=r"4 times such as 2024-03-31 02:00 do not exist in Europe/Amsterdam"):
        read(tmp_path, rows, zone="Europe/Amsterdam")
    house = read(tmp_path, rows, zone="Etc/GMT-1")
    assert len(house.rooms[0]) == 4 * DAY


def test_the_hour_that_comes_twice_is_told_by_the_order(tmp_path: Path) -> None:
    zone_less = wide_rows(begin="2024-10-26 00:15")
    autumn = [row for row in zone_less if row < "2024-10-27 03:00"]
    again = [row for row in zone_less if "2024-10-27 02:00" <= row < "2024-10-27 03:00"]
    later = [row for row in zone_less if row >= "2024-10-27 03:00"]
    living = read(tmp_path, autumn + again + later, zone="Europe/Amsterdam").rooms[0]
    assert len(living) == 4 * DAY + 4
    assert np.isfinite(living.target).all()
    assert living.time(len(living) - 1).isoformat() == "2024-10-30T00:00:00+01:00"


def test_too_short_a_recording_is_told(tmp_path: Path) -> None:
    with pytest.raises(RecordingUnfit, match=r"less than three days; .* from 2024-01-08 00:15.* to 2024-01-10 00:00"):
        read(tmp_path, wide_rows(2))


def test_events_of_several_columns_and_a_radiator_that_tells_the_heat(tmp_path: Path) -> None:
    rows = ["at,room,what,value"]
    for n in range(4 * 144):
        rows += [f"{n * 600},living,temperature,20", f"{n * 600},living,radiator,30", f"{n * 600},attic,temperature,9"]
    (tmp_path / "home.csv").write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "map.yaml").write_text(EVENTS, encoding="utf-8")
    (living,) = load_house(tmp_path / "home.csv", read_as(tmp_path / "map.yaml", ForecastMap)).rooms
    assert np.allclose(living.heat, 0.5)
    assert np.isnan(living.sun).all()


def test_an_id_that_the_events_do_not_have_is_told_with_those_most_like_it(tmp_path: Path) -> None:
    rows = [f"{n * 600},{room},temperature,20" for n in range(9) for room in ("attic", "livng")]
    (tmp_path / "home.csv").write_text("\n".join(["at,room,what,value", *rows]), encoding="utf-8")
    (tmp_path / "map.yaml").write_text(EVENTS, encoding="utf-8")
    with pytest.raises(RecordingUnfit) as told:
        load_house(tmp_path / "home.csv", read_as(tmp_path / "map.yaml", ForecastMap))
    said = "nothing is said of living target (living temperature); the file has: livng temperature, attic temperature"
    assert said in str(told.value)


def test_a_map_with_faults_tells_all_of_them(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(
        "zone: Mars\nlayout: wide\ntime: t\nrooms:\n  - {name: a, target: {id: T, unit: R}}\n", encoding="utf-8"
    )
    with pytest.raises(SettingsError) as told:
        read_as(path, ForecastMap)
    assert "line 1: zone: there is no time zone Mars" in str(told.value)
    assert "line 5" in str(told.value)
    path.write_text("time: t\nrooms: [{name: a, target: T, heat: {id: P, unit: W}}]\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="heat in W needs full:") as once:
        read_as(path, ForecastMap)
    assert "1 to mend" in str(once.value)
    path.write_text("time: t\nrooms: {a: {target: T}}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="line 2: rooms: write a list, each entry after a dash"):
        read_as(path, ForecastMap)
    path.write_text("time: t\nrooms: []\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="line 2: rooms: at least one is needed"):
        read_as(path, ForecastMap)
    path.write_text("time: t\nencoding: ansi-x\nrooms: [{name: a, target: T}]\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="line 2: encoding: there is no encoding ansi-x"):
        read_as(path, ForecastMap)


@pytest.mark.parametrize("name", ["sml2010", "appliances", "opensmarthome"])
def test_the_shipped_maps_are_whole(name: str) -> None:
    assert read_forecast_map(name).rooms


def test_a_map_that_never_ends_is_no_map(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text("[" * 3000, encoding="utf-8")
    with pytest.raises(SettingsError, match="this is not YAML"):
        read_forecast_map(str(path))


def test_an_unknown_map_tells_the_shipped_ones() -> None:
    with pytest.raises(SettingsError, match="appliances, opensmarthome, sml2010"):
        read_forecast_map("castle")


def test_a_clear_sky_stands_in_for_the_sun(tmp_path: Path) -> None:
    text = WIDE.format(zone="UTC", unit="°C").replace(
        "sun: {id: sun, unit: kW/m²}", "location: {latitude: 50, longitude: 5}"
    )
    (tmp_path / "home.csv").write_text("\n".join([HEADER, *wide_rows()]), encoding="utf-8")
    (tmp_path / "map.yaml").write_text(text, encoding="utf-8")
    living = load_house(tmp_path / "home.csv", read_as(tmp_path / "map.yaml", ForecastMap)).rooms[0]
    day = living.sun[:DAY]
    assert day[:20].max() == 0.0
    assert 100 < day.max() < 500
