"""A backup that the owner puts back: what is in it, what would be lost, whether it waits, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from thermo_edge.errors import ThermoEdgeError

LARGEST = 1024 * 1024 * 1024
"""Bytes of a backup that may be sent; a house of thirty rooms has a tenth of it after years."""


class Why(StrEnum):
    """Why a backup is not put back."""

    NOT_OURS = "not_ours"  # no backup of a house, or damaged
    TOO_NEW = "too_new"  # of a newer program; the detail is its version
    SETTINGS = "settings"  # its settings cannot be used here; the detail says which
    TOO_LARGE = "too_large"
    FULL = "full"  # the disk
    BUSY = "busy"  # another one is being sent or looked at
    CUT = "cut"  # it did not come whole
    NOTHING = "nothing"  # none is there to say yes to
    ANOTHER = "another"  # another one came meanwhile
    ARMED = "armed"  # the alarm: whoever puts an old house back would disarm this one
    IN_USE = "in_use"  # by another running program
    DISK = "disk"  # cannot be read or written; the detail says what
    TRIED = "tried"  # the program ended each time that it tried
    NOT_HERE = "not_here"  # in the demo, where nothing is real
    NO_RESTART = "no_restart"  # the program cannot start itself anew here


class Unfit(ThermoEdgeError):
    """A backup that is not put back, or not now."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}" if detail else why.value)
        self.why, self.detail = why, detail


@dataclass(frozen=True, slots=True)
class Content:
    """What is in a backup. `made` is unknown in those of old; counts are None where it holds no settings.

    `begin` and `end`: the history, None without any. `ours`: whether it is of this house; None: this one is new.
    `other_home`: the address of the Home Assistant that its settings lead to, empty where it is that of now.
    """

    made: datetime | None
    program: str
    begin: datetime | None
    end: datetime | None
    rooms: int | None
    persons: int | None
    keys: bool
    ours: bool | None
    other_home: str = ""


@dataclass(frozen=True, slots=True)
class Since:
    """What has been recorded since a backup, and is put aside with the house of now; `until`: the newest of it.

    Not `known` where the database of now cannot be read.
    """

    until: datetime | None
    decisions: int
    changes: int
    known: bool = True


@dataclass(frozen=True, slots=True)
class Offered:
    """A backup that was looked at and can be put back; `mark` names it, `size` is in bytes."""

    mark: str
    size: int
    content: Content
    since: Since


@dataclass(frozen=True, slots=True)
class Result:
    """What became of the last one; `kept` are the files that hold what was there before."""

    at: datetime
    why: Why | None
    detail: str = ""
    made: datetime | None = None
    kept: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        return self.why is None


@dataclass(frozen=True, slots=True)
class PutBack:
    """`waits`: somebody (`who`) said yes, and it is put back at the next start; `held`: why it was not at the last."""

    offered: Offered | None = None
    waits: bool = False
    who: str = ""
    held: Why | None = None
    result: Result | None = None
    restarts: bool = False


class Incoming(Protocol):
    """A backup that is being sent, written to a private file. Everything raises Unfit."""

    def write(self, part: bytes) -> None: ...

    def finish(self) -> PutBack:
        """It is whole: look at all of it, which may take long on a small computer."""

    def close(self) -> None:
        """Nothing is left of it unless it was finished well; another may come."""
