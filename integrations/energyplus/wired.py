"""What of an EnergyPlus model is read and set from outside, and how the two processes say it to each other."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple


class Output(NamedTuple):
    """An output variable with its key, as EnergyPlus names them."""

    variable: str
    key: str


class Actuator(NamedTuple):
    """Component type, control type and key, as EnergyPlus names them."""

    component: str
    control: str
    key: str


class Guided(NamedTuple):
    """While the model warms up and no thermostat of the zone holds it: an actuator, by its number, has `value` as long
    as the reading of the same number is above `above`, and its first value else.
    """

    number: int
    above: float
    value: float


@dataclass(frozen=True)
class Wired:
    """`actuators` with their values while the model warms up; `held` with those and the ones they have from then on,
    where the model has them; `kept` with the one that they always have.

    `air`: how many times its air alone a zone's air, furniture and the like store; `minutes`: of a zone time step.
    `readings` are looked at when a zone time step ends, `energies` (J) are summed over the system time steps in it,
    `meters` (J) are read when it ends. `guided` are for zones without a thermostat, see `Guided`; `followed` are the
    numbers of actuators that the thermostat of the zone of the same number has to go by.
    """

    zones: tuple[str, ...]
    actuators: tuple[tuple[Actuator, float], ...]
    held: tuple[tuple[Actuator, float, float], ...]
    readings: tuple[Output, ...]
    energies: tuple[Output, ...]
    air: float = 1.0
    minutes: int = 5
    meters: tuple[str, ...] = ()
    kept: tuple[tuple[Actuator, float], ...] = ()
    guided: tuple[Guided, ...] = ()
    followed: tuple[int, ...] = ()


@dataclass(frozen=True)
class Job:
    """What the child is told: files as absolute paths."""

    model: str
    weather: str
    folder: str
    wired: Wired


def to_line(value: object) -> bytes:
    """One line of JSON."""
    return json.dumps(value).encode() + b"\n"


def job_line(job: Job) -> bytes:
    return to_line(asdict(job))


def read_job(line: bytes) -> Job:
    told: Mapping[str, Any] = json.loads(line)
    wired = told["wired"]

    def outputs(name: str) -> tuple[Output, ...]:
        return tuple(Output(*output) for output in wired[name])

    def valued(name: str) -> tuple[tuple[Actuator, float], ...]:
        return tuple((Actuator(*actuator), float(value)) for actuator, value in wired[name])

    found = Wired(
        tuple(wired["zones"]),
        valued("actuators"),
        tuple((Actuator(*actuator), float(first), float(later)) for actuator, first, later in wired["held"]),
        outputs("readings"),
        outputs("energies"),
        float(wired["air"]),
        int(wired["minutes"]),
        tuple(wired["meters"]),
        valued("kept"),
        tuple(Guided(int(number), float(above), float(value)) for number, above, value in wired["guided"]),
        tuple(wired["followed"]),
    )
    return Job(told["model"], told["weather"], told["folder"], found)


@dataclass(frozen=True, slots=True)
class Felt:
    """After a zone time step, in the order of Wired: what is read, and J since the step before, meters last."""

    readings: tuple[float, ...]
    energies: tuple[float, ...]


def listed(names: Sequence[str], most: int = 24) -> str:
    """Names for a message, cut where there are very many."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
