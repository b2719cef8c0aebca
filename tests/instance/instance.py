"""One Home Assistant with its broker and its virtual home, as processes on 127.0.0.1."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.instance.install import DEFAULT_VERSION, HERE, Failure, find_tool, install_mosquitto, install_venv, run, say
from tests.instance.onboarding import onboard, set_up
from tests.instance.processes import HOST, Process, free_port, http, port_free, rss_mib, spawn

MQTT_USER = "homeassistant"
TIMEOUT = 180.0
"""Seconds to wait for each step."""

PROGRAMS = {"virtual_home": 10.0, "home_assistant": 60.0, "mosquitto": 10.0}
"""In the order of stopping, with the seconds they are given for it."""

INCLUDED = {"automations.yaml": "[]\n", "scripts.yaml": "{}\n", "scenes.yaml": "[]\n"}
"""The files that configuration.yaml includes and that Home Assistant edits."""

LAUNCH = """
import sys
import homeassistant.const as const
import zeroconf
# 2026.2 asks for Python 3.13.2; it runs on an older 3.13 as well, good enough for tests.
const.REQUIRED_PYTHON_VER = min(const.REQUIRED_PYTHON_VER, sys.version_info[:3])
create = zeroconf.Zeroconf.__init__
# Its name resolver would open a multicast DNS socket on every interface.
def create_on_loopback(self, *args, **kwargs):
    create(self, interfaces=["127.0.0.1"], unicast=True)
zeroconf.Zeroconf.__init__ = create_on_loopback
import homeassistant.__main__ as program
sys.argv[0] = program.__file__
sys.exit(program.main())
"""


class Instance:
    """The processes and files of one named instance. Its state survives in a file, secrets included."""

    def __init__(self, cache: Path, name: str) -> None:
        self.name = name
        self.cache = cache
        self.root = cache / "instances" / name
        self.config = self.root / "config"
        self.broker = self.root / "mosquitto"
        self.logs = self.root / "logs"
        self._file = self.root / "state.json"
        self.state: dict[str, Any] = {}
        self._started: list[str] = []

    # --- state ----------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Only one command at a time may work on an instance."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.state = json.loads(self._file.read_text()) if self._file.exists() else {}
            yield

    def save(self) -> None:
        """Write the state; it holds secrets, so only the owner may read it."""
        temporary = self._file.with_suffix(".new")
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:  # noqa: PTH123
            json.dump(self.state, file, indent=1)
        temporary.replace(self._file)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.state['http_port']}"

    def process(self, name: str) -> Process | None:
        record = self.state.get("processes", {}).get(name)
        return Process(*record) if record else None

    def running(self, name: str) -> bool:
        process = self.process(name)
        return process is not None and process.alive

    def _spawn(self, name: str, command: list[str], env: dict[str, str]) -> None:
        process = spawn(command, self.logs / f"{name}.log", self.root, env)
        self.state.setdefault("processes", {})[name] = list(process)
        self._started.append(name)
        self.save()

    def wait(self, name: str, what: str, check: Callable[[], bool]) -> None:
        """Poll until check() is true, the process dies, or the time is up."""
        deadline = time.monotonic() + TIMEOUT
        while not check():
            process = self.process(name)
            if process:
                process.reap()
            dead = process is None or not process.alive
            if dead or time.monotonic() > deadline:
                why = "it ended" if dead else f"not within {TIMEOUT:.0f} s"
                log = self.logs / f"{name}.log"
                tail = log.read_text(errors="replace").splitlines()[-30:] if log.exists() else ["(no log)"]
                raise Failure("\n".join([f"{what}: {why}. Last lines of {log}:", *tail]))
            time.sleep(0.1)

    # --- the three programs ---------------------------------------------------------------------------------------

    def start(self, version: str | None = None, http_port: int = 0, mqtt_port: int = 0, home: str = "") -> None:
        """Start what does not run; `home` are options of the virtual home. Ports and version stay as first chosen."""
        version = self.state.setdefault("version", version or DEFAULT_VERSION)
        python, mosquitto = install_venv(self.cache, version), install_mosquitto()
        self.state["python"] = str(python)
        self.state.setdefault("http_port", http_port or free_port())
        self.state.setdefault("mqtt_port", mqtt_port or free_port())
        self.state.setdefault("mqtt_password", secrets.token_urlsafe(18))
        self.save()
        self._started = []
        try:
            self._start_broker(mosquitto)
            self._start_home_assistant(python)
            onboard(self)
            self._start_virtual_home(python, home)
            set_up(self)
        except BaseException:
            for name in reversed(self._started):  # leave nothing half-started behind; the logs stay
                self.stop([name])
            raise

    def _start_broker(self, program: str) -> None:
        if self.running("mosquitto"):
            return
        port = self._free("mqtt_port")
        self.broker.mkdir(parents=True, exist_ok=True)
        self.broker.chmod(0o700)
        passwords, config = self.broker / "passwords", self.broker / "mosquitto.conf"
        tool = find_tool("mosquitto_passwd") or "mosquitto_passwd"
        run([tool, "-b", "-c", str(passwords), MQTT_USER, self.state["mqtt_password"]], "writing the password file")
        lines = [f"listener {port} {HOST}", "allow_anonymous false", f"password_file {passwords}"]
        lines += ["persistence true", f"persistence_location {self.broker}/", "log_dest stderr"]
        lines += [f"log_type {kind}" for kind in ("error", "warning", "notice")]
        lines.append("max_queued_messages 0")  # floods are wanted whole
        if os.geteuid() == 0:
            lines.append("user root")  # or it drops to a user that cannot read this
        config.write_text("\n".join(lines) + "\n")
        self._spawn("mosquitto", [program, "-c", str(config)], {})
        self.wait("mosquitto", "starting mosquitto", lambda: not port_free(port))

    def _free(self, key: str) -> int:
        port = int(self.state[key])
        if not port_free(port):
            raise Failure(f"port {port} on {HOST} is in use (wanted as {key})")
        return port

    def _start_home_assistant(self, python: Path) -> None:
        if self.running("home_assistant"):
            return
        port = self._free("http_port")
        self._write_configuration()
        say(f"starting Home Assistant {self.state['version']} on {self.url}")
        # Home Assistant runs helpers of its environment by name.
        path = f"{python.parent}:{os.environ.get('PATH', '')}"
        self._spawn(
            "home_assistant",
            [str(python), "-c", LAUNCH, "--skip-pip", "--config", str(self.config)],
            {"HA_HTTP_PORT": str(port), "PATH": path, "PYTHONUNBUFFERED": "1"},
        )
        self.wait("home_assistant", "starting Home Assistant", lambda: http("GET", f"{self.url}/api/")[0] == 401)

    def _write_configuration(self) -> None:
        storage = self.config / ".storage"
        storage.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(HERE / "configuration.yaml", self.config / "configuration.yaml")
        for name, content in INCLUDED.items():
            if not (self.config / name).exists():
                (self.config / name).write_text(content)
        # Of the four onboarding steps leave only the first, creating the owner: another would set up integrations
        # that need the internet.
        onboarding = storage / "onboarding"
        if not onboarding.exists():
            data = {"done": ["core_config", "analytics", "integration"]}
            onboarding.write_text(json.dumps({"version": 4, "minor_version": 1, "key": "onboarding", "data": data}))

    def _start_virtual_home(self, python: Path, options: str) -> None:
        if self.running("virtual_home"):
            return
        command = [str(python), "-u", str(HERE / "virtual_home.py"), "--host", HOST]
        command += ["--port", str(self.state["mqtt_port"]), "--command-log", str(self.logs / "commands.jsonl")]
        environment = {"MQTT_USERNAME": MQTT_USER, "MQTT_PASSWORD": self.state["mqtt_password"]}
        self._spawn("virtual_home", command + options.split(), environment)

    def stop(self, names: list[str] | None = None) -> None:
        """Stop these programs, or all."""
        for name in names or list(PROGRAMS):
            process = self.process(name)
            if process:
                process.end(name, PROGRAMS[name])
            self.state.get("processes", {}).pop(name, None)
        self.save()

    def forget(self) -> None:
        """Stop, and delete everything but the lock."""
        self.stop()
        for path in self.root.iterdir():
            if path.name != "lock":
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        self.state = {}

    def report(self) -> dict[str, Any]:
        """What a client needs to know. Holds the token: keep it out of public logs."""
        pids = {name: process.pid for name in PROGRAMS if (process := self.process(name)) and process.alive}
        if "http_port" not in self.state:
            return {"running": False, "pids": pids}
        mqtt = {"host": HOST, "port": self.state["mqtt_port"], "username": MQTT_USER}
        return {
            "running": "home_assistant" in pids and "mosquitto" in pids,
            "url": self.url,
            "token": self.state.get("token"),
            "username": "owner",
            "password": self.state.get("password"),
            "mqtt": {**mqtt, "password": self.state.get("mqtt_password")},
            "pids": pids,
            "rss_mib": {name: rss_mib(pid) for name, pid in pids.items()},
            "config_dir": str(self.config),
            "log_dir": str(self.logs),
            "version": self.state["version"],
        }
