"""What `thermo-edge forget` takes; the rest is loaded where it is used."""

import argparse
from pathlib import Path


def forget_arguments(made: argparse.ArgumentParser) -> None:
    """Of whom, and where."""
    made.add_argument("--config", type=Path, default=Path("config.yaml"), help="the settings file (config.yaml)")
    made.add_argument("--person", required=True, metavar="NAME", help="who, by their name or id in the settings")
    made.add_argument("--yes", action="store_true", help="do not ask for the name again")


def forget(arguments: argparse.Namespace) -> int:
    """Run the command."""
    from thermo_edge.app import forget_command

    return forget_command.forget(arguments.config.resolve(), arguments.person, arguments.yes)
