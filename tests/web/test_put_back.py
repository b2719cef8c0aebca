"""A backup sent to the API: by its owner only, meant, of bounded size, and told in words what it is or why not."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx import Response

from tests.web.api_house import ApiHouse, api_house
from tests.web.fake_desk import FakeDesk
from tests.web.fake_system import OFFERED, FakeSystem
from tests.web.houses import EVENING, evening
from thermo_edge.home.put_back import LARGEST, Content, Offered, PutBack, Result, Since, Unfit, Why
from thermo_edge.language import put_back as told
from thermo_edge.language.words import LANGUAGES, Words
from thermo_edge.store.since import UNKNOWN
from thermo_edge.web.access.roles import API, need
from thermo_edge.web.access.visitor import Role
from thermo_edge.web.door import LARGEST_BODY, PUT_BACK
from thermo_edge.web.show.put_back import put_back_model

ZIP = {"Content-Type": "application/zip"}


@pytest.fixture
def house(tmp_path: Path) -> ApiHouse:
    return api_house(tmp_path, FakeDesk(evening()))


def system(house: ApiHouse) -> FakeSystem:
    assert isinstance(house.site.system, FakeSystem)
    return house.site.system


def send(house: ApiHouse, content: bytes | Any, **headers: str) -> Response:
    return house._client.request("POST", "/api/system/put-back", content=content, headers={**ZIP, **headers})


def csrf(house: ApiHouse, cookie: dict[str, str]) -> str:
    return str(house.ask("/me", **cookie).json()["form_token"])


def test_the_owner_sends_one_says_yes_and_leaves_it(house: ApiHouse) -> None:
    owner = house.token("Tablet")
    answer = send(house, b"x" * 3_000_000, **owner)
    assert answer.status_code == 200, answer.text
    assert system(house).got == b"x" * 3_000_000
    assert system(house).calls == [("receive", "3000000"), ("close",)]
    offered = answer.json()["offered"]
    assert (offered["rooms"], offered["of_this_house"], offered["changes_since"]) == (6, True, 12)
    said = house.ask("/system/put-back/yes", "POST", {"mark": offered["mark"]}, **owner)
    assert (said.status_code, said.json()["waits"], said.json()["who"]) == (200, True, "Tablet")
    assert house.ask("/system/restart", "POST", **owner).json() == {"done": True}
    assert house.ask("/system/put-back", "DELETE", **owner).status_code == 200
    assert [call[0] for call in system(house).calls[2:]] == ["agree", "restart", "drop"]


def test_a_browser_has_to_mean_it(house: ApiHouse) -> None:
    anna = house.cookie("Anna")
    assert send(house, b"x", **anna).json()["code"] == "form_stale"
    assert send(house, b"x", **anna, **{"X-CSRF-Token": "wrong"}).json()["code"] == "form_stale"
    assert system(house).calls == []
    assert send(house, b"x", **anna, **{"X-CSRF-Token": csrf(house, anna)}).status_code == 200
    foreign = {"Origin": "http://evil.example", "X-CSRF-Token": csrf(house, anna)}
    assert send(house, b"x", **anna, **foreign).status_code == 403


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "text/plain", "application/json", ""])
def test_what_a_form_of_another_page_could_send_is_not_taken(house: ApiHouse, kind: str) -> None:
    answer = send(house, b"x", **house.token("Tablet"), **{"Content-Type": kind})
    assert (answer.status_code, answer.json()["code"]) == (415, "zip_only")
    assert system(house).calls == []


def test_nobody_else_is_even_listened_to(house: ApiHouse) -> None:
    read_only = house.token("reads", read_only=True)
    ben, resident = house.cookie("Ben"), house.token("Ben's", Role.RESIDENT)
    for who, code in ((read_only, "reads_only"), (ben, "only_owner"), (resident, "only_owner"), ({}, "log_in_needed")):
        answer = send(house, b"x" * 100_000, **who)
        assert answer.status_code in {401, 403}
        assert answer.json()["code"] == code
        assert house.ask("/system/put-back/yes", "POST", {"mark": "f"}, **who).status_code in {401, 403}
    for method, path in (("GET", "/system/put-back"), ("DELETE", "/system/put-back"), ("POST", "/system/restart")):
        assert house.ask(path, method, **resident).json()["code"] == "only_owner"
    assert house.ask("/system/put-back", **read_only).status_code == 200
    assert system(house).calls == []


def test_only_there_more_than_a_little_may_be_sent(house: ApiHouse) -> None:
    owner = house.token("Tablet")
    much = {"Content-Length": str(LARGEST + 1)}
    assert send(house, b"x", **owner, **much).status_code == 413
    for path in ("/system/put-back/yes", "/system/put-back/", "/settings"):
        answer = house.ask(path, "POST" if "yes" in path else "PATCH", "x" * (LARGEST_BODY + 1), **owner)
        assert answer.status_code == 413, path
    assert system(house).calls == []
    assert need(PUT_BACK) is Role.OWNER
    assert ("POST", PUT_BACK.removeprefix("/api")) in API


@pytest.mark.parametrize(
    ("why", "status"),
    [
        (Why.NOT_OURS, 422),
        (Why.SETTINGS, 422),
        (Why.TOO_NEW, 422),
        (Why.TOO_LARGE, 413),
        (Why.FULL, 507),
        (Why.BUSY, 409),
        (Why.ARMED, 409),
    ],
)
def test_why_not_is_told_with_a_status_and_a_sentence(house: ApiHouse, why: Why, status: int) -> None:
    system(house).unfit = Unfit(why, "rooms.x")
    answer = send(house, b"x", **house.token("Tablet"))
    assert (answer.status_code, answer.json()["code"]) == (status, f"put_back_{why}")
    assert answer.json()["detail"] == told.why(why, "rooms.x", Words("en"))
    assert system(house).calls[-1] == ("close",)


def test_in_the_demo_it_is_not_possible(house: ApiHouse) -> None:
    system(house).staged = None
    answer = house.ask("/system/put-back", **house.token("Tablet"))
    assert answer.json()["possible"] is False


# --- in words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_its_sentence(language: str) -> None:
    said = {told.why(why, "x", Words(language)) for why in Why}
    assert len(said) == len(Why)


def test_what_is_shown_of_it() -> None:
    words = Words("en")
    model = put_back_model(OFFERED, evening(), words)
    assert dict(model.facts)["Rooms"] == "6"
    assert "1234567" in model.lost[0] and model.lost[1].startswith("That goes")
    assert model.lost[-1].endswith("download a backup of now first.")
    assert model.waits == ""
    bare = Offered("f", 5, Content(None, "0.1.0", None, None, None, None, False, False), Since(None, 0, 0))
    model = put_back_model(PutBack(bare), evening(), words)
    assert dict(model.facts)["History"] == "none" and dict(model.facts)["Made"] == "not known"
    assert model.lost[:2] == (
        "It is of another house: all of this one is replaced.",
        "Nothing has been decided since then.",
    )
    assert model.lost[2].startswith("What was measured since then goes")
    ruined = replace(bare, content=replace(bare.content, other_home="http://elsewhere:8123"), since=UNKNOWN)
    lost = put_back_model(PutBack(ruined), evening(), words).lost
    assert "http://elsewhere:8123. Go on only if you know that one." in lost[1]
    assert "the database of now cannot be read" in lost[2] and "Nothing has been decided" not in "".join(lost)
    assert "undo" not in lost[-1], "of a database that cannot be read no backup is made"
    waiting = put_back_model(replace(OFFERED, waits=True, who="", held=Why.ARMED), evening(), words)
    assert waiting.waits == "It will be put back at the next start."
    assert "Disarm it" in waiting.held
    good = put_back_model(
        PutBack(result=Result(EVENING, None, "", EVENING - timedelta(days=1), ("a", "b"))), evening(), words
    ).result
    assert good is not None and good.good and "a, b" in good.lines[-1]
    bad = put_back_model(PutBack(result=Result(EVENING, Why.FULL)), evening(), words).result
    assert bad is not None and bad.lines[-1] == "The house goes on with what it had."
    assert not put_back_model(None, evening(), words).possible
