"""What this machine can do: a heavy library is tried in a child process first, because it can end its process."""

import base64
import hashlib
import json
import os
import platform
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from thermo_edge.errors import ModelError
from thermo_edge.learning.files import write_whole

FINDINGS = "libraries.json"
PATIENCE = 120.0
"""Seconds: a small board with a slow card needs most of a minute to load torch."""

TINY = base64.b64decode(
    "CAg6iAEKEQoBeBIBdCIJVHJhbnNwb3NlChEKAXgKAXQSAXAiBk1hdE11bAoPCgFwEgFzIgdTaWdtb2lkCgsKAXMSAWUiA0VyZgoPCgFlEgF5"
    "IgdTb2Z0bWF4EgN0cnlaFQoBeBIQCg4IARIKCgMSAW4KAxIBbWIVCgF5EhAKDggBEgoKAxIBbgoDEgFuQgQKABAR"
)
"""A network without weights, as ONNX: y = softmax(erf(sigmoid(x xᵀ)))."""

TRIALS = {
    "onnxruntime": "from thermo_edge.learning import probe, runtime; runtime.try_out(probe.TINY)",
    "torch": "import torch; x = torch.nn.Linear(64, 64)(torch.ones(64, 64)).softmax(1); x.square().sum().backward()",
}
"""What a child does with each library."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a library runs on this machine; `why` it does not. `sure`: it is kept, so that it is tried only once."""

    library: str
    version: str | None
    machine: str
    works: bool
    why: str = ""
    sure: bool = True


class Backend(StrEnum):
    """How the live program decides."""

    MODELS = "models"
    RULES = "rules"


class Teacher(StrEnum):
    """How this machine may learn at night."""

    GRADIENTS = "gradients"
    CLOSED_FORM = "closed form"
    NOBODY = "nobody"


def backend(runtime: Finding) -> Backend:
    """Models where they run, else the plain rules."""
    return Backend.MODELS if runtime.works else Backend.RULES


def teacher(runtime: Finding, torch: Finding, free_mb: float, needed_mb: float = 900.0) -> Teacher:
    """A learned update that nothing here could serve is not made; gradients need torch and room for it."""
    if not runtime.works:
        return Teacher.NOBODY
    return Teacher.GRADIENTS if torch.works and free_mb >= needed_mb else Teacher.CLOSED_FORM


def probe(library: str, folder: Path, patience: float = PATIENCE, trials: Mapping[str, str] | None = None) -> Finding:
    """Try a library in a child process, once for each of its versions and each machine; `folder` keeps the result.

    It may take as long as `patience` seconds: never call it on the house's thread.
    """
    installed = _version(library)
    if installed is None:
        return Finding(library, None, machine(), works=False, why="it is not installed")
    for known in _known(folder):
        if (known.library, known.version, known.machine) == (library, installed, machine()):
            return known
    found = _try(library, installed, (trials or TRIALS)[library], patience)
    if found.sure:
        others = [each for each in _known(folder) if each.library != library]
        _keep(folder, [*others, found])
    return found


def machine() -> str:
    """Changes with the processor and the Python, so that a data folder that moves house is probed again."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    can = sorted({line for line in lines if line.lower().startswith(("flags", "features"))})
    told = "\n".join((platform.machine(), platform.python_version(), *can))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


# --- helpers ------------------------------------------------------------------------------------------------------


def _try(library: str, installed: str, trial: str, patience: float) -> Finding:
    single = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", trial]
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter)
            command, capture_output=True, timeout=patience, check=False, text=True, env={**os.environ, **single}
        )
    except subprocess.TimeoutExpired:
        return Finding(library, installed, machine(), False, f"it did not answer in {patience:.0f} s", sure=False)
    except OSError as error:
        return Finding(library, installed, machine(), False, f"it could not be tried: {error}", sure=False)
    if done.returncode == 0:
        return Finding(library, installed, machine(), works=True)
    if done.returncode < 0:
        name = signal.Signals(-done.returncode).name
        return Finding(library, installed, machine(), False, f"it ended by {name}", sure=name in {"SIGILL", "SIGSEGV"})
    last = (done.stderr.strip().splitlines() or ["it failed"])[-1]
    return Finding(library, installed, machine(), works=False, why=last[:300], sure=False)


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None


def _known(folder: Path) -> list[Finding]:
    try:
        rows = json.loads((folder / FINDINGS).read_text(encoding="utf-8"))
        return [Finding(**row) for row in rows]
    except (OSError, ValueError, TypeError):
        return []


def _keep(folder: Path, findings: list[Finding]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / FINDINGS, json.dumps([asdict(each) for each in findings], indent=1).encode())
    except (OSError, ModelError):
        return  # it is tried again at the next start
