"""The way in to the settings for people: read, check, save, the versions, and what the home has to choose from."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from thermo_edge.config.checking import Fault
from thermo_edge.config.tree import Conflict
from thermo_edge.config.versions import Version
from thermo_edge.home.inventory import Inventory

HIDDEN = "\0"
"""What a secret that is set begins with, wherever settings are shown: no file can hold this."""

PAGE = "@page"
"""Who saved, where the page does not know their name."""


@dataclass(frozen=True)
class Read:
    """The settings as they are now, secrets hidden. `tree` is None where the file is not even YAML, and `version` empty
    where it cannot be read.

    `faults` are in words, with their lines; `good` is the number of a version to go back to, if the file is broken.
    """

    version: str
    tree: dict[str, Any] | None
    faults: tuple[str, ...] = ()
    good: int | None = None


@dataclass(frozen=True)
class Saved:
    """What came of a save: it is done where `version` is not None."""

    version: str | None = None
    conflicts: tuple[Conflict, ...] = ()
    faults: tuple[Fault, ...] = ()
    cannot: bool = False  # the file is written in a way that is not changed here


class State(StrEnum):
    """What became of what was saved last."""

    NOTHING = "nothing"  # nothing was saved yet
    WAITING = "waiting"  # until the house looks at it
    TAKEN = "taken"
    RESTART = "restart"  # taken, but for what only a restart changes
    REFUSED = "refused"


@dataclass(frozen=True)
class Taken:
    state: State = State.NOTHING
    why: tuple[str, ...] = field(default=())


class SettingsDesk(Protocol):
    """May be asked from any thread; what cannot be read or written is a SettingsError or an OSError."""

    def read(self) -> Read:
        """What the file says now; quick where it has not changed."""

    def check(self, tree: dict[str, Any]) -> tuple[Fault, ...]:
        """What is wrong with settings that somebody is writing, secrets hidden or typed anew."""

    def save(self, base: Read, tree: dict[str, Any], who: str) -> Saved:
        """Write what `tree` changes of `base` into the file as it is now; all of it or nothing."""

    def versions(self) -> tuple[Version, ...]:
        """The newest first; it is what the file says."""

    def restore(self, number: int, who: str) -> Saved:
        """Put a version back as it was, to the letter."""

    def entities(self) -> Inventory:
        """What the home has. It may take seconds; HomeUnreachable or HomeRefused where it does not say."""

    def taken(self) -> Taken:
        """Whether the house goes by what was saved last."""
