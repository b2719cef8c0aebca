"""Two people at one file: both values in words, and what becomes of a conflict that was decided, or that moved on."""

from thermo_edge.config.desk import HIDDEN, Read
from thermo_edge.config.editing import field_at
from thermo_edge.config.tree import ABSENT, merge
from thermo_edge.language.words import Words
from thermo_edge.web.show.conflicts import conflict_rows, told
from thermo_edge.web.show.draft import Draft, typed

WORDS = Words("en")


def hall(low: float, high: float) -> dict[str, object]:
    return {"rooms": {"hall": {"name": "Hall", "comfort": {"low": low, "high": high}}}}


def test_each_setting_is_decided_by_itself() -> None:
    draft = Draft(Read("1", hall(17.0, 18.0)), hall(15.0, 18.5))
    now = Read("2", hall(16.0, 19.0))
    _, draft.conflicts = merge(draft.base.tree, now.tree, draft.tree)
    rows = conflict_rows(draft.conflicts, {draft.conflicts[0].path: False}, draft.tree, WORDS)
    assert [(row.where, row.theirs, row.own, row.mine) for row in rows] == [
        ("Rooms › Hall › Comfort › Coldest", ("16",), ("15",), False),
        ("Rooms › Hall › Comfort › Warmest", ("19",), ("18.5",), None),
    ]
    draft.rebase(now, draft.conflicts, draft.conflicts[1:])
    assert draft.tree == hall(16.0, 18.5)
    assert draft.conflicts == ()
    assert [change.new for change in draft.changes] == [18.5]


def test_what_changed_once_more_is_asked_about_anew() -> None:
    draft = Draft(Read("1", hall(17.0, 18.0)), hall(15.0, 18.5))
    _, draft.conflicts = merge(draft.base.tree, hall(16.0, 19.0), draft.tree)
    decided = draft.conflicts
    draft.rebase(Read("3", hall(16.5, 19.0)), decided, decided)
    assert [(one.path[-1], one.theirs, one.mine) for one in draft.conflicts] == [("low", 16.5, 15.0)]
    assert draft.tree == hall(16.5, 18.5)
    draft.rebase(Read("3", hall(16.5, 19.0)), draft.conflicts, draft.conflicts)
    assert draft.tree == hall(15.0, 18.5)


def test_every_kind_of_value_is_said_and_no_secret() -> None:
    assert told(ABSENT, WORDS) == told([], WORDS) == ("not set",)
    assert told(f"{HIDDEN}1a2b", WORDS) == ("set, and not shown",)
    assert told({"low": 17.0, "high": 18.0}, WORDS) == ("low: 17, high: 18",)
    hours = [{"days": "mon-fri", "from": "06:30", "to": "08:30"}] * 6
    assert told(hours, WORDS)[0] == "days: mon-fri, from: 06:30, to: 08:30"
    assert told(hours, WORDS)[-1] == "and 2 more"
    assert told(["light.a", "light.b"], WORDS) == ("light.a, light.b",)


def test_what_is_typed_is_a_number_as_people_write_it_and_else_stays_to_be_refused() -> None:
    field = field_at(("away_setback",))
    assert field is not None
    assert [typed(field, text) for text in ("2,5", "−2", " 3 ", "")] == [2.5, -2, 3, ABSENT]
    assert [typed(field, text) for text in ("1_9", "nan", "1e400", "2.5.1")] == ["1_9", "nan", "1e400", "2.5.1"]
