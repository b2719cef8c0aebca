"""Several people in one room: whose comfort has been served less, and where between them the target goes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

TOLERATED = 1.0
"""K around what somebody wants that costs them nothing."""

FORGOTTEN = timedelta(days=7)
"""A debt halves in this time."""

LEANS = 6.0
"""K·h of debt that count as one more person."""


@dataclass(frozen=True, slots=True)
class Debt:
    """K·h outside what somebody tolerates, by person: it is shown, so that everybody sees who gave in of late."""

    owed: Mapping[str, float]

    def of(self, person: str) -> float:
        return self.owed.get(person, 0.0)


NOTHING_OWED = Debt({})


@dataclass(frozen=True, slots=True)
class Lived:
    """An hour in a room: its operative °C, and what each of those who shared it wants; nobody where nobody did."""

    wanted: Mapping[str, float]
    temperature: float


def lived(debt: Debt, wanted: Mapping[str, float], temperature: float, span: timedelta) -> Debt:
    """After a while at this operative °C, with those who were there and the °C that each wants.

    Others' debts only fade. A temperature that is no number, or time that ran backwards, changes nothing.
    """
    hours = span / timedelta(hours=1)
    if not -50.0 < temperature < 60.0 or hours <= 0.0:
        return debt
    fade = 0.5 ** (span / FORGOTTEN)
    owed = {person: value * fade for person, value in debt.owed.items()}
    for person, want in wanted.items():
        owed[person] = owed.get(person, 0.0) + max(abs(temperature - want) - TOLERATED, 0.0) * hours
    return Debt({person: value for person, value in owed.items() if value > 1e-3})


def owed_after(debt: Debt, hours: Iterable[Lived]) -> Debt:
    """After these hours. One alone gives in to nobody: an hour counts for several, and else debts only fade."""
    for hour in hours:
        debt = lived(debt, hour.wanted if len(hour.wanted) > 1 else {}, hour.temperature, timedelta(hours=1))
    return debt


def shared(wanted: Mapping[str, float], debt: Debt) -> float | None:
    """°C between what everybody wants, nearer to whom more is owed; None without people.

    Inside everybody's tolerance where that exists, else between the tolerances of those who want least and most. It
    never falls when somebody wants more.
    """
    if not wanted:
        return None
    weights = {person: 1.0 + debt.of(person) / LEANS for person in wanted}
    mean = sum(weights[person] * want for person, want in wanted.items()) / sum(weights.values())
    one, other = max(wanted.values()) - TOLERATED, min(wanted.values()) + TOLERATED
    return min(max(mean, min(one, other)), max(one, other))
