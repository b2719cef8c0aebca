"""A model that a test holds in its hands; it keeps the contract of the real ones."""

from collections.abc import Callable, Mapping

import numpy as np

from thermo_edge.errors import PredictionFailed
from thermo_edge.ports import Arrays


class FakePredictor:
    """Answers with a function of the test."""

    def __init__(
        self,
        answer: Callable[[Arrays], Arrays],
        inputs: tuple[str, ...],
        version: str = "fake",
        config: Mapping[str, object] | None = None,
        learned: Mapping[str, Arrays] | None = None,
    ) -> None:
        self._answer = answer
        self._inputs = set(inputs)
        self._version = version
        self._config = dict(config or {})
        self._learned = dict(learned or {})

    @property
    def version(self) -> str:
        return self._version

    @property
    def config(self) -> Mapping[str, object]:
        return self._config

    def arrays(self, name: str) -> Arrays:
        return self._learned.get(name, {})

    def predict(self, inputs: Arrays) -> Arrays:
        if set(inputs) != self._inputs or not all(np.isfinite(array).all() for array in inputs.values()):
            raise PredictionFailed("the inputs do not fit")
        answer = self._answer(inputs)
        if not all(np.isfinite(array).all() for array in answer.values()):
            raise PredictionFailed("the answer is not finite")
        return answer
