"""What the API tells of the program itself."""

from datetime import datetime

from pydantic import Field

from thermo_edge.home.put_back import PutBack, Why
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


class OfferedTold(Told):
    """A backup that was sent and is good."""

    mark: str = Field(description="names it, where it is said yes to")
    size: int = Field(description="bytes")
    made: datetime | None = Field(description="null: it does not say")
    program: str = Field(description="the version that made it")
    begin: datetime | None = Field(description="of its history")
    end: datetime | None
    rooms: int | None = Field(description="null: it holds no settings, those of now stay")
    persons: int | None
    keys: bool = Field(description="whether it says who may come in")
    of_this_house: bool | None = Field(description="null: this one has no history yet")
    other_home: str = Field(
        description="the Home Assistant that its settings lead to; empty: that of now, or no settings"
    )
    since_known: bool = Field(description="false: the database of now cannot be read, so nothing was counted")
    newest_since: datetime | None = Field(description="the newest that was recorded since it was made")
    decisions_since: int
    changes_since: int


class ResultTold(Told):
    """What became of the last one."""

    at: datetime
    good: bool
    why: Why | None
    detail: str
    made: datetime | None
    kept: tuple[str, ...] = Field(description="files in which is kept what was there before")


class PutBackTold(Told):
    """Putting a backup back."""

    possible: bool = Field(description="false in the demo")
    offered: OfferedTold | None
    waits: bool = Field(description="it is put back at the next start")
    who: str = Field(description="said yes")
    held: Why | None = Field(description="why it was not put back at the last start")
    result: ResultTold | None
    restarts: bool = Field(description="whether the program can start itself anew")

    @classmethod
    def of(cls, found: PutBack, possible: bool) -> "PutBackTold":
        """In the words of the API."""
        offered, result = None, None
        if (one := found.offered) is not None:
            content, since = one.content, one.since
            offered = OfferedTold(
                mark=one.mark,
                size=one.size,
                made=content.made,
                program=content.program,
                begin=content.begin,
                end=content.end,
                rooms=content.rooms,
                persons=content.persons,
                keys=content.keys,
                of_this_house=content.ours,
                other_home=content.other_home,
                since_known=since.known,
                newest_since=since.until,
                decisions_since=since.decisions,
                changes_since=since.changes,
            )
        if (last := found.result) is not None:
            result = ResultTold(
                at=last.at, good=last.good, why=last.why, detail=last.detail, made=last.made, kept=last.kept
            )
        return cls(
            possible=possible,
            offered=offered,
            waits=found.waits,
            who=found.who,
            held=found.held,
            result=result,
            restarts=found.restarts,
        )
