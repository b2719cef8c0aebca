"""Setup on the command line: look at the home, propose rooms and roles, ask what is unsure, write the settings."""

import itertools
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from integrations.home_assistant.visit import Visit
from thermo_edge.app.live_files import why_unread
from thermo_edge.config.file import parse_settings
from thermo_edge.config.proposal import SENTENCES, Found, Proposal, Role
from thermo_edge.config.propose import propose
from thermo_edge.config.writing import Access, written
from thermo_edge.errors import HomeRefused, SettingsError
from thermo_edge.ports import Clock

Say = Callable[[str], None]
Ask = Callable[[str], bool]

FLOOR = (2025, 4)
"""The oldest Home Assistant that this program is tested with."""

_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")

NOUNS = {
    Role.TEMPERATURE: ("thermometer", "thermometers"),
    Role.HUMIDITY: ("humidity sensor", "humidity sensors"),
    Role.ILLUMINANCE: ("light sensor", "light sensors"),
    Role.CO2: ("CO₂ sensor", "CO₂ sensors"),
    Role.MOTION: ("motion sensor", "motion sensors"),
    Role.PRESENCE: ("presence sensor", "presence sensors"),
    Role.WINDOW: ("window contact", "window contacts"),
    Role.DOOR: ("door to the outdoors", "doors to the outdoors"),
    Role.LOCK: ("lock", "locks"),
    Role.SMOKE: ("smoke detector", "smoke detectors"),
    Role.GAS: ("gas detector", "gas detectors"),
    Role.LEAK: ("leak detector", "leak detectors"),
    Role.LAMP: ("lamp", "lamps"),
    Role.HEATING: ("heater or cooler", "heaters or coolers"),
    Role.COVER: ("cover", "covers"),
    Role.OUTDOOR: ("thermometer outside", "thermometers outside"),
    Role.WEATHER: ("weather forecast", "weather forecasts"),
    Role.PRICE: ("electricity price", "electricity prices"),
    Role.PERSON: ("person", "persons"),
    Role.PANEL: ("alarm panel", "alarm panels"),
    Role.SIREN: ("siren", "sirens"),
    Role.HEAT_SOURCE: ("shared heat source", "shared heat sources"),
}


def set_up(url: str, token_file: Path, path: Path, clock: Clock, say: Say, ask: Ask | None, replace: bool) -> None:
    """Write `path`. Without `ask` nothing is asked: what is unsure stays a comment. A file that is there is replaced
    only after asking, or where `replace` says so; it is kept beside."""
    token = read_token(token_file)
    if path.exists() and ask is None and not replace:
        raise SettingsError(str(path), ("there are settings already; say --yes to replace them, they are kept beside",))
    with Visit(url, token, clock) as visit:
        require_new_enough(visit.version)
        if not visit.administrator():
            say("The token belongs to somebody who is no administrator; make one as administrator before you go on.")
        proposal = propose(visit.inventory())
    for line in summary(proposal):
        say(line)
    if ask is not None:
        proposal = proposal.answered(lambda one: ask(question(one, proposal)))
    text = written(proposal, Access(url, token_file.resolve()))
    parse_settings(text, str(path))
    if path.exists() and not replace and not (ask and ask(f"{path} is there already. Replace it? It is kept beside.")):
        say("Nothing was written.")
        return
    kept = write(path, text)
    if kept is not None:
        say(f"What was there before is kept as {kept}")
    say(f"Written: {path}. Look through it, then: thermo-edge doctor, thermo-edge import-history, thermo-edge run.")
    say("Everything begins by only observing; how far it may go is said on the page.")


def read_token(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(str(path), (f"the token cannot be read: {why_unread(error)}",)) from None


def require_new_enough(version: str) -> None:
    """HomeRefused for a Home Assistant that is too old."""
    if not new_enough(version):
        wanted = ".".join(str(part) for part in FLOOR)
        raise HomeRefused(f"This is Home Assistant {version}; Thermo Edge needs {wanted} or newer: update it first.")


def new_enough(version: str) -> bool:
    parts = version.split(".")[:2]
    return len(parts) == 2 and all(part.isdecimal() for part in parts) and tuple(map(int, parts)) >= FLOOR


def write(path: Path, text: str) -> Path | None:
    """Put the text there in one step; where a copy of what was there before is kept."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    partial.touch(mode=0o600)
    partial.write_text(text, encoding="utf-8")
    kept = _free(path) if path.exists() else None
    if kept is not None:
        shutil.copy2(path, kept)
    partial.replace(path)
    return kept


def _free(path: Path) -> Path:
    """A name beside it that is not taken."""
    numbered = (path.with_name(f"{path.stem}.before-{number}{path.suffix}") for number in itertools.count(1))
    return next(kept for kept in numbered if not kept.exists())


# --- words ----------------------------------------------------------------------------------------------------------


def summary(proposal: Proposal) -> list[str]:
    """What was found: the whole in one line, then room by room."""
    rooms, unsure = len(proposal.rooms), len(proposal.unsure)
    checks = f"{counted(unsure)} {'thing' if unsure == 1 else 'things'} to check." if unsure else "Nothing to check."
    lines = [f"{counted(rooms)} {'room' if rooms == 1 else 'rooms'} found. {checks}"]
    lines += [f"  {room.name}: {_listed([o for o in proposal.found if o.room == room.id])}" for room in proposal.rooms]
    lines.append(f"  the house: {_listed([one for one in proposal.found if one.room is None])}")
    if proposal.unplaced:
        names = ", ".join(proposal.unplaced[:8]) + (", …" if len(proposal.unplaced) > 8 else "")
        lines.append(f"{len(proposal.unplaced)} would be of use if they had an area in Home Assistant: {names}")
    return lines


def counted(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def _listed(found: list[Found]) -> str:
    counts = Counter(one.role for one in found if one.sure)
    named = [f"{counts[role]} {NOUNS[role][counts[role] > 1]}" for role in Role if counts[role]]
    return ", ".join(named) or "nothing that is sure"


def question(one: Found, proposal: Proposal) -> str:
    """About something unsure, with how sure it is and why it is not more."""
    room = next((room.name for room in proposal.rooms if room.id == one.room), None)
    where = f" of {room}" if room else ""
    share = f"{one.confidence * 100:.0f} %"
    return f"Is {one.name} ({one.entity}) a {NOUNS[one.role][0]}{where}? {share}: {SENTENCES[one.why]}."
