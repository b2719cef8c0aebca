"""What the API tells of the program itself."""

from datetime import datetime

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
