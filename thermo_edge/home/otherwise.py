"""What would have to be otherwise for a decision to be another one."""

from dataclasses import dataclass

from thermo_edge.home.house import Domain
from thermo_edge.home.reason import Reason
from thermo_edge.home.turn import Decision


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Were it as `what` says, `then` would be decided in the place of `now`. It was tried, not guessed."""

    domain: Domain
    what: Reason
    now: Decision | None  # None: nothing is asked for now
    then: Decision | None
