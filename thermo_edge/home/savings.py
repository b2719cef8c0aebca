"""What the program saves in this home, as measured: days run in two ways, and the difference with its interval."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Way(StrEnum):
    """How the warmth of the house is run."""

    OURS = "ours"
    PLAIN = "plain"  # a day for comparison: hours, setback and presence by the rule, no plan and nothing learned
    OBSERVED = "observed"  # the program only looked on


@dataclass(frozen=True, slots=True)
class Run:
    """From `at` on it was this way."""

    at: datetime
    way: Way


@dataclass(frozen=True, slots=True)
class ComparisonMemory:
    """How the house was run, oldest first, and since which local day (an ordinal) days take turns."""

    runs: tuple[Run, ...] = ()
    began: int | None = None


@dataclass(frozen=True, slots=True)
class EnergyMeter:
    """A counter of what heating and cooling take; `source`: the heat source whose fuel it counts, else electricity."""

    entity: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Measuring:
    """What the household said about measuring savings."""

    alternate: bool = False
    meters: tuple[EnergyMeter, ...] = ()


class Design(StrEnum):
    """What is compared."""

    ALTERNATING = "alternating"  # blocks of days in random order
    MATCHED = "matched"  # days before against days after, for their weather: weaker evidence


class Measure(StrEnum):
    """What is compared, of a day; each is by how much less there is of it on days that are ours."""

    ENERGY = "energy"  # kWh
    SHARE = "share"  # of the energy of a plain day, 0..1
    MONEY = "money"  # currency
    COLD = "cold"  # K·h below comfort with somebody home
    WARM = "warm"  # K·h above it
    HOLDS = "holds"  # changes that people made by hand


class LeftOut(StrEnum):
    """Why a day is not counted."""

    CHANGED = "changed"  # the first of a block: the house still holds the heat of the day before
    NOT_NORMAL = "not_normal"  # guests, a party, illness, a vacation
    WINDOWS = "windows"  # they stood open for hours
    GAP = "gap"  # too little is known of it
    OTHER_WEATHER = "other_weather"  # nothing on the other side is like it


class Source(StrEnum):
    """Where the energy of a day is from."""

    METER = "meter"
    POWER = "power"  # full power as the settings say it, times how long it ran
    ASSUMED = "assumed"  # the same, with a power that nobody has told


@dataclass(frozen=True, slots=True)
class Interval:
    """A value and its 90 % interval."""

    value: float
    low: float
    high: float

    @property
    def sure(self) -> bool:
        """Whether nought lies outside."""
        return self.low > 0.0 or self.high < 0.0


@dataclass(frozen=True)
class Saving:
    """What was found over [begin, end]. Where `missing` is not nought there is too little data and no `less`.

    `ours` and `plain` are days that were compared; `missing`: about so many more days are needed; `usual`: kWh of a
    plain day under the weather of the days compared.
    """

    design: Design
    begin: date
    end: date
    ours: int
    plain: int
    source: Source
    left_out: Mapping[LeftOut, int]
    missing: int = 0
    before_lacks: bool = False  # what is missing lies before the program acted, and will not come
    less: Mapping[Measure, Interval] | None = None
    usual: float | None = None
