"""What a room is wanted to be now, and until when, from hours, presence and wishes."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from thermo_edge.climate import agreed, objection
from thermo_edge.climate.surfaces import of_air
from thermo_edge.home.comfort import Band, Comfort
from thermo_edge.home.correction import Correction
from thermo_edge.home.forecast import Known, Regime, RegimeSpan
from thermo_edge.home.house import House, Room
from thermo_edge.home.plan import Planned
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.taste import NO_TASTE, TasteMemory
from thermo_edge.home.turn import Priority, Wish

WISH_WIDTH = 0.5
"""K; the band around a temperature that a person asked for."""


@dataclass(frozen=True, slots=True)
class Target:
    """A band with who wants it and why; `until` is when that is next to change, as far as is known."""

    band: Band
    code: Code
    priority: Priority
    until: datetime | None
    wish: Wish | None = None
    planned: Planned | None = None  # the band is the plan's
    settings: float | None = None  # °C, the middle of the settings' band, where people agreed to another one
    said: Correction | None = None  # the latest *Wrong* that moved the band
    radiant: float = 0.0  # K by which its band was moved, as the room feels colder than its air is


def target(snapshot: Snapshot, room: Room, wish: Wish | None, taste: TasteMemory = NO_TASTE) -> Target:
    """The target of a room. A wish comes first; without a clock there are no hours, only a safe temperature.

    `taste`: what people agreed to moves the settings' band in the situation that it is about. Then what they called
    wrong does. The comfort of the hours is how it feels, so it comes to be °C of the air only after these; and a room
    that has been damp for long is last of all not let fall as far as others: mould knows no feeling.
    """
    return _kept_dry(snapshot, room, _wanted(snapshot, room, wish, taste))


def _wanted(snapshot: Snapshot, room: Room, wish: Wish | None, taste: TasteMemory) -> Target:
    comfort, local = room.comfort, snapshot.local
    if wish is not None and wish.until > snapshot.at:
        band = Band(wish.target - WISH_WIDTH / 2, wish.target + WISH_WIDTH / 2)
        return Target(band, Code.WISHED, Priority.PERSON, wish.until, wish)
    if snapshot.clock_behind:
        return Target(Band(room.limits.safe, room.limits.safe + 1.0), Code.CLOCK_UNSURE, Priority.COMFORT, None)
    regime = snapshot.regime
    if regime is not None and _deep(regime) and snapshot.presence is not Presence.PRESENT:
        return Target(_vacation(room), Code.VACATION, Priority.COMFORT, regime.until)
    until = next_change(comfort, local)
    if not comfort.warm_at(local):
        plain = Target(comfort.setback, Code.SETBACK_HOURS, Priority.COMFORT, until)
        return _as_said(snapshot, room, _as_agreed(snapshot, room, plain, taste), taste)
    if snapshot.presence is Presence.ABSENT:
        away = _away(snapshot.house, room, snapshot.sense(room.id).radiant)
        plain = Target(away, Code.NOBODY_HOME, Priority.COMFORT, until)
        said = _as_said(snapshot, room, plain, taste)
        return _as_felt(snapshot, room, said) if said.code is Code.AS_SAID and said.band == comfort.comfort else said
    plain = Target(comfort.comfort, Code.WARM_HOURS, Priority.COMFORT, until)
    said = _as_said(snapshot, room, _as_agreed(snapshot, room, plain, taste), taste)
    return _as_felt(snapshot, room, said)


def _as_felt(snapshot: Snapshot, room: Room, plain: Target) -> Target:
    band = of_air(room, snapshot.sense(room.id).radiant, plain.band)
    return replace(plain, band=band, radiant=band.low - plain.band.low) if band != plain.band else plain


def _kept_dry(snapshot: Snapshot, room: Room, plain: Target) -> Target:
    dry = snapshot.sense(room.id).dry
    if dry is None or plain.priority is not Priority.COMFORT or plain.band.low >= dry:
        return plain
    code = plain.code if plain.code in (Code.CLOCK_UNSURE, Code.VACATION) else Code.KEPT_DRY
    return replace(plain, band=plain.band.above(dry), code=code, radiant=0.0)


def _as_said(snapshot: Snapshot, room: Room, plain: Target, taste: TasteMemory) -> Target:
    """Moved by what people called wrong in this part of the day: a step, for some days.

    Who says that they are home while nobody is believed to be has their comfort: then the belief lowers nothing.
    """
    away = plain.code is Code.NOBODY_HOME
    found = objection.in_force(taste.corrected, snapshot.house, room.id, snapshot.at, away)
    by = objection.shift(found)
    if by == 0.0:
        return plain
    band = room.comfort.comfort if away and by > 0.0 else agreed.moved(plain.band, by, room.limits)
    part = agreed.next_part(snapshot.local).astimezone(snapshot.at.tzinfo)
    until = min(part, found[-1].until, *([plain.until] if plain.until is not None else []))
    return replace(plain, band=band, code=Code.AS_SAID, until=until, said=found[-1])


def _as_agreed(snapshot: Snapshot, room: Room, plain: Target, taste: TasteMemory) -> Target:
    if not agreed.speaks(taste, room.id):
        return plain
    local, warm = snapshot.local, plain.code is Code.WARM_HOURS
    part = agreed.next_part(local).astimezone(snapshot.at.tzinfo)
    plain = replace(plain, until=part if plain.until is None else min(plain.until, part))
    found = agreed.in_force(taste, room.id, local, warm, agreed.asleep(snapshot))
    if found is None:
        return plain
    band = agreed.moved(plain.band, found.offset, room.limits)
    return replace(plain, band=band, code=Code.AS_AGREED, settings=plain.band.middle)


def _away(house: House, room: Room, radiant: float) -> Band:
    """A belief of absence costs so much at most; only a person declares a deeper setback.

    Nobody is there to feel the surfaces, but it is not to be warmer than for somebody.
    """
    deep = room.comfort.comfort.middle - room.comfort.setback.middle
    away, there = room.comfort.comfort.lowered(min(house.away_setback, max(deep, 0.0))), of_air(room, radiant)
    return away if away.low <= there.low else there


def _deep(regime: RegimeSpan) -> bool:
    """A vacation that is only believed is an absence like any other."""
    return regime.regime is Regime.VACATION and regime.known is Known.DECLARED


def _vacation(room: Room) -> Band:
    """What a room needs while nobody is to come: its safe temperature, and no more than outside its hours."""
    low = min(room.limits.safe, room.comfort.setback.low)
    return Band(low, low + 1.0)


def bands(
    house: House,
    room: Room,
    now: datetime,
    span: timedelta,
    taste: TasteMemory = NO_TASTE,
    dry: float | None = None,
    radiant: float = 0.0,
) -> tuple[tuple[datetime, Band], ...]:
    """The comfort to come by the hours and what was agreed: each band with the UTC time from which it holds.

    Who will sleep is not known ahead: there the settings hold. `dry`: °C below which the room is kept at no hour.
    `radiant`: K by which it feels colder than its air is, taken to stay so.
    """
    local, found, parts = (
        house.local(now),
        list[tuple[datetime, Band]](),
        agreed.speaks(taste, room.id) or bool(taste.corrected),
    )
    while local is not None and local.astimezone(now.tzinfo) < now + span:
        warm = room.comfort.warm_at(local)
        band = room.comfort.comfort if warm else room.comfort.setback
        moves = agreed.in_force(taste, room.id, local, warm)
        band = agreed.moved(band, moves.offset, room.limits) if moves is not None else band
        at = local.astimezone(now.tzinfo)
        by = objection.shift(objection.in_force(taste.corrected, house, room.id, at, away=False))
        band = agreed.moved(band, by, room.limits) if by else band
        band = of_air(room, radiant, band) if warm else band
        found.append((at, band if dry is None else band.above(dry)))
        after = next_change(room.comfort, local)
        if parts:
            part = agreed.next_part(local)
            after = part if after is None else min(after, part, key=datetime.timestamp)
        if after is None:
            break
        local = house.local(after)
    return tuple(found)


def next_change(comfort: Comfort, local: datetime) -> datetime | None:
    """When the warm hours next begin or end, in the time zone of `local`; None if they never do.

    Found on the wall clock, so that days of 23 and 25 hours come out right.
    """
    warm, now = comfort.warm_at(local), local.timestamp()
    for stamp, warm_then, at in _edges(comfort, local.date(), local.tzinfo):
        if stamp > now and warm_then != warm:
            return at
    return None


@lru_cache(maxsize=64)
def _edges(comfort: Comfort, today: date, zone: tzinfo | None) -> tuple[tuple[float, bool, datetime], ...]:
    """The begins and ends of warm hours from today on, with whether it is warm from then on."""
    edges = sorted({edge for hours in comfort.hours for edge in (hours.start, hours.end)})
    times = [datetime.combine(today + timedelta(days=day), edge, zone) for day in range(9) for edge in edges]
    return tuple((at.timestamp(), comfort.warm_at(at), at) for at in times)
