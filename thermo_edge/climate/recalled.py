"""From what the store kept, holds and wishes, to votes: each is put back into the moment in which it was made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from thermo_edge.climate.evidence import (
    Evidence,
    Situation,
    Then,
    from_cooler,
    from_hold,
    from_wish,
    part_of,
    season_of,
)
from thermo_edge.climate.surfaces import bounded
from thermo_edge.home.forecast import RegimeSpan
from thermo_edge.home.house import Attribute, Domain, House, PlaceId
from thermo_edge.home.turn import ActorKind, Hold, Wish

SETTLES = timedelta(minutes=10)
"""Who turns a knob several times within this has said one thing: what they left it at."""


class Past(Protocol):
    """What was so at a UTC time; None where nobody knows."""

    def temperature(self, place: PlaceId, at: datetime) -> float | None:
        """Operative °C of a room."""

    def radiant(self, place: PlaceId, at: datetime) -> float:
        """K by which it felt colder than its air was; 0: not known."""

    def outdoor_mean(self, at: datetime) -> float | None:
        """Running mean, °C."""

    def asleep(self, at: datetime) -> bool: ...

    def away(self, at: datetime) -> bool: ...


@dataclass(frozen=True, slots=True)
class Moment:
    """A room when somebody set it to something: local time, and what was so then."""

    local: datetime
    then: Then
    outdoor_mean: float | None


@dataclass(frozen=True, slots=True)
class Recalled:
    """A hold or a wish in its moment."""

    what: Hold | Wish
    moment: Moment
    cools: bool = False  # it was done to what cools

    def votes(self) -> tuple[Evidence, ...]:
        if isinstance(self.what, Wish):
            return from_wish(self.what, self.moment.then)
        return (from_cooler if self.cools else from_hold)(self.what, self.moment.then)

    @property
    def set_point(self) -> float | None:
        """°C that a person chose, as the room then felt; nothing for a switch, or what cools."""
        if self.what.who.kind is not ActorKind.PERSON or self.cools:
            return None
        if isinstance(self.what, Wish):
            return self.what.target - self.moment.then.radiant
        value = self.what.value
        return None if isinstance(value, bool | str) or self.what.establish else float(value) - self.moment.then.radiant


def recalled(
    house: House, kept: Iterable[Hold | Wish], past: Past, regimes: Sequence[RegimeSpan] = ()
) -> tuple[Recalled, ...]:
    """Those about warmth, of rooms that still are, when their temperature was known; nothing of days out of the usual.

    What was in force is taken to be the middle of the settings' band of that hour.
    """
    found = []
    for one in _settled([one for one in kept if _about_warmth(house, one)]):
        if any(span.since <= one.since < span.until for span in regimes):
            continue
        moment = moment_of(house, _place(one), one.since, past)
        if moment is not None:
            found.append(Recalled(one, moment, _cools(house, one, moment.then)))
    return tuple(found)


def evidence(those: Iterable[Recalled]) -> tuple[Evidence, ...]:
    """All their votes."""
    return tuple(vote for one in those for vote in one.votes())


def moment_of(house: House, place: PlaceId, at: datetime, past: Past) -> Moment | None:
    """What was so in a room at a UTC time; None where its temperature is not known.

    Votes are about the band that they may move, in its own °C: as it feels in the comfort hours, of the air outside
    them. So a room's surfaces count once, where the band of those hours is told in °C of the air.
    """
    room, local, temperature = house.room(place), house.local(at), past.temperature(place, at)
    if room is None or temperature is None:
        return None
    outdoors = past.outdoor_mean(at)
    season = season_of(outdoors if outdoors is not None else float("nan"))
    warm, beyond = room.comfort.warm_at(local), past.radiant(place, at)
    band = room.comfort.comfort if warm else room.comfort.setback
    temperature, radiant = (temperature, bounded(beyond)) if warm else (temperature + beyond, 0.0)
    situation = Situation(place, part_of(local), season, past.asleep(at), past.away(at))
    return Moment(local, Then(situation, temperature, band.middle, band.middle, radiant), outdoors)


def _settled(kept: Sequence[Hold | Wish]) -> list[Hold | Wish]:
    """In order of time, without those that were changed again at once."""
    ordered = sorted(kept, key=lambda one: (_place(one), one.since))
    after = [*ordered[1:], None][: len(ordered)]
    left = [
        one
        for one, next_one in zip(ordered, after, strict=True)
        if next_one is None or _place(next_one) != _place(one) or next_one.since - one.since > SETTLES
    ]
    return sorted(left, key=lambda one: one.since)


def _place(one: Hold | Wish) -> PlaceId:
    return one.room if isinstance(one, Wish) else one.place


def _cools(house: House, one: Hold | Wish, then: Then) -> bool:
    """Whether it was done to a cooler. What does both cools where it is set below a room that is above its band."""
    device = house.device(one.point.entity) if isinstance(one, Hold) else None
    if device is None or not device.cools or isinstance(one, Wish):
        return False
    room = house.room(device.place)
    warm = room is not None and then.temperature > room.comfort.comfort.high
    return not device.heats or (warm and not isinstance(one.value, bool | str) and one.value > then.expected)


def _about_warmth(house: House, one: Hold | Wish) -> bool:
    if isinstance(one, Wish):
        return one.domain is Domain.CLIMATE
    device = house.device(one.point.entity)
    if device is None or device.domain is not Domain.CLIMATE:
        return False
    return one.point.attribute in (Attribute.SET_POINT, Attribute.ON)
