"""What was measured of savings as people read it, and as figures."""

from collections.abc import Iterator
from dataclasses import asdict

from thermo_edge.home.house import House
from thermo_edge.home.savings import Design, Interval, Measure, Saving
from thermo_edge.language import savings
from thermo_edge.language.words import Words


def lines(found: Saving, house: House, words: Words) -> Iterator[str]:
    """Each a sentence: what was compared, what came of it, and what was left out."""
    if found.ours or found.plain:  # of no days there is no span
        yield words.say(
            savings.DESIGNS[found.design],
            begin=found.begin.isoformat(),
            end=found.end.isoformat(),
            ours=float(found.ours),
            plain=float(found.plain),
        )
    if found.missing:
        before = found.design is Design.MATCHED and found.before_lacks
        yield words.say(savings.MISSING_BEFORE if before else savings.MISSING, count=float(found.missing))
    if found.missing and found.design is Design.MATCHED and house.outdoor is None:
        yield words.say(savings.NO_OUTDOOR)
    for measure, less in (found.less or {}).items():
        yield one(measure, less, words)
    yield words.say(savings.SOURCES[found.source])
    for why, count in found.left_out.items():
        yield words.say(savings.LEFT_OUT[why], count=float(count))


def one(measure: Measure, less: Interval, words: Words) -> str:
    """One measure with its interval; what there is more of is said so, with its bounds turned round."""
    more = less.value < 0.0
    low, high = (-less.high, -less.low) if more else (less.low, less.high)
    sentence = (savings.MORE if more else savings.LESS)[measure]
    told = words.say(sentence, **{n: _figure(measure, v, words) for n, v in _named(abs(less.value), low, high)})
    return told if less.sure else f"{told}. {words.say(savings.UNSURE)}"


def _named(value: float, low: float, high: float) -> tuple[tuple[str, float], ...]:
    return ("value", value), ("low", low), ("high", high)


def _figure(measure: Measure, value: float, words: Words) -> str:
    text = words.share(value) if measure is Measure.SHARE else f"{value:.2f}"
    return text.replace("-", "−")


def as_json(found: Saving) -> dict[str, object]:
    """The figures, for other programs."""
    return {
        "design": found.design.value,
        "begin": found.begin.isoformat(),
        "end": found.end.isoformat(),
        "days": {"ours": found.ours, "plain": found.plain},
        "energy_from": found.source.value,
        "left_out": {why.value: count for why, count in found.left_out.items()},
        "missing_days": found.missing,
        "usual_kwh": found.usual,
        "less": {measure.value: asdict(less) for measure, less in (found.less or {}).items()},
    }
