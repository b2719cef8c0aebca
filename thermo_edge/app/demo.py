"""The demo: the whole program on a simulated home, sped up. No Home Assistant, broker or account is needed."""

import threading
from datetime import datetime, timedelta
from pathlib import Path

from thermo_edge.app.core import DATABASE, Core, build
from thermo_edge.clock import SteppedClock, SystemClock
from thermo_edge.home.house import DeviceKind, Domain, EntityId, House, Mode, PlaceId
from thermo_edge.home.turn import Actor, ActorKind
from thermo_edge.ports import History
from thermo_edge.simulation import plain
from thermo_edge.simulation.home import SimulatedHome
from thermo_edge.store.open import open_history
from thermo_edge.web.health import HealthReport, house_health
from thermo_edge.web.server import WebServer

SPEED = 60.0
"""Simulated seconds in a second."""

BEAT = 0.25  # s of real time between two steps

FIRST_MODES = {
    "living": Mode.ACT,
    "kitchen": Mode.ACT,
    "bath": Mode.ACT,
    "bedroom": Mode.ASK,
    "kids": Mode.SUGGEST,
    "hall": Mode.OBSERVE,
}
"""A new house only observes; the demo's household has been at it for a while."""


class DemoProgram:
    """Started, it runs until it is stopped."""

    def __init__(self, folder: Path, port: int = 8099, speed: float = SPEED, language: str = "en") -> None:
        self._speed = speed
        self._stopping = threading.Event()
        opened = open_history(folder / DATABASE)
        self._clock = SteppedClock(_begin(opened.history))
        self.home = SimulatedHome(self._clock)
        house = plain.house()
        self.core: Core = build(house, self._clock, self.home, opened)
        self._thread = threading.Thread(target=self._run, name="house")
        self._web = WebServer(
            self.core.desk,
            self._health,
            language=language,
            port=port,
        )

    def _health(self) -> HealthReport:
        late = timedelta(seconds=30 * self._speed)
        return house_health(self.core.desk.view(), self.core.controller.beat, self._clock.now(), late)

    @property
    def url(self) -> str:
        """Where the page is."""
        return self._web.url

    def start(self) -> None:
        """Begin; raises SettingsError where the port cannot be had."""
        self._web.start()
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(10.0)
        self.core.history.close()
        self._web.stop()

    def _run(self) -> None:
        core = self.core
        with core.controller.owned():
            self.home.adopt(core.controller.state.memory.known)
            self.home.open(core.controller.state.house, core.controller.hear)
            self._work()
            if not core.controller.state.memory.modes.places:
                allow(core)
            while not self._stopping.wait(BEAT):
                step(core, self.home, timedelta(seconds=BEAT * self._speed))

    def _work(self) -> None:
        while self.core.controller.work():
            pass


def step(core: Core, home: SimulatedHome, by: timedelta) -> None:
    """Let this much time pass in a simulated home, with the timetable of the live program."""
    while by > timedelta(0):
        part = min(by, timedelta(seconds=30))
        by -= part
        home.advance(part)
        core.timetable.run_due()
        while core.controller.work():
            pass


def allow(core: Core, modes: dict[str, Mode] | None = None) -> None:
    """Set the modes of the plain home, its bare switch protected first; on the house thread."""
    household = Actor(ActorKind.PERSON, "Demo")
    for room, mode in (modes or FIRST_MODES).items():
        place = PlaceId(room)
        core.desk.set_mode(place, Domain.CLIMATE, min(mode, Mode.SUGGEST), household)
        for entity in _bare(core.controller.state.house, place):
            core.desk.protect(entity, household)
        while core.controller.work():
            pass
        core.desk.set_mode(place, Domain.CLIMATE, mode, household)


def _bare(house: House, place: PlaceId) -> list[EntityId]:
    return [d.entity for d in house.devices if d.place == place and d.kind is DeviceKind.DUTY]


def _begin(history: History) -> datetime:
    """Now, or just after where a demo that ran ahead has come to."""
    now, newest = SystemClock().now(), history.newest()
    return max(now, newest + timedelta(minutes=1)) if newest else now
