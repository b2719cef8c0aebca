"""The page of the system as one value: the health of each part, and what the program knows of itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from thermo_edge.home.egress import Connection
from thermo_edge.home.reason import Code
from thermo_edge.home.system import Kept, SystemView
from thermo_edge.home.view import HouseView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.show.headline import Headline, headline
from thermo_edge.web.show.health import HealthRow, health_rows
from thermo_edge.web.show.marks import stamp
from thermo_edge.web.show.page import PageModel, begun, unseen
from thermo_edge.web.show.parts import Parts

_PURPOSES: Mapping[str, str] = {
    "Home Assistant, requests": N_("Home Assistant, requests"),
    "Home Assistant, websocket": N_("Home Assistant, websocket"),
}


@dataclass(frozen=True)
class SystemModel(PageModel):
    """What the house's view tells of it."""

    health: tuple[HealthRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ConnectionRow:
    """One address: where, what for, and how much."""

    key: str
    where: str
    what: str
    much: str


@dataclass(frozen=True, slots=True)
class ProgramModel:
    """What the program knows of itself."""

    connections: tuple[ConnectionRow, ...]
    kept: tuple[tuple[str, str], ...]
    log: tuple[str, ...]
    version: str


def system_model(view: HouseView | None, words: Words, answers: bool = True, demo: float | None = None) -> SystemModel:
    """The page for a view; `answers` is whether the house's loop still comes round."""
    if view is None:
        return unseen(SystemModel, words, answers)
    parts = Parts()
    none: tuple[HealthRow, ...] = ()
    rows = parts.one(lambda: _health(view, words, answers, demo), none)
    made = begun(SystemModel, parts, view, words, answers, demo, lambda: _headline(view, words, answers, rows))
    return replace(made, stale=False, health=rows, broken=tuple(parts.broken))


def program_model(found: SystemView, view: HouseView, words: Words) -> ProgramModel:
    """Connections, the database, and the log."""
    started = stamp(found.started, view, words)
    return ProgramModel(
        tuple(_connection(each, view, words) for each in found.connections),
        _kept(found.kept, found.folder, words),
        found.log,
        words.say(N_("Version {version}, running since {when}."), version=found.version, when=started),
    )


def _headline(view: HouseView, words: Words, answers: bool, rows: tuple[HealthRow, ...]) -> Headline:
    if not answers:
        return replace(headline(view, words, answers), note="")
    bad = [row for row in rows if not row.good]
    if not bad:
        return Headline((words.say(N_("Everything works.")),))
    if len(bad) == 1:
        return Headline((words.say(N_("{what}."), what=bad[0].state),))
    return Headline((words.say(N_("{count} parts do not work."), count=float(len(bad))),))


def _health(view: HouseView, words: Words, answers: bool, demo: float | None) -> tuple[HealthRow, ...]:
    """The four things that the program stands on, and those that speak up only when they fail."""
    health = view.health
    turns = N_("Every turn succeeds") if health.turns_ok else N_("Turns fail: the log says why")
    alone = N_("This program looks after the home") if health.primary else N_("Another program has this home")
    silent = [notice for notice in view.notices if notice.until is None and notice.reason.code is Code.SENSOR_SILENT]
    hear = words.say(N_("Every sensor reports"))
    if silent:
        one = N_("One sensor is silent")
        hear = words.say(one if len(silent) == 1 else N_("{count} sensors are silent"), count=float(len(silent)))
    count = words.say(N_("{count} so far"), count=float(health.turns))
    rows = [
        *health_rows(view, words, answers, demo is not None),
        HealthRow("rotate_right", words.say(turns), count, health.turns_ok),
        HealthRow("home_health", words.say(alone), "", health.primary),
        HealthRow("sensors", hear, "", not silent),
    ]
    if view.house.weather is not None:
        plan = view.plan
        there = plan is None or plan.forecast is not None
        said = N_("The weather forecast comes") if there else N_("No weather forecast: plans go by the last days")
        rows.append(HealthRow("partly_cloudy_day", words.say(said), "", there))
    return tuple(rows)


def _connection(each: Connection, view: HouseView, words: Words) -> ConnectionRow:
    purpose = words.say(_PURPOSES.get(each.purpose, each.purpose))
    facts = {"first": stamp(each.first, view, words), "last": stamp(each.last, view, words)}
    once = N_("Once, {last}; {sent} sent, {received} received")
    much = words.say(
        once if each.count == 1 else N_("{count} times, {first} to {last}; {sent} sent, {received} received"),
        count=float(each.count),
        sent=size(each.sent),
        received=size(each.received),
        **facts,
    )
    return ConnectionRow(f"{each.host}:{each.port}/{each.purpose}", f"{each.host}:{each.port}", purpose, much)


def _kept(kept: Kept | None, folder: str, words: Words) -> tuple[tuple[str, str], ...]:
    if kept is None:
        return ((words.say(N_("Size")), words.say(N_("not known"))),)
    rows = [(words.say(N_("Size")), size(kept.size)), (words.say(N_("Rows")), f"{kept.rows:,}".replace(",", "\u202f"))]
    if kept.begin is not None and kept.end is not None:
        days = (kept.end - kept.begin).total_seconds()
        span = words.say(
            N_("{left}, since {day}"), left=words.duration(days), day=f"{words.local(kept.begin):%Y-%m-%d}"
        )
        rows.append((words.say(N_("Span")), span))
    return (*rows, (words.say(N_("Folder")), folder))


def size(count: int) -> str:
    """Bytes as people read them."""
    for unit, least in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= least:
            return f"{count / least:.1f} {unit}"
    return f"{count} B"
