"""A short visit to Home Assistant: connect, ask, leave. For setup, the import of its history, and the doctor."""

from collections.abc import Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from integrations.home_assistant import address, calls
from integrations.home_assistant.faults import Declined
from integrations.home_assistant.inventory import inventory
from integrations.home_assistant.link import REGISTRY_LIMIT
from integrations.home_assistant.pace import Pace
from integrations.home_assistant.reader import read_administrators, read_registry
from integrations.home_assistant.registry import Registry
from integrations.home_assistant.rest import LIMIT, Rest
from integrations.home_assistant.socket import OnEvent, Socket
from thermo_edge.errors import HomeRefused
from thermo_edge.home.egress import UNHEARD, Egress
from thermo_edge.home.inventory import Inventory
from thermo_edge.ports import Clock


class Visit:
    """Connected within `with`. Every failure is HomeUnreachable, HomeRefused or Declined, with one clear sentence."""

    def __init__(
        self,
        url: str,
        token: str,
        clock: Clock,
        pace: Pace = Pace(),  # noqa: B008 - frozen
        egress: Egress = UNHEARD,
    ) -> None:
        self._address = address.parse(url, egress)
        self._token = address.token(token)
        self._clock = clock
        self._pace = pace
        self.rest = Rest(self._address, self._token, pace.answer.total_seconds(), LIMIT)
        self.socket: Socket | None = None
        self.config: Mapping[str, object] = {}

    def __enter__(self) -> Self:
        try:
            self.config = self.rest.config()
            socket = Socket(
                self._address, self._token, self._clock, self._pace.answer, REGISTRY_LIMIT, on_closed=lambda: None
            )
            socket.open()
            self.socket = socket
        except BaseException:
            self.rest.close()
            raise
        return self

    def __exit__(self, _t: type[BaseException] | None, _e: BaseException | None, _tb: TracebackType | None) -> None:
        if self.socket is not None:
            self.socket.close()
        self.rest.close()

    def ask(self, message: Mapping[str, object], on_event: OnEvent | None = None) -> Any:
        """One command over the websocket, and its answer."""
        assert self.socket is not None, "outside of with"
        return self.socket.ask(message, on_event=on_event)

    @property
    def celsius(self) -> bool:
        units = self.config.get("unit_system")
        return not isinstance(units, Mapping) or units.get("temperature") != "°F"

    @property
    def version(self) -> str:
        return str(self.config.get("version"))

    @property
    def at(self) -> datetime | None:
        """Home Assistant's own time, by its last answer."""
        return self.rest.date

    def administrator(self) -> bool:
        """Whether the token's user is one."""
        answer = self.ask({"type": "auth/current_user"})
        return isinstance(answer, Mapping) and answer.get("is_admin") is True

    def administrators(self) -> frozenset[str] | None:
        """Users who may do everything; None where the token's user may not ask."""
        assert self.socket is not None, "outside of with"
        try:
            return read_administrators(self.socket)
        except (Declined, HomeRefused):
            return None

    def registry(self) -> Registry:
        assert self.socket is not None, "outside of with"
        return read_registry(self.socket)

    def inventory(self) -> Inventory:
        """What the home has."""
        states, _ = self.rest.states()
        return inventory(self.registry(), states, self.config)

    def roll_call(self, heard: OnEvent) -> None:
        """Ask who else has this home; `heard` is told of each that answers."""
        self.ask({"type": "subscribe_events", "event_type": calls.HERE}, on_event=heard)
        self.ask({"type": "fire_event", "event_type": calls.ROLL_CALL, "event_data": {}})
