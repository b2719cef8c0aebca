"""Somebody says that nobody was there: the next time nothing goes on, and after the night it is believed less."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.app.test_occupancy_night import past
from tests.builders import LIVING
from tests.learning.homes import CONFIG, Neighbour
from tests.lighting.rig import AMSTERDAM
from tests.occupancy.lived import BED_MOTION, HALL_MOTION, LIVING_LAMP, LIVING_MOTION, Lived, lived_house
from tests.rig import ANNA_ACTS
from thermo_edge.app.occupancy import Occupancy
from thermo_edge.home.house import Domain, Mode
from thermo_edge.home.learning import Fate, NightOutcome
from thermo_edge.home.reason import Code
from thermo_edge.home.turn import DecisionRecord, Outcome, Verdict
from thermo_edge.learning.night_ground import Ground
from thermo_edge.learning.night_here import Deaf, Here
from thermo_edge.learning.occupancy_days import Days
from thermo_edge.learning.occupancy_kept import OwnShelf
from thermo_edge.learning.occupancy_serving import Serving
from thermo_edge.learning.occupancy_step import occupancy_night
from thermo_edge.learning.report import Report
from thermo_edge.learning.room_files import MemoryFiles
from thermo_edge.learning.room_shelf import RoomShelf

PROWLS = (0.0, 2.0, 4.0, 6.0)
"""Hours at which the cat walks through the living room, while everybody is in bed."""

DAYS, RECENT = 17, timedelta(minutes=5)
BASE = Serving(Neighbour(), "7", CONFIG)


class Told(Deaf):
    """Hears what came of a night."""

    def __init__(self) -> None:
        self.outcomes: list[NightOutcome] = []

    def heard(self, report: Report) -> None:
        if report.outcome is not None:
            self.outcomes.append(report.outcome)


def prowls(lived: Lived, day: int, hour: float) -> DecisionRecord:
    """What the lamp is wanted to do because of it."""
    lived.until(day, hour)
    lived.stirs(LIVING_MOTION)
    records = lived.history.decisions(50, LIVING)
    lit = (r for r in records if r.decision.request.domain is Domain.LIGHTING and r.decision.request.value is True)
    return next(lit)


def a_house() -> Lived:
    return Lived(replace(lived_house(), location=AMSTERDAM))


def test_the_lamp_stays_dark_the_next_time() -> None:
    lived = a_house()
    record = prowls(lived, 0, 2.0)
    assert (record.decision.outcome, lived.sent(LIVING_LAMP)[-1]) == (Outcome.ACTED, True)
    believed = lived.room(LIVING).probability
    lived.desk.judge(record.number, Verdict.WRONG, "nobody_there", ANNA_ACTS)
    lived.until(0, 2.5)
    assert lived.sent(LIVING_LAMP)[-1] is False
    again = prowls(lived, 0, 3.0)
    assert again.number != record.number and again.decision.outcome is Outcome.REFUSED
    assert again.decision.because is not None and again.decision.because.code is Code.SAID_WRONG
    assert lived.sent(LIVING_LAMP)[-1] is False
    assert lived.room(LIVING).probability < believed


def weeks() -> tuple[Lived, list[int]]:
    """A household whose cat prowls, and the decisions that Anna called wrong: each time the lamp went on for it."""
    lived, said = a_house(), []
    for day in range(DAYS):
        for hour in PROWLS:
            record = prowls(lived, day, hour)
            if record.decision.outcome is not Outcome.REFUSED and lived.clock.now() - record.at < RECENT:
                lived.desk.judge(record.number, Verdict.WRONG, "nobody_there", ANNA_ACTS)
                said.append(record.number)
            lived.desk.set_mode(LIVING, Domain.LIGHTING, Mode.ACT, ANNA_ACTS)
            lived.settle()
        lived.lives(day, 7.0, 8.0, HALL_MOTION, BED_MOTION)
        lived.lives(day, 18.0, 22.0, LIVING_MOTION, HALL_MOTION)
        lived.stirs(BED_MOTION)
    lived.until(DAYS, 2.0)
    return lived, said


def night(lived: Lived, folder: Path) -> OwnShelf:
    """The real step of a night, and where it put what it learned."""
    shelf, told = OwnShelf(folder), Told()
    occupancy_night(
        Ground(
            lived.house,
            lived.history,
            lived.clock.now(),
            Here(told),
            RoomShelf(MemoryFiles()),
            shelf,
            Days(lived.history),
            occupancy=BASE,
        )
    )
    assert [each.fate for each in told.outcomes] == [Fate.PROMOTED]
    assert "living" in told.outcomes[0].what
    return shelf


def believed(lived: Lived, shelf: OwnShelf) -> float:
    """What the learned side tells the house of the living room."""
    side = Occupancy(lived.controller, lived.history, lived.clock, lambda: BASE, shelf)
    side.look()
    lived.settle()
    assert lived.belief.learned is not None
    return lived.belief.learned.by_room[LIVING]


@pytest.mark.slow
def test_after_the_night_the_same_motion_is_believed_less(tmp_path: Path) -> None:
    lived, said = weeks()
    assert len(past(lived).told) == len(said) >= 8
    with_words = night(lived, tmp_path / "with")
    for number in said:
        lived.desk.judge(number, Verdict.RETRACTED, "", ANNA_ACTS)
    lived.settle()
    assert past(lived).told == ()
    without = night(lived, tmp_path / "without")
    prowls(lived, DAYS, 4.0)
    cat = believed(lived, with_words), believed(lived, without)
    assert cat[0] < cat[1] - 0.05
    lived.lives(DAYS, 18.0, 19.0, LIVING_MOTION, HALL_MOTION)
    lived.stirs(LIVING_MOTION)
    assert believed(lived, with_words) > 0.5, "in the evening it is somebody as ever"
