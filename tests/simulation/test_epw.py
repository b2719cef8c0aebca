"""EPW files: read at the right hour, in any year, and refused by the line that is wrong."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from thermo_edge.errors import SettingsError
from thermo_edge.simulation.epw import HOURS, FileWeather, read
from thermo_edge.simulation.plant import relative_humidity

HEADER = ["LOCATION,SOMEWHERE,-,NLD,made,000000,52.30,4.77,1.0,-2.0", *(f"LINE {number}" for number in range(2, 9))]


def rows(hours: int = HOURS) -> list[str]:
    """A year whose temperature counts the hours of the day, with sun from 10 to 14 h."""
    lines = []
    for hour in range(hours):
        of_day = hour % 24 + 1
        sun = 500 if 11 <= of_day <= 14 else 0
        words = ["1995", "1", "1", str(of_day), "60", "?", str(float(of_day)), "3.0", "80", "100000", "0", "0", "300"]
        words += [str(sun), str(sun), str(sun // 5), "0", "0", "0", "0", "180", "4.5", "5", "5"]
        lines.append(",".join(words))
    return lines


def write(folder: Path, lines: list[str], packed: bool = False) -> Path:
    text = "\n".join(HEADER + lines).encode()
    path = folder / ("year.epw.gz" if packed else "year.epw")
    path.write_bytes(gzip.compress(text) if packed else text)
    return path


def at(moment: datetime) -> np.ndarray:
    return np.array([moment.timestamp()])


@pytest.mark.parametrize("packed", [False, True])
def test_it_is_read_plain_and_packed(tmp_path: Path, packed: bool) -> None:
    year = read(write(tmp_path, rows(), packed))
    assert (year.name, year.latitude, year.longitude, year.zone) == ("SOMEWHERE", 52.30, 4.77, 1.0)
    assert year.hourly.shape == (5, HOURS)


def test_a_temperature_stands_at_the_end_of_its_hour_of_the_local_clock(tmp_path: Path) -> None:
    weather = FileWeather([read(write(tmp_path, rows()))])
    ten = weather.at(at(datetime(2026, 5, 3, 9, 0, tzinfo=UTC)))  # 10 h on a clock one hour ahead
    assert ten.temperature[0, 0] == pytest.approx(10.0)
    assert weather.at(at(datetime(2026, 5, 3, 9, 30, tzinfo=UTC))).temperature[0, 0] == pytest.approx(10.5)
    assert relative_humidity(ten.moisture, np.array(3.0))[0, 0] == pytest.approx(100.0, abs=0.1)
    assert ten.wind[0, 0] == pytest.approx(4.5)


def test_radiation_is_the_mean_of_its_hour_and_nothing_at_night(tmp_path: Path) -> None:
    weather = FileWeather([read(write(tmp_path, rows()))])
    noon = weather.at(at(datetime(2026, 5, 3, 11, 30, tzinfo=UTC)))
    assert (noon.beam[0, 0], noon.diffuse[0, 0]) == pytest.approx((500.0, 100.0))
    day = weather.at(datetime(2026, 5, 3, tzinfo=UTC).timestamp() + 300.0 * np.arange(288.0))
    assert day.beam[0].sum() / 12.0 == pytest.approx(2000.0, rel=0.01)
    assert (day.beam[day.elevation <= 0.0] == 0.0).all()


@pytest.mark.parametrize("year", [1999, 2024, 2026, 2100])
def test_a_date_is_the_same_date_in_any_year(tmp_path: Path, year: int) -> None:
    lines = rows()
    noon = 24 * (31 + 28) + 11  # the row of 12 h on the 1st of March
    lines[noon] = lines[noon].replace(",12.0,", ",33.0,")
    weather = FileWeather([read(write(tmp_path, lines))])
    assert weather.at(at(datetime(year, 3, 1, 11, tzinfo=UTC))).temperature[0, 0] == pytest.approx(33.0)
    assert weather.at(at(datetime(year, 12, 31, 23, 30, tzinfo=UTC))).temperature[0, 0] == pytest.approx(12.5)


def test_a_leap_year_leaves_its_extra_day_out(tmp_path: Path) -> None:
    assert read(write(tmp_path, rows(HOURS + 24))).hourly.shape == (5, HOURS)


def broken(number: int, old: str, new: str) -> Callable[[list[str]], list[str]]:
    return lambda lines: [line.replace(old, new, 1) if at == number - 9 else line for at, line in enumerate(lines)]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (broken(9, ",1.0,", ",warm,"), "line 9: no number for dry-bulb temperature in column 7"),
        (broken(300, ",4.5,", ",999,"), "line 300: wind speed is 999"),
        (broken(50, ",3.0,", ",nan,"), "line 50: dew-point temperature is nan"),
        (lambda lines: [*lines[:10], "1995,1", *lines[11:]], "line 19: no number for"),
        (lambda lines: lines[:100], "100 hours after the eight header lines"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(
    tmp_path: Path, spoil: Callable[[list[str]], list[str]], told: str
) -> None:
    path = write(tmp_path, spoil(rows()))
    with pytest.raises(SettingsError, match=r"year\.epw") as refused:
        read(path)
    assert told in str(refused.value)


def test_what_is_no_epw_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.epw"
    for content in (b"", b"hello\n", b"LOCATION,A,B,C,D,E,north,4,1,0\n", b"\x1f\x8bbroken"):
        path.write_bytes(content)
        with pytest.raises(SettingsError):
            read(path)
    with pytest.raises(SettingsError):
        read(tmp_path / "missing.epw")
