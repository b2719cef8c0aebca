"""Creates users and tokens in a fresh Home Assistant, adds the broker, and waits until the devices are there."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from tests.instance.install import Failure, say
from tests.instance.processes import HOST, http
from tests.instance.wire import Wire

if TYPE_CHECKING:
    from tests.instance.instance import Instance

OWNER = {"name": "Owner", "username": "owner", "language": "en"}
FIRST_VALUES = (
    ("input_number", "set_value", {"entity_id": "input_number.comfort_temperature", "value": 20}),
    ("input_number", "set_value", {"entity_id": "input_number.electricity_price", "value": 0.28}),
)
READY = ("sensor.living_room_climate_sensor_temperature", "climate.kitchen_radiator", "person.bob")


def api(instance: Instance, method: str, path: str, body: Any = None) -> Any:
    """A call of the REST API that must succeed."""
    status, reply = http(method, instance.url + path, body, instance.state["token"])
    if status not in (200, 201):
        raise Failure(f"{method} {path}: HTTP {status}: {reply}")
    return reply


def onboard(instance: Instance) -> None:
    """Make sure that there are an owner and a valid long-lived token."""
    state = instance.state
    if state.get("token") and http("GET", f"{instance.url}/api/", token=state["token"])[0] == 200:
        return
    state.setdefault("password", secrets.token_urlsafe(18))
    instance.save()  # before the owner exists: the password must not get lost
    client = f"{instance.url}/"
    body = {**OWNER, "password": state["password"], "client_id": client}
    status, reply = http("POST", f"{instance.url}/api/onboarding/users", body)
    if status == 200:
        code = reply["auth_code"]
    elif status in (403, 404):  # the owner exists already
        code = log_in(instance.url, "owner", state["password"])
    else:
        raise Failure(f"creating the owner: HTTP {status}: {reply}")
    state["token"] = long_lived(instance.url, code)
    instance.save()
    say("created the owner's token")


def log_in(url: str, username: str, password: str) -> str:
    """An authorization code by a user's password."""
    client = f"{url}/"
    start = {"client_id": client, "handler": ["homeassistant", None], "redirect_uri": client}
    status, flow = http("POST", f"{url}/auth/login_flow", start)
    if status == 200:
        body = {"client_id": client, "username": username, "password": password}
        status, flow = http("POST", f"{url}/auth/login_flow/{flow['flow_id']}", body)
    if status != 200 or flow.get("type") != "create_entry":
        raise Failure(f"cannot log in as {username} (HTTP {status}: {flow}); 'reset' starts over")
    return str(flow["result"])


def long_lived(url: str, code: str, name: str | None = None) -> str:
    """A long-lived token of the user who owns the authorization code."""
    grant = {"grant_type": "authorization_code", "code": code, "client_id": f"{url}/"}
    status, reply = http("POST", f"{url}/auth/token", grant, form=True)
    if status != 200:
        raise Failure(f"exchanging the authorization code: HTTP {status}: {reply}")
    label = name or f"tests {secrets.token_hex(4)}"
    with Wire(url, reply["access_token"]) as wire:
        return str(wire.ask("auth/long_lived_access_token", client_name=label, lifespan=3650))


def new_user(url: str, token: str, name: str, admin: bool = False) -> tuple[str, str]:
    """Another user: their id and a long-lived token."""
    username, password = f"{name}_{secrets.token_hex(3)}".lower(), secrets.token_urlsafe(18)
    group = "system-admin" if admin else "system-users"
    with Wire(url, token) as wire:
        user = wire.ask("config/auth/create", name=name, group_ids=[group], local_only=False)["user"]["id"]
        fields = {"user_id": user, "username": username, "password": password}
        wire.ask("config/auth_provider/homeassistant/create", **fields)
    return str(user), long_lived(url, log_in(url, username, password))


def set_up(instance: Instance) -> None:
    """Add the broker, wait for the devices, give helpers their first values."""
    if not api(instance, "GET", "/api/config/config_entries/entry?domain=mqtt"):
        flow = api(instance, "POST", "/api/config/config_entries/flow", {"handler": "mqtt"})
        broker = {"broker": HOST, "port": instance.state["mqtt_port"]}
        broker |= {"username": "homeassistant", "password": instance.state["mqtt_password"]}
        flow = api(instance, "POST", f"/api/config/config_entries/flow/{flow['flow_id']}", broker)
        if flow["type"] != "create_entry":
            raise Failure(f"adding the broker ended as {flow['type']}: {flow.get('errors') or flow.get('reason')}")
    wait_ready(instance)
    if not instance.state.get("configured"):
        with Wire(instance.url, instance.state["token"]) as wire:
            fields = {"entity_id": "climate.bedroom_thermostat", "area_id": "bedroom"}
            wire.ask("config/entity_registry/update", **fields)
        for domain, service, body in FIRST_VALUES:
            api(instance, "POST", f"/api/services/{domain}/{service}", body)
        instance.state["configured"] = True
        instance.save()


def wait_ready(instance: Instance) -> None:
    """Until Home Assistant is running and the first and last devices have values."""
    token = instance.state["token"]

    def running() -> bool:
        status, config = http("GET", f"{instance.url}/api/config", token=token)
        return bool(status == 200 and config["state"] == "RUNNING")

    def up() -> bool:
        replies = [http("GET", f"{instance.url}/api/states/{entity}", token=token) for entity in READY]
        return all(status == 200 and reply["state"] not in ("unknown", "unavailable") for status, reply in replies)

    instance.wait("home_assistant", "waiting for Home Assistant to be running", running)
    instance.wait("virtual_home", "waiting for the virtual devices", up)
