"""Figures of a training as event files that TensorBoard reads; the library is loaded only where somebody asked."""

import importlib
from collections.abc import Callable
from pathlib import Path

from thermo_edge.errors import LibraryMissing

LIBRARY = "tensorboardX"


class Events:
    """Without a folder nothing is written, and nothing is loaded."""

    def __init__(self, folder: Path | None = None) -> None:
        """Raises LibraryMissing with what to install."""
        self._add: Callable[[str, float, int], None] | None = None
        self._close: Callable[[], None] = lambda: None
        if folder is None:
            return
        try:
            writer = importlib.import_module(LIBRARY).SummaryWriter(str(folder))
        except ImportError as error:
            raise LibraryMissing(
                f"--logdir needs {LIBRARY}: install thermo-edge[learn], or leave --logdir out ({error})"
            ) from None
        self._add, self._close = writer.add_scalar, writer.close

    def add(self, name: str, value: float, at: int = 0) -> None:
        """A point of a curve; `at` counts its steps, epochs or nights."""
        if self._add is not None:
            self._add(name, value, at)

    def close(self) -> None:
        """Write what waits."""
        self._close()
