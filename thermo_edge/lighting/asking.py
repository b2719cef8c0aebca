"""The requests that the lighting rule makes."""

from datetime import timedelta

from thermo_edge.home.house import Attribute, Device, Domain, Point, Value
from thermo_edge.home.reason import Reason
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.turn import Grant, Priority, Request

ON, OFF = 1.0, 0.0
"""What a person is asked about: light, or none."""

ANSWERABLE = timedelta(hours=1)
"""How long a question about light waits, and its answer holds."""


def ask(
    snapshot: Snapshot,
    lamp: Device,
    attribute: Attribute,
    value: Value,
    reason: Reason,
    grant: Grant | None = None,
) -> Request:
    """A wish of the rule for one attribute of a lamp."""
    point = Point(lamp.entity, attribute)
    aim = OFF if value is False else ON
    until = snapshot.at + ANSWERABLE
    return Request(point, value, lamp.place, Domain.LIGHTING, Priority.COMFORT, reason, aim, until, grant)
