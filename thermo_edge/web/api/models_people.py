"""What the API tells of people: who may come in, and who can be forgotten."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from thermo_edge.web.api.models import Told


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


class PersonNamed(Told):
    """Somebody who lives here."""

    id: str
    name: str


class WouldGo(Told):
    """What forgetting somebody takes away for good, and what it cannot."""

    name: str
    goes: tuple[str, ...]
    stays: tuple[str, ...]
