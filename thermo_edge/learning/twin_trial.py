"""A challenger lives days of this house again in its twin, beside what serves: it may break nothing there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

import numpy as np
from pydantic import ConfigDict, with_config

from thermo_edge.climate.features import Array
from thermo_edge.home.house import PlaceId
from thermo_edge.home.reason import Code, Reason
from thermo_edge.learning.twin import Found, Lacks, described

_strict = with_config(ConfigDict(extra="forbid", strict=True, allow_inf_nan=False))


@dataclass(frozen=True, slots=True)
class Lived:
    """A room's day: K·h too cold and too warm, hours of full heat, commands, and refusals and alarms."""

    cold: float
    warm: float
    heat: float
    switching: float
    alarms: float


MEASURES = tuple(each.name for each in fields(Lived))

Live = Callable[[int, bool], Mapping[PlaceId, Lived]]
"""Lives through one block: its number, and whether with the challengers."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How much worse a challenger may be a day, and how many days decide: blocks, each one day of one member.

    After each block from `fewest` on an interval of the mean difference is looked at (Student's t, one-sided, the
    certainty shared among the looks after Bonferroni); when it lies on one side of the margin in every measure, that
    decides. After `most` the mean does.
    """

    fewest: int = 3
    most: int = 6
    cold: float = 0.3  # K·h
    warm: float = 0.3  # K·h
    heat: float = 0.05  # of what serves needs, beyond what bought warmth that was lacking
    least_heat: float = 0.25  # h of full heat that are not worth a word
    switching: float = 0.25  # of what serves sends
    least_switching: float = 6.0
    alarms: float = 1.0


_SURE = {3: 6.205, 4: 4.177, 5: 3.495, 6: 3.163}
"""Student's t of so many blocks at 1 − 0.05/4."""

_WARMTH_WORTH = 2.0
"""Times the heat that holds a room a kelvin warmer for an hour: to warm it up first takes more."""


class Outcome(StrEnum):
    """The first and the last may serve."""

    HOLDS = "holds"
    BREAKS = "breaks"
    NO_TWIN = "no_twin"  # the blocks of later days decide alone


@_strict
@dataclass(frozen=True, slots=True)
class TwinVerdict:
    """What came of a room in the twin: for each of `MEASURES` means a day, and the interval of the difference.

    `worst` is the measure that broke. `error` and `grey_box` are K of the next 24 hours on later days, `was` and `told`
    K·h a day too cold or too warm, of the room and of its twin set alike.
    """

    outcome: Outcome
    blocks: int = 0
    before: tuple[float, ...] = ()
    after: tuple[float, ...] = ()
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    margin: tuple[float, ...] = ()
    worst: str = ""
    lacks: Lacks | None = None
    error: float = 0.0
    grey_box: float = 0.0
    was: float = 0.0
    told: float = 0.0

    @property
    def may_serve(self) -> bool:
        return self.outcome is not Outcome.BREAKS

    @property
    def reason(self) -> Reason:
        """For a sentence."""
        if self.outcome is Outcome.NO_TWIN:
            lacks = self.lacks or Lacks.TOO_SHORT
            return Found(lacks, None, self.error, self.grey_box, was=self.was, told=self.told).reason
        if self.outcome is Outcome.HOLDS:
            return Reason.of(Code.TWIN_HOLDS, count=float(self.blocks))
        place = MEASURES.index(self.worst)
        by = self.after[place] - self.before[place]
        digits = 0 if self.worst in ("switching", "alarms") else 1
        return Reason.of(_WORSE[self.worst], count=float(self.blocks), more=f"{by:.{digits}f}")


_WORSE = {
    "cold": Code.TWIN_COLDER,
    "warm": Code.TWIN_WARMER,
    "heat": Code.TWIN_DEARER,
    "switching": Code.TWIN_BUSIER,
    "alarms": Code.TWIN_ALARMS,
}


def trial(
    found: Mapping[PlaceId, Found], rooms: Iterable[PlaceId], live: Live, rules: Rules | None = None
) -> dict[PlaceId, TwinVerdict]:
    """A verdict for each of `rooms`; `live` is asked only where one has a twin, and as seldom as decides them all."""
    rules = rules or Rules()
    verdicts = {room: _none(found.get(room)) for room in rooms}
    standing = {room: each for room in verdicts if (each := found.get(room)) is not None and each.twin is not None}
    before: list[Mapping[PlaceId, Lived]] = []
    after: list[Mapping[PlaceId, Lived]] = []
    for block in range(rules.most if standing else 0):
        before.append(live(block, False))
        after.append(live(block, True))
        if block + 1 < rules.fewest:
            continue
        decided = True
        for room, each in standing.items():
            verdict, sure = _judged(each, [one[room] for one in before], [one[room] for one in after], rules)
            verdicts[room], decided = verdict, decided and sure
        if decided:
            break
    return verdicts


def _none(found: Found | None) -> TwinVerdict:
    if found is None:
        return TwinVerdict(Outcome.NO_TWIN, lacks=Lacks.TOO_SHORT)
    return TwinVerdict(
        Outcome.NO_TWIN,
        lacks=found.lacks,
        error=_three(found.error),
        grey_box=_three(found.grey_box),
        was=_three(found.was),
        told=_three(found.told),
    )


def _judged(found: Found, before: Sequence[Lived], after: Sequence[Lived], rules: Rules) -> tuple[TwinVerdict, bool]:
    """The verdict as far as it is known, and whether it is sure."""
    served, tried = (np.array([[getattr(day, name) for name in MEASURES] for day in days]) for days in (before, after))
    apart, count = tried - served, len(served)
    mean, reach = apart.mean(axis=0), _SURE[count] * apart.std(axis=0, ddof=1) / np.sqrt(count)
    margin = _margins(found, served.mean(axis=0), mean, rules)
    surely_worse, surely_not = mean - reach > margin, mean + reach <= margin
    beyond = np.where(mean > margin, (mean - margin) / np.maximum(margin, 1e-9), -np.inf)
    breaks = bool(surely_worse.any() or (mean > margin).any())
    verdict = TwinVerdict(
        Outcome.BREAKS if breaks else Outcome.HOLDS,
        count,
        before=_line(served.mean(axis=0)),
        after=_line(tried.mean(axis=0)),
        low=_line(mean - reach),
        high=_line(mean + reach),
        margin=_line(margin),
        worst=MEASURES[int(np.argmax(beyond))] if breaks else "",
        error=_three(found.error),
        grey_box=_three(found.grey_box),
        was=_three(found.was),
        told=_three(found.told),
    )
    return verdict, bool(surely_worse.any() or surely_not.all())


def _margins(found: Found, served: Array, apart: Array, rules: Rules) -> Array:
    """How much worse each of MEASURES may be a day."""
    assert found.made is not None
    gained = max(-float(apart[MEASURES.index("cold")]), 0.0)
    worth = _WARMTH_WORTH * gained / max(described(found.made.twin).balance[1], 1.0)
    heat, sent = served[MEASURES.index("heat")], served[MEASURES.index("switching")]
    return np.array(
        [
            rules.cold,
            rules.warm,
            max(rules.heat * heat, rules.least_heat) + worth,
            max(rules.switching * sent, rules.least_switching),
            rules.alarms,
        ]
    )


def _line(values: Array) -> tuple[float, ...]:
    return tuple(_three(each) for each in values)


def _three(value: float) -> float:
    return round(float(value), 3)
