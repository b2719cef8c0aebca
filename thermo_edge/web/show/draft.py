"""Settings that somebody is writing: what they changed, what is wrong with it, and what others changed meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from thermo_edge.config.checking import Fault
from thermo_edge.config.desk import Read
from thermo_edge.config.editing import Where, added, put
from thermo_edge.config.form import Field, Kind
from thermo_edge.config.tree import ABSENT, Change, Conflict, at, changes, merge, same
from thermo_edge.config.yaml_text import spans

Tree = dict[str, Any]


@dataclass
class Draft:
    """Of one open page. `base` is what the file said when it began."""

    base: Read
    tree: Tree = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    def __post_init__(self) -> None:
        self.tree = self.tree or (self.base.tree or {})

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(changes(self.base.tree or {}, self.tree))

    def at(self, where: Where) -> Any:
        return at(self.tree, where)

    def put(self, where: Where, value: Any) -> None:
        self.tree = put(self.tree, where, value)

    def add(self, where: Where, key: str = "") -> None:
        self.tree = added(self.tree, where, key)

    def discard(self, base: Read) -> None:
        """Begin anew with what the file says now."""
        self.base, self.tree = base, base.tree or {}
        self.faults, self.conflicts = (), ()

    def clashes(self, now: Read) -> bool:
        """Whether the file now says another thing of a setting that I changed, too."""
        return bool(merge(self.base.tree or {}, now.tree or {}, self.tree)[1])

    def rebase(self, now: Read, decided: Iterable[Conflict] = (), mine: Iterable[Conflict] = ()) -> None:
        """Go on from what the file says now, with my changes; of the conflicts that were decided, these stay `mine`.

        Where the file says another thing than what was decided about, the conflict stands and theirs holds meanwhile.
        """
        merged, conflicts = merge(self.base.tree or {}, now.tree or {}, self.tree)
        known, own = tuple(decided), tuple(mine)
        self.conflicts = tuple(one for one in conflicts if not any(_same(one, other) for other in known))
        for conflict in own:
            if not any(conflict.path == one.path for one in self.conflicts):
                merged = put(merged, _indexed(merged, conflict.path), conflict.mine)
        self.base, self.tree = now, merged


def _same(one: Conflict, other: Conflict) -> bool:
    return one.path == other.path and same(one.theirs, other.theirs)


def _indexed(tree: Tree, path: tuple[str, ...]) -> Where:
    """A path with its devices by their place in the list."""
    here: Any = tree
    made: list[str | int] = []
    for step in path:
        if isinstance(here, list):
            entities = [one.get("entity") if isinstance(one, dict) else one for one in here]
            made.append(entities.index(step) if step in entities else len(here))
        else:
            made.append(step)
        here = at(here, (made[-1],)) if here is not ABSENT else ABSENT
    return tuple(made)


def typed(field_: Field, text: str) -> Any:
    """What was typed as a value; an empty one is nothing, and what is no number stays text, to be refused in words."""
    text = text.strip()
    if not text:
        return ABSENT
    if field_.kind not in (Kind.NUMBER, Kind.WHOLE):
        return text
    if "_" in text:  # which Python would read as a number
        return text
    number = text.replace("−", "-").replace(",", ".")
    try:
        return int(number)
    except ValueError:
        pass
    try:
        value = float(number)
    except ValueError:
        return text
    return value if abs(value) < 1e300 else text


def shown(value: Any) -> str:
    """A value as it stands in its field."""
    if value is ABSENT or value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)


def listed(value: Any) -> list[str]:
    """A list of entities, which may be written as one."""
    if isinstance(value, str):
        return [value]
    return [str(one) for one in value] if isinstance(value, list) else []


def as_written(days: list[str]) -> Any:
    return spans(days)
