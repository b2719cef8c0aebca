"""Keys, sessions, tries and roles, without a server."""

from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from tests.web.access import WORDS, Hands, guarded
from tests.web.fake_desk import FakeDesk
from tests.web.houses import evening
from thermo_edge.errors import StoreCorrupt
from thermo_edge.home.house import Domain, Mode, PlaceId
from thermo_edge.home.reason import Code, Refused
from thermo_edge.home.turn import SOMEBODY
from thermo_edge.language.words import Words
from thermo_edge.ports import Desk
from thermo_edge.web.access.book import BOOK, SESSIONS, Key
from thermo_edge.web.access.gate import COOKIE, SUPERVISOR, Guarded, Open
from thermo_edge.web.access.limiter import ALL_FREE, ALL_LONGEST, FREE, LONGEST, Limiter
from thermo_edge.web.access.roles import API, PATHS, VERBS, need, why_not
from thermo_edge.web.access.seat import Seat
from thermo_edge.web.access.sessions import ABSOLUTE, IDLE
from thermo_edge.web.access.visitor import Knock, Means, Role, Visitor
from thermo_edge.web.api.app import ROUTERS, api
from thermo_edge.web.api.asking import call
from thermo_edge.web.health import HealthReport
from thermo_edge.web.server import _application
from thermo_edge.web.site import Site

S = timedelta(seconds=1)
OWNER = Visitor(Role.OWNER, Means.SESSION, "o", "Anna")
RESIDENT = Visitor(Role.RESIDENT, Means.SESSION, "r", "Ben")
READER = Visitor(Role.RESIDENT, Means.TOKEN, "t", "Dash", read_only=True)


def refused(call: object, *given: object) -> Code:
    with pytest.raises(Refused) as found:
        call(*given)  # type: ignore[operator]
    return found.value.reason.code


# --- tries --------------------------------------------------------------------------------------------------------


def test_a_few_wrong_tries_are_free_then_each_waits_twice_as_long() -> None:
    clock = Hands()
    limiter = Limiter(clock)
    assert [limiter.begin("192.168.1.9") for _ in range(FREE)] == [None] * FREE
    for seconds in (1, 2, 4, 8):
        assert limiter.begin("192.168.1.9") == seconds * S
        assert limiter.begin("192.168.1.8") is None
        clock.at += seconds * S
        assert limiter.begin("192.168.1.9") is None
    for _ in range(40):
        clock.at += limiter.begin("192.168.1.9") or timedelta(0)
    assert limiter.begin("192.168.1.9") <= LONGEST  # type: ignore[operator]


def test_the_owner_is_never_locked_out_by_others() -> None:
    clock = Hands()
    limiter = Limiter(clock)
    assert limiter.begin("192.168.1.2") is None
    limiter.succeeded("192.168.1.2")
    for host in range(10 * ALL_FREE):
        limiter.begin(f"10.0.{host // 200}.{host % 200}")
    assert limiter.begin("192.168.1.3") is not None
    assert limiter.begin("192.168.1.2") is None  # where one logged in before
    clock.at += ALL_LONGEST
    assert limiter.begin("192.168.1.3") is None


def test_a_network_of_ipv6_is_one_address_and_success_forgives() -> None:
    limiter = Limiter(Hands())
    for host in range(FREE):
        assert limiter.begin(f"fe80::{host}%eth0") is None
    assert limiter.begin("fe80::99") is not None
    limiter.succeeded("fe80::1")
    assert limiter.begin("fe80::99") is None


# --- keys and sessions ----------------------------------------------------------------------------------------------


def knock(cookie: str = "", **headers: str) -> Knock:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Knock("127.0.0.1", headers={"cookie": f'x="a;b; {COOKIE}={cookie}', **named})


def claimed(access: Guarded) -> str:
    codes: list[str] = []
    access.log_in.tell_code(codes.append)
    return access.log_in.claim("127.0.0.1", codes[0].lower().replace("-", " "), "Anna", WORDS)


def test_the_first_password_needs_the_code_and_is_set_once(tmp_path: Path) -> None:
    access = guarded(tmp_path)
    assert access.fault
    codes: list[str] = []
    access.log_in.tell_code(codes.append)
    assert refused(access.log_in.claim, "a", "AAAA-AAAA", "Eve", WORDS) is Code.SETUP_CODE_WRONG
    assert refused(access.log_in.claim, "a", codes[0], "Anna", "short") is Code.PASSWORD_LENGTH
    access.log_in.claim("a", codes[0], "Anna", WORDS)
    assert not access.fault
    assert refused(access.log_in.claim, "a", codes[0], "Eve", WORDS) is Code.PASSWORD_SET
    access.log_in.tell_code(codes.append)
    assert len(codes) == 1


def test_many_wrong_codes_make_another_one(tmp_path: Path) -> None:
    clock = Hands()
    access = guarded(tmp_path, clock)
    codes: list[str] = []
    access.log_in.tell_code(codes.append)
    for _ in range(10):
        clock.at += timedelta(hours=1)
        assert refused(access.log_in.claim, "a", "x", "Eve", WORDS) is Code.SETUP_CODE_WRONG
    clock.at += timedelta(hours=1)
    assert refused(access.log_in.claim, "a", codes[0], "Eve", WORDS) is Code.SETUP_CODE_WRONG


def test_a_wrong_name_and_a_wrong_password_are_the_same(tmp_path: Path) -> None:
    access = guarded(tmp_path)
    claimed(access)
    for name, password in (("Anna", "x" * 12), ("Nobody", WORDS), ("", ""), ("Anna", "é" * 5000)):
        assert refused(access.log_in.enter, f"10.0.0.{len(password) % 200}", name, password) is Code.LOG_IN_WRONG
    assert access.judge(knock(access.log_in.enter("a", " anna ", WORDS)))


def test_a_session_ends_idle_and_in_any_case_and_outlives_a_restart(tmp_path: Path) -> None:
    clock = Hands()
    access = guarded(tmp_path, clock)
    secret = claimed(access)
    clock.at += IDLE - S
    assert guarded(tmp_path, clock).judge(knock(secret)) == access.judge(knock(secret))
    for _ in range(5):
        clock.at += IDLE - S
        if access.judge(knock(secret)) is None:
            break
    assert clock.at - timedelta(days=25) > Hands().at
    assert access.judge(knock(secret)) is None
    again = access.log_in.enter("a", "Anna", WORDS)
    clock.at += IDLE
    assert access.judge(knock(again)) is None
    assert ABSOLUTE > IDLE


def test_what_does_not_come_from_a_person_keeps_no_session(tmp_path: Path) -> None:
    clock = Hands()
    access = guarded(tmp_path, clock)
    secret = claimed(access)
    for _ in range(20):
        clock.at += IDLE / 10
        access.judge(knock(secret), used=False)
    assert access.judge(knock(secret)) is None


def test_logging_out_or_another_password_ends_it(tmp_path: Path) -> None:
    access = guarded(tmp_path)
    first, second = claimed(access), access.log_in.enter("a", "Anna", WORDS)
    assert first != second
    access.log_in.leave(knock(first))
    assert access.judge(knock(first)) is None
    assert access.judge(knock(second)) is not None
    elsewhere = guarded(tmp_path)  # the command, while the program runs
    elsewhere.keyring.set_password(elsewhere.keyring.book.keys[0].id, "other words than before")
    assert access.judge(knock(second)) is None


def test_the_last_owner_stays_and_names_are_once(tmp_path: Path) -> None:
    access = guarded(tmp_path)
    claimed(access)
    keyring = access.keyring
    assert refused(keyring.remove, keyring.book.keys[0].id) is Code.LAST_OWNER
    assert refused(keyring.add, "ANNA ", WORDS) is Code.NAME_TAKEN
    assert refused(keyring.add, " \n", WORDS) is Code.NAME_NEEDED
    ben = keyring.add("Ben", WORDS, person="ben")
    secret = access.log_in.enter("a", "Ben", WORDS)
    visitor = access.judge(knock(secret))
    assert visitor is not None
    assert (visitor.role, visitor.resident) == (Role.RESIDENT, "ben")
    keyring.remove(ben.id)
    assert access.judge(knock(secret)) is None


def test_a_token_is_told_once_and_can_be_taken_away(tmp_path: Path) -> None:
    access = guarded(tmp_path)
    secret = access.keyring.make_token("Dash", Role.RESIDENT, True)
    visitor = access.judge(knock(authorization=f"Bearer {secret}"))
    assert visitor is not None
    assert (visitor.name, visitor.read_only) == ("Dash", True)
    for wrong in (secret[:-1], "", "te_"):
        assert access.judge(knock(authorization=f"Bearer {wrong}")) is None
    assert access.judge(knock(authorization=f"Basic {secret}")) is None
    access.keyring.revoke(access.keyring.book.tokens[0].id)
    assert access.judge(knock(authorization=f"Bearer {secret}")) is None


def test_nothing_secret_stands_in_a_file_that_others_may_read(tmp_path: Path) -> None:
    access = guarded(tmp_path)
    secret, token = claimed(access), access.keyring.make_token("Dash", Role.OWNER, False)
    for name in (BOOK, SESSIONS):
        path = tmp_path / name
        assert path.stat().st_mode & 0o777 == 0o600
        text = path.read_text()
        assert not [word for word in (secret, token, WORDS) if word in text]


def test_a_damaged_file_lets_nobody_in(tmp_path: Path) -> None:
    access = guarded(tmp_path)
    secret = claimed(access)
    (tmp_path / BOOK).write_text("{")
    assert access.judge(knock(secret)) is None
    assert access.log_in.ready
    assert "damaged" in access.fault
    with pytest.raises(StoreCorrupt):
        access.keyring.ready  # noqa: B018


# --- ingress ------------------------------------------------------------------------------------------------------


def by_ingress(user: str, path: str = "/", peer: str = SUPERVISOR) -> Knock:
    headers = {"x-remote-user-id": user, "x-remote-user-name": "ben", "x-remote-user-display-name": "Ben B"}
    return Knock(peer, path, {**headers, "x-ingress-path": "/api/hassio_ingress/x"})


def test_home_assistants_administrators_own_the_house(tmp_path: Path) -> None:
    access = guarded(tmp_path, ingress=True)
    access.keyring.administrators({"u-anna"})
    anna, ben = access.judge(by_ingress("u-anna")), access.judge(by_ingress("u-ben", "/setup"))
    assert anna is not None and anna.role is Role.OWNER
    assert ben is not None and (ben.role, ben.name) == (Role.RESIDENT, "Ben B")
    access.keyring.administrators(set())
    assert not anna.same(access.judge(by_ingress("u-anna")))


def test_without_them_whoever_sets_up_first_owns_it(tmp_path: Path) -> None:
    later = guarded(tmp_path, ingress=True)
    found = later.judge(by_ingress("a", "/setup"))
    assert found is not None and found.role is Role.RESIDENT, "a house that runs is nobody's to claim"
    access = guarded(tmp_path, ingress=True, claiming=True)
    roles = [access.judge(by_ingress(*each)) for each in (("b",), ("a", "/setup"), ("b", "/setup"), ("a",))]
    assert [each.role for each in roles if each] == [Role.RESIDENT, Role.OWNER, Role.RESIDENT, Role.OWNER]


def test_ingress_is_believed_only_there_and_only_from_supervisor(tmp_path: Path) -> None:
    assert guarded(tmp_path).judge(by_ingress("u")) is None
    assert guarded(tmp_path, ingress=True).judge(by_ingress("u", peer="127.0.0.1")) is None
    assert guarded(tmp_path, ingress=True).judge(Knock(SUPERVISOR, headers={"x-remote-user-id": "u"})) is None
    opened = Open().judge(by_ingress("u"))
    assert opened.user is None if opened else False


# --- roles --------------------------------------------------------------------------------------------------------


def test_every_page_is_in_the_table() -> None:
    from nicegui import app as nicegui_app

    outer = _application()
    paths = {getattr(route, "path", "") for app in (outer, nicegui_app) for route in app.routes}
    shown = {path for path in paths if path and not path.startswith(("/_nicegui", "/docs", "/redoc"))}
    unknown = {path for path in shown if need(path.partition("/{")[0] or "/") is None}
    assert unknown == set()
    assert all(need(path) is role for path, role in PATHS.items())


def test_every_route_of_the_api_is_in_the_table() -> None:
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    asked = [route for route in api().routes if isinstance(route, APIRoute)]
    named = {(method, route.path) for route in (*routes, *asked) for method in route.methods}
    assert [route.path for route in routes if call not in {each.call for each in route.dependant.dependencies}] == []
    assert named == set(API)
    assert set(API.values()) <= set(VERBS)


def role_of(access: Guarded, user: str) -> Role:
    visitor = access.judge(by_ingress(user))
    assert visitor is not None
    return visitor.role


def test_what_the_owner_says_of_users_holds_but_for_administrators(tmp_path: Path) -> None:
    access = guarded(tmp_path, ingress=True)
    access.keyring.administrators(["root"])
    access.keyring.grant({"anna": Role.OWNER, "ben": Role.GUEST, "root": Role.GUEST, "mia": Role.RESIDENT})
    assert [role_of(access, user) for user in ("anna", "ben", "root", "mia", "new")] == [
        Role.OWNER, Role.GUEST, Role.OWNER, Role.RESIDENT, Role.RESIDENT,
    ]  # fmt: skip
    access.keyring.grant({"ben": Role.RESIDENT})
    assert role_of(access, "ben") is Role.RESIDENT
    assert len(access.keyring.book.rights) == 2


def test_every_verb_of_the_desk_is_in_the_table() -> None:
    verbs = {name for name in vars(Desk) if not name.startswith("_")}
    assert verbs <= set(VERBS)


def test_what_each_may() -> None:
    assert not [verb for verb in VERBS if why_not(verb, OWNER)]
    owners = {verb for verb in VERBS if why_not(verb, RESIDENT)}
    assert owners == {
        "set_mode", "answer_step", "protect", "read_settings", "settings", "restore", "setup", "keys",
        "learn_now", "stop_learning", "roll_back_learning", "forget", "system", "backup",
        "put_back", "restart",
    }  # fmt: skip
    assert {verb for verb in VERBS if not why_not(verb, READER)} == {
        "view", "trend", "decisions", "day", "past", "events", "otherwise", "what_if", "blockers", "whereabouts",
        "health", "me", "learning", "left_out", "looks", "forgetting",
    }  # fmt: skip
    assert why_not("no_such_verb", OWNER)


@pytest.mark.parametrize("path", ["/settingsx", "//settings", "/../settings", "", "settings", "/Settings", "/x"])
def test_what_is_not_in_the_table_is_not_there(path: str) -> None:
    assert need(path) is None


def test_the_desk_of_a_visitor_does_what_they_may_in_their_name(tmp_path: Path) -> None:
    desk = FakeDesk(evening())
    site = Site(desk, Words("en"), lambda: HealthReport(True, {}))
    seat = Seat(site, RESIDENT, guarded(tmp_path))
    seat.desk.end_wish(PlaceId("living"), SOMEBODY)
    assert desk.calls[-1][-1] == seat.who
    assert seat.who.name == "Ben"
    assert refused(seat.desk.set_mode, PlaceId("living"), Domain.CLIMATE, Mode.ACT, SOMEBODY) is Code.ONLY_OWNER
    reader = Seat(site, READER, guarded(tmp_path))
    assert refused(reader.desk.end_wish, PlaceId("living"), SOMEBODY) is Code.READS_ONLY
    assert len(desk.calls) == 1
    with pytest.raises(AttributeError):
        seat.desk._desk.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_looks_are_noted_once_in_a_quarter_of_an_hour(tmp_path: Path) -> None:
    clock = Hands()
    keyring = guarded(tmp_path, clock).keyring
    for _ in range(3):
        keyring.looked("Anna", ["ben", "mia"])
        clock.at += timedelta(minutes=4)
    assert [(look.who, look.person) for look in keyring.book.looks] == [("Anna", "ben"), ("Anna", "mia")]
    clock.at += timedelta(minutes=15)
    keyring.looked("Anna", ["ben"])
    assert len(keyring.book.looks) == 3
    clock.at += timedelta(days=31)
    keyring.looked("Anna", ["ben"])
    assert len(keyring.book.looks) == 1


def test_a_key_of_ones_own_does_not_open_the_way_to_guess_at_others() -> None:
    clock = Hands()
    limiter = Limiter(clock)
    waited = 0
    for _ in range(40):
        for _wrong in range(4):
            waited += limiter.begin("10.0.0.7") is not None
        if limiter.begin("10.0.0.7") is None:
            limiter.succeeded("10.0.0.7")
        else:
            waited += 1
    assert waited > 100


def test_who_logs_in_again_and_again_ends_nobody_elses_session(tmp_path: Path) -> None:
    access = guarded(tmp_path)
    anna, ben = (Key(name, name, Role.RESIDENT, "", "stamp") for name in ("anna", "ben"))
    hers = access.sessions.begin(anna)
    for _ in range(230):
        access.sessions.begin(ben)
    assert access.sessions.find(hers) is not None
    assert access.sessions.count(ben) <= 21


@pytest.mark.parametrize("path", ["/login/x", "/favicon.ico/x", "/health/x"])
def test_below_what_a_guest_may_see_there_is_nothing(path: str) -> None:
    assert need(path) is None
