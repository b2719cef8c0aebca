"""What Home Assistant has told of the house's entities so far: changes and polls in, readings out."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from integrations.home_assistant import translate
from integrations.home_assistant.registry import Names
from integrations.home_assistant.state import EntityState, from_compressed, from_json, with_difference
from thermo_edge.home.house import Attribute, EntityId, House, Point
from thermo_edge.home.snapshot import Quality, Reading, Takes


class Mirror:
    """Not for two threads at once: whoever holds it, locks."""

    def __init__(self, house: House) -> None:
        self.wanted: Mapping[EntityId, frozenset[Attribute]] = translate.wanted(house)
        self.temperature_unit = "°C"
        self.adopt(Names({entity: str(entity) for entity in self.wanted}), frozenset())
        self._states: dict[str, EntityState] = {}
        self._told: dict[Point, Reading] = {}
        self._touched: dict[str, int] = {}
        self._version = 0

    def adopt(self, names: Names, aside: frozenset[str]) -> None:
        """What the house's entities are called now, and which are too large to read."""
        self.names, self.aside = names, aside
        ours: dict[str, tuple[EntityId, ...]] = {}
        for entity, now in names.now.items():
            if now not in aside:
                ours[now] = (*ours.get(now, ()), entity)
        self._ours = ours

    @property
    def entities(self) -> frozenset[str]:
        """What is to be read at Home Assistant, by its ids of now."""
        return frozenset(self._ours)

    def state(self, entity: EntityId) -> EntityState | None:
        return self._states.get(self.names.of(entity))

    def takes(self) -> dict[EntityId, Takes]:
        """What the thermostats of the house take."""
        thermostats = (entity for entity, wanted in self.wanted.items() if Attribute.SET_POINT in wanted)
        found = ((entity, self.state(entity)) for entity in thermostats)
        return {entity: translate.takes(state, self.temperature_unit) for entity, state in found if state is not None}

    def forget(self) -> None:
        """The connection is new: what was heard before may have been overtaken. What was told stays known."""
        self._states.clear()
        self._touched.clear()

    # --- changes --------------------------------------------------------------------------------------------------

    def changed(self, event: Mapping[str, object], now: datetime) -> list[Reading]:
        """Take in one event of `subscribe_entities`; the readings it brings."""
        found: list[Reading] = []
        added, changed, removed = event.get("a"), event.get("c"), event.get("r")
        for entity, json in added.items() if isinstance(added, Mapping) else ():
            state, former = from_compressed(entity, json, now), self._states.get(entity)
            if state and former and former.updated == state.updated:  # a poll knows more of when it was reported
                state = replace(state, reported=max(state.reported, former.reported))
            found += self._take(state)
        for entity, json in changed.items() if isinstance(changed, Mapping) else ():
            former = self._states.get(entity)
            found += self._take(with_difference(former, json, now) if former else None)
        for entity in removed if isinstance(removed, list) else ():
            # Removed, renamed, or not loaded: only reading everything again tells which.
            if isinstance(entity, str) and entity in self._states:
                del self._states[entity]
                self._touch(entity)
        return found

    def _take(self, state: EntityState | None) -> list[Reading]:
        if state is None or state.entity not in self._ours:
            return []
        self._states[state.entity] = state
        self._touch(state.entity)
        return [reading for ours in self._ours[state.entity] for reading in self._readings(state, ours)]

    def _touch(self, entity: str) -> None:
        self._version += 1
        self._touched[entity] = self._version

    # --- polls ----------------------------------------------------------------------------------------------------

    @property
    def version(self) -> int:
        """Take it before a poll is sent: what is heard while that runs is newer than its answer."""
        return self._version

    def polled(self, states: Iterable[object], version: int, now: datetime) -> None:
        """Take in the states that a poll brought; what it lacks, Home Assistant lacks."""
        seen = set()
        for json in states:
            state = from_json(json, now)
            if state is None or state.entity not in self._ours:
                continue
            seen.add(state.entity)
            if self._touched.get(state.entity, 0) <= version:
                self._states[state.entity] = state
        for entity in [entity for entity in self._states if entity not in seen]:
            if self._touched.get(entity, 0) <= version:
                del self._states[entity]

    def everything(self, now: datetime) -> tuple[Reading, ...]:
        """A reading of every point that the house names."""
        found: list[Reading] = []
        for ours, attributes in self.wanted.items():
            state = self.state(ours)
            if state is not None:
                found += self._readings(state, ours)
            else:
                found += self._absent(ours, attributes, now)
        return tuple(found)

    def groups(self) -> Mapping[EntityId, frozenset[EntityId]]:
        """The lamps of the house that Home Assistant makes of several, with those of the house in them."""
        found: dict[EntityId, frozenset[EntityId]] = {}
        for ours in self.wanted:
            state = self.state(ours)
            members = state.attributes.get("entity_id") if state is not None and state.domain == "light" else None
            if isinstance(members, list):
                known = (self._ours.get(member, ()) for member in members if isinstance(member, str))
                found[ours] = frozenset(entity for entities in known for entity in entities)
        return found

    def _absent(self, ours: EntityId, attributes: Collection[Attribute], now: datetime) -> Iterable[Reading]:
        if self.names.of(ours) in self.aside:
            quality = Quality.UNKNOWN
        else:
            quality = Quality.UNAVAILABLE if ours in self.names.expected else Quality.MISSING
        for attribute in sorted(attributes):
            former = self._told.get(point := Point(ours, attribute))
            yield self._settled(Reading(point, None, now, former.reported if former else now, quality))

    def _readings(self, state: EntityState, ours: EntityId) -> Iterable[Reading]:
        found = translate.readings(state, ours, self.wanted[ours], self.temperature_unit)
        return [self._settled(reading) for reading in found]

    def _settled(self, reading: Reading) -> Reading:
        """A value that stays the same was taken when it was first told, by whoever did it then."""
        former = self._told.get(reading.point)
        if former is not None and (former.value, former.quality) == (reading.value, reading.quality):
            reading = reading._replace(at=min(former.at, reading.at), origin=former.origin)
        self._told[reading.point] = reading
        return reading
