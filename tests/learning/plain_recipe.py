"""A recipe without torch that does what its options say: count on, fail, eat memory, or fill the disk."""

import functools
import resource
import threading

import numpy as np

from tests.learning.networks import LOG_NETWORK, LOG_SIDES, SmallConfig
from thermo_edge.errors import TrainingFailed
from thermo_edge.learning.card import Metric, Span
from thermo_edge.learning.checkpoint import Checkpoint
from thermo_edge.learning.recipes import Finished
from thermo_edge.learning.workbench import Workbench


def base(bench: Workbench) -> Finished:
    options = bench.job.options
    match options.get("does"):
        case "fail":
            raise TrainingFailed("the data has no people in it")
        case "crash":
            raise ZeroDivisionError("a fault of the recipe")
        case "eat":
            eaten = [np.ones(4_000_000)]
            while True:
                eaten.append(np.ones(4_000_000))
                threading.Event().wait(0.02)
        case "eat at once":
            np.ones(2_000_000_000)
    print("what libraries print goes elsewhere")
    earlier = bench.resume()
    count = earlier.arrays["count"].astype(np.int64) if earlier else np.zeros(1, np.int64)
    bench.note(f"from step {count[0]}")
    steps = int(str(options.get("steps", 20)))
    place = functools.partial(_place, count)
    while bench.goes_on(int(count[0]), steps, 1.0 / (1.0 + count[0]), place):
        count += 1
        if options.get("does") == "fill" and count[0] == 40:
            resource.setrlimit(resource.RLIMIT_FSIZE, (10, resource.RLIM_INFINITY))  # the disk takes no more
        threading.Event().wait(0.01)
    inputs, outputs = LOG_SIDES
    metrics = (Metric("error", float("nan") if options.get("does") == "lie" else 0.1, "K", "lower", {"rule": 0.2}),)
    return Finished(
        config=SmallConfig(),
        weights={"count": count},
        network=LOG_NETWORK,
        inputs=inputs,
        outputs=outputs,
        data=Span("nothing", 1, 1.0),
        seeds=(bench.job.seed,),
        metrics=metrics,
    )


def _place(count: np.ndarray, step: int) -> Checkpoint:
    return Checkpoint(step, {"count": count.copy()}, {"kept": True})
