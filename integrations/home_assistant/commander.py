"""The thread that says things to Home Assistant: commands, heartbeats, and that we are here."""

import logging
import queue
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from integrations.home_assistant import deadman, translate
from integrations.home_assistant.calls import Leave
from integrations.home_assistant.faults import Declined
from integrations.home_assistant.listener import Voice
from integrations.home_assistant.mirror import Mirror
from integrations.home_assistant.socket import Socket
from integrations.home_assistant.state import possible
from thermo_edge.errors import ThermoEdgeError
from thermo_edge.home.house import Attribute, Device, EntityId, Failsafe, House
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.turn import Command, Delivery
from thermo_edge.ports import Clock

LOG = logging.getLogger(__name__)

Message = Mapping[str, Any]

_OF_LAMP = frozenset({Attribute.ON, Attribute.BRIGHTNESS, Attribute.COLOUR})


class _Task(NamedTuple):
    """Something to say, and since when it waits. Without a command nobody needs to know whether it arrived."""

    since: datetime
    commands: tuple[Command, ...] = ()  # for one entity
    message: Message | None = None


class Commander:
    """Takes from any thread, returns at once, says one thing after the other while there is a connection."""

    def __init__(
        self, house: House, mirror: Mirror, voice: Voice, clock: Clock, stale: timedelta, codes: Mapping[EntityId, str]
    ) -> None:
        self._house = house
        self._codes = codes
        self._mirror = mirror
        self._voice = voice
        self._clock = clock
        self._stale = stale
        self._queue: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._socket: Socket | None = None
        self._up = threading.Event()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="home-assistant-commander", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def send(self, commands: Sequence[Command]) -> None:
        """One after the other; what a lamp is told at once goes in one message."""
        groups: dict[object, tuple[Command, ...]] = {}
        for command in commands:
            lamp = command.point.attribute in _OF_LAMP and command.point.entity.startswith("light.")
            key = command.point.entity if lamp else command.number
            groups[key] = (*groups.get(key, ()), command)
        for group in groups.values():
            self._queue.put(_Task(self._clock.now(), commands=group))

    def say(self, message: Message) -> None:
        """Say something that nobody waits for."""
        self._queue.put(_Task(self._clock.now(), message=message))

    def attach(self, socket: Socket) -> None:
        """Everything was read: from now on it may be acted."""
        self._socket = socket
        self._up.set()

    def detach(self) -> None:
        self._up.clear()
        self._socket = None

    def close(self) -> None:
        self._closing.set()
        self._queue.put(None)
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(5)

    # --- the thread -----------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while (task := self._queue.get()) is not None:
            socket = self._wait_for_link(task)
            if self._closing.is_set():
                return
            try:
                if task.commands:
                    self._command(task.commands, socket)
                elif task.message is not None and socket is not None:
                    socket.tell(task.message)
            except Exception:
                LOG.exception("a message to Home Assistant was left out")
                if task.commands:
                    self._answer(task.commands, error=Reason.of(Code.LINK_DOWN, detail="It could not be sent."))

    def _wait_for_link(self, task: _Task) -> Socket | None:
        """The connection, as soon as there is one; None if the task became too old before."""
        while not self._closing.is_set():
            left = (task.since + self._stale - self._clock.now()).total_seconds()
            if left <= 0:
                return None
            if self._up.wait(min(left, 0.5)) and (socket := self._socket) is not None:
                return socket
        return None

    def _command(self, commands: tuple[Command, ...], socket: Socket | None) -> None:
        command = commands[0]
        if socket is None:
            self._answer(commands, error=Reason.of(Code.LINK_DOWN, detail="It waited too long for a connection."))
            return
        with self._voice.lock:
            entity = self._mirror.names.of(command.point.entity)
            state, unit = self._mirror.state(command.point.entity), self._mirror.temperature_unit
            loading = command.point.entity in self._mirror.names.expected
        if state is None or not possible(entity):
            code = Code.DEVICE_AWAY if loading else Code.ENTITY_MISSING
            self._answer(commands, error=Reason.of(code, entity=command.point.entity))
            return
        lamp = entity.startswith("light.")
        call = translate.light(commands, entity, state) if lamp else translate.call(command, entity, state, unit)
        if call is None:
            self._answer(commands, error=Reason.of(Code.NOT_FOR_DEVICE, entity=command.point.entity))
            return
        device = self._house.device(command.point.entity)
        if device is not None and self._must_be_awaited(device, command):
            # The switch-off from outside begins to wait before the switch goes on: nothing is on unguarded.
            try:
                socket.ask(deadman.heartbeat(device, device.failsafe_after))
            except ThermoEdgeError as fault:
                self._answer(commands, error=_why(fault, command))
                return
        secret = self._codes.get(command.point.entity) if command.point.attribute is Attribute.ALARM else None
        message = {
            "type": "call_service",
            "domain": call.domain,
            "service": call.service,
            "service_data": {**call.data, **({"code": secret} if secret else {})},
            "target": {"entity_id": entity},
        }
        answer = socket.tell(message, Leave(command=command, entity=entity, also=commands[1:]))
        answer.add_done_callback(lambda answered: self._answered(commands, answered))

    @staticmethod
    def _must_be_awaited(device: Device, command: Command) -> bool:
        turns_on = command.point.attribute is Attribute.ON and command.value is True
        return turns_on and device.bare and device.failsafe is Failsafe.AUTOMATION

    def _answered(self, commands: tuple[Command, ...], answer: "Future[object]") -> None:
        fault = answer.exception()
        if fault is None:
            self._answer(commands, context=context_of(answer.result()))
        elif isinstance(fault, ThermoEdgeError):
            self._answer(commands, error=_why(fault, commands[0]))

    def _answer(self, commands: Sequence[Command], context: str | None = None, error: Reason | None = None) -> None:
        for command in commands:
            self._voice.say(Delivery(command.number, self._clock.now(), context, error))


def context_of(result: object) -> str | None:
    """The context's id in the answer to an action or an event."""
    context = result.get("context") if isinstance(result, Mapping) else None
    identifier = context.get("id") if isinstance(context, Mapping) else None
    return identifier if isinstance(identifier, str) else None


def _why(fault: ThermoEdgeError, command: Command) -> Reason:
    if isinstance(fault, Declined):
        away = fault.code in ("home_assistant_error", "unknown_error")
        code = Code.DEVICE_AWAY if away else Code.NOT_FOR_DEVICE
        return Reason.of(code, entity=command.point.entity, detail=fault.message)
    return Reason.of(Code.LINK_DOWN, detail=str(fault))
