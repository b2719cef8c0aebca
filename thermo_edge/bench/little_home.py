"""A very small Home Assistant on loopback: it knows just enough of the two interfaces for the live program to run."""

import json
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import numpy as np
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve

from thermo_edge.home.house import DeviceKind, House

EVERY = 0.5
"""Seconds between the changes of a thermometer."""

_VERSION = "2026.2.3"
_CONFIG = {
    "version": _VERSION,
    "state": "RUNNING",
    "unit_system": {"temperature": "°C"},
    "time_zone": "Europe/Amsterdam",
    "latitude": 52.1,
    "longitude": 5.2,
}

State = dict[str, Any]


class LittleHome:
    """Of a house with thermometers, motion sensors and thermostats. As a context it serves at `url`.

    One thermometer after the other changes twice a second; whatever it is told to do it answers with yes.
    """

    def __init__(self, house: House, seed: int = 0) -> None:
        self._states = {each["entity_id"]: each for each in _states(house)}
        self._thermometers = [entity for entity, each in self._states.items() if _unit(each) == "°C"]
        self._rng = np.random.default_rng(seed)
        self._closing = threading.Event()
        self._server = serve(self._talk, "127.0.0.1", 0, process_request=self._answer, compression=None)
        self._thread = threading.Thread(target=self._server.serve_forever, name="little-home", daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.socket.getsockname()[1]}"

    def __enter__(self) -> "LittleHome":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._thread.join(5.0)

    # --- requests -------------------------------------------------------------------------------------------------

    def _answer(self, _: ServerConnection, request: Request) -> Response | None:
        """None: it is a websocket."""
        path = request.path.partition("?")[0].removeprefix("/api/")
        if path == "websocket":
            return None
        known: Mapping[str, object] = {"config": _CONFIG, "states": list(self._states.values())}
        said = known.get(path, self._states.get(path.removeprefix("states/")))
        status = HTTPStatus.OK if said is not None else HTTPStatus.NOT_FOUND
        body = json.dumps(said if said is not None else {"message": "not found"}).encode()
        headers = Headers({"Content-Type": "application/json", "Content-Length": str(len(body)), "Connection": "close"})
        return Response(status.value, status.phrase, headers, body)

    # --- the websocket --------------------------------------------------------------------------------------------

    def _talk(self, socket: ServerConnection) -> None:
        try:
            _say(socket, {"type": "auth_required", "ha_version": _VERSION})
            socket.recv()
            _say(socket, {"type": "auth_ok", "ha_version": _VERSION})
            for frame in socket:
                message = json.loads(frame)
                _say(socket, {"id": message["id"], "type": "result", "success": True, "result": _result(message)})
                if message["type"] == "subscribe_entities":
                    threading.Thread(target=self._tell, args=(socket, message["id"]), daemon=True).start()
        except ConnectionClosed:
            return

    def _tell(self, socket: ServerConnection, number: int) -> None:
        """Everything first, and then what changes."""

        def event(what: Mapping[str, object]) -> None:
            _say(socket, {"id": number, "type": "event", "event": what})

        try:
            event({"a": {entity: _short(each) for entity, each in self._states.items()}})
            while not self._closing.wait(EVERY):
                entity = self._thermometers[int(self._rng.integers(len(self._thermometers)))]
                value, now = round(20.0 + float(self._rng.normal(0.0, 0.2)), 2), time.time()
                self._states[entity] |= {"state": str(value), "last_changed": _stamp(now), "last_updated": _stamp(now)}
                event({"c": {entity: {"+": {"s": str(value), "lc": now}}}})
        except ConnectionClosed:
            return


def _result(message: Mapping[str, Any]) -> object:
    kind = str(message["type"])
    if kind.endswith("/list"):
        return []
    return {"context": {"id": f"little-{message['id']}"}} if kind in ("call_service", "fire_event") else None


def _say(socket: ServerConnection, message: Mapping[str, object]) -> None:
    socket.send(json.dumps(message))


# --- states -------------------------------------------------------------------------------------------------------


def _states(house: House) -> Iterator[State]:
    for sensor in house.sensors:
        warm = str(sensor.point.entity).startswith("sensor.")
        kind = {"device_class": "temperature", "unit_of_measurement": "°C"} if warm else {"device_class": "motion"}
        yield _state(str(sensor.point.entity), "20.0" if warm else "off", kind)
    for device in house.devices:
        if device.kind is DeviceKind.THERMOSTAT:
            yield _state(str(device.entity), "heat", {**_THERMOSTAT, "current_temperature": 20.0})
    for person in house.persons:
        if person.entity is not None:
            yield _state(str(person.entity), "home", {})


_THERMOSTAT = {
    "hvac_modes": ["off", "heat"],
    "hvac_action": "idle",
    "temperature": 20.0,
    "min_temp": 5.0,
    "max_temp": 30.0,
    "target_temp_step": 0.5,
    "supported_features": 1,
}


def _state(entity: str, state: str, attributes: Mapping[str, object]) -> State:
    now = _stamp(time.time())
    told = {"state": state, "attributes": dict(attributes), "last_changed": now, "last_updated": now}
    return {"entity_id": entity, **told, "context": {"id": "little", "parent_id": None, "user_id": None}}


def _short(state: State) -> State:
    at = datetime.fromisoformat(state["last_changed"]).timestamp()
    return {"s": state["state"], "a": state["attributes"], "c": state["context"]["id"], "lc": at}


def _unit(state: State) -> object:
    return state["attributes"].get("unit_of_measurement")


def _stamp(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()
