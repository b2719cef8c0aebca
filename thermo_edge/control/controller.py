"""The owner of the house: one thread takes messages in batches and runs the turns; nobody else touches the state."""

import logging
import queue
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from thermo_edge.control import cycle, notices, stamps
from thermo_edge.control.cycle import Cause, Ports
from thermo_edge.control.state import State, may_act
from thermo_edge.home.heard import Changes, Heard, LinkLost, Synced, Trouble
from thermo_edge.home.house import Device, Domain, House, Mode
from thermo_edge.home.memory import Memory, Turn
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.snapshot import Link
from thermo_edge.home.turn import US, Actor, Notice, Severity
from thermo_edge.ports import Home

LOG = logging.getLogger(__name__)

BATCH = 2000
"""So many messages are taken into one turn at most."""

ANSWER = 10.0
"""Seconds that a person's request waits for the house."""

_FAILURE_SHOWN = timedelta(hours=1)

Change = Callable[[State, datetime], tuple[State, Cause]]
"""What a person's request does to the state, and which places it concerns; raises Refused."""

Announce = Callable[[Sequence[Notice], Sequence[str]], None]
"""Takes notices to post and keys to clear; must not wait."""


@dataclass(frozen=True, slots=True)
class _Call:
    """A person's request, waiting for the house thread."""

    verb: str
    changes: tuple[Change, ...]
    done: "Future[None]"


class _Tick:
    """Time has passed."""


@dataclass(frozen=True, slots=True)
class _Task:
    """Something to do on the house thread, between turns."""

    run: Callable[[], None]


class Controller:
    """Holds the state. `hear`, `call` and `tick` are for any thread, the rest for the one that owns the house."""

    def __init__(
        self, state: State, ports: Ports, announce: Announce | None = None, every: timedelta = timedelta(minutes=1)
    ) -> None:
        self._state = replace(state, leapt=ports.clock.leapt())
        self._ports = ports
        self._announce = announce
        self._every = every
        self._inbox: queue.SimpleQueue[Heard | _Call | _Task | _Tick] = queue.SimpleQueue()
        self._owner: int | None = None
        self._wake: datetime | None = None
        self._full: datetime | None = None
        self._beat = state.started

    @property
    def state(self) -> State:
        """As it was after the last turn; a frozen value, safe to read from any thread."""
        return self._state

    @property
    def beat(self) -> datetime:
        """When the loop last came round."""
        return self._beat

    @property
    def wake(self) -> datetime | None:
        """A tick from then on becomes a turn over everything, for what waits for its time; None: nothing does."""
        return self._wake

    def hear(self, message: Heard) -> None:
        """Something the home tells."""
        self._inbox.put(message)

    def tick(self) -> None:
        """Look at the time."""
        self._inbox.put(_Tick())

    def post(self, task: Callable[[], None]) -> None:
        """Have something done on the house thread, between turns."""
        self._inbox.put(_Task(task))

    def due(self) -> None:
        """Let the next tick be a turn over everything; on the house thread."""
        self._full = None

    def call(self, verb: str, who: Actor, *changes: Change) -> None:
        """Let the house do a person's request, in as many turns as there are changes. Raises Refused."""
        verb = f"{verb} {who.name}".rstrip()
        waiting: Future[None] = Future()
        if self._owner in (None, threading.get_ident()):
            self._answer(_Call(verb, changes, waiting))
            return waiting.result()
        self._inbox.put(_Call(verb, changes, waiting))
        try:
            return waiting.result(ANSWER)
        except TimeoutError:
            raise Refused(Reason(Code.BUSY)) from None

    def work(self, timeout: float = 0.0) -> bool:
        """Take what waits and run the turns it needs. False: nothing came within `timeout` seconds."""
        self._beat = self._ports.clock.now()
        try:
            batch = [self._inbox.get(timeout=timeout) if timeout else self._inbox.get_nowait()]
        except queue.Empty:
            return False
        while len(batch) < BATCH and not self._inbox.empty():
            batch.append(self._inbox.get())
        heard: list[Heard] = []
        for message in batch:
            if isinstance(message, _Call):
                self._listen(heard)
                heard = []
                self._answer(message)
            elif isinstance(message, _Task):
                self._do(message)
            elif not isinstance(message, _Tick):
                heard.append(message)
        if not self._look(heard):
            self._listen(heard)
            if self._wake is not None and self._wake <= self._ports.clock.now():
                self._look([])  # what was heard may want a second look at once
        return True

    def run(self, stop: threading.Event) -> None:
        """Own the house until told to stop."""
        with self.owned():
            while not stop.is_set():
                self.work(0.25)

    @contextmanager
    def owned(self) -> Iterator[None]:
        """Within it this thread owns the house, and people's requests from others wait for `work`."""
        self._owner = threading.get_ident()
        try:
            yield
        finally:
            self._owner = None

    def hand_back(self) -> None:
        """Give back what is ours everywhere, before this program leaves; from now on nothing else is asked for."""

        def leave(state: State, _now: datetime) -> tuple[State, Cause]:
            return replace(state, leaving=everything(state.house)), Cause("leave", frozenset(state.house.places))

        self.call("leave", US, leave)

    def store_works(self, error: Reason | None) -> None:
        """Note whether the store could be written; on the house thread."""
        if error != self._state.store_error:
            self._state = replace(self._state, store_error=error)

    def now(self) -> datetime:
        """The house's time."""
        return self._ports.clock.now()

    def refresh(self) -> None:
        """Have everything read again."""
        self._ports.home.refresh()

    def protect(self, device: Device) -> None:
        """Have the home make and test what turns a bare switch off if we die."""
        self._ports.home.protect(device)

    def reconnect(self, home: Home) -> None:
        """Go on with another connection; it is opened by the caller."""
        self.post(lambda: setattr(self, "_ports", replace(self._ports, home=home)))

    def rehouse(self, house: House) -> None:
        """Go on with other settings; first is given back what these leave alone from now on."""

        def leave(state: State, _now: datetime) -> tuple[State, Cause]:
            return state, Cause("settings", frozenset(state.house.places), _abandoned(state.house, house))

        def change(state: State, _now: datetime) -> tuple[State, Cause]:
            told = _as_told(house, state.house)
            return replace(state, house=told), Cause("settings", frozenset(house.places))

        self.call("settings", US, leave, change)

    def renew(self) -> None:
        """Our heartbeat for bare switches; on the house thread. None from a house that cannot turn."""
        if self._state.sound:
            self._state = cycle.renew(self._state, self._ports.home, self._ports.clock.now())

    # --- on the house thread ----------------------------------------------------------------------------------

    def _look(self, heard: list[Heard]) -> bool:
        """A turn over everything where one is due, with what was heard. False: that has not been taken in."""
        now = self._ports.clock.now()
        due = self._full is None or now - self._full >= self._every or now < self._full
        if not due and (self._wake is None or now < self._wake):
            return False
        self._full, self._wake = now, None
        cause = Cause(_name(heard) if heard else "tick", frozenset(self._state.house.places))
        sound = self._turn(heard, cause) is not None
        if sound is not self._state.sound:
            self._state = replace(self._state, sound=sound)
        self._forget_failure(now)
        return sound

    def _listen(self, heard: list[Heard]) -> None:
        if not heard:
            return
        try:
            self._turn(heard, Cause(_name(heard)), fatal=True)
        except Exception:
            LOG.exception("a turn over %d messages failed; taking them one by one", len(heard))
            for message in heard:
                self._turn([message], Cause(_name([message])))

    def _do(self, task: _Task) -> None:
        try:
            task.run()
        except Exception:
            LOG.exception("a task between turns failed")

    def _answer(self, call: _Call) -> None:
        try:
            for change in call.changes:
                self._state, cause = change(self._state, self._ports.clock.now())
                self._turn([], replace(cause, name=call.verb))
            call.done.set_result(None)
        except Exception as error:
            if not isinstance(error, Refused):
                LOG.exception("%s failed", call.verb)
            call.done.set_exception(error)

    def _turn(self, heard: Sequence[Heard], cause: Cause, fatal: bool = False) -> Turn | None:
        """One turn. One that fails is logged with its number, and the next one runs."""
        before, claim = self._state.memory.notices, self._state.claim
        try:
            self._state, done = cycle.turn(self._state, self._ports, heard, cause)
        except Exception as error:
            if fatal and len(heard) > 1:
                raise
            LOG.exception("turn %d (%s) failed", self._state.memory.turn + 1, cause.name)
            self._failed(error)
            return None
        if done.wake is not None and (self._wake is None or done.wake < self._wake):
            self._wake = done.wake
        if (claim is None) is not (self._state.claim is None):
            self._ports.home.refresh()  # other programs are told at once
        self._tell(before)
        return done

    def _failed(self, error: Exception) -> None:
        """Count the turn, so that its number is not used again, and say it on the page."""
        number = self._state.memory.turn + 1
        reason = Reason.of(Code.TURN_FAILED, count=float(number), detail=type(error).__name__)
        notice = Notice("turn", Severity.ALERT, reason, self._ports.clock.now())
        troubles = {**self._state.troubles, "turn": notice}
        self._state = replace(self._state, memory=replace(self._state.memory, turn=number), troubles=troubles)

    def _forget_failure(self, now: datetime) -> None:
        failure = self._state.troubles.get("turn")
        if failure is not None and now - failure.since > _FAILURE_SHOWN:
            troubles = {key: notice for key, notice in self._state.troubles.items() if key != "turn"}
            self._state = replace(self._state, troubles=troubles)

    def _tell(self, before: Mapping[str, Notice]) -> None:
        if self._announce is None or before is self._state.memory.notices:
            return
        posts, clears = notices.changed(before, self._state.memory.notices)
        if posts or clears:
            self._announce(posts, clears)


def begin(
    house: House,
    memory: Memory,
    now: datetime,
    instance: str,
    newest: datetime | None = None,
    unsaved: Reason | None = None,
) -> State:
    """The state of a program that has just started and has heard nothing yet."""
    link, memory = Link(False, now, Reason.of(Code.HOME_STARTING)), stamps.present(memory, now)
    claim = now if may_act(house, memory) else None
    return State(house, memory, link, now, instance, newest=newest, unsaved=unsaved, claim=claim)


def _abandoned(before: House, after: House) -> frozenset[cycle.Leaving]:
    """What may no longer be acted on: a place or a device that is gone, or that is only observed from now on."""
    gone = {device.place for device in before.devices if after.device(device.entity) is None}
    observed = {place for place in before.places if after.ceiling(place) is Mode.OBSERVE}
    return frozenset((place, domain) for place in gone | observed for domain in Domain)


def _as_told(house: House, before: House) -> House:
    """What the home has told of itself stays known."""
    house = replace(house, fahrenheit=before.fahrenheit, location=house.location or before.location)
    if house.currency_of_home and before.currency_of_home:
        house = replace(house, currency=before.currency)
    return replace(house, zone=before.zone) if house.zone_of_home else house


def everything(house: House) -> frozenset[cycle.Leaving]:
    """All that could go to observe."""
    return frozenset((place, domain) for place in house.places for domain in Domain)


def _name(heard: Sequence[Heard]) -> str:
    """What set a turn off, for the record."""
    for message in heard:
        match message:
            case Synced():
                return "synced"
            case LinkLost():
                return "link_lost"
            case Changes(readings) if readings:
                return str(readings[0].point.entity)
            case Trouble(key):
                return key
    return type(heard[0]).__name__.lower()
