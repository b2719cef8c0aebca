"""Changes the text of a settings file in as few places as there are changes: all the rest of it stays to the letter."""

import io
import json
import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from thermo_edge.config.tree import plain, same
from thermo_edge.config.yaml_text import block, flow

Edit = tuple[int, int, str]


class CannotSplice(Exception):
    """The text is written in a way that is not understood well enough to change it in place."""


def loaded(text: str) -> Any:
    """The text as plain data; an empty one is no settings. Raises what the reader of YAML raises."""
    tree = plain(YAML(typ="rt").load(text))
    return {} if tree is None else tree


def rewrite(text: str, new: dict[str, Any]) -> str:
    """The text so changed that it says `new`; comments and order survive. Raises CannotSplice where that fails."""
    old = loaded(text)
    if same(old, new):
        return text
    for way in (_spliced, _dumped):
        try:
            made = way(text, old, new)
            if same(loaded(made), new):
                return made
        except (CannotSplice, YAMLError, ValueError):
            continue
    raise CannotSplice


def _spliced(text: str, old: Any, new: Any) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    body = text if not text or text.endswith("\n") else text + newline
    root = YAML(typ="rt").compose(body)
    if root is None:
        return body + newline.join(block(new, 0)) + newline
    splicing = _Splicing(body, newline)
    splicing.change(root, old, new)
    made = body
    for start, end, words in sorted(splicing.edits, key=lambda edit: (edit[0], edit[1]), reverse=True):
        made = made[:start] + words + made[end:]
    return made


def _dumped(text: str, old: Any, new: Any) -> str:
    """By the reader's own writer: comments mostly survive, the way in which values are written may not."""
    del old
    yaml = YAML(typ="rt")
    yaml.preserve_quotes, yaml.width = True, 4096
    tree = yaml.load(text) or {}
    _update(tree, new)
    out = io.StringIO()
    yaml.dump(tree, out)
    return _with_lost(text, out.getvalue())


def _with_lost(text: str, made: str) -> str:
    """Comments that hung on what is gone stand at the end: what somebody wrote down is not thrown away."""
    kept = {line.strip() for line in made.splitlines()}
    lost = [line.strip() for line in text.splitlines() if line.lstrip().startswith("#") and line.strip() not in kept]
    ends = "" if not made or made.endswith("\n") else "\n"
    return made + ends + "".join(f"{line}\n" for line in lost)


def _update(tree: Any, new: dict[str, Any]) -> None:
    for key in [key for key in tree if str(key) not in new]:
        del tree[key]
    for key, value in new.items():
        here = tree.get(key)
        if isinstance(here, dict) and isinstance(value, dict):
            _update(here, value)
        elif key not in tree or not same(plain(here), value):
            tree[key] = value


class _Splicing:
    """Collects the edits of one text; what it cannot do it raises CannotSplice for."""

    def __init__(self, text: str, newline: str) -> None:
        self.text, self._newline = text, newline
        self.edits: list[Edit] = []
        self._seen: set[int] = set()

    def change(self, node: Node, old: Any, new: Any) -> None:
        if id(node) in self._seen or node.anchor:
            raise CannotSplice  # it stands in several places
        self._seen.add(id(node))
        if same(old, new):
            return
        if isinstance(node, MappingNode) and isinstance(old, dict) and isinstance(new, dict) and new:
            self._mapping(node, old, new)
        elif isinstance(node, SequenceNode) and isinstance(old, list) and isinstance(new, list) and new:
            self._sequence(node, old, new)
        else:
            self._instead(node, new)

    def _instead(self, node: Node, new: Any) -> None:
        start, end = node.start_mark.index, self._end(node)
        quoted = isinstance(node, ScalarNode) and node.style in ("'", '"') and isinstance(new, str)
        words = json.dumps(new, ensure_ascii=False) if quoted else flow(new)
        self.edits.append((start, end, f" {words}" if start == end else words))

    def _mapping(self, node: MappingNode, old: dict[str, Any], new: dict[str, Any]) -> None:
        nodes = {key.value: (key, value) for key, value in node.value}
        if nodes.keys() != old.keys():
            raise CannotSplice  # merged out of another
        if node.flow_style:
            if old.keys() != new.keys():
                self._instead(node, new)
                return
        else:
            self._remove_keys(node, [key for key in nodes if key not in new])
            self._add_keys(nodes, new)
        for key, value in new.items():
            if key in nodes:
                self.change(nodes[key][1], old[key], value)

    def _remove_keys(self, node: MappingNode, gone: Sequence[str]) -> None:
        entries = list(node.value)
        for place, (key, value) in enumerate(entries):
            if key.value not in gone:
                continue
            start, first = key.start_mark.index, self._line(key.start_mark.index)
            if self.text[first:start].strip():  # behind the dash of a list
                if place + 1 == len(entries) or entries[place + 1][0].value in gone:
                    raise CannotSplice
                self.edits.append((start, entries[place + 1][0].start_mark.index, ""))
            else:
                self.edits.append((first, self._next_line(self._end(value)), ""))

    def _add_keys(self, nodes: dict[str, tuple[Node, Node]], new: dict[str, Any]) -> None:
        """Each behind the one that it follows."""
        first = next(iter(nodes.values()))[0]
        column, behind = first.start_mark.column, None
        head = self._line(first.start_mark.index)
        dashed = bool(self.text[head : first.start_mark.index].strip())
        for key, value in new.items():
            if key in nodes:
                behind = key
            else:
                anchor = behind or (next(iter(nodes)) if dashed else None)
                where = head if anchor is None else self._next_line(self._end(nodes[anchor][1]))
                self._insert(where, block({key: value}, column))

    def _sequence(self, node: SequenceNode, old: list[Any], new: list[Any]) -> None:
        if node.flow_style:
            self._instead(node, new)
            return
        told = [json.dumps(item, sort_keys=True) for item in old], [json.dumps(item, sort_keys=True) for item in new]
        for what, i, j, k, m in SequenceMatcher(None, *told, autojunk=False).get_opcodes():
            if what == "equal":
                continue
            both = min(j - i, m - k)
            for n in range(both):
                self.change(node.value[i + n], old[i + n], new[k + n])
            for item in node.value[i + both : j]:
                self.edits.append((self._dash(item)[0], self._next_line(self._end(item)), ""))
            self._add_items(node, i + both, new[k + both : m])

    def _add_items(self, node: SequenceNode, place: int, items: Sequence[Any]) -> None:
        if not items:
            return
        head, column = self._dash(node.value[0])
        where = self._next_line(self._end(node.value[place - 1])) if place else head
        self._insert(where, [line for item in items for line in block([item], column)])

    def _dash(self, item: Node) -> tuple[int, int]:
        """The begin of the line of an item's dash, and the dash's column."""
        first = self._line(item.start_mark.index)
        found = re.fullmatch(r"( *)-[ ]+", self.text[first : item.start_mark.index])
        if found is None:
            raise CannotSplice
        return first, len(found[1])

    def _insert(self, where: int, lines: Sequence[str]) -> None:
        words = "".join(f"{line}{self._newline}" for line in lines)
        if self.edits and self.edits[-1][0] == self.edits[-1][1] == where:  # more at the same place, in order
            self.edits[-1] = (where, where, self.edits[-1][2] + words)
        else:
            self.edits.append((where, where, words))

    def _end(self, node: Node) -> int:
        """Behind the last letter of a value, comments not counted."""
        if isinstance(node, MappingNode | SequenceNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        end = int(node.end_mark.index)
        return max(int(node.start_mark.index), len(self.text[:end].rstrip()))

    def _line(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def _next_line(self, index: int) -> int:
        found = self.text.find("\n", index)
        return len(self.text) if found < 0 else found + 1


__all__ = ["CannotSplice", "loaded", "rewrite"]
