"""Begins a night of learning for whoever asks, and does not wait until it ends."""

import threading

from thermo_edge.home.learning import Phase
from thermo_edge.home.turn import Actor
from thermo_edge.ports import Desk

_BEGINS = 5.0
"""Seconds in which a night has begun, or was refused; one that is done in this process goes on for minutes."""

_GLANCE = 0.1


def begin(desk: Desk, who: Actor) -> None:
    """Begin a night on a thread of its own, for it may hold its caller until it ends; returns when it has begun.

    Raises what the desk raises before that.
    """
    faults: list[Exception] = []

    def work() -> None:
        try:
            desk.learn_now(who)
        except Exception as fault:  # noqa: BLE001 - told to whoever pressed, below
            faults.append(fault)

    thread = threading.Thread(target=work, name="train-now", daemon=True)
    thread.start()
    for _ in range(round(_BEGINS / _GLANCE)):
        thread.join(_GLANCE)
        if not thread.is_alive() or desk.learning().phase is Phase.RUNNING:
            break
    if faults:
        raise faults[0]
