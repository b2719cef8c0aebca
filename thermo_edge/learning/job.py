"""What a training child is told to do: a small JSON file, read strictly."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import ConfigDict, Field, JsonValue, TypeAdapter, ValidationError, with_config

from thermo_edge.errors import TrainingFailed
from thermo_edge.learning.card import is_name

_BYTES = 256 * 1024

Count = Annotated[int, Field(ge=1, le=1_000_000)]


@with_config(ConfigDict(extra="forbid", strict=True, allow_inf_nan=False))
@dataclass(frozen=True, slots=True)
class Job:
    """One training. The same job goes on where it was when its child was stopped or killed.

    `budget` is in seconds for each run of the child, `memory` in MB; `data` are files or folders that the recipe knows,
    `parent` the folder of the version that is trained further, `options` the recipe's own; `logdir` gets event
    files for TensorBoard.
    """

    slice: str
    output: Path
    seed: Annotated[int, Field(ge=0, lt=2**32)] = 0
    budget: Annotated[float, Field(gt=0, le=7 * 86400)] = 3600.0
    memory: Annotated[float, Field(ge=64, le=1_000_000)] = 900.0
    threads: Annotated[int, Field(ge=1, le=256)] = 1
    homes: Count | None = None
    days: Count | None = None
    data: tuple[Path, ...] = ()
    parent: Path | None = None
    options: Mapping[str, JsonValue] = field(default_factory=dict)
    logdir: Path | None = None

    @property
    def fingerprint(self) -> str:
        """Jobs that would learn the same have the same one, whatever they may cost."""
        told = json.loads(_JOBS.dump_json(self))
        for cost in ("output", "budget", "memory", "threads", "logdir"):
            del told[cost]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


_JOBS = TypeAdapter(Job)


def to_json(job: Job) -> bytes:
    return _JOBS.dump_json(job, indent=1) + b"\n"


def read_job(path: Path) -> Job:
    """Raises TrainingFailed with everything that is wrong."""
    try:
        with path.open("rb") as file:
            content = file.read(_BYTES + 1)
    except OSError as error:
        raise TrainingFailed(f"{path} cannot be read: {error.strerror or error}") from error
    if len(content) > _BYTES:
        raise TrainingFailed(f"{path} is no job: it has more than {_BYTES} bytes")
    try:
        job = _JOBS.validate_json(content)
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, each['loc'])) or 'job'}: {each['msg']}" for each in error.errors())
        raise TrainingFailed(f"{path} is no job: " + "; ".join(faults)) from None
    if not is_name(job.slice):
        raise TrainingFailed(f"{path} is no job: {job.slice!r} is no slice")
    return job


def environment(job: Job) -> dict[str, str]:
    """The variables of a child: libraries read the number of threads when they are loaded."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    return {**os.environ, **dict.fromkeys(names, str(job.threads))}
