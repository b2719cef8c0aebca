"""When nights of learning are begun, by whom, and what a page is told of them."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.builders import LIVING, a_house, living
from tests.rig import ANNA_ACTS, Rig
from thermo_edge.app.learning import LOOK, Keeper, Shelves
from thermo_edge.app.machine import unfit
from thermo_edge.errors import TrainingFailed
from thermo_edge.home.house import Attribute, EntityId, House, Point, Sensor
from thermo_edge.home.learning import Fate, NightOutcome, Phase
from thermo_edge.home.learning_hours import Button, Learning
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.snapshot import Quality
from thermo_edge.learning import night_files
from thermo_edge.learning.night_here import Listener
from thermo_edge.learning.occupancy_kept import OwnShelf
from thermo_edge.learning.parent import Outcome, Result
from thermo_edge.learning.report import Report
from thermo_edge.learning.room_files import MemoryFiles
from thermo_edge.learning.room_shelf import RoomShelf

BUTTON, BACK = (
    Point(EntityId("input_button.learn"), Attribute.PRESSED),
    Point(EntityId("button.back"), Attribute.PRESSED),
)
LIVING_MOTION = Point(EntityId("binary_sensor.living_motion"), Attribute.MOTION)
EVENING = datetime.fromisoformat("2026-01-14T21:00:00+01:00")


class FakeRunner:
    """Begins what a test then ends."""

    def __init__(self) -> None:
        self.begun: list[Listener] = []
        self.stopped = 0
        self.fails = False

    def start(self, house: House, listener: Listener) -> None:
        if self.fails:
            raise TrainingFailed("no room for it")
        self.begun.append(listener)

    def stop(self) -> None:
        self.stopped += 1


class Home(Rig):
    """A house whose nights a test looks at."""

    def __init__(self, folder: Path, learning: Learning | None = None) -> None:
        wants = learning or Learning(train=Button(BUTTON.entity), roll_back=Button(BACK.entity))
        house = a_house(
            living(sensors=(*living().sensors, Sensor(LIVING_MOTION, LIVING))),
            others=(Sensor(BUTTON), Sensor(BACK)),
            learning=wants,
        )
        super().__init__(house, start=EVENING)
        self.folder, self.runner, self.machine = folder, FakeRunner(), None
        self.told: list[NightOutcome] = []
        night_files.finish(folder, night_files.Place(EVENING), EVENING - timedelta(hours=20), whole=True)
        self.keeper = self.started()

    machine: Reason | None

    def started(self) -> Keeper:
        shelves = Shelves(RoomShelf(MemoryFiles()), OwnShelf(), self.told.append)
        return Keeper(self.controller, self.clock, self.runner, shelves, self.folder, lambda: self.machine)

    def until(self, clock: str, day: int = 15) -> None:
        self.clock.advance(datetime.fromisoformat(f"2026-01-{day}T{clock}:00+01:00") - self.clock.now())

    def stir(self) -> None:
        """Somebody walks through the living room."""
        for moves in (True, False):
            self.home.say(LIVING_MOTION, moves)
            self.tick()

    def at(self, clock: str, day: int = 15) -> Phase:
        """The phase once it was looked then."""
        self.until(clock, day)
        self.keeper.look()
        return self.keeper.view().phase

    def why(self) -> Code | None:
        found = self.keeper.view().why
        return found.code if found is not None else None

    def end(self, result: Result = Result.DONE, text: str = "") -> None:
        self.runner.begun[-1].ended(Outcome(result, text))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_a_night_is_begun_once_in_its_window_and_not_before(home: Home) -> None:
    assert home.at("00:30") is Phase.IDLE
    assert home.at("01:05") is Phase.RUNNING
    home.end()
    assert home.at("03:00") is Phase.IDLE and home.why() is None
    assert len(home.runner.begun) == 1
    assert home.at("01:05", day=16) is Phase.RUNNING


def test_it_waits_while_somebody_is_up_and_says_at_the_end_why_there_was_none(home: Home) -> None:
    for minutes in range(55, 5 * 60, 5):
        home.until(f"{minutes // 60:02}:{minutes % 60:02}")
        home.stir()
        home.keeper.look()
    assert (home.keeper.view().phase, home.why()) == (Phase.WAITING, Code.NIGHT_AWAKE)
    assert home.at("05:10") is Phase.IDLE and home.why() is Code.NIGHT_AWAKE
    home.keeper = home.started()
    skipped = night_files.read_skipped(home.folder)
    assert skipped is not None and skipped.why.code is Code.NIGHT_AWAKE
    assert home.at("05:20") is Phase.IDLE and not home.runner.begun


def test_it_begins_when_the_house_has_become_quiet(home: Home) -> None:
    home.clock.advance(timedelta(hours=4))
    home.stir()
    assert home.at("01:10") is Phase.WAITING
    assert home.at("01:30") is Phase.RUNNING


@pytest.mark.parametrize("code", [Code.NIGHT_HOT, Code.NIGHT_BATTERY])
def test_a_machine_that_is_not_fit_waits(home: Home, code: Code) -> None:
    home.machine = Reason(code)
    assert home.at("01:10") is Phase.WAITING and home.why() is code
    home.machine = None
    assert home.at("01:14") is Phase.RUNNING


def test_a_night_that_was_missed_is_done_by_day_and_a_new_home_begins_at_once(home: Home) -> None:
    night_files.finish(home.folder, night_files.Place(EVENING), EVENING - timedelta(hours=30), whole=True)
    home.keeper = home.started()
    assert home.at("12:00") is Phase.RUNNING
    (home.folder / night_files.LAST).unlink()
    home.keeper = home.started()
    assert home.at("12:10") is Phase.RUNNING


def test_one_that_fails_is_said_and_not_tried_again_before_the_next_night(home: Home) -> None:
    assert home.at("01:10") is Phase.RUNNING
    home.end(Result.KILLED, "it ended by SIGKILL")
    assert home.at("01:20") is Phase.IDLE and home.why() is Code.NIGHT_FAILED
    assert len(home.runner.begun) == 1


def test_settings_that_want_no_nights_leave_it_to_people(tmp_path: Path) -> None:
    home = Home(tmp_path, Learning(on=False))
    assert home.at("01:10") is Phase.OFF
    home.keeper.now(ANNA_ACTS)
    assert home.keeper.view().phase is Phase.RUNNING and home.keeper.view().who == ANNA_ACTS


def test_a_person_begins_and_ends_it(home: Home) -> None:
    keeper = home.keeper
    with pytest.raises(Refused):
        keeper.stop(ANNA_ACTS)
    keeper.now(ANNA_ACTS)
    with pytest.raises(Refused):
        keeper.now(ANNA_ACTS)
    keeper.stop(ANNA_ACTS)
    assert keeper.view().phase is Phase.STOPPING and home.runner.stopped == 1
    home.end(Result.STOPPED)
    assert home.why() is Code.NIGHT_STOPPED
    home.machine, home.runner.fails = Reason(Code.NIGHT_HOT), True
    with pytest.raises(Refused) as hot:
        keeper.now(ANNA_ACTS)
    home.machine = None
    with pytest.raises(Refused) as failed:
        keeper.now(ANNA_ACTS)
    assert (hot.value.reason.code, failed.value.reason.code) == (Code.NIGHT_HOT, Code.NIGHT_FAILED)
    with pytest.raises(Refused):
        keeper.roll_back(ANNA_ACTS)


def test_progress_is_shown_and_outcomes_are_told(home: Home) -> None:
    keeper = home.keeper
    keeper.now(ANNA_ACTS)
    came = NightOutcome("climate", Fate.ROLLED_BACK, home.clock.now(), LIVING)
    home.clock.advance(timedelta(seconds=60))
    keeper.heard(Report("step", 1, 2, 0.5, 500.0, name="climate", place=LIVING, share=0.5))
    keeper.heard(Report("outcome", 1, 2, text="climate/living: rolled back", outcome=came))
    view = keeper.view()
    assert (view.step, view.of, view.name, view.place, view.loss, view.share) == (1, 2, "climate", LIVING, 0.5, 0.25)
    assert view.left == timedelta(seconds=180)
    assert view.log == ("climate/living: rolled back",) and view.outcomes == (came,) == tuple(home.told) == view.told
    night_files.finish(home.folder, night_files.Place(EVENING, (), (came,)), home.clock.now(), whole=True)
    home.end()
    home.clock.advance(LOOK)
    keeper.look()
    assert home.told == [came], "nobody is told twice"


def test_what_a_command_beside_the_program_did_is_found(home: Home) -> None:
    came = NightOutcome("climate", Fate.ROLLED_BACK, home.clock.now(), LIVING)
    night_files.finish(home.folder, night_files.Place(EVENING, (), (came,)), home.clock.now(), whole=True)
    home.keeper.look()
    assert home.told == [came] and home.keeper.view().outcomes == (came,)


def press(home: Home, point: Point, ago: timedelta = timedelta(0), user: str | None = None) -> None:
    home.home.say(point, (home.clock.now() - ago).timestamp())
    home.settle()
    home.keeper.look()


def test_a_button_begins_a_night_and_a_restart_of_either_side_does_not(home: Home) -> None:
    press(home, BUTTON)
    assert not home.runner.begun, "heard for the first time"
    home.clock.advance(timedelta(minutes=1))
    home.home.say(BUTTON, None, quality=Quality.UNAVAILABLE)
    press(home, BUTTON, ago=timedelta(minutes=1))
    assert not home.runner.begun, "it came back as it was"
    home.home.say(BUTTON, None, quality=Quality.UNAVAILABLE)
    press(home, BUTTON)
    assert not home.runner.begun, "it came back with another time"
    home.home.say(BUTTON, None, quality=Quality.UNKNOWN)
    press(home, BUTTON, ago=timedelta(hours=1))
    assert not home.runner.begun, "the home remembered it"
    home.clock.advance(timedelta(minutes=1))
    press(home, BUTTON)
    assert len(home.runner.begun) == 1
    home.end()
    home.keeper.look()
    assert len(home.runner.begun) == 1
    home.home.say(BACK, None, quality=Quality.UNKNOWN)
    home.settle()
    press(home, BACK)
    assert home.why() is Code.NOTHING_TO_ROLL_BACK


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, None),
        ({"thermal/thermal_zone0/temp": "45000", "thermal/thermal_zone1/temp": "nonsense"}, None),
        ({"thermal/thermal_zone0/temp": "45000", "thermal/thermal_zone1/temp": "81000"}, Code.NIGHT_HOT),
        ({"thermal/thermal_zone0/temp": "999000"}, None),
        ({"power_supply/BAT0/type": "Battery", "power_supply/BAT0/status": "Discharging"}, Code.NIGHT_BATTERY),
        ({"power_supply/BAT0/type": "Battery", "power_supply/BAT0/status": "Full"}, None),
        (
            {
                "power_supply/mouse/type": "Battery",
                "power_supply/mouse/status": "Discharging",
                "power_supply/mouse/scope": "Device",
            },
            None,
        ),
        (
            {
                "power_supply/BAT0/type": "Battery",
                "power_supply/BAT0/status": "Discharging",
                "power_supply/AC/type": "Mains",
                "power_supply/AC/online": "1",
            },
            None,
        ),
    ],
)
def test_what_the_machine_says(tmp_path: Path, files: dict[str, str], code: Code | None) -> None:
    for name, text in files.items():
        path = tmp_path / "class" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{text}\n")
    found = unfit(tmp_path)
    assert (found.code if found is not None else None) is code


def test_the_house_is_handed_over_as_it_is(home: Home, tmp_path: Path) -> None:
    night_files.write_house(tmp_path, home.house)
    assert night_files.read_house(tmp_path) == home.house
    (tmp_path / night_files.HOUSE).write_text("{}x")
    with pytest.raises(TrainingFailed):
        night_files.read_house(tmp_path)
    assert replace(home.house, name="Other") != home.house


def test_nights_leave_points_to_draw(tmp_path: Path) -> None:
    home = Home(tmp_path)
    came = NightOutcome("climate", Fate.PROMOTED, EVENING, "living", "24 h", 14, 0.5, 0.4, "K")
    for night in range(3):
        at = EVENING + timedelta(days=night)
        place = night_files.Place(at, (), (replace(came, at=at), NightOutcome("occupancy", Fate.TOO_LITTLE, at)))
        night_files.finish(tmp_path, place, at, whole=True)
    assert [each.at for each in night_files.read_points(tmp_path)] == [
        EVENING + timedelta(days=each) for each in range(3)
    ]
    home.keeper = home.started()
    assert len(home.keeper.view().past) == 3
    (tmp_path / night_files.POINTS).write_text("{}x")
    assert night_files.read_points(tmp_path) == ()
