"""The demo: the whole program on a simulated home, sped up. No Home Assistant, broker or account is needed."""

import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from thermo_edge.app import planning
from thermo_edge.app.core import DATABASE, Core, Pace, build
from thermo_edge.app.demo_settings import FILE, DemoSettings
from thermo_edge.app.forgetting import Forgetter, Places
from thermo_edge.app.occupancy import shipped_model
from thermo_edge.app.system_desk import ProgramDesk, Sources
from thermo_edge.clock import SteppedClock, SystemClock
from thermo_edge.control.controller import ANSWER
from thermo_edge.control.wondering import Wonder
from thermo_edge.home.house import Domain, EntityId, Failsafe, House, Mode, PlaceId
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.turn import Actor, ActorKind
from thermo_edge.learning.occupancy_kept import OwnShelf
from thermo_edge.learning.room_shelf import taught_in
from thermo_edge.ports import History
from thermo_edge.simulation import household
from thermo_edge.simulation.family import family_dwelling
from thermo_edge.simulation.forecaster import SimulatedWeather
from thermo_edge.simulation.home import SimulatedHome
from thermo_edge.simulation.market import SimulatedEnergy
from thermo_edge.simulation.parts import make
from thermo_edge.simulation.variants import Variant
from thermo_edge.store.open import open_history
from thermo_edge.web.access.gate import Access, Open
from thermo_edge.web.health import HealthReport, house_health
from thermo_edge.web.server import WebServer

SPEED = 60.0
"""Simulated seconds in a second."""

PACE = Pace(occupancy=timedelta(minutes=5))
"""Of its time five minutes are a few seconds of ours."""

VARIANT = Variant(family_dwelling("heat pump"), covers=("living", "kitchen"), flow=True)
"""A heat pump whose water can be set, and shutters where the sun is strongest."""

BEAT = 0.25  # s of real time between two steps

FIRST_MODES: Mapping[Domain, Mapping[PlaceId, Mode]] = {
    Domain.CLIMATE: {
        PlaceId("living"): Mode.ACT,
        PlaceId("kitchen"): Mode.ACT,
        PlaceId("bath"): Mode.ACT,
        PlaceId("bedroom"): Mode.ASK,
        PlaceId("kids"): Mode.SUGGEST,
        PlaceId("hall"): Mode.OBSERVE,
        household.BOILER: Mode.ACT,
    },
    Domain.LIGHTING: {
        PlaceId("living"): Mode.ACT,
        PlaceId("kitchen"): Mode.ACT,
        PlaceId("hall"): Mode.ACT,
        PlaceId("bath"): Mode.ACT,
        PlaceId("bedroom"): Mode.SUGGEST,
        PlaceId("kids"): Mode.SUGGEST,
    },
    Domain.SECURITY: {household.ALARM: Mode.ACT},
}
"""A new house only observes; the demo's household has been at it for a while."""


class DemoProgram:
    """Started, it runs until it is stopped."""

    def __init__(
        self,
        folder: Path,
        port: int = 8099,
        speed: float = SPEED,
        language: str = "en",
        access: Access | None = None,
    ) -> None:
        """`access`: who may come in; usually everybody on this computer, as nothing is real."""
        self._speed = speed
        self._stopping = threading.Event()
        opened = open_history(folder / DATABASE)
        self._clock = SteppedClock(_begin(opened.history))
        self.home = SimulatedHome(self._clock, make(self._clock.now(), variant=VARIANT))
        weather, self._wonder = SimulatedWeather(self.home.world.sky), Wonder(opened.history)
        self.settings = DemoSettings(folder, self.home.house, self._clock, self._follow)
        self.core: Core = build(
            self.settings.house(),
            self._clock,
            self.home,
            opened,
            pace=PACE,
            model=shipped_model(folder),
            shelf=OwnShelf(folder),
            weather=weather,
            thermal=planning.shipped_model(folder),
            energy=SimulatedEnergy(household.PRICE.entity, self.home.house.zone),
            taught=taught_in(folder),
            curious=self._wonder,
        )
        self._thread = threading.Thread(target=self._run, name="house")
        sources = Sources(self.core.desk.view, self.core.desk.learning, self._health, self.settings.read)
        self.system = ProgramDesk(folder / DATABASE, folder / FILE, self._clock, sources)
        places = Places(folder, folder / FILE, self.settings.desk)
        follow, history = self._settings_now, opened.erasable
        self.core.desk.forgets = Forgetter(places, self.core.controller, history, follow, self.system.forget)
        self._web = WebServer(
            self.core.desk,
            self._health,
            access or Open(),
            language=language,
            port=port,
            demo=speed,
            settings=self.settings.desk,
            system=self.system,
        )

    def _follow(self, house: House) -> None:
        self.core.controller.rehouse(house)
        self.home.open(house, self.core.controller.hear)

    def _settings_now(self) -> None:
        """Have the house look at its settings at once; the simulated one is only touched on its own thread."""
        done = threading.Event()

        def look() -> None:
            self.settings.look()
            done.set()

        self.core.controller.post(look)
        if not done.wait(ANSWER):
            raise Refused(Reason(Code.BUSY))

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
        self._wonder.start()
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(10.0)
        self._wonder.stop()
        self.core.history.close()
        self._web.stop()
        self.system.close()

    def _run(self) -> None:
        core = self.core
        with core.controller.owned():
            self.home.adopt(core.controller.state.memory.known)
            self.home.open(core.controller.state.house, core.controller.hear)
            self._work()
            if not core.controller.state.memory.modes.places:
                allow(core)
            while not self._stopping.wait(BEAT):
                self.settings.look()
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


def allow(core: Core, modes: Mapping[Domain, Mapping[PlaceId, Mode]] = FIRST_MODES) -> None:
    """Set these modes, bare switches protected first; on the house thread."""
    people, house = Actor(ActorKind.PERSON, "Demo"), core.controller.state.house
    for domain, places in modes.items():
        for place, mode in places.items():
            core.desk.set_mode(place, domain, min(mode, Mode.SUGGEST), people)
            for entity in _bare(house, place, domain) if mode > Mode.OBSERVE else ():
                core.desk.protect(entity, people)
            while core.controller.work():
                pass
            core.desk.set_mode(place, domain, mode, people)


def _bare(house: House, place: PlaceId, domain: Domain) -> list[EntityId]:
    """Bare switches that need something outside this program to turn them off."""
    return [
        device.entity
        for device in house.devices
        if device.place == place and device.domain is domain and device.failsafe is Failsafe.AUTOMATION
    ]


def _begin(history: History) -> datetime:
    """Now, or just after where a demo that ran ahead has come to."""
    now, newest = SystemClock().now(), history.newest()
    return max(now, newest + timedelta(minutes=1)) if newest else now
