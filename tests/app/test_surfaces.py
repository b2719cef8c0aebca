"""A room with cold walls, from its sensors to its set-point, the page and the memory."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import LIVING, LIVING_T, a_house, bedroom, living, minutes
from tests.rig import ANNA_ACTS, SET_POINT, Rig
from tests.web.houses import ZONE
from thermo_edge.app.core import build
from thermo_edge.app.past import HistoryPast
from thermo_edge.app.surfaces import Surfaces
from thermo_edge.clock import SteppedClock
from thermo_edge.home.house import Attribute, EntityId, Point, Sensor
from thermo_edge.home.reason import Code
from thermo_edge.language.words import Words
from thermo_edge.ports import History
from thermo_edge.store.memory_history import MemoryHistory
from thermo_edge.store.open import Opened, open_history
from thermo_edge.web.show.room import room_model
from thermo_edge.web.show.things import whys

WALL, PANE = (Point(EntityId(f"sensor.living_{what}"), Attribute.SURFACE) for what in ("wall", "pane"))


class Walls(Rig):
    """At 20.2 °C, with thermometers on a wall and on a pane of the living room."""

    def __init__(self, history: History | None = None) -> None:
        room = living(sensors=(*living().sensors, Sensor(WALL, LIVING), Sensor(PANE, LIVING)))
        super().__init__(a_house(room, bedroom()), history=history)
        self.side = Surfaces(self.controller, self.history, self.clock)

    def hours(self, wall: float | None, pane: float | None, count: int = 2) -> None:
        """Whole hours with these; None: it says nothing."""
        for step in range(4 * count):
            for point, celsius in ((WALL, wall), (PANE, pane)):
                if celsius is not None:
                    self.home.say(point, celsius + 0.1 * (step % 2))
            self.home.say(LIVING_T, 20.2)
            self.settle()
            self.wait(minutes(15), minutes(15))
        self.side.look()
        self.tick()

    @property
    def known(self) -> float | None:
        return self.memory.climate.radiant.get(LIVING)


def test_cold_walls_move_the_band_and_the_decision_says_so() -> None:
    house = Walls()
    house.hours(20.2, 20.0)
    assert house.sent(SET_POINT)[-1] == 20.5
    house.hours(20.0, 18.3)
    assert house.known == 0.5
    assert house.sent(SET_POINT)[-1] == 21.0
    decision = house.decision(SET_POINT)
    assert decision.request.reason.code is Code.WARM_HOURS
    assert (decision.request.reason.get("low"), decision.request.reason.get("radiant")) == (20.5, 0.5)
    words, view = Words("en", ZONE), house.desk.view()
    assert "kept 0.5 K warmer" in whys(decision, house.house, words)[1]
    assert "0.5 K" in whys(decision, house.house, Words("zh", ZONE))[1]
    (shown,) = (each for each in view.rooms if each.id == LIVING)
    assert shown.feels == pytest.approx(19.7)
    assert shown.band == shown.bands[0][1]
    facts = [mark.words for mark in room_model(LIVING, view, words).facts]
    assert "Feels like 19.7°: colder surfaces" in facts
    assert shown.temperature == 20.2, "no wall is read as the air"


def test_a_little_more_or_less_is_not_followed_and_silence_ends_it() -> None:
    house = Walls()
    house.hours(20.0, 18.3)
    house.hours(20.0, 18.1, 1)
    assert house.known == 0.5
    house.hours(20.1, None, 1)
    assert house.known == 0.5, "an hour of silence is not yet silence"
    house.hours(20.1, None, 3)
    assert house.known is None, "the wall alone is hardly colder"
    assert house.decision(SET_POINT).request.aim == 20.5
    house.hours(None, None, 3)
    assert house.known is None


def test_a_wish_is_what_the_thermometer_is_to_say() -> None:
    house = Walls()
    house.hours(17.2, 17.2)
    house.desk.wish(LIVING, 22.0, house.clock.now() + timedelta(hours=2), ANNA_ACTS)
    house.settle()
    assert house.sent(SET_POINT)[-1] == 22.0
    assert house.decision(SET_POINT).request.reason.get("radiant") is None


@pytest.mark.slow
def test_it_is_known_after_a_restart(tmp_path: Path) -> None:
    house = Walls(open_history(tmp_path / "x.db").history)
    house.hours(17.2, 17.2)
    assert house.known == 1.5
    house.wait(minutes(30), minutes(10))
    house.restart()
    assert house.known == 1.5


def test_what_people_do_is_learned_in_operative_degrees() -> None:
    house = Walls()
    house.hours(20.0, 18.3)
    past = HistoryPast(house.house, house.history, house.clock.now())
    assert past.temperature(LIVING, house.clock.now()) == pytest.approx(19.7, abs=0.05)
    assert past.radiant(LIVING, house.clock.now()) == pytest.approx(0.5, abs=0.05)
    assert past.radiant(bedroom().id, house.clock.now()) == 0.0


def test_it_is_on_the_timetable_and_rooms_without_surfaces_feel_as_their_air() -> None:
    rig = Rig()
    core = build(rig.house, SteppedClock(rig.clock.now()), rig.home, Opened(MemoryHistory()))
    assert "surfaces" in [job.name for job in core.timetable.jobs]
    Surfaces(rig.controller, rig.history, rig.clock).look()
    rig.settle()
    assert not rig.memory.climate.radiant
    assert rig.desk.view().rooms[0].feels is None
