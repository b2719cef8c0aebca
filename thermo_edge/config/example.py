"""Writes the example settings file and the JSON schema, both from the model."""

import re
import textwrap
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from thermo_edge.config.covers import CoverSettings
from thermo_edge.config.energy import (
    CopSettings,
    ElectricitySettings,
    HeatPumpSettings,
    RateSettings,
    TariffSettings,
)
from thermo_edge.config.flow import FlowSettings
from thermo_edge.config.settings import (
    AlarmSettings,
    DeviceSettings,
    HeatSourceSettings,
    HoursSettings,
    LampSettings,
    PersonSettings,
    RoomSettings,
    Settings,
)

HEAD = """# Settings of Thermo Edge. Made from the program's own model by: thermo-edge config example
# Everything here may be left out; the values shown are the defaults, and the rooms and names are examples.
# What you set is what the house is and the most that may be allowed; modes, wishes and holds live on the page.
"""

_SAMPLES: dict[str, list[tuple[str, BaseModel]]] = {
    "persons": [("anna", PersonSettings(name="Anna", entity="person.anna"))],
    "heat_sources": [
        (
            "boiler",
            HeatSourceSettings(
                name="Boiler", switch="switch.boiler", tariff=TariffSettings(price=0.12), efficiency=0.92
            ),
        ),
        (
            "heat_pump",
            HeatSourceSettings(
                name="Heat pump",
                pump=HeatPumpSettings(cop=[CopSettings(outdoor=-7.0, cop=2.6), CopSettings(outdoor=7.0, cop=4.1)]),
                flow=FlowSettings(entity="number.heat_pump_flow"),
            ),
        ),
    ],
    "rooms": [
        (
            "living_room",
            RoomSettings(
                name="Living room",
                temperature=["sensor.living_room_temperature"],
                motion=["binary_sensor.living_room_motion"],
                illuminance=["sensor.living_room_illuminance"],
                windows=["binary_sensor.living_room_window"],
                lamps=[LampSettings(entity="light.living_room", warmest=2200.0, coldest=6500.0)],
                heating=[DeviceSettings(entity="climate.living_room_radiator")],
                covers=[CoverSettings(entity="cover.living_room_shutter", shades=True, azimuth=190.0)],
                hours=[HoursSettings.model_validate({"days": "mon-fri", "from": "06:30", "to": "22:30"})],
            ),
        )
    ],
}


_SHOWN: dict[str, BaseModel] = {
    "alarm": AlarmSettings(panel="alarm_control_panel.house", sirens=["siren.hall"]),
    "electricity": ElectricitySettings(
        price=0.32,
        rates=[RateSettings.model_validate({"days": "all", "from": "22:00", "to": "06:00", "price": 0.24})],
        feed_in=0.08,
        surplus="sensor.fed_in_power",
        co2="sensor.grid_co2_intensity",
    ),
}
"""What is left out by default is shown with an example."""


def example() -> str:
    """The example file: every setting with its help."""
    return HEAD + "\n".join(_fields(Settings(), 0)) + "\n"


def schema() -> dict[str, Any]:
    """The JSON schema of the settings, for editors and forms."""
    return Settings.model_json_schema()


def _fields(model: BaseModel, depth: int) -> list[str]:
    lines: list[str] = []
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        lines += [f"{'  ' * depth}# {line}" for line in _help(field)]
        value = _SHOWN.get(name, value) if depth == 0 else value
        lines += _entry(field.alias or name, value, depth, _SAMPLES.get(name, []) if depth == 0 else [])
        if depth == 0:
            lines.append("")
    return lines


def _entry(name: str, value: Any, depth: int, samples: list[tuple[str, BaseModel]]) -> list[str]:
    pad = "  " * depth
    if samples:
        inner = [line for key, model in samples for line in (f"{pad}  {key}:", *_fields(model, depth + 2))]
        return [f"{pad}{name}:", *inner]
    if isinstance(value, BaseModel):
        return [f"{pad}{name}:", *_fields(value, depth + 1)]
    if isinstance(value, list) and value and isinstance(value[0], BaseModel):
        return [f"{pad}{name}:", *(line for item in value for line in _item(item, depth + 1))]
    return [f"{pad}{name}: {_scalar(value)}"]


def _item(model: BaseModel, depth: int) -> list[str]:
    """One entry of a list: the dash stands before its first setting."""
    lines = _fields(model, depth + 1)
    first = next(place for place, line in enumerate(lines) if not line.lstrip().startswith("#"))
    lines[first] = f"{'  ' * depth}- {lines[first].lstrip()}"
    return lines


def _help(field: FieldInfo) -> list[str]:
    return textwrap.wrap(field.description or "", 100)


def _scalar(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.name).lower()
    if isinstance(value, SecretStr | str | Path):
        text = "" if isinstance(value, SecretStr) else str(value)
        return text if text and re.match(r"^[\w./:]+$", text) else f'"{text}"'
    if hasattr(value, "strftime"):
        return f'"{value:%H:%M}"'
    if isinstance(value, list):
        return "[" + ", ".join(_scalar(item) for item in value) + "]"
    return f"{value:g}" if isinstance(value, float) else str(value)
