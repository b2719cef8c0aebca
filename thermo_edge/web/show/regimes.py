"""What kind of time it is, and what a person can say about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from thermo_edge.home.forecast import Known, Regime, RegimeSpan
from thermo_edge.home.view import HouseView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.show.marks import Mark, stamp


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    symbol: str
    wish: str
    hours: tuple[int, ...]  # how long it may last


_KINDS = {
    Regime.VACATION: _Kind(N_("Vacation"), "luggage", N_("Vacation until {when}"), (72, 168, 336, 504)),
    Regime.GUESTS: _Kind(N_("Guests"), "group", N_("Guests until {when}"), (6, 24, 72, 168)),
    Regime.PARTY: _Kind(N_("Party"), "celebration", N_("Party until {when}"), (3, 6, 12)),
    Regime.ILLNESS: _Kind(N_("Illness"), "sick", N_("Illness until {when}"), (24, 72, 168)),
}


@dataclass(frozen=True, slots=True)
class Span:
    """How long something declared may last: a chip, and the sentence of the button."""

    key: str
    words: str
    wish: str
    until: datetime


@dataclass(frozen=True, slots=True)
class RegimeModel:
    """The card. `ends`: there is something to end; `blocked`: why nothing can be said to the house now."""

    state: Mark
    lines: tuple[str, ...]
    ends: bool
    blocked: str = ""


def regime_model(span: RegimeSpan | None, view: HouseView, words: Words, blocked: str = "") -> RegimeModel:
    """What kind of time it is, how that is known, and until when. None: a normal time."""
    if span is None or span.regime is Regime.NORMAL:
        line = words.say(N_("Days that are not normal are kept out of what the house learns."))
        return RegimeModel(Mark(words.say(N_("A normal time")), "event_available"), (line,), False, blocked)
    facts = {"since": stamp(span.since, view, words), "until": stamp(span.until, view, words)}
    declared = N_("A person said so {since}. It ends {until}.")
    detected = N_("It has looked so since {since}. Unless that goes on, it ends {until}.")
    lines = (
        words.say(declared if span.known is Known.DECLARED else detected, **facts),
        words.say(N_("Nothing is learned from this time.")),
    )
    return RegimeModel(regime_mark(span.regime, words), lines, True, blocked)


def regime_mark(regime: Regime, words: Words) -> Mark:
    """A kind of time in a word."""
    kind = _KINDS.get(regime)
    return Mark(words.say(kind.name), kind.symbol, "ask") if kind is not None else Mark(regime.value, "help")


def kinds(words: Words) -> tuple[tuple[str, str], ...]:
    """What can be declared: (key, word)."""
    return tuple((regime.value, words.say(kind.name)) for regime, kind in _KINDS.items())


def spans(regime: Regime, view: HouseView, words: Words) -> tuple[Span, ...]:
    """How long it may last, from now."""
    kind = _KINDS[regime]
    found = []
    for hours in kind.hours:
        lasts = timedelta(hours=hours)
        until = view.at + lasts
        chip = words.say(N_("for {left}"), left=lasts.total_seconds())
        found.append(Span(f"{hours}h", chip, words.say(kind.wish, when=stamp(until, view, words)), until))
    return tuple(found)
