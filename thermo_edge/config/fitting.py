"""What settings do not fit together, found in plain data: also in such as has other faults, so that all are listed."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from thermo_edge.config import cover_fitting, energy_fitting, flow_fitting

Where = tuple[str | int, ...]
Fault = tuple[Where, str]
Check = Callable[[Mapping[str, Any]], Iterator[str]]

LEAST_WIDTH = 0.2
"""K from the low to the high end of a band."""

LIMITS = {"frost": 6.0, "overheat": 28.0, "lowest": 7.0, "highest": 25.0, "safe": 16.0}
COMFORT, SETBACK, COOL_ABOVE = {"low": 20.0, "high": 21.0}, {"low": 17.0, "high": 18.5}, 26.0
"""What holds where nothing is said, °C."""


NO_SWITCHES = ("cover.", "lock.", "alarm_control_panel.")
NO_SWITCH = "what opens, locks or guards is no switch: name what heats or cools"


def inconsistencies(tree: Any) -> list[Fault]:
    """Everything, with where."""
    sources, rooms = _named(tree, "heat_sources"), _named(tree, "rooms")
    found: list[Fault] = []
    seen: set[str] = set()
    for room, settings in rooms.items():
        if room in sources:
            found.append((("rooms", room), f"{room} is both a room and a heat source"))
        if isinstance(settings, dict):
            found += _in_room(("rooms", room), settings)
        for place, device in enumerate(_listed(settings, "heating")):
            if not isinstance(device, dict):
                continue
            where: Where = ("rooms", room, "heating", place)
            if device.get("source") and device["source"] not in sources:
                found.append(((*where, "source"), f"there is no heat source {device['source']}"))
            if str(device.get("entity")) in seen:
                found.append(((*where, "entity"), f"{device['entity']} is named twice as a device"))
            seen.add(str(device.get("entity")))
        for place, cover in enumerate(_listed(settings, "covers")):
            entity = str(cover.get("entity")) if isinstance(cover, dict) else ""
            if entity in seen:
                found.append((("rooms", room, "covers", place, "entity"), f"{entity} is named twice as a device"))
            seen |= {entity} - {""}
    found += _of_sources(sources, seen)
    return [*found, *_of_energy(tree, sources), *_strangers(_named(tree, "persons"))]


def _of_sources(sources: Mapping[str, Any], seen: set[str]) -> Iterator[Fault]:
    """Their switches and their water, beside the devices that were `seen` in rooms: one entity is one device."""
    for name in sources:
        source = _named(sources, name)
        switch, water = str(source.get("switch") or ""), str(_named(source, "flow").get("entity") or "")
        if switch.startswith(NO_SWITCHES):
            yield ("heat_sources", name, "switch"), NO_SWITCH
        for where, entity in ((("switch",), switch), (("flow", "entity"), water)):
            if entity in seen:
                yield ("heat_sources", name, *where), f"{entity} is named twice as a device"
            seen |= {entity} - {""}


def _of_energy(tree: Any, sources: Mapping[str, Any]) -> Iterator[Fault]:
    """What money and heat pumps say."""
    parts: list[tuple[Where, Any, Check]] = []
    for name, source in sources.items():
        where: Where = ("heat_sources", name)
        parts.append((where, source, energy_fitting.of_source))
        parts.append(((*where, "tariff"), _named(sources, name).get("tariff"), energy_fitting.of_tariff))
        parts.append(((*where, "flow"), _named(sources, name).get("flow"), flow_fitting.of_flow))
        parts.append(((*where, "pump"), _named(sources, name).get("pump"), energy_fitting.of_pump))
    if isinstance(tree, dict):
        parts.append((("electricity",), tree.get("electricity"), energy_fitting.of_electricity))
    for where, part, check in parts:
        if isinstance(part, dict):
            yield from ((where, words) for words in check(part))


def _strangers(persons: Mapping[str, Any]) -> Iterator[Fault]:
    """Whom somebody lets see them, and who is nobody of the house."""
    for name, person in persons.items():
        for other in _listed(person, "visible_to"):
            if other not in persons:
                yield ("persons", name, "visible_to"), f"there is no person {other}"


def _in_room(where: Where, room: Mapping[str, Any]) -> Iterator[Fault]:
    parts: tuple[tuple[Where, Any, Check], ...] = (
        ((), room, of_room),
        (("limits",), room.get("limits"), of_limits),
        (("comfort",), room.get("comfort"), of_band),
        (("setback",), room.get("setback"), of_band),
        *((("heating", place), device, of_device) for place, device in enumerate(_listed(room, "heating"))),
        *((("covers", place), cover, cover_fitting.of_cover) for place, cover in enumerate(_listed(room, "covers"))),
    )
    for below, part, check in parts:
        if isinstance(part, dict):
            yield from (((*where, *below), words) for words in check(part))


def of_band(band: Mapping[str, Any]) -> Iterator[str]:
    low, high = _number(band.get("low")), _number(band.get("high"))
    if low is not None and high is not None and high - low < LEAST_WIDTH:
        yield "high must be at least 0.2 above low"


def of_limits(limits: Mapping[str, Any]) -> Iterator[str]:
    known = [_number(limits.get(name, LIMITS[name])) for name in ("frost", "lowest", "safe", "highest", "overheat")]
    rising = [value for value in known if value is not None]
    full = known[3] is not None and known[3] == known[4]
    if rising != sorted(rising) or full:
        yield "keep frost ≤ lowest ≤ safe ≤ highest < overheat"


def of_room(room: Mapping[str, Any]) -> Iterator[str]:
    limits = _or(room.get("limits"), LIMITS)
    lowest, highest = _number(limits.get("lowest", LIMITS["lowest"])), _number(limits.get("highest", LIMITS["highest"]))
    bands = _or(room.get("comfort"), COMFORT), _or(room.get("setback"), SETBACK)
    ordered = [band for band in bands if not any(of_band(band))]  # of another one that is already said
    ends = [end for band in ordered for name in ("low", "high") if (end := _number(band.get(name))) is not None]
    if any((lowest is not None and end < lowest) or (highest is not None and end > highest) for end in ends):
        yield "comfort and setback must lie between limits.lowest and limits.highest"
    cool, warm = _number(room.get("cool_above", COOL_ABOVE)), _number(bands[0].get("high"))
    if bands[0] in ordered and cool is not None and warm is not None and cool <= warm:
        yield "cool_above must lie above comfort.high"
    yield from (
        f"{entity} is named both as a thermometer and as a surface: one of them tells of the air, the other of a wall"
        for entity in _listed(room, "surface")
        if entity in _listed(room, "temperature")
    )


def of_device(device: Mapping[str, Any]) -> Iterator[str]:
    heats, cools = device.get("heats", True), device.get("cools", False)
    bare = isinstance(device.get("entity"), str) and not device["entity"].startswith("climate.")
    if str(device.get("entity")).startswith(NO_SWITCHES):
        yield NO_SWITCH
    if heats is False and cools is False:
        yield "it must heat or cool"
    if bare and heats is True and cools is True:
        yield "a bare switch heats or cools, not both"
    on, off, cycle = (
        _number(device.get(name, usual)) for name, usual in (("minimum_on", 5), ("minimum_off", 5), ("cycle", 20))
    )
    if bare and on is not None and off is not None and cycle is not None and on + off > cycle:
        yield "cycle must hold minimum_on and minimum_off"
    yield from energy_fitting.of_device(device)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _or(value: Any, usual: Mapping[str, Any]) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else usual


def _listed(tree: Any, name: str) -> list[Any]:
    part = tree.get(name) if isinstance(tree, dict) else None
    return part if isinstance(part, list) else []


def _named(tree: Any, name: str) -> dict[str, Any]:
    part = tree.get(name) if isinstance(tree, dict) else None
    return part if isinstance(part, dict) else {}
