"""Access over a real socket: log in, log out, forged headers, other pages, and sockets that end."""

import http.client
import json
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.web import believed
from tests.web.access import WORDS, guarded
from tests.web.fake_desk import FakeDesk
from tests.web.houses import EVENING, ZONE, evening
from thermo_edge.errors import SettingsError
from thermo_edge.home.day import RoomDay
from thermo_edge.home.house import PlaceId
from thermo_edge.home.reason import Code, Reason
from thermo_edge.web.access.gate import COOKIE, SUPERVISOR, Guarded
from thermo_edge.web.access.roles import API, VERBS
from thermo_edge.web.access.visitor import Role
from thermo_edge.web.health import HealthReport
from thermo_edge.web.server import WebServer

UNTIL = "2026-01-13T22:00:00Z"
FORM = "application/x-www-form-urlencoded"


class Served:
    """A guarded house with an owner, Anna, a resident, Ben, and what they come with."""

    def __init__(self, folder: Path) -> None:
        self.desk = FakeDesk(evening())
        self.access: Guarded = guarded(folder)
        self.access.keyring.first("Anna", WORDS)
        self.access.keyring.add("Ben", WORDS, person="ben")
        self.server = WebServer(
            self.desk, lambda: HealthReport(True, {"loop": (True, "x")}), self.access, port=0, zone=ZONE
        )
        self.server.start()
        assert self.server.wait_started(10)
        self.origin = f"http://127.0.0.1:{self.server.port}"

    def ask(
        self, path: str, method: str = "GET", body: object = None, **headers: str
    ) -> tuple[int, str, http.client.HTTPMessage]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = None if body is None else body if isinstance(body, str) else json.dumps(body)
        if sent is not None:
            named.setdefault("Content-Type", "application/json")
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=10)
        try:
            connection.request(method, path, sent, named)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), answer.headers
        finally:
            connection.close()

    def form(self, path: str, fields: dict[str, str], **headers: str) -> tuple[int, str, http.client.HTTPMessage]:
        headers.setdefault("Origin", self.origin)
        return self.ask(path, "POST", urlencode(fields), Content_Type=FORM, **headers)

    def cookie(self, name: str) -> str:
        return f"{COOKIE}={self.access.log_in.enter('127.0.0.1', name, WORDS)}"

    def token(self, name: str, role: Role = Role.RESIDENT, read_only: bool = False) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.access.keyring.make_token(name, role, read_only)}"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("house"))
    yield served
    assert served.server.stop(10)


def test_without_a_log_in_there_is_only_the_log_in(house: Served) -> None:
    for path in ("/", "/plan", "/who", "/people", "/room/living", "/settings", "/setup", "/system", "/learning"):
        status, _, headers = house.ask(path)
        assert (status, str(headers["location"]).partition("?")[0]) == (303, "/login"), path
    for path in ("/_nicegui/x.js", "/_nicegui_ws/socket.io/?EIO=4&transport=polling&client_id=x", "/api/house"):
        assert house.ask(path)[0] == 401, path
    assert house.ask("/", "POST")[0] == 401
    status, page, headers = house.ask("/login")
    assert status == 200
    assert "_nicegui" not in page
    assert "form-action 'self'" in str(headers["content-security-policy"])
    assert headers["cache-control"] == "no-store"
    assert json.loads(house.ask("/health")[1]) == {"ok": True}


def test_logging_in_makes_a_new_session_and_goes_where_one_wanted(house: Served) -> None:
    fixed = f"{COOKIE}=chosen-by-somebody-else"
    status, _, headers = house.form("/login", {"name": "Anna", "password": WORDS, "next": "who"}, Cookie=fixed)
    assert (status, headers["location"]) == (303, "/who")
    made = str(headers["set-cookie"])
    assert "HttpOnly" in made and "SameSite=strict" in made and "Secure" not in made
    secret = re.search(rf"{COOKIE}=([\w-]{{43}});", made)
    assert secret
    assert house.ask("/people", Cookie=f"{COOKIE}={secret[1]}")[0] == 200
    assert house.ask("/people", Cookie=fixed)[0] == 303


@pytest.mark.parametrize(
    "after", ["//evil.example", "https://evil.example", "\\evil.example", "api/house", "login", "x"]
)
def test_nobody_is_sent_elsewhere(house: Served, after: str) -> None:
    status, _, headers = house.form("/login", {"name": "Anna", "password": WORDS, "next": after})
    assert (status, headers["location"]) == (303, "/")


def test_over_https_the_cookie_is_secure(house: Served) -> None:
    origin = f"https://127.0.0.1:{house.server.port}"
    assert "Secure" in str(house.form("/login", {"name": "Anna", "password": WORDS}, Origin=origin)[2]["set-cookie"])


def test_another_page_cannot_log_anybody_in(house: Served) -> None:
    fields = {"name": "Anna", "password": WORDS}
    assert house.form("/login", fields, Origin="http://evil.example")[0] == 403
    assert house.form("/login", fields, Origin="null")[0] == 403
    status, _, headers = house.ask("/login", "POST", urlencode(fields), Content_Type=FORM)
    assert (status, headers["set-cookie"]) == (403, None)
    assert house.ask("/login", "POST", fields, Origin=house.origin)[0] == 401  # not a form: no fields


def test_headers_of_ingress_from_here_say_nothing(house: Served) -> None:
    forged = {"X-Remote-User-Id": "u-anna", "X-Remote-User-Name": "anna", "X-Ingress-Path": "/api/hassio_ingress/x"}
    forged["X-Forwarded-For"] = SUPERVISOR
    assert house.ask("/", **forged)[0] == 303
    assert house.ask("/api/house", **forged)[0] == 401


def test_a_prefix_hides_no_path(house: Served) -> None:
    ben = house.cookie("Ben")
    assert house.ask("/room/settings", Cookie=ben, X_Ingress_Path="/room")[0] == 404
    assert house.ask("/people", Cookie=ben, X_Ingress_Path="/api/hassio_ingress/x")[0] == 200


def test_a_resident_sees_no_page_of_the_owner(house: Served) -> None:
    ben, anna = house.cookie("Ben"), house.cookie("Anna")
    for path in ("/settings", "/setup", "/system"):
        assert house.ask(path, Cookie=ben)[0] == 403
        assert house.ask(path, Cookie=anna)[0] in {200, 303, 404}  # set up already, /setup leads home
    assert 'href="/"' in house.ask("/settings/rooms/hall", Cookie=ben)[1], "the way home, from however deep"
    for path in ("/system/backup.zip", "/system/diagnostics.zip"):
        assert house.ask(path, Cookie=ben)[0] == 403
        assert house.ask(path, Cookie=anna)[0] == 500  # this one knows nothing of itself
    assert "Tokens for programs" not in house.ask("/people", Cookie=ben)[1]
    assert "Tokens for programs" in house.ask("/people", Cookie=anna)[1]


def test_logging_out_needs_the_forms_own_token(house: Served) -> None:
    cookie = house.cookie("Ben")
    assert house.form("/logout", {"form": "x"}, Cookie=cookie)[0] == 403
    form = json.loads(house.ask("/api/me", Cookie=cookie)[1])["form_token"]
    assert house.form("/logout", {"form": form}, Cookie=cookie)[0] == 303
    assert house.ask("/people", Cookie=cookie)[0] == 303


def test_trying_passwords_is_slowed_and_said_the_same_way(house: Served, caplog: pytest.LogCaptureFixture) -> None:
    said = {house.form("/login", {"name": "Eve", "password": f"guess number {n}"})[0] for n in range(12)}
    assert said == {401, 429}
    assert house.form("/login", {"name": "Anna", "password": WORDS})[0] == 429
    assert "guess number" not in caplog.text
    house.access.log_in._limiter.succeeded("127.0.0.1")


def socket(house: Served, cookie: str, client: str = "x", origin: str = "") -> object:
    url = f"ws://127.0.0.1:{house.server.port}/_nicegui_ws/socket.io/?EIO=4&transport=websocket"
    query = f"&client_id={client}" if client else ""
    return connect(url + query, origin=origin or house.origin, additional_headers={"Cookie": cookie})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("client", "origin", "known"), [("x", "http://evil.example", True), ("", "", True), ("x", "", False)]
)
def test_a_socket_needs_a_session_our_origin_and_a_page(house: Served, client: str, origin: str, known: bool) -> None:
    with pytest.raises(InvalidStatus) as refused:
        socket(house, house.cookie("Ben") if known else "", client, origin)
    assert refused.value.response.status_code == (403 if known else 401)


def test_a_socket_takes_up_no_page_of_somebody_else(house: Served) -> None:
    anna, ben = house.cookie("Anna"), house.cookie("Ben")
    page = re.search(r"client_id\W+([0-9a-f-]{36})", house.ask("/people", Cookie=anna)[1])
    assert page
    with pytest.raises(InvalidStatus):
        socket(house, ben, page[1])
    socket(house, anna, page[1]).close()  # type: ignore[attr-defined]


def test_a_socket_ends_with_its_session(house: Served) -> None:
    cookie = house.cookie("Ben")
    open_ = socket(house, cookie)
    house.access.sessions.end(cookie.partition("=")[2])
    with pytest.raises(ConnectionClosed):
        for _ in range(20):
            open_.recv(timeout=5)  # type: ignore[attr-defined]
    assert open_.close_code == 4401  # type: ignore[attr-defined]


def test_the_network_needs_a_password_first(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="thermo-edge password"):
        WebServer(FakeDesk(evening()), lambda: HealthReport(True, {}), guarded(tmp_path), host="0.0.0.0", port=0)


# --- the API ----------------------------------------------------------------------------------------------------------


def test_the_api_says_what_it_is(house: Served) -> None:
    told = json.loads(house.ask("/api/openapi.json", X_Ingress_Path="/p/q", **house.token("openapi"))[1])
    assert told["servers"] == [{"url": "/p/q/api"}]
    for path, verbs in told["paths"].items():
        for name, verb in verbs.items():
            assert verb["description"], (path, name)
            assert {"200", "403"} <= set(verb["responses"])


def test_what_is_looked_at_fits_its_description(house: Served) -> None:
    token = house.token("look")
    told = json.loads(house.ask("/api/openapi.json", **token)[1])
    house.desk.current = believed.believed()
    house.desk.days[PlaceId("living")] = RoomDay(EVENING, timedelta(minutes=15), (None,), (None,), (None,), (None,))
    for path, verbs in told["paths"].items():
        of_all = "{person}" not in path  # what is about a person is of oneself only
        if "get" in verbs and of_all and VERBS[API["GET", path]].role is Role.RESIDENT:
            real = path.replace("{room}", "living").replace("{watch}", "away")
            assert house.ask(f"/api{real}", **token)[0] == 200, path
    house.desk.current = evening()
    assert {room["id"] for room in json.loads(house.ask("/api/rooms", **token)[1])} >= {"living", "hall"}


def test_what_is_done_is_done_in_the_callers_name(house: Served) -> None:
    token = house.token("Tablet")
    wish = {"target": 21.5, "until": UNTIL}
    assert house.ask("/api/rooms/living/wish", "PUT", wish, **token)[0] == 200
    assert house.desk.calls[-1][:3] == ("wish", "living", 21.5)
    assert house.desk.calls[-1][-1].name == "Tablet"  # type: ignore[attr-defined]
    assert house.ask("/api/rooms/living/preferences/morning", "PUT", {"offset": 0.5}, **token)[0] == 200
    assert house.desk.calls[-1][:4] == ("prefer", "living", "morning", 0.5)
    assert house.ask("/api/rooms/living/preferences/noon", "PUT", {"offset": 0.5}, **token)[0] == 422
    assert house.ask("/api/rooms/living/preferences/morning", "PUT", {"offset": 3}, **token)[0] == 422
    assert house.ask("/api/alarm/disarm", "POST", {"code": "1234"}, **token)[0] == 200
    assert house.desk.calls[-1][-1] == "1234"
    mode = house.ask("/api/places/living/modes/climate", "PUT", {"mode": "act"}, **token)
    assert (mode[0], json.loads(mode[1])["code"]) == (403, "only_owner")
    assert (
        house.ask("/api/places/living/modes/climate", "PUT", {"mode": "act"}, **house.token("own", Role.OWNER))[0]
        == 200
    )
    reads = house.ask("/api/rooms/living/wish", "PUT", wish, **house.token("reads", read_only=True))
    assert (reads[0], json.loads(reads[1])["code"]) == (403, "reads_only")


def test_what_cannot_be_done_is_a_problem_in_words(house: Served) -> None:
    token = house.token("problems")
    house.desk.refusal = Reason(Code.OBSERVING)
    status, body, headers = house.ask("/api/rooms/living/wish", "DELETE", Accept_Language="zh-CN,en;q=0.5", **token)
    house.desk.refusal = None
    told = json.loads(body)
    assert (status, told["code"], headers["content-type"]) == (409, "observing", "application/problem+json")
    assert not told["detail"].isascii()
    for wrong in (
        {"target": 99, "until": UNTIL},
        {"target": 20},
        {"target": 20, "until": "2026-01-01T10:00:00"},
        {"x": 1},
    ):
        status, body, _ = house.ask("/api/rooms/living/wish", "PUT", wrong, **token)
        assert (status, json.loads(body)["code"]) == (422, "not_understood")
    assert house.ask("/api/rooms/living/wish", "PUT", "a=b", Content_Type=FORM, **token)[0] == 415
    assert house.ask("/api/rooms/living/wish", "PUT", "x" * 70_000, **token)[0] == 413
    assert house.ask("/api/nowhere", **token)[0] == 404
    assert house.ask("/api/house", Authorization="Bearer te_wrong")[0] == 401


def test_by_cookie_a_browser_has_to_mean_it(house: Served) -> None:
    cookie, wish = house.cookie("Ben"), {"target": 21.0, "until": UNTIL}
    form = json.loads(house.ask("/api/me", Cookie=cookie)[1])["form_token"]
    assert house.ask("/api/rooms/living/wish", "PUT", wish, Cookie=cookie)[0] == 403
    assert house.ask("/api/rooms/living/wish", "PUT", wish, Cookie=cookie, X_CSRF_Token=form)[0] == 200
    evil = {"Cookie": cookie, "X_CSRF_Token": form, "Origin": "http://evil.example"}
    assert house.ask("/api/rooms/living/wish", "PUT", wish, **evil)[0] == 403
    assert (
        house.ask("/api/rooms/living/wish", "PUT", wish, Cookie=cookie, X_CSRF_Token=form, Sec_Fetch_Site="cross-site")[
            0
        ]
        == 403
    )


def test_whoever_looks_where_people_are_is_noted(house: Served) -> None:
    house.desk.current, house.desk.persons = believed.believed(), believed.PERSONS
    seen = json.loads(house.ask("/api/whereabouts", Cookie=house.cookie("Ben"))[1])
    house.desk.current = evening()
    assert {each["person"] for each in seen} == {"ben", "mia"}  # not Anna, who shows it to nobody
    assert {(look.who, look.person) for look in house.access.keyring.book.looks} == {("Ben", "mia")}


def test_no_secret_is_logged(house: Served, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        token = house.token("quiet")
        cookie = house.cookie("Ben")
        house.ask("/api/alarm/disarm", "POST", {"code": "98765"}, **token)
        house.ask("/people", Cookie=cookie)
    words = (token["Authorization"][7:], cookie.partition("=")[2], "98765", WORDS)
    assert not [word for word in words if word in caplog.text]
