"""The live program: a real home, its database, its page."""

import logging
import threading
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from apscheduler.schedulers.background import BackgroundScheduler

from integrations.home_assistant.energy import HomeAssistantEnergy
from integrations.home_assistant.home import HomeAssistantHome
from integrations.home_assistant.notifier import HomeAssistantNotifier
from integrations.home_assistant.pace import Pace
from integrations.home_assistant.visit import Visit
from integrations.home_assistant.weather import HomeAssistantWeather
from thermo_edge.app import model_notes, planning
from thermo_edge.app.backtest.weekly import Weekly
from thermo_edge.app.core import announcer, build
from thermo_edge.app.forgetting import Forgetter, Places
from thermo_edge.app.live_files import database_path, token_of
from thermo_edge.app.night_child import NightChild
from thermo_edge.app.occupancy import shipped_model
from thermo_edge.app.put_back import Stage
from thermo_edge.app.settings_desk import FileSettingsDesk
from thermo_edge.app.system_desk import ProgramDesk, Sources
from thermo_edge.clock import SystemClock
from thermo_edge.config.house import house as described
from thermo_edge.config.settings import Settings
from thermo_edge.config.watch import SettingsWatch
from thermo_edge.control.codes import Codes
from thermo_edge.control.desk import HouseDesk
from thermo_edge.control.state import primary
from thermo_edge.control.wondering import Wonder
from thermo_edge.errors import HomeRefused, SettingsError, ThermoEdgeError
from thermo_edge.home.heard import Replayed, Trouble
from thermo_edge.home.house import EntityId, House
from thermo_edge.home.inventory import Inventory
from thermo_edge.home.memory import Guarding
from thermo_edge.home.reason import Code, Reason
from thermo_edge.jobs import Job
from thermo_edge.learning.climate_step import NAME as CLIMATE
from thermo_edge.learning.network_step import NAME as NETWORK
from thermo_edge.learning.occupancy_kept import OwnShelf
from thermo_edge.learning.room_shelf import taught_in
from thermo_edge.store.history import SqlHistory
from thermo_edge.store.open import open_history
from thermo_edge.web.access.gate import LOOPBACK, SUPERVISOR, Access, Guarded
from thermo_edge.web.health import HealthReport, house_health
from thermo_edge.web.server import WebServer

LOG = logging.getLogger(__name__)

LOOK_AT_SETTINGS = timedelta(seconds=5)
REMEMBER_NAMES = timedelta(minutes=5)
GO_ON_FORGETTING = timedelta(minutes=1)
LOOK_WHO_RULES = timedelta(minutes=5)
DELIVERED = 5.0
"""Seconds that the last commands have to leave when the program ends."""


class LiveProgram:
    """Started, it runs until it is stopped; `stop` leaves the devices in a state that is safe for days."""

    def __init__(
        self,
        settings: Settings,
        path: Path,
        page: bool = True,
        proxy: str = SUPERVISOR,
        restart: Callable[[], None] | None = None,
    ) -> None:
        """`proxy`: where Home Assistant's ingress speaks from, if the settings say that there is one.

        `restart`: ends this program and starts it anew, where that can be done.
        """
        self._settings, self._path, data = settings, path, path.parent / settings.data_folder
        self._clock = SystemClock()
        self._stopping = threading.Event()
        self._opened = open_history(database_path(settings, path))
        self._instance = uuid4().hex  # of this process: what a restored backup runs is another program
        self._token = token_of(settings, path.parent)
        stage = Stage(path, database_path(settings, path), self._armed, restart)
        self.system = ProgramDesk(database_path(settings, path), path, self._clock, self._sources(), stage)
        self._home = self._connect(settings)
        self._notifier = self._notify(settings)
        ingress = settings.page.ingress
        self._access = Guarded(data, self._clock, ingress=ingress, proxy=proxy)
        self._told_who_rules: datetime | None = None
        self._wonder = Wonder(self._opened.history)
        house = described(settings, settings.zone())
        announce = announcer([self._notifier] if self._notifier else [], settings.language, self._house)
        self.settings = FileSettingsDesk(path, self._clock, self._inventory)
        self._watch = SettingsWatch(path, self._changed, self._broken)
        self._core = build(
            house,
            self._clock,
            self._home,
            self._opened,
            instance=self._instance,
            announce=announce,
            poll=lambda: timedelta(seconds=self._settings.home_assistant.poll_seconds),
            more=self._jobs(data, ingress),
            slowly=self._slowly,
            codes=codes_of(settings),
            model=shipped_model(data),
            shelf=OwnShelf(data),
            thermal=_thermal(settings, data),
            taught=taught_in(data),
            child=NightChild(database_path(settings, path), () if settings.plan else (CLIMATE, NETWORK)),
            weather=HomeAssistantWeather(lambda: self._home, self._house),
            energy=HomeAssistantEnergy(lambda: self._home, self._house),
            curious=self._wonder,
        )
        self._looking = threading.Lock()
        self._core.desk.forgets = self._forgetter = self._forgets(data)
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._thread = threading.Thread(target=self._core.controller.run, args=(self._stopping,), name="house")
        self._web = self._serve(settings) if page else None

    def _jobs(self, data: Path, ingress: bool) -> tuple[Job, ...]:
        """What this program does beside the house's turns."""
        history = self._opened.history
        return (
            Job("settings", self._look, every=LOOK_AT_SETTINGS),
            Job("names", self._remember_names, every=REMEMBER_NAMES),
            Job("forget", lambda: self._forgetter.resume(), every=GO_ON_FORGETTING, slow=True),  # noqa: PLW0108
            *([Job("administrators", self._look_who_rules, every=LOOK_AT_SETTINGS, slow=True)] if ingress else []),
            *model_notes.jobs(history, data),
            Weekly(history, self._clock, self._house, self._heard, self._stopping.is_set).job(),
        )

    @property
    def desk(self) -> HouseDesk:
        """The way in for people."""
        return self._core.desk

    @property
    def url(self) -> str:
        """Where the page is."""
        return self._web.url if self._web else ""

    def start(self) -> None:
        """Begin; raises SettingsError where the page's port cannot be had."""
        if self._web is not None:
            self._web.start()
        self._wonder.start()
        self._thread.start()
        self._home.open(self._house(), self._core.controller.hear)
        self._scheduler.add_job(
            self._core.timetable.run_due, "interval", seconds=1, max_instances=1, coalesce=True, misfire_grace_time=None
        )
        self._scheduler.start()

    def stop(self) -> None:
        """Give back what is ours, write everything, and end. Does nothing a second time."""
        if self._stopping.is_set():
            return
        self._scheduler.shutdown(wait=False)
        steps = (
            self._core.controller.hand_back,
            self._wait_for_deliveries,
            self._stopping.set,
            lambda: self._thread.join(10.0),
            self._notifier.close if self._notifier is not None else None,
            self._remember_names,
            self._home.close,
            self._wonder.stop,
            self._core.history.close,
            self._web.stop if self._web is not None else None,
            self.system.close,
        )
        for step in steps:  # whatever one of them meets, the others are done
            try:
                if step is not None:
                    step()
            except Exception:
                LOG.exception("not everything ended as it should")

    # --- parts --------------------------------------------------------------------------------------------------

    def _connect(self, settings: Settings) -> HomeAssistantHome:
        where = settings.home_assistant
        pace = Pace(poll=timedelta(seconds=where.poll_seconds))
        codes = panel_codes(settings)
        return HomeAssistantHome(
            where.url,
            token_of(settings, self._path.parent),
            self._clock,
            self._instance,
            pace,
            self._names(),
            codes=codes,
            claim=lambda: self._core.controller.state.claim,
            made=self._made,
            egress=self.system.ledger,
        )

    def _made(self) -> Collection[EntityId]:
        """The devices that we protected; one that only observes, or has not got this home, removes nothing."""
        state = self._core.controller.state
        mine = state.claim is not None and primary(state, self._clock.now())
        return tuple(state.memory.protections) if mine else ()

    def _notify(self, settings: Settings) -> HomeAssistantNotifier | None:
        chosen = settings.notices
        if not chosen.home_assistant and not chosen.phones:
            return None
        return HomeAssistantNotifier(self._home, chosen.phones, chosen.home_assistant)

    def _serve(self, settings: Settings) -> WebServer:
        return WebServer(
            self._core.desk,
            self._health,
            self._access,
            language=settings.language,
            host=page_host(settings, self._access),
            port=settings.page.port,
            names=settings.page.names,
            settings=self.settings,
            system=self.system,
        )

    def _forgets(self, data: Path) -> Forgetter:
        places, history = Places(data, self._path, self.settings), self._opened.erasable
        return Forgetter(places, self._core.controller, history, self._look, self.system.forget, self._slowly)

    def _health(self) -> HealthReport:
        return house_health(self._core.desk.view(), self._core.controller.beat, self._clock.now())

    def _armed(self) -> bool:
        return self._core.controller.state.memory.security.state is not Guarding.DISARMED

    def _sources(self) -> Sources:
        """What the program tells its owner of itself; the core is there when it is asked."""

        def secrets() -> tuple[str, ...]:
            alarm = self._settings.alarm
            return self._token, alarm.code.get_secret_value() if alarm is not None else ""

        return Sources(
            lambda: self._core.desk.view(),  # noqa: PLW0108 - there is no core yet
            lambda: self._core.desk.learning(),  # noqa: PLW0108
            self._health,
            lambda: self._settings,
            secrets,
        )

    def _look_who_rules(self) -> None:
        """Home Assistant's administrators own the house; where it does not tell, who set it up does.

        Asked as soon as there is an answer, and then now and again.
        """
        now = self._clock.now()
        if self._told_who_rules is not None and timedelta(0) <= now - self._told_who_rules < LOOK_WHO_RULES:
            return
        try:
            self._access.keyring.administrators(self._home.administrators())
        except HomeRefused:
            LOG.debug("Home Assistant does not tell its administrators")
        except ThermoEdgeError as error:
            LOG.debug("the administrators cannot be read now: %s", error)
            return
        self._told_who_rules = now

    def _inventory(self) -> Inventory:
        """What the home has to choose from."""
        with Visit(self._settings.home_assistant.url, self._token, self._clock, egress=self.system.ledger) as visit:
            return visit.inventory()

    def _house(self) -> House:
        return self._core.controller.state.house

    def _names(self) -> Mapping[EntityId, str]:
        history = self._opened.history
        return history.names() if isinstance(history, SqlHistory) else {}

    def _remember_names(self) -> None:
        """The lasting ids of entities, so that one renamed while we are away is found again."""
        history = self._opened.history
        if isinstance(history, SqlHistory):
            known, ours = self._home.registry_ids(), self._house().entities
            history.remember_names({entity: lasting for entity, lasting in known.items() if entity in ours})

    def _heard(self, message: Replayed) -> None:
        self._core.controller.hear(message)

    def _slowly(self, work: Callable[[], None]) -> None:
        threading.Thread(target=work, name="maintenance", daemon=True).start()

    def _wait_for_deliveries(self) -> None:
        def waiting() -> bool:
            pending = self._core.controller.state.memory.pending.values()
            return any(sent.delivered is None and not sent.failed and not sent.confirmed for sent in pending)

        for _ in range(int(DELIVERED / 0.1)):
            if not waiting() or not self._core.controller.state.link.ready:
                return
            threading.Event().wait(0.1)

    # --- settings ------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """At the settings, and at the file of the token, which may be made anew without them."""
        with self._looking:
            self._watch.look()
            self._look_at_token()

    def _look_at_token(self) -> None:
        try:
            changed = token_of(self._settings, self._path.parent) != self._token
        except SettingsError:
            return  # it is being written, or gone: the connection goes on with the one it has
        if changed:
            self._changed(self._settings)

    def _changed(self, settings: Settings) -> None:
        """Other settings while the house runs. What cannot be used is said, and the old goes on.

        Raises Refused where the house is busy: then nothing has changed, and it is to be tried again.
        """
        hear = self._core.controller.hear
        try:
            house = described(settings, settings.zone(self._house().zone.key))
            home = self._home
            token = token_of(settings, self._path.parent)
            if token != self._token or _connected_by(settings) != _connected_by(self._settings):
                home = self._connect(settings)
        except ThermoEdgeError as error:
            self._broken(error if isinstance(error, SettingsError) else SettingsError("settings", (str(error),)))
            return
        self._core.desk.recode(codes_of(settings))
        self._core.controller.rehouse(house)
        self._wait_for_deliveries()  # of what the settings took out of our hands
        self._token = token
        self._home.close()
        if home is not self._home:
            self._home = home
            self._core.controller.reconnect(home)
            if self._notifier is not None:
                self._notifier.reconnect(home)
        self._home.open(house, hear)
        waits = _restarts(settings) != _restarts(self._settings)
        hear(Trouble("settings", Reason.of(Code.SETTINGS_NEED_RESTART), mended=not waits))
        self._settings = settings
        self.settings.took(waits)
        LOG.info("the settings were read again")

    def _broken(self, error: SettingsError) -> None:
        self.settings.refused(error)
        LOG.warning("%s\nThe last good settings stay in force.", error)
        detail = "; ".join(error.faults[:5])
        reason = Reason.of(Code.SETTINGS_BROKEN, count=float(len(error.faults)), detail=detail)
        self._core.controller.hear(Trouble("settings", reason))


def _restarts(settings: Settings) -> tuple[object, ...]:
    """What only a restart changes."""
    return settings.page, settings.language, settings.notices, settings.data_folder, settings.plan


def page_host(settings: Settings, access: Access) -> str:
    """Where the page may be served: the house goes on, and the page stays near, where nothing keeps others out."""
    host = settings.page.host
    if host in LOOPBACK or not access.fault:
        return host
    LOG.error("page.host %s is not used: %s", host, access.fault)
    return "127.0.0.1"


def _connected_by(settings: Settings) -> tuple[object, ...]:
    """What only another connection changes."""
    return settings.home_assistant, panel_codes(settings)


def _thermal(settings: Settings, folder: Path) -> planning.Find:
    """The model that plans, unless the household wants none."""
    return planning.shipped_model(folder) if settings.plan else planning.rules_only


def codes_of(settings: Settings) -> Codes:
    """The code that disarms."""
    return Codes(settings.alarm.code.get_secret_value() if settings.alarm else "")


def panel_codes(settings: Settings) -> Mapping[EntityId, str]:
    """The code that the alarm panel is given."""
    alarm = settings.alarm
    if alarm is None or not alarm.panel or not alarm.code.get_secret_value():
        return {}
    return {EntityId(alarm.panel): alarm.code.get_secret_value()}
