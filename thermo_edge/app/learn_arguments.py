"""The arguments of the commands about nights and of where trainings are logged."""

import argparse
from pathlib import Path


def learn_now(given: argparse.Namespace) -> int:
    """Do a night at once. Returns the exit status; raises ThermoEdgeError."""
    from thermo_edge.app.learn_now import command
    from thermo_edge.app.terminal import progress_line, when_told

    return command(given, progress_line(), when_told())


def learn_now_arguments(made: argparse.ArgumentParser) -> None:
    """Add them to the command."""
    made.add_argument("--config", type=Path, default=Path("config.yaml"), help="the settings file (config.yaml)")
    logdir_argument(made)


def logdir_argument(made: argparse.ArgumentParser) -> None:
    """Where event files for TensorBoard go."""
    made.add_argument("--logdir", type=Path, metavar="DIR", help="write event files for TensorBoard there")
