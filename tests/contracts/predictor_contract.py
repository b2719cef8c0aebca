"""What every Predictor must do: subclass with a fixture `predictor` of y = log x for x (n, 2), version "v1"."""

import numpy as np
import pytest

from thermo_edge.errors import PredictionFailed
from thermo_edge.ports import Predictor

X = np.array([[1.0, 2.0], [3.0, 4.0]], np.float32)


class PredictorContract:
    """Its model has the configuration {"width": 8, …} and has learned {"w": [1, 2]} in "home.safetensors"."""

    def test_the_same_numbers_give_the_same_answer(self, predictor: Predictor) -> None:
        first, second = predictor.predict({"x": X}), predictor.predict({"x": X})
        assert set(first) == {"y"}
        np.testing.assert_allclose(first["y"], np.log(X), rtol=1e-6)
        np.testing.assert_array_equal(first["y"], second["y"])

    def test_it_says_what_it_is(self, predictor: Predictor) -> None:
        assert predictor.version == "v1"
        assert predictor.config["width"] == 8

    def test_it_brings_what_was_learned_besides(self, predictor: Predictor) -> None:
        np.testing.assert_array_equal(predictor.arrays("home.safetensors")["w"], [1.0, 2.0])
        assert dict(predictor.arrays("other.safetensors")) == {}

    @pytest.mark.parametrize("inputs", [{}, {"x": X, "more": X}, {"z": X}, {"x": X * np.nan}])
    def test_wrong_inputs_fail(self, predictor: Predictor, inputs: dict[str, np.ndarray]) -> None:
        with pytest.raises(PredictionFailed):
            predictor.predict(inputs)

    @pytest.mark.parametrize("bad", [0.0, -1.0])
    def test_an_answer_that_is_not_finite_fails(self, predictor: Predictor, bad: float) -> None:
        with pytest.raises(PredictionFailed):
            predictor.predict({"x": np.array([[1.0, bad]], np.float32)})
