"""The four things the program stands on, each in a word and with since when."""

from dataclasses import dataclass

from thermo_edge.home.view import HouseView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.show.marks import stamp, trouble


@dataclass(frozen=True, slots=True)
class HealthRow:
    """What it is, how it is, and a little more."""

    symbol: str
    name: str
    state: str
    detail: str
    good: bool


def health_rows(view: HouseView, words: Words, answers: bool = True) -> tuple[HealthRow, ...]:
    """Connection, database, clock and loop; `answers` is whether the loop still comes round."""
    health = view.health
    since = words.say(N_("since {at}"), at=stamp(health.link_since, view, words))
    turn = words.say(N_("last turn {at}"), at=stamp(health.loop_at, view, words))
    return (
        _row("link", words.say(N_("Home Assistant")), _answer(health.link_ready, words), since, health.link_ready),
        _row(
            "database",
            words.say(N_("Database")),
            words.say(N_("Writes") if health.store_ok else N_("Cannot be written")),
            trouble(health.store_why, view, words) if health.store_why and not health.store_ok else "",
            health.store_ok,
        ),
        _row(
            "schedule",
            words.say(N_("Clock")),
            words.say(N_("Right") if health.clock_ok else N_("Behind")),
            words.instant(view.at),
            health.clock_ok,
        ),
        _row("autorenew", words.say(N_("The house")), _answer(answers, words), turn, answers),
    )


def _answer(good: bool, words: Words) -> str:
    return words.say(N_("Answers") if good else N_("Does not answer"))


def _row(symbol: str, name: str, state: str, detail: str, good: bool) -> HealthRow:
    return HealthRow(symbol, name, state, detail, good)
