"""An entity's state as Home Assistant tells it, in its two written forms; whatever the JSON, parsing never raises."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from thermo_edge.home.snapshot import NOWHERE, Origin

KEPT = frozenset(
    {
        "brightness",
        "cloud_coverage",
        "color_mode",
        "color_temp_kelvin",
        "current_humidity",
        "current_position",
        "current_temperature",
        "device_class",
        "effect",
        "end_time",
        "entity_id",
        "humidity",
        "hvac_action",
        "id",
        "max_temp",
        "min_temp",
        "restored",
        "start_time",
        "supported_features",
        "target_temp_step",
        "temperature",
        "temperature_unit",
        "unit_of_measurement",
        "wind_speed",
        "wind_speed_unit",
    }
)
"""The attributes that anybody here looks at; the others are dropped at the door."""

_ENTITY = re.compile(r"(?!.+__)(?!_)[\da-z_]+(?<!_)\.(?!_)[\da-z_]+(?<!_)")


def possible(entity: str) -> bool:
    """Whether Home Assistant can have an entity of this id. Only such ids are ever sent to it."""
    return len(entity) <= 255 and _ENTITY.fullmatch(entity) is not None


@dataclass(frozen=True, slots=True)
class EntityState:
    """One entity's state with the attributes that matter here."""

    entity: str
    state: str
    attributes: Mapping[str, object]
    changed: datetime  # the state itself
    updated: datetime  # the state or an attribute
    reported: datetime  # the device said something, new or not
    origin: Origin = NOWHERE

    @property
    def domain(self) -> str:
        return self.entity.partition(".")[0]


def from_json(json: object, now: datetime) -> EntityState | None:
    """The long form, of the REST interface. None for what is no state."""
    if not isinstance(json, Mapping):
        return None
    entity, state = json.get("entity_id"), json.get("state")
    if not isinstance(entity, str) or not isinstance(state, str):
        return None
    changed = _time(json.get("last_changed")) or now
    updated = _time(json.get("last_updated")) or changed
    reported = max(_time(json.get("last_reported")) or updated, updated)
    return EntityState(
        entity, state, _kept(json.get("attributes")), changed, updated, reported, origin(json.get("context"))
    )


def from_compressed(entity: str, json: object, now: datetime) -> EntityState | None:
    """The short form of a whole state, of `subscribe_entities`."""
    if not isinstance(json, Mapping) or not isinstance(json.get("s"), str):
        return None
    changed = _time(json.get("lc")) or now
    updated = _time(json.get("lu")) or changed
    return EntityState(entity, json["s"], _kept(json.get("a")), changed, updated, updated, origin(json.get("c")))


def with_difference(state: EntityState, json: object, now: datetime) -> EntityState:
    """The state after a change in the short form: what was added, and which attributes went."""
    if not isinstance(json, Mapping):
        return state
    plus, minus = json.get("+"), json.get("-")
    plus = plus if isinstance(plus, Mapping) else {}
    gone = minus.get("a") if isinstance(minus, Mapping) else None
    gone = {name for name in gone if isinstance(name, str)} if isinstance(gone, list) else set()
    attributes = {name: value for name, value in state.attributes.items() if name not in gone}
    attributes |= _kept(plus.get("a"))
    text = plus.get("s")
    changed = _time(plus.get("lc"))
    updated = changed or _time(plus.get("lu")) or now
    return replace(
        state,
        state=text if isinstance(text, str) else state.state,
        attributes=attributes,
        changed=changed or state.changed,
        updated=updated,
        reported=updated,
        origin=origin(plus["c"], state.origin) if "c" in plus else state.origin,
    )


def origin(json: object, former: Origin = NOWHERE) -> Origin:
    """A context: all of it, only its id, or only what differs from the former one."""
    if isinstance(json, str):
        return former._replace(context=json)
    if not isinstance(json, Mapping):
        return former
    return Origin(
        _text(json, "id", former.context), _text(json, "parent_id", former.parent), _text(json, "user_id", former.user)
    )


def _text(json: Mapping[object, object], key: str, former: str | None) -> str | None:
    if key not in json:
        return former
    value = json[key]
    return value if isinstance(value, str) else None


def _kept(json: object) -> dict[str, object]:
    return {name: json[name] for name in KEPT if name in json} if isinstance(json, Mapping) else {}


def _time(json: object) -> datetime | None:
    """A time as text or as seconds since 1970."""
    try:
        if isinstance(json, str):
            time = datetime.fromisoformat(json)
            return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
        if isinstance(json, int | float) and not isinstance(json, bool):
            return datetime.fromtimestamp(json, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return None
