"""What can befall a household, as data: when it begins, how long, who lives there, and what happens on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from thermo_edge.home.house import Value
from thermo_edge.simulation import household
from thermo_edge.simulation.agenda import Spell
from thermo_edge.simulation.inhabitants import Habits


class Befalls(StrEnum):
    """What can happen; `target` says to what, `value` which way."""

    SILENT = "silent"  # an entity says nothing any more (True), or again
    UNAVAILABLE = "unavailable"  # an entity is away (True), or back
    FROZEN = "frozen"  # an entity goes on saying what it said last
    STUCK = "stuck"  # the valve of a room jams at this opening (a number), or runs again (False)
    WINDOW = "window"  # somebody opens or closes the window of a room, and forgets it
    POWER = "power"  # mains fail (False) or come back: switches and lamps go off, the hub and this program die
    RESTART = "restart"  # this program ends without a word and starts again
    INTRUDER = "intruder"  # somebody breaks in by the front door and looks around
    SMOKE = "smoke"  # a detector of a room
    LEAK = "leak"
    LINK = "link"  # the connection to the home goes (False) or comes


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happens so long after the start, by the wall clock."""

    after: timedelta
    what: Befalls
    target: str = ""
    value: Value = True


@dataclass(frozen=True)
class Scenario:
    """`alerts`: the beginnings of the keys of notices that are right; any other that warns is false."""

    name: str
    title: str
    start: datetime  # on the wall clock of the home
    days: int
    spells: tuple[Spell, ...] = ()
    changes: tuple[Change, ...] = ()
    habits: Habits = field(default_factory=Habits)
    baby: bool = False
    warmer: float = 0.0  # K than the weather of the seed
    alerts: tuple[str, ...] = ()
    keeps: bool = False  # needs a history that survives: a database
    covers: tuple[str, ...] = ()  # rooms whose windows have shutters with a motor


def _at(day: int, hour: float) -> timedelta:
    return timedelta(days=day, hours=hour)


def _day(year: int, month: int, day: int) -> datetime:
    """Its midnight on the wall clock."""
    return datetime(year, month, day)  # noqa: DTZ001 - the home's zone is not known here


_WINTER = _day(2026, 1, 12)
_ARMS = Habits(arms_away=True, arms_at_night=True)

SCENARIOS: Mapping[str, Scenario] = {
    scenario.name: scenario
    for scenario in (
        Scenario("winter-week", "A usual week in January", _WINTER, 7),
        Scenario("summer-week", "A usual week in June", _day(2026, 6, 15), 7),
        Scenario("heat-wave", "A week in a hot July", _day(2026, 7, 13), 7, warmer=6.0),
        Scenario(
            "shaded-heat-wave",
            "The same week with shutters that may shade",
            _day(2026, 7, 13),
            7,
            warmer=6.0,
            covers=("living", "kitchen", "bedroom", "kids"),
        ),
        Scenario("empty-house", "Nobody is home for a week", _WINTER, 7, (Spell("gone", 1, 7),), habits=_ARMS),
        Scenario("holiday", "Home from work and school", _day(2026, 2, 16), 7, (Spell("free", 0, 7),)),
        Scenario("party", "Guests on Saturday night", _day(2026, 1, 16), 3, (Spell("party", 1),)),
        Scenario(
            "dead-sensor",
            "The thermometer of the living room dies on the second evening",
            _WINTER,
            4,
            changes=(Change(_at(1, 18.5), Befalls.SILENT, household.thermometer("living").entity),),
            alerts=("silent:living",),
        ),
        Scenario(
            "stuck-valve",
            "The valve of Mia's room jams shut",
            _WINTER,
            4,
            changes=(Change(_at(1, 14.0), Befalls.STUCK, "kids", 0.0),),
            alerts=("useless:",),
        ),
        Scenario(
            "window-left-open",
            "The kitchen window stays open from morning to evening",
            _WINTER,
            2,
            changes=(
                Change(_at(1, 7.6), Befalls.WINDOW, "kitchen", True),
                Change(_at(1, 18.0), Befalls.WINDOW, "kitchen", False),
            ),
        ),
        Scenario(
            "window-without-contact",
            "The kitchen window is open for half an hour, and its contact is dead",
            _WINTER,
            2,
            changes=(
                Change(_at(0, 1.0), Befalls.UNAVAILABLE, household.contact("kitchen").entity),
                Change(_at(1, 7.6), Befalls.WINDOW, "kitchen", True),
                Change(_at(1, 8.1), Befalls.WINDOW, "kitchen", False),
            ),
            alerts=(f"away:{household.contact('kitchen').entity}",),
        ),
        Scenario(
            "power-cut",
            "No mains for an hour on a cold evening",
            _WINTER,
            3,
            changes=(Change(_at(1, 19.0), Befalls.POWER, value=False), Change(_at(1, 20.0), Befalls.POWER)),
            keeps=True,
        ),
        Scenario(
            "restart",
            "The program dies and starts again, six times in two days",
            _WINTER,
            2,
            changes=tuple(Change(_at(0, hour), Befalls.RESTART) for hour in (6.6, 7.7, 12.0, 19.0, 31.0, 42.5)),
            keeps=True,
        ),
        Scenario("clock-change-spring", "A day of 23 hours", _day(2026, 3, 28), 3),
        Scenario("clock-change-autumn", "A day of 25 hours", _day(2026, 10, 24), 3),
        Scenario(
            "burglar",
            "The family is away, and somebody comes at night",
            _WINTER,
            3,
            (Spell("gone", 1, 2),),
            (Change(_at(2, 2.5), Befalls.INTRUDER),),
            _ARMS,
            alerts=("intrusion:",),
        ),
        Scenario("baby", "A baby that wakes three times a night", _WINTER, 4, baby=True),
        Scenario(
            "new-job",
            "Ben begins work five hours later from Wednesday on",
            _WINTER,
            7,
            (Spell("shift", 2, 5, person=1, hours=5.0),),
        ),
    )
}
