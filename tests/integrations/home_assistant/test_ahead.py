"""Prices, surplus and CO₂ in the attributes of sensors: the shapes there are, and whatever else stands there."""

import itertools
import math
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integrations.home_assistant.ahead import told
from thermo_edge.home.energy import EnergyEntity, Stretch, Told
from thermo_edge.home.units import price_scale

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 1, 14, 9, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 1, 13, 23, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def of(attributes: dict[object, object], now: datetime = NOW, what: EnergyEntity = EnergyEntity.PRICE) -> Told:
    return told("0.25", attributes, what, ZONE, now)


def local(hour: float) -> str:
    return (MIDNIGHT + hour * HOUR).astimezone(ZONE).isoformat()


def course(found: Told) -> list[float]:
    """Values by the hour from midnight."""
    return [each.value for each in found.ahead]


# --- the shapes there are -------------------------------------------------------------------------------------------

VALUES = [round(0.2 + 0.01 * hour, 3) for hour in range(24)]

SHAPES: dict[str, dict[object, object]] = {
    "nord pool": {
        "unit_of_measurement": "EUR/kWh",
        "today": VALUES,
        "tomorrow": [],
        "tomorrow_valid": False,
        "raw_today": [{"start": local(n), "end": local(n + 1), "value": v} for n, v in enumerate(VALUES)],
        "raw_tomorrow": [{"start": local(24), "end": local(25), "value": None}],
    },
    "nord pool in öre": {
        "unit_of_measurement": "Öre/kWh",
        "raw_today": [{"start": local(n), "end": local(n + 1), "value": 100 * v} for n, v in enumerate(VALUES)],
    },
    "nord pool that counts in cents and does not say so in its unit": {
        "unit_of_measurement": "SEK/kWh",
        "price_in_cents": True,
        "today": [100 * v for v in VALUES],
    },
    "tibber": {
        "unit_of_measurement": "NOK/kWh",
        "prices": [{"startsAt": local(n), "total": v, "energy": v / 2} for n, v in enumerate(VALUES)],
    },
    "tibber by day": {"prices": {"today": [{"startsAt": local(n), "total": v} for n, v in enumerate(VALUES)]}},
    "epex spot": {
        "unit_of_measurement": "€/kWh",
        "data": [{"start_time": local(n), "end_time": local(n + 1), "price_per_kwh": v} for n, v in enumerate(VALUES)],
    },
    "epex spot of old": {
        "unit_of_measurement": "EUR/MWh",
        "data": [
            {"start_time": local(n), "end_time": local(n + 1), "price_eur_per_mwh": 1000 * v}
            for n, v in enumerate(VALUES)
        ],
    },
    "entso-e": {"prices_today": [{"time": local(n).replace("T", " "), "price": v} for n, v in enumerate(VALUES)]},
    "energi data service": {"raw_today": [{"hour": local(n), "price": str(v)} for n, v in enumerate(VALUES)]},
    "octopus": {
        "rates": [{"start": local(n), "end": local(n + 1), "value_inc_vat": v} for n, v in enumerate(VALUES)][::-1]
    },
    "bare lists": {"unit_of_measurement": "€/MWh", "today": [1000 * v for v in VALUES], "tomorrow": None},
    "by time": {"prices": {local(n): v for n, v in enumerate(VALUES)}},
    "seconds since 1970": {
        "data": [{"start": (MIDNIGHT + n * HOUR).timestamp(), "price": v} for n, v in enumerate(VALUES)]
    },
    "no zone": {"data": [{"time": local(n)[:19], "price": v} for n, v in enumerate(VALUES)]},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_tells_the_same_day(shape: str) -> None:
    found = of(SHAPES[shape])
    assert course(found) == VALUES
    assert [each.start for each in found.ahead] == [MIDNIGHT + n * HOUR for n in range(24)]
    assert found.odd == 0


def test_quarters_of_an_hour_are_kept_and_holes_stay_holes() -> None:
    quarter = timedelta(minutes=15)
    rows = [{"start": (NOW + n * quarter).isoformat(), "value": n} for n in (0, 1, 2, 3, 12, 13)]
    found = of({"raw_today": rows})
    assert [(each.start - NOW) // quarter for each in found.ahead] == [0, 1, 2, 3, 12, 13]
    assert {each.end - each.start for each in found.ahead} == {quarter}


def test_a_plain_sensor_tells_now_and_nothing_ahead() -> None:
    assert of({"unit_of_measurement": "ct/kWh", "friendly_name": "Price"}) == Told(NOW, 0.0025)
    assert of({"device_class": "monetary", "forecast": [{"datetime": local(1), "temperature": 71.6}]}).ahead == ()


def test_a_temperature_is_no_price() -> None:
    found = told("72.4", {"unit_of_measurement": "°F", "today": [72.4] * 24}, EnergyEntity.PRICE, ZONE, NOW)
    assert (found.value, found.ahead, found.odd) == (None, (), 25)


def test_surplus_and_intensity_come_in_stored_units() -> None:
    watts: dict[object, object] = {
        "unit_of_measurement": "kW",
        "watts": {local(12): 1.5, local(13): "2", local(14): None},
    }
    found = told("unknown", watts, EnergyEntity.SURPLUS, ZONE, NOW)
    assert (found.value, course(found), found.odd) == (None, [1500.0, 2000.0], 0)
    grid: dict[object, object] = {"unit_of_measurement": "gCO2eq/kWh", "data": [{"from": local(9), "intensity": 310}]}
    assert course(told("280", grid, EnergyEntity.CARBON, ZONE, NOW)) == [310.0]
    assert told("0.28", {"unit_of_measurement": "kg/kWh"}, EnergyEntity.CARBON, ZONE, NOW).value == 280.0
    assert told("28", {"unit_of_measurement": "%"}, EnergyEntity.CARBON, ZONE, NOW).odd == 1


# --- days on which the clocks change ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "hours"), [(datetime(2026, 3, 29, tzinfo=ZONE), 23), (datetime(2026, 10, 25, tzinfo=ZONE), 25)]
)
def test_days_of_23_and_25_hours(day: datetime, hours: int) -> None:
    begin = day.astimezone(UTC)
    now = begin + 6 * HOUR
    exact = of({"today": [float(n) for n in range(hours)]}, now)
    assert course(exact) == [float(n) for n in range(hours)]
    assert (exact.ahead[0].start, exact.ahead[-1].end) == (begin, begin + hours * HOUR)
    by_wall = of({"today": [float(n) for n in range(24)]}, now)
    at_six = next(each.value for each in by_wall.ahead if each.start <= day.replace(hour=6).astimezone(UTC) < each.end)
    assert at_six == 6.0
    written = [(begin + n * HOUR).astimezone(ZONE).replace(tzinfo=None).isoformat() for n in range(hours)]
    rows: list[object] = [{"start": at, "value": float(n)} for n, at in enumerate(written)]
    assert course(of({"raw_today": rows}, now)) == [float(n) for n in range(hours)]


# --- whatever stands there --------------------------------------------------------------------------------------------

NUMBERS = st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), st.text(max_size=6), st.just("0.31"))
TIMES = st.one_of(
    st.integers(-30, 60).map(local),
    st.integers(-30, 60).map(lambda hour: local(hour)[:19]),
    st.none(),
    st.integers(),
    st.floats(),
    st.text(max_size=10),
)
ROWS = st.lists(
    st.one_of(
        NUMBERS,
        st.dictionaries(
            st.sampled_from(["start", "end", "startsAt", "value", "price", "total", "x"]), st.one_of(NUMBERS, TIMES)
        ),
    ),
    max_size=12,
)
PARTS = st.one_of(NUMBERS, ROWS, st.dictionaries(st.text(max_size=25), st.one_of(NUMBERS, ROWS), max_size=4))
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["raw_today", "today", "tomorrow", "prices", "data", "forecast", "unit_of_measurement", "y"]), PARTS
)


@settings(max_examples=150, deadline=None)
@given(ATTRIBUTES, NUMBERS, st.sampled_from(EnergyEntity), st.integers(0, 8760))
def test_nothing_raises_and_what_is_told_is_in_order(
    attributes: dict[object, object], state: object, what: EnergyEntity, hour: int
) -> None:
    now = NOW + hour * HOUR
    found = told(state, attributes, what, ZONE, now)
    assert found.value is None or math.isfinite(found.value)
    assert all(math.isfinite(each.value) and each.start < each.end for each in found.ahead)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found.ahead))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.one_of(st.none(), st.just("nan"), st.just({}), st.floats(-0.5, 3.0)), min_size=24, max_size=24))
def test_holes_and_nonsense_leave_the_rest_where_it_is(values: list[object]) -> None:
    rows: list[object] = [{"start": local(n), "end": local(n + 1), "value": value} for n, value in enumerate(values)]
    found = of({"raw_today": rows})
    kept = [
        Stretch(MIDNIGHT + n * HOUR, MIDNIGHT + (n + 1) * HOUR, round(value, 6))
        for n, value in enumerate(values)
        if isinstance(value, float)
    ]
    assert list(found.ahead) == kept
    assert found.odd == sum(value in ("nan", {}) for value in values)


@pytest.mark.parametrize(
    ("unit", "scale"),
    [
        (None, 1.0), ("€/kWh", 1.0), ("EUR/kWh", 1.0), ("SEK / kWh", 1.0), ("ct/kWh", 0.01), ("¢/kWh", 0.01),
        ("øre/kWh", 0.01), ("p/kWh", 0.01), ("EUR/MWh", 0.001), ("zł/kWh", 1.0), ("US$/kWh", 1.0), ("¥/kWh", 1.0),
        ("€", 1.0), ("/kWh", 1.0), ("Rp./kWh", 0.01),
        ("°F", None), ("W", None), ("kWh", None), ("€/m³", None), ("%", None), ("kW/kWh", None),
    ],
)  # fmt: skip
def test_units_of_prices(unit: str | None, scale: float | None) -> None:
    assert price_scale(unit) == scale
