"""What the backtest command does, on copies: of the history, and of the models that serve."""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from thermo_edge.app.backtest import again_lines
from thermo_edge.app.backtest.again import DAYS as AGAIN_DAYS
from thermo_edge.app.backtest.again import USUAL, LivedAgain, live_again
from thermo_edge.app.backtest.lines import as_json, lines
from thermo_edge.app.backtest.lives import PLAN, POLICIES, SETTLES, Served
from thermo_edge.app.backtest.models_then import models_then
from thermo_edge.app.backtest.run import backtest
from thermo_edge.app.live_files import database_path
from thermo_edge.app.planning import rules_only, shipped_model
from thermo_edge.app.simulate import shipped_model as shipped_alone
from thermo_edge.climate.recent import quarter
from thermo_edge.config import read_settings
from thermo_edge.config.house import house as described
from thermo_edge.errors import SettingsError
from thermo_edge.home.house import House
from thermo_edge.language.words import Words
from thermo_edge.learning.room_shelf import taught_in
from thermo_edge.learning.shelf import MODELS
from thermo_edge.ports import History
from thermo_edge.store.backup import copied
from thermo_edge.store.open import open_history

DAYS = 30


def run(arguments: argparse.Namespace) -> int:
    """Counts first, then the days that are lived again where that was asked. Returns the exit status."""
    path: Path = arguments.config.resolve()
    policies = asked_policies(arguments.policies) if arguments.live_again else ()
    if arguments.policies and not arguments.live_again:
        raise SettingsError("backtest", ("--policies goes with --live-again",))
    settings = read_settings(path)
    house = described(settings, settings.zone())
    words = Words(settings.language).of(house)
    if house.zone_of_home:
        sys.stderr.write("The settings name no time zone: hours are those of UTC. Set time_zone.\n")
    if house.currency_of_home:
        sys.stderr.write(f"The settings name no currency: money is told in {house.currency}. Set currency.\n")
    thermal = shipped_alone() if arguments.policy == "plan" else rules_only
    with tempfile.TemporaryDirectory(prefix="thermo-edge-backtest-") as folder:
        database, copy = database_path(settings, path), Path(folder) / "history.db"
        copied(database, copy)
        opened = open_history(copy)
        try:
            if opened.trouble is not None:
                raise opened.trouble
            found = backtest(opened.history, house, arguments.days or DAYS, thermal, _progress)
            told = as_json(found, arguments.policy)
            _say(lines(found, house, words, arguments.policy == "plan", again=bool(policies)))
            if policies:
                lived = _again(opened.history, house, arguments.days or AGAIN_DAYS, policies, database.parent)
                told["lived_again"] = again_lines.as_json(lived)
                _say(again_lines.lines(lived, house, words, policies))
        finally:
            opened.history.close()
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 0


def asked_policies(names: Sequence[str]) -> tuple[str, ...]:
    """Those to live by, each once; raises SettingsError for a name that is none."""
    unknown = [name for name in names if name not in POLICIES]
    if unknown:
        there = ", ".join(POLICIES)
        raise SettingsError("backtest", (f"no policy is called {', '.join(unknown)}; there are {there}",))
    return tuple(dict.fromkeys(names)) or USUAL


def served_here(data: Path, folder: Path, house: House, since: datetime) -> Served | None:
    """What planned in this home before `since`, and what its rooms had taught; of what is kept of that.

    From a copy in `folder`, as asking writes notes there. None where the model cannot run here; raises ModelError.
    """
    if (data / MODELS).is_dir():
        models_then(data / MODELS, folder / MODELS, since)
    base = shipped_model(folder)()
    if base is None:
        return None
    shelf = taught_in(folder)
    kept = {room.id: shelf.serving(room.id, base.version) for room in house.rooms}
    return Served(base, {room: each.learned for room, each in kept.items() if each is not None})


def _again(past: History, house: House, days: int, policies: Sequence[str], data: Path) -> LivedAgain:
    """With plans by what is in the program's folder; that is only read."""
    end = past.newest()
    assert end is not None  # there were counts
    with tempfile.TemporaryDirectory(prefix="thermo-edge-models-") as folder:
        since = quarter(end) - (days + SETTLES) * timedelta(days=1)
        served = served_here(data, Path(folder), house, since) if PLAN in policies else None
        try:
            return live_again(past, house, end, days, policies, served, _at)
        finally:
            _at("")


def _say(said: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in said)
    sys.stdout.flush()


def _progress(at: datetime) -> None:
    _at(f"{at:%Y-%m-%d}")


def _at(what: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{what}\r")
        sys.stderr.flush()
