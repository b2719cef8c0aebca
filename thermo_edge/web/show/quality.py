"""How good the belief of who is where has been on this home, said plainly."""

from dataclasses import dataclass

from thermo_edge.home.view import QualityView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words

DAYS = 3
"""From fewer days than this nothing is said about faults a day."""

BELIEFS, OF_A_KIND = 100, 20
"""Calibration takes so many beliefs whose truth is known, and a line of it so many that were alike."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault: what it is, how often, and how it is counted."""

    what: str
    often: str
    counted: str


@dataclass(frozen=True, slots=True)
class QualityModel:
    """The card; each of `rows` is what was said, what was so, and how often that was seen."""

    faults: tuple[Fault, ...]
    sentence: str
    rows: tuple[tuple[str, str, str], ...]


def quality_model(known: QualityView, words: Words) -> QualityModel:
    """What was wrong a day, and whether seven times in ten is meant where it says 70 %."""
    on, off = (_often(count, known.days, words) for count in (known.false_on, known.false_off))
    by_word = words.say(N_("Counted when a person answers a decision with Wrong."))
    by_act = words.say(N_("Counted when somebody moves just after the light went out, or lights it by hand."))
    faults = (
        Fault(words.say(N_("Somebody was believed where nobody was")), on, by_word),
        Fault(words.say(N_("Nobody was believed where somebody was")), off, by_act),
    )
    return QualityModel(faults, *_calibration(known, words))


def _often(count: int, days: int, words: Words) -> str:
    if days < DAYS:
        return words.say(N_("Not known yet: {count} of {total} days"), count=float(days), total=float(DAYS))
    often = round(count / days, 1)
    return words.say(N_("{often} a day, over {count} days"), often=often, count=float(days))


def _calibration(known: QualityView, words: Words) -> tuple[str, tuple[tuple[str, str, str], ...]]:
    total = sum(each.count for each in known.bins)
    if total < BELIEFS:
        sentence = N_("Whether its percentages can be trusted is not known yet: {count} of {total} beliefs checked.")
        return words.say(sentence, count=float(total), total=float(BELIEFS)), ()
    error = sum(each.count * abs(each.believed - each.occupied) for each in known.bins) / total
    sentence = N_("Its percentages are off by {points} points on average, over {count} beliefs.")
    rows = tuple(
        (words.share(each.believed), words.share(each.occupied), f"{each.count}")
        for each in known.bins
        if each.count >= OF_A_KIND
    )
    return words.say(sentence, points=round(100 * error, 1), count=str(total)), rows
