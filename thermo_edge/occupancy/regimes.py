"""Times that are not normal, as far as a house can tell: nobody for days, more people than live here, a day in bed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from thermo_edge.home.forecast import Known, Regime, RegimeSpan
from thermo_edge.home.memory import HabitMemory

AWAY_FOR = timedelta(hours=30)
"""Nobody has been home for so long: a vacation."""

CROWD, NIGHT_CROWD = 90.0, 60.0
"""Minutes of late in which more rooms were lively than the persons explain: guests; late at night: a party."""

CALM = 15.0
"""With fewer minutes than this they have gone."""

REST = 180.0
"""Minutes of rest in the working hours of a day on which people are usually out: somebody is ill."""

USUALLY_OUT = 0.5
WORKING = (9, 18)
PARTY_HOURS = (22, 5)
GOES_ON = timedelta(hours=12)
"""A regime that was detected is believed for so long without being seen again; a vacation, until somebody is home."""

WALKS = 1
"""One more room than there are persons is lively where somebody has just walked."""

UNUSUAL = 2.0
"""Times the usual crowd: a household with children that no phone tells of is lively every day."""

_HALVES = timedelta(hours=4)
_LEARNS = 0.2
_FIRST = (Regime.VACATION, Regime.PARTY, Regime.GUESTS, Regime.ILLNESS)


@dataclass(frozen=True, slots=True)
class Day:
    """What was seen at one look at the house. `lively`: rooms in which somebody stirs at this moment."""

    local: datetime
    away: bool  # nobody is home, by evidence
    home: bool  # somebody is
    lively: int
    persons: int  # who live here and are home, or might be
    quiet: timedelta | None  # since the last sign of anybody


def observe(habits: HabitMemory, day: Day, now: datetime, passed: timedelta) -> HabitMemory:
    """Take this look in. Where more rooms are lively than there are persons, somebody else is here."""
    minutes, hour = passed / timedelta(minutes=1), day.local.hour
    fade: float = 0.5 ** (passed / _HALVES)
    habits = _begun(habits, day)
    late = hour >= PARTY_HOURS[0] or hour < PARTY_HOURS[1]
    crowded = minutes if day.persons > 0 and day.lively > day.persons + WALKS else 0.0
    workday = day.local.weekday() < 5 and WORKING[0] <= hour < WORKING[1]
    resting = workday and day.home and day.quiet is not None and day.quiet >= timedelta(minutes=30)
    away_since = habits.away_since
    if day.away:
        away_since = away_since or now
    elif day.home:
        away_since = None
    return replace(
        habits,
        away_since=away_since,
        crowd=habits.crowd * fade + crowded,
        crowd_today=max(habits.crowd_today, habits.crowd * fade + crowded),
        night_crowd=habits.night_crowd * fade + (crowded if late else 0.0),
        rest=habits.rest + (minutes if resting else 0.0),
        left=habits.left or (workday and day.away),
        looked=now,
    )


def _begun(habits: HabitMemory, day: Day) -> HabitMemory:
    """A new day; of the one that is over is kept whether people were out."""
    today = day.local.toordinal()
    if habits.day == today:
        return habits
    leaves = habits.leaves
    if habits.day and datetime.fromordinal(habits.day).weekday() < 5:
        leaves += _LEARNS * (float(habits.left) - leaves)
    usual = habits.usual_crowd + _LEARNS * (habits.crowd_today - habits.usual_crowd) if habits.day else 0.0
    return replace(habits, day=today, rest=0.0, left=False, leaves=leaves, usual_crowd=usual, crowd_today=0.0)


def detect(habits: HabitMemory, now: datetime) -> Regime:
    """What kind of time it looks like."""
    if habits.away_since is not None and now - habits.away_since > AWAY_FOR:
        return Regime.VACATION
    if habits.night_crowd >= NIGHT_CROWD:
        return Regime.PARTY
    if habits.crowd >= max(CROWD, UNUSUAL * habits.usual_crowd):
        return Regime.GUESTS
    if habits.rest >= REST and not habits.left and habits.leaves > USUALLY_OUT:
        return Regime.ILLNESS
    return Regime.NORMAL


def settle(regimes: Mapping[Regime, RegimeSpan], habits: HabitMemory, now: datetime) -> Mapping[Regime, RegimeSpan]:
    """The regimes after a look: those detected begin, go on or end; what a person declared lasts as they said."""
    made = {regime: span for regime, span in regimes.items() if span.until > now and not _over(span, habits)}
    found = detect(habits, now)
    known = made.get(found)
    if found is not Regime.NORMAL and (known is None or known.known is Known.DETECTED):
        since = habits.away_since if found is Regime.VACATION and habits.away_since is not None else now
        since = known.since if known is not None else since
        if known is None or known.until - now < GOES_ON - timedelta(hours=1):
            made[found] = RegimeSpan(found, Known.DETECTED, since, now + GOES_ON)
    return regimes if made == dict(regimes) else made


def forgotten(habits: HabitMemory) -> HabitMemory:
    """After a person said that the time is a normal one: what looked otherwise begins anew."""
    return replace(habits, away_since=None, crowd=0.0, night_crowd=0.0, rest=0.0)


def _over(span: RegimeSpan, habits: HabitMemory) -> bool:
    """Whether what was detected is so no longer."""
    if span.known is Known.DECLARED:
        return False
    match span.regime:
        case Regime.VACATION:
            return habits.away_since is None
        case Regime.PARTY:
            return habits.night_crowd < CALM
        case Regime.GUESTS:
            return habits.crowd < CALM
        case Regime.ILLNESS:
            return habits.left
    return True


def standing(regimes: Mapping[Regime, RegimeSpan], now: datetime) -> RegimeSpan | None:
    """The one that counts now: what a person declared before what was detected. None: a normal time."""
    spans = [regimes[regime] for regime in _FIRST if regime in regimes and regimes[regime].until > now]
    declared = [span for span in spans if span.known is Known.DECLARED and span.since <= now]
    return next(iter([*declared, *spans]), None)
