"""A settings file changed by the program: only what was changed is, and two changes at once lose nothing."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thermo_edge.config.splice import CannotSplice, loaded, rewrite
from thermo_edge.config.tree import ABSENT, changes, merge, same

FILE = """# my house
name: Home   # as we call it

rooms:
  # the big one
  living:
    temperature: [sensor.a, sensor.b]
    lamps:
      - light.x  # by the door
      - entity: light.y
        dims: no
    # warm enough
    comfort: {low: 20, high: 21.5}
unknown_to_us:
- one   # first
- two
plan: true
"""
KEYS = st.sampled_from(["a", "b", "c", "entity"])
SCALARS = st.one_of(
    st.booleans(), st.integers(-5, 5), st.floats(-9, 9), st.sampled_from(["x", "on", "12:30", "ä #1: y"])
)
NESTED = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.dictionaries(KEYS, inner, max_size=3), st.lists(inner, max_size=3)),
    max_leaves=8,
)
TREES = st.dictionaries(KEYS, NESTED, max_size=3)


def comments(text: str) -> list[str]:
    return ["#" + line.partition("#")[2] for line in text.splitlines() if "#" in line]


def changed(**paths: Any) -> str:
    tree = loaded(FILE)
    for path, value in paths.items():
        *above, last = path.split("__")
        here = tree
        for step in above:
            here = here[step]
        if value is ABSENT:
            del here[last]
        else:
            here[last] = value
    made = rewrite(FILE, tree)
    assert same(loaded(made), tree)
    return made


def test_one_number_is_one_number() -> None:
    assert changed(rooms__living__comfort__low=19.5) == FILE.replace("low: 20,", "low: 19.5,")
    assert changed(name="Haus") == FILE.replace("name: Home ", "name: Haus ")


def test_comments_and_unknown_order_survive() -> None:
    lamps = ["light.x", {"entity": "light.y", "dims": True}, {"entity": "light.z"}]
    made = changed(
        rooms__living__lamps=lamps, plan=ABSENT, unknown_to_us=["two", "three"], rooms__hall={"name": "Diele"}
    )
    assert comments(made) == [one for one in comments(FILE) if "first" not in one]
    assert made.index("name") < made.index("living") < made.index("hall") < made.index("unknown_to_us")
    assert "      - light.x  # by the door\n" in made


def test_what_stands_in_two_places_is_still_changed_or_refused() -> None:
    text = "a: &x {low: 1}\nb: *x\n"
    tree = {"a": {"low": 1}, "b": {"low": 2}}
    with suppress(CannotSplice):
        assert same(loaded(rewrite(text, tree)), tree)


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "name: x", "name: x\r\nplan: true\r\n"])
def test_short_files(text: str) -> None:
    made = rewrite(text, {**loaded(text), "holds": {"person_hours": 2.5}})
    assert loaded(made)["holds"] == {"person_hours": 2.5}
    assert made.startswith(text)


@settings(max_examples=25, deadline=None)
@given(TREES, TREES)
def test_any_settings_become_any_others(old: dict[str, Any], new: dict[str, Any]) -> None:
    text = "# begin\n" + rewrite("", old) + "# end\n"
    made = rewrite(text, new)
    assert same(loaded(made), new)
    assert made.startswith("# begin")
    assert "# end\n" in made


@settings(max_examples=25, deadline=None)
@given(TREES, TREES)
def test_a_merge_with_nothing_is_the_other(base: dict[str, Any], one: dict[str, Any]) -> None:
    assert merge(base, base, one) == (one, ())
    assert merge(base, one, base) == (one, ())
    assert same(merge(base, one, one)[0], one)


@settings(max_examples=40, deadline=None)
@given(TREES, TREES, TREES)
def test_nobody_loses_a_change(base: dict[str, Any], theirs: dict[str, Any], mine: dict[str, Any]) -> None:
    """Each of my changes is in it, theirs are, or it is said that they do not go together."""
    merged, conflicts = merge(base, theirs, mine)
    if conflicts:
        return
    for one in changes(base, theirs):
        if not any(other.path[: len(one.path)] == one.path for other in changes(base, mine)):
            assert not [left for left in changes(theirs, merged) if left.path == one.path]
    same_the_other_way, none = merge(base, mine, theirs)
    assert none == ()
    assert {(c.path) for c in changes(merged, same_the_other_way)} <= {
        (c.path) for c in changes(merged, same_the_other_way)
    }


def test_devices_go_by_their_entity() -> None:
    base = {"heating": [{"entity": "climate.a", "step": 0.5}]}
    theirs = {"heating": [{"entity": "climate.a", "step": 1.0}]}
    mine = {"heating": [{"entity": "climate.a", "step": 0.5, "heats": True}, {"entity": "climate.b"}]}
    merged, conflicts = merge(base, theirs, mine)
    assert not conflicts
    assert merged["heating"] == [{"entity": "climate.a", "step": 1.0, "heats": True}, {"entity": "climate.b"}]
    assert [one.path for one in merge({"a": 1}, {"a": 2}, {"a": 3})[1]] == [("a",)]


def test_the_example_changes_in_one_line() -> None:
    text = (Path(__file__).parents[2] / "config.example.yaml").read_text(encoding="utf-8")
    tree = loaded(text)
    tree["rooms"]["living_room"]["limits"]["safe"] = 15
    made = rewrite(text, tree).splitlines()
    assert len([one for one, other in zip(text.splitlines(), made, strict=True) if one != other]) == 1
