"""The arguments of the bench command; it loads nothing but what it is asked to run."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from thermo_edge.app import typed
from thermo_edge.errors import ThermoEdgeError

if TYPE_CHECKING:  # a benchmark loads what it needs, and nothing else
    from thermo_edge.bench.loop import LoopOptions
    from thermo_edge.bench.loop_energyplus import EnergyPlusOptions

_WEATHERS = ("known", "none")


class WrongArguments(ThermoEdgeError):
    """Arguments that do not go together: call it otherwise."""


def bench(arguments: argparse.Namespace) -> int:
    """Run it. Returns the exit status; raises WrongArguments."""
    from thermo_edge.bench.command import run_bench, run_loop

    if arguments.what == "loop" and not (arguments.savings or arguments.changes or arguments.gradient):
        return run_loop(arguments.quick, arguments.json, _loop(arguments))
    if arguments.plant != "simulated" or arguments.model is not None:
        raise WrongArguments(f"bench {arguments.what} takes neither --plant nor --model; bench loop does.")
    asked = None
    if arguments.what == "forecast":
        from thermo_edge.bench.forecast import ForecastOptions

        if arguments.weather not in (None, *_WEATHERS):
            raise WrongArguments(f"bench forecast: --weather is one of {', '.join(_WEATHERS)}.")
        weather, plan = arguments.weather != "none", arguments.plan == "known"
        asked = ForecastOptions(arguments.contender, weather, plan, arguments.days, arguments.what_if)
    part = next((each for each in ("savings", "changes", "gradient") if getattr(arguments, each)), None)
    if part and arguments.what != "learning":
        raise WrongArguments(f"--{part} goes with bench learning.")
    return run_bench(
        part or arguments.what,
        arguments.quick,
        arguments.json,
        arguments.csv,
        arguments.map,
        asked,
        arguments.votes,
        arguments.format,
        arguments.kills,
    )


def _loop(arguments: argparse.Namespace) -> "LoopOptions | EnergyPlusOptions":
    if arguments.csv:
        raise WrongArguments("bench loop takes no recordings.")
    if arguments.plant == "simulated":
        from thermo_edge.bench.loop import LoopOptions

        if arguments.model or arguments.map or arguments.weather:
            raise WrongArguments("bench loop: --model, --weather and --map need --plant energyplus.")
        return LoopOptions(
            arguments.policies, arguments.homes, arguments.seasons, arguments.begin, arguments.days, arguments.after
        )
    from thermo_edge.bench.energyplus_map import EXAMPLE
    from thermo_edge.bench.loop_energyplus import EnergyPlusOptions

    if arguments.homes or arguments.seasons or arguments.after or len(arguments.map) > 1:
        raise WrongArguments("bench loop --plant energyplus takes one --map, and no --homes, --seasons or --after.")
    mapped = arguments.map[0] if arguments.map else EXAMPLE
    return EnergyPlusOptions(
        arguments.model, arguments.weather, mapped, arguments.policies, arguments.begin, arguments.days
    )


def bench_arguments(bench: argparse.ArgumentParser) -> None:
    """Add them to the command."""
    bench.add_argument(
        "what",
        choices=("turn", "store", "occupancy", "comfort", "forecast", "plan", "loop", "learning", "web", "backtest"),
    )
    bench.add_argument("--quick", action="store_true", help="under a minute; loop: two days")
    bench.add_argument(
        "--gradient", action="store_true", help="learning: a home's own network instead, trained by gradients (torch)"
    )
    bench.add_argument("--json", type=typed.new_file, metavar="FILE", help="write the figures there too")
    bench.add_argument("--csv", type=Path, metavar="FILE", action="append", default=[], help="a recording")
    bench.add_argument(
        "--map",
        metavar="MAP",
        action="append",
        default=[],
        help="what is in it: a file, or a name of bench/maps; loop: what is what in --model",
    )
    bench.add_argument(
        "--contender", nargs="+", metavar="NAME", default=[], help="forecast: only these, and persistence"
    )
    bench.add_argument("--days", type=typed.count, metavar="N", help="forecast: how many days are judged; loop: lived")
    bench.add_argument(
        "--weather",
        metavar="known|none|FILE",
        help="forecast: the recording's own later weather, or none; loop: an EPW file, or a part of the name of one "
        "that comes with EnergyPlus",
    )
    bench.add_argument(
        "--plan", choices=("known", "unknown"), default="unknown", help="forecast: whether the later heating is told"
    )
    bench.add_argument(
        "--what-if", action="store_true", help="forecast: how simulated rooms answer to heat, as the model says it"
    )
    bench.add_argument("--savings", action="store_true", help="learning: whether what is said to be saved is so")
    bench.add_argument("--changes", action="store_true", help="learning: homes that change, poison, and nothing else")
    bench.add_argument(
        "--kills", type=typed.natural, metavar="N", help="learning: kill -9 of a night's child (100; quick: 2)"
    )
    bench.add_argument("--votes", type=Path, metavar="FILE", help="comfort: votes of people")
    bench.add_argument("--format", choices=("ashrae", "enth", "plain"), default="ashrae", help="of the votes")
    _loop_arguments(bench)


def _loop_arguments(bench: argparse.ArgumentParser) -> None:
    bench.add_argument("--policies", nargs="+", metavar="NAME", default=[], help="loop: only these")
    bench.add_argument("--homes", nargs="+", metavar="NAME", default=[], help="loop: only these, such as r1 f2 e1")
    bench.add_argument(
        "--seasons", nargs="+", choices=("winter", "mild", "summer"), default=[], help="loop: only these"
    )
    bench.add_argument(
        "--plant",
        choices=("simulated", "energyplus"),
        default="simulated",
        help="loop: what is heated; energyplus is without the oracle",
    )
    bench.add_argument(
        "--model", metavar="FILE", help="loop --plant energyplus: an IDF or epJSON file, or one that comes with it"
    )
    bench.add_argument(
        "--from",
        dest="begin",
        type=typed.midnight,
        metavar="DATE",
        help="loop: its first day",
    )
    bench.add_argument(
        "--after", type=typed.natural, default=0, metavar="N", help="loop: days that are lived before those that count"
    )
