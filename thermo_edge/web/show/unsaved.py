"""Settings that were typed and not saved, as the browser keeps them for its own page: never a secret among them."""

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from thermo_edge.config.editing import Where, field_at, put
from thermo_edge.config.form import Field, Kind, PartForm, form
from thermo_edge.config.tree import ABSENT, Conflict, changes, merge, same
from thermo_edge.language.words import Words
from thermo_edge.web.show.draft import Draft, Tree, typed
from thermo_edge.web.show.settings import change_words, title_of

LONGEST = 60_000
"""Characters; more than that is not kept."""

_LOG_IN = re.compile(r"://[^/\s]*@")


@dataclass(frozen=True)
class Unsaved:
    """What the browser gave back. `base` and `mine` hold the sections that were changed, before and after.

    `typed`: what was put into single fields since then, by where they stand; `secrets`: some were typed, too.
    """

    base: Tree
    mine: Tree
    typed: tuple[tuple[Where, str | bool], ...] = ()
    secrets: bool = False


def to_keep(draft: Draft) -> dict[str, Any] | None:
    """What the browser is given to keep; None: nothing was changed but secrets, or it is too much."""
    base, mine = draft.base.tree or {}, draft.tree
    changed = [key for key in {**base, **mine} if not same(base.get(key, ABSENT), mine.get(key, ABSENT))]
    before, after = ({key: one for key, one in _open(tree, form()).items() if key in changed} for tree in (base, mine))
    if same(before, after):
        return None
    secrets = list(_secrets(base, form())) != list(_secrets(mine, form()))
    kept = {"base": before, "mine": after, "secrets": secrets}
    return kept if len(json.dumps(kept)) <= LONGEST else None


def given_back(raw: Any) -> Unsaved | None:
    """What the browser kept; None for nothing, and for what is not of this shape."""
    if not isinstance(raw, dict):
        return None
    draft, fields = raw.get("draft"), raw.get("typed")
    draft = draft if isinstance(draft, dict) else {}
    base, mine = draft.get("base", {}), draft.get("mine", {})
    if not isinstance(base, dict) or not isinstance(mine, dict):
        return None
    single = tuple(_fields(fields)) if isinstance(fields, dict) else ()
    if not single and same(base, mine):
        return None
    return Unsaved(_open(base, form()), _open(mine, form()), single, draft.get("secrets") is True)


def resumed(draft: Draft, found: Unsaved) -> tuple[Tree, tuple[Conflict, ...]]:
    """The tree of the draft with what was not saved; where the file says another thing by now, that is a conflict."""
    made, conflicts = merge(found.base, draft.tree, found.mine)
    for where, text in found.typed:
        field = field_at(where)
        if field is None or field.kind is Kind.SECRET:
            continue
        with suppress(IndexError, KeyError, TypeError, AttributeError, ValueError):  # its place is gone
            made = put(made, where, _value(field, text))
    return made, conflicts


def lines(draft: Draft, found: Unsaved, words: Words) -> tuple[str, ...]:
    """Each thing that would come back, in words; none: all of it stands in the file already."""
    made, conflicts = resumed(draft, found)
    told = [change_words(each, words, made) for each in changes(draft.tree, made)]
    return (*told, *(title_of(each.path, made, words) for each in conflicts))


def _fields(fields: dict[Any, Any]) -> Iterable[tuple[Where, str | bool]]:
    for key, value in fields.items():
        with suppress(ValueError):
            where = json.loads(str(key))
            steps = isinstance(where, list) and where and all(type(step) in (str, int) for step in where)
            if steps and isinstance(value, str | bool):
                yield tuple(where), value


def _value(field: Field, text: str | bool) -> Any:
    if isinstance(text, bool):
        return text
    return (text.strip() or ABSENT) if field.kind in (Kind.CHOICE, Kind.ENTITY) else typed(field, text)


def _open(tree: Any, part: PartForm) -> dict[str, Any]:
    """A part without its secrets, and without what is no setting, which may be one that is misspelt."""
    made = {}
    for key, value in tree.items() if isinstance(tree, dict) else ():
        field = part.field(str(key))
        if field is None or field.kind is Kind.SECRET or (isinstance(value, str) and _LOG_IN.search(value)):
            continue
        made[str(key)] = _inner(value, field)
    return made


def _secrets(tree: Any, part: PartForm) -> Iterable[Any]:
    """The secrets of a part, one by one."""
    for field in part.fields if isinstance(tree, dict) else ():
        value = tree.get(field.key, ABSENT)
        if field.kind is Kind.SECRET:
            yield value
        elif field.part is not None:
            named = field.kind is Kind.NAMED and isinstance(value, dict)
            each = value.values() if named else value if isinstance(value, list) else (value,)
            for one in each:
                yield from _secrets(one, field.part)


def _inner(value: Any, field: Field) -> Any:
    part = field.part
    if part is None:
        return value
    if field.kind is Kind.NAMED and isinstance(value, dict):
        return {str(name): _open(one, part) for name, one in value.items()}
    if field.kind is Kind.PARTS and isinstance(value, list):
        return [_open(one, part) if isinstance(one, dict) else one for one in value]
    return _open(value, part) if isinstance(value, dict) else value
