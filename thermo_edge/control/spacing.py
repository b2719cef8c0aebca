"""What moves slowly is told seldom: a while lies between two messages of ours to a cover or a heat source's water."""

from datetime import timedelta

from thermo_edge.home.house import Device
from thermo_edge.home.memory import DeviceMemory, Memory
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.turn import Request


def too_soon(snapshot: Snapshot, memory: Memory, device: Device, request: Request, spacing: timedelta) -> Reason | None:
    """Why it must wait; what did not come about may be tried again."""
    writes = memory.devices.get(device.entity, DeviceMemory()).writes
    pending = memory.pending.get(request.point)
    again = pending is not None and pending.confirmed is None and pending.value == request.value
    if not writes or again:
        return None
    left = min(writes[-1] + spacing - snapshot.at, spacing)
    return Reason.of(Code.MOVED_LATELY, left=left) if left > timedelta(0) else None
