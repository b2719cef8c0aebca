"""A person said that a decision was wrong: what is done otherwise in the same situation, for some days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from thermo_edge.home.house import Domain, House, PlaceId
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.turn import Actor

LASTS = timedelta(days=7)
"""A correction is forgotten after so long: what is meant for good is learned by night, or set."""

NEAR = timedelta(minutes=90)
"""So near in its time of day another day is the same situation."""

_DAY = timedelta(days=1)


class About(StrEnum):
    """What was wrong with it, as that which is wanted instead, or which is not to be done again."""

    WARMER = "warmer"  # wanted
    COOLER = "cooler"  # wanted
    LIGHT_ON = "light_on"  # not again
    LIGHT_OFF = "light_off"
    DIALS = "dials"  # brightness and white by the hour
    LOWER = "lower"  # a cover
    RAISE = "raise"


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's *Wrong* or *Undo*. `when`: the moment whose situation it is about; `part` and `away` of warmth only.

    It holds from `at`, when they said so, to `until`.
    """

    decision: int
    place: PlaceId
    domain: Domain
    about: About
    who: Actor
    at: datetime
    when: datetime
    until: datetime
    part: str = ""  # of the day
    away: bool = False  # while nobody is believed to be home

    def reason(self, code: Code, house: House) -> Reason:
        """Who said so, and when."""
        kind = None if self.who.name else self.who.kind.value
        weekday = float(house.local(self.at).weekday())
        return Reason.of(code, who=self.who.name, kind=kind, weekday=weekday, at=self.at, until=self.until)


def against(
    corrections: Iterable[Correction], house: House, place: PlaceId, about: About, now: datetime
) -> Correction | None:
    """Who said that this is wrong here at about this time of the day, the latest."""
    found = [
        each
        for each in corrections
        if each.place == place
        and each.about is about
        and each.at <= now < each.until
        and apart(house, each.when, now) <= NEAR
    ]
    return max(found, key=lambda each: each.at, default=None)


def apart(house: House, one: datetime, other: datetime) -> timedelta:
    """Between two times of day on the house's clock on the wall, around midnight too."""
    first, second = house.local(one), house.local(other)
    between = abs(timedelta(hours=first.hour - second.hour, minutes=first.minute - second.minute))
    return min(between, _DAY - between)
