"""The command line: parse, build, call."""

import argparse
import json
import logging
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Protocol

from thermo_edge import __version__
from thermo_edge.errors import ThermoEdgeError

DEMO_FOLDER = Path("data") / "demo"


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
    for chatty in ("apscheduler", "httpx", "urllib3", "websockets", "homeassistant_api", "alembic", "asyncio"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        done: int = parsed.run(parsed)
    except ThermoEdgeError as error:
        print(error, file=sys.stderr)
        return 1
    return done


# --- commands ---------------------------------------------------------------------------------------------------


def _run(arguments: argparse.Namespace) -> int:
    from thermo_edge.app.live import LiveProgram
    from thermo_edge.config import read_settings

    path: Path = arguments.config.resolve()
    return _until_told(LiveProgram(read_settings(path), path, page=not arguments.no_page))


def _demo(arguments: argparse.Namespace) -> int:
    from thermo_edge.app.demo import DemoProgram

    return _until_told(DemoProgram(arguments.folder, arguments.port, arguments.speed, arguments.language))


def _backup(arguments: argparse.Namespace) -> int:
    from thermo_edge.app.live import database_path
    from thermo_edge.config import read_settings
    from thermo_edge.store.backup import backup

    path: Path = arguments.config.resolve()
    backup(database_path(read_settings(path), path), path, arguments.archive)
    print(f"{arguments.archive} holds the database and the settings, perhaps with your token: keep it to yourself.")
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    from thermo_edge.app.live import database_path
    from thermo_edge.config import read_settings
    from thermo_edge.config.settings import Settings
    from thermo_edge.store.backup import restore

    path: Path = arguments.config.resolve()
    settings = read_settings(path) if path.exists() else Settings()
    restored = restore(arguments.archive, database_path(settings, path), path)
    print(f"Restored a backup of Thermo Edge {restored.manifest.program}.")
    for kept in restored.kept:
        print(f"What was there before is kept as {kept}")
    return 0


def _config(arguments: argparse.Namespace) -> int:
    from thermo_edge.config import read_settings
    from thermo_edge.config.example import example, schema

    if arguments.what == "example":
        print(example(), end="")
    elif arguments.what == "schema":
        print(json.dumps(schema(), indent=1))
    else:
        read_settings(arguments.config)
        print(f"{arguments.config}: nothing to mend")
    return 0


def _bench(arguments: argparse.Namespace) -> int:
    from thermo_edge.bench.command import run_bench

    return run_bench(arguments.what, arguments.quick, arguments.json)


# --- helpers ----------------------------------------------------------------------------------------------------


def _until_told(program: Program) -> int:
    """Start a program and wait for Ctrl-C or SIGTERM."""
    told = threading.Event()

    def tell(_signal: int, _frame: FrameType | None) -> None:
        told.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, tell)
    program.start()
    if program.url:
        print(f"Thermo Edge {__version__} runs. Its page: {program.url}", flush=True)
    told.wait()
    program.stop()
    return 0


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
    settings = command("config", _config, "check the settings, or print an example or the schema")
    settings.add_argument("what", choices=("check", "example", "schema"))
    config(settings)
    bench = command("bench", _bench, "measure this program on this machine")
    bench.add_argument("what", choices=("turn", "store"))
    bench.add_argument("--quick", action="store_true", help="under a minute")
    bench.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    return parser
