"""Open windows as a state machine: when a room's heating pauses and when it may go on."""

from dataclasses import replace
from datetime import datetime

from thermo_edge.control.sensing import window_open
from thermo_edge.home.memory import Memory, WindowMemory, WindowState
from thermo_edge.home.snapshot import Snapshot


def step(snapshot: Snapshot, memory: Memory) -> tuple[Memory, datetime | None]:
    """Move every room's windows on. Returns the memory and when the next delay ends."""
    delay, windows = snapshot.house.window_delay, dict(memory.windows)
    for room in snapshot.house.rooms:
        former = windows.get(room.id, _NEVER)
        waited = former.since is not None and snapshot.at - former.since >= delay
        after = _move(former, window_open(room, snapshot.good, snapshot.latest, snapshot.at), snapshot.at, waited)
        if after is not former:
            windows[room.id] = after
    waiting = [window.since + delay for window in windows.values() if window.since and window.state in _WAITING]
    return (replace(memory, windows=windows) if windows != memory.windows else memory), min(waiting, default=None)


def paused(window: WindowMemory | None) -> bool:
    """Whether the room's heating pauses."""
    return window is not None and window.state in (WindowState.OPEN, WindowState.CLOSING)


_NEVER = WindowMemory()
_WAITING = frozenset({WindowState.OPENING, WindowState.CLOSING})


def _move(window: WindowMemory, is_open: bool, now: datetime, waited: bool) -> WindowMemory:
    match window.state, is_open:
        case WindowState.CLOSED, True:
            return WindowMemory(WindowState.OPENING, now)
        case WindowState.OPENING, False:
            return WindowMemory(WindowState.CLOSED, now)
        case WindowState.OPENING, True if waited:
            return WindowMemory(WindowState.OPEN, window.since)
        case WindowState.OPEN, False:
            return WindowMemory(WindowState.CLOSING, now)
        case WindowState.CLOSING, True:
            return WindowMemory(WindowState.OPEN, now)
        case WindowState.CLOSING, False if waited:
            return WindowMemory(WindowState.CLOSED, now)
    return window
