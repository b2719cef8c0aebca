"""The trust ladder: a step up is earned by what people judged right and taken by a person; down it goes by itself.

The lower bound is Wilson's (E. B. Wilson, Probable inference, the law of succession, and statistical inference, 1927),
one-sided: with CONFIDENCE the true share is higher.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from thermo_edge.home.hindsight import Count
from thermo_edge.home.house import Domain, House, Mode, PlaceId, Room
from thermo_edge.home.memory import Memory, Modes
from thermo_edge.home.trust import Fell, Record, Standing, Tally, TrustView

CONFIDENCE, Z = 0.9, 1.2816
"""How sure a bound is, and the quantile of the normal distribution that belongs to it."""

JUDGED = (Domain.CLIMATE, Domain.LIGHTING)
"""What is judged, in rooms. The alarm, and the heat sources with their minimum times, are never lowered by this."""

COUNTS = 30
"""Days that count for the next step,"""

WINDOW = 7
"""and against the one that was reached."""

FEWEST = 4
"""Objections in WINDOW days before anything is lowered."""

QUIET = timedelta(days=14)
"""After *not now* the next step is not offered for so long."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a step takes: so many occasions that people judged, with a lower bound of so large a share right."""

    occasions: int
    bound: float


NEEDS: Mapping[Mode, Need] = {
    Mode.SUGGEST: Need(5, 0.5),
    Mode.ASK: Need(10, 0.7),
    Mode.ACT: Need(20, 0.8),
}
"""By the mode that is reached."""

MINDED: Mapping[Mode, float] = {Mode.ACT: 0.1, Mode.ASK: 0.5}
"""A mode falls where the lower bound of the share that people minded is higher: a *no* to a question is cheap."""


def key(domain: Domain, place: PlaceId) -> str:
    """Under which both memories keep it."""
    return f"{domain}:{place}"


def lower(right: int, of: int) -> float:
    """The share that is exceeded with CONFIDENCE after `right` of `of`; 0 where there was nothing."""
    if of <= 0:
        return 0.0
    share, spread = min(max(right / of, 0.0), 1.0), Z * Z / of
    middle = share + spread / 2.0
    half = Z * math.sqrt(share * (1.0 - share) / of + spread / (4.0 * of))
    return max(0.0, (middle - half) / (1.0 + spread))


def mode(house: House, memory: Memory, domain: Domain, place: PlaceId) -> Mode:
    """What is in force."""
    return min(memory.modes.of(place, domain), house.ceiling(place))


def counts(record: Record, today: int, days: int) -> Tally:
    """All of the last days together, today among them."""
    those = [tally for tally in record.days if today - days < tally.day <= today]
    return Tally(today, sum(t.done for t in those), sum(t.right for t in those), sum(t.wrong for t in those))


def earned(right: int, wrong: int, following: Mode) -> bool:
    """Whether what people judged is enough for this mode."""
    need = NEEDS[following]
    return right + wrong >= need.occasions and lower(right, right + wrong) >= need.bound


def lowered(house: House, memory: Memory, domain: Domain, place: PlaceId, now: datetime) -> Memory:
    """One step down where people minded too much of late; from there it counts anew."""
    here, name = mode(house, memory, domain, place), key(domain, place)
    limit = MINDED.get(here)
    if limit is None or memory.modes.observe_everything or house.room(place) is None or domain not in JUDGED:
        return memory
    of_late = counts(memory.record.get(name, Record()), house.local(now).toordinal(), WINDOW)
    done = max(of_late.done, of_late.wrong)
    if of_late.wrong < FEWEST or lower(of_late.wrong, done) <= limit:
        return memory
    after = Mode(here - 1)
    fell = Fell(place, domain, here, after, now, of_late.wrong, done)
    modes = Modes({**memory.modes.places, (place, domain): after}, memory.modes.observe_everything)
    return replace(
        memory,
        modes=modes,
        trust={**memory.trust, name: Standing(since=now, fell=fell)},
        record={**memory.record, name: _anew(memory.record.get(name, Record()))},
    )


def chosen(house: House, memory: Memory, domain: Domain, place: PlaceId, wanted: Mode, now: datetime) -> Memory:
    """A person chose a mode: from now on it counts anew. Called before the mode is in the memory."""
    before, name = memory.modes.of(place, domain), key(domain, place)
    standing = memory.trust.get(name, Standing())
    if wanted is before and standing.fell is None:
        return memory
    tally = counts(memory.record.get(name, Record()), house.local(now).toordinal(), COUNTS)
    step = Mode(min(before + 1, Mode.ACT))
    early = wanted > before and not (wanted is step and earned(tally.right, tally.wrong, step))
    record = {**memory.record, name: _anew(memory.record.get(name, Record()))}
    return replace(memory, trust={**memory.trust, name: Standing(since=now, early=early)}, record=record)


def view(house: House, memory: Memory, domain: Domain, place: PlaceId, now: datetime, replay: Count) -> TrustView:
    """Where it stands. In observe, where little is seen to be judged, the last replay counts if it judged more."""
    here, name = mode(house, memory, domain, place), key(domain, place)
    standing, record = memory.trust.get(name, Standing()), memory.record.get(name, Record())
    tally = counts(record, house.local(now).toordinal(), COUNTS)
    right, wrong = tally.right, tally.wrong
    replayed = here is Mode.OBSERVE and replay.right + replay.wrong > right + wrong
    if replayed:
        right, wrong = replay.right, replay.wrong
    judged, following = right + wrong, Mode(here + 1) if here < Mode.ACT else None
    need = NEEDS[following] if following is not None else Need(0, 0.0)
    done = following is not None and earned(right, wrong, following)
    allowed = following is not None and following <= house.ceiling(place) and not memory.modes.observe_everything
    silent = standing.quiet is not None and now < standing.quiet
    return TrustView(
        place=place,
        domain=domain,
        mode=here,
        since=standing.since,
        right=right,
        wrong=wrong,
        done=tally.done,
        precision=right / judged if judged else None,
        lower=lower(right, judged) if judged else None,
        confidence=CONFIDENCE,
        following=following,
        needs=need.occasions,
        bound=need.bound,
        earned=done,
        offered=done and allowed and not silent,
        early=standing.early,
        fell=standing.fell,
        replayed=replayed,
    )


def ladders(house: House) -> Iterable[tuple[Domain, Room]]:
    """Everything that is judged."""
    for room in house.rooms:
        if room.devices or room.covers:
            yield Domain.CLIMATE, room
        if room.lights:
            yield Domain.LIGHTING, room


def _anew(record: Record) -> Record:
    """What people said of single decisions is kept, so that it is not said twice."""
    return Record(words=record.words)
