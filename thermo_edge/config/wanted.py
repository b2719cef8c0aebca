"""Which entities of a home fit a setting: those that its role would want first, all others by a search."""

from collections.abc import Iterable
from dataclasses import dataclass

from thermo_edge.home.inventory import Inventory, Item


@dataclass(frozen=True, slots=True)
class Wanted:
    """Domains, and device classes or units where they tell more."""

    domains: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    def fits(self, item: Item) -> bool:
        if item.domain not in self.domains or item.technical:
            return False
        if not (self.kinds or self.units) or item.domain not in ("sensor", "binary_sensor"):
            return True
        return item.kind in self.kinds or item.unit in self.units


@dataclass(frozen=True, slots=True)
class Offer:
    """An entity to choose, with its name and the area it is in."""

    id: str
    name: str
    area: str = ""


_BINARY, _SENSOR = ("binary_sensor",), ("sensor",)
_OPENINGS = ("window", "door", "opening", "garage_door")
_WANTED = {
    "temperature": Wanted(("sensor", "climate"), ("temperature",)),
    "outdoor_temperature": Wanted(("sensor", "weather"), ("temperature",)),
    "surface": Wanted(_SENSOR, ("temperature",)),
    "humidity": Wanted(_SENSOR, ("humidity",)),
    "illuminance": Wanted(_SENSOR, ("illuminance",)),
    "co2": Wanted(_SENSOR, ("carbon_dioxide",), ("gCO2eq/kWh", "g/kWh")),
    "motion": Wanted(_BINARY, ("motion", "occupancy", "moving")),
    "presence": Wanted(_BINARY, ("presence", "occupancy", "motion")),
    "windows": Wanted(_BINARY, _OPENINGS),
    "doors": Wanted(_BINARY, _OPENINGS),
    "locks": Wanted(("lock",)),
    "smoke": Wanted(_BINARY, ("smoke",)),
    "gas": Wanted(_BINARY, ("gas", "carbon_monoxide")),
    "leaks": Wanted(_BINARY, ("moisture",)),
    "weather": Wanted(("weather",)),
    "wind": Wanted(("sensor", "weather"), ("wind_speed",)),
    "price": Wanted(_SENSOR, ("monetary",), ("EUR/kWh", "€/kWh", "ct/kWh", "CNY/kWh", "GBP/kWh", "USD/kWh")),
    "surplus": Wanted(_SENSOR, ("power",)),
    "calendars": Wanted(("calendar",)),
    "panel": Wanted(("alarm_control_panel",)),
    "sirens": Wanted(("siren", "switch")),
    "switch": Wanted(("switch", "valve", "input_boolean")),
    "alarm_clock": Wanted(_SENSOR, ("timestamp",)),
}
_BELOW = {
    "persons": Wanted(("person", "device_tracker")),
    "lamps": Wanted(("light",)),
    "heating": Wanted(("climate", "switch", "valve")),
    "covers": Wanted(("cover",)),
    "flow": Wanted(("number", "climate", "water_heater")),
}
"""What `entity` means below these."""

ANY = Wanted(())


def wanted(where: Iterable[str | int]) -> tuple[str, Wanted]:
    """What fits at a place of the settings, with a name by which those places are one."""
    steps = [str(step) for step in where if isinstance(step, str)]
    key = steps[-1] if steps else ""
    if key != "entity":
        return key, _WANTED.get(key, ANY)
    above = next((step for step in reversed(steps[:-1]) if step in _BELOW), "")
    return above, _BELOW.get(above, ANY)


def offers(inventory: Inventory, which: Wanted, room: str = "") -> tuple[Offer, ...]:
    """What fits, by name; what is in this area first, and nothing that is hidden."""
    areas = {area.id: area.name for area in inventory.areas}
    found = [
        Offer(item.id, item.name, areas.get(item.area or "", ""))
        for item in inventory.items
        if not item.hidden and (not which.domains or which.fits(item))
    ]
    return tuple(sorted(found, key=lambda one: (one.area != room if room else False, one.name.casefold(), one.id)))
