"""Home Assistant's areas, devices and entities, and how an entity is found again after it was renamed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from thermo_edge.home.house import EntityId


@dataclass(frozen=True, slots=True)
class Area:
    """A room, as the household named it."""

    id: str
    name: str
    floor: str | None = None
    labels: frozenset[str] = frozenset()
    thermometer: str | None = None  # the entity that speaks for it
    hygrometer: str | None = None


@dataclass(frozen=True, slots=True)
class HomeDevice:
    """A physical thing."""

    id: str
    name: str
    area: str | None = None
    maker: str | None = None
    model: str | None = None
    labels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HomeEntity:
    """An entity that Home Assistant remembers; `id` stays when `entity` is renamed."""

    id: str
    entity: str
    name: str
    unique: str
    platform: str
    area: str | None = None  # its own; else its device's
    device: str | None = None
    category: str | None = None  # config or diagnostic: nothing for daily use
    disabled: bool = False
    labels: frozenset[str] = frozenset()
    hidden: bool = False


@dataclass(frozen=True)
class Registry:
    """All of it."""

    areas: tuple[Area, ...] = ()
    devices: tuple[HomeDevice, ...] = ()
    entities: tuple[HomeEntity, ...] = ()

    def area_of(self, entity: HomeEntity) -> str | None:
        """Where an entity is."""
        return entity.area or next((device.area for device in self.devices if device.id == entity.device), None)


def parse(areas: object, devices: object, entities: object) -> Registry:
    """From the answers of the three lists; what is not as it should be is left out."""
    return Registry(
        tuple(
            Area(
                row["area_id"],
                _text(row, "name") or row["area_id"],
                _text(row, "floor_id"),
                _labels(row),
                _text(row, "temperature_entity_id"),
                _text(row, "humidity_entity_id"),
            )
            for row in _rows(areas, "area_id")
        ),
        tuple(
            HomeDevice(
                row["id"],
                _text(row, "name_by_user") or _text(row, "name") or row["id"],
                _text(row, "area_id"),
                _text(row, "manufacturer"),
                _text(row, "model"),
                _labels(row),
            )
            for row in _rows(devices, "id")
        ),
        tuple(
            HomeEntity(
                row["id"],
                row["entity_id"],
                _text(row, "name") or _text(row, "original_name") or row["entity_id"],
                str(row.get("unique_id", "")),
                _text(row, "platform") or "",
                _text(row, "area_id"),
                _text(row, "device_id"),
                _text(row, "entity_category"),
                row.get("disabled_by") is not None,
                _labels(row),
                row.get("hidden_by") is not None,
            )
            for row in _rows(entities, "id", "entity_id")
        ),
    )


def administrators(answer: object) -> frozenset[str]:
    """The users of config/auth/list who may do everything in Home Assistant: its owner and its administrators."""
    found = set()
    for row in answer if isinstance(answer, list) else []:
        if not isinstance(row, dict) or not isinstance(row.get("id"), str):
            continue
        groups = row.get("group_ids")
        rules = row.get("is_owner") is True or (isinstance(groups, list) and "system-admin" in groups)
        if rules and row.get("is_active") is not False and row.get("system_generated") is not True:
            found.add(row["id"])
    return frozenset(found)


def _rows(answer: object, *needed: str) -> Iterable[dict[str, str]]:
    rows = answer if isinstance(answer, list) else []
    return (row for row in rows if isinstance(row, dict) and all(isinstance(row.get(key), str) for key in needed))


def _text(row: Mapping[str, object], key: str) -> str | None:
    value = row.get(key)
    return value if isinstance(value, str) else None


def _labels(row: Mapping[str, object]) -> frozenset[str]:
    labels = row.get("labels")
    return frozenset(label for label in labels if isinstance(label, str)) if isinstance(labels, list) else frozenset()


# --- our entities among them --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Names:
    """What the house's entities are called now, and what else an action may name them by."""

    now: Mapping[EntityId, str] = field(default_factory=dict)  # id in the house → id at Home Assistant
    known: Mapping[EntityId, str] = field(default_factory=dict)  # id in the house → lasting id of the registry
    expected: frozenset[EntityId] = frozenset()  # remembered and not disabled: absent means not loaded yet
    groups: Mapping[EntityId, frozenset[str]] = field(default_factory=dict)  # area, device, floor and labels

    def of(self, entity: EntityId) -> str:
        return self.now.get(entity, entity)

    def aimed(self, data: object) -> tuple[EntityId, ...]:
        """Which of ours an action's data aims at."""
        if not isinstance(data, Mapping):
            return ()
        named = _named(data, "entity_id")
        groups = {f"{kind}:{one}" for kind in _KINDS for one in _named(data, f"{kind}_id")}
        return tuple(
            ours
            for ours, now in self.now.items()
            if now in named or "all" in named or not groups.isdisjoint(self.groups.get(ours, frozenset()))
        )


_KINDS = ("area", "device", "floor", "label")


def _named(data: Mapping[object, object], key: str) -> set[str]:
    value = data.get(key)
    if isinstance(value, str):
        return {one.strip() for one in value.split(",")}
    return {one for one in value if isinstance(one, str)} if isinstance(value, list) else set()


def find(entities: Iterable[EntityId], known: Mapping[EntityId, str], registry: Registry) -> Names:
    """Find the house's entities: first by the lasting id that was remembered, else by name."""
    by_id = {entry.id: entry for entry in registry.entities}
    by_name = {entry.entity: entry for entry in registry.entities}
    devices = {device.id: device for device in registry.devices}
    areas = {area.id: area for area in registry.areas}
    found = {entity: by_id.get(known.get(entity, "")) or by_name.get(entity) for entity in entities}
    entries = {entity: entry for entity, entry in found.items() if entry is not None}
    return Names(
        now={entity: entries[entity].entity if entity in entries else str(entity) for entity in found},
        known={entity: entry.id for entity, entry in entries.items()},
        expected=frozenset(entity for entity, entry in entries.items() if not entry.disabled),
        groups={entity: _groups(entry, devices, areas) for entity, entry in entries.items()},
    )


def _groups(entry: HomeEntity, devices: Mapping[str, HomeDevice], areas: Mapping[str, Area]) -> frozenset[str]:
    device = devices.get(entry.device or "")
    area = areas.get(entry.area or (device.area if device else None) or "")
    labels = entry.labels | (device.labels if device else frozenset()) | (area.labels if area else frozenset())
    groups = {f"label:{label}" for label in labels}
    groups |= {f"device:{device.id}"} if device else set()
    groups |= {f"area:{area.id}"} if area else set()
    groups |= {f"floor:{area.floor}"} if area and area.floor else set()
    return frozenset(groups)
