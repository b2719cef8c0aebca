"""The one list of everything that this program may say to Home Assistant; every outgoing message passes `permit`."""

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from integrations.home_assistant.state import possible
from integrations.home_assistant.translate import DIALS, HALF, NO_SWITCHES, NUMBERS, PANEL
from thermo_edge.errors import ThermoEdgeError
from thermo_edge.home.house import Attribute
from thermo_edge.home.turn import Command

HEARTBEAT = "thermo_edge_heartbeat"
"""We are alive and want this bare switch on."""

HERE = "thermo_edge_here"
"""This program has the home, since then."""

ROLL_CALL = "thermo_edge_roll_call"
"""Whoever has the home may say so."""

DEAD_MAN = "thermo_edge_dead_man_"
"""How the ids of our automations begin."""

EVENTS = frozenset({HEARTBEAT, HERE, ROLL_CALL})

HEARD = frozenset(
    {"automation_reloaded", "call_service", "core_config_updated", "entity_registry_updated", HERE, ROLL_CALL}
)
"""The events that we listen to."""

READ_ONLY = frozenset(
    {
        "auth",
        "auth/current_user",
        "config/area_registry/list",
        "config/auth/list",
        "config/device_registry/list",
        "config/entity_registry/list",
        "recorder/get_statistics_metadata",
        "recorder/statistics_during_period",
        "subscribe_entities",
        "supported_features",
    }
)
"""WebSocket commands that change nothing."""

FORECASTS = "weather.get_forecasts"
"""An action that changes nothing: it answers."""

NOTICES = frozenset({"persistent_notification.create", "persistent_notification.dismiss"})

_SWITCHED = ("switch", "input_boolean", "light", "fan", "siren", "homeassistant")

TURN: Mapping[bool, frozenset[str]] = {
    True: frozenset({"valve.open_valve", *(f"{domain}.turn_on" for domain in _SWITCHED)}),
    False: frozenset({"valve.close_valve", *(f"{domain}.turn_off" for domain in _SWITCHED)}),
}
"""The actions that a Command to turn something on, or off, may become."""

_HEATERS = ("climate", "water_heater")

_AUTOMATION = re.compile(rf"config/automation/config/{DEAD_MAN}[a-z0-9_]+")

_HISTORY = re.compile(r"history/period/[\dTZ:.-]+\?filter_entity_id=([\da-z_.]+)&end_time=[\dTZ:.-]+(&[a-z_]+(=0)?)*")
"""What Home Assistant recorded of one entity."""


class NotPermitted(ThermoEdgeError):
    """Something that is not on the list was about to be sent: it was not. A fault of this program."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message: by websocket, where `body` holds all of it, or by REST."""

    way: Literal["websocket", "GET", "POST", "DELETE"]
    path: str = ""  # of REST, below the interface's address
    body: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Leave:
    """What permits more than reading: the guard's Command for this entity, or the phones that the household chose."""

    command: Command | None = None
    entity: str = ""
    also: tuple[Command, ...] = ()  # further commands for this entity that go in the same message
    phones: Collection[str] = ()


NO_LEAVE = Leave()


def permit(outgoing: Outgoing, leave: Leave = NO_LEAVE) -> Outgoing:
    """The message, if it may be sent."""
    allowed = _websocket(outgoing.body or {}, leave) if outgoing.way == "websocket" else _rest(outgoing)
    if not allowed:
        what = outgoing.path or str((outgoing.body or {}).get("type"))
        raise NotPermitted(f"Not sent to Home Assistant, because it is not on the list: {outgoing.way} {what[:80]}")
    return outgoing


def _websocket(message: Mapping[str, object], leave: Leave) -> bool:
    kind, event = (value if isinstance(value := message.get(key), str) else "" for key in ("type", "event_type"))
    if kind == "subscribe_events":
        return event in HEARD
    if kind == "fire_event":
        return event in EVENTS
    if kind == "call_service":
        return _call(message, leave)
    return kind in READ_ONLY


def _call(message: Mapping[str, object], leave: Leave) -> bool:
    service = f"{message.get('domain')}.{message.get('service')}"
    target, data = message.get("target"), message.get("service_data") or {}
    if not isinstance(data, Mapping):
        return False
    if service == FORECASTS:
        named = target.get("entity_id") if isinstance(target, Mapping) and target.keys() == {"entity_id"} else None
        weather = isinstance(named, str) and named.startswith("weather.") and possible(named)
        return weather and message.get("return_response") is True and data in ({"type": "hourly"}, {"type": "daily"})
    if service in NOTICES or (service in leave.phones and service.startswith("notify.")):
        return target is None
    if leave.command is None or not possible(leave.entity) or target != {"entity_id": leave.entity}:
        return False
    attribute, value = leave.command.point.attribute, leave.command.value
    if leave.entity.startswith("light."):
        return _lamp(service, data, (leave.command, *leave.also))
    if attribute is Attribute.ALARM:
        return service == f"alarm_control_panel.{PANEL.get(str(value))}" and not data.keys() - {"code"}
    if attribute is Attribute.ON and isinstance(value, bool):
        return service in TURN[value] and not data and not leave.entity.startswith(NO_SWITCHES)
    if attribute is Attribute.HVAC_MODE:
        return service == "climate.set_hvac_mode" and data == {"hvac_mode": value}
    if attribute is Attribute.POSITION and leave.entity.startswith("cover."):
        return _cover(service, data, value)
    if attribute is Attribute.SET_POINT:
        return service == "climate.set_temperature" and _finite(data, "temperature")
    if attribute is Attribute.FLOW:
        return _flow(service, data, leave.entity.partition(".")[0])
    return False


def _flow(service: str, data: Mapping[object, object], domain: str) -> bool:
    """The water's temperature, by an action of the entity's own domain."""
    if domain in NUMBERS:
        return service == f"{domain}.set_value" and _finite(data, "value")
    return domain in _HEATERS and service == f"{domain}.set_temperature" and _finite(data, "temperature")


def _finite(data: Mapping[object, object], name: str) -> bool:
    """Whether it holds this number and nothing else."""
    number = data.get(name)
    return data.keys() == {name} and isinstance(number, int | float) and math.isfinite(number)


def _cover(service: str, data: Mapping[object, object], value: object) -> bool:
    """To where the command says, or to the end that is nearer to it."""
    if service == "cover.set_cover_position":
        return data.keys() == {"position"} and _near(data["position"], value)
    opens = isinstance(value, int | float) and value >= HALF
    return service == ("cover.open_cover" if opens else "cover.close_cover") and not data


def _lamp(service: str, data: Mapping[object, object], commands: Collection[Command]) -> bool:
    """What a lamp is told is what its commands say, and nothing else."""
    said = {command.point.attribute: command.value for command in commands}
    if service == "light.turn_off":
        return said.get(Attribute.ON) is False and not data
    allowed = {DIALS[attribute]: value for attribute, value in said.items() if attribute in DIALS}
    wanted = said.get(Attribute.ON) is not False and bool(said)
    return service == "light.turn_on" and wanted and all(_near(data[key], allowed.get(str(key))) for key in data)


def _near(sent: object, commanded: object) -> bool:
    return isinstance(sent, int | float) and isinstance(commanded, int | float) and abs(sent - commanded) <= 0.5


def _rest(outgoing: Outgoing) -> bool:
    path = outgoing.path
    if _AUTOMATION.fullmatch(path):
        return True
    if outgoing.way != "GET":
        return False
    history = _HISTORY.fullmatch(path)
    if history is not None:
        return possible(history[1])
    return path in ("config", "states") or (path.startswith("states/") and possible(path.removeprefix("states/")))
