"""Settings as plain data: what changed between two of them, and what becomes of two changes at once."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Path = tuple[str, ...]


class _Absent:
    """Nothing is written there."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Any = _Absent()


@dataclass(frozen=True)
class Change:
    """A setting that was one thing and is another; ABSENT: it was, or is, not there."""

    path: Path
    old: Any
    new: Any


@dataclass(frozen=True)
class Conflict:
    """A setting that two have changed differently."""

    path: Path
    base: Any
    theirs: Any
    mine: Any


def plain(tree: Any) -> Any:
    """A tree out of the reader of YAML, as dict, list, str, int, float, bool and None."""
    if isinstance(tree, Mapping):
        return {str(key): plain(value) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        return [plain(value) for value in tree]
    if tree is None or isinstance(tree, bool):
        return tree
    for kind in (int, float, str):
        if isinstance(tree, kind):
            return kind(tree)
    return str(tree)


def same(one: Any, other: Any) -> bool:
    """Equal, where true is not 1."""
    return _told(one) == _told(other)


def _told(value: Any) -> str:
    if value is ABSENT:
        return ""

    def number(item: Any) -> Any:
        if isinstance(item, dict):
            return {key: number(one) for key, one in item.items()}
        if isinstance(item, list):
            return [number(one) for one in item]
        return float(item) if isinstance(item, int) and not isinstance(item, bool) else item

    return json.dumps(number(value), sort_keys=True)


def changes(old: Any, new: Any, path: Path = ()) -> Iterator[Change]:
    """Setting by setting, the smallest that differ."""
    if same(old, new):
        return
    pair = _parts(old, new)
    if pair is None:
        yield Change(path, old, new)
        return
    before, after = pair
    for key in [*before, *(key for key in after if key not in before)]:
        yield from changes(before.get(key, ABSENT), after.get(key, ABSENT), (*path, key))


def merge(base: Any, theirs: Any, mine: Any) -> tuple[Any, tuple[Conflict, ...]]:
    """Theirs with my changes. Where both changed the same setting differently, theirs stays and a conflict is told."""
    conflicts: list[Conflict] = []
    return _merge(base, theirs, mine, (), conflicts), tuple(conflicts)


def _merge(base: Any, theirs: Any, mine: Any, path: Path, conflicts: list[Conflict]) -> Any:
    if same(mine, base) or same(mine, theirs):
        return theirs
    if same(theirs, base):
        return mine
    parts = _parts(theirs, mine)
    if parts is None or not (base is ABSENT or _parts(base, mine)):
        conflicts.append(Conflict(path, base, theirs, mine))
        return theirs
    before = _parts(base, mine)[0] if base is not ABSENT else {}  # type: ignore[index]
    made: dict[str, Any] = {}
    for key in [*parts[0], *(key for key in parts[1] if key not in parts[0])]:
        value = _merge(
            before.get(key, ABSENT), parts[0].get(key, ABSENT), parts[1].get(key, ABSENT), (*path, key), conflicts
        )
        if value is not ABSENT:
            made[key] = value
    return list(made.values()) if isinstance(mine, list) else made


def _parts(one: Any, other: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Both as settings by name; lists of devices go by their entity. None where they are compared as a whole."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one, other
    if isinstance(one, list) and isinstance(other, list) and any(isinstance(item, dict) for item in (*one, *other)):
        keyed = [_by_entity(one), _by_entity(other)]
        return (keyed[0], keyed[1]) if keyed[0] is not None and keyed[1] is not None else None
    return None


def _by_entity(items: list[Any]) -> dict[str, Any] | None:
    made: dict[str, Any] = {}
    for item in items:
        entry = {"entity": item} if isinstance(item, str) else item
        key = entry.get("entity") if isinstance(entry, dict) else None
        if not isinstance(key, str) or key in made:
            return None
        made[key] = entry
    return made


def at(tree: Any, path: tuple[str | int, ...]) -> Any:
    """What stands there; ABSENT where nothing does."""
    for step in path:
        if isinstance(tree, dict):
            tree = tree.get(str(step), ABSENT)
        elif isinstance(tree, list) and isinstance(step, int):
            tree = tree[step] if 0 <= step < len(tree) else ABSENT
        elif isinstance(tree, list):
            tree = (_by_entity(tree) or {}).get(str(step), ABSENT)
        else:
            return ABSENT
    return tree


def mapped(tree: Any, change: Callable[[Path, Any], Any], path: Path = ()) -> Any:
    """The same tree with every single value changed."""
    if isinstance(tree, dict):
        return {key: mapped(value, change, (*path, key)) for key, value in tree.items()}
    if isinstance(tree, list):
        return [mapped(value, change, (*path, str(place))) for place, value in enumerate(tree)]
    return change(path, tree)
