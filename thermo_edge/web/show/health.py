"""The four things the program stands on, each in a sentence and with since when."""

from dataclasses import dataclass
from datetime import timedelta

from thermo_edge.home.reason import Code
from thermo_edge.home.view import HouseView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.show.marks import stamp, trouble

STARTS = timedelta(seconds=60)
"""A connection that is missing for no longer is being made."""


@dataclass(frozen=True, slots=True)
class HealthRow:
    """How a thing is, and a little more."""

    symbol: str
    state: str
    detail: str
    good: bool


def connecting(view: HouseView) -> bool:
    """Whether the connection to the home is just being made: no reason to worry yet."""
    health = view.health
    hopeful = health.link_why is None or health.link_why.code in {Code.HOME_STARTING, Code.LINK_DOWN}
    return not health.link_ready and hopeful and view.at - health.link_since < STARTS


def health_rows(view: HouseView, words: Words, answers: bool = True, simulated: bool = False) -> tuple[HealthRow, ...]:
    """Connection, database, clock and loop; `answers` is whether the loop still comes round."""
    health = view.health
    since = words.say(N_("since {at}"), at=stamp(health.link_since, view, words))
    turn = words.say(N_("last turn {at}"), at=stamp(health.loop_at, view, words))
    kept = N_("Everything is recorded") if health.store_ok else N_("The database cannot be written")
    why = trouble(health.store_why, view, words) if health.store_why and not health.store_ok else ""
    clock = N_("The clock is right") if health.clock_ok else N_("The clock is behind")
    loop = N_("The house is looked after") if answers else N_("Thermo Edge does not answer")
    linked = health.link_ready or connecting(view)
    return (
        HealthRow("science" if simulated else "link", _link(view, words, simulated), since, linked),
        HealthRow("database", words.say(kept), why, health.store_ok),
        HealthRow("schedule", words.say(clock), words.instant(view.at), health.clock_ok),
        HealthRow("autorenew", words.say(loop), turn, answers),
    )


def _link(view: HouseView, words: Words, simulated: bool) -> str:
    if simulated:
        good, bad = N_("The simulated home answers"), N_("The simulated home does not answer")
        return words.say(good if view.health.link_ready else bad)
    if connecting(view):
        return words.say(N_("Connecting to Home Assistant"))
    return words.say(N_("Home Assistant answers") if view.health.link_ready else N_("Home Assistant does not answer"))
