"""The command line: parse, build, call."""

import argparse
import json
import logging
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from thermo_edge import __version__
from thermo_edge.app import typed
from thermo_edge.app.backtest.arguments import backtest, backtest_arguments
from thermo_edge.app.elsewhere import elsewhere_arguments
from thermo_edge.app.forget_arguments import forget, forget_arguments
from thermo_edge.app.learn_arguments import learn_now, learn_now_arguments, logdir_argument
from thermo_edge.app.password import password, password_arguments
from thermo_edge.app.savings_command import savings, savings_arguments
from thermo_edge.app.terminal import anew, progress_line, wait_until, when_told
from thermo_edge.app.twin_command import twin
from thermo_edge.bench.arguments import bench, bench_arguments
from thermo_edge.errors import ThermoEdgeError

DEMO_FOLDER = Path("data") / "demo"
TRAINING_FOLDER = Path("data") / "training"


CHATTY = (
    "apscheduler",
    "httpx",
    "urllib3",
    "websockets",
    "homeassistant_api",
    "alembic",
    "asyncio",
    "uvicorn",
)
"""Libraries of which only warnings are logged."""


class Program(Protocol):
    """Something that runs until it is stopped."""

    @property
    def url(self) -> str: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. Returns the exit status: 0 well, 1 a fault that a person can mend, 2 a wrong command."""
    parsed = _parser().parse_args(arguments)
    logging.basicConfig(
        level=logging.DEBUG if parsed.verbose else logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        done: int = parsed.run(parsed)
    except ThermoEdgeError as error:
        print(error, file=sys.stderr)
        return 1
    return done


# --- commands ---------------------------------------------------------------------------------------------------


def _run(arguments: argparse.Namespace) -> int:
    from thermo_edge.app.first_run import program

    wake = threading.Event()
    told = when_told(wake)
    done = _until_told(program(arguments.config.resolve(), page=not arguments.no_page, restart=wake.set), wake)
    anew(unless=told)
    return done


def _demo(arguments: argparse.Namespace) -> int:
    from thermo_edge.app.demo import DemoProgram

    demo = DemoProgram(arguments.folder, arguments.port, arguments.speed, arguments.language)
    return _until_told(demo, when_told())


def _backup(arguments: argparse.Namespace) -> int:
    from thermo_edge.app.backup_command import save

    return save(arguments)


def _restore(arguments: argparse.Namespace) -> int:
    from thermo_edge.app.backup_command import put

    return put(arguments)


def _setup(arguments: argparse.Namespace) -> int:
    from thermo_edge.app.setup import set_up
    from thermo_edge.clock import SystemClock

    asks = _yes if sys.stdin.isatty() and not arguments.yes else None
    path: Path = arguments.config.resolve()
    set_up(arguments.url, arguments.token_file, path, SystemClock(), _say, asks, replace=arguments.yes)
    return 0


def _import_history(arguments: argparse.Namespace) -> int:
    from thermo_edge.app.importing import import_from_home
    from thermo_edge.clock import SystemClock
    from thermo_edge.config import read_settings

    path: Path = arguments.config.resolve()
    try:
        brought = import_from_home(read_settings(path), path, SystemClock(), arguments.days, _say)
    except KeyboardInterrupt:
        print("Interrupted. What was imported is kept; the same command goes on from there.", file=sys.stderr)
        return 1
    print(f"Imported: {brought.readings:,} readings and {brought.hours:,} hours.")
    return 0


def _doctor(arguments: argparse.Namespace) -> int:
    from thermo_edge.app.doctor import Level, verdict
    from thermo_edge.app.examine import examine
    from thermo_edge.clock import SystemClock

    lines = examine(arguments.config.resolve(), SystemClock())
    print(*lines, verdict(lines), sep="\n")
    return int(any(line.level is Level.MEND for line in lines))


def _config(arguments: argparse.Namespace) -> int:
    from thermo_edge.config.example import example, schema
    from thermo_edge.config.file import check_settings

    if arguments.what == "example":
        print(example(), end="")
    elif arguments.what == "schema":
        print(json.dumps(schema(), indent=1))
    else:
        path = arguments.file or arguments.config
        check_settings(path)
        print(f"{path}: nothing to mend")
    return 0


_SAID = {"rule": "the plain rule", "plan": "plans by the shipped thermal model"}


def _simulate(arguments: argparse.Namespace) -> int:
    from thermo_edge.app import simulate

    if arguments.list or not arguments.scenario:
        print(simulate.listing())
        return 0
    scenario = simulate.named(arguments.scenario)
    one = {"days": arguments.days, "seed": arguments.seed, "plant": arguments.plant, "source": arguments.source}
    if arguments.policy in _SAID:
        one["policy"] = arguments.policy
    else:
        from thermo_edge.bench.loop_policies import in_scenarios

        one["another"], one["fitted"] = in_scenarios(arguments.policy)
    report = simulate.simulate(scenario, **one)
    print(f"Policy: {_SAID.get(arguments.policy, arguments.policy)}")
    print(simulate.table(report))
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(report.as_json(), indent=1) + "\n", encoding="utf-8")
    return 0


def _learn_base(arguments: argparse.Namespace) -> int:
    from thermo_edge.learning.command import make_base
    from thermo_edge.learning.job import Job
    from thermo_edge.learning.recipes import NEEDS, Needs

    name: str = arguments.slice
    needs = NEEDS.get(name, Needs())
    job = Job(
        slice=name,
        output=(arguments.out or TRAINING_FOLDER / name).resolve(),
        seed=arguments.seed,
        budget=arguments.budget or needs.budget,
        memory=arguments.memory or needs.memory,
        threads=arguments.threads,
        homes=arguments.homes,
        days=arguments.days,
        options={} if arguments.steps is None else {"steps": arguments.steps},
        data=tuple(path.resolve() for path in (*arguments.weather, *filter(None, [arguments.votes]))),
        logdir=arguments.logdir.resolve() if arguments.logdir else None,
    )
    stop = when_told()
    for line in make_base(job, progress_line(), arguments.ship, stop):
        print(line)
    return 0


def _learn_comfort(given: argparse.Namespace) -> int:
    from thermo_edge.learning.comfort_command import tune

    output: Path = given.out or TRAINING_FOLDER / "comfort-at-home"
    for line in tune(given.holds.resolve(), given.parent, output.resolve(), given.seed, progress_line(), when_told()):
        print(line)
    return 0


def _learn_status(arguments: argparse.Namespace) -> int:
    from thermo_edge.learning.rooms_command import all_status

    print(*all_status(_data(arguments)), sep="\n")
    return 0


def _learn_rollback(arguments: argparse.Namespace) -> int:
    from thermo_edge.clock import SystemClock
    from thermo_edge.learning.rooms_command import put_back

    data, clock, everything = _data(arguments), SystemClock(), arguments.to_base
    print(*put_back(data, arguments.slice, tuple(arguments.room), clock, everything), sep="\n")
    return 0


# --- helpers ----------------------------------------------------------------------------------------------------


def _data(arguments: argparse.Namespace) -> Path:
    from thermo_edge.app.live_files import database_path
    from thermo_edge.config import read_settings
    from thermo_edge.config.settings import Settings

    path: Path = arguments.config.resolve()
    return database_path(read_settings(path) if path.exists() else Settings(), path).parent


def _until_told(program: Program, told: threading.Event) -> int:
    """Start a program and wait for Ctrl-C or SIGTERM."""
    program.start()
    if program.url:
        print(f"Thermo Edge {__version__} runs. Its page: {program.url}", flush=True)
    wait_until(told)
    program.stop()
    return 0


def _say(line: str) -> None:
    print(line, flush=True)


def _yes(question: str) -> bool:
    """Ask on the terminal until it is answered."""
    while True:
        try:
            answer = input(f"{question} [y/n] ").strip().lower()
        except EOFError:
            return False
        if answer in ("y", "yes", "n", "no"):
            return answer.startswith("y")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="thermo-edge", description="Keeps a home warm, and what it learns at home.")
    parser.add_argument("--version", action="version", version=f"thermo-edge {__version__}")
    parser.add_argument("-v", "--verbose", action="store_true", help="log more")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, does: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.set_defaults(run=does)
        return made

    def config(made: argparse.ArgumentParser) -> None:
        made.add_argument("--config", type=Path, default=Path("config.yaml"), help="the settings file (config.yaml)")

    run = command("run", _run, "run beside a real Home Assistant")
    config(run)
    run.add_argument("--no-page", action="store_true", help="without the web page")
    demo = command("demo", _demo, "run on a simulated home, sped up")
    demo.add_argument("--folder", type=Path, default=DEMO_FOLDER, help=f"where its database is kept ({DEMO_FOLDER})")
    demo.add_argument("--port", type=int, default=8099, help="of the page (8099; 0: any)")
    demo.add_argument("--speed", type=float, default=60.0, help="simulated seconds in a second (60)")
    demo.add_argument("--language", choices=("en", "zh"), default="en")
    save = command("backup", _backup, "write the database and the settings into one file; the program may run")
    config(save)
    save.add_argument("archive", type=Path, help="the file to write, such as house.zip")
    back = command("restore", _restore, "put a backup back; what is replaced is kept")
    config(back)
    back.add_argument("archive", type=Path, help="the backup")
    begin = command("setup", _setup, "look at what Home Assistant has, and write the settings")
    config(begin)
    begin.add_argument("--url", required=True, help="of Home Assistant, such as http://homeassistant.local:8123")
    begin.add_argument("--token-file", type=Path, required=True, help="a file that holds a long-lived access token")
    begin.add_argument("--yes", action="store_true", help="ask nothing: take what is sure, and replace the settings")
    password_arguments(command("password", password, "set or change a password of the page; see and make keys"))
    forget_arguments(command("forget", forget, "forget a person for good, of a house that does not run"))
    past = command("import-history", _import_history, "take over what Home Assistant remembers; end the program first")
    config(past)
    past.add_argument("--days", type=int, default=365, help="how far back (365)")
    config(command("doctor", _doctor, "say what is wrong with this installation, and how to mend it"))
    _simulated(command("simulate", _simulate, "live through a scenario in a simulated home, and say what came of it"))
    backtest_arguments(
        command("backtest", backtest, "say what it would have done in your own past, and what of it was right")
    )
    savings_arguments(command("savings", savings, "say what it saves here, with how sure that is"))
    settings = command("config", _config, "check the settings, or print an example or the schema")
    settings.add_argument("what", choices=("check", "example", "schema"))
    settings.add_argument("file", nargs="?", type=Path, metavar="FILE", help="check: this one instead of --config's")
    config(settings)
    bench_arguments(command("bench", bench, "measure this program on this machine"))
    _learn(command("learn", lambda _: 0, "make, list and withdraw the models"), config)
    return parser


def _simulated(live: argparse.ArgumentParser) -> None:
    """What `simulate` takes."""
    live.add_argument("scenario", nargs="?", metavar="SCENARIO", help="see --list")
    live.add_argument("--list", action="store_true", help="the scenarios there are")
    live.add_argument("--days", type=typed.count, help="how long (the scenario's choice)")
    live.add_argument("--seed", type=typed.natural, default=1, help="of weather, people and sensors (1)")
    live.add_argument("--plant", choices=("lumped", "layered"), default="lumped", help="which physics (lumped)")
    policies = "who heats: plan, rule, or another of bench loop, such as constant, preheat-3h or oracle (plan)"
    live.add_argument("--policy", default="plan", metavar="NAME", help=policies)
    live.add_argument("--source", choices=("boiler", "heat pump"), default="boiler", help="what heats (boiler)")
    live.add_argument("--json", type=typed.new_file, metavar="FILE", help="write the figures there too")


def _learn(learn: argparse.ArgumentParser, config: Callable[[argparse.ArgumentParser], None]) -> None:
    """The commands about models."""
    commands = learn.add_subparsers(metavar="WHAT")

    def command(name: str, does: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.set_defaults(run=does)
        return made

    base = command("base", _learn_base, "train a slice's base model; stopped, the same command goes on")
    base.add_argument("slice", metavar="SLICE")
    base.add_argument("--homes", type=typed.count, help="simulated homes to learn from (the recipe's choice)")
    base.add_argument("--days", type=typed.count, help="simulated days of each (the recipe's choice)")
    base.add_argument("--steps", type=typed.count, help="of training (the recipe's choice)")
    base.add_argument("--threads", type=typed.count, default=1, help="that it may use (1)")
    base.add_argument("--seed", type=typed.natural, default=0, help="the same seed gives the same model (0)")
    base.add_argument(
        "--weather", type=Path, nargs="+", default=[], metavar="FILE", help="EPW years to learn from too (climate)"
    )
    base.add_argument("--out", type=Path, metavar="FOLDER", help=f"for the model ({TRAINING_FOLDER}/SLICE)")
    base.add_argument("--budget", type=float, metavar="SECONDS", help="of training (3600; climate: 8 hours)")
    base.add_argument("--memory", type=float, metavar="MB", help="that it may have (2000; climate: 12000)")
    base.add_argument("--votes", type=Path, metavar="FILE", help="comfort: ASHRAE votes that teach the prior")
    logdir_argument(base)
    base.add_argument("--ship", action="store_true", help="put it into the program's own folder")
    own = command("comfort", _learn_comfort, "fine-tune on a household's set-points, and say what would change")
    own.add_argument("--holds", type=Path, required=True, metavar="FILE", help="CSV, see docs/benchmarks-formats.md")
    own.add_argument("--parent", type=Path, metavar="FOLDER", help="the model that is tuned (the shipped one)")
    own.add_argument("--seed", type=typed.natural, default=0)
    own.add_argument("--out", type=Path, metavar="FOLDER", help=f"for the model ({TRAINING_FOLDER}/comfort-at-home)")
    learn_now_arguments(command("now", learn_now, "do a night of learning at once, beside the program or without it"))
    config(command("twin", twin, "fit the twin of this house to its history, and say what it is worth"))
    config(command("status", _learn_status, "what serves each slice, and what it is worth"))
    back = command("rollback", _learn_rollback, "withdraw what serves a slice; the one before serves again")
    back.add_argument("slice", metavar="SLICE", help="climate, comfort or occupancy")
    back.add_argument("--room", nargs="+", default=[], help="climate: what these rooms have taught (all rooms)")
    back.add_argument("--to-base", action="store_true", help="back to the model that came with the program")
    config(back)
    elsewhere_arguments(learn, command, config, progress_line, when_told)
