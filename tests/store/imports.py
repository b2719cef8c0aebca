"""A program that imports and says each step, until somebody kills it."""

import sys
from pathlib import Path

from tests.store.test_importing import NOW, WANTED, remembered
from thermo_edge.store.database import Database
from thermo_edge.store.history import SqlHistory
from thermo_edge.store.importing import Progress, import_history


def tell(step: Progress) -> None:
    sys.stdout.write(f"{step.day:%Y-%m-%d} {step.rows}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    history = SqlHistory(Database.open(Path(sys.argv[1])))
    import_history(remembered(), history.intake(), WANTED, NOW, 90, tell)
    history.close()
    sys.stdout.write("done\n")
