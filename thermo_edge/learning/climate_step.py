"""The night of the thermal model: each room learns and is judged on later days; what is better serves."""

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from thermo_edge.climate import recent
from thermo_edge.errors import ModelError
from thermo_edge.home.house import PlaceId
from thermo_edge.home.learning import Fate, NightOutcome
from thermo_edge.home.reason import Code
from thermo_edge.learning.climate_at_home import Base
from thermo_edge.learning.climate_night import SHOWN, Night, night
from thermo_edge.learning.dataset import read
from thermo_edge.learning.night_ground import Ground
from thermo_edge.learning.room_shelf import Kept, Nights, RoomCard, RoomShelf
from thermo_edge.learning.trial import Outcome

LOG = logging.getLogger(__name__)

NAME = "climate"

SPAN = 30
"""Days of history that are read."""

REGRETS = 3
"""Nights on end that what serves may be worse than the base; then it goes."""

RESTS = timedelta(days=7)
"""After something was withdrawn, by a person or the night, nothing new serves for so long."""

THE_NIGHT = "the night"

_FATES = {
    Outcome.BETTER: Fate.PROMOTED,
    Outcome.NO_BETTER: Fate.NO_BETTER,
    Outcome.WORSE: Fate.NO_BETTER,
    Outcome.TOO_LITTLE: Fate.TOO_LITTLE,
}


def climate_night(ground: Ground) -> None:
    """Of every room with a thermometer. Raises StoreError, or ModelError where the model does not answer."""
    base, shelf = ground.climate, ground.rooms
    if base is None:
        return
    before = shelf.nights()
    regretted = dict(before.regretted)
    found = read(ground.history, ground.house, recent.quarter(ground.now), SPAN)
    for number, (room, signals) in enumerate(found.items()):
        key = f"{NAME}/{room.id}"
        if ground.watch.done(key):
            continue
        ground.watch.at(number / len(found), room.id)
        kept = shelf.serving(room.id, base.version)
        tried = night(base, signals, kept.learned if kept is not None else None)
        counted = regretted.get(room.id, 0) + 1 if tried.regrets else 0
        ground.watch.say(_settled(ground, base, room.id, (tried, kept), regretted, counted))
        _measured(ground, key, tried)
        ground.watch.finish(key)
    shelf.remember(Nights(ground.now.astimezone(UTC), regretted))


def _settled(
    ground: Ground,
    base: Base,
    room: PlaceId,
    tried: tuple[Night, Kept | None],
    regretted: dict[str, int],
    counted: int,
) -> NightOutcome:
    """Let serve what shall, and say what that was. `counted`: nights on end that what serves was worse."""
    found, kept = tried
    shelf, now = ground.rooms, ground.now.astimezone(UTC)
    back = counted >= REGRETS
    _count(shelf, regretted, room, 0 if back else counted)  # first: killed after it, it only waits for longer
    told = _told(found, room, now)
    try:
        if back:
            shelf.roll_back(room, who=THE_NIGHT, at=now, why=Code.LEARNED_BACK.value, base=base.version)
            return replace(told, fate=Fate.ROLLED_BACK, days=REGRETS)
        if found.trial.outcome is Outcome.BETTER:
            gone = shelf.withdrawn(room)
            if gone is not None and ground.now - gone.at < RESTS:
                return replace(told, fate=Fate.NO_BETTER, detail="something was withdrawn in the last week")
            shelf.promote(_card(base, room, found, kept, now), found.challenger, who=THE_NIGHT, why=_why(found))
    except ModelError as error:
        return replace(told, fate=Fate.FAILED, detail=str(error))
    return told


def _count(shelf: RoomShelf, regretted: dict[str, int], room: PlaceId, count: int) -> None:
    """Remember at once for how many nights it was worse: a night that is killed goes on with the next room."""
    if regretted.get(room, 0) != count:
        regretted[room] = count
        shelf.remember(replace(shelf.nights(), regretted=dict(regretted)))
    regretted[room] = count


def _card(base: Base, room: PlaceId, found: Night, kept: Kept | None, now: datetime) -> RoomCard:
    days = round(found.challenger.days, 2)
    parent = kept.version if kept is not None else None
    return RoomCard(room, base.version, now, days, found.way.value, found.trial, parent)


def _why(found: Night) -> str:
    return found.trial.reason.code.value


def _told(found: Night, room: PlaceId, now: datetime) -> NightOutcome:
    trial, what = found.trial, SHOWN[found.way]
    errors = trial.error(what)
    if trial.outcome is Outcome.TOO_LITTLE or errors is None:
        return NightOutcome(NAME, Fate.TOO_LITTLE, now, room, days=trial.blocks)
    fate, gain = _FATES[trial.outcome], round(trial.gain, 4)
    before, after = (round(each, 4) for each in errors)
    return NightOutcome(NAME, fate, now, room, what, trial.blocks, before, after, "K", gain, found.way.value)


def _measured(ground: Ground, key: str, found: Night) -> None:
    trial = found.trial
    if not trial.names:
        return
    ground.watch.measure(f"{key}/gain", trial.gain)
    for name, live, challenger in zip(trial.names, trial.live, trial.challenger, strict=True):
        ground.watch.measure(f"{key}/{name}/served", live)
        ground.watch.measure(f"{key}/{name}/challenger", challenger)
