"""The arguments of the bench command; it loads nothing but what it is asked to run."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a benchmark loads what it needs, and nothing else
    from thermo_edge.bench.loop import LoopOptions


def bench(arguments: argparse.Namespace) -> int:
    """Run it. Returns the exit status."""
    from thermo_edge.bench.command import run_bench

    asked, loop = None, _loop(arguments) if arguments.what == "loop" else None
    if arguments.what == "forecast":
        from thermo_edge.bench.forecast import ForecastOptions

        weather, plan = arguments.weather == "known", arguments.plan == "known"
        asked = ForecastOptions(arguments.contender, weather, plan, arguments.days, arguments.what_if)
    return run_bench(
        arguments.what,
        arguments.quick,
        arguments.json,
        arguments.csv,
        arguments.map,
        asked,
        arguments.votes,
        arguments.format,
        loop,
    )


def _loop(arguments: argparse.Namespace) -> "LoopOptions":
    from thermo_edge.bench.loop import LoopOptions

    return LoopOptions(arguments.policies, arguments.homes, arguments.seasons, arguments.begin, arguments.days)


def bench_arguments(bench: argparse.ArgumentParser) -> None:
    """Add them to the command."""
    bench.add_argument("what", choices=("turn", "store", "occupancy", "comfort", "forecast", "plan", "loop"))
    bench.add_argument("--quick", action="store_true", help="under a minute")
    bench.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    bench.add_argument("--csv", type=Path, metavar="FILE", action="append", default=[], help="a recording")
    bench.add_argument(
        "--map", metavar="MAP", action="append", default=[], help="what is in it: a file, or a name of bench/maps"
    )
    bench.add_argument(
        "--contender", nargs="+", metavar="NAME", default=[], help="forecast: only these, and persistence"
    )
    bench.add_argument("--days", type=int, metavar="N", help="forecast: how many days are judged; loop: lived")
    bench.add_argument(
        "--weather",
        choices=("known", "none"),
        default="known",
        help="forecast: the recording's own later weather, or none",
    )
    bench.add_argument(
        "--plan", choices=("known", "unknown"), default="unknown", help="forecast: whether the later heating is told"
    )
    bench.add_argument(
        "--what-if", action="store_true", help="forecast: how simulated rooms answer to heat, as the model says it"
    )
    bench.add_argument("--votes", type=Path, metavar="FILE", help="comfort: votes of people")
    bench.add_argument("--format", choices=("ashrae", "enth", "plain"), default="ashrae", help="of the votes")
    bench.add_argument("--policies", nargs="+", metavar="NAME", default=[], help="loop: only these")
    bench.add_argument("--homes", nargs="+", metavar="NAME", default=[], help="loop: only these, such as r1 f2 e1")
    bench.add_argument(
        "--seasons", nargs="+", choices=("winter", "mild", "summer"), default=[], help="loop: only these"
    )
    bench.add_argument("--plant", choices=("simulated",), default="simulated", help="loop: what is heated")
    bench.add_argument(
        "--from",
        dest="begin",
        type=datetime.fromisoformat,
        metavar="DATE",
        help="loop: its first day",
    )
