"""What the API tells of the program itself, and of who may come in."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from thermo_edge.web.api.models import Told


class ConnectionTold(Told):
    """Everything that went to one address for one purpose."""

    host: str
    port: int
    purpose: str
    first: datetime
    last: datetime
    count: int
    sent: int = Field(description="bytes")
    received: int = Field(description="bytes")


class KeptTold(Told):
    """The database."""

    size: int = Field(description="bytes on disk")
    rows: int
    begin: datetime | None
    end: datetime | None


class SystemTold(Told):
    """The program itself."""

    version: str
    started: datetime
    connections: tuple[ConnectionTold, ...] = Field(description="all of them since the start")
    kept: KeptTold | None = Field(description="null: the history cannot be read, or lies in memory")
    log: tuple[str, ...] = Field(description="its last lines, oldest first")
    folder: str


class KeyTold(Told):
    """Somebody who may come in with a password; the password is not kept."""

    id: str
    name: str
    role: Literal["guest", "resident", "owner"]
    person: str | None = Field(description="the id of the person of the household")
    sessions: int = Field(description="so often they are logged in")


class TokenTold(Told):
    """A program that may come in with a token; the token is not kept."""

    id: str
    name: str
    role: Literal["guest", "resident", "owner"]
    person: str | None
    read_only: bool
    made: datetime


class KeysTold(Told):
    """Who may come in. Empty where Home Assistant, or nobody, decides that."""

    keys: tuple[KeyTold, ...]
    tokens: tuple[TokenTold, ...]
