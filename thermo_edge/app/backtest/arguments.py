"""The backtest command: its arguments, and what it does; it loads nothing before it runs."""

import argparse
import json
import sys
import tempfile
from datetime import datetime
from pathlib import Path


def backtest_arguments(parser: argparse.ArgumentParser) -> None:
    """Add them to the command."""
    parser.add_argument("--config", type=Path, default=Path("config.yaml"), help="the settings file (config.yaml)")
    parser.add_argument("--days", type=_days, default=30, help="how far back (30)")
    parser.add_argument("--policy", choices=("rule", "plan"), default="rule", help="who heats (rule)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the counts there too")


def backtest(arguments: argparse.Namespace) -> int:
    """Replay a copy of the history, so that the program may run meanwhile and nothing can be spoilt."""
    from thermo_edge.app.backtest.lines import as_json, lines
    from thermo_edge.app.backtest.run import backtest as replayed
    from thermo_edge.app.live_files import database_path
    from thermo_edge.app.planning import rules_only
    from thermo_edge.app.simulate import shipped_model
    from thermo_edge.config import read_settings
    from thermo_edge.config.house import house as described
    from thermo_edge.language.words import Words
    from thermo_edge.store.backup import copied
    from thermo_edge.store.open import open_history

    path: Path = arguments.config.resolve()
    settings = read_settings(path)
    house = described(settings, settings.zone())
    if house.zone_of_home:
        sys.stderr.write("The settings name no time zone: hours are those of UTC. Set time_zone.\n")
    thermal = shipped_model() if arguments.policy == "plan" else rules_only
    with tempfile.TemporaryDirectory(prefix="thermo-edge-backtest-") as folder:
        copy = Path(folder) / "history.db"
        copied(database_path(settings, path), copy)
        opened = open_history(copy)
        try:
            if opened.trouble is not None:
                raise opened.trouble
            found = replayed(opened.history, house, arguments.days, thermal, _progress)
        finally:
            opened.history.close()
    words = Words(settings.language).of(house)
    sys.stdout.writelines(f"{line}\n" for line in lines(found, house, words, arguments.policy == "plan"))
    if arguments.json is not None:
        text = json.dumps(as_json(found, arguments.policy), indent=1)
        arguments.json.write_text(text + "\n", encoding="utf-8")
    return 0


def _progress(at: datetime) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{at:%Y-%m-%d}\r")
        sys.stderr.flush()


def _days(text: str) -> int:
    days = int(text)
    if days < 1:
        raise argparse.ArgumentTypeError("a day at least")
    return days
