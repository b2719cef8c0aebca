"""Which readings are worth a row."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import ANNA, LIVING_T, LIVING_WINDOW, MORNING, minutes, reading
from thermo_edge.home.house import Attribute, EntityId, Point, Value
from thermo_edge.home.snapshot import Quality, Reading
from thermo_edge.store.significance import RULES, Significance, as_number

POWER = Point(EntityId("sensor.power"), Attribute.POWER)
LUX = Point(EntityId("sensor.lux"), Attribute.ILLUMINANCE)


def _kept(*readings: Reading) -> list[Reading]:
    filtering = Significance()
    return [each for each in readings if filtering.worth(each) is not None]


def _at(point: Point, *values: tuple[float, Value | None]) -> list[Reading]:
    return [reading(point, value, MORNING + minutes(minute)) for minute, value in values]


@pytest.mark.parametrize(
    ("point", "values", "kept"),
    [
        (LIVING_T, ((0, 20.0), (1, 20.04), (2, 20.05), (3, 20.0)), (20.0, 20.05, 20.0)),
        (
            LIVING_T,
            ((0, 20.1), (1, 20.15)),
            (20.1, 20.15),
        ),  # a band of 0.05 is met exactly, whatever binary makes of it
        (LIVING_T, ((0, 20.0), (5, 20.0), (14, 20.0), (15, 20.01), (16, 20.0)), (20.0, 20.01)),
        (POWER, ((0, 1000.0), (1, 1049.0), (2, 1051.0)), (1000.0, 1051.0)),
        (POWER, ((0, 0.0), (1, 2.0), (2, 3.0)), (0.0, 3.0)),
        (LUX, ((0, 0.0), (1, 1.0), (2, 500.0), (3, 540.0), (4, 551.0)), (0.0, 500.0, 551.0)),
        (LIVING_WINDOW, ((0, False), (1, False), (2, True), (3, True), (70, True)), (False, True, True)),
        (ANNA, ((0, "present"), (1, "present"), (2, "absent")), ("present", "absent")),
        (LIVING_T, ((0, 20), (1, 20.0), (2, True)), (20, True)),
    ],
)
def test_dead_bands_and_heartbeats(
    point: Point, values: tuple[tuple[float, Value], ...], kept: tuple[Value, ...]
) -> None:
    assert tuple(each.value for each in _kept(*_at(point, *values))) == kept


def test_a_flickering_meter_is_kept_less_often_and_a_step_still_at_once() -> None:
    flicker = [(second / 60, 1000.0 + 60 * (second % 2)) for second in range(30)]
    assert [each.value for each in _kept(*_at(POWER, *flicker))] == [1000.0]
    assert [each.value for each in _kept(*_at(POWER, *flicker, (0.49, 0.0)))] == [1000.0, 0.0]


def test_a_heartbeat_is_kept_under_the_time_it_was_said() -> None:
    filtering = Significance()
    filtering.worth(reading(LIVING_T, 20.0))
    again = reading(LIVING_T, 20.0, MORNING, reported=MORNING + minutes(20))
    assert filtering.worth(again) == MORNING + minutes(20)
    assert filtering.worth(again) is None


def test_a_change_is_kept_under_the_time_it_happened() -> None:
    filtering = Significance()
    filtering.worth(reading(LIVING_WINDOW, False))
    late = reading(LIVING_WINDOW, True, MORNING + minutes(3), reported=MORNING + minutes(9))
    assert filtering.worth(late) == MORNING + minutes(3)


@pytest.mark.parametrize("quality", [Quality.UNKNOWN, Quality.UNAVAILABLE, Quality.MISSING])
def test_what_is_not_there_is_a_fact_told_once(quality: Quality) -> None:
    gone = [reading(LIVING_T, None, MORNING + minutes(60 * hour), quality) for hour in range(1, 9)]
    back = reading(LIVING_T, 20.0, MORNING + minutes(600))
    assert _kept(reading(LIVING_T, 20.0), *gone, back) == [reading(LIVING_T, 20.0), gone[0], back]


def test_impossible_and_odd_values_are_kept_with_their_mark() -> None:
    odd = [
        reading(LIVING_T, -127.0, MORNING + minutes(1), Quality.IMPOSSIBLE),
        reading(LIVING_T, -127.0, MORNING + minutes(2), Quality.IMPOSSIBLE),
        reading(LIVING_T, 85.0, MORNING + minutes(3), Quality.IMPOSSIBLE),
        reading(LIVING_T, 30.0, MORNING + minutes(4), Quality.SPIKE),
        reading(LIVING_T, 20.0, MORNING + minutes(5)),
    ]
    assert _kept(reading(LIVING_T, 20.0), *odd) == [reading(LIVING_T, 20.0), odd[0], odd[2], odd[3], odd[4]]


def test_nan_is_told_once_and_does_not_stick() -> None:
    values = _at(LIVING_T, (0, 20.0), (1, float("nan")), (2, float("nan")), (3, 20.0))
    assert [repr(each.value) for each in _kept(*values)] == ["20.0", "nan", "20.0"]


@given(st.lists(st.tuples(st.integers(1, 900), st.integers(-400, 400)), min_size=1, max_size=80))
def test_what_is_left_out_was_never_far_from_what_was_kept(steps: list[tuple[int, int]]) -> None:
    filtering, at, kept, kept_at = Significance(), MORNING, None, MORNING
    rule = RULES[Attribute.TEMPERATURE]
    for seconds, hundredths in steps:
        at += timedelta(seconds=seconds)
        value = 20.0 + hundredths / 100
        if filtering.worth(reading(LIVING_T, value, at)) is not None:
            kept, kept_at = value, at
        assert kept is not None
        assert abs(value - kept) < 4 * rule.band
        assert at - kept_at < timedelta(seconds=30) or abs(value - kept) < rule.band
        assert at - kept_at < rule.heartbeat


@pytest.mark.parametrize(
    ("attribute", "value", "number"),
    [
        (Attribute.ON, True, 1.0),
        (Attribute.TEMPERATURE, 20, 20.0),
        (Attribute.TEMPERATURE, float("nan"), None),
        (Attribute.TEMPERATURE, float("inf"), None),
        (Attribute.TEMPERATURE, 1e300, None),
        (Attribute.TEMPERATURE, "warm", None),
        (Attribute.TEMPERATURE, None, None),
        (Attribute.HVAC_ACTION, "heating", 1.0),
        (Attribute.HVAC_ACTION, "idle", 0.0),
        (Attribute.HVAC_ACTION, "fan", 0.0),
        (Attribute.HVAC_ACTION, "cooling", -1.0),
        (Attribute.HVAC_MODE, "off", 0.0),
        (Attribute.HVAC_MODE, "heat_cool", 1.0),
        (Attribute.PRESENCE, "present", 1.0),
        (Attribute.PRESENCE, "absent", 0.0),
        (Attribute.PRESENCE, "unknown", None),
    ],
)
def test_what_is_averaged(attribute: Attribute, value: Value | None, number: float | None) -> None:
    assert as_number(attribute, value) == number
