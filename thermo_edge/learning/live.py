"""The models that serve now, opened: what the shelf says, as far as this machine can run it."""

import logging
from collections.abc import Iterable

from thermo_edge.errors import LibraryMissing, ModelError
from thermo_edge.learning.probe import Backend
from thermo_edge.learning.runtime import OnnxPredictor, open_predictor
from thermo_edge.learning.shelf import Shelf, Stamp
from thermo_edge.learning.shelved import Shelved

LOG = logging.getLogger(__name__)


class LiveShelf:
    """Holds the opened models (`ports.ModelShelf`): `predictor` never waits, `look` opens what is new."""

    def __init__(self, shelf: Shelf, slices: Iterable[str], backend: Backend) -> None:
        self._shelf = shelf
        self._slices = tuple(slices) if backend is Backend.MODELS else ()
        self._open: dict[str, OnnxPredictor] = {}
        self._seen: dict[str, Stamp] = {}
        self._refused: dict[str, tuple[str, ...]] = {}

    def predictor(self, slice_: str) -> OnnxPredictor | None:
        return self._open.get(slice_)

    def refused(self, slice_: str) -> tuple[str, ...]:
        """What should serve and cannot, in words; empty when all is well."""
        return self._refused.get(slice_, ())

    def look(self) -> None:
        """Open what was put to serve since the last look. It may take a second: never on the house's thread."""
        for slice_ in self._slices:
            stamp = self._shelf.stamp(slice_)
            if slice_ in self._seen and self._seen[slice_] == stamp:
                continue
            self._seen[slice_] = stamp
            self._reopen(slice_)

    def _reopen(self, slice_: str) -> None:
        """Take the first that opens; where none does, what is open goes on."""
        refused: list[str] = []
        for each in self._shelf.candidates(slice_):
            try:
                if isinstance(each, Shelved):
                    self._open[slice_] = open_predictor(each)
                    break
                refused.append(str(each))
            except LibraryMissing as error:
                refused.append(str(error))
                break
            except ModelError as error:
                refused.append(f"{each.card.version}: {error}" if isinstance(each, Shelved) else str(error))
        for words in refused:
            LOG.warning("a model of %s does not serve: %s", slice_, words)
        self._refused[slice_] = tuple(refused)
