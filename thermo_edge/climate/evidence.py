"""What people did and said, as votes of the preference model: holds, wishes, words, *Wrong*, and silence."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from thermo_edge.climate.adaptive import MILD, WARM
from thermo_edge.climate.preference import Leaf, Said, Want
from thermo_edge.home.house import PlaceId
from thermo_edge.home.turn import Actor, ActorKind, Hold, Verdict, Wish

HALF_LIFE = timedelta(days=120)
"""A vote counts half after this time: people change, and so do seasons."""

COMPLAINED = 0.5
"""What it counts that a room was not right, beside the set-point that somebody chose for it."""

JUDGED = 0.7
"""What a *Wrong* counts: it says which way only by what the decision did."""

SILENT_HOUR, SILENCE = 0.1, 4.0
"""What an hour counts in which somebody was there and changed nothing, and the most that counts in one situation."""

LOWEST, HIGHEST = 10.0, 32.0
"""°C; what lies outside is a mishap and no taste."""

DIFFERENT = 0.2
"""K between what somebody set and what was, from which it says a direction."""


class Source(StrEnum):
    """What a vote was read from."""

    HOLD = "hold"
    WISH = "wish"
    VOTE = "vote"
    WRONG = "wrong"
    SILENCE = "silence"


class Part(StrEnum):
    """Parts of a day in which people want different things."""

    MORNING = "morning"
    DAY = "day"
    EVENING = "evening"
    NIGHT = "night"


class Season(StrEnum):
    """What it is like outdoors, by the running mean."""

    COLD = "cold"
    MILD = "mild"
    WARM = "warm"


@dataclass(frozen=True, slots=True)
class Situation:
    """Where and when, as far as it matters for warmth; somebody who sleeps does so at any hour."""

    place: PlaceId
    part: Part
    season: Season = Season.COLD
    asleep: bool = False
    away: bool = False

    @property
    def key(self) -> str:
        doing = "asleep" if self.asleep else "away" if self.away else self.part
        return f"{self.place} {self.season} {doing}"


@dataclass(frozen=True, slots=True)
class Then:
    """What was so when somebody did something.

    `expected` is the middle of the band that the *settings* give for this hour: it does not move when a proposal is
    accepted, so that old votes mean the same ever after.
    """

    situation: Situation
    temperature: float  # operative °C
    expected: float  # °C
    before: float | None = None  # the set-point or target, °C
    radiant: float = 0.0  # K by which a set-point of then lies above the operative °C that it stands for


@dataclass(frozen=True, slots=True)
class Evidence:
    """A vote with where it comes from; `person` is empty where nobody knows who it was."""

    at: datetime
    person: str
    then: Then
    want: Want
    source: Source
    weight: float = 1.0


EDGES = ((5, Part.NIGHT), (10, Part.MORNING), (17, Part.DAY), (22, Part.EVENING))
"""The local hours at which parts of a day end; what is after the last is night again."""


def part_of(local: datetime) -> Part:
    """The part of a day of a local time."""
    return next((part for hour, part in EDGES if local.hour < hour), Part.NIGHT)


def season_of(outdoor_mean: float) -> Season:
    """The season of a running mean outdoor °C; the cold one where it is not known."""
    if not outdoor_mean >= MILD:
        return Season.COLD
    return Season.WARM if outdoor_mean >= WARM else Season.MILD


def from_hold(hold: Hold, then: Then) -> tuple[Evidence, ...]:
    """Of a person's change of a set-point, or of a bare heater that they turned on or off; of others nothing.

    What an *undo* established is read from its verdict instead.
    """
    if hold.who.kind is not ActorKind.PERSON or hold.establish:
        return ()
    if isinstance(hold.value, bool):
        want = Want.WARMER if hold.value else Want.COOLER
        return voted(hold.since, hold.who, then, want, Source.HOLD)
    if isinstance(hold.value, str):
        return ()
    return chosen(hold.since, hold.who, then, float(hold.value) - then.radiant, Source.HOLD)


def from_cooler(hold: Hold, then: Then) -> tuple[Evidence, ...]:
    """Of a person's change of what cools: which way, and no more. How cold somebody lets it get there on a hot day is
    not how warm they want the room.
    """
    if hold.who.kind is not ActorKind.PERSON or hold.establish or isinstance(hold.value, str):
        return ()
    if isinstance(hold.value, bool):
        cooler = hold.value
    elif LOWEST <= hold.value <= HIGHEST and abs(hold.value - then.radiant - then.temperature) >= DIFFERENT:
        cooler = hold.value - then.radiant < then.temperature
    else:
        return ()
    return _one(hold.since, hold.who, then, Want.COOLER if cooler else Want.WARMER, Source.HOLD, COMPLAINED)


def from_wish(wish: Wish, then: Then) -> tuple[Evidence, ...]:
    """Of a temperature that somebody asked for on the page, by voice, or anywhere."""
    if wish.who.kind is not ActorKind.PERSON:
        return ()
    return chosen(wish.since, wish.who, then, wish.target - then.radiant, Source.WISH)


def from_verdict(
    at: datetime, who: Actor, verdict: Verdict, aim: float | None, then: Then, instead: Want | None = None
) -> tuple[Evidence, ...]:
    """Of a word on a decision that aimed at `aim` °C: warmer than the room was it, or cooler?

    `instead`: what is wanted by what the decision changed, where that is known; it goes before.
    """
    if who.kind is not ActorKind.PERSON or aim is None or not math.isfinite(aim):
        return ()
    if verdict is Verdict.RIGHT:
        return _one(at, who, then, Want.FINE, Source.VOTE, JUDGED)
    if instead is None:
        instead = Want.COOLER if aim - then.radiant > then.temperature else Want.WARMER
    return _one(at, who, then, instead, Source.WRONG, JUDGED)


def voted(at: datetime, who: Actor, then: Then, want: Want, source: Source = Source.VOTE) -> tuple[Evidence, ...]:
    """Of a vote as it was given, or of "it is cold in here"."""
    return _one(at, who, then, want, source, 1.0) if who.kind is ActorKind.PERSON else ()


def silent(at: datetime, who: Actor, then: Then, span: timedelta) -> tuple[Evidence, ...]:
    """Of so long a time in which somebody was there, awake, and changed nothing: weak, but people mostly say nothing.

    Without it only those who complain would be heard, and they are a biased sample.
    """
    hours = span / timedelta(hours=1)
    return _one(at, who, then, Want.FINE, Source.SILENCE, SILENT_HOUR * hours) if hours > 0.0 else ()


def chosen(at: datetime, who: Actor, then: Then, target: float, source: Source) -> tuple[Evidence, ...]:
    """Somebody set `target` °C: what was is not right, in the direction of the change, and this is wanted."""
    if not LOWEST <= target <= HIGHEST:  # not-a-number included
        return ()
    known = then.before is not None and math.isfinite(then.before)
    change = target - (then.before if known and then.before is not None else then.temperature)
    if abs(change) < DIFFERENT:
        return _one(at, who, then, Want.FINE, source, 1.0)
    there = Then(then.situation, target, then.expected, then.before)
    wants = Want.WARMER if change > 0.0 else Want.COOLER
    return (*_one(at, who, then, wants, source, COMPLAINED), *_one(at, who, there, Want.CHOSEN, source, 1.0))


def as_said(evidence: Iterable[Evidence], now: datetime) -> tuple[Said, ...]:
    """For the model: faded by age, silence limited to what it may count in each situation of a person."""
    kept = [one for one in evidence if one.at <= now]
    quiet: dict[Leaf, float] = {}
    for one in kept:
        if one.source is Source.SILENCE:
            quiet[leaf_of(one)] = quiet.get(leaf_of(one), 0.0) + one.weight * _faded(one, now)
    return tuple(
        Said(leaf_of(one), one.want, one.then.temperature, one.then.expected, one.weight * _faded(one, now) * share)
        for one in kept
        for share in (min(1.0, SILENCE / quiet[leaf_of(one)]) if one.source is Source.SILENCE else 1.0,)
    )


def leaf_of(one: Evidence) -> Leaf:
    return Leaf(one.person, one.then.situation.key)


def counts(evidence: Sequence[Evidence]) -> tuple[tuple[Source, int], ...]:
    """How many of each source, for a person to see."""
    return tuple((source, sum(one.source is source for one in evidence)) for source in Source)


def _one(at: datetime, who: Actor, then: Then, want: Want, source: Source, weight: float) -> tuple[Evidence, ...]:
    """Nothing where the room's temperature is none that a home has."""
    if not LOWEST <= then.temperature <= HIGHEST + 8.0 or not math.isfinite(then.expected):
        return ()
    return (Evidence(at, who.name, then, want, source, weight),)


def _faded(one: Evidence, now: datetime) -> float:
    return float(0.5 ** ((now - one.at) / HALF_LIFE))
