"""A guarded house whose alarm was brought to a state."""

from tests.security.guarded import DOOR, WINDOW, Guarded
from thermo_edge.home.memory import Guarding, Watch

D, A, ON, E, AL = Guarding.DISARMED, Guarding.ARMING, Guarding.ARMED, Guarding.ENTRY, Guarding.ALARM


def guarded(state: Guarding, watch: Watch = Watch.AWAY, **more: object) -> Guarded:
    """A house whose alarm has been brought to this state, the way people and burglars do it."""
    rig = Guarded(**more)  # type: ignore[arg-type]
    if state is not D:
        rig.arm(watch)
    if state in (ON, E, AL) and watch is Watch.AWAY:
        rig.pass_(61)
    if state is E:
        rig.trip(DOOR)
    if state is AL:
        rig.trip(WINDOW)
    assert rig.guarding is state
    return rig
