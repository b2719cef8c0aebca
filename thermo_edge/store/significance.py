"""Which readings are worth keeping: a dead-band and a heartbeat for each kind of attribute."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from thermo_edge.home.house import Attribute, Point, Value
from thermo_edge.home.presence import Presence
from thermo_edge.home.snapshot import Quality, Reading


@dataclass(frozen=True, slots=True)
class Rule:
    """When a change is worth a row, how long a value may be taken to hold, and how finely aggregates keep it."""

    band: float = 0.0  # a change of this much matters, in the stored unit
    relative: float = 0.0  # or this share of the value, whichever is more
    heartbeat: timedelta = timedelta(hours=1)  # an unchanged value is kept this often, when the device says it again
    holds: timedelta | None = None  # an older value is no longer known; None: it holds until the next
    resolution: float = 0.001


_SLOW = timedelta(hours=6)
_DAY = timedelta(days=1)
_MINUTES = timedelta(minutes=15)

RULES: Mapping[Attribute, Rule] = {
    # ordinary thermometers resolve 0.1 K and are noisy by 0.02 K; half of that loses nothing a room model can use
    Attribute.TEMPERATURE: Rule(0.05, heartbeat=_MINUTES, holds=_SLOW, resolution=0.01),
    # walls change slowly, and a tenth of a kelvin of theirs is felt as half of that
    Attribute.SURFACE: Rule(0.1, heartbeat=_MINUTES, holds=_SLOW, resolution=0.01),
    # hygrometers are good to 2 %; half a percent still shows a shower or an opened window
    Attribute.HUMIDITY: Rule(0.5, heartbeat=_MINUTES, holds=_SLOW, resolution=0.1),
    # the eye and the sky are logarithmic: a tenth is barely seen, and below 2 lx it is simply dark
    Attribute.ILLUMINANCE: Rule(2.0, 0.1, heartbeat=_MINUTES, holds=_DAY, resolution=0.1),
    # sensors are good to 30 ppm; one person raises a room by about 2 ppm a minute
    Attribute.CO2: Rule(15.0, heartbeat=_MINUTES, holds=_SLOW, resolution=1.0),
    # plugs flicker by a few percent; 3 W tells standby from off
    Attribute.POWER: Rule(3.0, 0.05, heartbeat=_MINUTES, holds=_DAY, resolution=0.1),
    # a hundredth of a kilowatt-hour is a fraction of a cent
    Attribute.ENERGY: Rule(0.01, heartbeat=timedelta(hours=1), resolution=0.001),
    Attribute.PRICE: Rule(resolution=0.0001),
    # batteries last for months and are guessed by their voltage
    Attribute.BATTERY: Rule(1.0, heartbeat=_DAY, resolution=0.1),
    Attribute.SET_POINT: Rule(0.01, resolution=0.01),
    Attribute.FLOW: Rule(0.1, resolution=0.01),
    Attribute.WIND: Rule(1.0, holds=_SLOW, resolution=0.1),
    Attribute.CLOUD: Rule(5.0, holds=_SLOW, resolution=1.0),
}

SWITCHED = Rule()
"""What is on or off, or a word: every change counts, and it holds until the next."""

CHATTER = timedelta(seconds=30)
CHATTER_FACTOR = 4.0
"""So soon after the last row, only a change this many times the dead-band counts: a meter that flickers every second
would otherwise fill the disk, and a real step is larger than that."""

_STANDING = frozenset({Quality.UNKNOWN, Quality.UNAVAILABLE, Quality.MISSING})

_AT_REST = {
    Attribute.HVAC_ACTION: frozenset({"off", "idle", "fan", "defrosting"}),
    Attribute.HVAC_MODE: frozenset({"off"}),
    Attribute.PRESENCE: frozenset({Presence.ABSENT.value}),
}


_COOLS = frozenset({"cooling", "drying"})
"""What a thermostat does that makes a room colder: kept below nought, since one device may do both."""

LARGEST = 1e12
"""No home has a larger number; what claims to be one is kept as a row, but in no average. NaN is no smaller either."""


def rule(attribute: Attribute) -> Rule:
    return RULES.get(attribute, SWITCHED)


def as_number(attribute: Attribute, value: Value | None) -> float | None:
    """What is averaged: the number, 1 for on, and for a word whether it means something is going on (-1: it cools).

    None for what is not a number at all: not knowing presence is not absence.
    """
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, int | float):
        return float(value) if abs(value) <= LARGEST else None
    if value is None or attribute not in _AT_REST or value in {Presence.UNKNOWN.value, ""}:
        return None
    if attribute is Attribute.HVAC_ACTION and value in _COOLS:
        return -1.0
    return 0.0 if value in _AT_REST[attribute] else 1.0


@dataclass(slots=True)
class _Kept:
    """What was kept of a point last."""

    at: datetime
    value: Value | None
    quality: Quality
    rule: Rule
    band: float  # the change from this value that matters


class Significance:
    """Remembers of each point what was kept last, and says when the next reading of it is worth a row."""

    def __init__(self) -> None:
        self._kept: dict[Point, _Kept] = {}

    def worth(self, reading: Reading) -> datetime | None:
        """The time under which to keep it; None where it tells nothing new."""
        kept = self._kept.get(reading.point)
        when = reading.at if kept is None else _when(reading, kept)
        if when is not None:
            ours = kept.rule if kept is not None else rule(reading.point.attribute)
            taken = max(reading.at, reading.reported)
            self._kept[reading.point] = _Kept(taken, reading.value, reading.quality, ours, _band(ours, reading.value))
        return when


def _band(ours: Rule, value: Value | None) -> float:
    """A hair less than the rule says, because tenths are not exact in binary."""
    share = ours.relative * abs(value) if ours.relative and isinstance(value, int | float) else 0.0
    return max(ours.band, share) - 1e-9


def _when(reading: Reading, kept: _Kept) -> datetime | None:
    _, value, at, reported, quality, _ = reading
    if quality is not kept.quality:
        return at
    if quality in _STANDING:
        return None
    since = reported - kept.at
    if value.__class__ is float and kept.value.__class__ is float:
        change = abs(value - kept.value)
        band = kept.band if since >= CHATTER else kept.band * CHATTER_FACTOR
        differs = (change >= band and change > 0.0) or (change != change and repr(value) != repr(kept.value))  # NaN
    else:
        differs = value != kept.value
    if differs:
        return at
    return reported if since >= kept.rule.heartbeat else None
