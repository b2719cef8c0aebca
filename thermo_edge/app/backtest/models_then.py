"""The models as they served before some days that are judged: a copy that knows nothing that was put to serve since."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from thermo_edge.errors import ModelError, ModelRefused
from thermo_edge.learning.files import ASIDE, read_bounded, write_whole
from thermo_edge.learning.standing import STANDING, STANDING_BYTES, from_json, to_json


def copied(models: Path, to: Path) -> None:
    """Without what a running program has not finished and renames meanwhile. Raises OSError."""
    shutil.copytree(models, to, ignore=shutil.ignore_patterns(f"{ASIDE}*", ".lock"))


def models_then(models: Path, to: Path, since: datetime, copy: Callable[[Path, Path], None] = copied) -> None:
    """A copy at `to` of which nothing serves that was put to serve at `since` or later, of networks and of rooms.

    The program may run meanwhile: what it changes under the first try is copied by a second. Raises ModelError.
    """
    try:
        copy(models, to)
    except OSError:
        shutil.rmtree(to, ignore_errors=True)
        try:
            copy(models, to)
        except OSError as error:
            raise ModelError(
                f"{models} cannot be copied: another program changes the models in it, or this one may not read them. "
                "Try again in a minute."
            ) from error
    for path in to.rglob(STANDING):
        _forget(path, since)


def _forget(path: Path, since: datetime) -> None:
    try:
        standing = from_json(read_bounded(path, STANDING_BYTES))
    except ModelRefused:
        return  # nothing serves by a file that cannot be read
    later = frozenset(step.version for step in standing.steps if step.at >= since)
    write_whole(path, to_json(standing.without(later)))
