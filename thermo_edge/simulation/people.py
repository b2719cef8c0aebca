"""What the people of the plain home do in a day: go out and come back, air the rooms, and now and then turn a knob."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import numpy as np


class Deed(StrEnum):
    """What a person can do in the plain home."""

    LEAVES = "leaves"
    RETURNS = "returns"
    OPENS = "opens"
    CLOSES = "closes"
    SETS = "sets"


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody does something at a time, UTC-aware; `value` is the set-point in °C where they set one."""

    at: datetime
    who: str
    deed: Deed
    room: str = ""
    value: float = 0.0


def day(seed: int, on: date, zone: ZoneInfo) -> tuple[Act, ...]:
    """The acts of one local day, in order; the same for the same seed and day."""
    rng = np.random.default_rng([seed, on.toordinal()])

    def at(hour: float) -> datetime:
        return datetime.combine(on, time(), zone) + timedelta(hours=hour + float(rng.normal(0.0, 0.15)))

    acts = [Act(at(7.6), "anna", Deed.OPENS, "bedroom")]
    acts.append(Act(acts[0].at + timedelta(minutes=12), "anna", Deed.CLOSES, "bedroom"))
    if on.weekday() < 5:
        acts += [Act(at(8.0), "ben", Deed.LEAVES), Act(at(8.3), "anna", Deed.LEAVES)]
        acts += [Act(at(16.7), "ben", Deed.RETURNS), Act(at(17.3), "anna", Deed.RETURNS)]
    elif rng.random() < 0.5:
        acts += [Act(at(11.0), who, Deed.LEAVES) for who in ("anna", "ben")]
        acts += [Act(at(14.5), who, Deed.RETURNS) for who in ("anna", "ben")]
    cooking = Act(at(18.5), "ben", Deed.OPENS, "kitchen")
    acts += [cooking, Act(cooking.at + timedelta(minutes=15), "ben", Deed.CLOSES, "kitchen")]
    if rng.random() < 0.4:
        acts.append(Act(at(19.5), "anna", Deed.SETS, "living", 22.0))
    return tuple(sorted(acts, key=lambda act: act.at))
