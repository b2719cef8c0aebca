"""Whether somebody pressed a button: its state is the time of the last press, and it changes for other reasons too."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from thermo_edge.control.overrides import Overheard, person
from thermo_edge.home.house import Attribute, EntityId, House, Point
from thermo_edge.home.learning import Press
from thermo_edge.home.snapshot import Quality, Reading
from thermo_edge.home.turn import SOMEBODY

NEAR = timedelta(seconds=30)
"""So near to each other are the time that a button says and the time at which it came to say so."""

OLD = timedelta(minutes=5)
"""A press that is heard of later than this, as after a lost connection, is not acted on any more."""


def pressed(
    house: House,
    before: Mapping[Point, Reading],
    readings: Iterable[Reading],
    heard: Overheard,
    now: datetime,
    skew: timedelta = timedelta(0),
) -> dict[EntityId, Press]:
    """The presses among readings. `before`: what was heard last of each point; `skew`: the home's clock minus ours.

    Not one: what is heard first, as after our own start; what comes back after it was away; and a time that the home
    has only remembered, as after its own restart.
    """
    found: dict[EntityId, Press] = {}
    for reading in readings:
        if reading.point.attribute is not Attribute.PRESSED:
            continue
        former = before.get(reading.point)
        known = former is not None and former.quality in (Quality.GOOD, Quality.UNKNOWN)
        if former is None or not known or not reading.good or reading.value == former.value:
            continue
        said = float(reading.value) if isinstance(reading.value, int | float) else 0.0
        apart = abs(said - reading.at.timestamp())
        if min(apart, abs(apart - abs(skew.total_seconds()))) > NEAR.total_seconds() or now - reading.at > OLD:
            continue
        call = heard.calls.get(reading.origin.context or "", reading.origin)
        user = call.user or reading.origin.user
        found[reading.point.entity] = Press(now, person(house, user) if user else SOMEBODY)
    return found
