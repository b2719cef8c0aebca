"""The API behind its door without a socket, and whoever comes to it."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from httpx import Response

from tests.web.access import WORDS, guarded
from tests.web.fake_desk import FakeDesk
from tests.web.fake_system import FakeSystem
from thermo_edge.config.desk import SettingsDesk
from thermo_edge.config.setup_desk import SetupDesk
from thermo_edge.home.system import SystemDesk
from thermo_edge.language.words import Words
from thermo_edge.ports import Desk
from thermo_edge.web.access.gate import COOKIE, Access, Guarded
from thermo_edge.web.access.visitor import Role
from thermo_edge.web.api.app import ROUTERS, api
from thermo_edge.web.door import Door
from thermo_edge.web.health import HealthReport
from thermo_edge.web.site import Site

API = api()


class ApiHouse:
    """`ask` comes as somebody: by `token` or `cookie`; with neither it is a stranger."""

    def __init__(
        self,
        desk: Desk,
        access: Access,
        settings: SettingsDesk | None = None,
        setup: SetupDesk | None = None,
        system: SystemDesk | None = None,
    ) -> None:
        self.desk, self.access = desk, access
        outer = FastAPI()
        outer.mount("/api", API)
        health = HealthReport(True, {"loop": (True, "comes round")})
        self.site = Site(desk, Words("en"), lambda: health, None, settings, setup, system)
        door = Door(outer, self.site, access)
        self._client = TestClient(door, "http://127.0.0.1", raise_server_exceptions=False, client=("127.0.0.1", 50000))

    def ask(self, path: str, method: str = "GET", body: object = None, **headers: str) -> Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if method != "GET":
            named.setdefault("Content-Type", "application/json")
        if isinstance(body, str):
            return self._client.request(method, f"/api{path}", content=body, headers=named)
        return self._client.request(method, f"/api{path}", json=body, headers=named)

    def token(self, name: str, role: Role = Role.OWNER, read_only: bool = False, person: str | None = None) -> Any:
        return {"Authorization": f"Bearer {self._guarded.keyring.make_token(name, role, read_only, person)}"}

    def cookie(self, name: str) -> dict[str, str]:
        return {"Cookie": f"{COOKIE}={self._guarded.log_in.enter('127.0.0.1', name, WORDS)}"}

    @property
    def _guarded(self) -> Guarded:
        assert isinstance(self.access, Guarded)
        return self.access


def api_house(folder: Path, desk: FakeDesk, settings: SettingsDesk | None = None) -> ApiHouse:
    """With an owner, Anna, and a resident, Ben, who is of the household."""
    access = guarded(folder)
    access.keyring.first("Anna", WORDS)
    access.keyring.add("Ben", WORDS, person="ben")
    return ApiHouse(desk, access, settings, None, FakeSystem())


def fake(house: ApiHouse) -> FakeDesk:
    """Its desk, which remembers what it was told."""
    assert isinstance(house.desk, FakeDesk)
    return house.desk


def routes(*methods: str) -> list[APIRoute]:
    """All that are asked by one of these methods."""
    every = (route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute))
    return [route for route in every if route.methods & set(methods)]


def real(path: str) -> str:
    """A route's path with names that the house has."""
    filled = {
        "room": "living",
        "place": "living",
        "domain": "climate",
        "watch": "away",
        "number": "1",
        "person": "anna",
    }
    for name, value in filled.items():
        path = path.replace(f"{{{name}}}", value)
    return path.replace("{", "").replace("}", "")
