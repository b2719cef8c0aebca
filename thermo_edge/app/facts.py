"""What the doctor looks at, as plain facts: about the home, the database, the machine and the page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from thermo_edge.errors import ThermoEdgeError
from thermo_edge.home.house import EntityId, Point
from thermo_edge.home.snapshot import Reading


@dataclass(frozen=True)
class HomeFacts:
    """What Home Assistant said; `fault` is why it said nothing."""

    fault: ThermoEdgeError | None = None
    version: str = ""
    administrator: bool = True
    celsius: bool = True
    ahead: timedelta = timedelta(0)  # its clock before ours
    at: datetime | None = None  # when it was asked, by our clock
    readings: Mapping[Point, Reading] = field(default_factory=dict)
    said: Mapping[EntityId, str] = field(default_factory=dict)  # an entity's state and unit, as it says them
    programs: frozenset[str] = frozenset()  # the instances of this program that answered


@dataclass(frozen=True)
class StoreFacts:
    """About the database's file; `fault` is why it cannot be used, `free` and `size` are bytes."""

    path: Path
    exists: bool = True
    fault: str | None = None
    older: bool = False  # its schema
    in_use: bool = False  # a program runs with it
    writable: bool = True
    size: int = 0
    free: int = 0
    instance: str | None = None
    names: Mapping[EntityId, str] = field(default_factory=dict)  # lasting ids, as the program remembered them


@dataclass(frozen=True)
class MachineFacts:
    """About this computer; `memory` is bytes, `libraries` how the child process ended that loaded each."""

    cores: int
    memory: int
    architecture: str
    libraries: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class PageFacts:
    """Where the page is to be, and whether that can be had."""

    host: str
    port: int
    free: bool


MISSING_LIBRARY = 3
"""The exit status of a child that did not find a library."""
