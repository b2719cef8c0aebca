"""The backtest command: its arguments; it loads nothing before it runs."""

import argparse
from pathlib import Path

from thermo_edge.app import typed

AGAIN = (
    "also live your last days again in a twin of your rooms by several policies, and print comfort, heat, cost and "
    "switching of each; takes some minutes, on a small board half an hour"
)
POLICIES = (
    "with --live-again only these: as-it-was, constant, rule (setback by your hours), preheat-1h, preheat-3h, "
    "preheat-6h (the same, warm so much earlier), plan (as-it-was constant rule preheat-1h plan)"
)


def backtest_arguments(parser: argparse.ArgumentParser) -> None:
    """Add them to the command."""
    parser.add_argument("--config", type=Path, default=Path("config.yaml"), help="the settings file (config.yaml)")
    parser.add_argument("--days", type=typed.count, help="how far back (30; days that are lived again: 6)")
    parser.add_argument("--policy", choices=("rule", "plan"), default="rule", help="who heats (rule)")
    parser.add_argument("--live-again", action="store_true", help=AGAIN)
    parser.add_argument("--policies", nargs="+", metavar="NAME", default=[], help=POLICIES)
    parser.add_argument("--json", type=typed.new_file, metavar="FILE", help="write the counts and figures there too")


def backtest(arguments: argparse.Namespace) -> int:
    """Replay a copy of the history, so that the program may run meanwhile and nothing can be spoilt."""
    from thermo_edge.app.backtest.command import run

    return run(arguments)
