"""The figures of the closed loop: what each policy gave and took, ours beside the others."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import geometric_mean, median

from thermo_edge.bench.loop_lost import Cause, Lost
from thermo_edge.bench.loop_policies import ON_OFF, ORACLE, OURS
from thermo_edge.bench.rows import Row
from thermo_edge.simulation.measure import Report

FORTNIGHT = 14.0
COMFORT = 1.0
"""K·h below the band that a room may have in a fortnight."""

SAVED_FIRST, SAVED_LATER = 40.0, 70.0
"""% of what the oracle saves that ours is to save from zero history, and once it has lived there for a fortnight."""

_AS_GOOD = 0.1
"""K·h a room in a fortnight by which a contender of equal comfort may be worse."""

_WORTH = 0.02
"""Of the energy or cost: homes where even the oracle saves less are no place to judge savings."""

_HARDLY = 0.05
"""kWh a room and day: where less is used there is next to nothing to save, and a share of that says nothing."""

_SAVED = ("energy", "cost")


@dataclass(frozen=True)
class Lived:
    """What came of one home under one policy."""

    cold: Mapping[str, float]  # K·h below the band of each room while somebody is home
    by_hours: Mapping[str, float]  # the same whoever is home
    warm: float  # K·h too warm, mean of the rooms
    energy: float  # kWh of gas and electricity for heating and cooling
    cost: float  # € for it
    commands: float  # a day
    lost: Mapping[str, float] = field(default_factory=dict)  # of `cold`, K·h a room by cause
    starts: float = math.nan  # of heat a day, all rooms together

    @classmethod
    def of(cls, report: Report, lost: Lost) -> "Lived":
        energy = report.gas + report.heater + report.cooling
        warm = sum(report.warm.values()) / len(report.warm)
        commands, starts = sum(report.commands.values()), lost.starts / report.days
        cold, by_hours = report.cold, report.cold_by_hours
        return cls(cold, by_hours, warm, energy, report.climate_cost, commands, lost.means(), starts)

    def after(self, first: "Lived", share: float) -> "Lived":
        """What came after `first`, which was that share of all the days."""

        def rest(whole: Mapping[str, float], part: Mapping[str, float]) -> dict[str, float]:
            return {name: value - part.get(name, 0.0) for name, value in whole.items()}

        def daily(whole: float, part: float) -> float:
            return (whole - share * part) / (1.0 - share)

        return Lived(
            rest(self.cold, first.cold),
            rest(self.by_hours, first.by_hours),
            self.warm - first.warm,
            self.energy - first.energy,
            self.cost - first.cost,
            daily(self.commands, first.commands),
            rest(self.lost, first.lost),
            daily(self.starts, first.starts),
        )

    @property
    def mean(self) -> float:
        """K·h a room while somebody is home."""
        return sum(self.cold.values()) / len(self.cold)

    def told(self) -> str:
        parts = ", ".join(f"{cause} {value:.2f}" for cause, value in self.lost.items() if value >= 0.005)
        cold = f"too cold {self.mean:.2f} K·h a room" + (f" ({parts})" if parts else "")
        return f"{cold}, {self.energy:.1f} kWh, € {self.cost:.2f}, {self.starts:.0f} starts a day"


Home = tuple[str, Mapping[str, Lived]]
"""Its name with the season, and what came of each policy."""


def rows(homes: Sequence[Home], days: int, after: int = 0, limit: float | None = None) -> list[Row]:
    """A few rows for each home, and what they say together where there is more than one.

    `after`: days that were lived before those that count; `limit`: K·h a room, without it `COMFORT` a fortnight. Where
    ours did not take part, they are those of the first that did, and nothing is promised.
    """
    wanted = SAVED_LATER if after >= FORTNIGHT else SAVED_FIRST
    limit = COMFORT * days / FORTNIGHT if limit is None else limit
    found = [row for name, lived in homes for row in _home(name, lived, days, limit)]
    return [*found, *_together(homes, days, wanted, limit)] if len(homes) > 1 else found


def _home(name: str, lived: Mapping[str, Lived], days: int, limit: float) -> list[Row]:
    lead = OURS if OURS in lived else next(iter(lived))
    whose, promised = ("", limit) if lead == OURS else (f": {lead}", None)

    def row(measure: str, unit: str, values: Mapping[str, float], target: float | None = None) -> Row:
        others = {policy: round(value, 2) for policy, value in values.items() if policy != lead}
        return Row(f"{name}: {measure}{whose}", round(values[lead], 2), unit, "lower", target, others)

    def of(value: str) -> dict[str, float]:
        return {policy: getattr(each, value) for policy, each in lived.items()}

    hours = {policy: sum(each.by_hours.values()) / len(each.by_hours) for policy, each in lived.items()}
    found = [
        row("too cold while somebody is home, mean room", "K·h", of("mean"), promised),
        *(
            row(f"too cold while somebody is home, {room}", "K·h", {p: each.cold[room] for p, each in lived.items()})
            for room in next(iter(lived.values())).cold
        ),
        *(
            row(f"too cold: {cause}, mean room", "K·h", {p: each.lost.get(cause, 0.0) for p, each in lived.items()})
            for cause in map(str, Cause)
            if any(each.lost.get(cause, 0.0) > 0.0 for each in lived.values())
        ),
        row("too cold by the hours, mean room", "K·h", hours),
        row("too warm, mean room", "K·h", of("warm")),
        row("energy", "kWh", of("energy")),
        row("cost", "€", of("cost")),
        row("commands a day", "", of("commands")),
        row("starts of heat a day, all rooms", "", of("starts")),
    ]
    beside = best_beside(lived, days)
    if beside is not None:
        found.append(Row(f"{name}: energy ÷ least of the others as comfortable", round(beside, 3), "", "lower", 1.0))
    saved = ((what, share) for what in _SAVED if (share := saving(lived, days, what)) is not None)
    shares = (
        Row(f"{name}: {what} saved of what the oracle saves", round(share), "%", "higher") for what, share in saved
    )
    return [*found, *shares]


def best_beside(lived: Mapping[str, Lived], days: int) -> float | None:
    """Energy of ours ÷ the least of those that are no colder; None where all others are colder, or hardly use any."""
    ours = lived.get(OURS)
    if ours is None:
        return None
    limit = ours.mean + _AS_GOOD * days / FORTNIGHT
    rivals = [each.energy for name, each in lived.items() if name not in (OURS, ORACLE) and each.mean <= limit]
    return ours.energy / min(rivals) if rivals and min(rivals) > _hardly(ours, days) else None


def saving(lived: Mapping[str, Lived], days: int, what: str = "energy") -> float | None:
    """% of the energy or cost that the oracle saves against constant on/off; None if that is hardly any, or unknown."""
    if not {OURS, ORACLE, ON_OFF} <= lived.keys() or lived[ON_OFF].energy <= _hardly(lived[ON_OFF], days):
        return None
    spent = {name: getattr(lived[name], what) for name in (OURS, ORACLE, ON_OFF)}
    most, ours = (spent[ON_OFF] - spent[name] for name in (ORACLE, OURS))
    return 100.0 * ours / most if most > _WORTH * spent[ON_OFF] else None


def _hardly(home: Lived, days: int) -> float:
    """kWh over all its rooms and days."""
    return _HARDLY * len(home.cold) * days


def _together(homes: Sequence[Home], days: int, wanted: float, limit: float) -> list[Row]:
    ours = [lived[OURS].mean for _, lived in homes if OURS in lived]
    beside = [value for _, lived in homes if (value := best_beside(lived, days)) is not None]
    found = []
    if ours:
        found.append(Row("all: too cold, mean room, median home", round(median(ours), 2), "K·h", "lower", limit))
        found.append(Row("all: too cold, mean room, worst home", round(max(ours), 2), "K·h", "lower", limit))
    if beside:
        ratio = round(geometric_mean(beside), 3)
        label = f"all: energy ÷ least of the others as comfortable, {len(beside)} of {len(homes)} homes"
        found.append(Row(label, ratio, "", "lower", 1.0))
    for what in _SAVED:
        saved = [value for _, lived in homes if (value := saving(lived, days, what)) is not None]
        if saved:
            label = (
                f"all: {what} saved of what the oracle saves, median of {len(saved)} homes where it saves 2 % or more"
            )
            found.append(Row(label, round(median(saved), 0), "%", "higher", wanted))
    return found
