"""What this program says to the outside: every connection that an integration makes is told to whoever listens."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Connection:
    """Everything that went to one address for one purpose; bytes are those of the messages, without what wraps them."""

    host: str
    port: int
    purpose: str
    first: datetime
    last: datetime
    count: int
    sent: int = 0
    received: int = 0


class Egress(Protocol):
    """Hears of connections, from any thread."""

    def connected(self, host: str, port: int, purpose: str) -> None:
        """Something is about to connect there, or to ask over what is connected."""

    def carried(self, host: str, port: int, purpose: str, sent: int, received: int) -> None:
        """So many bytes went there and came back."""


class Unheard:
    """Nobody listens."""

    def connected(self, host: str, port: int, purpose: str) -> None: ...

    def carried(self, host: str, port: int, purpose: str, sent: int, received: int) -> None: ...


UNHEARD = Unheard()
