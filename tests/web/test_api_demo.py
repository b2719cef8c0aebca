"""The API over the real program on its simulated home: whatever it tells is as described, and a wish is heard."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import httpx
import pytest
from pydantic import TypeAdapter

from tests.web.api_house import real, routes
from thermo_edge.app.demo import DemoProgram

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    program = DemoProgram(tmp_path_factory.mktemp("demo"), port=0)
    program.start()
    with httpx.Client(base_url=f"{program.url}/api", timeout=30) as client:
        _until(lambda: client.get("/plan").json() is not None)
        yield client
    program.stop()


def _until(so: object, seconds: float = 60.0) -> None:
    end = time.perf_counter() + seconds
    while not so():  # type: ignore[operator]
        assert time.perf_counter() < end
        time.sleep(0.2)


def test_every_reading_of_the_demo_house_is_as_described(demo: httpx.Client) -> None:
    for route in routes("GET"):
        answer = demo.get(real(route.path))
        assert answer.status_code == 200, (route.path, answer.text)
        if answer.headers["content-type"] == "application/json":
            TypeAdapter(route.response_model).validate_python(answer.json())
    assert demo.get("/rooms/living/otherwise").json()


def test_a_day_is_imagined_and_a_wish_is_heard(demo: httpx.Client) -> None:
    now = datetime.fromisoformat(demo.get("/house").json()["at"])
    until = (now + timedelta(hours=8)).isoformat()
    energy = []
    for target in (17, 24):
        tried = demo.post("/what-if", json={"ask": "target", "room": "living", "target": target, "until": until})
        assert tried.status_code == 200, tried.text
        energy.append(tried.json()["after"]["energy"])
    assert energy[0] < energy[1]  # beside the day as it is, 24° may be full heat both ways
    wish = demo.put("/rooms/living/wish", json={"target": 22.5, "until": until})
    assert wish.status_code == 200, wish.text
    _until(lambda: (demo.get("/rooms/living").json()["wish"] or {}).get("target") == 22.5)
    past = demo.put("/rooms/living/wish", json={"target": 22.5, "until": (now - timedelta(days=1)).isoformat()})
    assert (past.status_code, past.json()["code"]) == (409, "too_late")
    cold = demo.put("/rooms/living/wish", json={"target": 1, "until": until})
    assert (cold.status_code, cold.json()["code"]) == (422, "out_of_range")


def test_settings_of_the_demo_are_changed_and_put_back(demo: httpx.Client) -> None:
    tree = demo.get("/settings").json()["tree"]
    was = tree["rooms"]["living"]["name"]
    change = {"changes": [{"path": ["rooms", "living", "name"], "value": "Parlour", "was": was}]}
    saved = demo.patch("/settings", json=change)
    assert saved.status_code == 200, saved.text
    _until(lambda: demo.get("/rooms/living").json()["name"] == "Parlour")
    versions = demo.get("/settings/versions").json()
    assert versions[0]["changes"] == [{"path": ["rooms", "living", "name"], "old": was, "new": "Parlour"}]
    number = versions[1]["number"]
    back = demo.post(f"/settings/versions/{number}/restore", headers={"Content-Type": "application/json"})
    assert back.status_code == 200, back.text
    _until(lambda: demo.get("/rooms/living").json()["name"] == was)
