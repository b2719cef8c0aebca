"""Settings as plain data while they are edited: a value is put or taken away, and the order of the model is kept."""

import copy
from typing import Any

from thermo_edge.config.form import Field, Kind, PartForm, blank, form
from thermo_edge.config.tree import ABSENT, at

Where = tuple[str | int, ...]


def field_at(where: Where) -> Field | None:
    """The setting that stands at a place; None for a place that there is not. An entry of a list is its setting."""
    part: PartForm | None = form()
    found: Field | None = None
    for step in where:
        if found is not None and found.kind in (Kind.PARTS, Kind.NAMED) and part is None:
            part = found.part
            continue
        found = part.field(str(step)) if part is not None else None
        if found is None:
            return None
        part = found.part if found.kind is Kind.PART else None
    return found


def usual_at(tree: Any, where: Where) -> Any:
    """What holds at a place where nothing is written; None: nothing."""
    field = field_at(where)
    if field is None:
        return None
    if field.usual is None and len(where) > 1:
        above = field_at(where[:-1])
        given = above.usual if above is not None and above.kind is Kind.PART else None
        if isinstance(given, dict) and at(tree, where[:-1]) is ABSENT:
            return given.get(str(where[-1]))
    return field.usual


def put(tree: dict[str, Any], where: Where, value: Any) -> dict[str, Any]:
    """The tree with this value there; ABSENT takes it away, and with it what would be left empty above it.

    A part that needs more than this is begun with what usually holds.
    """
    made = copy.deepcopy(tree)
    _put(made, form(), where, (), value)
    return made


def _put(tree: Any, part: PartForm | None, where: Where, done: Where, value: Any) -> None:
    step, *rest = where
    here = (*done, step)
    field = field_at(here)
    if not rest:
        _set(tree, part, step, value)
        return
    inner = tree.get(step, ABSENT) if isinstance(tree, dict) else tree[step]
    if isinstance(inner, str) and field is not None:  # a lamp by its entity alone
        inner = {"entity": inner}
        _set(tree, part, step, inner)
    if inner is ABSENT or inner is None:
        if value is ABSENT:
            return
        inner = _begun(field)
        _set(tree, part, step, inner)
    below = field.part if field is not None and (field.kind is Kind.PART or _entry(here)) else None
    _put(inner, below, tuple(rest), here, value)
    if value is ABSENT and inner in ({}, []) and isinstance(tree, dict) and not _entry(here):
        optional = field is not None and field.kind is Kind.PART and field.optional
        if not optional:  # an alarm without a word is still an alarm
            del tree[step]


def _begun(field: Field | None) -> Any:
    if field is None or field.kind is Kind.NAMED:
        return {}
    if field.kind is Kind.PARTS:
        return []
    needed = {one.key for one in field.part.fields if one.needed} if field.part else set()
    usual = field.usual if isinstance(field.usual, dict) else {}
    return {key: value for key, value in usual.items() if key in needed}


def _entry(where: Where) -> bool:
    """Whether it is an entry of a list or of names, and no setting of a model."""
    above = field_at(where[:-1]) if len(where) > 1 else None
    return above is not None and above.kind in (Kind.PARTS, Kind.NAMED) and not _entry(where[:-1])


def _set(tree: Any, part: PartForm | None, step: str | int, value: Any) -> None:
    if value is ABSENT:
        if isinstance(tree, list):
            del tree[int(step)]
        else:
            tree.pop(step, None)
    elif isinstance(tree, list):
        tree[int(step) : int(step) + 1] = [value]
    elif step in tree or part is None:
        tree[step] = value
    else:  # where the model has it
        order = [field.key for field in part.fields]
        rank = order.index(str(step)) if step in order else len(order)
        items = list(tree.items())
        place = next((n for n, (key, _) in enumerate(items) if key in order and order.index(key) > rank), len(items))
        items.insert(place, (step, value))
        tree.clear()
        tree.update(items)


def added(tree: dict[str, Any], where: Where, key: str = "") -> dict[str, Any]:
    """The tree with a new entry in a list of parts, or under a name in what goes by names."""
    field = field_at(where)
    assert field is not None
    if field.kind is Kind.NAMED:
        return put(tree, (*where, key), blank(field))
    items = at(tree, where)
    count = len(items) if isinstance(items, list) else 0
    return put(tree, (*where, count), blank(field))
