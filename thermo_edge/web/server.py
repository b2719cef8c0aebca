"""Serves the pages and /health in a thread of its own."""

import asyncio
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, tzinfo
from functools import cache

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from nicegui import Client, ui
from nicegui import app as nicegui_app
from nicegui.language import Language

from thermo_edge.config.desk import SettingsDesk
from thermo_edge.config.setup_desk import SetupDesk
from thermo_edge.errors import SettingsError
from thermo_edge.home.system import SystemDesk
from thermo_edge.language.words import Words
from thermo_edge.ports import Desk
from thermo_edge.web import downloads, nowhere, theme
from thermo_edge.web.access import forms
from thermo_edge.web.access.gate import Access
from thermo_edge.web.access.visitor import Role, Visitor
from thermo_edge.web.api.app import api
from thermo_edge.web.door import Door
from thermo_edge.web.health import HealthReport
from thermo_edge.web.pages.frame import (
    HOME,
    LEARNING,
    MORE,
    PEOPLE,
    PLAN,
    ROOM,
    SECURITY,
    SETTINGS,
    SYSTEM,
    WHAT_IF,
    WHERE,
)
from thermo_edge.web.pages.home import home
from thermo_edge.web.pages.learning import learning
from thermo_edge.web.pages.more import more
from thermo_edge.web.pages.people import people
from thermo_edge.web.pages.plan import plan
from thermo_edge.web.pages.room import room
from thermo_edge.web.pages.security import security
from thermo_edge.web.pages.settings import settings
from thermo_edge.web.pages.setup import SETUP, first, setup
from thermo_edge.web.pages.system import system
from thermo_edge.web.pages.what_if import what_if
from thermo_edge.web.pages.where import where
from thermo_edge.web.site import SCOPE, VISITOR, Site

log = logging.getLogger(__name__)

_LOOPBACK = {"127.0.0.1": "127.0.0.1", "localhost": "127.0.0.1", "::1": "::1"}
_LANGUAGES: dict[str, Language] = {"en": "en-US", "zh": "zh-CN"}
_LARGEST_MESSAGE = 256 * 1024
"""Bytes that a browser may send at once; a press needs a few hundred."""

_one_at_a_time = threading.Lock()
"""NiceGUI keeps its pages in the module, so a process can serve them once."""


class WebServer:
    """The pages on a port of this computer. One runs at a time in a process; it can be started again after a stop."""

    def __init__(
        self,
        desk: Desk,
        health: Callable[[], HealthReport],
        access: Access,
        *,
        language: str = "en",
        zone: tzinfo = UTC,
        host: str = "127.0.0.1",
        port: int = 8099,
        names: Iterable[str] = (),
        demo: float | None = None,
        settings: SettingsDesk | None = None,
        setup: SetupDesk | None = None,
        system: SystemDesk | None = None,
    ) -> None:
        """`access`: who may come in; `names`: further host names under which the page is called.

        `demo`: how many times faster than ours the time of a simulated home runs; None: the home is real.
        Raises SettingsError where `host` would open the page to the network and `access` is not up to it.
        """
        if host not in _LOOPBACK and access.fault:
            raise SettingsError("web", (f"host {host} opens the page to others: {access.fault}",))
        self._access, self._names = access, tuple(names)
        self._desk, self._health = desk, health
        self._words = Words(language, zone)
        self._host, self._port = _LOOPBACK.get(host, host), port
        self._demo = demo
        self._settings, self._setup, self._system = settings, setup, system
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._settled = threading.Event()

    @property
    def port(self) -> int:
        """The port that it listens on, or will."""
        return self._port

    @property
    def url(self) -> str:
        anywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
        near = anywhere.get(self._host, self._host)
        host = f"[{near}]" if ":" in near else near
        return f"http://{host}:{self._port}"

    def start(self) -> None:
        """Take the port and begin; a port that cannot be had is a SettingsError."""
        if not _one_at_a_time.acquire(blocking=False):
            raise RuntimeError("the pages are served already in this process")
        try:
            listener = self._listen()
        except OSError as error:
            _one_at_a_time.release()
            fault = f"port {self._port} cannot be used ({error.strerror}): stop what has it, or choose another"
            raise SettingsError("web", (fault,)) from error
        self._port = listener.getsockname()[1]
        if self._access.log_in is not None:
            self._access.log_in.tell_code(lambda code: _tell_code(self.url, code))
        self._settled.clear()
        self._thread = threading.Thread(target=self._run, args=(listener,), name="web", daemon=True)
        self._thread.start()

    def wait_started(self, timeout: float) -> bool:
        """Whether it serves, within `timeout` seconds."""
        return self._settled.wait(timeout) and self._server is not None and self._server.started

    def stop(self, timeout: float = 5.0) -> bool:
        """Close every connection and end; whether it did in time. Does nothing when it does not run."""
        thread, server = self._thread, self._server
        if thread is None:
            return True
        self._settled.wait(timeout)
        server = server or self._server
        if server is not None:
            server.should_exit = True
        thread.join(timeout)
        if thread.is_alive():
            log.warning("The web server did not end in %g s", timeout)
            return False
        self._thread = self._server = None
        return True

    def _listen(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        return socket.create_server((self._host, self._port), family=family, backlog=128)

    def _run(self, listener: socket.socket) -> None:
        try:
            asyncio.run(self._serve(listener))
        except Exception:
            log.exception("The web server ended; the house goes on")
        finally:
            listener.close()
            self._settled.set()
            _one_at_a_time.release()

    async def _serve(self, listener: socket.socket) -> None:
        site = Site(self._desk, self._words, self._health, self._demo, self._settings, self._setup, self._system)
        opened = self._host not in _LOOPBACK
        names = own_names(self._names) if opened else self._names
        config = uvicorn.Config(
            Door(_application(), site, self._access, names, opened),
            loop="asyncio",
            http="h11",
            ws="websockets-sansio",
            ws_max_size=_LARGEST_MESSAGE,
            lifespan="on",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        nicegui_app.config.language = _LANGUAGES[self._words.language]
        self._server = server = _Server(config, self._settled)
        try:
            await server.serve(sockets=[listener])
        finally:
            for client in list(Client.instances.values()):  # a browser that comes back loads the page anew
                client.delete()


class _Server(uvicorn.Server):
    """Says when it has started."""

    def __init__(self, config: uvicorn.Config, settled: threading.Event) -> None:
        super().__init__(config)
        self._settled = settled

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._settled.set()


def own_names(more: Iterable[str]) -> tuple[str, ...]:
    """The names under which the network knows this computer."""
    name = socket.gethostname().lower()
    return name, f"{name.partition('.')[0]}.local", *more


def _tell_code(url: str, code: str) -> None:
    log.warning("There is no password yet. Open %s and set one; the set-up code is %s", url, code)


@cache
def _application() -> FastAPI:
    """NiceGUI under one FastAPI app, once for the process: it keeps its pages and its state in its modules."""
    os.environ["OTEL_SDK_DISABLED"] = "true"  # else FastAPI reports to whom its own environment names
    outer = FastAPI(openapi_url=None)
    outer.add_api_route("/health", _health)
    forms.install(outer)
    downloads.install(outer)
    outer.mount("/api", api())
    ui.page(HOME)(first(home))
    ui.page(PLAN)(first(plan))
    ui.page(SECURITY)(first(security))
    ui.page(WHERE)(first(where))
    ui.page(ROOM)(first(room))
    ui.page(WHAT_IF)(first(what_if))
    ui.page(LEARNING)(first(learning))
    ui.page(SYSTEM)(first(system))
    ui.page(MORE)(first(more))
    ui.page(PEOPLE)(people)
    ui.page(SETTINGS)(first(settings))
    ui.page(f"{SETTINGS}/{{path:path}}")(first(settings))
    ui.page(SETUP)(setup)
    theme.install()
    nowhere.install(nicegui_app)
    nicegui_app.config.quasar_config["loadingBar"]["skipHijack"] = True  # nothing moves but what we move
    ui.run_with(
        outer,
        title="Thermo Edge",
        favicon=theme.FAVICON,
        dark=None,
        language="en-US",
        tailwind=False,
        binding_refresh_interval=None,
        reconnect_timeout=10.0,
        show_welcome_message=False,
    )
    return outer


async def _health(request: Request) -> JSONResponse:
    site: Site = request.scope[SCOPE]
    report = await site.health()
    visitor: Visitor = request.scope[VISITOR]
    if visitor.role is Role.GUEST:  # a watchdog
        return JSONResponse({"ok": report.ok}, 200 if report.ok else 503, {"Cache-Control": "no-store"})
    details = {name: {"ok": good, "text": text} for name, (good, text) in report.details.items()}
    return JSONResponse({"ok": report.ok, **details}, 200 if report.ok else 503, {"Cache-Control": "no-store"})
