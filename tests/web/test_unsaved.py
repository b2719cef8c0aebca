"""Settings that were typed and not saved: what a browser may keep of them, and what comes of it later."""

import json
from typing import Any

import pytest

from thermo_edge.config.desk import HIDDEN, Read
from thermo_edge.language.words import Words
from thermo_edge.web.show.draft import Draft
from thermo_edge.web.show.unsaved import LONGEST, given_back, lines, resumed, to_keep

WORDS = Words("en")
FILE: dict[str, Any] = {
    "name": "Home",
    "home_assistant": {"url": "http://ha:8123", "token": f"{HIDDEN}1", "tokn": "misspelt-secret"},
    "rooms": {"hall": {"name": "Hall", "comfort": {"low": 17.0, "high": 18.0}}},
}


def draft(tree: dict[str, Any] | None = None) -> Draft:
    return Draft(Read("1", json.loads(json.dumps(tree or FILE))))


def edited() -> Draft:
    made = draft()
    made.put(("rooms", "hall", "name"), "Gang")
    made.put(("home_assistant", "token"), "s3cret")
    made.put(("home_assistant", "url"), "http://me:pass@ha:8123")
    made.put(("alarm", "code"), "4711")
    made.put(("alarm", "name"), "Sentry")
    return made


def test_secrets_are_never_kept() -> None:
    text = json.dumps(to_keep(edited()))
    assert "Gang" in text
    assert "Sentry" in text
    for secret in ("s3cret", "4711", "me:pass", "misspelt-secret", HIDDEN, "\\u0000"):
        assert secret not in text


def test_nothing_is_kept_of_secrets_alone_or_of_too_much() -> None:
    made = draft()
    made.put(("home_assistant", "token"), "s3cret")
    assert to_keep(made) is None
    made.put(("name",), "x" * LONGEST)
    assert to_keep(made) is None


def test_it_comes_back_without_touching_the_secrets_of_the_file() -> None:
    found = given_back(json.loads(json.dumps({"draft": to_keep(edited())})))
    assert found is not None
    assert found.secrets
    tree, conflicts = resumed(draft(), found)
    assert conflicts == ()
    assert tree["rooms"]["hall"]["name"] == "Gang"
    assert tree["home_assistant"] == FILE["home_assistant"] or "url" not in tree["home_assistant"]
    assert tree["home_assistant"]["token"] == f"{HIDDEN}1"
    assert tree["alarm"] == {"name": "Sentry"}
    assert "Rooms › Gang › Name: Hall → Gang" in lines(draft(), found, WORDS)


def test_what_the_file_says_otherwise_by_now_is_a_conflict_and_what_it_says_already_is_nothing() -> None:
    made = draft()
    made.put(("rooms", "hall", "name"), "Gang")
    found = given_back({"draft": to_keep(made)})
    assert found is not None
    assert lines(made, found, WORDS) == ()
    elsewhere = draft({**FILE, "rooms": {"hall": {**FILE["rooms"]["hall"], "name": "Flur"}}})
    tree, (conflict,) = resumed(elsewhere, found)
    assert (conflict.theirs, conflict.mine, tree["rooms"]["hall"]["name"]) == ("Flur", "Gang", "Flur")


def test_single_fields_come_back_where_they_stood() -> None:
    fields = {
        '["rooms", "hall", "comfort", "low"]': "16,5",
        '["rooms", "hall", "lamps", 7, "name"]': "gone",
        '["alarm", "code"]': "4711",
        '["nonsense"]': "x",
        "broken": "x",
        '["rooms", {"x": 1}]': "x",
        '["name"]': 5,
    }
    found = given_back({"typed": fields})
    assert found is not None
    tree, _ = resumed(draft(), found)
    assert tree == {**FILE, "rooms": {"hall": {"name": "Hall", "comfort": {"low": 16.5, "high": 18.0}}}}


@pytest.mark.parametrize("raw", [None, 5, [], {}, {"draft": 5}, {"draft": {"base": [], "mine": 1}}, {"typed": []}])
def test_what_is_none_is_nothing(raw: object) -> None:
    assert given_back(raw) is None
