"""The settings as forms: what each setting is, read off the model, so that no form has to be written by hand."""

from dataclasses import dataclass
from datetime import time
from enum import Enum, StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from thermo_edge.config.kinds import DAYS, ENTITY
from thermo_edge.config.settings import Settings
from thermo_edge.home.house import Mode


class Kind(StrEnum):
    """How a setting is asked for."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"  # a number without a fraction
    TICK = "tick"
    CHOICE = "choice"
    SECRET = "secret"  # noqa: S105 - a kind of field
    ENTITY = "entity"
    ENTITIES = "entities"
    TEXTS = "texts"
    DAYS = "days"
    CLOCK = "clock"
    SEEN_BY = "seen_by"  # ids of persons, or everyone
    PART = "part"  # settings below it
    PARTS = "parts"  # a list of those
    NAMED = "named"  # those by an id


@dataclass(frozen=True)
class PartForm:
    """A group of settings; `name` is that of its model, `help` what it is."""

    name: str
    help: str
    fields: tuple["Field", ...]

    def field(self, key: str) -> "Field | None":
        return next((field for field in self.fields if field.key == key), None)


@dataclass(frozen=True)
class Field:
    """One setting. `key` is its name in the file, `usual` what holds where nothing is written, as it would be written.

    `low` and `high` are bounds, both ends included unless `above`; `optional`: it may be left empty.
    """

    key: str
    kind: Kind
    help: str
    usual: Any = None
    low: float | None = None
    high: float | None = None
    above: bool = False
    longest: int | None = None
    choices: tuple[str, ...] = ()
    optional: bool = False
    needed: bool = False
    part: PartForm | None = None


@cache
def form(model: type[BaseModel] = Settings) -> PartForm:
    """The form of a part of the settings; without one, of all of them."""
    summary = (model.__doc__ or "").strip().split("\n")[0]
    fields = (_field(field.alias or name, field) for name, field in model.model_fields.items())
    return PartForm(model.__name__, summary, tuple(fields))


def _field(key: str, info: FieldInfo) -> Field:
    inner, marks = _bare(info.annotation)
    kind, choices, part = _kind(inner, (*info.metadata, *marks))
    bounds = [mark for mark in (*info.metadata, *marks) if not isinstance(mark, type)]
    low, above = _bound(bounds, "ge"), _bound(bounds, "gt")
    longest = _bound(bounds, "max_length")
    return Field(
        key=key,
        kind=kind,
        help=info.description or "",
        usual=None if info.is_required() else written(info.default),
        low=low if low is not None else above,
        high=_bound(bounds, "le"),
        above=low is None and above is not None,
        longest=int(longest) if longest is not None else None,
        choices=choices,
        optional=_optional(info.annotation),
        needed=info.is_required(),
        part=part,
    )


def _kind(inner: Any, marks: tuple[Any, ...]) -> tuple[Kind, tuple[str, ...], PartForm | None]:
    """Of an annotation without its marks."""
    origin, args = get_origin(inner), get_args(inner)
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        return Kind.PART, (), form(inner)
    if origin is Literal:
        return Kind.CHOICE, tuple(str(choice) for choice in args), None
    if origin is Union or str(origin) == "<class 'types.UnionType'>":
        return Kind.SEEN_BY, (), None
    if origin is dict:
        return Kind.NAMED, (), form(args[1])
    if origin is list:
        item, more = _bare(args[0])
        if isinstance(item, type) and issubclass(item, BaseModel):
            return Kind.PARTS, (), form(item)
        if get_origin(item) is Literal and get_args(item) == DAYS:
            return Kind.DAYS, DAYS, None
        return (Kind.ENTITIES if _names_entity(more) else Kind.TEXTS), (), None
    return _plain(inner, marks)


def _plain(inner: Any, marks: tuple[Any, ...]) -> tuple[Kind, tuple[str, ...], PartForm | None]:
    if inner is Mode:
        return Kind.CHOICE, tuple(mode.name.lower() for mode in Mode), None
    kinds = {bool: Kind.TICK, int: Kind.WHOLE, float: Kind.NUMBER, time: Kind.CLOCK, SecretStr: Kind.SECRET}
    if inner in kinds:
        return kinds[inner], (), None
    return (Kind.ENTITY if inner is str and _names_entity(marks) else Kind.TEXT), (), None


def _names_entity(marks: tuple[Any, ...]) -> bool:
    return any(getattr(getattr(mark, "func", None), "__name__", "") == "_entity" for mark in marks)


def _bare(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    """Without its marks and without None, and the marks."""
    marks: tuple[Any, ...] = ()
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            marks = (*marks, *more, *(mark for one in more for mark in getattr(one, "metadata", ())))
        elif _optional(annotation) and len(kept := [one for one in get_args(annotation) if one is not type(None)]) == 1:
            annotation = kept[0]
        else:
            return annotation, marks


def _optional(annotation: Any) -> bool:
    return type(None) in get_args(annotation)


def _bound(marks: list[Any], name: str) -> float | None:
    return next((value for mark in marks if (value := getattr(mark, name, None)) is not None), None)


def written(value: Any) -> Any:
    """A value as the file would hold it: names, numbers, lists; secrets are nothing."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields.items()
        return {field.alias or name: written(getattr(value, name)) for name, field in fields}
    if isinstance(value, Mode):
        return value.name.lower()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, SecretStr):
        return ""
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, list | tuple | frozenset):
        return [written(one) for one in value]
    return {key: written(one) for key, one in value.items()} if isinstance(value, dict) else value


def blank(field: Field) -> Any:
    """A new entry of a part, with nothing but what it needs."""
    assert field.part is not None
    usual = {Kind.CLOCK: "08:00", Kind.NUMBER: 0.0, Kind.ENTITY: ""}
    made = {one.key: usual.get(one.kind, "") for one in field.part.fields if one.needed}
    return {**made, "to": "22:00"} if "to" in made else made  # from eight to eight would be the whole day


__all__ = ["ENTITY", "Field", "Kind", "PartForm", "blank", "form", "written"]
