"""Which network of climate serves: a home's own where one was put to serve and opens, else the one that was shipped."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

from thermo_edge.errors import LibraryMissing, ModelRefused
from thermo_edge.learning.climate_base import SLICE, ClimateBase, of_shelved
from thermo_edge.learning.probe import Backend, backend, probe
from thermo_edge.learning.shelf import BASE, MODELS, Shelf, Stamp

LOG = logging.getLogger(__name__)


def opened(shelf: Shelf) -> Iterator[ClimateBase | ModelRefused]:
    """What may serve, in order, each tried out; or why one may not. Raises LibraryMissing."""
    for each in shelf.candidates(SLICE):
        if isinstance(each, ModelRefused):
            yield each
            continue
        try:
            base = of_shelved(each)
            base.open()
        except ModelRefused as error:
            yield error
        else:
            yield base


def networks(shelf: Shelf) -> tuple[ClimateBase, ...]:
    """The one that serves, and those that would in its place."""
    return tuple(each for each in opened(shelf) if isinstance(each, ClimateBase))


class Served:
    """Looks for the network that serves; looking again costs nothing where nobody has changed it."""

    def __init__(self, data: Path, base: Path = BASE, runs: Callable[[], bool] | None = None) -> None:
        """`data`: the program's folder. `runs`: whether this machine can ask networks, which may take a minute."""
        self._shelf = Shelf(data / MODELS, base)
        self._runs = runs or (lambda: backend(probe("onnxruntime", data)) is Backend.MODELS)
        self._seen: tuple[Stamp] | None = None
        self._found: ClimateBase | None = None

    def __call__(self) -> ClimateBase | None:
        """None where none can be asked."""
        stamp = (self._shelf.stamp(SLICE),)
        if self._found is None or self._seen != stamp:
            self._found, self._seen = self._first() if self._runs() else None, stamp
        return self._found

    def _first(self) -> ClimateBase | None:
        try:
            for each in opened(self._shelf):
                if isinstance(each, ClimateBase):
                    return each
                LOG.warning("a thermal model does not serve: %s", each)
        except LibraryMissing as error:
            LOG.warning("no thermal model serves: %s", error)
        return None
