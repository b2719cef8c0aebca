"""The automation in Home Assistant that turns a bare switch off when our heartbeat stops, and the proof of it."""

import re
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from integrations.home_assistant import calls, translate
from integrations.home_assistant.faults import Declined
from thermo_edge.errors import ThermoEdgeError
from thermo_edge.home.heard import Protected
from thermo_edge.home.house import Device, EntityId
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Origin
from thermo_edge.ports import Clock

REPEAT = timedelta(minutes=1)
"""A switch that could not be reached is told again after this."""


def identifier(entity: EntityId) -> str:
    """The automation's id for an entity of the house; stays when that is renamed."""
    return calls.DEAD_MAN + re.sub(r"[^a-z0-9]+", "_", entity.lower())


def automation(device: Device, entity: str) -> dict[str, object]:
    """The automation, for the entity's id of now."""
    longest = round(device.failsafe_after.total_seconds())
    asked = f"[[trigger.event.data.delay | float({longest}), 1] | max, {longest}] | min"
    off = translate.turn(entity, on=False)
    action = {"action": f"{off.domain}.{off.service}", "target": {"entity_id": [entity]}, "continue_on_error": True}
    until = "{{ states('" + entity + "') in ('off', 'closed') }}"
    repeat = {
        "sequence": [action, {"delay": {"seconds": round(REPEAT.total_seconds())}}],
        "until": [{"condition": "template", "value_template": until}],
    }
    return {
        "alias": f"Turn off {entity} when Thermo Edge stops",
        "description": "Made by Thermo Edge, which says every few minutes that it is alive. Leave it switched on: "
        "without it, Thermo Edge does not switch this device.",
        "mode": "restart",
        "triggers": [
            {"trigger": "event", "event_type": calls.HEARTBEAT, "event_data": {"device": device.entity}},
            {"trigger": "homeassistant", "event": "start"},
        ],
        "conditions": [],
        "actions": [
            {"delay": {"seconds": "{{ " + asked + " if trigger.platform == 'event' else " + str(longest) + " }}"}},
            {"repeat": repeat},
        ],
    }


def stands(stored: object, device: Device, entity: str) -> bool:
    """Whether a stored automation does what ours does; its name and description are the household's."""
    if not isinstance(stored, Mapping):
        return False
    ours = automation(device, entity)
    return all(stored.get(key) == ours[key] for key in ("mode", "triggers", "conditions", "actions"))


def heartbeat(device: Device, delay: timedelta) -> dict[str, object]:
    """The message that puts the switch-off of this device away for so long."""
    data = {"device": device.entity, "delay": delay.total_seconds()}
    return {"type": "fire_event", "event_type": calls.HEARTBEAT, "event_data": data}


class ActionCalled(NamedTuple):
    """An action as it was overheard."""

    service: str
    entities: tuple[str, ...]  # as named in the call
    origin: Origin
    at: datetime


class Watch:
    """Collects what is overheard, for whoever waits for one action."""

    def __init__(self) -> None:
        self._heard = threading.Condition()
        self._calls: list[ActionCalled] = []

    def hear(self, call: ActionCalled) -> None:
        with self._heard:
            self._calls.append(call)
            self._heard.notify_all()

    def find(self, sought: Callable[[ActionCalled], bool], within: timedelta) -> ActionCalled | None:
        with self._heard:
            self._heard.wait_for(lambda: any(map(sought, self._calls)), within.total_seconds())
            return next(filter(sought, self._calls), None)


class World(NamedTuple):
    """What a proof needs of the connection; each may raise HomeUnreachable, HomeRefused or Declined."""

    save: Callable[[str, Mapping[str, object]], None]
    automation_entity: Callable[[str], str | None]  # by the automation's id
    state: Callable[[str], str | None]
    fire: Callable[[Mapping[str, object]], str | None]  # the context of the event
    watch: Callable[[Watch], None]
    unwatch: Callable[[Watch], None]


class Proof:
    """Makes the automation and sees it work: one short heartbeat, then silence. It never turns the device on."""

    def __init__(self, world: World, clock: Clock, closing: threading.Event, delay: timedelta, patience: timedelta):
        self._world = world
        self._clock = clock
        self._closing = closing
        self._delay = delay
        self._patience = patience

    def run(self, device: Device, entity: str) -> Protected:
        """The whole of it; takes some seconds."""
        try:
            detail = self._prove(device, entity)
        except Declined as declined:
            detail = f"Home Assistant did not take the automation: {declined.message}."
        except ThermoEdgeError as fault:
            detail = str(fault)
        if detail is None:
            return Protected(device.entity)
        return Protected(device.entity, Reason.of(Code.PROTECT_FAILED, entity=device.entity, detail=detail))

    def _prove(self, device: Device, entity: str) -> str | None:
        """What went wrong, as a sentence; None if nothing did."""
        world, name = self._world, identifier(device.entity)
        if world.state(entity) in (None, "unavailable", "unknown"):
            return f"{entity} is not available in Home Assistant now."
        world.save(name, automation(device, entity))
        if not self._until(lambda: self._automation(name) is not None):
            return "Home Assistant took the automation but did not load it."
        if self._automation(name) != "on":
            return "Its automation is switched off in Home Assistant: switch it on there."
        watch = Watch()
        world.watch(watch)
        try:
            return self._let_it_work(device, entity, watch)
        finally:
            world.unwatch(watch)

    def _automation(self, name: str) -> str | None:
        entity = self._world.automation_entity(name)
        return self._world.state(entity) if entity else None

    def _let_it_work(self, device: Device, entity: str, watch: Watch) -> str | None:
        off = translate.turn(entity, on=False)
        begun = self._clock.now()
        context = self._world.fire(heartbeat(device, self._delay))
        if context is None:
            return "Home Assistant did not take the heartbeat."

        def ours(call: ActionCalled) -> bool:
            return call.service == f"{off.domain}.{off.service}" and call.origin.parent == context

        call = watch.find(ours, self._delay + self._patience)
        if call is None:
            return f"Home Assistant did not turn {entity} off when the heartbeat stopped."
        if call.entities != (entity,):
            return f"The automation turned off {', '.join(call.entities)[:200]} instead of {entity}."
        if self._clock.now() - begun < self._delay / 2:
            return f"Home Assistant turned {entity} off without waiting."
        if not self._until(lambda: self._world.state(entity) in ("off", "closed")):
            return f"Home Assistant told {entity} to turn off, but it did not."
        return None

    def _until(self, check: Callable[[], bool]) -> bool:
        end = self._clock.now() + self._patience
        while not check():
            if self._clock.now() > end or self._closing.wait(0.1):
                return False
        return True
