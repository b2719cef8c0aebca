"""How good the belief is on this home: what it got wrong by later evidence and people's word, and its calibration."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from thermo_edge.home.house import PlaceId
from thermo_edge.home.memory import Claimed, QualityDay, QualityMemory

DAYS = 14
BINS = 10

EVERY = timedelta(minutes=10)
"""How often each room's belief is held to account."""

HINDSIGHT = timedelta(minutes=30)
"""So long after, it is certain what was so: somebody was seen just then, or nobody until now."""

JUST_THEN = timedelta(minutes=5)

SOON = timedelta(seconds=60)
"""Motion so soon after we turned a light off for want of anybody shows that somebody was there."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A belief that was wrong: `on`: it was occupied and nobody was there; else empty, and somebody was."""

    on: bool


def claim(known: QualityMemory, beliefs: Iterable[tuple[PlaceId, float]], now: datetime) -> QualityMemory:
    """Remember what is believed now of rooms whose sensors could show it, every so often."""
    if known.asked is not None and timedelta(0) <= now - known.asked < EVERY:
        return known
    claims = [Claimed(room, now, probability) for room, probability in beliefs]
    return replace(known, claims=(*known.claims, *claims), asked=now)


def seen(known: QualityMemory, room: PlaceId, at: datetime, day: int) -> QualityMemory:
    """Somebody was seen in a room: what was believed of it just before is settled."""
    mine = [each for each in known.claims if each.room == room and timedelta(0) <= at - each.at <= JUST_THEN]
    if not mine:
        return known
    left = tuple(each for each in known.claims if each not in mine)
    for each in mine:
        known = _counted(known, each.probability, True, day)
    return replace(known, claims=left)


def settle(
    known: QualityMemory,
    signs: Mapping[PlaceId, datetime | None],
    answering: frozenset[PlaceId],
    now: datetime,
    day: int,
) -> QualityMemory:
    """Of what was believed half an hour ago, count where nobody was seen since; the rest is not certain and let go."""
    ripe = [each for each in known.claims if now - each.at >= HINDSIGHT or now < each.at]
    if not ripe:
        return known
    left = tuple(each for each in known.claims if each not in ripe)
    for each in ripe:
        sign = signs.get(each.room)
        nobody = each.room in answering and (sign is None or each.at - sign > JUST_THEN)
        if nobody:
            known = _counted(known, each.probability, False, day)
    return replace(known, claims=left)


def wrong(known: QualityMemory, faults: Iterable[Fault], day: int) -> QualityMemory:
    """Count what turned out wrong today."""
    for fault in faults:
        today = _today(known, day)
        today = (
            replace(today, false_on=today.false_on + 1) if fault.on else replace(today, false_off=today.false_off + 1)
        )
        known = _with(known, today)
    return known


def _counted(known: QualityMemory, probability: float, occupied: bool, day: int) -> QualityMemory:
    today, place = _today(known, day), min(BINS - 1, int(probability * BINS))
    count, total, held = today.bins[place]
    bins = (*today.bins[:place], (count + 1, total + probability, held + occupied), *today.bins[place + 1 :])
    return _with(known, replace(today, bins=bins))


def _today(known: QualityMemory, day: int) -> QualityDay:
    return next((each for each in known.days if each.day == day), QualityDay(day))


def _with(known: QualityMemory, today: QualityDay) -> QualityMemory:
    days = {each.day: each for each in known.days} | {today.day: today}
    kept = sorted(days)[-DAYS:]
    return replace(known, days=tuple(days[each] for each in kept))
