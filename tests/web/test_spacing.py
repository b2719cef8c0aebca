"""Numbers stay beside their units, in both languages."""

import pytest

from thermo_edge.language.words import Words
from thermo_edge.web.show.spacing import together


@pytest.mark.parametrize(
    ("plain", "seen"),
    [
        ("97 % likely", "97\u00a0% likely"),
        ("0.4 K instead of 0.45 K.", "0.4\u00a0K instead of 0.45\u00a0K."),
        ("Ready 06:30 ± 10 min", "Ready 06:30 ±\u00a010\u00a0min"),
        ("还剩 3 分钟", "还剩 3\u00a0分钟"),
        ("湿度 80 %，", "湿度 80\u00a0%，"),
        ("Room 5 hears", "Room 5 hears"),
        ("1 Kitchen", "1 Kitchen"),
    ],
)
def test_a_unit_is_not_torn_off(plain: str, seen: str) -> None:
    assert together(plain) == seen


@pytest.mark.parametrize("language", ["en", "zh"])
def test_shares_and_durations_of_both_languages(language: str) -> None:
    words = Words(language)
    for said in (words.share(0.8), words.duration(600.0), words.duration(7200.0), words.fact("level", 40.0)):
        assert " " not in together(said)
