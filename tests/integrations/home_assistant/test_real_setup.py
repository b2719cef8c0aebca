"""Setup, history import and the doctor on a real Home Assistant with the virtual home."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from integrations.home_assistant.archive import HomeAssistantArchive
from integrations.home_assistant.visit import Visit
from tests.contracts.archive_contract import check_history, check_hours
from tests.instance.harness import HomeAssistant, eventually
from thermo_edge.cli import main
from thermo_edge.clock import SystemClock
from thermo_edge.config.file import read_settings
from thermo_edge.config.proposal import Why
from thermo_edge.config.propose import propose
from thermo_edge.home.house import Attribute, EntityId, Point
from thermo_edge.home.snapshot import Reading
from thermo_edge.store.driver import plain

pytestmark = pytest.mark.homeassistant

ROOMS = ("living_room", "kitchen", "bedroom", "hallway")

TRUTH: dict[str, tuple[str, str | None]] = {
    **{f"sensor.{room}_climate_sensor_temperature": ("temperature", room) for room in ROOMS},
    **{f"sensor.{room}_climate_sensor_humidity": ("humidity", room) for room in ROOMS},
    **{f"binary_sensor.{room}_motion_occupancy": ("motion", room) for room in ROOMS},
    **{f"sensor.{room}_motion_illuminance": ("illuminance", room) for room in ROOMS},
    **{f"light.{room}_light": ("lamps", room) for room in ROOMS},
    "climate.living_room_radiator": ("heating", "living_room"),
    "climate.kitchen_radiator": ("heating", "kitchen"),
    "climate.bedroom_thermostat": ("heating", "bedroom"),
    "binary_sensor.living_room_window_open": ("windows", "living_room"),
    "binary_sensor.bedroom_window_open": ("windows", "bedroom"),
    "binary_sensor.front_door_open": ("doors", "hallway"),
    "binary_sensor.kitchen_smoke_smoke": ("smoke", "kitchen"),
    "binary_sensor.kitchen_leak_water_leak": ("leaks", "kitchen"),
    "lock.front_door_lock": ("locks", "hallway"),
    "siren.siren": ("sirens", None),
    "alarm_control_panel.house_alarm": ("panel", None),
    "sensor.living_room_co2_co2": ("co2", "living_room"),
    "sensor.weather_station_temperature": ("outdoor_temperature", None),
    "weather.home_weather": ("weather", None),
    "person.alice": ("persons", None),
    "person.bob": ("persons", None),
    "input_number.electricity_price": ("price", None),
}
"""What everything in the virtual home is; what is not named here is nothing that is wanted."""

SWITCHED = {"payload_on": "on", "payload_off": "off"}
FURTHER: tuple[tuple[str, str, str, str, dict[str, Any]], ...] = (
    ("binary_sensor", "kitchen_smoke_smoke", "Kitchen Smoke", "Kitchen", {"device_class": "smoke", **SWITCHED}),
    ("binary_sensor", "kitchen_leak_water_leak", "Kitchen Leak", "Kitchen", {"device_class": "moisture", **SWITCHED}),
    ("binary_sensor", "doorbell_camera_motion", "Doorbell", "Hallway", {"device_class": "motion", **SWITCHED}),
    ("lock", "front_door_lock", "Front Door", "Hallway", {"command_topic": "test/no", "state_locked": "locked"}),
    ("siren", "siren", "Siren", "Hallway", {"command_topic": "test/no", **SWITCHED}),
)
"""What the virtual home has elsewhere and may lack here."""

HOURS = 240


@pytest.fixture(scope="module")
def whole(home_assistant: HomeAssistant) -> HomeAssistant:
    """The virtual home with everything that a household has."""
    for component, key, name, area, options in FURTHER:
        if home_assistant.state(f"{component}.{key}") is None:
            device = {"identifiers": [f"test_{key}"], "name": name, "suggested_area": area}
            first = "locked" if component == "lock" else "off"
            home_assistant.announce(component, key, first, device=device, **options)
    for entity, state in (("weather.home_weather", "sunny"), ("alarm_control_panel.house_alarm", "disarmed")):
        if home_assistant.state(entity) is None:
            home_assistant.set_state(entity, state, supported_features=3)
    return home_assistant


@pytest.fixture
def token_file(program: tuple[str, str], tmp_path: Path) -> Path:
    path = tmp_path / "token"
    path.write_text(f"{program[0]}\n", encoding="utf-8")
    return path


@pytest.fixture
def config(whole: HomeAssistant, token_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Settings as setup writes them; what it said is captured."""
    path = tmp_path / "config.yaml"
    assert main(["setup", "--url", whole.url, "--token-file", str(token_file), "--config", str(path), "--yes"]) == 0
    return path


def test_roles_are_proposed_right(whole: HomeAssistant, program: tuple[str, str]) -> None:
    with Visit(whole.url, program[0], SystemClock()) as visit:
        home = visit.inventory()
    made = propose(home)
    doubles = (Why.OWN_THERMOMETER, Why.FORECAST)
    got = {str(one.entity): (str(one.role), one.room) for one in made.found if one.sure and one.why not in doubles}
    entities = {str(item.id) for item in home.items} | set(TRUTH)
    wrong = {
        entity: (got.get(entity), TRUTH.get(entity)) for entity in entities if got.get(entity) != TRUTH.get(entity)
    }
    right = 1.0 - len(wrong) / len(entities)
    with_role = 1.0 - len(wrong.keys() & TRUTH.keys()) / len(TRUTH)
    print(f"\nproposed right: {right:.1%} of {len(entities)} entities, {with_role:.1%} of {len(TRUTH)} with a role")
    print("wrong (proposed, true):", wrong, "asked:", [(one.entity, one.confidence) for one in made.unsure])
    assert right >= 0.95
    assert with_role >= 0.95
    assert {room.id for room in made.rooms} == set(ROOMS)


def test_setup_writes_settings_that_the_doctor_likes(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = capsys.readouterr().out
    assert "Four rooms found. One thing to check." in said, "the owner's account is nobody's whereabouts"
    read = read_settings(config)
    assert [device.entity for device in read.rooms["bedroom"].heating] == ["climate.bedroom_thermostat"]
    assert read.rooms["kitchen"].smoke == ["binary_sensor.kitchen_smoke_smoke"]
    free_port = config.read_text(encoding="utf-8") + "page: {port: 0}\n"
    config.write_text(free_port, encoding="utf-8")
    assert main(["doctor", "--config", str(config)]) == 0
    said = capsys.readouterr().out
    print(said)
    assert "mend" not in said
    assert "All is well" in said


def test_setup_keeps_what_was_there(config: Path, whole: HomeAssistant, token_file: Path) -> None:
    before = config.read_text(encoding="utf-8")
    assert "person.alice" in before
    arguments = ["setup", "--url", whole.url, "--token-file", str(token_file), "--config", str(config)]
    assert main(arguments) == 1, "without a terminal nothing is replaced unless --yes says so"
    config.write_text(before + "# mine\n", encoding="utf-8")
    assert main([*arguments, "--yes"]) == 0
    assert config.with_name("config.before-1.yaml").read_text(encoding="utf-8") == before + "# mine\n"
    assert config.read_text(encoding="utf-8") == before


def test_the_doctor_names_a_wrong_token_and_never_tells_it(
    config: Path, token_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = "eyJhbGciOiJIUzI1NiJ9.wrong.token"
    token_file.write_text(wrong, encoding="utf-8")
    capsys.readouterr()
    assert main(["doctor", "--config", str(config)]) == 1
    said = capsys.readouterr()
    assert "refuses the token" in said.out
    assert "Make a new long-lived token" in said.out
    assert wrong not in said.out + said.err


def test_the_doctor_names_what_is_not_there(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = config.read_text(encoding="utf-8")
    text = text.replace("sensor.kitchen_climate_sensor_temperature", "sensor.nowhere")
    text = text.replace("sensor.hallway_climate_sensor_temperature", "sensor.weather_station_wind_speed")
    config.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert main(["doctor", "--config", str(config)]) == 1
    said = capsys.readouterr().out
    assert "(Kitchen) sensor.nowhere is not in Home Assistant." in said
    assert "km/h”, which is no temperature." in said


def test_a_user_who_is_no_administrator_is_told(
    config: Path, token_file: Path, whole: HomeAssistant, capsys: pytest.CaptureFixture[str]
) -> None:
    token_file.write_text(whole.person("Guest").token, encoding="utf-8")
    assert main(["doctor", "--config", str(config)]) == 1
    assert "no administrator" in capsys.readouterr().out


# --- history --------------------------------------------------------------------------------------------------------

SEEDED = ("sensor.living_room_climate_sensor_temperature", "sensor.kitchen_climate_sensor_humidity")
UNITS = {SEEDED[0]: "°C", SEEDED[1]: "%"}


@pytest.fixture
def seeded(whole: HomeAssistant) -> Iterator[datetime]:
    """Ten days of statistics before today, of two sensors; when they begin."""
    begin = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(hours=HOURS)
    for entity in SEEDED:
        metadata = {
            "has_mean": True,
            "has_sum": False,
            "name": None,
            "source": "recorder",
            "statistic_id": entity,
            "unit_of_measurement": UNITS[entity],
        }
        stats = [
            {"start": (begin + timedelta(hours=n)).isoformat(), "mean": 18 + n / 100, "min": 17.5, "max": 22.5}
            for n in range(HOURS)
        ]
        whole.ask("recorder/import_statistics", metadata=metadata, stats=stats)

    def there() -> bool:
        fields = {"start_time": begin.isoformat(), "statistic_ids": list(SEEDED), "period": "hour"}
        found = whole.ask("recorder/statistics_during_period", **fields)
        return all(len(found.get(entity, [])) >= HOURS for entity in SEEDED)

    eventually(there, "the statistics are there", 30)
    yield begin
    whole.ask("recorder/clear_statistics", statistic_ids=list(SEEDED))


def test_the_archive_keeps_to_the_contract(whole: HomeAssistant, program: tuple[str, str], seeded: datetime) -> None:
    window = Point(EntityId("binary_sensor.living_room_window_open"), Attribute.OPEN)
    start = datetime.now(UTC)
    for opened in (True, False, True, False):
        whole.set("living_room_window", open=opened)
        eventually(lambda: whole.value(window.entity) == ("on" if opened else "off"), "the window moves")  # noqa: B023

    def told() -> tuple[Reading, ...]:
        return check_history(archive, window.entity, {Attribute.OPEN}, start, datetime.now(UTC))

    with Visit(whole.url, program[0], SystemClock()) as visit:
        archive = HomeAssistantArchive(visit)
        moves = [True, False, True, False]
        eventually(lambda: [reading.value for reading in told()][-4:] == moves, "the recorder has written it all")
        radiator, wanted = EntityId("climate.kitchen_radiator"), {Attribute.SET_POINT, Attribute.HVAC_MODE}
        assert check_history(archive, radiator, wanted, start - timedelta(hours=1), datetime.now(UTC))
        thermometer = Point(EntityId(SEEDED[0]), Attribute.TEMPERATURE)
        assert check_hours(archive, thermometer, seeded, seeded + timedelta(hours=HOURS)) == HOURS


def counts(database: Path) -> dict[str, int]:
    with plain(database) as connection:
        return {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("hours", "readings")
        }


def test_ten_days_are_imported_once(seeded: datetime, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = config.parent / "data" / "thermo-edge.db"
    assert main(["import-history", "--config", str(config), "--days", "30"]) == 0
    said = capsys.readouterr().out
    print(said)
    first = counts(database)
    assert first["hours"] == 2 * HOURS
    assert first["readings"] > 20
    with plain(database) as connection:
        query = (
            "SELECT h.mean * s.resolution, (h.mean - h.below) * s.resolution, (h.mean + h.above) * s.resolution "
            "FROM hours h JOIN series s ON s.id = h.series JOIN entities e ON e.id = s.entity "
            "WHERE e.entity = ? AND h.slot = ?"
        )
        row = connection.execute(query, (SEEDED[0], int((seeded.timestamp() + 100 * 3600) // 3600))).fetchone()
    assert row == pytest.approx((19.0, 17.5, 22.5))
    assert main(["import-history", "--config", str(config), "--days", "30"]) == 0
    second = counts(database)
    assert second["hours"] == first["hours"]
    with plain(database) as connection:
        doubled = "SELECT count(*) FROM (SELECT 1 FROM readings GROUP BY series, at HAVING count(*) > 1)"
        assert connection.execute(doubled).fetchone() == (0,)
    assert second["readings"] - first["readings"] < 60, "only what changed in between"
