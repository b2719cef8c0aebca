"""Turns the events of Home Assistant into what the house hears, many changes at a time."""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from integrations.home_assistant import calls, state
from integrations.home_assistant.deadman import ActionCalled, Watch
from integrations.home_assistant.mirror import Mirror
from thermo_edge.home.heard import Changes, Hear, Heard, Peer
from thermo_edge.home.snapshot import Called, Reading
from thermo_edge.ports import Clock

LOG = logging.getLogger(__name__)

MOST = 1000
"""Readings in one message."""


class Voice:
    """The one mouth to the house: one thing after the other, and nothing after it was closed. It guards the mirror."""

    def __init__(self, hear: Hear) -> None:
        self.lock = threading.RLock()
        self.synced = False  # everything was read since the connection came up
        self._hear = hear
        self._closed = False

    def say(self, heard: Heard) -> None:
        with self.lock:
            if self._closed:
                return
            try:
                self._hear(heard)
            except Exception:
                LOG.exception("the house failed to hear %s", type(heard).__name__)

    def close(self) -> None:
        with self.lock:
            self._closed = True


class Listener:
    """The handlers of one connection's events. All but `watch` and `unwatch` run in the thread that reads."""

    def __init__(
        self,
        mirror: Mirror,
        voice: Voice,
        clock: Clock,
        instance: str,
        gather: timedelta,
        read_again: Callable[[bool], None],  # True: names and units, too
        announce: Callable[[], None],
    ) -> None:
        self._mirror = mirror
        self._voice = voice
        self._clock = clock
        self._instance = instance
        self._gather = gather
        self._read_again = read_again
        self._announce = announce
        self._batch: list[Reading] = []
        self._flushed = clock.now() - gather
        self._watches: tuple[Watch, ...] = ()
        self.guards: frozenset[str] = frozenset()  # the entities of our automations
        self.handlers: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
            "call_service": self._on_call,
            "entity_registry_updated": self._on_registry,
            "automation_reloaded": lambda _event: self._read_again(True),
            "core_config_updated": lambda _event: self._read_again(True),
            calls.HERE: self._on_here,
            calls.ROLL_CALL: lambda _event: self._announce(),
        }

    def watch(self, watch: Watch) -> None:
        self._watches = (*self._watches, watch)

    def unwatch(self, watch: Watch) -> None:
        self._watches = tuple(other for other in self._watches if other is not watch)

    # --- changes --------------------------------------------------------------------------------------------------

    def on_entities(self, event: Mapping[str, Any]) -> None:
        """Changes of our entities."""
        with self._voice.lock:
            self._batch += self._mirror.changed(event, self._clock.now())
            if len(self._batch) >= MOST:
                self.flush()
        changed, removed = event.get("c"), bool(event.get("r"))
        if removed or (isinstance(changed, Mapping) and not self.guards.isdisjoint(changed)):
            self._read_again(removed)

    def on_quiet(self) -> timedelta | None:
        """Say what has come, at once or, where much comes, a moment later; how long to wait for more."""
        if not self._batch:
            return None
        wait = self._flushed + self._gather - self._clock.now()
        if wait > timedelta(0):
            return min(wait, self._gather)
        self.flush()
        return None

    def flush(self) -> None:
        """Say what has come. Before everything was read it is only remembered."""
        with self._voice.lock:
            batch, self._batch = self._batch, []
            self._flushed = self._clock.now()
            if batch and self._voice.synced:
                self._voice.say(Changes(tuple(batch)))

    # --- other events ---------------------------------------------------------------------------------------------

    def _on_call(self, event: Mapping[str, Any]) -> None:
        data = event.get("data")
        if not isinstance(data, Mapping):
            return
        aimed, origin, at = data.get("service_data"), state.origin(event.get("context")), self._at(event)
        call = ActionCalled(f"{data.get('domain')}.{data.get('service')}", _entities(aimed), origin, at)
        for watch in self._watches:
            watch.hear(call)
        ours = self._mirror.names.aimed(aimed)
        if ours:
            self.flush()
            self._voice.say(Called(origin, ours, at))

    def _on_registry(self, event: Mapping[str, Any]) -> None:
        data = event.get("data")
        if isinstance(data, Mapping):
            names = self._mirror.names.now
            touched = {str(data.get("entity_id")), str(data.get("old_entity_id"))}
            if not touched.isdisjoint({*names, *names.values()}) or not touched.isdisjoint(self.guards):
                self._read_again(True)

    def _on_here(self, event: Mapping[str, Any]) -> None:
        data = event.get("data")
        if not isinstance(data, Mapping) or not isinstance(instance := data.get("instance"), str):
            return
        try:
            since = datetime.fromisoformat(str(data.get("since"))).astimezone(UTC)
        except (ValueError, OverflowError):
            return
        if instance != self._instance:
            self._voice.say(Peer(instance[:100], since))

    def _at(self, event: Mapping[str, Any]) -> datetime:
        try:
            return datetime.fromisoformat(str(event.get("time_fired"))).astimezone(UTC)
        except (ValueError, OverflowError):
            return self._clock.now()


def _entities(data: object) -> tuple[str, ...]:
    named = data.get("entity_id") if isinstance(data, Mapping) else None
    if isinstance(named, str):
        return (named,)
    return tuple(one for one in named if isinstance(one, str)) if isinstance(named, list) else ()
