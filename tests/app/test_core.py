"""The house as it is wired: its timetable goes by the house as it is now, not as it was at the start."""

import itertools
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.builders import BEDROOM, BEDROOM_T, HEATER, MORNING, a_house, bedroom, heater
from tests.fakes import FakeHome
from tests.rig import ANNA_ACTS
from thermo_edge.app.core import Core, build
from thermo_edge.clock import SteppedClock
from thermo_edge.home.heard import Synced
from thermo_edge.home.house import Domain, House, Mode
from thermo_edge.store.memory_history import MemoryHistory
from thermo_edge.store.open import Opened


class Tidied(MemoryHistory):
    """Remembers when it was tidied."""

    def __init__(self) -> None:
        super().__init__()
        self.at: list[datetime] = []

    def tidy(self, now: datetime) -> None:
        self.at.append(now)


def built(house: House) -> tuple[Core, SteppedClock, FakeHome, Tidied]:
    clock, history = SteppedClock(MORNING), Tidied()
    home = FakeHome(clock, house)
    core = build(house, clock, home, Opened(history))
    home.open(house, core.controller.hear)
    return core, clock, home, history


def lives(core: Core, clock: SteppedClock, hours: float, step: timedelta) -> None:
    end = clock.now() + timedelta(hours=hours)
    while clock.now() < end:
        clock.advance(step)
        core.timetable.run_due()
        core.controller.work()


def test_what_is_daily_comes_in_the_night_of_the_home_that_tells_its_zone() -> None:
    house = replace(a_house(), zone=ZoneInfo("UTC"), zone_of_home=True)
    core, clock, _, history = built(house)
    core.controller.hear(Synced((), frozenset(), clock.now(), zone="America/Los_Angeles"))
    core.controller.work()
    lives(core, clock, 26, timedelta(minutes=5))
    local = [at.astimezone(ZoneInfo("America/Los_Angeles")).hour for at in history.at]
    assert local == [3]


def test_the_heartbeat_is_as_quick_as_a_switch_needs_that_the_settings_named_meanwhile() -> None:
    """It came every minute to a switch that goes off after one, and the heater went off in between."""
    house = a_house(bedroom(devices=()))
    core, clock, home, _ = built(house)
    core.controller.work()
    quick = heater(failsafe_after=timedelta(minutes=1))
    core.controller.rehouse(a_house(bedroom(devices=(quick,))))
    home.protected.add(HEATER)
    home.open(core.controller.state.house, core.controller.hear)
    home.say(BEDROOM_T, 12.0)
    home.say(quick.switch, False)
    core.controller.protect(quick)
    while core.controller.work():
        pass
    core.desk.set_mode(BEDROOM, Domain.CLIMATE, Mode.ACT, ANNA_ACTS)
    lives(core, clock, 0.3, timedelta(seconds=5))
    assert home.readings[quick.switch].value is True
    late = [at for at, entity in home.renewed if entity == HEATER and at > MORNING + timedelta(minutes=8)]
    gaps = [after - before for before, after in itertools.pairwise(late)]
    assert gaps and max(gaps) <= timedelta(seconds=25)


class Read(FakeHome):
    """Counts how often everything is read again."""

    times = 0

    def refresh(self) -> None:
        self.times += 1
        super().refresh()


def test_everything_is_read_as_often_as_the_settings_say_by_now() -> None:
    clock, often, house = SteppedClock(MORNING), [timedelta(minutes=5)], a_house()
    home = Read(clock, house)
    core = build(house, clock, home, Opened(MemoryHistory()), poll=lambda: often[-1])
    lives(core, clock, 1.0, timedelta(seconds=30))
    assert 10 <= home.times <= 13
    often.append(timedelta(minutes=1))
    lives(core, clock, 1.0, timedelta(seconds=30))
    assert home.times >= 60
