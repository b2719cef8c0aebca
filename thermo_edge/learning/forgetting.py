"""Takes a person out of the files of learning: who put a model to serve, why a night ended, and the house it had."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from thermo_edge.errors import ModelError, ModelRefused
from thermo_edge.home.erasing import PLACES
from thermo_edge.home.forgetting import Whom
from thermo_edge.home.house import House, Person
from thermo_edge.learning import night_files
from thermo_edge.learning.files import read_bounded, write_whole
from thermo_edge.learning.shelf import MODELS
from thermo_edge.learning.standing import STANDING

SOMEBODY = "somebody"
_LARGEST = 16 * 1024 * 1024


def forget(data: Path, whom: Whom) -> None:
    """In a program's data folder. Models themselves hold nobody's name. Raises ModelError."""
    night = data / night_files.FOLDER
    if (night / night_files.HOUSE).exists():
        try:
            night_files.write_house(night, _house(night_files.read_house(night), whom))
        except ModelRefused:
            (night / night_files.HOUSE).unlink(missing_ok=True)  # the next night writes another
    for file in (*night.glob("*.json"), *(data / MODELS).rglob(STANDING)):
        if file.name != night_files.HOUSE:
            _rewrite(file, whom)


def _house(house: House, whom: Whom) -> House:
    calendars = tuple(each for each in house.calendars if each not in whom.entities)
    persons = tuple(_seen(each, whom) for each in house.persons if each.id != whom.person)
    return replace(house, persons=persons, calendars=calendars)


def _seen(person: Person, whom: Whom) -> Person:
    """Another one, as seen by the others."""
    return replace(person, visible_to=person.visible_to - {whom.person}) if person.visible_to else person


def _rewrite(file: Path, whom: Whom) -> None:
    """Names that stand alone: what else a text says stays."""
    try:
        told = json.loads(read_bounded(file, _LARGEST))
    except (ModelError, ValueError):
        return
    made = _without(told, whom)
    if made != told:
        write_whole(file, json.dumps(made, ensure_ascii=False, indent=1).encode() + b"\n")


def _without(told: Any, whom: Whom) -> Any:
    """A place keeps its name, whoever it is called after."""
    if isinstance(told, dict):
        return {key: value if key in PLACES else _without(value, whom) for key, value in told.items()}
    if isinstance(told, list):
        fact = len(told) == 2 and isinstance(told[0], str) and told[0] in PLACES
        return told if fact else [_without(each, whom) for each in told]
    return SOMEBODY if isinstance(told, str) and whom.called(told) else told
