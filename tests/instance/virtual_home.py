#!/usr/bin/env python3
"""Run the virtual home: real MQTT devices for Home Assistant, steered by tests.

Runs as a script in Home Assistant's own Python, which has paho-mqtt 2.

Topics (`virtualhome` is the base)
    homeassistant/<component>/virtualhome_<device>/<key>/config   retained discovery
    virtualhome/bridge/state                 "online" / "offline" (last will)
    virtualhome/<device>                     retained JSON state of the device
    virtualhome/<device>/availability        "online" / "offline"
    virtualhome/<device>/set[/<key>]         JSON command, or a plain one for a key
    virtualhome/commands                     one JSON record per received command
    virtualhome/control                      test control, see below
    virtualhome/control/ack                  reply to every control message

Control messages (JSON); `id` is copied into the reply
    {"device": "kitchen_motion", "set": {"occupancy": true}, "hold_s": 30}
        overwrite state keys; `hold_s` (real seconds) keeps the simulation from changing them meanwhile
    {"device": "bedroom_window", "available": false}      make a device unavailable (true: bring it back)
    {"device": "living_room_light", "faults": {"drop": true}}
        ignore commands; {"delay_s": 2.5}: obey late; {}: no faults
    {"room": "kitchen", "temperature": 15.0}              set a room's air temperature
    {"outdoor_temperature": -5.0}                         null: back to the simulation
    {"person": "alice", "location": "bedroom", "hold_s": 600}    a room name, "outside" or "away"
    {"speed": 60}                                         simulated seconds per second
    {"time": "2025-01-15T06:30:00+01:00"}                 jump the simulated clock
    {"publish": true}                                     publish every state again
    {"get": true}                                         reply with the whole state
"""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import os
import queue
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion
from virtual_devices import ROOMS, Device, build_devices, discovery
from virtual_physics import VirtualRooms

LOG = logging.getLogger("virtual_home")
BASE = "virtualhome"
PREFIX = "homeassistant"


class VirtualHome:
    """Connects the simulated home to the broker."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args
        self.devices = build_devices()
        self.home = VirtualRooms(self.devices, args.seed, not args.no_people)
        self.speed = args.speed
        self.inbox: queue.Queue[tuple[str, bytes]] = queue.Queue()
        self.delayed: list[tuple[float, Device, dict[str, Any]]] = []
        self.stop = False
        self.client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=f"{BASE}-{os.getpid()}")
        self.client.username_pw_set(os.environ.get("MQTT_USERNAME"), os.environ.get("MQTT_PASSWORD"))
        self.client.will_set(f"{BASE}/bridge/state", "offline", retain=True)
        self.client.on_connect = self._on_connect
        self.client.on_message = lambda _client, _data, message: self.inbox.put((message.topic, message.payload))

    def _on_connect(self, client: mqtt.Client, _u: Any, _f: Any, reason: Any, _p: Any) -> None:
        if reason.is_failure:
            LOG.error("the broker refused the connection: %s", reason)
            return
        topics = (f"{BASE}/+/set/#", f"{BASE}/+/set", f"{BASE}/control", f"{PREFIX}/status")
        client.subscribe([(topic, 1) for topic in topics])
        self.inbox.put(("connected", b""))

    # --- publishing -----------------------------------------------------------------------------------------------

    def publish_all(self) -> None:
        """Announce every device and publish every state."""
        for device in self.devices.values():
            for topic, payload in discovery(device, BASE, PREFIX):
                self.client.publish(topic, json.dumps(payload), qos=1, retain=True)
        for device in self.devices.values():
            self._publish_availability(device)
            self._publish_state(device, force=True)
        self.client.publish(f"{BASE}/bridge/state", "online", qos=1, retain=True)

    def _publish_availability(self, device: Device) -> None:
        text = "online" if device.available else "offline"
        self.client.publish(f"{BASE}/{device.slug}/availability", text, qos=1, retain=True)

    def _publish_state(self, device: Device, force: bool = False) -> None:
        state = {key: round(value, 3) if isinstance(value, float) else value for key, value in device.state.items()}
        if force or state != device.published:
            device.published = state
            self.client.publish(f"{BASE}/{device.slug}", json.dumps(state), retain=True)

    # --- commands -------------------------------------------------------------------------------------------------

    def _command(self, device: Device, command: dict[str, Any]) -> None:
        record = {
            "time": datetime.now(UTC).isoformat(),
            "device": device.slug,
            "command": command,
            "obeyed": not device.faults.get("drop"),
        }
        self.client.publish(f"{BASE}/commands", json.dumps(record), qos=1)
        if self.args.command_log:
            with Path(self.args.command_log).open("a", encoding="utf-8") as log:
                log.write(json.dumps(record) + "\n")
        if device.faults.get("drop") or not device.available:
            return
        delay = float(device.faults.get("delay_s", 0.0))
        if delay > 0:
            self.delayed.append((time.monotonic() + delay, device, command))
        else:
            self._obey(device, command)

    def _obey(self, device: Device, command: dict[str, Any]) -> None:
        state = device.state
        for key, value in command.items():
            if key == "state" and str(value).upper() in ("ON", "OFF"):
                state["state"] = str(value).upper()
            elif key == "brightness" and key in state:
                state["brightness"] = max(0, min(254, int(value)))
            elif key == "color_temp" and key in state:
                state["color_temp"] = max(153, min(454, int(value)))
            elif key == "occupied_heating_setpoint" and key in state:
                state[key] = max(5.0, min(30.0, float(value)))
            elif key == "system_mode" and value in ("off", "heat"):
                state["system_mode"] = value
            elif key != "transition":
                LOG.warning("%s: unknown command %s=%r", device.slug, key, value)
        self.home.step(0.001)  # so that lux, demand and power follow at once
        for changed in self.devices.values():
            self._publish_state(changed)

    def _control(self, message: dict[str, Any]) -> dict[str, Any]:
        reply: dict[str, Any] = {"ok": True}
        hold_until = time.monotonic() + float(message.get("hold_s", 0.0))
        if "device" in message:
            reply["state"] = self._control_device(message, hold_until)
        if "room" in message:
            self.home.rooms[message["room"]].temperature = float(message["temperature"])
        if "outdoor_temperature" in message:
            value = message["outdoor_temperature"]
            self.home.outdoor_override = None if value is None else float(value)
        if "person" in message:
            if message["location"] not in (*ROOMS, "outside", "away"):
                raise ValueError(f"unknown location {message['location']}")
            self.home.move(message["person"], message["location"])
            self.home.people_hold[message["person"]] = hold_until
        if "speed" in message:
            self.speed = float(message["speed"])
        if "time" in message:
            self.home.jump(parse_time(message["time"]))
        if message.get("get"):
            reply["devices"] = {slug: device.state for slug, device in self.devices.items()}
            reply["rooms"] = {name: room.temperature for name, room in self.home.rooms.items()}
            reply |= {"time": self.home.clock.isoformat(), "people": self.home.people_at, "speed": self.speed}
        self.home.step(0.001)
        for device in self.devices.values():
            self._publish_state(device, force=bool(message.get("publish")))
        return reply

    def _control_device(self, message: dict[str, Any], hold_until: float) -> dict[str, Any]:
        device = self.devices[message["device"]]
        for key, value in message.get("set", {}).items():
            if key not in device.state:
                raise KeyError(f"{device.slug} has no key {key}")
            device.state[key] = value
            device.holds[key] = hold_until
        if "available" in message:
            device.available = bool(message["available"])
            self._publish_availability(device)
        if "faults" in message:
            device.faults = dict(message["faults"])
        return device.state

    def _handle(self, topic: str, payload: bytes) -> None:
        if topic == "connected" or (topic == f"{PREFIX}/status" and payload == b"online"):
            self.publish_all()
        elif topic == f"{BASE}/control":
            message: Any = None
            try:
                message = json.loads(payload)
                reply = self._control(message)
            except (ValueError, KeyError, TypeError, AttributeError) as err:
                reply = {"ok": False, "error": f"{type(err).__name__}: {err}"}
            if isinstance(message, dict) and "id" in message:
                reply["id"] = message["id"]
            self.client.publish(f"{BASE}/control/ack", json.dumps(reply), qos=1)
        elif topic != f"{PREFIX}/status":
            parts = topic.removeprefix(f"{BASE}/").split("/")
            text = payload.decode("utf-8", "replace")
            if parts[0] in self.devices:
                self._command(self.devices[parts[0]], {parts[2]: text} if len(parts) > 2 else json.loads(text))

    # --- the loop -------------------------------------------------------------------------------------------------

    def run(self) -> int:
        """Run until told to stop."""
        self.client.connect_async(self.args.host, self.args.port, keepalive=30)
        self.client.loop_start()
        last = next_tick = time.monotonic()
        while not self.stop:
            now = time.monotonic()
            if now >= next_tick:
                self.home.step((now - last) * self.speed)
                last, next_tick = now, now + self.args.interval
                for device in self.devices.values():
                    self._publish_state(device)
            for item in [entry for entry in self.delayed if entry[0] <= now]:
                self.delayed.remove(item)
                self._obey(item[1], item[2])
            wait = min([next_tick - now, 0.5, *(entry[0] - now for entry in self.delayed)])
            with contextlib.suppress(queue.Empty):
                topic, payload = self.inbox.get(timeout=max(0.01, wait))
                try:
                    self._handle(topic, payload)
                except Exception:  # a test double must survive odd input
                    LOG.exception("failed on %s %r", topic, payload)
        self.client.publish(f"{BASE}/bridge/state", "offline", qos=1, retain=True).wait_for_publish(2)
        self.client.disconnect()
        self.client.loop_stop()
        return 0


def parse_time(text: str) -> datetime:
    """An ISO time; without an offset it is taken as UTC."""
    when = datetime.fromisoformat(text)
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def main() -> int:
    """Command line; the broker's user and password come from the environment."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=1883)
    parser.add_argument("--interval", type=float, default=5.0, help="real seconds between updates")
    parser.add_argument("--speed", type=float, default=1.0, help="simulated seconds per real second")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-people", action="store_true", help="nobody moves by themselves")
    parser.add_argument("--command-log", help="append received commands to this file")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    app = VirtualHome(args)

    def on_signal(_signum: int, _frame: Any) -> None:
        app.stop = True

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    return app.run()


if __name__ == "__main__":
    sys.exit(main())
