"""What Home Assistant remembers, from written answers: units, gaps, halves, and statistics."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.home_assistant.archive import HomeAssistantArchive
from integrations.home_assistant.calls import NotPermitted, Outgoing, permit
from integrations.home_assistant.faults import TooLarge
from integrations.home_assistant.registry import Names
from integrations.home_assistant.rest import _stamp
from tests.integrations.home_assistant.test_translate import JSON
from thermo_edge.home.house import Attribute, EntityId, Point
from thermo_edge.home.snapshot import Quality

START = datetime(2026, 3, 28, tzinfo=UTC)
END = START + timedelta(days=1)
T, VALVE, DOOR = EntityId("sensor.t"), EntityId("climate.v"), EntityId("binary_sensor.d")
TEMPERATURE = frozenset({Attribute.TEMPERATURE})


class FakeRest:
    """Answers with written rows; in full or with the first and last row's attributes only, as Home Assistant does."""

    def __init__(self, rows: list[Any], most: int = 1000) -> None:
        self.rows = rows
        self.most = most
        self.asked: list[tuple[str, bool]] = []

    def history(self, entity: str, start: datetime, end: datetime, attributes: bool) -> list[Any]:
        self.asked.append((entity, attributes))
        rows = [row for row in self.rows if _at(row) is None or start <= _at(row) < end]
        if len(rows) > self.most:
            raise TooLarge("too much")
        if attributes:
            return rows
        ends = (0, len(rows) - 1)
        return [
            row if n in ends or _at(row) is None else {k: row[k] for k in ("state", "last_changed")}
            for n, row in enumerate(rows)
        ]


class FakeVisit:
    def __init__(self, rows: list[Any], celsius: bool = True, statistics: Any = None, metadata: Any = None) -> None:
        self.rest = FakeRest(rows)
        self.celsius = celsius
        self.statistics = statistics
        self.metadata = metadata
        self.asked: list[Mapping[str, Any]] = []

    def ask(self, message: Mapping[str, Any]) -> Any:
        permit(Outgoing("websocket", body=message))
        self.asked.append(message)
        return self.metadata if message["type"] == "recorder/get_statistics_metadata" else self.statistics


def _at(row: Any) -> Any:
    """When; None for what is no row."""
    told = row.get("last_changed") if isinstance(row, dict) else None
    return datetime.fromisoformat(told) if told else None


def row(state: str, hour: float, entity: str = T, **attributes: Any) -> dict[str, Any]:
    at = (START + timedelta(hours=hour)).isoformat()
    return {"entity_id": entity, "state": state, "last_changed": at, "last_updated": at, "attributes": attributes}


def archive(visit: FakeVisit, names: Names = Names()) -> HomeAssistantArchive:  # noqa: B008
    return HomeAssistantArchive(visit, names)  # type: ignore[arg-type]


def values(visit: FakeVisit, entity: EntityId = T, attributes: frozenset[Attribute] = TEMPERATURE) -> list[Any]:
    found = archive(visit).history(entity, attributes, START, END)
    return [(reading.value, (reading.at - START).total_seconds() / 3600) for reading in found]


def test_short_rows_take_their_unit_from_the_first() -> None:
    fahrenheit = [row(state, n, unit_of_measurement="°F") for n, state in enumerate(("68", "69.8", "68"))]
    visit = FakeVisit(fahrenheit)
    assert values(visit) == [(pytest.approx(20.0), 0.0), (pytest.approx(21.0), 1.0), (pytest.approx(20.0), 2.0)]
    assert visit.rest.asked == [(T, False)]


def test_where_the_unit_changed_or_the_first_tells_none_all_of_it_is_read() -> None:
    changed = [row("68", 0, unit_of_measurement="°F"), row("69.8", 1, unit_of_measurement="°F")]
    changed += [row("22", 2, unit_of_measurement="°C"), row("23", 3, unit_of_measurement="°C")]
    visit = FakeVisit(changed)
    assert [value for value, _ in values(visit)] == pytest.approx([20.0, 21.0, 22.0, 23.0])
    assert [full for _, full in visit.rest.asked] == [False, True]
    away = [row("unavailable", 0, restored=True), row("68", 1, unit_of_measurement="°F"), row("unavailable", 2)]
    assert values(FakeVisit(away)) == [(None, 0.0), (pytest.approx(20.0), 1.0), (None, 2.0)]


def test_a_gap_says_that_it_is_one() -> None:
    rows = [row("20", 0, unit_of_measurement="°C"), row("unknown", 1), row("21", 2, unit_of_measurement="°C")]
    found = archive(FakeVisit(rows)).history(T, TEMPERATURE, START, END)
    assert [reading.quality for reading in found] == [Quality.GOOD, Quality.UNKNOWN, Quality.GOOD]


def test_a_thermostat_is_read_with_its_attributes_in_the_homes_unit() -> None:
    rows = [row("heat", 0, VALVE, temperature=68, current_temperature=66.2, hvac_action="heating")]
    rows += [row("heat", 1, VALVE, temperature=68, current_temperature=68, hvac_action="idle")]
    visit = FakeVisit(rows, celsius=False)
    wanted = frozenset({Attribute.SET_POINT, Attribute.TEMPERATURE, Attribute.HVAC_MODE, Attribute.HVAC_ACTION})
    assert values(visit, VALVE, wanted) == [
        ("heating", 0.0),
        ("heat", 0.0),
        (pytest.approx(20.0), 0.0),
        (pytest.approx(19.0), 0.0),
        ("idle", 1.0),
        (pytest.approx(20.0), 1.0),
    ]
    assert visit.rest.asked == [(VALVE, True)]


def test_what_is_too_much_comes_in_halves_without_repeats() -> None:
    rows = [row("on" if n % 2 else "off", n / 10, DOOR) for n in range(200)]
    visit = FakeVisit(rows)
    visit.rest.most = 60
    found = archive(visit).history(DOOR, frozenset({Attribute.OPEN}), START, END)
    assert len(found) == 200
    assert len(visit.rest.asked) > 4


def test_a_renamed_entity_is_asked_for_by_its_name_of_now() -> None:
    visit = FakeVisit([row("20", 0, "sensor.new", unit_of_measurement="°C")])
    (reading,) = archive(visit, Names(now={T: "sensor.new"})).history(T, TEMPERATURE, START, END)
    assert (visit.rest.asked, reading.point.entity) == ([("sensor.new", False)], T)


# --- statistics -----------------------------------------------------------------------------------------------------

POINT = Point(T, Attribute.TEMPERATURE)


def described(**more: Any) -> list[dict[str, Any]]:
    return [{"statistic_id": T, "has_mean": True, "unit_class": "temperature", **more}]


def hour(number: float, mean: Any, low: Any = None, high: Any = None) -> dict[str, Any]:
    low, high = mean if low is None else low, mean if high is None else high
    start = (START + timedelta(hours=number)).timestamp() * 1000
    return {"start": start, "end": start + 3_600_000, "mean": mean, "min": low, "max": high}


def test_hours_are_asked_for_in_our_units() -> None:
    visit = FakeVisit([], statistics={T: [hour(0, 20.5, 20.0, 21.0), hour(1, 21.5)]}, metadata=described())
    found = archive(visit).hours([POINT], START, END)
    assert [(one.at, one.mean, one.low, one.high) for one in found[POINT]] == [
        (START, 20.5, 20.0, 21.0),
        (START + timedelta(hours=1), 21.5, 21.5, 21.5),
    ]
    assert visit.asked[1]["units"] == {"temperature": "°C", "power": "W", "energy": "kWh"}


def test_what_home_assistant_does_not_convert_is_converted_here() -> None:
    metadata = described(unit_class=None, display_unit_of_measurement="°F")
    (sample,) = archive(FakeVisit([], statistics={T: [hour(0, 68.0)]}, metadata=metadata)).hours([POINT], START, END)[
        POINT
    ]
    assert sample.mean == pytest.approx(20.0)


def test_newer_versions_say_the_kind_of_mean() -> None:
    metadata = [{"statistic_id": T, "mean_type": 1, "unit_class": "temperature"}]
    assert archive(FakeVisit([], statistics={T: [hour(0, 20.0)]}, metadata=metadata)).hours([POINT], START, END)


@pytest.mark.parametrize("mean", [None, "20", True, float("nan"), float("inf")])
def test_hours_without_a_value_are_left_out(mean: Any) -> None:
    assert (
        archive(FakeVisit([], statistics={T: [hour(0, mean)]}, metadata=described())).hours([POINT], START, END) == {}
    )


def test_what_has_no_mean_is_not_asked_for() -> None:
    visit = FakeVisit([], statistics={}, metadata=described(has_mean=False))
    assert archive(visit).hours([POINT], START, END) == {}
    assert len(visit.asked) == 1


@given(JSON, JSON)
def test_no_answer_is_too_strange(rows: Any, statistics: Any) -> None:
    visit = FakeVisit([rows, {**row("20", 0), "attributes": rows}], True, {T: [statistics, rows]}, described())
    archive(visit).history(T, TEMPERATURE, START, END)
    archive(visit).hours([POINT], START, END)
    odd = FakeVisit([], True, statistics, [statistics, {"statistic_id": T, "has_mean": True, "unit_class": rows}])
    archive(odd).hours([POINT], START, END)


# --- what may be said -----------------------------------------------------------------------------------------------


@given(st.datetimes(timezones=st.just(UTC)), st.booleans())
def test_every_question_about_history_is_permitted(at: datetime, full: bool) -> None:
    more = "significant_changes_only=0" if full else "minimal_response"
    path = f"history/period/{_stamp(at)}?filter_entity_id=sensor.t&end_time={_stamp(at)}&{more}"
    assert permit(Outgoing("GET", path))


@pytest.mark.parametrize(
    "path",
    [
        "history/period/2026-03-28T00:00:00Z",
        "history/period/2026-03-28T00:00:00Z?filter_entity_id=../config&end_time=2026-03-29T00:00:00Z",
        "history/period/../../services?filter_entity_id=sensor.t&end_time=2026-03-29T00:00:00Z",
        "history/period/2026-03-28T00:00:00Z?filter_entity_id=sensor.t&end_time=2026-03-29T00:00:00Z&x=http://x",
    ],
)
def test_other_questions_are_not(path: str) -> None:
    with pytest.raises(NotPermitted):
        permit(Outgoing("GET", path))


def test_statistics_are_only_read() -> None:
    for kind in ("recorder/statistics_during_period", "recorder/get_statistics_metadata", "auth/current_user"):
        assert permit(Outgoing("websocket", body={"type": kind}))
    for kind in ("recorder/import_statistics", "recorder/clear_statistics", "recorder/change_statistics_unit"):
        with pytest.raises(NotPermitted):
            permit(Outgoing("websocket", body={"type": kind}))
