"""EnergyPlus in lockstep: a child process that goes on one zone time step for each call of `step`."""

import gzip
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from integrations.energyplus import idf
from integrations.energyplus.wired import Felt, Job, Wired, job_line, listed, to_line
from thermo_edge.errors import LibraryMissing, SettingsError

EXTRA = "EnergyPlus is not installed here: pip install 'thermo-edge[bench]' brings it (pyenergyplus-lbnl)."

_ENDS = 10.0
"""Seconds that the child may take to end once nothing more is asked of it."""


def package(name: str = "pyenergyplus") -> Path:
    """Where the package lies; raises LibraryMissing where it does not."""
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise LibraryMissing(EXTRA)
    return Path(found.submodule_search_locations[0])


def model_file(name: str) -> Path:
    """The file itself, or the one of the package whose name begins so; SettingsError lists those that there are."""
    return _of_package(name, "model", ".idf", "model")


def weather_file(name: str) -> Path:
    """The EPW file itself, or the one of the package that has this in its name."""
    return _of_package(name, "weather", ".epw", "weather")


def _of_package(name: str, folder: str, suffix: str, kind: str) -> Path:
    if Path(name).is_file():
        return Path(name).resolve()
    shipped = sorted((package() / "data" / folder).glob(f"*{suffix}"))
    alike = [file for file in shipped if name and name.lower() in file.name.lower()]
    if len(alike) != 1:
        there = listed([file.stem for file in alike or shipped])
        why = "fits several" if alike else "is neither a file nor one of the package"
        raise SettingsError("EnergyPlus", (f"{kind} {name!r} {why}; there are {there}",))
    return alike[0]


class Engine:
    """A model that has warmed up and stands at the first midnight of `begin`; `felt` is how it stands now.

    Raises LibraryMissing without the package, and SettingsError for a model that EnergyPlus refuses (with its own
    words) or that does not have what `wired` names (with what it has). Close it to end the child.
    `schedules_alone`: of the model only its schedules are run.
    """

    def __init__(
        self, model: Path, weather: Path, wired: Wired, begin: date, days: int, schedules_alone: bool = False
    ) -> None:
        package()
        self._model = model
        self._folder = tempfile.TemporaryDirectory(prefix="thermo-edge-energyplus-")
        here = Path(self._folder.name)
        self._process: subprocess.Popen[bytes] | None = None
        try:
            ready = idf.ready(model, idf.Ours(begin, days, wired.air, wired.minutes), here, schedules_alone)
            with (here / "stderr").open("wb") as errors:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "integrations.energyplus.child"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                )
            self._say(job_line(Job(str(ready), str(_plain(weather, here)), str(here / "out"), wired)))
            self.felt = self._hear()
        except BaseException:
            self.close()
            raise

    def step(self, asked: Sequence[float]) -> Felt:
        """Let one zone time step pass with these values of the actuators."""
        self._say(to_line(list(asked)))
        self.felt = self._hear()
        return self.felt

    def close(self) -> None:
        """End the child, whatever it does."""
        if self._process is not None:
            for pipe in (self._process.stdin, self._process.stdout):
                with suppress(OSError):
                    assert pipe is not None
                    pipe.close()
            try:
                self._process.wait(_ENDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        self._folder.cleanup()

    def _say(self, line: bytes) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):  # `_hear` finds out why
            self._process.stdin.write(line)
            self._process.stdin.flush()

    def _hear(self) -> Felt:
        assert self._process is not None
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SettingsError(str(self._model), self._why(self._process.wait()))
        told: Mapping[str, Any] = json.loads(line)
        if "unknown" in told:
            raise SettingsError(str(self._model), tuple(_unknown(*each) for each in told["unknown"]))
        return Felt(tuple(told["readings"]), tuple(told["energies"]))

    def _why(self, status: int) -> tuple[str, ...]:
        """EnergyPlus's own severe and fatal messages, the first few."""
        folder = Path(self._folder.name)
        told = folder / "out" / "eplusout.err"
        found = severe((told, folder / "stderr")) or (f"EnergyPlus ended with status {status} and without a word",)
        return (*found, *_older(told, idf.version(self._model)))


def severe(files: Sequence[Path], most: int = 5) -> tuple[str, ...]:
    """The first severe or fatal messages of an error file, each with the lines that go on; else the last words."""
    lines = [line for file in files if file.exists() for line in file.read_text("utf-8", "replace").splitlines()]
    found: list[str] = []
    taken = False
    for line in lines:
        bare = line.strip()
        if bare.startswith(("** Severe", "**  Fatal", "** Fatal")):
            found.append("EnergyPlus: " + bare.split("**", 2)[2].strip())
            taken = True
        elif taken and bare.startswith("**   ~~~   **"):
            found[-1] += " " + bare.removeprefix("**   ~~~   **").strip()
        else:
            taken = False
    return tuple(found[:most]) or tuple(line.strip() for line in lines[-1:])


def _older(told: Path, version: str) -> tuple[str, ...]:
    """What to do about a model of another version, which is the usual reason why one is refused."""
    runs = re.search(r"EnergyPlus, Version (\d+\.\d+)", told.read_text("utf-8", "replace")) if told.exists() else None
    if runs is None or not version or version.split(".")[:2] == runs[1].split("."):
        return ()
    return (f"the model is of version {version}, EnergyPlus of {runs[1]}: bring it up to date by IDFVersionUpdater",)


def _unknown(kind: str, name: str, there: list[str]) -> str:
    if kind == "deaf":
        ought = ", ".join(there)
        why = "it has another schedule, or a program of the model writes this one"
        return f"the thermostat of zone {name} does not go by {ought}: {why}; write set_point: zone"
    what = {"zone": "zones", "actuator": "its like are", "output": "its keys are", "meter": "meters"}[kind]
    if kind == "output" and not there:
        return f"there is no output {name}: this model reports no variable of that name"
    there_are = "there are the " if kind in ("zone", "meter") else ""
    return f"there is no {kind} {name}; {there_are}{what} {listed(_likest(name, there))}"


def _likest(name: str, there: Sequence[str], few: int = 12) -> Sequence[str]:
    """As they are; of many those that are most like the name, first."""
    if len(there) <= few:
        return there
    last = name.rpartition(" / ")[2].upper()
    return sorted(there, key=lambda each: -SequenceMatcher(None, last, each.upper()).ratio())


def _plain(weather: Path, into: Path) -> Path:
    """EnergyPlus reads no gzip."""
    if weather.suffix.lower() != ".gz":
        return weather.resolve()
    file = into / "weather.epw"
    try:
        file.write_bytes(gzip.decompress(weather.read_bytes()))
    except (OSError, EOFError) as error:
        raise SettingsError(str(weather), (f"cannot be read: {error}",)) from None
    return file
