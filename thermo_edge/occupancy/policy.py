"""Which sensors tell of people, and when one of them has died: the plain rules under every belief."""

from datetime import datetime, timedelta

from thermo_edge.home.house import Attribute
from thermo_edge.home.snapshot import Reading

SEES = frozenset({Attribute.MOTION, Attribute.PRESENCE})
"""What tells of people."""

STUCK = timedelta(hours=6)
"""A sensor that has seen somebody for so long without a break has stuck."""

MOVING = timedelta(hours=1)
"""A motion sensor that says so for so long without saying it again has died while it did."""

HEARD = timedelta(days=1)
"""A calm sensor that has said nothing for so long may be dead: its calm is no evidence."""


def dead(reading: Reading, now: datetime) -> bool:
    """Whether what this sensor said last is too old to be so."""
    if reading.value is not True:
        return now - reading.reported > HEARD
    return now - reading.at > STUCK or (reading.point.attribute is Attribute.MOTION and now - reading.reported > MOVING)
