"""Record what a real Home Assistant says, for the table tests: `python -m tests.instance.record [VERSION]`.

Writes tests/recorded/home_assistant/<version>/*.json. Users and contexts are replaced; tokens are in none of it.
"""

import json
import re
import sys
import time
from pathlib import Path
from typing import Any

from tests.instance.harness import VERSION, HomeAssistant, Wire, eventually
from tests.instance.install import Failure

TARGET = Path(__file__).parents[1] / "recorded" / "home_assistant"
ENTITIES = (
    "binary_sensor.anyone_home",
    "binary_sensor.living_room_window_open",
    "climate.bedroom_thermostat",
    "climate.living_room_radiator",
    "device_tracker.alice_phone",
    "input_boolean.guest_mode",
    "input_number.electricity_price",
    "light.kitchen_light",
    "person.alice",
    "sensor.kitchen_motion_illuminance",
    "sensor.living_room_climate_sensor_humidity",
    "sensor.living_room_climate_sensor_temperature",
    "sensor.living_room_co2_co2",
    "sensor.smart_meter_energy",
    "sensor.smart_meter_power",
    "sensor.weather_station_wind_speed",
    "switch.bedroom_heater",
)
SECRET = {"user_id", "created_at", "modified_at", "config_entry_id", "config_entries", "primary_config_entry"}


def trimmed(value: Any, seen: dict[str, str]) -> Any:
    """The same without anything that differs from run to run or tells of a person."""
    if isinstance(value, dict):
        kept = {key: item for key, item in value.items() if key not in SECRET - {"user_id"} and "subentr" not in key}
        return {
            key: seen.setdefault(item, f"user-{len(seen)}") if key == "user_id" and item else trimmed(item, seen)
            for key, item in kept.items()
        }
    return [trimmed(item, seen) for item in value] if isinstance(value, list) else value


def refusals(wire: Wire) -> dict[str, str]:
    """What Home Assistant says to calls that it declines."""
    calls = {
        "unknown_action": {"domain": "switch", "service": "nope", "target": {"entity_id": "switch.bedroom_heater"}},
        "out_of_range": {
            "domain": "climate",
            "service": "set_temperature",
            "service_data": {"temperature": 99},
            "target": {"entity_id": "climate.living_room_radiator"},
        },
    }
    found = {}
    for name, call in calls.items():
        try:
            wire.ask("call_service", **call)
        except Failure as failure:
            found[name] = str(failure)
    return found


def record(home: HomeAssistant) -> dict[str, Any]:
    """Do a few things and note what is told."""
    person = home.person()
    with Wire(home.url, home.token) as wire:
        changes: list[Any] = []
        wire.ask("subscribe_entities", changes.append, entity_ids=list(ENTITIES))
        calls = wire.listen("call_service")
        registry_events = wire.listen("entity_registry_updated")
        eventually(lambda: changes, "the first event")
        person.call("climate.set_temperature", "climate.living_room_radiator", temperature=21.5)
        person.call("switch.turn_on", "switch.bedroom_heater")
        person.call("light.turn_on", "light.kitchen_light", brightness=120)
        person.call("light.turn_off", "light.kitchen_light")
        person.call("climate.set_hvac_mode", "climate.living_room_radiator", hvac_mode="off")
        home.set("living_room_window", open=True)
        home.control(device="living_room_climate_sensor", available=False)
        home.control(person="alice", location="away", hold_s=60)
        eventually(lambda: home.value("person.alice") == "not_home", "Alice left")
        time.sleep(1)
        states = {state["entity_id"]: state for state in home.api("GET", "/api/states")[1]}
        home.control(device="living_room_climate_sensor", available=True)
        home.rename("sensor.smart_meter_power", "sensor.meter")
        time.sleep(1)
        entities = [entry for entry in wire.ask("config/entity_registry/list") if entry["entity_id"] in ENTITIES]
        devices = {entry["device_id"] for entry in entities}
        payloads = {
            "states": [states[entity] for entity in ENTITIES],
            "changes": changes,
            "calls": [{**call, "origin": "LOCAL"} for call in calls],
            "registry_events": registry_events,
            "areas": wire.ask("config/area_registry/list"),
            "devices": [entry for entry in wire.ask("config/device_registry/list") if entry["id"] in devices],
            "entities": entities,
            "refusals": refusals(wire),
        }
        config = home.api("GET", "/api/config")[1]
        payloads["config"] = {key: config[key] for key in ("state", "time_zone", "unit_system", "version")}
        return payloads


def main() -> int:
    version = sys.argv[1] if len(sys.argv) > 1 else VERSION
    home = HomeAssistant.launch("record", version)
    try:
        payloads = record(home)
    finally:
        home.close()
    folder = TARGET / version
    folder.mkdir(parents=True, exist_ok=True)
    seen: dict[str, str] = {}
    for name, payload in payloads.items():
        text = json.dumps(trimmed(payload, seen), indent=1, ensure_ascii=False)
        assert not re.search(r"eyJ[\w-]+\.", text), "a token must not be recorded"
        (folder / f"{name}.json").write_text(text + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
