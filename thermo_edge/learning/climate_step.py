"""The night of the thermal model: each room learns and is judged on later days; what is better serves."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from thermo_edge.climate import recent
from thermo_edge.climate.features import Signals
from thermo_edge.errors import ModelError
from thermo_edge.home.house import PlaceId, Room
from thermo_edge.home.learning import Fate, NightOutcome
from thermo_edge.home.reason import Code
from thermo_edge.learning.climate_at_home import Base
from thermo_edge.learning.climate_night import SHOWN, Night, night
from thermo_edge.learning.dataset import read
from thermo_edge.learning.night_ground import Ground
from thermo_edge.learning.room_shelf import Kept, Nights, RoomCard, RoomShelf
from thermo_edge.learning.trial import Outcome
from thermo_edge.learning.twin_trial import TwinVerdict

LOG = logging.getLogger(__name__)

NAME = "climate"

SPAN = 30
"""Days of history that are read."""

REGRETS = 3
"""Nights on end that what serves may be worse than the base; then it goes."""

RESTS = timedelta(days=7)
"""After something was withdrawn, by a person or the night, nothing new serves for so long."""

THE_NIGHT = "the night"

_TRYING, _SETTLING = 0.6, 0.95
"""Shares of the step after which all rooms are tried, and lived in the twin."""

_FATES = {
    Outcome.BETTER: Fate.PROMOTED,
    Outcome.NO_BETTER: Fate.NO_BETTER,
    Outcome.WORSE: Fate.NO_BETTER,
    Outcome.TOO_LITTLE: Fate.TOO_LITTLE,
}


@dataclass(frozen=True)
class Tried:
    """A room's night beside what serves it, and what came of it in the twin."""

    found: Night
    kept: Kept | None
    twin: TwinVerdict | None = None

    @property
    def wins(self) -> bool:
        """Whether it was surely better on later days that may judge."""
        return self.found.wins


def climate_night(ground: Ground) -> None:
    """Of every room with a thermometer. Raises StoreError, or ModelError where the model does not answer."""
    base, shelf = ground.climate, ground.rooms
    if base is None:
        return
    regretted = dict(shelf.nights().regretted)
    read_ = {room.id: signals for room, signals in _read(ground).items()}
    rooms = {room: signals for room, signals in read_.items() if not ground.watch.done(f"{NAME}/{room}")}
    tried: dict[PlaceId, Tried] = {}
    for number, (room, signals) in enumerate(rooms.items()):
        ground.watch.at(_TRYING * number / len(rooms), room)
        kept = shelf.serving(room, base.version)
        try:
            tried[room] = Tried(night(base, signals, kept.learned if kept is not None else None), kept)
        except (
            ArithmeticError,
            LookupError,
            ValueError,
        ) as error:  # a history that nobody thought of costs its own room
            LOG.exception("climate/%s: what it was taught could not be judged", room)
            detail = f"{type(error).__name__}: {error}"
            ground.watch.say(NightOutcome(NAME, Fate.FAILED, ground.now.astimezone(UTC), room, detail=detail))
            ground.watch.finish(f"{NAME}/{room}")
    twins = _in_the_twin(ground, base, rooms, tried)
    for room, each in tried.items():
        ground.watch.at(_SETTLING, room)
        counted = regretted.get(room, 0) + 1 if each.found.regrets else 0
        ground.watch.say(_settled(ground, base, room, replace(each, twin=twins.get(room)), regretted, counted))
        _measured(ground, f"{NAME}/{room}", each.found)
        ground.watch.finish(f"{NAME}/{room}")
    shelf.remember(Nights(ground.now.astimezone(UTC), regretted))


def _read(ground: Ground) -> dict[Room, Signals]:
    return read(ground.history, ground.house, recent.quarter(ground.now), SPAN)


def _in_the_twin(
    ground: Ground, base: Base, rooms: Mapping[PlaceId, Signals], tried: Mapping[PlaceId, Tried]
) -> Mapping[PlaceId, TwinVerdict]:
    """Of what was better on later days: whether it breaks anything where days are lived again, all rooms at once."""
    after = {room: each.found.challenger for room, each in tried.items() if each.wins and not _rests(ground, room)}
    if ground.check is None or not after:
        return {}
    before = {room: each.kept.learned for room, each in tried.items() if each.kept is not None}
    end = recent.quarter(ground.now)
    ground.watch.at(_TRYING)
    return ground.check(ground.history, ground.house, end, rooms, base, before, after, progress=ground.watch.note)


def _rests(ground: Ground, room: PlaceId) -> bool:
    gone = ground.rooms.withdrawn(room)
    return gone is not None and ground.now - gone.at < RESTS


def _settled(
    ground: Ground,
    base: Base,
    room: PlaceId,
    tried: Tried,
    regretted: dict[str, int],
    counted: int,
) -> NightOutcome:
    """Let serve what shall, and say what that was. `counted`: nights on end that what serves was worse."""
    found = tried.found
    shelf, now = ground.rooms, ground.now.astimezone(UTC)
    back = counted >= REGRETS
    _count(shelf, regretted, room, 0 if back else counted)  # first: killed after it, it only waits for longer
    told = _told(found, room, now)
    try:
        if back:
            shelf.roll_back(room, who=THE_NIGHT, at=now, why=Code.LEARNED_BACK.value, base=base.version)
            return replace(told, fate=Fate.ROLLED_BACK, days=REGRETS)
        if tried.wins:
            if _rests(ground, room):
                return replace(told, fate=Fate.NO_BETTER, detail="something was withdrawn in the last week")
            if tried.twin is not None and not tried.twin.may_serve:
                return replace(told, fate=Fate.REFUSED, why=tried.twin.reason)
            shelf.promote(_card(base, room, tried, now), found.challenger, who=THE_NIGHT, why=_why(found))
        elif found.better and found.unusual is not None:
            return replace(told, fate=Fate.REFUSED, why=found.unusual.reason)
    except ModelError as error:
        return replace(told, fate=Fate.FAILED, detail=str(error))
    return told


def _count(shelf: RoomShelf, regretted: dict[str, int], room: PlaceId, count: int) -> None:
    """Remember at once for how many nights it was worse: a night that is killed goes on with the next room."""
    if regretted.get(room, 0) != count:
        regretted[room] = count
        shelf.remember(replace(shelf.nights(), regretted=dict(regretted)))
    regretted[room] = count


def _card(base: Base, room: PlaceId, tried: Tried, now: datetime) -> RoomCard:
    found, kept = tried.found, tried.kept
    days, parent = round(found.challenger.days, 2), kept.version if kept is not None else None
    return RoomCard(room, base.version, now, days, found.way.value, found.trial, parent, twin=tried.twin)


def _why(found: Night) -> str:
    return found.trial.reason.code.value


def _told(found: Night, room: PlaceId, now: datetime) -> NightOutcome:
    trial, what = found.trial, SHOWN[found.way]
    errors = trial.error(what)
    if trial.outcome is Outcome.TOO_LITTLE or errors is None:
        return NightOutcome(NAME, Fate.TOO_LITTLE, now, room, days=trial.blocks)
    fate, gain = Fate.REFUSED if trial.beaten_by else _FATES[trial.outcome], round(trial.gain, 4)
    before, after = (round(each, 4) for each in errors)
    place = trial.names.index(what)
    others = tuple((name, round(each[place], 4)) for name, each in trial.baselines.items())
    return NightOutcome(
        NAME,
        fate,
        now,
        room,
        what,
        trial.blocks,
        before,
        after,
        "K",
        gain,
        found.way.value,
        baselines=others,
        why=trial.reason if trial.beaten_by else None,
    )


def _measured(ground: Ground, key: str, found: Night) -> None:
    trial = found.trial
    if not trial.names:
        return
    ground.watch.measure(f"{key}/gain", trial.gain)
    for name, live, challenger in zip(trial.names, trial.live, trial.challenger, strict=True):
        ground.watch.measure(f"{key}/{name}/served", live)
        ground.watch.measure(f"{key}/{name}/challenger", challenger)
