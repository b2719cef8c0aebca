"""Places of a picture whose time runs from six hours ago to eighteen ahead, and the small shapes it is drawn with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from math import ceil

from thermo_edge.home.units import fahrenheit
from thermo_edge.home.view import HouseView
from thermo_edge.language.words import Words

WIDTH = 480.0
_LINES = 5
_HOURS = 3  # between two labels
_EDGE = 3.0  # per cent at either end without a label

Pair = tuple[datetime, float]


@dataclass(frozen=True, slots=True)
class Pane:
    """From times and values to a picture as wide as all and as high as `height`."""

    begin: datetime
    end: datetime
    low: float
    high: float
    height: float

    def x(self, at: datetime) -> float:
        return WIDTH * ((at - self.begin) / (self.end - self.begin))

    def y(self, value: float) -> float:
        return self.height * (self.high - value) / ((self.high - self.low) or 1.0)

    def line(self, pairs: Sequence[Pair]) -> str:
        """A path through values."""
        return "M" + "L".join(f"{self.x(at):.1f} {self.y(value):.1f}" for at, value in pairs) if pairs else ""

    def area(self, pairs: Sequence[Pair]) -> str:
        """The same, filled down to the ground."""
        if not pairs:
            return ""
        first, last = self.x(pairs[0][0]), self.x(pairs[-1][0])
        return f"{self.line(pairs)}L{last:.1f} {self.height:.1f}L{first:.1f} {self.height:.1f}Z"

    def block(self, since: datetime, until: datetime, low: float, high: float) -> str:
        """A filled rectangle."""
        left, right = f"{self.x(since):.1f}", f"{self.x(until):.1f}"
        return f"M{left} {self.y(high):.1f}H{right}V{self.y(low):.1f}H{left}Z"

    def levels(self, words: Words) -> Iterator[tuple[float, str]]:
        """Round temperatures within the picture: °C, and as they are said."""
        low, high = (fahrenheit(end) if words.in_fahrenheit else end for end in (self.low, self.high))
        size = next((each for each in (1, 2, 5, 10, 20) if (high - low) / each <= _LINES), 50)
        level = ceil(low / size) * size
        while level < high:
            celsius = (level - 32) / 1.8 if words.in_fahrenheit else float(level)
            yield celsius, words.temperature(celsius, 0)
            level += size

    def stairs(self, pairs: Sequence[Pair], step: timedelta) -> list[Pair]:
        """Each value for the whole of its step."""
        return [corner for at, value in pairs for corner in ((at, value), (at + step, value)) if at < self.end]


def known(begin: datetime, step: timedelta, values: Sequence[float | None]) -> Iterator[list[Pair]]:
    """Stretches without holes, each value at the middle of its step."""
    pairs = [(begin + (place + 0.5) * step, value) for place, value in enumerate(values)]
    for there, each in groupby(pairs, key=lambda pair: pair[1] is not None):
        if there:
            yield [(at, value) for at, value in each if value is not None]


def path(name: str, d: str) -> str:
    return f'<path class="{name}" d="{d}"/>' if d else ""


def drawn(name: str, height: float, parts: Sequence[str]) -> str:
    """An SVG that is stretched to its place."""
    return (
        f'<svg class="te-day {name}" viewBox="0 0 {WIDTH:g} {height:g}" preserveAspectRatio="none" aria-hidden="true">'
        f"{''.join(parts)}</svg>"
    )


def ticks(begin: datetime, end: datetime, view: HouseView, words: Words) -> Iterator[tuple[float, str]]:
    """Whole local hours, also on days of 23 and 25."""
    at = begin
    while at < end:
        local, place = view.house.local(at), 100.0 * ((at - begin) / (end - begin))
        if local.minute == 0 and local.hour % _HOURS == 0 and _EDGE <= place <= 100.0 - _EDGE:
            yield place, words.instant(at)
        at += timedelta(minutes=15)
