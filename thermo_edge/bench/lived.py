"""What the sensors of a simulated household said, as series that can be held against recordings."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import numpy as np

from thermo_edge.bench.real_homes import Series
from thermo_edge.clock import SteppedClock
from thermo_edge.home.heard import Changes, Heard, Synced
from thermo_edge.home.house import Attribute
from thermo_edge.home.snapshot import Reading

_BEGUN = datetime(2026, 3, 9, tzinfo=ZoneInfo("Europe/Amsterdam"))  # in the season of most recordings
_AGAIN = 300.0  # s after which a motion sensor that is still on counts again
_HEARD = (Attribute.MOTION, Attribute.DOOR, Attribute.ILLUMINANCE)

_Pairs = dict[str, list[tuple[float, float]]]


@dataclass(frozen=True)
class Household:
    """Times at which there was motion or a door was opened, and light in lx, on the home's wall clock."""

    motions: list[Series] = field(default_factory=list)
    doors: list[Series] = field(default_factory=list)
    lights: list[Series] = field(default_factory=list)

    @classmethod
    def of(cls, readings: Iterable[Reading], zone: tzinfo = UTC) -> "Household":
        """From what was told, in order. What becomes true counts, and motion every five minutes that it lasts."""
        found: dict[Attribute, _Pairs] = {attribute: defaultdict(list) for attribute in _HEARD}
        since: dict[tuple[Attribute, str], float] = {}
        for reading in readings:
            attribute, entity, value = reading.point.attribute, str(reading.point.entity), reading.value
            if not reading.good or attribute not in _HEARD:
                continue
            at = reading.at.astimezone(zone).replace(tzinfo=UTC).timestamp()
            pairs = found[attribute][entity]
            if not isinstance(value, bool):
                pairs += [(at, float(value))] if isinstance(value, int | float) else []
            elif value and (attribute, entity) not in since:
                since[attribute, entity] = at
                pairs.append((at, 1.0))
            elif not value:
                begun = since.pop((attribute, entity), at)
                if attribute is Attribute.MOTION:
                    pairs += [(float(again), 1.0) for again in np.arange(begun + _AGAIN, at, _AGAIN)]
        return cls(*(_series(found[attribute]) for attribute in _HEARD))


def _series(found: _Pairs) -> list[Series]:
    arrays = {entity: np.array(pairs).T for entity, pairs in found.items() if pairs}
    return [Series("simulated", entity, times, values) for entity, (times, values) in arrays.items()]


def live(days: int) -> Household:
    """Let the family live in its home for some days of March, without any program that acts."""
    from thermo_edge.simulation.home import SimulatedHome

    heard: list[Reading] = []

    def hear(message: Heard) -> None:
        if isinstance(message, Synced | Changes):
            heard.extend(message.readings)

    home = SimulatedHome(SteppedClock(_BEGUN))
    home.open(home.house, hear)
    home.advance(timedelta(days=days))
    return Household.of(heard, home.house.zone)
