"""A real Home Assistant in a test's hands: start it, steer its devices, act as a person, count what it was told."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from tests.instance import onboarding
from tests.instance.install import DEFAULT_VERSION, CannotHave, Failure, default_cache, install_mosquitto, install_venv
from tests.instance.instance import Instance
from tests.instance.processes import http
from tests.instance.wire import Event, Wire

VERSION = os.environ.get("THERMO_EDGE_HA_VERSION") or DEFAULT_VERSION


def eventually(check: Callable[[], Any], what: str, within: float = 10.0) -> Any:
    """The first true value of `check`; an AssertionError that says what was waited for."""
    deadline = time.monotonic() + within
    while not (value := check()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within:g} s: {what}")
        time.sleep(0.02)
    return value


class Person:
    """Somebody with a user at Home Assistant, who calls actions as the app or the wall tablet would."""

    def __init__(self, url: str, user: str, token: str) -> None:
        self.url, self.user, self.token = url, user, token

    def call(self, service: str, entity: str, **data: Any) -> None:
        """Call `domain.action` for an entity."""
        path = f"{self.url}/api/services/{service.replace('.', '/')}"
        status, reply = http("POST", path, {"entity_id": entity, **data}, self.token)
        if status != 200:
            raise Failure(f"{service} for {entity}: HTTP {status}: {reply}")


class Overheard:
    """What Home Assistant was told to do, by whomever: every call_service event since this was made."""

    def __init__(self, url: str, token: str) -> None:
        self._wire = Wire(url, token)
        self._events = self._wire.listen("call_service")
        self._ours = [self._wire.listen(name) for name in ("thermo_edge_heartbeat", "thermo_edge_here")]

    def calls(self, entity: str | None = None, user: str | None = None) -> list[Event]:
        """The calls so far, those for an entity, or those of a user."""
        found = [event for event in list(self._events) if user is None or event["context"]["user_id"] == user]
        return [event for event in found if entity is None or entity in _targets(event)]

    def services(self, entity: str | None = None, user: str | None = None) -> list[str]:
        """The same, as `domain.action`."""
        calls = self.calls(entity, user)
        return [f"{event['data']['domain']}.{event['data']['service']}" for event in calls]

    def fired(self) -> list[Event]:
        """Heartbeats and claims, of any Thermo Edge."""
        return [event for heard in self._ours for event in list(heard)]

    def close(self) -> None:
        self._wire.close()


def _targets(event: Event) -> list[str]:
    named = event["data"]["service_data"].get("entity_id", [])
    return [named] if isinstance(named, str) else list(named)


class HomeAssistant:
    """A running instance. Made by `launch`; `close` stops it."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._options = ""
        self._mqtt: mqtt.Client | None = None
        self._acknowledged: dict[str, dict[str, Any]] = {}
        self._heard = threading.Condition()
        self._number = 0
        self._wires: list[Wire | Overheard] = []

    # --- life -----------------------------------------------------------------------------------------------------

    @classmethod
    def launch(cls, name: str, version: str = VERSION, home: str = "--no-people", fresh: bool = True) -> HomeAssistant:
        """Start an instance on free ports; `home` are options of the virtual home. Raises CannotHave."""
        cache = default_cache().expanduser().resolve()
        install_venv(cache, version)
        install_mosquitto()
        running = cls(Instance(cache, name))
        running._options = home
        with running.instance.locked():
            if fresh or running.instance.state.get("version") != version:
                running.instance.forget()
            running.instance.start(version, home=home)
        return running

    def start(self) -> None:
        """Start what does not run, and wait until it is ready."""
        with self.instance.locked():
            self.instance.start(home=self._options)

    def stop(self) -> None:
        """Stop Home Assistant only; broker and devices stay."""
        with self.instance.locked():
            self.instance.stop(["home_assistant"])

    def restart(self) -> None:
        """Restart Home Assistant only."""
        self.stop()
        self.start()

    def freeze(self, frozen: bool) -> None:
        """Let Home Assistant hang, as on a machine that swaps; or go on."""
        process = self.instance.process("home_assistant")
        if process is not None and process.alive:
            os.kill(process.pid, signal.SIGSTOP if frozen else signal.SIGCONT)

    def close(self) -> None:
        """Stop everything."""
        for wire in self._wires:
            wire.close()
        if self._mqtt:
            self._mqtt.disconnect()
            self._mqtt.loop_stop()
            self._mqtt = None
        with self.instance.locked():
            self.instance.stop()

    @property
    def url(self) -> str:
        return self.instance.url

    @property
    def token(self) -> str:
        """The owner's. A program under test gets its own by `new_token`."""
        return str(self.instance.state["token"])

    @property
    def config_dir(self) -> Path:
        return self.instance.config

    # --- the virtual home -----------------------------------------------------------------------------------------

    def _broker(self) -> mqtt.Client:
        if self._mqtt is None:
            report = self.instance.report()["mqtt"]
            client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=f"harness-{os.getpid()}-{id(self)}")
            client.username_pw_set(report["username"], report["password"])
            client.on_connect = lambda c, *_: c.subscribe("virtualhome/control/ack", 1)
            subscribed = threading.Event()
            client.on_subscribe = lambda *_: subscribed.set()
            client.on_message = self._on_acknowledgement
            client.connect(report["host"], report["port"])
            client.loop_start()
            if not subscribed.wait(10):
                raise Failure("the broker did not answer within 10 s")
            self._mqtt = client
        return self._mqtt

    def _on_acknowledgement(self, _client: mqtt.Client, _data: Any, message: mqtt.MQTTMessage) -> None:
        reply = json.loads(message.payload)
        with self._heard:
            self._acknowledged[str(reply.get("id"))] = reply
            self._heard.notify_all()

    def control(self, **message: Any) -> dict[str, Any]:
        """Steer the virtual home (see virtual_home.py) and wait for its answer."""
        broker = self._broker()
        self._number += 1
        number = f"{os.getpid()}-{self._number}"
        broker.publish("virtualhome/control", json.dumps({**message, "id": number}), qos=1)
        with self._heard:
            if not self._heard.wait_for(lambda: number in self._acknowledged, timeout=10):
                raise Failure(f"the virtual home did not answer {message}")
            reply = self._acknowledged.pop(number)
        if not reply["ok"]:
            raise Failure(f"the virtual home refused {message}: {reply['error']}")
        return reply

    def set(self, device: str, hold: float = 600.0, **state: Any) -> None:
        """Overwrite what a virtual device reports and keep it so."""
        self.control(device=device, set=state, hold_s=hold)

    def publish(self, topic: str, payload: str | bytes, retain: bool = False) -> None:
        """Publish any message, for devices that the virtual home does not have."""
        self._broker().publish(topic, payload, qos=1, retain=retain).wait_for_publish(10)

    def announce(self, component: str, key: str, first: str, **options: Any) -> str:
        """Make Home Assistant discover one more MQTT entity, its state on `test/<key>`; returns its id.

        Returns when it listens: it has its first value.
        """
        entity = f"{component}.{key}"
        payload = {"unique_id": f"test_{key}", "object_id": key, "default_entity_id": entity, "name": key}
        payload |= {"state_topic": f"test/{key}", **options}
        self.publish(f"test/{key}", first, retain=True)
        self.publish(f"homeassistant/{component}/test_{key}/config", json.dumps(payload), retain=True)
        eventually(lambda: self.value(entity) == first, f"{entity} is discovered")
        return entity

    def flood(self, topic: str, payloads: Iterable[str]) -> None:
        """Publish as fast as it goes."""
        broker = self._broker()
        for payload in payloads:
            broker.publish(topic, payload)

    def commands(self) -> list[dict[str, Any]]:
        """The commands that virtual devices received, oldest first."""
        log = self.instance.logs / "commands.jsonl"
        lines = log.read_text().splitlines() if log.exists() else []
        return [json.loads(line) for line in lines]

    # --- at Home Assistant ----------------------------------------------------------------------------------------

    def api(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """A request as the owner: status and body."""
        return http(method, self.url + path, body, self.token)

    def state(self, entity: str) -> dict[str, Any] | None:
        """An entity's state as Home Assistant has it."""
        status, reply = self.api("GET", f"/api/states/{entity}")
        return reply if status == 200 else None

    def value(self, entity: str) -> str | None:
        state = self.state(entity)
        return str(state["state"]) if state else None

    def set_state(self, entity: str, state: str, **attributes: Any) -> None:
        """Make a bare state, as a script would. Gone after a restart."""
        status, reply = self.api("POST", f"/api/states/{entity}", {"state": state, "attributes": attributes})
        if status not in (200, 201):
            raise Failure(f"setting {entity}: HTTP {status}: {reply}")

    def giant_state(self, entity: str, megabytes: int = 20) -> None:
        """Make a bare state so large that nobody wants to read it; the request itself stays below what is accepted."""
        count = megabytes * 1_000_000 // 19  # 1e15 is written out in full by Home Assistant
        body = b'{"state": "1", "attributes": {"big": [' + b",".join([b"1e15"] * count) + b"]}}"
        status, reply = self.api("POST", f"/api/states/{entity}", body)
        if status not in (200, 201):
            raise Failure(f"setting {entity}: HTTP {status}: {str(reply)[:200]}")

    def remove_state(self, entity: str) -> None:
        self.api("DELETE", f"/api/states/{entity}")

    def person(self, name: str = "Anna") -> Person:
        """Another user of the household, not an administrator."""
        user, token = onboarding.new_user(self.url, self.token, name)
        return Person(self.url, user, token)

    def new_token(self, name: str = "Thermo Edge") -> tuple[str, str]:
        """A token of a new administrator, for the program under test, and that user's id."""
        user, token = onboarding.new_user(self.url, self.token, name, admin=True)
        return token, user

    def revoke(self, token: str) -> None:
        """Take a token back, as its user would on their profile page."""
        with Wire(self.url, token) as wire:
            current = next(known["id"] for known in wire.ask("auth/refresh_tokens") if known["is_current"])
            with contextlib.suppress(Failure):  # it closes this connection, too
                wire.ask("auth/delete_refresh_token", refresh_token_id=current)

    def ask(self, type: str, **fields: Any) -> Any:  # noqa: A002
        """One WebSocket command as the owner."""
        with Wire(self.url, self.token) as wire:
            return wire.ask(type, **fields)

    def rename(self, old: str, new: str) -> None:
        self.ask("config/entity_registry/update", entity_id=old, new_entity_id=new)

    def overhear(self) -> Overheard:
        """Begin to count the calls of actions."""
        overheard = Overheard(self.url, self.token)
        self._wires.append(overheard)
        return overheard

    def listen(self, event_type: str) -> list[Event]:
        """Events of a type, in a list that grows."""
        wire = Wire(self.url, self.token)
        self._wires.append(wire)
        return wire.listen(event_type)


__all__ = ["CannotHave", "Failure", "HomeAssistant", "Overheard", "Person", "Wire", "eventually"]
