"""Which areas are rooms, and which room something is in: by its area, or by a name that names one."""

import re
from collections.abc import Iterable, Mapping

from thermo_edge.config import vocabulary as words
from thermo_edge.config.proposal import RoomFound
from thermo_edge.home.inventory import Area, Inventory, Item

TAKEN = frozenset({"alarm"})
"""What places are called that are no rooms."""

_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,40}")


def rooms(areas: Iterable[Area]) -> tuple[RoomFound, ...]:
    """Every area that is not outdoors, with an id that the settings take."""
    found: list[RoomFound] = []
    used = set(TAKEN)
    for number, area in enumerate(areas, 1):
        if words.OUTSIDE.search(words.plain(area.name)):
            continue
        identifier = unique(slug(area.id) or slug(area.name) or f"room_{number}", used)
        used.add(identifier)
        found.append(RoomFound(identifier, area.name[:60] or identifier, area.id))
    return tuple(found)


def slug(text: str) -> str:
    """An id made of a name; empty where nothing is left of it."""
    made = "_".join(re.findall(r"[a-z0-9]+", words.plain(text)))[:36].strip("_")
    return made if _IDENTIFIER.fullmatch(made) else ""


def unique(identifier: str, used: Iterable[str]) -> str:
    """The same, or with a number."""
    taken, number, made = set(used), 2, identifier
    while made in taken:
        made, number = f"{identifier}_{number}", number + 1
    return made


class Placing:
    """Finds the room of an entity."""

    def __init__(self, inventory: Inventory, found: Iterable[RoomFound]) -> None:
        self._inventory = inventory
        self._by_area: Mapping[str, RoomFound] = {room.area: room for room in found}
        self._names = {words.plain(room.name): room for room in self._by_area.values()}

    def of(self, item: Item) -> RoomFound | None:
        """By its area, or its device's."""
        return self._by_area.get(item.area) if item.area else None

    def named(self, item: Item) -> RoomFound | None:
        """For what has no area: the one room that its name names, the longest name where one holds another."""
        if item.area:
            return None
        for text in (words.plain(item.name), words.plain(item.id.partition(".")[2])):
            hits = [name for name in self._names if name and _within(name, text)]
            longest = [name for name in hits if not any(name != other and name in other for other in hits)]
            if len(longest) == 1:
                return self._names[longest[0]]
        return None


def _within(name: str, text: str) -> bool:
    """Whole words; where words are not written apart, any part."""
    return f" {name} " in f" {text} " if name.isascii() else name in text
