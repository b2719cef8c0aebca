"""Models as they served before the days that are judged, copied beside a program that runs."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import LIVING, MORNING, a_house, living
from tests.learning.warm_rooms import HalfKnowing, lived
from thermo_edge.app.backtest.command import served_here
from thermo_edge.app.backtest.models_then import copied, models_then
from thermo_edge.app.planning import shipped_model
from thermo_edge.errors import ModelError
from thermo_edge.learning.climate_blend import learn_blend
from thermo_edge.learning.files import write_whole
from thermo_edge.learning.room_shelf import RoomCard, taught_in
from thermo_edge.learning.shelf import MODELS, Shelf
from thermo_edge.learning.standing import STANDING, Standing, Step, to_json
from thermo_edge.learning.trial import Outcome, Verdict

DAY = timedelta(days=1)
BASE = HalfKnowing().version


def taught(data: Path, *nights: int, base: str = BASE) -> list[str]:
    """Versions of the living room, one put to serve after each of these nights."""
    learned, shelf = learn_blend(HalfKnowing(), lived(8), 8 * 96), taught_in(data)
    cards = [RoomCard(LIVING, base, MORNING + night * DAY, 8.0, "all", Verdict(Outcome.BETTER, 6)) for night in nights]
    return [shelf.promote(card, learned, who="the night", why="a test") for card in cards]


def then(data: Path, to: Path, night: int) -> str | None:
    """What served the living room before that."""
    models_then(data / MODELS, to / MODELS, MORNING + night * DAY)
    kept = taught_in(to).serving(LIVING, BASE)
    return kept.version if kept is not None else None


def test_what_a_room_taught_in_the_days_that_are_judged_does_not_serve_in_them(tmp_path: Path) -> None:
    data = tmp_path / "data"
    first, second = taught(data, 0, 5)
    assert [then(data, tmp_path / str(night), night) for night in (0, 3, 5, 6)] == [None, first, first, second]
    kept = taught_in(data).serving(LIVING, BASE)
    assert kept is not None and kept.version == second  # of the program's own nothing is changed


def test_no_more_does_a_network_that_was_put_to_serve_in_them(tmp_path: Path) -> None:
    models, to = tmp_path / "models", tmp_path / "to"
    (models / "climate").mkdir(parents=True)
    steps = (Step("v1", "x", "Anna", MORNING, ""), Step("v2", "y", "Anna", MORNING + 5 * DAY, ""))
    write_whole(models / "climate" / STANDING, to_json(Standing(steps=steps)))
    (models / "occupancy").mkdir()
    (models / "occupancy" / STANDING).write_bytes(b"nonsense")
    models_then(models, to, MORNING + 3 * DAY)
    assert Shelf(to).standing("climate").steps == steps[:1]
    assert (to / "occupancy" / STANDING).read_bytes() == b"nonsense"


def test_what_a_running_program_has_not_finished_is_not_looked_at(tmp_path: Path) -> None:
    """A name that points nowhere stands for a folder that was renamed between being listed and being read."""
    models, to = tmp_path / "models", tmp_path / "to"
    (models / "climate").mkdir(parents=True)
    (models / "climate" / ".lock").touch()
    (models / "climate" / ".aside-v2").symlink_to(tmp_path / "gone")
    models_then(models, to, MORNING)
    assert list((to / "climate").iterdir()) == []


def test_plans_are_made_by_what_served_before(tmp_path: Path) -> None:
    data = tmp_path / "data"
    base = shipped_model(data)()
    assert base is not None
    first, _ = taught(data, 0, 5, base=base.version)
    learned = {name: tmp_path / name for name in ("before", "after", "never")}
    for folder in learned.values():
        folder.mkdir()
    served = [
        served_here(data, folder, a_house(living()), MORNING + night * DAY)
        for folder, night in zip(learned.values(), (3, 6, 0), strict=True)
    ]
    assert all(each is not None and each.base.version == base.version for each in served)
    kept = taught_in(learned["before"]).serving(LIVING, base.version)
    assert kept is not None and kept.version == first
    assert [list(each.learned) for each in served if each is not None] == [[LIVING], [LIVING], []]


class Changing:
    """A copy under which the program takes away a version, so many times."""

    def __init__(self, times: int) -> None:
        self.left = times

    def __call__(self, models: Path, to: Path) -> None:
        copied(models, to)
        if self.left:
            self.left -= 1
            raise shutil.Error([(str(models / "v1"), str(to / "v1"), "no such file")])


def test_what_changed_under_the_first_copy_is_copied_again(tmp_path: Path) -> None:
    models = tmp_path / "models"
    (models / "climate").mkdir(parents=True)
    models_then(models, tmp_path / "once", MORNING, Changing(1))
    assert (tmp_path / "once" / "climate").is_dir()
    with pytest.raises(ModelError, match=r"cannot be copied: another program changes .* Try again in a minute\.$"):
        models_then(models, tmp_path / "twice", MORNING, Changing(2))
