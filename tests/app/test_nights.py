"""Nights beside the house: who may serve, what is put back, and what people are told of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.builders import BEDROOM_T, LIVING, LIVING_T, RADIATOR, a_house, bedroom, living
from tests.learning.own_networks import made, won
from tests.learning.warm_rooms import FULL, KEEP, TRUE, HalfKnowing, lived
from tests.rig import Rig
from thermo_edge.app.nights import Nights
from thermo_edge.cli import main
from thermo_edge.climate.features import Array, Numbers
from thermo_edge.climate.recent import STEP, quarter
from thermo_edge.home.house import Attribute, PlaceId, Point
from thermo_edge.home.learning import Fate, NightOutcome
from thermo_edge.home.reason import Code
from thermo_edge.learning.climate_at_home import RoomLearned
from thermo_edge.learning.climate_base import Said
from thermo_edge.learning.climate_own import OwnNetwork
from thermo_edge.learning.climate_step import climate_night
from thermo_edge.learning.night_ground import Ground
from thermo_edge.learning.night_here import Deaf, Here
from thermo_edge.learning.occupancy_days import Days
from thermo_edge.learning.occupancy_kept import OwnShelf
from thermo_edge.learning.room_shelf import RoomCard, RoomShelf, taught_in
from thermo_edge.learning.trial import Outcome, Verdict
from thermo_edge.learning.twin_trial import Outcome as InTwin
from thermo_edge.learning.twin_trial import TwinVerdict
from thermo_edge.ports import Sample
from thermo_edge.store.memory_history import MemoryHistory

BASE = HalfKnowing()
DAYS = 40
WARM = lived(DAYS, varied=1.0)
ACTION, SET_POINT, MODE = (
    Point(RADIATOR, each) for each in (Attribute.HVAC_ACTION, Attribute.SET_POINT, Attribute.HVAC_MODE)
)
DAY = timedelta(days=1)


@dataclass
class Lived(MemoryHistory):
    """A history in which the room of `warm_rooms` was lived in; a written fake."""

    begin: datetime
    until: datetime
    days: int  # that are kept

    def __post_init__(self) -> None:
        super().__init__()
        self.lines: dict[Point, Array] = {LIVING_T: WARM.target.copy(), ACTION: WARM.heating}

    def samples(self, point: Point, start: datetime, end: datetime, step: timedelta) -> tuple[Sample, ...]:
        line = self.lines.get(point)
        if line is None or step != STEP:
            return ()
        kept = max(start, self.until - self.days * DAY)
        first, last = ((at - self.begin) // STEP for at in (kept, min(end, self.until)))
        places = range(max(first, 0), max(last, 0))
        return tuple(Sample(self.begin + n * STEP, line[n], line[n], line[n], 3) for n in places)


class Home:
    """A house with one room that was watched for some days."""

    def __init__(self, days: int, folder: Path) -> None:
        self.folder = folder
        now = quarter(Rig(begun=False).clock.now())
        self.history = Lived(now - days * DAY, now, days)
        self.rig = Rig(a_house(living()), history=self.history)
        self.nights = self.program()

    def program(self) -> Nights:
        return Nights(self.rig.controller, self.history, self.rig.clock, self.shelf)

    @property
    def shelf(self) -> RoomShelf:
        return taught_in(self.folder)

    @property
    def serves(self) -> bool:
        return LIVING in self.nights.learned(BASE)

    @property
    def noticed(self) -> bool:
        self.rig.tick()
        return f"learned:{LIVING}" in self.rig.memory.notices

    def night(self, count: int = 1) -> None:
        for _ in range(count):
            self.rig.clock.advance(DAY)
            self.history.until = quarter(self.rig.clock.now())
            self.nights.learn(BASE)

    def plant(self, learned: RoomLearned) -> None:
        """Put something to serve that no trial has seen."""
        at = self.rig.clock.now() - 10 * DAY
        card = RoomCard(LIVING, BASE.version, at, 9.0, "all", Verdict(Outcome.BETTER, 7))
        self.shelf.promote(card, learned, who="somebody", why="")


def test_what_was_better_on_later_days_serves_at_once_after_a_restart_too(tmp_path: Path) -> None:
    home = Home(12, tmp_path)
    assert home.nights.learned(BASE) == {}
    home.nights.catch_up(BASE)
    assert home.serves
    ((room, told),) = home.nights.told(home.rig.house)
    assert room == LIVING and told.code is Code.LEARNED_HERE
    assert float(str(told.get("now"))) <= float(str(told.get("before")))
    home.nights = home.program()
    assert home.serves
    version = home.shelf.standing(LIVING).serving
    home.nights.catch_up(BASE)
    assert home.shelf.standing(LIVING).serving == version, "the night was done already"
    assert home.program().learned(HalfKnowing(version="another")) == {}


def test_with_little_history_the_base_serves_and_people_are_told_so(tmp_path: Path) -> None:
    home = Home(5, tmp_path)
    home.nights.catch_up(BASE)
    assert not home.serves
    assert [told.code for _, told in home.nights.told(home.rig.house)] == [Code.LEARNED_NOT_YET]


def test_a_room_whose_heat_nobody_tells_keeps_no_other_from_learning(tmp_path: Path) -> None:
    home = Home(12, tmp_path)
    home.history.lines[BEDROOM_T] = WARM.target - 1.0
    home.rig = Rig(a_house(living(), bedroom()), history=home.history)
    home.nights = home.program()
    home.nights.catch_up(BASE)
    assert home.serves and PlaceId("bedroom") not in home.nights.learned(BASE)


def valved() -> dict[Point, Array]:
    """A room whose valve follows a band of another place and width than is taken, and does not say what it does."""
    rng, times = np.random.default_rng(1), np.arange(DAYS * 96) % 96
    wanted = np.where((times > 24) & (times < 88), 21.0, 18.0)
    free = 16.0 + np.repeat(rng.uniform(0.5, 2.5, DAYS), 96) * np.sin(2.0 * np.pi * (times - 36.0) / 96.0)
    room, above = np.empty(len(free)), 0.0
    for step, alone in enumerate(free):
        room[step] = alone + above + 0.02 * rng.standard_normal()
        above = KEEP * above + FULL * float(np.clip(wanted[step] + 0.2 - room[step], 0.0, 1.0))
    return {LIVING_T: room, SET_POINT: wanted, MODE: np.ones(len(room))}


def test_a_room_whose_valve_does_not_say_what_it_does_learns_by_its_set_point(tmp_path: Path) -> None:
    home, lines = Home(20, tmp_path), valved()
    home.history.lines = {LIVING_T: lines[LIVING_T]}
    home.nights.catch_up(BASE)
    assert not home.serves, "without a set-point nobody can know"
    home.history.lines = lines
    home.night()
    assert home.serves
    assert [told.code for _, told in home.nights.told(home.rig.house)] == [Code.LEARNED_HERE]


class Choking(HalfKnowing):
    """Fails for a room that is cold."""

    def ask(self, numbers: Numbers) -> Said:
        if numbers.level.mean() < 12.0:
            raise IndexError("a history that nobody thought of")
        return super().ask(numbers)


def test_a_fault_in_one_rooms_night_costs_that_room_only_and_is_told(tmp_path: Path) -> None:
    home, heard = Home(12, tmp_path), list[NightOutcome]()
    home.history.lines[BEDROOM_T] = WARM.target - 8.0
    home.rig = Rig(a_house(living(), bedroom()), history=home.history)
    home.nights = home.program()
    home.nights.hear = heard.append  # type: ignore[method-assign]
    base = Choking()
    home.nights.catch_up(base)
    assert LIVING in home.nights.learned(base)
    (failed,) = (each for each in heard if each.fate is Fate.FAILED)
    assert (failed.place, failed.detail) == ("bedroom", "IndexError: a history that nobody thought of")


def test_what_has_become_worse_is_put_back_after_three_nights_and_told_calmly(tmp_path: Path) -> None:
    home = Home(6, tmp_path)  # enough to see that it is worse, too little to learn
    home.plant(RoomLearned(9.0, heating=5.0 * TRUE))
    home.night(2)
    assert home.serves and not home.noticed
    home.night()
    assert not home.serves and home.noticed
    home.night(2)
    assert not home.noticed


@pytest.mark.slow
def test_an_own_network_that_has_become_worse_goes_and_that_is_told_for_two_days(tmp_path: Path) -> None:
    home, own = Home(9, tmp_path), OwnNetwork(tmp_path)
    now = home.rig.clock.now()
    own.promote(made(tmp_path / "out"), won(LIVING), now, "a test")
    wrong = RoomLearned(9.0, heating=5.0 * TRUE)
    card = RoomCard(LIVING, "v1", now + DAY / 24, 9.0, "all", Verdict(Outcome.BETTER, 7))
    home.shelf.promote(card, wrong, who="a test", why="a test")
    home.nights = Nights(home.rig.controller, home.history, home.rig.clock, home.shelf, network=own)
    told = []
    for _ in range(6):
        home.night()
        home.rig.tick()
        told.append("learned:network" in home.rig.memory.notices)
    assert told == [False, False, True, True, False, False]
    assert (serving := own.serving()) is not None and serving.shelved.base


def test_what_breaks_something_in_the_twin_is_not_put_to_serve_and_says_why(tmp_path: Path) -> None:
    told: list[NightOutcome] = []

    class Heard(Here):
        def say(self, outcome: NightOutcome) -> None:
            told.append(outcome)

    def check(*_: object, after: object = None, progress: object = None) -> dict[PlaceId, TwinVerdict]:
        return {LIVING: TwinVerdict(InTwin.BREAKS, 3, (1.0,) * 5, (2.0,) * 5, worst="cold")}

    home = Home(12, tmp_path)
    now = home.rig.clock.now()
    ground = Ground(
        home.rig.house, home.history, now, Heard(Deaf()), home.shelf, OwnShelf(), Days(home.history), climate=BASE
    )
    climate_night(replace(ground, check=check))
    assert [(each.fate, each.place) for each in told] == [(Fate.REFUSED, LIVING)]
    assert told[0].why is not None
    assert not home.serves


@pytest.mark.slow
def test_guests_that_nobody_declared_put_nothing_to_serve_and_people_are_asked_about_them(tmp_path: Path) -> None:
    told: list[NightOutcome] = []

    class Heard(Here):
        def say(self, outcome: NightOutcome) -> None:
            told.append(outcome)

    home = Home(17, tmp_path)
    home.history.lines[LIVING_T][13 * 96 : 17 * 96] += 2.5
    ground = Ground(
        home.rig.house,
        home.history,
        home.rig.clock.now(),
        Heard(Deaf()),
        home.shelf,
        OwnShelf(),
        Days(home.history),
        climate=BASE,
    )
    climate_night(ground)
    assert [each.fate for each in told] == [Fate.REFUSED] and not home.serves
    why = told[0].why
    assert why is not None and (why.code, why.get("count")) == (Code.TRIAL_UNUSUAL, 4)
    home.history.lines[LIVING_T][13 * 96 : 17 * 96] -= 2.5
    climate_night(ground)
    assert home.serves, "the same days without guests"


@pytest.mark.slow
def test_a_person_puts_it_back_by_a_command_while_the_program_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = tmp_path / "config.yaml"
    settings.write_text("data_folder: data\n")
    home = Home(12, tmp_path / "data")
    home.night()
    assert home.serves
    assert main(["learn", "status", "--config", str(settings)]) == 0
    assert "24 h ahead" in capsys.readouterr().out
    assert main(["learn", "rollback", "climate", "--config", str(settings)]) == 0
    assert "the base model alone serves now" in capsys.readouterr().out
    assert not home.serves
    assert main(["learn", "rollback", "climate", "--config", str(settings)]) == 1
    home.night()
    assert not home.serves, "what a person put back stays away for a while"
