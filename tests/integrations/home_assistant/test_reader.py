"""What is read of Home Assistant's own settings."""

import pytest

from integrations.home_assistant.reader import currency


@pytest.mark.parametrize(
    ("config", "told"),
    [({"currency": "CHF"}, "CHF"), ({}, None), ({"currency": None}, None), ({"currency": "francs {0}"}, None)],
)
def test_the_currency_is_a_code_or_nothing(config: dict[str, object], told: str | None) -> None:
    assert currency(config) == told
