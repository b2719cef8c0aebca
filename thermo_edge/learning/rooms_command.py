"""What `thermo-edge learn` says of rooms, and how a person puts back what they have taught."""

from collections.abc import Iterator
from pathlib import Path

from thermo_edge.errors import ModelError
from thermo_edge.home.house import PlaceId
from thermo_edge.learning import command
from thermo_edge.learning.room_shelf import Kept, RoomShelf, taught_in
from thermo_edge.learning.shelf import MODELS, Shelf
from thermo_edge.ports import Clock

SLICE = "climate"
"""The slice whose model rooms put right."""


def all_status(data: Path) -> Iterator[str]:
    """Of every slice, and of what rooms have taught, in a program's data folder."""
    yield from command.status(Shelf(data / MODELS))
    yield from status(taught_in(data))


def put_back(data: Path, slice_: str, rooms: tuple[str, ...], clock: Clock, everything: bool) -> Iterator[str]:
    """Withdraw what rooms have taught where that is meant, else the model that serves a slice. Raises ModelError."""
    taught = taught_in(data)
    if rooms or (slice_ == SLICE and taught.rooms()):
        return roll_back(taught, clock, tuple(map(PlaceId, rooms)), everything)
    return command.roll_back(Shelf(data / MODELS), slice_, clock, everything)


def status(shelf: RoomShelf) -> Iterator[str]:
    """A line for each room that was ever learned, and its figures on later days."""
    for room in shelf.rooms():
        kept = shelf.serving(room)
        if kept is None:
            yield f"{SLICE}, {room}: the base model alone"
            continue
        yield f"{SLICE}, {room}: {kept.version}, put to serve {kept.step.at:%Y-%m-%d %H:%M} UTC by {kept.step.who}"
        yield from _figures(kept)


def roll_back(shelf: RoomShelf, clock: Clock, rooms: tuple[PlaceId, ...], everything: bool) -> Iterator[str]:
    """Withdraw what serves these rooms, or all that have something. A program that runs sees it within minutes.

    Raises ModelError where nothing is to be withdrawn.
    """
    chosen = rooms or tuple(room for room in shelf.rooms() if shelf.serving(room) is not None)
    if not chosen:
        raise ModelError(f"{SLICE}: there is nothing to roll back, the base model serves in all rooms")
    for room in chosen:
        now = shelf.roll_back(
            room, who=command.COMMAND_LINE, at=clock.now(), why="a person asked", everything=everything
        )
        yield f"{SLICE}, {room}: {now.version if now else 'the base model alone'} serves now; nothing new for a week"


def _figures(kept: Kept) -> Iterator[str]:
    verdict = kept.card.verdict
    yield f"  from {kept.card.days:.0f} days, judged on {verdict.blocks} later ones ({kept.card.way})"
    for place, name in enumerate(verdict.names):
        others = "".join(f", {who} {errors[place]:.2f}" for who, errors in verdict.baselines.items())
        yield f"  {name} ahead: {verdict.challenger[place]:.2f} K, before {verdict.live[place]:.2f}{others}"
