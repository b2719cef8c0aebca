"""Settings that two people changed at once: each with both values in words, and what was chosen of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from thermo_edge.config.desk import HIDDEN
from thermo_edge.config.tree import ABSENT, Conflict, Path
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.show.settings import title_of, value

_LINES = 4
"""Of a list; the rest is counted."""


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One setting, a line of text for each of its parts. `mine`: which one is chosen; None: not yet."""

    path: Path
    where: str
    theirs: tuple[str, ...]
    own: tuple[str, ...]
    mine: bool | None = None


def conflict_rows(
    conflicts: Iterable[Conflict], choices: Mapping[Path, bool], tree: Any, words: Words
) -> tuple[ConflictRow, ...]:
    """`choices`: whether mine holds, of those that were decided."""
    return tuple(
        ConflictRow(
            one.path,
            title_of(one.path, tree, words),
            told(one.theirs, words),
            told(one.mine, words),
            choices.get(one.path),
        )
        for one in conflicts
    )


def told(raw: Any, words: Words) -> tuple[str, ...]:
    """A value in words, of whatever kind it is; a secret only as that it is there."""
    if raw is ABSENT or raw is None or raw in ("", [], {}):
        return (words.say(N_("not set")),)
    if isinstance(raw, str) and raw.startswith(HIDDEN):
        return (words.say(N_("set, and not shown")),)
    if isinstance(raw, list) and not value(raw, words):
        lines = tuple(_line(one, words) for one in raw)
        more = words.say(N_("and {count} more"), count=float(len(lines) - _LINES))
        return lines if len(lines) <= _LINES else (*lines[:_LINES], more)
    return (_line(raw, words),)


def _line(raw: Any, words: Words) -> str:
    if isinstance(raw, dict):
        return ", ".join(f"{key}: {_line(one, words)}" for key, one in raw.items())
    return value(raw, words) or str(raw)
