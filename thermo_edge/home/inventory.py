"""What a home has, before anybody said what it is for: areas and entities, as the home names them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from thermo_edge.home.house import EntityId


@dataclass(frozen=True, slots=True)
class Area:
    """A room, a garden, or whatever else the household calls an area; it may say which sensors speak for it."""

    id: str
    name: str
    thermometer: EntityId | None = None
    hygrometer: EntityId | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An entity with what tells its purpose. `area` is its own area's id, or its device's."""

    id: EntityId
    name: str
    area: str | None = None
    device: str | None = None  # the device's id
    device_name: str = ""
    model: str = ""
    platform: str = ""  # the integration that made it
    kind: str | None = None  # device_class
    unit: str | None = None
    measured: bool = False  # it says that it is a measurement
    technical: bool = False  # config or diagnostic: nothing for daily use
    hidden: bool = False
    state: str = "unknown"
    modes: frozenset[str] = frozenset()  # hvac modes
    colour_modes: frozenset[str] = frozenset()
    kelvin: tuple[float, float] | None = None  # the warmest and the coldest white
    members: tuple[EntityId, ...] = ()  # of a group
    user: str | None = None  # of a person
    features: int = 0  # supported_features

    @property
    def domain(self) -> str:
        return self.id.partition(".")[0]

    @property
    def silent(self) -> bool:
        """Whether it tells nothing now."""
        return self.state in ("unknown", "unavailable", "")

    @property
    def number(self) -> float | None:
        """Its state as a number."""
        try:
            return float(self.state)
        except ValueError:
            return None


@dataclass(frozen=True)
class Inventory:
    """All of it, and what the home says about itself."""

    areas: tuple[Area, ...] = ()
    items: tuple[Item, ...] = ()
    name: str = ""
    language: str = "en"
    fahrenheit: bool = False  # the home shows °F

    def area(self, identifier: str | None) -> Area | None:
        return self._areas.get(identifier) if identifier else None

    def item(self, entity: EntityId) -> Item | None:
        return self._items.get(entity)

    def on_device(self, item: Item) -> tuple[Item, ...]:
        """Everything on the same device, itself included."""
        return self._devices.get(item.device, (item,)) if item.device else (item,)

    @cached_property
    def _areas(self) -> Mapping[str, Area]:
        return {area.id: area for area in self.areas}

    @cached_property
    def _items(self) -> Mapping[EntityId, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def _devices(self) -> Mapping[str, tuple[Item, ...]]:
        found: dict[str, tuple[Item, ...]] = {}
        for item in self.items:
            if item.device:
                found[item.device] = (*found.get(item.device, ()), item)
        return found
