"""Reads the settings file: one error that lists every fault with its line, in words."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from thermo_edge.config.fitting import inconsistencies
from thermo_edge.config.settings import Settings
from thermo_edge.errors import SettingsError

LARGEST = 1_000_000
"""Bytes; no household writes more."""

_SHAPES = {
    "model_type": "write its settings below it, one a line, as `thermo-edge config example` shows",
    "dict_type": "write its entries below it, each by its id, as `thermo-edge config example` shows",
    "list_type": "write a list, such as [one, another]",
    "float_parsing": "write a number",
    "int_parsing": "write a whole number",
}
"""What a person is told where pydantic speaks of its own types."""

EMPTY = (
    "the file is empty (comments do not count): write settings as `thermo-edge config example` shows them, "
    "or remove the file, and `thermo-edge run` sets one up in the browser"
)


def read_settings(path: Path) -> Settings:
    """The settings in a file. Raises SettingsError with all faults, each with its line."""
    return parse_settings(_text(path), str(path))


def check_settings(path: Path) -> Settings:
    """As `read_settings`, but a file without any settings is a fault too: nobody means that by writing nothing."""
    text = _text(path)
    settings = parse_settings(text, str(path))
    if YAML(typ="rt").load(text) is None:
        raise SettingsError(str(path), (EMPTY,))
    return settings


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise SettingsError(str(path), ("the file is larger than 1 MB: this cannot be the settings",))
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        missing = "there is no such file: `thermo-edge run` sets one up, `thermo-edge config example` shows one"
        raise SettingsError(str(path), (missing,)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(str(path), (f"it cannot be read: {error}",)) from None


def parse_settings(text: str, source: str = "settings") -> Settings:
    """The settings in a text; an empty one is all defaults."""
    try:
        tree = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f"line {mark.line + 1}: " if mark else ""
        raise SettingsError(source, (f"{line}{error.problem or 'this is not YAML'}",)) from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise SettingsError(source, (f"this is not YAML: {error}",)) from None
    if tree is None:
        tree = {}
    if not isinstance(tree, dict):
        raise SettingsError(source, ("the file must hold names and values, such as name: Home",))
    try:
        return Settings.model_validate(tree)
    except ValidationError as error:
        listing = {in_words(f["loc"], f): _line(tree, f["loc"]) for f in error.errors() if f["loc"]}
        listing |= {f"{_path(where)}: {words}": _line(tree, where) for where, words in inconsistencies(tree)}
        faults = [(line, words) for words, line in listing.items()]
        faults.sort(key=lambda found: found[0] or 0)
        listed = tuple(f"line {line}: {words}" if line else words for line, words in faults)
        raise SettingsError(source, listed) from None


def _line(tree: Any, path: Sequence[str | int]) -> int | None:
    """The line of the innermost part of a path that the file has."""
    line: int | None = None
    for step in path:
        marks = getattr(tree, "lc", None)
        position = (getattr(marks, "data", None) or {}).get(step)
        if position is None:
            break
        line = int(position[0]) + 1
        try:
            tree = tree[step]
        except (KeyError, IndexError, TypeError):
            break
    return line


def _path(path: Sequence[str | int]) -> str:
    return ".".join(str(step) for step in path if not str(step).startswith("function-"))


def in_words(path: Sequence[str | int], fault: Any) -> str:
    """A fault as a person would say it; the value is named, unless it could be a secret."""
    where = _path(path)
    kind, context = fault["type"], fault.get("ctx") or {}
    if kind == "extra_forbidden":
        return f"{where}: there is no such setting"
    if kind == "string_pattern_mismatch" and path[-1] == "[key]":
        return f"{_path(path[:-1])}: an id begins with a small letter and has only a-z, 0-9 and _ (41 at most)"
    if kind == "missing":
        return f"{where}: this is needed"
    if kind in _SHAPES:
        return f"{where}: {_SHAPES[kind]}"
    if kind == "value_error":
        return f"{where}: {context.get('error', fault['msg'])}"
    secret = where.startswith(("home_assistant", "alarm")) and not isinstance(fault["input"], int | float)
    shown = "" if secret else f", not {fault['input']!r}"[:80]
    return f"{where}: {fault['msg'].removeprefix('Input ').lower()}{shown}"
