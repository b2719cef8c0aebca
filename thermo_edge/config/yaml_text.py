"""Plain data as lines of YAML, the way in which a person would write settings."""

import json
import re
from typing import Any

from thermo_edge.config.kinds import DAYS

_PLAIN = re.compile(r"[A-Za-z_/][\w./-]*", re.ASCII)
_WORD = re.compile(r"y|n|yes|no|true|false|on|off|null|nan|~", re.IGNORECASE)
"""What YAML takes for something else than text."""


def scalar(value: Any) -> str:
    """One value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    text = str(value)
    return text if _PLAIN.fullmatch(text) and not _WORD.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(one) for one in value) + "]"
    return scalar(value)


def block(value: Any, column: int) -> list[str]:
    """Settings by name, or a list, one a line from this column on."""
    pad = " " * column
    if isinstance(value, dict):
        return [line for key, one in value.items() for line in _pair(scalar(key), one, column)]
    lines: list[str] = []
    for item in value:
        if isinstance(item, dict) and item:
            inner = block(item, column + 2)
            lines += [f"{pad}- {inner[0].lstrip()}", *inner[1:]]
        else:
            lines.append(f"{pad}- {flow(item)}")
    return lines


def _pair(key: str, value: Any, column: int) -> list[str]:
    pad = " " * column
    nested = isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict) for one in value))
    if value and nested:
        return [f"{pad}{key}:", *block(value, column + 2)]
    return [f"{pad}{key}: {flow(value)}"]


def spans(days: list[str]) -> str | list[str]:
    """Weekdays as a person would write them: all, mon-fri, or their names."""
    known = [day for day in DAYS if day in days]
    if len(known) == len(DAYS):
        return "all"
    first, last = (DAYS.index(known[0]), DAYS.index(known[-1])) if known else (0, -1)
    if len(known) > 2 and last - first + 1 == len(known):
        return f"{known[0]}-{known[-1]}"
    return known[0] if len(known) == 1 else list(known)
