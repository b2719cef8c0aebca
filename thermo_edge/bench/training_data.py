"""How long training data takes to simulate, in a process of its own, on one thread."""

import json
import os
import resource
import subprocess
import sys
from time import process_time

from thermo_edge.bench.rows import Row

HOMES, DAYS, SEED = 1500, 60, 1
_QUICK_DAYS = 6
_KIBI = 1024.0
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def bench_training(quick: bool = False) -> list[Row]:
    """1,500 homes of two rooms for 60 days, in seconds of one processor; `quick` lives six and reckons the rest."""
    days = _QUICK_DAYS if quick else DAYS
    lumped, memory = _measured("lumped", days)
    layered, _ = _measured("layered", _QUICK_DAYS)
    return [
        Row("1,500 homes x 60 days of training data", round(lumped, 1), "s", "lower", 60.0),
        Row("simulated years of homes per second", round(HOMES * DAYS / 365.0 / lumped, 1), "years/s", "higher"),
        Row(f"peak memory, {days} days", round(memory), "MB", "lower"),
        Row(f"the same homes as the second plant, from {_QUICK_DAYS} days", round(layered, 1), "s", "lower"),
    ]


def _measured(kind: str, days: int) -> tuple[float, float]:
    """Seconds for all days, and MB at the peak, in a process of its own."""
    command = [sys.executable, "-m", "thermo_edge.bench.training_data", kind, str(days)]
    done = subprocess.run(command, env={**os.environ, **_ONE_THREAD}, capture_output=True, text=True, check=True)  # noqa: S603 - itself
    told = json.loads(done.stdout)
    return told["seconds"], told["memory"]


def _simulate(kind: str, days: int) -> dict[str, float]:
    from thermo_edge.simulation.generate import SETTLING, generate

    begun = process_time()
    generate(HOMES, days, SEED, kind="layered" if kind == "layered" else "lumped")
    seconds = process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": seconds * (DAYS + SETTLING) / (days + SETTLING), "memory": peak * _KIBI / 1e6}


if __name__ == "__main__":
    print(json.dumps(_simulate(sys.argv[1], int(sys.argv[2]))))
