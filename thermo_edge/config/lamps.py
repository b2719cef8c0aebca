"""Which lamps stand for a room: a group instead of its members, where all of them are in one room."""

from collections.abc import Callable, Mapping

from thermo_edge.home.house import EntityId
from thermo_edge.home.inventory import Inventory, Item

RoomOf = Callable[[Item], str | None]


def leaves(item: Item, inventory: Inventory) -> frozenset[EntityId]:
    """The lamps at the bottom of a group of groups; of a plain lamp, itself. Circles are let go."""
    found: set[EntityId] = set()
    seen: set[EntityId] = set()
    waiting = [item.id]
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        known = inventory.item(one)
        if known is not None and known.members:
            waiting += known.members
        elif known is not None:
            found.add(one)
    return frozenset(found)


class Groups:
    """Says of each lamp whether it is proposed itself, by a group, or not at all."""

    def __init__(self, inventory: Inventory, room_of: RoomOf) -> None:
        self._inventory = inventory
        self._rooms: dict[EntityId, str] = {}  # of groups whose lamps are all in one
        self._covered: set[EntityId] = set()
        self._overlapping: set[EntityId] = set()
        self._scattered: set[EntityId] = set()
        groups = [item for item in inventory.items if item.domain == "light" and item.members and not item.hidden]
        sizes: Mapping[EntityId, frozenset[EntityId]] = {item.id: leaves(item, inventory) for item in groups}
        for group in sorted(groups, key=lambda item: (-len(sizes[item.id]), item.id)):
            self._take(group, sizes[group.id], room_of)

    def _take(self, group: Item, lamps: frozenset[EntityId], room_of: RoomOf) -> None:
        known = [item for item in (self._inventory.item(one) for one in lamps) if item is not None]
        rooms = {room_of(item) for item in known}
        own = room_of(group)
        if own is not None:
            rooms.discard(None)  # a member without an area is where its group is
        if not known or len(rooms | ({own} if own else set())) != 1 or None in rooms:
            self._scattered.add(group.id)
            return
        if lamps <= self._covered:
            self._covered.add(group.id)
            return
        self._rooms[group.id] = own or next(room for room in rooms if room)
        if lamps & self._covered:
            self._overlapping.add(group.id)
        else:
            self._covered |= lamps

    def room(self, item: Item) -> str | None:
        """Where a group is, by its lamps."""
        return self._rooms.get(item.id)

    def stands(self, item: Item) -> bool:
        """Whether it is a group that is proposed for its lamps."""
        return item.id in self._rooms and item.id not in self._overlapping

    def out(self, item: Item) -> bool:
        """Whether it is left out: a group stands for it, or it reaches over several rooms."""
        return item.id in self._covered or item.id in self._scattered

    def overlaps(self, item: Item) -> bool:
        return item.id in self._overlapping
