"""The API: it does what every page does, for those who may, and refuses in words what cannot be."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from pydantic import TypeAdapter

from tests.web import believed
from tests.web.api_house import API as APPLICATION
from tests.web.api_house import ApiHouse, api_house, fake, real, routes
from tests.web.fake_desk import FakeDesk
from tests.web.houses import EVENING, MOTION, evening
from tests.web.planned import planned
from thermo_edge.app.settings_desk import FileSettingsDesk
from thermo_edge.clock import SystemClock
from thermo_edge.home.day import RoomDay
from thermo_edge.home.events import Happened, PastAlarm
from thermo_edge.home.house import Person, PersonId, PlaceId
from thermo_edge.home.inventory import Inventory
from thermo_edge.home.reason import Code, Reason
from thermo_edge.web.access.roles import API, ON_PAGES_ONLY, VERBS
from thermo_edge.web.access.visitor import Role
from thermo_edge.web.api.app import TAGS
from thermo_edge.web.site import READERS

PAGES = Path(__file__).resolve().parents[2] / "thermo_edge" / "web"
UNTIL = "2026-01-13T22:00:00Z"
SETTINGS = """name: Home  # ours
rooms:
  living:
    name: Living room
    temperature: sensor.living
home_assistant:
  url: http://localhost:8123
  token: very-secret
"""
OF_SETTINGS = {
    "read": "read_settings", "check": "read_settings", "save": "settings", "versions": "read_settings",
    "restore": "restore", "entities": "read_settings", "taken": "read_settings",
}  # fmt: skip
OF_SYSTEM = {
    "look": "system", "diagnostics": "system", "backup": "backup", "put_back": "system", "agree": "put_back",
    "drop": "put_back", "restart": "restart",
}  # fmt: skip


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("settings") / "config.yaml"
    path.write_text(SETTINGS, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, file: Path) -> ApiHouse:
    view = planned()
    anna = Person(PersonId("anna"), "Anna")
    lived_in = replace(view.house, persons=(anna,))
    desk = FakeDesk(replace(view, house=lived_in, occupancy=believed.occupancy(), trust=()))
    nothing = (None,) * 4
    desk.days[PlaceId("living")] = RoomDay(EVENING, timedelta(minutes=15), nothing, nothing, nothing, nothing)
    desk.happened = (Happened(EVENING, MOTION, PlaceId("hall"), 50, 0),), (PastAlarm(EVENING),)
    desk.night.set()
    return api_house(tmp_path_factory.mktemp("house"), desk, FileSettingsDesk(file, SystemClock(), Inventory))


@pytest.fixture(scope="module")
def owner(house: ApiHouse) -> dict[str, str]:
    """A program that may everything comes so."""
    made: dict[str, str] = house.token("Tablet")
    return made


# --- everything the pages do ------------------------------------------------------------------------------------------


def called_by_pages() -> set[str]:
    """Each verb that a page, or what stands beside it, asks of a desk or requires by name."""
    desks = {"desk": {verb: verb for verb in VERBS}, "settings": OF_SETTINGS, "system": OF_SYSTEM}
    files = [*(PAGES / "pages").glob("*.py"), PAGES / "site.py", PAGES / "downloads.py", PAGES / "night.py"]
    text = "".join(each.read_text(encoding="utf-8") for each in files)
    asked = re.findall(r"\.(\w+)", text)
    named = set(re.findall(r"\brequire\(\"(\w+)\"", text))
    return named | {verbs[verb] for verbs in desks.values() for verb in asked if verb in verbs}


def test_whatever_a_page_does_the_api_does_or_says_why_not() -> None:
    by_api = set(API.values())
    assert called_by_pages() - by_api - set(ON_PAGES_ONLY) == set()
    assert set(VERBS) == by_api | set(ON_PAGES_ONLY)
    assert not by_api & set(ON_PAGES_ONLY)
    assert {"wish", "forget", "backup", "restore", "keys", "otherwise", "what_if"} <= called_by_pages()


def test_the_description_can_be_read(house: ApiHouse, owner: dict[str, str]) -> None:
    told = house.ask("/openapi.json", **owner).json()
    assert [tag["name"] for tag in told["tags"]] == list(TAGS)
    operations = [verb for verbs in told["paths"].values() for verb in verbs.values()]
    assert len({each["operationId"] for each in operations}) == len(operations) == len(API) - 1
    for each in operations:
        assert each["summary"] and not each["summary"].endswith(".")
        assert set(each["tags"]) <= set(TAGS)
        assert {"401", "403", "404", "409", "422"} <= set(each["responses"])
    for name, schema in told["components"]["schemas"].items():
        if name.endswith("Body"):
            assert schema["additionalProperties"] is False, name


@pytest.mark.parametrize("route", routes("GET"), ids=lambda route: route.path)
def test_what_is_looked_at_is_as_described(house: ApiHouse, owner: dict[str, str], route: APIRoute) -> None:
    answer = house.ask(real(route.path), **owner)
    assert answer.status_code == 200, answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    if answer.headers["content-type"] == "application/json":
        TypeAdapter(route.response_model).validate_python(answer.json())


def test_no_reading_tells_a_secret(house: ApiHouse, owner: dict[str, str]) -> None:
    book = house._guarded.keyring.book
    secret = [*(key.hash for key in book.keys), *(key.stamp for key in book.keys), "very-secret", "\\u0000"]
    secret += [token.digest for token in book.tokens]
    told = "".join(house.ask(real(route.path), **owner).text for route in routes("GET"))
    assert not [each for each in secret if each in told]
    assert '"token":"hidden"' in told


# --- who may ----------------------------------------------------------------------------------------------------------


def test_a_write_needs_a_key_and_a_browser_has_to_mean_it(house: ApiHouse) -> None:
    anna, reader = house.cookie("Anna"), house.token("reads", read_only=True)
    before = list(fake(house).calls)
    for route in routes("POST", "PUT", "PATCH", "DELETE"):
        method, path = next(iter(route.methods)), real(route.path)
        assert house.ask(path, method).status_code == 401, path
        answer = house.ask(path, method, **anna)
        assert (answer.status_code, answer.json()["code"]) == (403, "form_stale"), path
        if VERBS[API[method, route.path]].writes:
            answer = house.ask(path, method, **reader)
            assert (answer.status_code, answer.json()["code"]) == (403, "reads_only"), path
    assert fake(house).calls == before


def test_a_resident_is_refused_what_is_the_owners(house: ApiHouse) -> None:
    ben = house.token("Ben's", Role.RESIDENT)
    before = list(fake(house).calls)
    owners = [(method, path) for (method, path), verb in API.items() if VERBS[verb].role is Role.OWNER]
    for method, path in owners:
        answer = house.ask(real(path), method, **ben)
        assert (answer.status_code, answer.json()["code"]) == (403, "only_owner"), path
    assert len(owners) > 15
    assert fake(house).calls == before


# --- what cannot be ---------------------------------------------------------------------------------------------------


def impossible(schema: dict[str, Any]) -> Iterator[object]:
    """Bodies that do not fit: of another shape, with another field, and each field of another kind or out of bounds."""
    good = {name: example(field) for name, field in schema["properties"].items()}
    yield from ([], "x", 5, {**good, "nonsense": 1})
    for name in schema.get("required", ()):
        yield {key: value for key, value in good.items() if key != name}
    for name, field in schema["properties"].items():
        if "type" in field and field["type"] != "object":
            yield {**good, name: {"x": 1}}
        if "minimum" in field:
            yield {**good, name: field["minimum"] - 1}
            yield {**good, name: field["maximum"] + 1}
        if field.get("format") == "date-time":
            yield {**good, name: "2026-01-31T22:00:00"}
            yield {**good, name: "tomorrow"}
            yield {**good, name: "9999-12-31T23:59:59-12:00"}
            yield {**good, name: "0001-01-01T00:00:00+12:00"}
        if "enum" in field:
            yield {**good, name: "nonsense"}


def example(field: dict[str, Any]) -> object:
    known = field.get("examples") or field.get("enum") or ([field["default"]] if "default" in field else [])
    kinds = {"boolean": True, "number": 1, "string": "x", "array": []}
    return known[0] if known else kinds.get(field.get("type", ""), UNTIL)


def test_an_impossible_body_is_refused_in_words_and_nothing_happens(
    house: ApiHouse, owner: dict[str, str], file: Path
) -> None:
    before, text = list(fake(house).calls), file.read_text()
    described = APPLICATION.openapi()
    tried = 0
    for route in routes("POST", "PUT", "PATCH"):
        if route.body_field is None:
            continue
        schema = described["components"]["schemas"][route.body_field.field_info.annotation.__name__]
        for body in impossible(schema):
            answer = house.ask(real(route.path), next(iter(route.methods)), body, **owner)
            assert (answer.status_code, answer.json()["code"]) == (422, "not_understood"), (route.path, body)
            assert answer.json()["detail"].startswith("This cannot be understood: "), body
            tried += 1
        for broken in ("", "{", "NaN", json.dumps(next(impossible(schema)))[:1]):
            assert house.ask(real(route.path), next(iter(route.methods)), broken, **owner).status_code == 422
    assert tried > 100
    assert house.ask("/rooms/living/wish", "PUT", f'{{"target":NaN,"until":"{UNTIL}"}}', **owner).status_code == 422
    assert fake(house).calls == before
    assert file.read_text() == text


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (Code.UNKNOWN_PLACE, 404),
        (Code.UNKNOWN_DECISION, 404),
        (Code.OBSERVING, 409),
        (Code.OUT_OF_RANGE, 422),
        (Code.CODE_WRONG, 403),
        (Code.CODE_LOCKED, 429),
    ],
)
def test_what_the_house_refuses_has_its_status(house: ApiHouse, owner: dict[str, str], code: Code, status: int) -> None:
    facts: dict[str, Any] = {"value": 9.0, "low": 10.0, "high": 20.0, "left": timedelta(seconds=9)}
    fake(house).refusal = Reason.of(code, **facts)
    answer = house.ask("/rooms/living/wish", "PUT", {"target": 21, "until": UNTIL}, **owner)
    fake(house).refusal = None
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert len(answer.json()["detail"]) > 10


def test_what_is_not_there_is_404(house: ApiHouse, owner: dict[str, str]) -> None:
    for path in ("/rooms/attic", "/rooms/attic/day", "/rooms/attic/otherwise", "/nowhere"):
        assert house.ask(path, **owner).status_code == 404, path
    for path in ("/people/keys/none", "/people/tokens/none"):
        assert house.ask(path, "DELETE", **owner).status_code == 404, path
    assert house.ask("/settings/versions/99/restore", "POST", **owner).status_code == 404
    assert house.ask("/alarm/blockers/never", **owner).status_code == 422
    assert house.ask(f"/decisions/{2**63}/undo", "POST", **owner).status_code == 422
    assert house.ask("/me", "POST", **owner).json()["detail"] == "This cannot be done here in this way."


def test_a_house_that_is_being_set_up_says_so(tmp_path: Path) -> None:
    class SetUp:
        failure = ""
        supervised = False

    made = api_house(tmp_path, FakeDesk(evening()))
    house = ApiHouse(made.desk, made.access, setup=SetUp())  # type: ignore[arg-type]
    answer = house.ask("/house", **house.token("early"))
    assert (answer.status_code, answer.json()["code"]) == (409, "no_house")


# --- verbs ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "body", "call"),
    [
        ("POST", "/places/living/modes/climate/next-step", {"yes": True}, ("answer_step", "living", "climate", True)),
        ("POST", "/decisions/7/judge", {"verdict": "retracted"}, ("judge", 7, "retracted", "")),
        ("POST", "/learning/now", None, ("learn_now",)),
        ("POST", "/learning/stop", None, ("stop_learning",)),
        ("POST", "/learning/roll-back", None, ("roll_back_learning",)),
        ("POST", "/alarm/disarm", {"code": "1", "was_fine": True}, ("disarm",)),
    ],
)
def test_a_route_is_a_verb_in_the_callers_name(
    house: ApiHouse, owner: dict[str, str], method: str, path: str, body: object, call: tuple[object, ...]
) -> None:
    answer = house.ask(path, method, body, **owner)
    assert answer.status_code == 200, answer.text
    told = fake(house).calls[-1]
    assert told[: len(call)] == call
    assert [each for each in told if getattr(each, "name", "") == "Tablet"]


def test_a_time_is_left_out_and_a_change_is_tried(house: ApiHouse, owner: dict[str, str]) -> None:
    span = {"begin": "2026-01-10T00:00:00+01:00", "until": "2026-01-11T00:00:00+01:00"}
    assert house.ask("/learning/left-out", "POST", span, **owner).status_code == 200
    assert fake(house).calls[-1][0] == "forget"
    nothing = house.ask("/what-if", "POST", {"ask": "hours", "room": "living", "shift_minutes": -30}, **owner)
    assert (nothing.status_code, nothing.json()["code"]) == (409, "no_forecast")
    assert fake(house).calls[-1][1].shift == timedelta(minutes=-30)  # type: ignore[attr-defined]
    half = house.ask("/what-if", "POST", {"ask": "target", "room": "living", "target": 21}, **owner)
    assert (half.status_code, half.json()["code"]) == (422, "not_understood")
    assert "needs target and until" in half.json()["detail"]


def test_whoever_only_tries_keeps_nobody_waiting_who_disarms(tmp_path: Path) -> None:
    house = api_house(tmp_path, FakeDesk(evening()))
    reader, anna = house.token("reads", Role.RESIDENT, read_only=True), house.token("Anna's")
    for _ in range(READERS):
        assert house.site._beside._free.acquire(blocking=False)
    assert house.ask("/what-if", "POST", {"ask": "away"}, **reader).json()["code"] == "no_answer"
    assert house.ask("/alarm/disarm", "POST", {"code": "1"}, **anna).status_code == 200


def test_settings_are_changed_in_the_file_with_their_comments(
    house: ApiHouse, owner: dict[str, str], file: Path
) -> None:
    name = {"path": ["rooms", "living", "name"], "value": "Parlour", "was": "Living room"}
    wrong = {"changes": [{"path": ["rooms", "living", "comfort", "low"], "value": 99}]}
    found = house.ask("/settings/check", "POST", wrong, **owner).json()["faults"]
    assert found[0]["path"] == ["rooms", "living", "comfort", "low"]
    answer = house.ask("/settings", "PATCH", wrong, **owner)
    assert (answer.status_code, answer.json()["code"]) == (422, "settings_wrong")
    assert "60" in answer.json()["faults"][0]
    assert file.read_text() == SETTINGS
    assert house.ask("/settings", "PATCH", {"changes": [name]}, **owner).status_code == 200
    assert file.read_text() == SETTINGS.replace("Living room", "Parlour")
    again = house.ask("/settings", "PATCH", {"changes": [{**name, "value": "Salon"}]}, **owner)
    assert (again.status_code, again.json()["code"]) == (409, "settings_conflict")
    assert "Parlour" in again.json()["faults"][0] and "Salon" in again.json()["faults"][0]
    versions = house.ask("/settings/versions", **owner).json()
    assert (versions[0]["who"], versions[0]["changes"][0]["new"]) == ("Tablet", "Parlour")
    assert house.ask(f"/settings/versions/{versions[1]['number']}/restore", "POST", **owner).status_code == 200
    assert file.read_text() == SETTINGS


@pytest.mark.parametrize("path", [["nowhere"], ["name", "deeper"], ["rooms", 0, "name"], ["rooms", "living", "x", 1]])
def test_a_setting_that_there_is_not_is_refused(
    house: ApiHouse, owner: dict[str, str], file: Path, path: list[object]
) -> None:
    text = file.read_text()
    answer = house.ask("/settings", "PATCH", {"changes": [{"path": path, "value": 1}]}, **owner)
    assert answer.status_code == 422, answer.text
    assert file.read_text() == text


def test_a_secret_can_be_replaced_but_not_copied(house: ApiHouse, owner: dict[str, str], file: Path) -> None:
    text = file.read_text()
    mark = {"changes": [{"path": ["name"], "value": "\0mark"}]}
    assert house.ask("/settings", "PATCH", mark, **owner).status_code == 422
    hidden = house.ask("/settings", **owner).json()["tree"]["home_assistant"]
    again = {"changes": [{"path": ["home_assistant"], "value": hidden, "was": hidden}]}
    assert house.ask("/settings", "PATCH", again, **owner).status_code == 200
    assert file.read_text() == text
    new = {"changes": [{"path": ["home_assistant", "token"], "value": "another"}]}
    assert house.ask("/settings", "PATCH", new, **owner).status_code == 200
    assert file.read_text() == text.replace("very-secret", "another")
    versions = house.ask("/settings/versions", **owner)
    assert versions.json()[0]["changes"][0]["new"] == "hidden"
    file.write_text(text, encoding="utf-8")


def test_keys_are_told_and_taken_away(house: ApiHouse, owner: dict[str, str]) -> None:
    house._guarded.keyring.make_token("old tablet", Role.RESIDENT, True)
    told = house.ask("/people", **owner).json()
    ids = {each["name"]: each["id"] for each in (*told["keys"], *told["tokens"])}
    assert {"Anna", "Ben", "old tablet"} <= set(ids)
    assert house.ask(f"/people/tokens/{ids['old tablet']}", "DELETE", **owner).status_code == 200
    assert "old tablet" not in {token.name for token in house._guarded.keyring.book.tokens}
    last = house.ask(f"/people/keys/{ids['Anna']}", "DELETE", **owner)
    assert (last.status_code, last.json()["code"]) == (409, "last_owner")
