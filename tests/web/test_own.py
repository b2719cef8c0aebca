"""The page says in one sentence whether what a home taught is in use."""

import pytest

from tests.web import believed as made
from tests.web.houses import EVENING, ZONE
from thermo_edge.home.forecast import OwnLearning
from thermo_edge.home.house import PlaceId
from thermo_edge.language.words import Words
from thermo_edge.web.show.where import where_model

USED = OwnLearning(EVENING, (PlaceId("living"), PlaceId("hall")), True, 0.0812, 0.0624, 7)


def sentence(own: OwnLearning | None, language: str = "en") -> str:
    return where_model(made.believed(own=own), Words(language, ZONE)).own


def test_it_says_since_when_and_what_it_is_worth() -> None:
    said = sentence(USED)
    assert said.startswith("What this home taught is in use since ")
    assert said.endswith("its mean error is 0.062, without it 0.081 (the home as a whole, Living room, Hall).")


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (None, ""),
        (OwnLearning(), "Nothing that this home taught is in use yet: it takes two weeks of ordinary days."),
        (OwnLearning(days=7), "What this home taught was no better than the shipped model, which goes on."),
    ],
)
def test_it_says_why_not(own: OwnLearning | None, said: str) -> None:
    assert sentence(own) == said


@pytest.mark.parametrize("own", [USED, OwnLearning(), OwnLearning(days=7)])
def test_it_speaks_chinese(own: OwnLearning) -> None:
    assert "本宅" in sentence(own, "zh")
