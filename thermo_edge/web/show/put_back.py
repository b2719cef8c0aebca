"""Putting a backup back as one value: what is in the one that was sent, what is lost, and what became of the last."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from thermo_edge.home.put_back import Content, Offered, PutBack, Result, Since, Why
from thermo_edge.home.view import HouseView
from thermo_edge.language import put_back as told
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.show.marks import stamp
from thermo_edge.web.show.system import size

_HELD: Mapping[Why | None, str] = {
    Why.ARMED: N_("At the last start the alarm was armed, so it still waits. Disarm it, then restart."),
    Why.IN_USE: N_("At the last start another program had the database, so it still waits."),
}


@dataclass(frozen=True, slots=True)
class ResultModel:
    """What became of the last one."""

    good: bool
    head: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PutBackModel:
    """`mark` is empty where nothing was sent; `waits` and `held` are sentences, empty where it is not so."""

    possible: bool = True
    mark: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    lost: tuple[str, ...] = ()
    waits: str = ""
    held: str = ""
    restarts: bool = False
    result: ResultModel | None = None


def put_back_model(found: PutBack | None, view: HouseView, words: Words) -> PutBackModel:
    """None: it cannot be done here."""
    if found is None:
        return PutBackModel(possible=False)
    offered = found.offered
    waits = words.say(N_("It will be put back at the next start.")) if found.waits else ""
    if found.waits and found.who:
        waits = words.say(N_("It will be put back at the next start. {who} said so."), who=found.who)
    held = words.say(_HELD[found.held]) if found.held in _HELD else ""
    return PutBackModel(
        True,
        offered.mark if offered is not None else "",
        _facts(offered, view, words) if offered is not None else (),
        _lost(offered.content, offered.since, view, words) if offered is not None else (),
        waits,
        held,
        found.restarts,
        _result(found.result, view, words) if found.result is not None else None,
    )


def _facts(offered: Offered, view: HouseView, words: Words) -> tuple[tuple[str, str], ...]:
    content = offered.content
    history = words.say(N_("none"))
    if content.begin is not None and content.end is not None:
        history = f"{_day(content.begin, view)} – {_day(content.end, view)}"
    unknown = words.say(N_("not known"))
    return (
        (words.say(N_("Made")), stamp(content.made, view, words) if content.made is not None else unknown),
        (words.say(N_("Version")), content.program),
        (words.say(N_("History")), history),
        (words.say(N_("Rooms")), unknown if content.rooms is None else str(content.rooms)),
        (words.say(N_("People")), unknown if content.persons is None else str(content.persons)),
        (words.say(N_("Size")), size(offered.size)),
    )


def _lost(content: Content, since: Since, view: HouseView, words: Words) -> tuple[str, ...]:
    lines = []
    if content.ours is False:
        lines.append(words.say(N_("It is of another house: all of this one is replaced.")))
    if content.other_home:
        other = N_("It leads to another Home Assistant: {address}. Go on only if you know that one.")
        lines.append(words.say(other, address=content.other_home))
    goes = N_("What was measured since then goes, and modes and wishes of now.")
    if not since.known:
        unknown = N_("What was decided since then cannot be told: the database of now cannot be read.")
        lines.append(words.say(unknown))
    elif since.until is None:
        lines.append(words.say(N_("Nothing has been decided since then.")))
    else:
        goes = N_("That goes, with all that was measured since, and modes and wishes of now.")
        facts = {"decisions": str(since.decisions), "changes": str(since.changes)}
        counted = N_("Decided since then: {decisions} times. Changed by others: {changes} times. The last: {when}.")
        lines.append(words.say(counted, when=stamp(since.until, view, words), **facts))
    lines.append(words.say(goes))
    if content.rooms is not None:
        lines.append(words.say(N_("The settings become those of the backup.")))
    else:
        lines.append(words.say(N_("It holds no settings: those of now stay.")))
    keys = N_("Passwords and tokens too: whoever had one then may come in, and nobody else.")
    lines.append(words.say(keys if content.keys else N_("It holds no passwords and tokens: those of now stay.")))
    lines.append(words.say(N_("Who was forgotten since then comes back. What it replaces is kept in the data folder.")))
    if since.known:
        lines.append(words.say(N_("To be able to undo it from this page, download a backup of now first.")))
    return tuple(lines)


def _result(last: Result, view: HouseView, words: Words) -> ResultModel:
    if last.why is None:
        head = words.say(told.PUT_BACK)
        lines = [words.say(N_("Put back {when}."), when=stamp(last.at, view, words))]
        if last.made is not None:
            lines.append(words.say(N_("It was made {when}."), when=stamp(last.made, view, words)))
        if last.kept:
            kept = N_("What was there before is kept in the data folder and beside the settings: {files}.")
            lines.append(words.say(kept, files=", ".join(last.kept)))
        return ResultModel(True, head, tuple(lines))
    lines = [told.why(last.why, last.detail, words), words.say(told.AS_BEFORE)]
    return ResultModel(False, words.say(told.NOT_PUT_BACK), tuple(lines))


def _day(at: datetime, view: HouseView) -> str:
    return f"{view.house.local(at):%Y-%m-%d}"
