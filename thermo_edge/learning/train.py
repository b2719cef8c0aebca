"""The training child: `python -m thermo_edge.learning.train JOB.json`. The live program never loads what it loads.

It ends as `child` says; after 0 a finished version lies in the folder named by the last line.
"""

import sys
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from thermo_edge.learning import child
from thermo_edge.learning.checkpoint import CHECKPOINT
from thermo_edge.learning.finish import finish
from thermo_edge.learning.recipes import RECIPES, recipe
from thermo_edge.learning.shelved import open_folder
from thermo_edge.learning.workbench import SAVE_EVERY, Workbench


def main(
    arguments: Sequence[str] | None = None,
    recipes: Mapping[str, str] = RECIPES,
    save_every: timedelta = SAVE_EVERY,
) -> int:
    """Do a job; returns the exit status."""

    def work(bench: Workbench) -> Path:
        return _train(bench, recipes)

    return child.run(arguments, "thermo_edge.learning.train", "Trains a model.", work, save_every)


def _train(bench: Workbench, recipes: Mapping[str, str]) -> Path:
    job = bench.job
    parent = open_folder(job.parent, job.slice).card.version if job.parent is not None else None
    finished = recipe(job.slice, recipes).base(bench)
    shelved = finish(finished, job.slice, parent, bench.begun.replace(microsecond=0), job.output)
    (job.output / CHECKPOINT).unlink(missing_ok=True)
    return shelved.folder


if __name__ == "__main__":
    sys.exit(main())
