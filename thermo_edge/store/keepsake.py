"""A small file beside the database: modes and protections, so that a ruined database ends no protection from frost."""

import json
import logging
import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from thermo_edge.home.house import Domain, EntityId, Mode, PlaceId
from thermo_edge.home.memory import Memory, Modes

log = logging.getLogger(__name__)


def beside(database: Path) -> Path:
    return database.with_name(f"{database.name}.modes.json")


def write(database: Path, memory: Memory) -> None:
    """In one step; where the disk does not let us, the older file stays and it is logged."""
    modes = [[place, domain.value, mode.name.lower()] for (place, domain), mode in memory.modes.places.items()]
    kept = {
        "modes": modes,
        "observe_everything": memory.modes.observe_everything,
        "protections": {entity: at.isoformat() for entity, at in memory.protections.items()},
    }
    path, new = beside(database), beside(database).with_suffix(".new")
    try:
        with new.open("w", encoding="utf-8") as file:
            json.dump(kept, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as error:
        log.warning("%s cannot be written: %s", path, error)


def read(database: Path) -> Memory:
    """A memory that knows nothing else; an empty one (everything in observe) where there is no such file."""
    try:
        kept = json.loads(beside(database).read_text(encoding="utf-8"))
        places = {(PlaceId(str(p)), Domain(d)): Mode[str(m).upper()] for p, d, m in kept["modes"]}
        modes = Modes(places, bool(kept["observe_everything"]))
        protections = {EntityId(str(e)): datetime.fromisoformat(at) for e, at in kept["protections"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        if not isinstance(error, FileNotFoundError):
            log.warning("%s cannot be read: %s", beside(database), error)
        return Memory()
    return Memory(modes=modes, protections=protections)


def agree(database: Path, memory: Memory) -> None:
    """Make the file say what this memory does: the database was restored, or is new."""
    kept = read(database)
    if (kept.modes, kept.protections) != (memory.modes, memory.protections):
        write(database, memory)


def completed(memory: Memory, database: Path) -> Memory:
    """What was salvaged, with the modes of the file beside it where none were."""
    if memory.modes.places or memory.modes.observe_everything:
        return memory
    kept = read(database)
    return replace(memory, modes=kept.modes, protections={**kept.protections, **memory.protections})
