"""Air that heating warms fast gets cold as fast when it stops: how far a room's own heat explains a fall."""

from dataclasses import replace
from datetime import datetime, timedelta

from thermo_edge.home.own_heat import OwnHeat

AFTER = timedelta(minutes=30)
"""The end of heat explains no fall for longer."""

FAST = 1.5
"""K soon after heat gave more: no slower rise is that of air alone."""

TWICE = 2
"""Fast rises within REMEMBERED that make a room one of fast air: one may be something else."""

REMEMBERED = timedelta(days=7)

STEP = 1.0
"""K between set-points that make heat give more or less."""

_SOON = timedelta(minutes=15)
_WHOLE = timedelta(hours=1)  # known before a rise: else it may be the way back from an open window
_APART = timedelta(minutes=75)  # rises that count as two
_KEPT = 8
_MORE, _AND = 1.6, 0.2  # times the greatest rise, which a set-point may have cut short, and K: so far it may fall

Report = tuple[datetime, float]


def followed(own: OwnHeat, heats: bool | None, set_point: float | None, now: datetime) -> OwnHeat:
    """With what the heating does now; None of `heats`: nobody tells. The same object: no news."""
    if heats is None:
        return own
    was = own.set_point
    up = set_point is not None and was is not None and set_point >= was + STEP
    down = set_point is not None and was is not None and set_point <= was - STEP
    if heats == own.heats and not up and not down and (was is not None or set_point is None):
        return own
    return replace(
        own,
        heats=heats,
        set_point=set_point if up or down or was is None else was,
        more=now if heats and (up or not own.heats) else own.more,
        less=now if own.heats and (down or not heats) else own.less,
    )


def rose(own: OwnHeat, reports: tuple[Report, ...]) -> OwnHeat:
    """With a fast rise to a new high of the last hour, soon after heat gave more; `reports` are of that hour or so."""
    at, value = reports[-1]
    if not own.heats or own.more is None or not timedelta(0) <= at - own.more <= _SOON or at - reports[0][0] < _WHOLE:
        return own
    before = [told for when, told in reports if when < own.more]
    rise = value - max(before) if before else 0.0
    if rise < FAST:
        return own
    rises = tuple(each for each in own.rises if timedelta(0) <= at - each[0] <= REMEMBERED)
    if rises and at - rises[-1][0] < _APART:
        rises = (*rises[:-1], (rises[-1][0], max(rises[-1][1], rise)))
    else:
        rises = (*rises, (at, rise))
    return replace(own, rises=rises[-_KEPT:])


def explains(own: OwnHeat, reports: tuple[Report, ...], now: datetime) -> bool:
    """Whether what it fell may be the warmth of air that its heat has just ceased to give, and no more than that."""
    if own.less is None or not timedelta(0) <= now - own.less <= AFTER:
        return False
    rises = [rise for when, rise in own.rises if timedelta(0) <= now - when <= REMEMBERED]
    if len(rises) < TWICE:
        return False
    at, value = reports[-1]
    top = max(told for when, told in reports if when >= at - AFTER)
    return top - value <= _MORE * max(rises) + _AND
