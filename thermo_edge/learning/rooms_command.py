"""What `thermo-edge learn` says of rooms, and how a person puts back what they have taught."""

from collections.abc import Iterator
from pathlib import Path

from thermo_edge.errors import ModelError
from thermo_edge.home.house import PlaceId
from thermo_edge.learning import command
from thermo_edge.learning.room_shelf import Kept, RoomShelf, taught_in
from thermo_edge.learning.shelf import MODELS, Shelf
from thermo_edge.learning.twin_trial import MEASURES
from thermo_edge.ports import Clock

SLICE = "climate"
"""The slice whose model rooms put right."""


def all_status(data: Path) -> Iterator[str]:
    """Of every slice, and of what rooms have taught, in a program's data folder."""
    shelf = Shelf(data / MODELS)
    yield from command.status(shelf)
    yield from status(taught_in(data), _network(shelf))


def put_back(data: Path, slice_: str, rooms: tuple[str, ...], clock: Clock, everything: bool) -> Iterator[str]:
    """Withdraw what was put to serve last: a home's own network with all that rooms taught on it, before that what
    rooms have taught on the network that serves; with `rooms` only theirs; `everything` is all. Raises ModelError.
    """
    shelf, taught = Shelf(data / MODELS), taught_in(data)
    if slice_ != SLICE:
        yield from command.roll_back(shelf, slice_, clock, everything)
        return
    own = not rooms and _own(shelf)
    if own:
        yield from command.roll_back(shelf, slice_, clock, everything)
        yield f"{SLICE}: what rooms taught on the network before serves with it; nothing new for a week"
    if not own or (everything and _serving(taught, None)):
        yield from roll_back(taught, clock, tuple(map(PlaceId, rooms)), everything, _network(shelf))


def status(shelf: RoomShelf, network: str | None = None) -> Iterator[str]:
    """A line for each room that was ever learned, and its figures on later days; `network`: the one that serves."""
    for room in shelf.rooms():
        kept = shelf.serving(room, network)
        if kept is None:
            yield f"{SLICE}, {room}: {_alone(network)}"
            continue
        yield f"{SLICE}, {room}: {kept.version}, put to serve {kept.step.at:%Y-%m-%d %H:%M} UTC by {kept.step.who}"
        yield from _figures(kept)


def roll_back(
    shelf: RoomShelf, clock: Clock, rooms: tuple[PlaceId, ...], everything: bool, network: str | None = None
) -> Iterator[str]:
    """Withdraw what serves these rooms on a network, or all that have something. A program sees it within minutes.

    Raises ModelError where nothing is to be withdrawn.
    """
    chosen = rooms or _serving(shelf, None if everything else network)
    if not chosen:
        raise ModelError(f"{SLICE}: there is nothing to roll back, {_alone(network)} serves in all rooms")
    for room in chosen:
        now = shelf.roll_back(
            room, who=command.COMMAND_LINE, at=clock.now(), why="a person asked", everything=everything, base=network
        )
        yield f"{SLICE}, {room}: {now.version if now else _alone(network)} serves now; nothing new for a week"


def _serving(shelf: RoomShelf, network: str | None) -> tuple[PlaceId, ...]:
    return tuple(room for room in shelf.rooms() if shelf.serving(room, network) is not None)


def _network(shelf: Shelf) -> str | None:
    """The one that serves, where the home ever had one of its own: without, rooms have taught on no other."""
    model = shelf.serving(SLICE).model if shelf.stamp(SLICE) is not None else None
    return model.card.version if model is not None else None


def _alone(network: str | None) -> str:
    return "the base model alone" if network is None else f"the network {network} alone"


def _own(shelf: Shelf) -> bool:
    model = shelf.serving(SLICE).model
    return model is not None and not model.base


def _figures(kept: Kept) -> Iterator[str]:
    verdict = kept.card.verdict
    yield f"  from {kept.card.days:.0f} days, judged on {verdict.blocks} later ones ({kept.card.way})"
    twin = kept.card.twin
    if twin is not None:
        figures = zip(MEASURES, twin.before, twin.after, strict=False)
        told = "".join(f", {name} {after:.2f} a day, before {before:.2f}" for name, before, after in figures)
        yield f"  in the twin: {twin.outcome}, {twin.blocks} days{told}"
    for place, name in enumerate(verdict.names):
        others = "".join(f", {who} {errors[place]:.2f}" for who, errors in verdict.baselines.items())
        yield f"  {name} ahead: {verdict.challenger[place]:.2f} K, before {verdict.live[place]:.2f}{others}"
