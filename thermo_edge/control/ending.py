"""Until when a person's word may hold: what should be so for good is a setting."""

from datetime import datetime, timedelta

from thermo_edge.home.reason import Code, Reason, Refused

FURTHEST = timedelta(days=366)
"""A time at the end of the calendar cannot be told in every zone, and what reckons with it would fail at each turn."""


def require_ahead(until: datetime, now: datetime) -> None:
    """Raises Refused for a time that is over, or so far ahead that nobody means it."""
    if until <= now:
        raise Refused(Reason(Code.TOO_LATE))
    if until - now > FURTHEST:
        raise Refused(Reason.of(Code.TOO_FAR_AHEAD, count=FURTHEST.days))
