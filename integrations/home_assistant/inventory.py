"""Home Assistant's registry and states as an inventory of the home; pure, and no answer is too strange."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from integrations.home_assistant.registry import HomeDevice, HomeEntity, Registry
from thermo_edge.home.house import EntityId
from thermo_edge.home.inventory import Area, Inventory, Item

_PLAIN = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")
_LONGEST = 200


def inventory(registry: Registry, states: object, config: Mapping[str, object]) -> Inventory:
    """What has a state now; the registry adds where it is and what it belongs to."""
    entries = {entry.entity: entry for entry in registry.entities}
    devices = {device.id: device for device in registry.devices}
    rows = [row for row in states if _is_state(row)] if isinstance(states, list) else []
    items = [_item(row, entries.get(row["entity_id"]), devices) for row in rows]
    units = config.get("unit_system")
    return Inventory(
        tuple(Area(a.id, _line(a.name), _entity(a.thermometer), _entity(a.hygrometer)) for a in registry.areas),
        tuple(_with_hue_members(items, {str(row["entity_id"]): _attributes(row) for row in rows})),
        _line(config.get("location_name")),
        str(config.get("language") or "en"),
        isinstance(units, Mapping) and units.get("temperature") == "°F",
    )


def _is_state(row: object) -> bool:
    entity = row.get("entity_id") if isinstance(row, Mapping) else None
    return isinstance(entity, str) and _PLAIN.fullmatch(entity) is not None


def _item(row: Mapping[str, object], entry: HomeEntity | None, devices: Mapping[str, HomeDevice]) -> Item:
    entity, attributes = EntityId(str(row["entity_id"])), _attributes(row)
    device = devices.get(entry.device or "") if entry else None
    return Item(
        id=entity,
        name=_line(attributes.get("friendly_name")) or (_line(entry.name) if entry else "") or str(entity),
        area=(entry.area if entry else None) or (device.area if device else None),
        device=device.id if device else None,
        device_name=_line(device.name) if device else "",
        model=_line(f"{device.maker or ''} {device.model or ''}".strip()) if device else "",
        platform=entry.platform if entry else "",
        kind=_text(attributes, "device_class"),
        unit=_text(attributes, "unit_of_measurement"),
        measured=_text(attributes, "state_class") is not None,
        technical=entry is not None and entry.category is not None,
        hidden=entry is not None and entry.hidden,
        state=_line(row.get("state")) or "unknown",
        modes=_words(attributes.get("hvac_modes")),
        colour_modes=_words(attributes.get("supported_color_modes")),
        kelvin=_kelvin(attributes),
        members=tuple(EntityId(one) for one in _list(attributes.get("entity_id")) if _PLAIN.fullmatch(one)),
        user=_text(attributes, "user_id"),
        features=_whole(attributes.get("supported_features")),
    )


def _with_hue_members(items: Iterable[Item], attributes: Mapping[str, Mapping[str, object]]) -> Iterable[Item]:
    """A Hue room names its lamps by their names, not by their ids."""
    known = list(items)
    lamps = {item.name: item.id for item in known if item.domain == "light"}
    for item in known:
        named = attributes.get(item.id, {})
        if named.get("is_hue_group") is True and not item.members:
            members = tuple(lamps[name] for name in _list(named.get("lights")) if name in lamps)
            yield replace(item, members=tuple(one for one in members if one != item.id))
        else:
            yield item


def _attributes(row: Mapping[str, object]) -> Mapping[str, object]:
    attributes = row.get("attributes")
    return attributes if isinstance(attributes, Mapping) else {}


def _text(attributes: Mapping[str, object], key: str) -> str | None:
    value = attributes.get(key)
    return value[:_LONGEST] if isinstance(value, str) and value else None


def _line(value: object) -> str:
    """Text as one printable line."""
    if not isinstance(value, str):
        return ""
    return " ".join("".join(c if c.isprintable() else " " for c in value[:_LONGEST]).split())


def _entity(value: str | None) -> EntityId | None:
    return EntityId(value) if value and _PLAIN.fullmatch(value) else None


def _list(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _words(value: object) -> frozenset[str]:
    return frozenset(_list(value))


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _kelvin(attributes: Mapping[str, object]) -> tuple[float, float] | None:
    warmest, coldest = attributes.get("min_color_temp_kelvin"), attributes.get("max_color_temp_kelvin")
    if isinstance(warmest, int | float) and isinstance(coldest, int | float) and 0 < warmest < coldest:
        return float(warmest), float(coldest)
    return None
