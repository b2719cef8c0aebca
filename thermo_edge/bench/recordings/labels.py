"""Who was where, from labels of activities: only where a label says so, unknown everywhere else."""

from collections.abc import Sequence

import numpy as np

from thermo_edge.bench.recordings.layouts import Span
from thermo_edge.bench.recordings.mapping import Labels
from thermo_edge.bench.recordings.recording import Array, State


def label_truth(spans: Sequence[Span], what: Labels, times: Array, step: int) -> tuple[tuple[str, ...], Array, Array]:
    """Rooms, their truth (T, R) and the State of the home (T,).

    A label in one room empties the others where one person lives alone; a label without a room leaves all rooms
    unknown; between labels the home counts as awake. Of overlapping labels the later begun says the room.
    """
    rooms = tuple(dict.fromkeys(what.rooms.values()))
    truth = np.full((len(times), len(rooms)), np.nan)
    home = np.full(len(times), np.nan)
    if not spans:
        return rooms, truth, home
    _paint(home, times, step, Span(spans[0].start, max(span.end for span in spans), ""), State.AWAKE)
    for span in spans:
        room = what.rooms.get(span.label)
        row = np.full(len(rooms), np.nan)
        if room is not None:
            row[:] = 0.0 if what.alone else np.nan
            row[rooms.index(room)] = 1.0
        _paint(truth, times, step, span, row)
    for night in _nights(spans, what):
        _paint(home, times, step, night, State.ASLEEP)
    away, doubtful = _away(spans, what)
    for span in away:
        _paint(home, times, step, span, State.AWAY)
        _paint(truth, times, step, span, 0.0)
    for span in doubtful:
        _paint(home, times, step, span, np.nan)
        _paint(truth, times, step, span, np.nan)
    return rooms, truth, home


def _paint(onto: Array, times: Array, step: int, span: Span, value: float | Array) -> None:
    start, stop = (max(0, int(-(-(at - times[0]) // step))) for at in span[:2])
    onto[start:stop] = value


def _nights(spans: Sequence[Span], what: Labels) -> list[Span]:
    nights: list[Span] = []
    for span in spans:
        if span.label not in what.asleep:
            continue
        if nights and what.bridge is not None and span.start - nights[-1].end <= what.bridge:
            nights[-1] = nights[-1]._replace(end=max(span.end, nights[-1].end))
        else:
            nights.append(span)
    return nights


def _away(spans: Sequence[Span], what: Labels) -> tuple[list[Span], list[Span]]:
    """When nobody was home, and when that is doubtful: left and then busy at home, or come home without having left."""
    away = [span for span in spans if span.label in what.away]
    doubtful: list[Span] = []
    left: float | None = None
    known = spans[0].start
    for span in spans:
        if span.label in what.leave:
            left = span.start
        elif span.label in what.enter:
            (away if left is not None else doubtful).append(
                Span(known if left is None else left, span.start, span.label)
            )
            left, known = None, span.end
        elif span.label not in what.passing:
            if left is not None:
                doubtful.append(Span(left, span.start, span.label))
            left, known = None, span.end
    return away, doubtful
