"""Home Assistant as the house's Home."""

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime

from integrations.home_assistant import address, deadman
from integrations.home_assistant.calls import Leave
from integrations.home_assistant.commander import context_of
from integrations.home_assistant.deadman import Proof, World
from integrations.home_assistant.faults import Declined
from integrations.home_assistant.link import Link
from integrations.home_assistant.listener import Voice
from integrations.home_assistant.pace import Pace
from integrations.home_assistant.reader import read_administrators, read_registry
from integrations.home_assistant.registry import Registry
from integrations.home_assistant.rest import LIMIT
from thermo_edge.errors import HomeRefused, HomeUnreachable
from thermo_edge.home.egress import UNHEARD, Egress
from thermo_edge.home.heard import Hear
from thermo_edge.home.house import Device, EntityId, House
from thermo_edge.home.turn import Command
from thermo_edge.ports import Clock


class HomeAssistantHome:
    """`ports.Home` on a Home Assistant.

    `known`: what `registry_ids` said last, so that renamed entities are found; `codes`: of alarm panels, never logged;
    `claim`: since when this program may act on the home (None: it only observes), without it since now; `made`: for
    what devices it made automations, so that those which nobody needs any more are removed.
    """

    def __init__(
        self,
        url: str,
        token: str,
        clock: Clock,
        instance: str,
        pace: Pace = Pace(),  # noqa: B008 - frozen
        known: Mapping[EntityId, str] | None = None,
        limit: int = LIMIT,
        codes: Mapping[EntityId, str] | None = None,
        claim: Callable[[], datetime | None] | None = None,
        made: Callable[[], Collection[EntityId]] = tuple,
        egress: Egress = UNHEARD,
    ) -> None:
        self._address = address.parse(url, egress)
        self._token = address.token(token)
        self._clock = clock
        self._instance = instance
        self._pace = pace
        self._known = dict(known or {})
        self._limit = limit
        self._codes = dict(codes or {})
        self._made = made
        begun = clock.now()
        self._claim = claim or (lambda: begun)
        self._link: Link | None = None
        self._voice: Voice | None = None
        self._proofs: list[threading.Thread] = []
        self._proving = threading.Lock()

    # --- ports.Home -----------------------------------------------------------------------------------------------

    def open(self, house: House, hear: Hear) -> None:
        """Begin to listen; returns at once."""
        self._voice = voice = Voice(hear)
        self._link = Link(
            self._address,
            self._token,
            self._clock,
            self._instance,
            self._pace,
            self._limit,
            house,
            voice,
            self._known,
            self._codes,
            self._claim,
            self._made,
        )
        self._link.start()

    def refresh(self) -> None:
        """Read everything soon; the answer is a Synced or a LinkLost."""
        self._opened().refresh()

    def send(self, commands: Sequence[Command]) -> None:
        """Hand over; returns at once. Each is answered by a Delivery."""
        self._opened().commander.send(commands)

    def renew(self, devices: Sequence[Device]) -> None:
        """Say that we still want these on; what turns them off otherwise begins to wait anew."""
        for device in devices:
            self._opened().commander.say(deadman.heartbeat(device, device.failsafe_after))

    def protect(self, device: Device) -> None:
        """Make the automation that turns a bare switch off, and test it; the answer is a Protected."""
        link = self._opened()
        thread = threading.Thread(target=self._prove, args=(link, device), name="home-assistant-proof", daemon=True)
        self._proofs = [proof for proof in self._proofs if proof.is_alive()] + [thread]
        thread.start()

    def close(self) -> None:
        """Stop listening and let go of the connection."""
        if self._voice is not None:
            self._voice.close()
        if self._link is not None:
            self._known = dict(self._link.reader.known)
            self._link.close()
            for proof in self._proofs:
                proof.join(5)

    # --- more than the port ---------------------------------------------------------------------------------------

    def registry_ids(self) -> Mapping[EntityId, str]:
        """By the house's ids, lasting ids of the registry: remember them, and hand them in as `known`."""
        return dict(self._link.reader.known) if self._link else dict(self._known)

    def inventory(self) -> Registry:
        """Areas, devices and entities as they are now; HomeUnreachable while there is no connection."""
        return read_registry(self._opened().commanding())

    def administrators(self) -> frozenset[str]:
        """Users who may do everything; HomeRefused where our own may not ask, HomeUnreachable without a connection."""
        return read_administrators(self._opened().commanding())

    @property
    def temperature_unit(self) -> str:
        """Home Assistant's own."""
        return self._link.mirror.temperature_unit if self._link else "°C"

    def state(self, entity: EntityId) -> Mapping[str, object]:
        """An entity's state as Home Assistant tells it, with attributes; HomeRefused where it has no such entity."""
        state = self._opened().rest.state(self._opened().mirror.names.of(entity))
        if not isinstance(state, Mapping) or not isinstance(state.get("attributes"), Mapping):
            raise HomeRefused(f"Home Assistant has no {entity}.")
        return state

    def attributes(self, entity: EntityId) -> Mapping[str, object]:
        """All that an entity's state tells besides; HomeRefused where Home Assistant has no such entity."""
        found = self.state(entity)["attributes"]
        assert isinstance(found, Mapping)
        return found

    def forecasts(self, entity: EntityId, kind: str) -> object:
        """The answer to the question for a weather entity's forecast, `hourly` or `daily`."""
        message = {
            "type": "call_service",
            "domain": "weather",
            "service": "get_forecasts",
            "service_data": {"type": kind},
            "target": {"entity_id": self._opened().mirror.names.of(entity)},
            "return_response": True,
        }
        try:
            return self._opened().commanding().ask(message)
        except Declined as declined:
            raise HomeRefused(str(declined)) from None

    @property
    def epoch(self) -> int:
        """How often the connection came up; 0: never."""
        return self._link.epoch if self._link else 0

    @property
    def linked(self) -> bool:
        """Whether the connection is up and everything was read."""
        return self._voice is not None and self._voice.synced

    def notify(self, domain: str, service: str, data: Mapping[str, object], phones: frozenset[str]) -> "Future[object]":
        """Send a notice; raises HomeUnreachable while there is no connection."""
        message = {"type": "call_service", "domain": domain, "service": service, "service_data": dict(data)}
        return self._opened().commanding().tell(message, Leave(phones=phones))

    # --- the proof ------------------------------------------------------------------------------------------------

    def _opened(self) -> Link:
        if self._link is None:
            raise HomeUnreachable("The connection to Home Assistant was not opened.")
        return self._link

    def _prove(self, link: Link, device: Device) -> None:
        """In a thread of its own, one at a time: it takes some seconds."""
        found: list[str] = []

        def automation_entity(name: str) -> str | None:
            entries = read_registry(link.commanding()).entities
            found[:] = [entry.entity for entry in entries if entry.platform == "automation" and entry.unique == name]
            return found[0] if found else None

        def state(entity: str) -> str | None:
            answer = link.rest.state(entity)
            text = answer.get("state") if isinstance(answer, Mapping) else None
            return text if isinstance(text, str) else None

        world = World(
            save=link.rest.save_automation,
            automation_entity=automation_entity,
            state=state,
            fire=lambda message: context_of(link.commanding().ask(message)),
            watch=link.listener.watch,
            unwatch=link.listener.unwatch,
        )
        with self._proving:
            proof = Proof(world, self._clock, link.closing, self._pace.proof, self._pace.answer)
            answer = proof.run(device, link.mirror.names.of(device.entity))
        assert self._voice is not None
        with self._voice.lock:
            if answer.error is None and found:
                link.reader.guards[device.entity] = found[0]
            self._voice.say(answer)
        link.read_again(basics=True)
