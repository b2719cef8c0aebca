"""Night after night: the error of what served, of what was tried, and of those who know nothing of the home."""

from collections.abc import Sequence
from dataclasses import dataclass

from thermo_edge.home.learning import NightOutcome
from thermo_edge.home.view import HouseView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words

_WIDTH, _HEIGHT = 240.0, 72.0
FEWEST = 2
_MOST_DOTS = 24
"""More of them would hide the line."""

_TALL, _APART = 84.0, 14.0  # px: the picture, and two of its names at least
_ROOM = 1.1
_NAMES = {
    "base model": N_("Shipped model"),
    "persistence": N_("Stays as it is"),
    "same change as yesterday": N_("Same as yesterday"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One that is drawn: its name, how (`tried`, `served` or `plain`), its last error, and where that stands in px."""

    name: str
    kind: str
    last: str
    at: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of numbers only; errors begin at nought, `top` is the highest of the axis."""

    svg: str
    top: str
    begin: str
    end: str
    lines: tuple[Line, ...]
    label: str
    caption: str


def chart(nights: Sequence[NightOutcome], view: HouseView, words: Words) -> Chart | None:
    """From two nights on."""
    known = compared(nights)
    if len(known) < FEWEST:
        return None
    series = _series(known, words)
    top = max(value for _, _, values in series for value in values if value is not None) * _ROOM or 1.0
    unit = known[-1].unit
    ends = [_TALL * (1.0 - (values[-1] or 0.0) / top) for _, _, values in series]
    found = tuple(
        Line(name, kind, _figure(values[-1]), at)
        for (name, kind, values), at in zip(series, spread(ends), strict=True)
        if values[-1] is not None
    )
    label = words.say(N_(", ")).join(f"{line.name} {line.last}" for line in found)
    caption = words.say(N_("Error in {unit}"), unit=unit)
    if known[-1].what and unit == "K":
        caption = words.say(N_("Error in {unit}, {what} ahead"), unit=unit, what=known[-1].what)
    first, last = (f"{view.house.local(each.at):%Y-%m-%d}" for each in (known[0], known[-1]))
    return Chart(_drawn(series, top), f"{top:.2g}", first, last, found, label, caption)


def compared(nights: Sequence[NightOutcome]) -> list[NightOutcome]:
    """Those that tell the error of what was tried and of what served."""
    return [each for each in nights if each.before is not None and each.after is not None]


Series = tuple[str, str, list[float | None]]


def _series(nights: Sequence[NightOutcome], words: Words) -> list[Series]:
    others = dict.fromkeys(name for each in nights for name, _ in each.baselines)
    found: list[Series] = [
        (words.say(N_("Tried")), "tried", [each.after for each in nights]),
        (words.say(N_("Served")), "served", [each.before for each in nights]),
    ]
    for name in others:
        values = [dict(each.baselines).get(name) for each in nights]
        found.append((words.say(_NAMES.get(name, name)), "plain", values))
    return found


def _drawn(series: Sequence[Series], top: float) -> str:
    count = len(series[0][2])
    parts = [f'<path class="base" d="M0 {_HEIGHT:g}H{_WIDTH:g}"/>', f'<path class="grid" d="M0 0H{_WIDTH:g}"/>']
    for _, kind, values in reversed(series):
        points = [
            (_WIDTH * place / (count - 1), _HEIGHT * (1.0 - value / top))
            for place, value in enumerate(values)
            if value is not None
        ]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        parts.append(f'<path class="{kind}" d="M{path}"/>')
        if kind == "tried" and count <= _MOST_DOTS:
            parts += [f'<path class="dot" d="M{x:.1f} {y:.1f}h0"/>' for x, y in points]
    box = f'viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" preserveAspectRatio="none" aria-hidden="true"'
    return f'<svg class="te-nights" {box}>{"".join(parts)}</svg>'


def _figure(value: float | None) -> str:
    return f"{value:.3g}" if value is not None else ""


def spread(places: Sequence[float]) -> list[float]:
    """The same order, moved apart so that names can be read: downwards first, then up from the lower edge."""
    order = sorted(range(len(places)), key=lambda each: places[each])
    found, free = list(places), 0.0
    for each in order:
        found[each] = max(places[each], free)
        free = found[each] + _APART
    free = _TALL
    for each in reversed(order):
        found[each] = min(found[each], free)
        free = found[each] - _APART
    return found
