"""The hours ahead as one small picture: how likely somebody is there, step by step from now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from thermo_edge.home.forecast import Later
from thermo_edge.home.view import HouseView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.show.marks import stamp

_WIDTH, _HEIGHT = 200.0, 48.0
_DAY = timedelta(days=1)
_FLAT = 0.1
"""A picture that moves by less than this has neither a top nor a bottom to name."""


@dataclass(frozen=True, slots=True)
class Steps:
    """A picture of numbers only, the local time under each step, a caption, and all of it in words."""

    svg: str
    labels: tuple[str, ...]
    caption: str
    label: str


def steps(now: float, ahead: Sequence[Later], view: HouseView, words: Words) -> Steps | None:
    """From P now and P so much later; None where nothing is said of later."""
    later = sorted((each for each in ahead if 0.0 <= each.probability <= 1.0), key=lambda each: each.after)
    if not later or not 0.0 <= now <= 1.0:
        return None
    at = [view.at, *(view.at + each.after for each in later)]
    values = [now, *(each.probability for each in later)]
    said = [f"{stamp(when, view, words)} {words.share(value)}" for when, value in zip(at[1:], values[1:], strict=True)]
    first = words.say(N_("now"))
    return Steps(
        svg=_drawn(values),
        labels=(first, *(words.instant(when) for when in at[1:])),
        caption=_caption(at[1:], values[1:], view, words),
        label=", ".join((f"{first} {words.share(now)}", *said)),
    )


def _caption(at: Sequence[datetime], values: Sequence[float], view: HouseView, words: Words) -> str:
    """The two numbers that a person looks for."""
    high, low = max(values), min(values)
    if high - low < _FLAT:
        mean = sum(values) / len(values)
        return words.say(N_("About {share} likely until {when}"), share=mean, when=stamp(at[-1], view, words))
    top, bottom = (_time(at[values.index(value)], view, words) for value in (high, low))
    sentence = N_("Most likely {top} ({most}), least {bottom} ({least})")
    return words.say(sentence, top=top, most=words.share(high), bottom=bottom, least=words.share(low))


def _time(at: datetime, view: HouseView, words: Words) -> str:
    """Within a day the time of day says which; so the caption and the axis agree."""
    return words.instant(at) if at - view.at < _DAY else stamp(at, view, words)


def _drawn(values: Sequence[float]) -> str:
    """What is now is solid; what comes is dashed."""
    wide = _WIDTH / len(values)
    heights = [_HEIGHT * (1.0 - value) for value in values]
    ends = [(place * wide, (place + 1) * wide, height) for place, height in enumerate(heights)]
    outline = "".join(f"L{left:.1f} {y:.1f}L{right:.1f} {y:.1f}" for left, right, y in ends)
    coming = "".join(f"L{left:.1f} {y:.1f}L{right:.1f} {y:.1f}" for left, right, y in ends[1:])
    paths = {
        "half": f"M0 {_HEIGHT / 2:g}H{_WIDTH:g}",
        "area": f"M0 {_HEIGHT:g}{outline}L{_WIDTH:g} {_HEIGHT:g}Z",
        "was": f"M0 {heights[0]:.1f}H{wide:.1f}",
        "comes": f"M{wide:.1f} {heights[0]:.1f}{coming}",
    }
    return (
        f'<svg class="te-steps" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" preserveAspectRatio="none" aria-hidden="true">'
        + "".join(f'<path class="{name}" d="{path}"/>' for name, path in paths.items())
        + "</svg>"
    )
