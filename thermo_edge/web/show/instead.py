"""What would have changed a decision that was made, in words."""

from dataclasses import dataclass

from thermo_edge.home.turn import DecisionRecord
from thermo_edge.home.view import HouseView
from thermo_edge.language.otherwise import HAD, NOTHING
from thermo_edge.language.words import Words
from thermo_edge.web.show.things import why


@dataclass(frozen=True, slots=True)
class InsteadRow:
    """One change, and what would have been decided then."""

    what: str
    then: str


def instead_rows(record: DecisionRecord, view: HouseView, words: Words) -> tuple[InsteadRow, ...]:
    """A row for each, in the order in which they were tried."""
    rows = []
    for each in record.otherwise:
        had, then = HAD.get(each.what.code), record.then(each)
        what = words.say(had, **dict(each.what.facts)) if had is not None else why(each.what, view.house, words)
        rows.append(InsteadRow(what, words.title(then, view.house) if then is not None else words.say(NOTHING)))
    return tuple(rows)
