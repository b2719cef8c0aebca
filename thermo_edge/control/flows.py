"""The guard's rules for the water of a heat source: within its limits, seldom, and given back."""

import math
from collections.abc import Mapping

from thermo_edge.control.spacing import too_soon
from thermo_edge.home.house import Attribute, Device, DeviceKind, Point, Value
from thermo_edge.home.memory import Memory
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.turn import Outcome, Priority, Request

NEAR = 1.0
"""K; a smaller change is not worth a message."""


def possible(device: Device, request: Request) -> Reason | None:
    """The water takes a temperature between its limits, whoever asks; only what it was before may lie below them."""
    value, flow = request.value, device.flow
    if flow is None or request.point.attribute is not Attribute.FLOW or isinstance(value, bool | str):
        return Reason.of(Code.NOT_FOR_DEVICE)
    if not math.isfinite(value):
        return Reason.of(Code.NOT_FINITE)
    if flow.lowest <= value <= flow.highest or (request.gives_back and 0.0 < value <= flow.highest):
        return None
    return Reason.of(Code.OUT_OF_RANGE, value=value, low=flow.lowest, high=flow.highest)


def spaced(snapshot: Snapshot, memory: Memory, device: Device, request: Request) -> Reason | None:
    """A while between two messages, but for a person's and for giving back."""
    if device.kind is not DeviceKind.FLOW or device.flow is None:
        return None
    if request.gives_back or request.priority is Priority.PERSON:
        return None
    return too_soon(snapshot, memory, device, request, device.flow.spacing)


def lent(snapshot: Snapshot, memory: Memory, request: Request, outcome: Outcome) -> Mapping[Point, Value]:
    """What is borrowed after this: the temperature that the water had before ours."""
    point, before = request.point, snapshot.value(request.point)
    if outcome is not Outcome.ACTED or request.gives_back:
        return memory.borrowed
    if request.priority is Priority.PERSON:
        return {known: value for known, value in memory.borrowed.items() if known != point}
    if point in memory.borrowed or before is None:
        return memory.borrowed
    return {**memory.borrowed, point: before}
