"""Reads text tables, plain or gzipped, with any separator, and keeps the line of everything it reads."""

import csv
import gzip
import math
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TextIO

from thermo_edge.bench.recordings.mapping import Table
from thermo_edge.errors import ThermoEdgeError

LIKELY = ("\t", ";", ",", "|")


class RecordingFault(ThermoEdgeError):
    """A recording does not say what its map promises: mend the file or the map. Names file, line and column."""

    def __init__(self, path: Path, line: int | None, column: str | None, what: str) -> None:
        where = (f", line {line}" if line else "") + (f", column {column}" if column else "")
        super().__init__(f"{path}{where}: {what}")


class Cells(NamedTuple):
    """One row, with how to find and read what stands in it."""

    path: Path
    line: int
    fields: Sequence[str]
    table: Table

    def text(self, position: int) -> str:
        return self.fields[position].strip()

    def number(self, position: int, column: str) -> float | None:
        """None where the cell says that nothing is known."""
        text = self.text(position)
        if text in self.table.missing:
            return None
        number = _number(text.replace(",", ".") if self.table.decimal == "," else text)
        if number is None and _number(text.replace(",", ".")) is not None:
            raise self.fault(column, f"{text!r} is no number; write decimal: ',' in the map if its comma is a point")
        if number is None:
            raise self.fault(column, f"{text!r} is no number; list it under missing: if it means unknown")
        return number

    def fault(self, column: str | None, what: str) -> RecordingFault:
        return RecordingFault(self.path, self.line, column, what)


def _number(text: str) -> float | None:
    """None for what is no number, or none that is finite."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


class Rows(NamedTuple):
    """The columns of a file by name, and its rows."""

    path: Path
    columns: dict[str, int]
    cells: Iterator[Cells]

    def position(self, column: str) -> int:
        """Raises RecordingFault where the file has no such column."""
        if column not in self.columns:
            has = ", ".join(self.columns)
            raise RecordingFault(self.path, None, column, f"the file has no such column; it has: {has}")
        return self.columns[column]


def read_rows(path: Path, table: Table) -> Rows:
    """The rows after the header, empty ones left out. Raises RecordingFault."""
    lines = _lines(path, table)
    first = next(lines, None)
    if first is None:
        raise RecordingFault(path, None, None, "the file holds no rows after those that are skipped")
    cut = _cutter(table.separator, first[1])
    names = list(table.columns) if table.columns is not None else [name.strip() for name in cut(first[1])]
    second = first if table.columns is not None else next(lines, None)
    if second is None:
        raise RecordingFault(path, None, None, "the file holds a header only; name its columns: if it has none")
    if table.columns is None and len(cut(second[1])) == len(names) + 1:
        names.insert(0, "row")  # as R writes them: the numbers of the rows have no name
    columns = {name: position for position, name in enumerate(names)}

    def cells() -> Iterator[Cells]:
        yield _cells(second)
        for line in lines:
            yield _cells(line)

    def _cells(line: tuple[int, str]) -> Cells:
        fields = cut(line[1])
        if len(fields) < len(names):
            what = f"it has {len(fields)} columns, not {len(names)} ({', '.join(names)}); mend the line or separator:"
            raise RecordingFault(path, line[0], None, what)
        return Cells(path, line[0], fields, table)

    return Rows(path, columns, cells())


def _lines(path: Path, table: Table) -> Iterator[tuple[int, str]]:
    try:
        with _open(path, table.encoding) as file:
            for number, text in enumerate(file, 1):
                if number > table.skip and text.strip():
                    yield number, text.rstrip("\r\n")
    except FileNotFoundError:
        raise RecordingFault(path, None, None, "there is no such file") from None
    except UnicodeError:
        what = f"it is no text in {table.encoding.removesuffix('-sig')}"
        advice = "save it as UTF-8, or say encoding: in the map, such as cp1252 or utf-16"
        raise RecordingFault(path, None, None, f"{what}; {advice}") from None
    except (OSError, EOFError) as error:
        raise RecordingFault(path, None, None, f"it cannot be read ({error}); is it text, or text in gzip?") from None


def _open(path: Path, encoding: str) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding=encoding)
    return path.open(encoding=encoding)


def _cutter(separator: str | None, first: str) -> Callable[[str], list[str]]:
    """How a line is cut. Quotes count with a single character, not with runs of blanks or tabs."""
    found = separator or next((mark for mark in LIKELY if mark in first), "blanks")
    if found == "blanks":
        return str.split
    if found == "tabs":
        runs = re.compile(r"\t+")
        return lambda line: runs.split(line.strip("\t"))
    if len(found) > 1:
        return lambda line: line.split(found)
    return lambda line: next(csv.reader([line], delimiter=found)) if '"' in line else line.split(found)
