"""The first run: without settings the page sets the house up, and the house then starts in the same process."""

import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, cast

from integrations.home_assistant.visit import Visit
from thermo_edge.app import put_back
from thermo_edge.app.forget_command import finish
from thermo_edge.app.live import LiveProgram
from thermo_edge.app.setup import require_new_enough
from thermo_edge.clock import SystemClock
from thermo_edge.config.file import parse_settings, read_settings
from thermo_edge.config.propose import propose
from thermo_edge.config.setup_desk import GUEST, LIVES_HERE, OWNER, Answers, Met, answers_of, decided, rights
from thermo_edge.config.versions import write_whole
from thermo_edge.config.writing import Access, written
from thermo_edge.errors import HomeRefused, SettingsError, ThermoEdgeError
from thermo_edge.home.inventory import Inventory
from thermo_edge.ports import Clock, Desk
from thermo_edge.web.access.gate import Access as Entry
from thermo_edge.web.access.gate import Guarded
from thermo_edge.web.access.visitor import Role
from thermo_edge.web.health import LOOP, HealthReport
from thermo_edge.web.server import WebServer

LOG = logging.getLogger(__name__)

PORT = 8099
SUPERVISOR = "http://supervisor/core"
SUPERVISOR_TOKEN = "SUPERVISOR_TOKEN"  # noqa: S105 - the name of the variable
_ANYWHERE = "0.0.0.0"  # noqa: S104 - ingress comes from another address; whoever else comes has to log in
TOKEN_FILE = "home_assistant_token"  # noqa: S105 - the name of the file
_ENDS_WITHIN = 10.0
_READ_FIRST = 1.0
"""Seconds in which the browser hears that it is done, before the page changes hands."""


class Guest(Protocol):
    """What a visit to a home tells; so much of Visit is used here."""

    config: Any

    @property
    def version(self) -> str: ...

    def administrator(self) -> bool: ...

    def administrators(self) -> frozenset[str] | None: ...

    def inventory(self) -> Inventory: ...


Look = Callable[[str, str], Met]

_ROLES = {LIVES_HERE: Role.RESIDENT, OWNER: Role.OWNER, GUEST: Role.GUEST}


class Program(Protocol):
    @property
    def url(self) -> str: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...


def program(path: Path, page: bool = True, restart: Callable[[], None] | None = None) -> Program:
    """What `run` runs: the house, or without settings its set-up. An add-on's token is kept up to date.

    A backup that waits is put back before. `restart`: ends the program and starts it anew.
    """
    given = os.environ.get(SUPERVISOR_TOKEN, "")
    if given:
        write_whole(path.with_name(TOKEN_FILE), given)
    put_back.at_start(path, SystemClock())
    if page and not path.exists():
        return FirstRun(path, supervised=bool(given), restart=restart)
    finish(path)
    return LiveProgram(read_settings(path), path, page=page, restart=restart)


def visited(url: str, token: str, clock: Clock) -> Met:
    """What a Home Assistant is and has. Failures are HomeUnreachable or HomeRefused."""
    with Visit(url, token, clock) as visit:
        require_new_enough(visit.version)
        return met(visit)


def met(visit: Guest) -> Met:
    inventory, config = visit.inventory(), visit.config
    where = config.get("latitude"), config.get("longitude")
    place = (float(where[0]), float(where[1])) if all(isinstance(one, int | float) for one in where) else None
    return Met(
        version=visit.version,
        administrator=visit.administrator(),
        proposal=propose(inventory),
        entities=len(inventory.items),
        time_zone=str(config.get("time_zone") or ""),
        fahrenheit=inventory.fahrenheit,
        place=place,
        rule=visit.administrators(),
    )


class FirstRun:
    """Serves the set-up until it is finished, then the house; it is the SetupDesk of its page."""

    def __init__(
        self,
        path: Path,
        port: int = PORT,
        supervised: bool = False,
        look: Look | None = None,
        begin: Callable[[Path], Program] | None = None,
        access: Entry | None = None,
        restart: Callable[[], None] | None = None,
    ) -> None:
        """`access`: who may come in; usually whoever reads the set-up code in the log, or an add-on's ingress."""
        self._path, self._port, self._supervised = path, port, supervised
        clock = SystemClock()
        self._visit: Look = look or (lambda url, token: visited(url, token, clock))
        self._begin = begin or (lambda where: LiveProgram(read_settings(where), where, restart=restart))
        self._entry = access or Guarded(path.parent / "data", clock, ingress=supervised, claiming=True)
        self._answers = answers_of(self._read(self._kept))
        self._met: Met | None = None
        self._failure = ""
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._house: Program | None = None
        self._web = self._serve()

    # --- the program ----------------------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        return self._house.url if self._house is not None else self._web.url

    def start(self) -> None:
        self._web.start()
        self._web.wait_started(_ENDS_WITHIN)
        self._port = self._web.port

    def stop(self) -> None:
        self._stopped.set()
        with self._lock:
            if self._house is not None:
                self._house.stop()
            else:
                self._web.stop()

    # --- the desk -------------------------------------------------------------------------------------------------

    @property
    def supervised(self) -> bool:
        return self._supervised

    @property
    def failure(self) -> str:
        return self._failure

    def answers(self) -> Answers:
        return self._answers

    def keep(self, answers: Answers) -> None:
        self._answers = answers
        write_whole(self._kept, answers.text())

    def known(self) -> Met | None:
        url = SUPERVISOR if self._supervised else self._answers.url
        token = self._read(self._token).strip()
        if self._met is None and url and token:
            self._met = self._visit(url, token)
            if self._supervised and self._met.rule and isinstance(self._entry, Guarded):
                self._entry.keyring.administrators(self._met.rule)  # whoever else was first here owns nothing
        return self._met

    def connect(self, url: str, token: str) -> Met:
        if not url.startswith(("http://", "https://")):
            raise HomeRefused(
                "The address must begin with http:// or https://, such as http://homeassistant.local:8123."
            )
        found = self._visit(url, token.strip())
        write_whole(self._token, token.strip())
        self._met = found
        return found

    def finish(self, answers: Answers) -> None:
        """Returns when the settings are written; the house then takes over the page."""
        if self._met is None:
            raise SettingsError(str(self._path), ("Home Assistant was not looked at yet",))
        url = SUPERVISOR if self._supervised else answers.url
        text = written(decided(self._met.proposal, answers), Access(url, Path(TOKEN_FILE)))
        text += self._where_served()
        parse_settings(text, str(self._path))
        if self._path.exists():
            raise SettingsError(str(self._path), ("somebody wrote settings meanwhile; they were left as they are",))
        write_whole(self._path, text)
        if isinstance(self._entry, Guarded):
            said = rights(self._met.proposal, answers)
            self._entry.keyring.grant({user: _ROLES[right] for user, right in said.items()})
        threading.Thread(target=self._change_hands, name="first run", daemon=True).start()

    # --- from the set-up to the house -----------------------------------------------------------------------------

    def _change_hands(self) -> None:
        self._stopped.wait(_READ_FIRST)
        with self._lock:
            if self._stopped.is_set():
                return
            self._web.stop(_ENDS_WITHIN)
            try:
                house = self._begin(self._path)
                house.start()
            except (ThermoEdgeError, OSError) as error:
                LOG.exception("the house did not start after set-up")
                self._failure = str(error)
                self._path.rename(self._path.with_name(f"{self._path.name}.failed"))
                self._web = self._serve()
                self._web.start()
                return
            self._house = house
        self._kept.unlink(missing_ok=True)
        LOG.info("Set up. The house is at %s", house.url)

    def _where_served(self) -> str:
        """What the settings say of the page where it is not the usual; of an add-on only Home Assistant is let in."""
        lines = [f"  port: {self._port}"] if self._port != PORT else []
        if self._supervised:
            lines += [f"  host: {_ANYWHERE}", "  ingress: true"]
        return "\n".join(["", "# where the page is served", "page:", *lines, ""]) if lines else ""

    def _serve(self) -> WebServer:
        host = _ANYWHERE if self._supervised else "127.0.0.1"
        return WebServer(cast("Desk", _NoHouse()), _well, self._entry, host=host, port=self._port, setup=self)

    @property
    def _kept(self) -> Path:
        return self._path.with_name(f"{self._path.name}.setup")

    @property
    def _token(self) -> Path:
        return self._path.with_name(TOKEN_FILE)

    @staticmethod
    def _read(path: Path) -> str:
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""


class _NoHouse:
    """A desk before there is a house: no page of set-up asks it anything."""


def _well() -> HealthReport:
    return HealthReport(True, {LOOP: (True, "set-up")})
