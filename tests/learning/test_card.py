"""A card is read strictly, and says what is wrong with it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.learning.networks import SmallConfig, a_card, files_of
from thermo_edge.errors import ModelRefused
from thermo_edge.learning.card import CARD_BYTES, config_json, config_of, from_json, to_json

Change = Callable[[dict[str, Any]], object]


def the_card() -> dict[str, Any]:
    return dict(json.loads(to_json(a_card(files_of()))))


def test_a_card_comes_back_as_it_was() -> None:
    card = a_card(files_of(), parent="v0", config=config_json(SmallConfig()))
    assert to_json(from_json(to_json(card))) == to_json(card)


def test_a_network_is_rebuilt_from_its_card() -> None:
    config = SmallConfig(width=16, rates=(0.5,), gated=True)
    assert config_of(from_json(to_json(a_card(files_of(), config=config_json(config)))), SmallConfig) == config


@dataclass(frozen=True)
class OtherConfig:
    width: int = 8


@pytest.mark.parametrize(
    ("kind", "config", "told"),
    [
        (OtherConfig, {"width": 8, "rates": [], "gated": True}, "another program"),
        (SmallConfig, {"width": 8}, "another program"),
        (SmallConfig, {"width": "8", "rates": [], "gated": True}, "width"),
        (SmallConfig, {"width": 8.5, "rates": [], "gated": True}, "width"),
    ],
)
def test_the_configuration_of_another_network_is_refused(kind: type, config: dict[str, Any], told: str) -> None:
    with pytest.raises(ModelRefused, match=told):
        config_of(a_card(files_of(), config=config), kind)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda card: card.update(extra=1), "extra"),
        (lambda card: card["data"].update(extra=1), "data.extra"),
        (lambda card: card.pop("seeds"), "seeds"),
        (lambda card: card.update(format=2), "its format is 2"),
        (lambda card: card.update(slice="../../etc"), "no name"),
        (lambda card: card.update(version="a/b"), "no name"),
        (lambda card: card.update(parent=".."), "no name"),
        (lambda card: card.update(created="2026-01-14T09:00:00+01:00"), "UTC"),
        (lambda card: card.update(created="2026-01-14T09:00:00"), "UTC"),
        (lambda card: card["metrics"][0].update(value=float("nan")), "metrics.0.value"),
        (lambda card: card["metrics"][0]["baselines"].update(a=float("inf")), "baselines.a"),
        (lambda card: card.update(config={"a": [{"b": float("nan")}]}), "not finite"),
        (lambda card: card["inputs"][0].update(shape=["n", -2]), "impossible shape"),
        (lambda card: card["inputs"][0].update(shape=["n", 0]), "impossible shape"),
        (lambda card: card["inputs"][0].update(shape=[2**20, 2**20]), "impossible shape"),
        (lambda card: card["inputs"][0].update(shape=[1] * 9), "impossible shape"),
        (lambda card: card["inputs"][0].update(shape=["n m"]), "impossible shape"),
        (lambda card: card["inputs"][0].update(shape=[True]), "inputs.0.shape"),
        (lambda card: card["inputs"][0].update(type="complex64"), "inputs.0.type"),
        (lambda card: card.update(outputs=[]), "no outputs"),
        (lambda card: card.update(inputs=card["inputs"] * 2), "one name"),
        (lambda card: card["files"].pop("model.onnx"), "model.onnx is missing"),
        (lambda card: card["files"].update({"../x.onnx": card["files"]["model.onnx"]}), "no file of a model"),
        (lambda card: card["files"].update({"code.pkl": card["files"]["model.onnx"]}), "no file of a model"),
        (lambda card: card["files"]["model.onnx"].update(bytes=2**40), "at most"),
        (lambda card: card["files"]["model.onnx"].update(sha256="00"), "SHA-256"),
        (lambda card: card["data"].update(days=-1.0), "less than nothing"),
    ],
)
def test_a_bad_card_is_refused_in_words(change: Change, told: str) -> None:
    card = the_card()
    change(card)
    with pytest.raises(ModelRefused, match=told.replace(".", r"\.")):
        from_json(json.dumps(card).encode())


def test_a_huge_card_is_refused_before_it_is_read() -> None:
    with pytest.raises(ModelRefused, match="at most"):
        from_json(b" " * (CARD_BYTES + 1))


@given(st.binary(max_size=200) | st.text(max_size=50).map(str.encode))
def test_anything_else_is_refused_too(content: bytes) -> None:
    with pytest.raises(ModelRefused):
        from_json(content)


def test_brackets_without_end_are_refused() -> None:
    with pytest.raises(ModelRefused):
        from_json(b"[" * 100_000)
