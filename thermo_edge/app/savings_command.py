"""The savings command: its arguments, and what it does; it loads nothing before it runs."""

import argparse
import json
import sys
import tempfile
from datetime import date
from pathlib import Path


def savings_arguments(parser: argparse.ArgumentParser) -> None:
    """Add them to the command."""
    parser.add_argument("--config", type=Path, default=Path("config.yaml"), help="the settings file (config.yaml)")
    parser.add_argument("--from", dest="begin", type=_day, metavar="DATE", help="the first day")
    parser.add_argument("--to", dest="end", type=_day, metavar="DATE", help="the last day (yesterday)")
    parser.add_argument("--json", action="store_true", help="print figures instead of sentences")


def _day(typed: str) -> date:
    """Raises ArgumentTypeError for what is no day."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{typed!r} is no day: write one such as 2026-01-31") from None


def savings(arguments: argparse.Namespace) -> int:
    """Measure on a copy of the history, so that the program may run meanwhile and nothing can be spoilt."""
    from thermo_edge.app.live_files import database_path
    from thermo_edge.app.savings import SPAN, measured, yesterday
    from thermo_edge.clock import SystemClock
    from thermo_edge.config import read_settings
    from thermo_edge.config.house import house as described
    from thermo_edge.language.savings_lines import as_json, lines
    from thermo_edge.language.words import Words
    from thermo_edge.store.backup import copied
    from thermo_edge.store.open import open_history

    path: Path = arguments.config.resolve()
    settings = read_settings(path)
    house = described(settings, settings.zone())
    if house.currency_of_home:
        sys.stderr.write(f"The settings name no currency: money is told in {house.currency}. Set currency.\n")
    last: date = arguments.end or yesterday(house, SystemClock().now())
    first: date = arguments.begin or last - SPAN
    with tempfile.TemporaryDirectory(prefix="thermo-edge-savings-") as folder:
        copy = Path(folder) / "history.db"
        copied(database_path(settings, path), copy)
        opened = open_history(copy)
        try:
            if opened.trouble is not None:
                raise opened.trouble
            found = measured(house, opened.history, opened.history.memory(), min(first, last), last)
        finally:
            opened.history.close()
    if arguments.json:
        sys.stdout.write(json.dumps(as_json(found), indent=1) + "\n")
        return 0
    words = Words(settings.language).of(house)
    sys.stdout.writelines(f"{line}\n" for line in lines(found, house, words))
    return 0
