"""What people say must not be learned from: times that have passed."""

from datetime import datetime, timedelta

from thermo_edge.errors import StoreError
from thermo_edge.home.forecast import Known, Regime, RegimeSpan
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.turn import Actor
from thermo_edge.ports import History

SHOWN = 12
LONGEST = timedelta(days=366)


def left_out(history: History) -> tuple[RegimeSpan, ...]:
    """The latest times that nothing is learned from, newest first; none where the history cannot be read."""
    try:
        return tuple(span for span in history.regimes(SHOWN) if span.regime is not Regime.NORMAL)
    except StoreError:
        return ()


def forget(history: History, begin: datetime, until: datetime, who: Actor, now: datetime) -> None:
    """Leave [begin, until) out of learning. Raises Refused, or StoreError where it cannot be kept."""
    if not begin < until <= now or until - begin > LONGEST:
        raise Refused(Reason(Code.NO_SUCH_TIME))
    history.leave_out(RegimeSpan(Regime.LEFT_OUT, Known.DECLARED, begin, until, who))
