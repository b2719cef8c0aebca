"""What a house hears: from its home, and from what is reckoned beside it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from thermo_edge.home.forecast import Learned
from thermo_edge.home.hindsight import Hindsight
from thermo_edge.home.house import EntityId, Location, PlaceId
from thermo_edge.home.plan import Plan
from thermo_edge.home.reason import Reason
from thermo_edge.home.savings import Saving
from thermo_edge.home.snapshot import Called, Reading, Takes
from thermo_edge.home.taste import Offered
from thermo_edge.home.thermostat import ThermostatsRead
from thermo_edge.home.turn import Delivery


@dataclass(frozen=True, slots=True)
class Changes:
    """Some points changed."""

    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Synced:
    """Everything that the house names was read. What the home does not have is in it as MISSING.

    `protected`: devices whose switch-off from outside stands ready; `at` is the home's own clock, `zone` its time zone
    and `location` where it is, as far as it tells; `fahrenheit`: people there read °F; `takes` are of thermostats;
    `groups` are lamps that are several, with those of ours in them; `currency`: ISO 4217, as far as it tells.
    """

    readings: tuple[Reading, ...]
    protected: frozenset[EntityId] = frozenset()
    at: datetime | None = None
    zone: str | None = None
    location: Location | None = None
    fahrenheit: bool = False
    takes: Mapping[EntityId, Takes] = field(default_factory=dict)
    groups: Mapping[EntityId, frozenset[EntityId]] = field(default_factory=dict)
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class LinkLost:
    """The home cannot be reached or refuses us; the next Synced says that it is back."""

    why: Reason


@dataclass(frozen=True, slots=True)
class Renamed:
    """An entity has a new id at the home. The adapter goes on reading and commanding it under the old one."""

    old: EntityId
    new: EntityId


@dataclass(frozen=True, slots=True)
class Protected:
    """The switch-off from outside was made and tested, or why not."""

    entity: EntityId
    error: Reason | None = None


@dataclass(frozen=True, slots=True)
class Peer:
    """Another Thermo Edge may act on this home, since then. One that only observes says nothing."""

    instance: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something about the home that a person should mend; `mended` when it is over."""

    key: str
    reason: Reason
    entities: tuple[EntityId, ...] = ()
    mended: bool = False


@dataclass(frozen=True, slots=True)
class Believed:
    """What the learned side of occupancy says; it is reckoned beside the house and looked at in its next turn."""

    learned: Learned


@dataclass(frozen=True, slots=True)
class PlanMade:
    """A new plan, made beside the house, that stands from its next turn on; None: none could be made."""

    plan: Plan | None


@dataclass(frozen=True, slots=True)
class TasteMade:
    """What the night made of what people did and said: the season, what may be offered, and who gave in of late.

    `debts` are K·h by room and person; the hours up to `owed_until` are in them.
    """

    season: str
    offers: tuple[Offered, ...]
    debts: Mapping[PlaceId, Mapping[str, float]] = field(default_factory=dict)
    owed_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Replayed:
    """What would have been done in the last days, and what of it would have been right."""

    found: Hindsight


@dataclass(frozen=True, slots=True)
class Measured:
    """What the program saves here, as far as the days up to now tell."""

    found: Saving


@dataclass(frozen=True, slots=True)
class DampRead:
    """°C below which rooms that have been damp for long are not let fall; every other room is dry."""

    lowest: Mapping[PlaceId, float]


@dataclass(frozen=True, slots=True)
class SurfacesRead:
    """K by which rooms feel colder than their air is, by their surfaces; every other room feels as its air."""

    radiant: Mapping[PlaceId, float]


Reckoned = Believed | PlanMade | TasteMade | Replayed | Measured | ThermostatsRead | DampRead | SurfacesRead
"""What was made beside the house."""

Heard = Changes | Synced | LinkLost | Delivery | Called | Renamed | Protected | Peer | Trouble | Reckoned
Hear = Callable[[Heard], None]
