"""The command `thermo-edge learn twin`: fits the twin of this house, and prints what it says of each room."""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the command loads what it needs when it runs
    from thermo_edge.home.house import House, PlaceId
    from thermo_edge.language.words import Words
    from thermo_edge.learning.twin import Found

SPAN = 30
"""Days of history that are read, as at night."""


def twin(arguments: argparse.Namespace) -> int:
    """From a copy of the history, so that the program may run meanwhile."""
    from thermo_edge.app.live_files import database_path
    from thermo_edge.app.twin_check import as_it_was
    from thermo_edge.climate.recent import quarter
    from thermo_edge.config import read_settings
    from thermo_edge.config.house import house as described
    from thermo_edge.errors import TrainingFailed
    from thermo_edge.language.words import Words
    from thermo_edge.learning.climate_base import shipped
    from thermo_edge.learning.dataset import read
    from thermo_edge.learning.twin import twins
    from thermo_edge.store.backup import copied
    from thermo_edge.store.open import open_history

    path: Path = arguments.config.resolve()
    settings = read_settings(path)
    house = described(settings, settings.zone())
    database = database_path(settings, path)
    if not database.exists():
        raise TrainingFailed(f"{database} is not there: a twin is made of what the program has recorded; run it first")
    with tempfile.TemporaryDirectory(prefix="thermo-edge-twin-") as folder:
        copy = Path(folder) / "history.db"
        copied(database, copy)
        opened = open_history(copy)
        try:
            if opened.trouble is not None:
                raise opened.trouble
            found: Mapping[PlaceId, Found] = {}
            if (end := opened.history.newest()) is not None:
                rooms = read(opened.history, house, quarter(end), SPAN)
                found = twins({room.id: signals for room, signals in rooms.items()})
                if (base := shipped()) is not None:
                    found = as_it_was(opened.history, house, end, base, found)
        finally:
            opened.history.close()
    sys.stdout.writelines(f"{line}\n" for line in lines(found, Words(settings.language, house.zone), house))
    return 0


def lines(found: "Mapping[PlaceId, Found]", words: "Words", house: "House") -> "Iterator[str]":
    """A few for each room: the middle of the members, and between which they lie."""
    from thermo_edge.learning.twin import described

    if not found:
        yield "No history of heated rooms is here yet"
    for room, each in found.items():
        yield f"{room}: {words.why(each.reason, house)}"
        if each.made is None:
            continue
        told = described(each.made.twin)
        for name, unit, (low, middle, high) in (
            ("fast time constant", "h", told.fast),
            ("slow time constant", "h", told.slow),
            ("an hour of full heat", "K", told.hour),
            ("full heat holds", "K", told.balance),
        ):
            yield f"  {name:<22}{middle:>8.2f} {unit}  ({low:.2f} to {high:.2f})"
        yield f"  {'in its 80 % interval':<22}{each.inside:>8.0%}"
