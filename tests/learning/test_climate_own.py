"""A home's own network: rooms and network change in one step, go back in one, and a bad file never serves."""

import logging
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.builders import MORNING
from tests.learning.own_networks import BEDROOM, LIVING, SHIPPED, made, won
from tests.learning.warm_rooms import lived
from thermo_edge.clock import SteppedClock
from thermo_edge.errors import ModelRefused
from thermo_edge.home.house import PlaceId
from thermo_edge.learning import rooms_command
from thermo_edge.learning.climate_at_home import RoomLearned
from thermo_edge.learning.climate_own import EVERY, REGRETS, Done, OwnNetwork
from thermo_edge.learning.climate_served import Served
from thermo_edge.learning.job import Job
from thermo_edge.learning.parent import Outcome as Ended
from thermo_edge.learning.parent import Result
from thermo_edge.learning.room_shelf import RoomCard, RoomShelf, taught_in
from thermo_edge.learning.trial import Outcome, Verdict

DAY = timedelta(days=1)


class Dies(Exception):
    """In the place of a kill."""


class Dying(RoomShelf):
    """Ends the program before the second room; a written fake."""

    left = 1

    def promote(self, card: RoomCard, learned: RoomLearned, *, who: str, why: str) -> str:
        if not self.left:
            raise Dies
        self.left -= 1
        return super().promote(card, learned, who=who, why=why)


def served(data: Path) -> tuple[str, dict[PlaceId, float]]:
    """The network that a running program would plan with, and by room how many days taught what it applies."""
    base = Served(data, runs=lambda: True)()
    assert base is not None
    kept = {room: taught_in(data).serving(room, base.version) for room in (LIVING, BEDROOM)}
    return base.version, {room: each.learned.days for room, each in kept.items() if each is not None}


def taught(data: Path, days: float, base: str = SHIPPED.version) -> None:
    for room in (LIVING, BEDROOM):
        card = RoomCard(room, base, MORNING + days * DAY, days, "all", Verdict(Outcome.BETTER, 7))
        taught_in(data).promote(card, RoomLearned(days), who="the night", why="a test")


def promoted(data: Path, number: int = 1, shelf: RoomShelf | None = None) -> None:
    own = OwnNetwork(data, rooms_shelf=shelf)
    own.promote(made(data / "out", number), won(LIVING, BEDROOM, days=20.0 + number), MORNING + number * DAY, "a test")


def test_network_and_rooms_change_together_and_go_back_together(tmp_path: Path) -> None:
    taught(tmp_path, 9.0)
    assert served(tmp_path) == (SHIPPED.version, {LIVING: 9.0, BEDROOM: 9.0})
    promoted(tmp_path)
    assert served(tmp_path) == ("v1", {LIVING: 21.0, BEDROOM: 21.0})
    for number in range(6):
        taught(tmp_path, 30.0 + number, "v1")
    lines = list(rooms_command.put_back(tmp_path, "climate", (), SteppedClock(MORNING), everything=False))
    assert served(tmp_path) == (SHIPPED.version, {LIVING: 9.0, BEDROOM: 9.0}), lines
    assert OwnNetwork(tmp_path).withdrawn() == MORNING
    list(rooms_command.put_back(tmp_path, "climate", (), SteppedClock(MORNING), everything=False))
    assert served(tmp_path) == (SHIPPED.version, {})


def test_a_kill_between_the_rooms_leaves_all_as_it_was_and_the_next_night_goes_through(tmp_path: Path) -> None:
    taught(tmp_path, 9.0)
    dying = Dying(taught_in(tmp_path)._files)
    with pytest.raises(Dies):
        promoted(tmp_path, shelf=dying)
    assert served(tmp_path) == (SHIPPED.version, {LIVING: 9.0, BEDROOM: 9.0})
    promoted(tmp_path)
    assert served(tmp_path) == ("v1", {LIVING: 21.0, BEDROOM: 21.0})


def test_a_corrupt_own_network_falls_back_with_its_rooms(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    taught(tmp_path, 9.0)
    promoted(tmp_path)
    path = tmp_path / "models" / "climate" / "v1" / "model.onnx"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with caplog.at_level(logging.WARNING):
        assert served(tmp_path) == (SHIPPED.version, {LIVING: 9.0, BEDROOM: 9.0})
    assert "model.onnx" in caplog.text


def test_a_program_that_runs_sees_another_network_without_a_restart(tmp_path: Path) -> None:
    find = Served(tmp_path, runs=lambda: True)
    first = find()
    assert first is not None and find() is first
    promoted(tmp_path)
    second = find()
    assert second is not None and second.version == "v1"


@pytest.mark.parametrize(
    "change",
    [
        {"config": {**SHIPPED.config, "ahead": 48}},
        {"config": {**SHIPPED.config, "more": 1}},
        {"outputs": SHIPPED.outputs[:-1]},
        {"parent": "another"},
    ],
)
def test_a_forged_card_is_refused_before_anything_is_judged(tmp_path: Path, change: dict[str, object]) -> None:
    changes = {name: value for name, value in change.items() if name != "parent"}
    folder = made(tmp_path / "out", **changes)
    own = OwnNetwork(tmp_path)
    if "parent" in change:
        promoted(tmp_path, 2)
    with pytest.raises(ModelRefused):
        own.settle(folder, {LIVING: lived(8)}, MORNING, MORNING - 5 * DAY, "a test")


def test_it_is_not_due_with_little_history_nor_twice_a_week(tmp_path: Path) -> None:
    own, asked = OwnNetwork(tmp_path), list[Job]()

    def train(job: Job) -> Ended:
        asked.append(job)
        return Ended(Result.STOPPED if len(asked) == 1 else Result.FAILED, "no step was better")

    assert own.night({LIVING: lived(20)}, MORNING, train).done is Done.NOTHING and not asked
    long = {LIVING: lived(27)}
    assert own.night(long, MORNING, train).done is Done.INTERRUPTED
    assert own.night(long, MORNING + DAY, train).done is Done.NOT_TRAINED
    assert asked[0].fingerprint == asked[1].fingerprint, "it goes on where it was"
    assert own.night(long, MORNING + 2 * DAY, train).done is Done.NOTHING
    assert own.night(long, MORNING + DAY + EVERY, train).done is Done.NOT_TRAINED
    assert asked[2].fingerprint != asked[1].fingerprint


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_a_network_with_its_own_rooms(tmp_path: Path) -> None:
    chance, number = np.random.default_rng(20_261_126), 0
    for _ in range(12):
        command = [sys.executable, "-m", "tests.learning.promotes_network", str(tmp_path), str(number)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            said = int(writer.stdout.readline())
            time.sleep(chance.uniform(0.0, 0.15))
            writer.kill()
            number = max([said, *map(int, writer.stdout.read().split())])
        network, rooms = served(tmp_path)
        assert network in {f"v{number}", f"v{number + 1}"}
        days = float(network.removeprefix("v"))
        assert rooms == {LIVING: days, BEDROOM: days}
        number += 1


@pytest.mark.slow
def test_one_that_has_become_worse_with_its_rooms_goes_by_itself(tmp_path: Path) -> None:
    rooms = {LIVING: lived(9), BEDROOM: lived(9, 1)}
    promoted(tmp_path)
    wrong = RoomLearned(9.0, heating=np.full(96, 1.0))
    taught_in(tmp_path).promote(
        RoomCard(LIVING, "v1", MORNING + 9 * DAY, 9.0, "all", Verdict(Outcome.BETTER, 7)), wrong, who="it", why="a test"
    )
    nights = [
        OwnNetwork(tmp_path).night(rooms, MORNING + n * DAY, lambda _: Ended(Result.FAILED)) for n in range(REGRETS)
    ]
    assert [each.done for each in nights] == [*[Done.NOTHING] * (REGRETS - 1), Done.PUT_BACK]
    assert served(tmp_path)[0] == SHIPPED.version
