"""An archive for somebody who helps: how the program stands, without a name, an id, an address or a secret."""

import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, get_args

from pydantic import BaseModel, SecretStr

from thermo_edge.home.house import House
from thermo_edge.home.learning import LearningView
from thermo_edge.home.system import SystemView
from thermo_edge.store.models import ModelRecord

_ENTITY = re.compile(
    r"\b(?:sensor|binary_sensor|climate|light|switch|cover|lock|person|device_tracker|weather|alarm_control_panel|siren"
    r"|input_\w+|number|select|button|media_player|notify|calendar|zone|automation|script|scene|fan|humidifier"
    r"|water_heater|valve|camera|vacuum|event|update)\.[a-z0-9_]+"
)
_ADDRESS = re.compile(
    r"\b(?:\d{1,3}\.){3}\d{1,3}\b|(?:https?|wss?)://[^\s'\"]+|\b[\w-]+(?:\.[\w-]+)*\.(?:local|lan|home|internal)\b"
)
_PATH = re.compile(r"(?<![\w.])/(?:home|root|Users|config|data|srv|mnt|media|tmp|var|opt)/[^\s'\",:]*")
_LONG = re.compile(r"\b[0-9a-f]{24,}\b")
_WHERE = {"latitude", "longitude"}
_SHORTEST = 2
_HOUR = re.compile(r"\d\d?:\d\d(?::\d\d)?")


@dataclass
class Mask:
    """The same number for the same word, so that a reader can still follow one thing through the archive."""

    known: dict[str, str] = field(default_factory=dict)

    def of(self, word: str, kind: str = "name") -> str:
        """What stands for it; it is masked in texts from now on too."""
        if not word:
            return ""
        return self.known.setdefault(word, f"<{kind} {len(self.known) + 1}>")

    def text(self, text: str) -> str:
        """Free text without anything that was masked, and without what looks like an id, an address or a path."""
        for word in sorted(self.known, key=len, reverse=True):
            if len(word) >= _SHORTEST:
                text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", self.known[word], text)
        text = _PATH.sub("<path>", _ADDRESS.sub("<address>", text))
        text = _ENTITY.sub(lambda found: self.of(found[0], found[0].partition(".")[0]), text)
        return _LONG.sub("<id>", text)


def archive(view: SystemView, parts: Mapping[str, object], mask: Mask) -> bytes:
    """The zip. `parts` are values of JSON by the name of their file, masked already."""
    content = {
        "version.json": {"version": view.version, "started": view.started.isoformat()},
        "connections.json": [
            {**_times(line), "host": mask.of(line.host, "host"), "port": line.port, "purpose": line.purpose}
            for line in view.connections
        ],
        "database.json": None if view.kept is None else {"bytes": view.kept.size, "rows": view.kept.rows},
        **parts,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, value in content.items():
            pack.writestr(name, json.dumps(value, indent=1, ensure_ascii=False))
        pack.writestr("log.txt", "\n".join(mask.text(line) for line in view.log))
    return out.getvalue()


def know(mask: Mask, house: House, more: Iterable[str] = ()) -> None:
    """Everything of a house that has a name."""
    named = [(room.id, "room") for room in house.rooms] + [(room.name, "room") for room in house.rooms]
    for person in house.persons:
        named += [(person.id, "person"), (person.name, "person"), (person.user or "", "user")]
    named += [(device.entity, "entity") for device in house.devices]
    named += [(sensor.point.entity, "entity") for sensor in house.sensors]
    named += [(source.id, "source") for source in house.sources] + [(source.name, "source") for source in house.sources]
    named += [(house.name, "house")]
    for word, kind in [*named, *((each, "name") for each in more)]:
        mask.of(word, kind)


def settings(model: BaseModel | None, mask: Mask) -> object:
    """The settings: figures, switches and choices as they are, everything that a person wrote masked."""
    return None if model is None else _model(model, mask)


def learned(view: LearningView, mask: Mask, versions: Iterable[ModelRecord] = ()) -> object:
    """What became of each model, with its figures; `versions`: those that were on the shelf, and how they stand."""
    return {
        "phase": view.phase.value,
        "last": view.last.isoformat() if view.last is not None else None,
        "models": [
            {
                "model": each.model,
                "place": mask.of(each.place, "room"),
                "fate": each.fate.value,
                "at": each.at.isoformat(),
                "days": each.days,
                "before": each.before,
                "after": each.after,
                "unit": each.unit,
                "gain": each.gain,
                "detail": mask.text(each.detail),
            }
            for each in (*view.past, *view.outcomes)
        ],
        "versions": [
            {
                "model": each.slice,
                "version": mask.text(each.version),
                "status": each.status,
                "created": each.created.isoformat(),
            }
            for each in versions
        ],
    }


def _times(line: Any) -> dict[str, object]:
    return {
        "first": line.first.isoformat(),
        "last": line.last.isoformat(),
        "count": line.count,
        "sent": line.sent,
        "received": line.received,
    }


def _model(model: BaseModel, mask: Mask) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, info in type(model).model_fields.items():
        value = getattr(model, name)
        if name in _WHERE and value is not None:
            found[name] = "<place>"
        else:
            found[name] = _value(value, mask, _choices(info.annotation))
    return found


def _value(value: object, mask: Mask, choices: Sequence[object] = ()) -> object:
    if isinstance(value, BaseModel):
        return _model(value, mask)
    if isinstance(value, SecretStr):
        return "<secret>" if value.get_secret_value() else ""
    if isinstance(value, Enum):
        return value.name.lower()
    if isinstance(value, bool | int | float) or value is None:
        return value
    if isinstance(value, dict):
        return {mask.of(str(key)): _value(each, mask) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_value(each, mask, choices) for each in value]
    text = str(value)
    return text if text in choices or _HOUR.fullmatch(text) else mask.of(text)


def _choices(annotation: object) -> tuple[object, ...]:
    """The words that a field may be, where they are listed."""
    parts = get_args(annotation)
    words = tuple(part for part in parts if isinstance(part, str))
    return words + tuple(word for part in parts if not isinstance(part, str) for word in _choices(part))
