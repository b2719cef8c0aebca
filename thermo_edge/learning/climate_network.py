"""A home's own network before the gate: with rooms learned anew on it, beside all that serves, and what it forgot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from thermo_edge.climate.features import Array, Signals
from thermo_edge.home.house import PlaceId
from thermo_edge.learning.climate_at_home import DAY, MOST_DAYS, Base, RoomLearned
from thermo_edge.learning.climate_night import DRIFT, NAMES, Losses, Way, challengers
from thermo_edge.learning.climate_usual import unusual
from thermo_edge.learning.dataset import Marks
from thermo_edge.learning.recipes.climate_homes import Rooms, batch, live
from thermo_edge.learning.recipes.climate_score import HORIZONS, score
from thermo_edge.learning.trial import Outcome, Rules, Verdict, judge

WAYS = (Way.ALL, Way.COURSE, Way.HOURS)

RULES = Rules(fewest=5, margin=0.02, sure=1.0 - 0.05 / len(WAYS))
"""Of all rooms together; three ways of learning rooms anew are tried, and each must be the surer."""

ROOM = Rules(fewest=5, margin=0.05)
"""Of a room by itself: its mean over the horizons may lose so much; seven days tell no less."""

ERROR_MARGIN, ANSWER_MARGIN = 0.05, 0.05
"""In simulated homes that taught nobody: by what share the error may grow, and the error of the answer to heat."""

HELD_SEED, HELD_HOMES, HELD_DAYS, QUESTIONS = 20_262, 16, 6, 600
"""Others than those that are replayed."""


class Refusal(StrEnum):
    """Why a challenger does not serve."""

    NO_BETTER = "no_better"
    ROOM_WORSE = "room_worse"
    FORGETS = "forgets"
    WRONG_SIGN = "wrong_sign"


@dataclass(frozen=True)
class Forgot:
    """What it lost in simulated homes, as shares; less than nothing is a gain. `signs`: heat never cools."""

    error: float
    answer: float
    signs: bool = True

    @property
    def refusal(self) -> Refusal | None:
        if not self.signs:
            return Refusal.WRONG_SIGN
        return Refusal.FORGETS if self.error > ERROR_MARGIN or self.answer > ANSWER_MARGIN else None


@dataclass(frozen=True)
class Serving:
    """A network with what rooms have taught on it; a room that is not there goes by the network alone."""

    base: Base
    learned: Mapping[PlaceId, RoomLearned] = field(default_factory=dict)


@dataclass(frozen=True)
class NetworkTrial:
    """`trial` is of all rooms together, `rooms` of each by itself, `learned` goes with the network where it serves."""

    trial: Verdict
    rooms: Mapping[PlaceId, Verdict] = field(default_factory=dict)
    forgot: Forgot | None = None
    way: Way = Way.ALL
    learned: Mapping[PlaceId, RoomLearned] = field(default_factory=dict)

    @property
    def refusal(self) -> Refusal | None:
        """None: it may serve."""
        if self.trial.outcome is not Outcome.BETTER:
            return Refusal.NO_BETTER
        if any(each.gain < -ROOM.margin for each in self.rooms.values()):
            return Refusal.ROOM_WORSE
        return self.forgot.refusal if self.forgot is not None else Refusal.FORGETS


def network_trial(serving: Serving, challenger: Base, rooms: Mapping[PlaceId, Signals], cut: int) -> NetworkTrial:
    """Of clean histories until now, one clock for all; days from the step `cut` on judge, and taught nobody.

    Rooms are learned anew on the challenger from the month before `cut`. One whose later days were unusual has no part
    in the mean of all, and may lose no more than the others. Raises what asking a network raises.
    """
    rooms, cut = _lately(rooms, cut)
    usual = [room for room, signals in rooms.items() if unusual(signals, cut) is None]
    if not usual:
        return NetworkTrial(Verdict(Outcome.TOO_LITTLE, 0))
    before = {room: Losses(serving.base, signals, cut) for room, signals in rooms.items()}
    after = {room: Losses(challenger, signals, cut) for room, signals in rooms.items()}
    live_ = {room: losses.of(serving.learned.get(room)) for room, losses in before.items()}
    plain = _together([before[room].plain() for room in usual])
    taught = {room: challengers(challenger, signals.part(0, cut)) for room, signals in rooms.items()}
    tried = []
    for way in WAYS:
        mine = {room: after[room].of(taught[room][way]) for room in rooms}
        verdict = judge(NAMES, *_side_by_side({room: live_[room] for room in usual}, mine), plain, RULES)
        each = {room: judge(NAMES, live_[room], mine[room], rules=ROOM) for room in rooms}
        tried.append(NetworkTrial(verdict, each, None, way, {room: taught[room][way] for room in rooms}))
    best = max(tried, key=lambda each: (each.refusal is not Refusal.NO_BETTER, each.trial.gain))
    if best.trial.outcome is not Outcome.BETTER:
        return best
    lost = forgot(serving.base, challenger)
    return NetworkTrial(best.trial, best.rooms, lost, best.way, best.learned)


def drift(serving: Serving, instead: Serving, rooms: Mapping[PlaceId, Signals], cut: int) -> Verdict:
    """What serves, as the challenger, beside what would serve without it, on the days from `cut` on."""
    rooms, cut = _lately(rooms, cut)

    def of(which: Serving) -> dict[PlaceId, Array]:
        return {room: Losses(which.base, signals, cut).of(which.learned.get(room)) for room, signals in rooms.items()}

    return judge(NAMES, *_side_by_side(of(instead), of(serving)), rules=DRIFT)


def forgot(former: Base, later: Base) -> Forgot:
    """In simulated homes that neither the base nor the replay has seen; the same for everybody."""
    homes = live(HELD_HOMES, HELD_DAYS, HELD_SEED)
    was, now = (score(homes, base, HELD_SEED, QUESTIONS) for base in (former, later))
    errors = [now[f"MAE {name}"] / was[f"MAE {name}"] for name in HORIZONS]
    answer = now["heating error"] - was["heating error"]
    return Forgot(float(np.mean(errors)) - 1.0, answer if np.isfinite(answer) else 0.0, _right_signs(later, homes))


def _right_signs(base: Base, homes: Rooms) -> bool:
    """Heat never cools and cooling never warms, at any lag: a file from elsewhere need not have our structure."""
    rng = np.random.default_rng(HELD_SEED)
    which = rng.integers(0, len(homes), QUESTIONS)
    at = rng.integers(base.config.past, homes.signals.times - base.config.ahead, QUESTIONS)
    said = base.ask(batch(homes, which, at, base.config, rng).numbers)
    return bool((said.heating >= 0.0).all() and (said.cooling <= 0.0).all())


# --- helpers ------------------------------------------------------------------------------------------------------


def _lately(rooms: Mapping[PlaceId, Signals], cut: int) -> tuple[dict[PlaceId, Signals], int]:
    first = max(0, cut - MOST_DAYS * DAY)
    return {room: signals.part(first, signals.times) for room, signals in rooms.items()}, cut - first


def _side_by_side(live_: Mapping[PlaceId, Array], mine: Mapping[PlaceId, Array]) -> tuple[Array, Array]:
    """(days, HORIZONS) each: means over the rooms of which both know that day."""
    one, other = np.stack(list(live_.values())), np.stack([mine[room] for room in live_])
    known = np.isfinite(one) & np.isfinite(other)
    return _mean(one, known), _mean(other, known)


def _together(plain: Sequence[Mapping[str, Array]]) -> dict[str, Array]:
    found = {}
    for name in plain[0] if plain else ():
        lines = np.stack([each[name] for each in plain])
        found[name] = _mean(lines, np.isfinite(lines))
    return found


def _mean(lines: Array, known: Marks) -> Array:
    count = known.sum(axis=0)
    total = np.where(known, lines, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
