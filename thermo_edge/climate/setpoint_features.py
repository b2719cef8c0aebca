"""What the set-point network reads: the room's temperature and the context, as numbers; and its configuration."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NAMES = (
    "hour sin",
    "hour cos",
    "half-day sin",
    "half-day cos",
    "weekend",
    "room",
    "outdoors",
    "has outdoors",
    "asleep",
    "away",
)
"""What each number is, in order."""

USUAL_ROOM, USUAL_OUTDOORS = 20.5, 12.0
"""°C around which temperatures are counted, in units of 3 K and 10 K."""


@dataclass(frozen=True, slots=True)
class SetpointConfig:
    """The shape of the network; read from a card without torch."""

    hidden: int = 24
    most: float = 5.0  # K from the settings' middle that it can say at all


@dataclass(frozen=True, slots=True)
class Context:
    """A moment: local time, operative °C of the room, the running mean outdoors, and what people do there."""

    local: datetime
    temperature: float
    outdoor_mean: float | None = None
    asleep: bool = False
    away: bool = False


def numbers(contexts: Sequence[Context]) -> Floats:
    """(contexts, NAMES), all finite and within −4..4; a temperature that is no number counts as the usual one."""
    hour = np.array([one.local.hour + one.local.minute / 60.0 for one in contexts], dtype=np.float64)
    weekend = np.array([one.local.weekday() >= 5 for one in contexts], dtype=np.float64)
    room = np.array([one.temperature for one in contexts], dtype=np.float64)
    told = [np.nan if one.outdoor_mean is None else one.outdoor_mean for one in contexts]
    asleep = np.array([one.asleep for one in contexts], dtype=np.float64)
    away = np.array([one.away for one in contexts], dtype=np.float64)
    return stacked(hour, weekend, room, np.array(told, dtype=np.float64), asleep, away)


def stacked(hour: Floats, weekend: Floats, room: Floats, outdoors: Floats, asleep: Floats, away: Floats) -> Floats:
    """The same from arrays (n,): hours 0..24, °C and 0 or 1; NaN outdoors where it is not known."""
    turn = hour / 24.0 * 2.0 * np.pi
    known = np.isfinite(outdoors)
    columns = [
        np.sin(turn),
        np.cos(turn),
        np.sin(2.0 * turn),
        np.cos(2.0 * turn),
        weekend,
        (np.where(np.isfinite(room), room, USUAL_ROOM) - USUAL_ROOM) / 3.0,
        np.where(known, outdoors - USUAL_OUTDOORS, 0.0) / 10.0,
        known.astype(np.float64),
        asleep,
        away,
    ]
    return np.asarray(np.clip(np.stack(columns, axis=1), -4.0, 4.0))
