"""What rooms have taught on the shelf: whole or refused, five versions, and the way back."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.builders import MORNING
from tests.learning.warm_rooms import HalfKnowing, lived
from thermo_edge.errors import ModelError
from thermo_edge.home.house import PlaceId
from thermo_edge.learning.climate_at_home import RoomLearned
from thermo_edge.learning.climate_blend import learn_blend
from thermo_edge.learning.room_files import DiskFiles, MemoryFiles
from thermo_edge.learning.room_shelf import KEPT, Files, Nights, RoomCard, RoomShelf
from thermo_edge.learning.trial import Outcome, Verdict

ROOM = PlaceId("living room")  # no folder may be called so
LEARNED = learn_blend(HalfKnowing(), lived(8), 8 * 96)


def card(number: int = 0, base: str = "b1") -> RoomCard:
    return RoomCard(ROOM, base, MORNING + timedelta(days=number), 8.0, "all", Verdict(Outcome.BETTER, 6))


def shelved(shelf: RoomShelf, number: int = 0, learned: RoomLearned = LEARNED) -> str:
    return shelf.promote(card(number), learned, who="the night", why="trial_better")


@pytest.fixture(params=["disk", "memory"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    return DiskFiles(tmp_path / "rooms") if request.param == "disk" else MemoryFiles()


def test_what_was_put_to_serve_is_there_after_a_restart(files: Files) -> None:
    version = shelved(RoomShelf(files))
    kept = RoomShelf(files).serving(ROOM, "b1")
    assert kept is not None and kept.version == version and kept.card == card()
    assert RoomShelf(files).rooms() == (ROOM,)
    assert kept.learned.shares is not None and LEARNED.shares is not None
    np.testing.assert_allclose(kept.learned.shares, LEARNED.shares, atol=1e-6)
    assert kept.learned.widths is not None and LEARNED.widths is not None
    np.testing.assert_allclose(kept.learned.widths, LEARNED.widths, atol=1e-6)
    assert kept.learned.plain is not None and kept.learned.plain.theta is not None
    assert RoomShelf(files).serving(ROOM, "another base") is None
    assert RoomShelf(files).serving(PlaceId("attic")) is None


def test_five_versions_are_kept_and_each_step_back_is_one_version(files: Files) -> None:
    shelf = RoomShelf(files)
    versions = [shelved(shelf, number) for number in range(KEPT + 2)]
    assert [step.version for step in shelf.standing(ROOM).steps] == versions[-KEPT:]
    assert sum(name.endswith(".safetensors") for folder in files.names("") for name in files.names(folder)) == KEPT
    stamp = shelf.stamp(ROOM)
    back = shelf.roll_back(ROOM, who="Anna", at=MORNING, why="colder")
    assert back is not None and back.version == versions[-2]
    assert shelf.stamp(ROOM) != stamp
    gone = shelf.withdrawn(ROOM)
    assert gone is not None and (gone.version, gone.who) == (versions[-1], "Anna")
    assert shelf.roll_back(ROOM, who="Anna", at=MORNING, why="colder", everything=True) is None
    with pytest.raises(ModelError):
        shelf.roll_back(ROOM, who="Anna", at=MORNING, why="colder")


def test_a_corrupt_version_is_refused_with_one_line_and_the_one_before_serves(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shelf = RoomShelf(DiskFiles(tmp_path))
    first, last = shelved(shelf), shelved(shelf, 1, replace(LEARNED, days=9.0))
    path = next(tmp_path.glob(f"*/{last}.safetensors"))
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    for _ in range(3):
        kept = shelf.serving(ROOM)
        assert kept is not None and kept.version == first
    assert len(caplog.records) == 1
    next(tmp_path.glob(f"*/{first}.safetensors")).unlink()
    assert shelf.serving(ROOM) is None
    next(tmp_path.glob("*/serving.json")).write_text("{")
    assert shelf.serving(ROOM) is None and shelf.withdrawn(ROOM) is None
    gone = '{"withdrawn": [{"version": "v", "card": "c", "who": "w", "at": "2026-01-01T00:00:00", "why": "x"}]}'
    next(tmp_path.glob("*/serving.json")).write_text(gone)
    assert shelf.withdrawn(ROOM) is None
    assert shelved(shelf, 2) and shelf.serving(ROOM) is not None


def test_nights_are_remembered_and_a_broken_note_is_none(tmp_path: Path) -> None:
    shelf = RoomShelf(DiskFiles(tmp_path))
    assert shelf.nights() == Nights()
    shelf.remember(Nights(MORNING, {ROOM: 2}))
    assert shelf.nights() == Nights(MORNING, {ROOM: 2})
    for broken in ("[]", '{"at": "2026-01-01T00:00:00"}'):  # a time without a zone is none that can be reckoned with
        (tmp_path / "nights.json").write_text(broken)
        assert shelf.nights() == Nights()
