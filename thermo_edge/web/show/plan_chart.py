"""The next day of a room as one picture: comfort, what is expected and how surely, and the heating below."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil, isfinite

from thermo_edge.home.comfort import Band
from thermo_edge.home.units import fahrenheit
from thermo_edge.home.view import HouseView, PlannedRoomView, PlanView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.show.marks import stamp

IDLE = 0.02
"""Share of full heat up to which nothing is heated."""

SHORT = 2
"""Steps without heat between two heatings that a person would call one."""

_WIDTH, _HEIGHT = 288.0, 96.0  # of the temperatures
_GAP, _BARS = 8.0, 18.0
_WHOLE = _HEIGHT + _GAP + _BARS
_AIR = 0.4  # K above and below
_LEAST = 3.0  # K; a quiet day is not blown up into mountains
_LINES = 4
_HOURS = 3  # between two labels
_EDGE = 4.0  # per cent at either end without a label


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of numbers only; labels with their place in per cent from the left or the top; all of it in words."""

    svg: str
    ticks: tuple[tuple[float, str], ...]
    levels: tuple[tuple[float, str], ...]
    caption: str
    label: str


def runs(shares: Sequence[float]) -> tuple[tuple[int, int], ...]:
    """The heatings (or coolings) as (first step, end); short rests between are none."""
    found: list[tuple[int, int]] = []
    for step, share in enumerate(shares):
        if share <= IDLE:
            continue
        if found and step - found[-1][1] <= SHORT:
            found[-1] = (found[-1][0], step + 1)
        else:
            found.append((step, step + 1))
    return tuple(found)


def chart(room: PlannedRoomView, plan: PlanView, now: float | None, view: HouseView, words: Words) -> Chart | None:
    """`now`: °C measured, None where not known. None where the plan cannot be drawn."""
    lines = (room.temperature, room.tenth, room.ninetieth)
    if not room.heat or any(len(line) != len(room.heat) or not all(map(isfinite, line)) for line in lines):
        return None
    scale = _Scale(room, plan, now)
    caption = _caption(room, plan, view, words)
    levels = tuple(_levels(scale, words))
    return Chart(
        svg=_drawn(room, plan, now, view, scale),
        ticks=tuple(_ticks(plan.at, scale, view, words)),
        levels=tuple((100.0 * scale.y(celsius) / _WHOLE, said) for celsius, said in levels),
        caption=caption,
        label=". ".join((caption, _heated(room, plan, view, words))),
    )


class _Scale:
    """From times and temperatures to the picture."""

    def __init__(self, room: PlannedRoomView, plan: PlanView, now: float | None) -> None:
        self.begin, self.end = plan.at, plan.at + len(room.heat) * plan.step
        values = [*room.tenth, *room.ninetieth, *(edge for _, band in room.bands for edge in (band.low, band.high))]
        values += [] if now is None else [now]
        spare = max(0.0, _LEAST - (max(values) - min(values))) / 2
        self.low, self.high = min(values) - _AIR - spare, max(values) + _AIR + spare

    def x(self, at: datetime) -> float:
        return _WIDTH * ((at - self.begin) / (self.end - self.begin))

    def y(self, value: float) -> float:
        return _HEIGHT * (self.high - value) / (self.high - self.low)

    def point(self, at: datetime, value: float) -> str:
        return f"{self.x(at):.1f} {self.y(value):.1f}"


def _drawn(room: PlannedRoomView, plan: PlanView, now: float | None, view: HouseView, scale: _Scale) -> str:
    at = min(max(view.at, plan.at), scale.end)
    ends = [plan.at + (step + 1) * plan.step for step in range(len(room.heat))]
    coming = [step for step, end in enumerate(ends) if end > at]
    start = [] if now is None else [scale.point(at, now)]
    line, low, high = (
        [*start, *(scale.point(ends[step], values[step]) for step in coming)]
        for values in (room.temperature, room.tenth, room.ninetieth)
    )
    parts = [_rect("comfort", *block) for block in _blocks(room.bands, scale)]
    parts += [_path("grid", f"M0 {scale.y(value):.1f}H{_WIDTH:g}") for value, _ in _lines(scale, view.house.fahrenheit)]
    parts += [_path("range", f"M{'L'.join((*high, *reversed(low)))}Z"), _path("comes", f"M{'L'.join(line)}")]
    parts += _bars("heat", room.heat) + _bars("cool", room.cool)
    parts += [_path("base", f"M0 {_WHOLE:g}H{_WIDTH:g}"), _path("now", f"M{scale.x(at):.1f} 0V{_WHOLE:g}")]
    parts += [_path("dot", f"M{each}h.01") for each in start]
    return (
        f'<svg class="te-day" viewBox="0 0 {_WIDTH:g} {_WHOLE:g}" preserveAspectRatio="none" aria-hidden="true">'
        f"{''.join(parts)}</svg>"
    )


def _path(name: str, d: str) -> str:
    return f'<path class="{name}" d="{d}"/>'


def _rect(name: str, x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="{name}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def _blocks(bands: Sequence[tuple[datetime, Band]], scale: _Scale) -> Iterator[tuple[float, float, float, float]]:
    """The comfort by the hours as x, y, width, height."""
    ends = [*bands[1:], *((scale.end, band) for _, band in bands[-1:])]
    for (since, band), (until, _) in zip(bands, ends, strict=True):
        left, right = scale.x(max(since, scale.begin)), scale.x(min(until, scale.end))
        if right > left:
            yield left, scale.y(band.high), right - left, scale.y(band.low) - scale.y(band.high)


def _bars(name: str, shares: Sequence[float]) -> list[str]:
    """Neighbours that are as high are one bar."""
    wide, found = _WIDTH / max(len(shares), 1), list[str]()
    heights = [round(min(max(share, 0.0), 1.0), 2) if share > IDLE else 0.0 for share in shares]
    changes = [step for step in range(len(heights)) if step == 0 or heights[step] != heights[step - 1]]
    for first, end in pairwise([*changes, len(heights)]):
        if heights[first] > 0.0:
            height = _BARS * heights[first]
            found.append(_rect(name, first * wide, _WHOLE - height, (end - first) * wide, height))
    return found


def _levels(scale: _Scale, words: Words) -> Iterator[tuple[float, str]]:
    return ((celsius, words.temperature(celsius, 0)) for celsius, _ in _lines(scale, words.in_fahrenheit))


def _lines(scale: _Scale, in_fahrenheit: bool) -> Iterator[tuple[float, float]]:
    """Round temperatures within the picture: °C, and as they are shown."""
    low, high = (fahrenheit(end) if in_fahrenheit else end for end in (scale.low, scale.high))
    size = next((each for each in (1, 2, 5, 10, 20) if (high - low) / each <= _LINES), 50)
    level = ceil(low / size) * size
    while level < high:
        yield ((level - 32) / 1.8 if in_fahrenheit else float(level)), float(level)
        level += size


def _ticks(begin: datetime, scale: _Scale, view: HouseView, words: Words) -> Iterator[tuple[float, str]]:
    """Whole local hours, also on days of 23 and 25."""
    at = begin
    while at < scale.end:
        local, place = view.house.local(at), 100.0 * scale.x(at) / _WIDTH
        if local.minute == 0 and local.hour % _HOURS == 0 and _EDGE <= place <= 100.0 - _EDGE:
            yield place, words.instant(at)
        at += timedelta(minutes=15)


def _caption(room: PlannedRoomView, plan: PlanView, view: HouseView, words: Words) -> str:
    """The two numbers that a person looks for."""
    low, high = min(room.temperature), max(room.temperature)
    bottom, top = (
        stamp(plan.at + (room.temperature.index(value) + 1) * plan.step, view, words) for value in (low, high)
    )
    return words.say(N_("Lowest {low} ({bottom}), highest {high} ({top})"), low=low, bottom=bottom, high=high, top=top)


def _heated(room: PlannedRoomView, plan: PlanView, view: HouseView, words: Words) -> str:
    found = [
        f"{stamp(plan.at + first * plan.step, view, words)}–{stamp(plan.at + end * plan.step, view, words)}"
        for first, end in runs(room.heat)
    ]
    if not found:
        return words.say(N_("No heating is planned"))
    return words.say(N_("Heating: {what}"), what=words.say(N_(", ")).join(found))
