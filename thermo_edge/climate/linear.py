"""Linear programmes as arrays, and HiGHS, which is loaded only when one is solved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thermo_edge.climate.thermal import FloatArray

IntArray = NDArray[np.int32]
INFINITE = 1e30


@dataclass(frozen=True)
class Rows:
    """A sparse matrix by rows: how many entries each has, their columns and their values."""

    counts: IntArray  # (rows,)
    columns: IntArray  # (entries,)
    values: FloatArray  # (entries,)

    @classmethod
    def dense(cls, matrix: FloatArray, least: float = 0.0) -> "Rows":
        """Of a full matrix; entries no larger than `least` are left out."""
        kept = np.abs(matrix) > least
        row, column = np.nonzero(kept)
        counts = np.bincount(row, minlength=len(matrix)).astype(np.int32)
        return cls(counts, column.astype(np.int32), np.asarray(matrix[kept], dtype=np.float64))

    @classmethod
    def stacked(cls, parts: Sequence["Rows"], offsets: Sequence[int]) -> "Rows":
        """One below the other, the columns of each moved by its offset."""
        return cls(
            np.concatenate([part.counts for part in parts]),
            np.concatenate([part.columns + offset for part, offset in zip(parts, offsets, strict=True)]).astype(
                np.int32
            ),
            np.concatenate([part.values for part in parts]),
        )


@dataclass(frozen=True)
class Linear:
    """Least `cost`·x with 0 ≤ x ≤ `upper` and `low` ≤ `rows`·x ≤ `high`."""

    cost: FloatArray
    upper: FloatArray
    rows: Rows
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True)
class Solved:
    """`prices` are the shadow prices of the rows; the statuses start a larger programme near its solution."""

    x: FloatArray
    prices: FloatArray
    columns: list[Any]
    rows: list[Any]


@dataclass(frozen=True, slots=True)
class Unsolved:
    """HiGHS found nothing; `late`: for want of time."""

    late: bool


def solve(programme: Linear, time_limit: float, start: tuple[list[Any], list[Any]] | None = None) -> Solved | Unsolved:
    """By the dual simplex on one thread; `time_limit` in s. `start`: statuses of the columns and rows to begin with."""
    import highspy

    highs = _quiet()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("presolve", "off")
    highs.setOptionValue("time_limit", time_limit)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(programme.cost), len(programme.low)
    model.col_cost_, model.col_upper_ = programme.cost, programme.upper
    model.col_lower_ = np.zeros(len(programme.cost))
    model.row_lower_, model.row_upper_ = programme.low, programme.high
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.concatenate([[0], np.cumsum(programme.rows.counts)]).astype(np.int32)
    matrix.index_, matrix.value_ = programme.rows.columns, programme.rows.values
    highs.passModel(model)
    if start is not None:
        basis = highspy.HighsBasis()
        basis.col_status, basis.row_status, basis.valid = *start, True
        highs.setBasis(basis)
    highs.run()
    status = highs.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        return Unsolved(status == highspy.HighsModelStatus.kTimeLimit)
    solution, basis = highs.getSolution(), highs.getBasis()
    return Solved(
        np.array(solution.col_value), np.array(solution.row_dual), list(basis.col_status), list(basis.row_status)
    )


def _quiet() -> Any:
    """A solver that says nothing: as it is made it names its makers on the terminal, unless it was told before."""
    import highspy

    class Quiet(highspy.Highs):  # type: ignore[misc]
        def enableCallbacks(self) -> None:  # noqa: N802 - theirs
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()

    return Quiet()


def statuses() -> tuple[Any, Any, Any]:
    """The marks of what lies at its lower bound, what at its upper one, and what between them (basic)."""
    import highspy

    marks = highspy.HighsBasisStatus
    return marks.kLower, marks.kUpper, marks.kBasic
