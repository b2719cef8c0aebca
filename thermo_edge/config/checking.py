"""Says of settings as plain data what is wrong with them, each fault with the place of the form that it belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from thermo_edge.config.file import in_words
from thermo_edge.config.fitting import inconsistencies
from thermo_edge.config.settings import Settings

Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """`kind` is what the model calls it, with its `facts`; `words` say it in English, without the place."""

    where: Where
    words: str
    kind: str = "value_error"
    facts: Mapping[str, str | float] = field(default_factory=dict)


def faults(tree: Any) -> tuple[Fault, ...]:
    """All of them, each once; none: the settings can be used."""
    found: dict[tuple[Where, str], Fault] = {}
    fitting = inconsistencies(tree)
    try:
        Settings.model_validate(tree)
    except ValidationError as error:
        for fault in error.errors():
            if fault["loc"]:
                made = _fault(tree, fault["loc"], fault)
                if all((made.where, words) in fitting for words in made.words.split("; ")):
                    continue  # the model says in one what does not fit together in one place
                found.setdefault((made.where, made.words), made)
    for where, words in fitting:
        found.setdefault((where, words), Fault(where, words))
    return tuple(found.values())


def _fault(tree: Any, place: Where, fault: Any) -> Fault:
    where = _where(tree, place)
    words = in_words(place, fault)
    context = fault.get("ctx") or {}
    facts = {key: value for key, value in context.items() if isinstance(value, str | int | float)}
    if fault["type"] == "value_error":
        words = str(context.get("error", fault["msg"]))
    else:
        _, _, words = words.partition(": ")
    return Fault(where, words, fault["type"], facts)


def _where(tree: Any, place: Where) -> Where:
    """Without the steps that are the model's own, and not deeper than what is written, but for one that is missing."""
    kept: list[str | int] = []
    for step in place:
        if isinstance(step, str) and ("[" in step or step == "literal"):
            continue
        if isinstance(tree, dict):
            kept.append(step)
            tree = tree.get(step)
        elif isinstance(tree, list) and isinstance(step, int) and step < len(tree):
            kept.append(step)
            tree = tree[step]
        else:
            break
    return tuple(kept)
