"""The day of a room as one small picture: six hours behind, eighteen ahead, now at a quarter."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from thermo_edge.home.comfort import Band
from thermo_edge.ports import Sample

BEHIND = timedelta(hours=6)
AHEAD = timedelta(hours=18)
GAP = timedelta(minutes=25)
"""Without a sample for so long the line is lifted: what was not measured is not drawn."""

STUB = timedelta(minutes=90)
"""A block that the right edge cuts to less than this, or the left to half of it, is left out: it tells nothing."""

_WIDTH, _HEIGHT = 200.0, 46.0
_ROOM = 0.4  # K of air above and below
_LEAST = 3.0  # K; a quiet day is not blown up into mountains


def ribbon(
    now: datetime,
    samples: Sequence[Sample],
    bands: Sequence[tuple[datetime, Band]],
    temperature: float | None,
) -> str:
    """An SVG of numbers only: comfort as blocks, the measured line, a dot for now. Empty where nothing is known."""
    blocks = _blocks(now, bands)
    lines = _lines(now, samples)
    dot = temperature if temperature is not None and _usable(temperature) else None
    values = [value for _, _, band in blocks for value in (band.low, band.high)]
    values += [value for line in lines for _, value in line]
    values += [] if dot is None else [dot]
    if not values:
        return ""
    scale = _Scale(now, min(values), max(values))
    picture = "".join(scale.rect(start, end, band) for start, end, band in blocks)
    strokes = "".join(f'<path d="{scale.path(line)}"/>' for line in lines)
    strokes += f'<path class="dot" d="M{scale.x(now):.1f} {scale.y(dot):.1f}h.01"/>' if dot is not None else ""
    return (
        f'<svg class="te-ribbon" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" preserveAspectRatio="none" aria-hidden="true">'
        f"{picture}{strokes}</svg>"
    )


class _Scale:
    """From times and temperatures to the picture."""

    def __init__(self, now: datetime, low: float, high: float) -> None:
        spare = max(0.0, _LEAST - (high - low)) / 2
        self._start = now - BEHIND
        self._low, self._high = low - _ROOM - spare, high + _ROOM + spare

    def x(self, at: datetime) -> float:
        return _WIDTH * ((at - self._start) / (BEHIND + AHEAD))

    def y(self, value: float) -> float:
        return _HEIGHT * (self._high - value) / (self._high - self._low)

    def path(self, line: Sequence[tuple[datetime, float]]) -> str:
        points = [f"{self.x(at):.1f} {self.y(value):.1f}" for at, value in line]
        return f"M{points[0]}h.01" if len(points) == 1 else "M" + "L".join(points)

    def rect(self, start: datetime, end: datetime, band: Band) -> str:
        left, top = self.x(start), self.y(band.high)
        width, height = self.x(end) - left, self.y(band.low) - top
        return f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def _blocks(now: datetime, bands: Sequence[tuple[datetime, Band]]) -> list[tuple[datetime, datetime, Band]]:
    """The comfort as (from, to, band), as far as it is told."""
    begin, end = now - BEHIND, now + AHEAD
    ordered = sorted(bands, key=lambda item: item[0])
    stops = [*(start for start, _ in ordered[1:]), end]
    blocks = ((max(start, begin), min(stop, end), band) for (start, band), stop in zip(ordered, stops, strict=False))
    return [
        (start, stop, band)
        for start, stop, band in blocks
        if start < stop
        and begin + STUB / 2 < stop
        and start <= end - STUB
        and _usable(band.low)
        and _usable(band.high)
        and band.low <= band.high
    ]


def _usable(celsius: float) -> bool:
    """Something a room can have: the picture's scale is not given to nonsense."""
    return -60.0 < celsius < 80.0


def _lines(now: datetime, samples: Sequence[Sample]) -> list[list[tuple[datetime, float]]]:
    """What was measured, cut where nothing was."""
    lines: list[list[tuple[datetime, float]]] = []
    for sample in samples:
        if not now - BEHIND <= sample.at <= now or not _usable(sample.mean):
            continue
        if not lines or sample.at - lines[-1][-1][0] > GAP:
            lines.append([])
        lines[-1].append((sample.at, sample.mean))
    return lines
