"""A person is taken out of the files of nights; a room that is called like them keeps its name and what it learned."""

from pathlib import Path

from tests.builders import MORNING
from thermo_edge.home.forgetting import Whom
from thermo_edge.home.house import PersonId
from thermo_edge.home.learning import Fate, NightOutcome
from thermo_edge.home.reason import Code, Reason
from thermo_edge.learning import night_files
from thermo_edge.learning.forgetting import forget

MIA = Whom(PersonId("mia"), "Mia", frozenset({"mia"}), frozenset())


def test_a_room_called_like_them_keeps_its_nights(tmp_path: Path) -> None:
    night = tmp_path / night_files.FOLDER
    why = Reason.of(Code.NIGHT_STOPPED, who="Mia", room="mia")
    kept = NightOutcome("climate", Fate.PROMOTED, MORNING, place="mia", before=0.4, after=0.3, why=why)
    night.mkdir()
    night_files.finish(night, night_files.Place(MORNING, outcomes=(kept,)), MORNING, whole=True)
    forget(tmp_path, MIA)
    (found,) = night_files.read_points(night)
    assert found.place == "mia"
    assert found.why is not None
    assert (found.why.get("who"), found.why.get("room")) == ("somebody", "mia")
