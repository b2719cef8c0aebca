"""Rooms and roles for a home, proposed from its areas, device classes and names. Pure; never raises."""

from collections.abc import Iterable
from dataclasses import replace

from thermo_edge.config.lamps import Groups
from thermo_edge.config.placing import Placing, rooms
from thermo_edge.config.proposal import ACTS, OF_HOUSE, ONLY_ONE, SURE, WORTH_ASKING, Found, Proposal, Role, Why
from thermo_edge.config.roles import COOLS, HEATS, Evidence, judge
from thermo_edge.home.house import EntityId
from thermo_edge.home.inventory import Inventory, Item

BY_NAME = 0.85
BY_NAME_ACTING = 0.75
"""How much less sure it is where something is, if only its name says so."""

WRAPPERS = frozenset({"generic_thermostat", "better_thermostat", "versatile_thermostat"})
"""Integrations whose thermostats steer another device."""


def propose(inventory: Inventory) -> Proposal:
    """What each entity probably is."""
    made = _Making(inventory)
    found = made.found()
    found = _wrapped(found, inventory)
    found = _single(found)
    found = _own_thermometers(found, inventory)
    found = _outdoors(found)
    found = tuple(one for one in found if one.confidence >= WORTH_ASKING)
    used = {one.room for one in found}
    return Proposal(
        name=inventory.name[:60],
        language="zh" if inventory.language.casefold().startswith("zh") else "en",
        rooms=tuple(room for room in made.rooms if room.id in used),
        found=_sorted(found),
        unplaced=tuple(made.unplaced),
    )


class _Making:
    """Goes through the entities once."""

    def __init__(self, inventory: Inventory) -> None:
        self._inventory = inventory
        self.rooms = rooms(inventory.areas)
        self._placing = Placing(inventory, self.rooms)
        self._groups = Groups(inventory, self._room)
        speaking = ((area.thermometer, Role.TEMPERATURE) for area in inventory.areas)
        damp = ((area.hygrometer, Role.HUMIDITY) for area in inventory.areas)
        self._speaking = {entity: role for entity, role in (*speaking, *damp) if entity}
        self.unplaced: list[EntityId] = []

    def found(self) -> tuple[Found, ...]:
        """Each entity at most once."""
        seen: dict[str, Found] = {}
        for item in self._inventory.items:
            evidence = self._evidence(item)
            if evidence is not None and item.id not in seen and (one := self._place(item, evidence)) is not None:
                seen[item.id] = one
        return tuple(seen.values())

    def _room(self, item: Item) -> str | None:
        room = self._placing.of(item)
        return room.id if room else None

    def _evidence(self, item: Item) -> Evidence | None:
        evidence = judge(item, self._inventory)
        if evidence is None or evidence.role is not Role.LAMP:
            speaks = self._speaking.get(item.id)
            said = evidence is not None and evidence.role is speaks
            return Evidence(evidence.role, 1.0, Why.AREA_SAYS) if evidence and said else evidence
        if self._groups.out(item):
            return None
        if self._groups.overlaps(item):
            return Evidence(Role.LAMP, 0.4, Why.OVERLAP)
        stands = self._groups.stands(item) and evidence.confidence >= SURE
        return Evidence(Role.LAMP, evidence.confidence, Why.GROUP) if stands else evidence

    def _place(self, item: Item, evidence: Evidence) -> Found | None:
        if evidence.role in OF_HOUSE:
            return _as_found(item, evidence, None)
        room = self._groups.room(item) or self._room(item)
        if room is not None:
            return _as_found(item, evidence, room)
        named = self._placing.named(item)
        if named is None:
            if not item.area and evidence.confidence >= SURE:
                self.unplaced.append(item.id)
            return None
        share = BY_NAME_ACTING if evidence.role in ACTS else BY_NAME
        return _as_found(item, Evidence(evidence.role, evidence.confidence * share, Why.NAME_PLACES), named.id)


def _as_found(item: Item, evidence: Evidence, room: str | None) -> Found:
    lamp, climate = evidence.role is Role.LAMP, item.domain == "climate"
    return Found(
        entity=item.id,
        name=item.name,
        role=evidence.role,
        confidence=round(evidence.confidence, 2),
        why=evidence.why,
        room=room,
        dims=lamp and bool(item.colour_modes - {"onoff", "unknown"}),
        kelvin=item.kelvin if lamp and "color_temp" in item.colour_modes else None,
        heats=not climate or bool(item.modes & HEATS),
        cools=climate and bool(item.modes & COOLS),
        user=item.user if evidence.role is Role.PERSON else None,
    )


def _wrapped(found: Iterable[Found], inventory: Inventory) -> tuple[Found, ...]:
    """A thermostat that is made of another device stands for it; two loops on one heater would fight."""
    known = tuple(found)
    heating = [one for one in known if one.role is Role.HEATING]
    climates = {one.room for one in heating if one.entity.startswith("climate.") and one.heats}
    made = {one.entity for one in heating if (item := inventory.item(one.entity)) and item.platform in WRAPPERS}
    wrapping = {one.room for one in heating if one.entity in made}

    def after(one: Found) -> Found:
        if one.role is not Role.HEATING or one.entity in made:
            return one
        if not one.entity.startswith("climate."):
            share = 0.0 if one.room in wrapping else 0.35 if one.room in climates else one.confidence
            return one if share >= one.confidence else replace(one, confidence=share, why=Why.STEERED)
        steered = one.room in wrapping and one.heats and not one.cools and one.confidence > 0.5
        return replace(one, confidence=0.5, why=Why.STEERED) if steered else one

    return tuple(after(one) for one in known)


def _single(found: Iterable[Found]) -> tuple[Found, ...]:
    """Of what a house has only one, the best is sure."""
    known = tuple(found)
    best = {
        role: max(
            (one for one in known if one.role is role), key=lambda one: (one.confidence, one.entity), default=None
        )
        for role in ONLY_ONE
    }

    def after(one: Found) -> Found:
        first = best.get(one.role)
        if first is None or first is one:
            return one
        return replace(one, confidence=min(one.confidence, 0.5), why=Why.ANOTHER)

    return tuple(after(one) for one in known)


def _own_thermometers(found: Iterable[Found], inventory: Inventory) -> tuple[Found, ...]:
    """A thermostat measures, too; better than nothing."""
    known = tuple(found)
    measured = {one.room for one in known if one.role is Role.TEMPERATURE and one.sure}
    heating = [one for one in known if one.role is Role.HEATING and one.sure and one.entity.startswith("climate.")]
    more: dict[str | None, Found] = {}
    for one in heating:
        item = inventory.item(one.entity)
        if one.room not in measured and one.room not in more and item is not None:
            more[one.room] = replace(one, role=Role.TEMPERATURE, confidence=0.8, why=Why.OWN_THERMOMETER)
    return (*known, *more.values())


def _outdoors(found: Iterable[Found]) -> tuple[Found, ...]:
    """The weather tells a temperature, too."""
    known = tuple(found)
    if any(one.role is Role.OUTDOOR and one.sure for one in known):
        return known
    weather = next((one for one in known if one.role is Role.WEATHER and one.sure), None)
    if weather is None:
        return known
    return (*known, replace(weather, role=Role.OUTDOOR, confidence=0.75, why=Why.FORECAST))


def _sorted(found: Iterable[Found]) -> tuple[Found, ...]:
    """The surest first; else as the home lists them."""
    return tuple(sorted(found, key=lambda one: -one.confidence))
