"""Reads the states over REST: all at once, or, where something is too large for that, ours one by one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from integrations.home_assistant.faults import TooLarge
from integrations.home_assistant.rest import Rest
from thermo_edge.ports import Clock


@dataclass(frozen=True)
class Polled:
    """What a poll brought of what was asked for."""

    asked: frozenset[str]
    states: tuple[object, ...]
    large: frozenset[str]  # of ours, too large to read
    at: datetime | None  # Home Assistant's clock


class Poller:
    """Remembers for a while what was too large, so as not to read it again and again."""

    def __init__(self, clock: Clock, again: timedelta) -> None:
        self._clock = clock
        self._again = again
        self._large: dict[str, datetime] = {}
        self._whole: datetime | None = None  # not before then

    def read(self, rest: Rest, entities: Collection[str]) -> Polled:
        """The states of these entities."""
        asked, now = frozenset(entities), self._clock.now()
        if self._whole is None or now >= self._whole:
            try:
                states, at = rest.states()
            except TooLarge:
                self._whole = now + self._again
            else:
                self._whole, self._large = None, {}
                return Polled(asked, tuple(state for state in states if _entity(state) in asked), frozenset(), at)
        found: list[object] = []
        for entity in sorted(asked):
            if entity in self._large and now < self._large[entity]:
                continue
            self._large.pop(entity, None)
            try:
                found.append(rest.state(entity))
            except TooLarge:
                self._large[entity] = now + self._again
        return Polled(asked, tuple(found), frozenset(self._large) & asked, rest.date)


def _entity(state: object) -> str:
    entity = state.get("entity_id") if isinstance(state, dict) else None
    return entity if isinstance(entity, str) else ""
