"""The day of a room in a picture."""

import re
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.web.houses import EVENING, bands, samples
from thermo_edge.home.comfort import Band
from thermo_edge.ports import Sample
from thermo_edge.web.show.ribbon import ribbon

ONLY_NUMBERS = re.compile(r"(<(svg|path|rect)( [a-zA-Z-]+=\"[A-Za-z0-9 .,-]*\")+/?>)+</svg>")


def points(svg: str) -> list[tuple[float, float]]:
    pairs = [
        pair.split() for path in re.findall(r'<path d="M([^"]+)"', svg) for pair in path.removesuffix("h.01").split("L")
    ]
    return [(float(x), float(y)) for x, y in pairs]


def rects(svg: str) -> list[tuple[float, float, float, float]]:
    pattern = r'<rect x="([\d.-]+)" y="([\d.-]+)" width="([\d.-]+)" height="([\d.-]+)"/>'
    return [tuple(map(float, found)) for found in re.findall(pattern, svg)]  # type: ignore[misc]


def test_measured_ends_at_now_and_now_is_at_a_quarter() -> None:
    svg = ribbon(EVENING, samples(), bands(), 20.6)
    assert max(x for x, _ in points(svg)) <= 50.0
    assert 'class="dot" d="M50.0 ' in svg


def test_nothing_is_drawn_that_was_not_measured_or_planned() -> None:
    svg = ribbon(EVENING, samples(), bands(), 20.6)
    assert "dash" not in svg
    assert svg.count("<path") == 2  # the line and the dot


def test_comfort_stands_ahead_only_and_ends_with_the_picture() -> None:
    boxes = rects(ribbon(EVENING, (), bands(), None))
    assert boxes[0][0] == 50.0
    assert round(boxes[-1][0] + boxes[-1][2], 1) == 200.0
    assert all(abs(a[0] + a[2] - b[0]) < 0.11 for a, b in pairwise(boxes))


def test_what_was_wanted_is_drawn_behind_now_from_the_left_edge_on() -> None:
    past = ((EVENING - timedelta(hours=9), Band(1, 2)), (EVENING - timedelta(hours=2), Band(20, 21)))
    boxes = rects(ribbon(EVENING, (), past, None))
    assert [box[0] for box in boxes] == [0.0, 33.3]


def test_a_stub_at_an_edge_is_left_out() -> None:
    low, high = Band(17, 18), Band(20, 21)
    starts = (timedelta(hours=-9), timedelta(hours=-5, minutes=-50), timedelta(hours=17))
    bands_ = [(EVENING + start, band) for start, band in zip(starts, (low, high, low), strict=True)]
    assert len(rects(ribbon(EVENING, (), bands_, None))) == 1
    assert len(rects(ribbon(EVENING, (), [*bands_[:2], (EVENING + timedelta(hours=16), low)], None))) == 2


def test_the_line_is_lifted_where_nothing_was_measured() -> None:
    kept = [s for s in samples() if not EVENING - timedelta(hours=3) < s.at < EVENING - timedelta(hours=2)]
    assert ribbon(EVENING, kept, (), None).count("<path") == 2
    assert ribbon(EVENING, samples(), (), None).count("<path") == 1


def test_warmer_is_higher() -> None:
    warm = points(ribbon(EVENING, samples(swing=3.0), (), None))
    assert warm[0][1] > warm[-1][1]


def test_nothing_known_is_no_picture() -> None:
    assert ribbon(EVENING, (), (), None) == ""
    assert ribbon(EVENING, (), (), float("nan")) == ""


def test_nonsense_is_not_drawn() -> None:
    wild = Sample(EVENING - timedelta(hours=1), 1e9, 0.0, 0.0, 1)
    assert ribbon(EVENING, (*samples(), wild), (), 20.5) == ribbon(EVENING, samples(), (), 20.5)


numbers = st.floats(allow_nan=True, allow_infinity=True) | st.floats(-60, 80)
instants = st.integers(-3000, 3000).map(lambda minutes: EVENING + timedelta(minutes=minutes))


@given(
    st.lists(st.builds(Sample, instants, numbers, numbers, numbers, st.integers(0, 9)), max_size=20),
    st.lists(st.tuples(instants, st.builds(Band, numbers, numbers)), max_size=6),
    st.none() | numbers,
)
def test_any_history_gives_a_picture_of_numbers_only(
    measured: list[Sample], planned: list[tuple[datetime, Band]], now: float | None
) -> None:
    svg = ribbon(EVENING, measured, planned, now)
    assert svg == "" or ONLY_NUMBERS.fullmatch(svg), svg
