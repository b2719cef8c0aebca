"""The thread that keeps the connection: it comes up, reads everything, polls, and after a loss comes back."""

import logging
import threading
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta

from integrations.home_assistant import calls
from integrations.home_assistant.address import Address
from integrations.home_assistant.commander import Commander, Message
from integrations.home_assistant.faults import Declined, TokenRefused, reason
from integrations.home_assistant.listener import Listener, Voice
from integrations.home_assistant.mirror import Mirror
from integrations.home_assistant.pace import Pace
from integrations.home_assistant.poll import Poller
from integrations.home_assistant.reader import Reader
from integrations.home_assistant.rest import Rest
from integrations.home_assistant.socket import Socket
from integrations.home_assistant.state import possible
from thermo_edge.errors import HomeUnreachable, ThermoEdgeError
from thermo_edge.home.heard import LinkLost
from thermo_edge.home.house import EntityId, House
from thermo_edge.home.reason import Reason
from thermo_edge.ports import Clock

LOG = logging.getLogger(__name__)

REGISTRY_LIMIT = 64_000_000
"""Bytes of an answer on the connection that commands: the registry of the largest homes."""

_SPACING = timedelta(milliseconds=200)
"""Between two polls, whoever asks for them."""


class Link:
    """One connection at a time: REST, a websocket that listens and one that commands."""

    def __init__(
        self,
        address: Address,
        token: str,
        clock: Clock,
        instance: str,
        pace: Pace,
        limit: int,
        house: House,
        voice: Voice,
        known: Mapping[EntityId, str],
        codes: Mapping[EntityId, str],
        claim: Callable[[], datetime | None],
        made: Callable[[], Collection[EntityId]],
    ) -> None:
        self._address = address
        self._token = token
        self._clock = clock
        self._instance = instance
        self._pace = pace
        self._limit = limit
        self._voice = voice
        self.rest = Rest(address, token, pace.answer.total_seconds(), limit)
        self.mirror = Mirror(house)
        self.commander = Commander(house, self.mirror, voice, clock, pace.stale, codes)
        self.listener = Listener(self.mirror, voice, clock, instance, pace.gather, self.read_again, self._say_here)
        poller = Poller(clock, pace.large_retry)
        self.reader = Reader(house, self.mirror, voice, self.listener, self.rest, poller, clock, known, made)
        self.closing = threading.Event()
        self.epoch = 0  # how often it came up
        self._claim = claim  # since when this program may act; None: it only observes
        self._claimed: datetime | None = None  # as it was said last
        self._wake = threading.Event()
        self._asked = False  # somebody waits for an answer to refresh
        self._basics_stale = True
        self._commanding: Socket | None = None
        self._listening: Socket | None = None
        self._why: Reason | None = None
        self._polled_at = self._here_at = datetime.min.replace(tzinfo=UTC)
        self._thread = threading.Thread(target=self._run, name="home-assistant-link", daemon=True)

    # --- from other threads ---------------------------------------------------------------------------------------

    def start(self) -> None:
        self.commander.start()
        self._thread.start()

    def refresh(self) -> None:
        """Read everything soon, or say again why not."""
        self._asked = True
        self._wake.set()

    def read_again(self, basics: bool) -> None:
        """Something was removed or switched off; basics: it may be names, automations or units."""
        self._basics_stale = self._basics_stale or basics
        self._wake.set()

    def commanding(self) -> Socket:
        """The connection that commands; HomeUnreachable while there is none."""
        socket = self._commanding
        if socket is None or not self._voice.synced:
            raise HomeUnreachable("There is no connection to Home Assistant now.")
        return socket

    def close(self) -> None:
        self.closing.set()
        self._wake.set()
        self.commander.close()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(5)
        self.rest.close()

    # --- up -------------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        attempt = 0
        while not self.closing.is_set():
            fault: ThermoEdgeError = HomeUnreachable("The connection to Home Assistant failed; it is made anew.")
            before = self.epoch
            try:
                self._come_up()
                self._stay()
            except ThermoEdgeError as error:
                fault = error
            except Exception:
                LOG.exception("the connection to Home Assistant failed; it is made anew")
            finally:
                attempt = 0 if self.epoch != before else attempt
                self._go_down()
            if not self.closing.is_set():
                self._lost(fault)
                self._idle(self._pace.retry(fault, attempt, self._instance))
                attempt += 1

    def _come_up(self) -> None:
        self._basics_stale = False
        self.reader.begin()
        version = self.reader.read_settings()
        self._commanding = commanding = self._socket(REGISTRY_LIMIT)
        commanding.open()
        self._listening = listening = self._socket(self._limit, listens=True)
        listening.open()
        self._hear_events(listening)
        commanding.ask({"type": "fire_event", "event_type": calls.ROLL_CALL, "event_data": {}})
        called = self._clock.now()
        self.reader.find_names(commanding)
        polled = self.reader.read_states()
        self._subscribe(listening, self.reader.entities)
        # whoever has this home says so before we could act on it
        self.closing.wait(max(0.0, (called + self._pace.answers - self._clock.now()).total_seconds()))
        self.epoch += 1
        self._why, self._asked, self._polled_at = None, False, self._clock.now()
        self.reader.announce(polled)
        self.commander.attach(commanding)
        self._say_here()
        LOG.info("connected to Home Assistant %s at %s", version, self._address.base)

    def _socket(self, limit: int, listens: bool = False) -> Socket:
        on_quiet = self.listener.on_quiet if listens else None
        return Socket(self._address, self._token, self._clock, self._pace.answer, limit, self._wake.set, on_quiet)

    def _hear_events(self, listening: Socket) -> None:
        listening.ask({"type": "supported_features", "features": {"coalesce_messages": 1}})
        for kind, handler in self.listener.handlers.items():
            try:
                listening.ask({"type": "subscribe_events", "event_type": kind}, on_event=handler)
            except Declined as declined:
                if declined.code != "unauthorized":
                    raise
                raise TokenRefused(
                    "The token belongs to a user who is no administrator of Home Assistant: make one as administrator."
                ) from None

    def _subscribe(self, listening: Socket, entities: Collection[str]) -> None:
        """Hear of changes; what is told first is what is now. Without a name it would be all entities."""
        sensible = sorted(entity for entity in entities if possible(entity))
        if not sensible:
            return
        told = threading.Event()

        def on_event(event: Message) -> None:
            self.listener.on_entities(event)
            told.set()

        listening.ask({"type": "subscribe_entities", "entity_ids": sensible}, on_event=on_event)
        told.wait(self._pace.answer.total_seconds())

    def _stay(self) -> None:
        """Until something is lost, which is raised, or we close."""
        commanding, listening = self._commanding, self._listening
        assert commanding is not None
        assert listening is not None
        while True:
            self._wait()
            for socket in (listening, commanding):
                if socket.closed.is_set():
                    raise socket.fault or HomeUnreachable("The connection to Home Assistant was lost.")
            if self.closing.is_set():
                return
            if self._clock.now() - self._here_at >= self._pace.here or self._claim() != self._claimed:
                self._say_here()
            if self._wake.is_set() or self._clock.now() - self._polled_at >= self._pace.poll:
                self._wake.clear()
                self._read(commanding, listening)

    def _wait(self) -> None:
        """Until something is due or asked for, and not sooner than a moment after the last poll."""
        now = self._clock.now()
        due = min(self._polled_at + self._pace.poll, self._here_at + self._pace.here)
        self._wake.wait(max(0.0, (due - now).total_seconds()))
        early = self._polled_at + _SPACING - self._clock.now()
        if early > timedelta(0):
            self.closing.wait(min(early, _SPACING).total_seconds())

    def _read(self, commanding: Socket, listening: Socket) -> None:
        heard_of = self.reader.entities
        if self._basics_stale:
            self._basics_stale = False
            self.reader.read_settings()
            self.reader.find_names(commanding)
        polled = self.reader.read_states()
        self._polled_at, self._asked = self._clock.now(), False
        self._subscribe(listening, self.reader.entities - heard_of)
        self.reader.announce(polled)

    def _say_here(self) -> None:
        """To other programs; one that only observes claims nothing."""
        self._here_at, self._claimed = self._clock.now(), self._claim()
        if self._claimed is None:
            return
        data = {"instance": self._instance, "since": self._claimed.isoformat()}
        self.commander.say({"type": "fire_event", "event_type": calls.HERE, "event_data": data})

    # --- down -----------------------------------------------------------------------------------------------------

    def _go_down(self) -> None:
        self.commander.detach()
        with self._voice.lock:
            self.listener.flush()
            self._voice.synced = False
        for socket in (self._commanding, self._listening):
            if socket is not None:
                socket.close()
        self._commanding = self._listening = None

    def _lost(self, fault: ThermoEdgeError) -> None:
        """Say why, unless that was said."""
        why = reason(fault)
        news = self._why is None or self._why.code is not why.code
        self._why = why
        if news:
            LOG.warning("%s", fault)
        if news or self._asked:
            self._asked = False
            self._voice.say(LinkLost(why))

    def _idle(self, wait: timedelta) -> None:
        """Until it is time to try again; whoever asks meanwhile is told why there is nothing."""
        end = self._clock.now() + wait
        while not self.closing.is_set() and (left := (end - self._clock.now()).total_seconds()) > 0:
            self._wake.clear()
            if self._asked and self._why is not None:
                self._asked = False
                self._voice.say(LinkLost(self._why))
            self._wake.wait(left)
