"""Promotes own networks with their rooms for ever, until it is killed: generation N teaches each room N days."""

import sys
from datetime import timedelta
from pathlib import Path

from tests.builders import MORNING
from tests.learning.own_networks import BEDROOM, LIVING, made, won
from thermo_edge.learning.climate_own import OwnNetwork

if __name__ == "__main__":
    data, number = Path(sys.argv[1]), int(sys.argv[2])
    own = OwnNetwork(data)
    while True:
        number += 1
        finished = made(data / "out", number)
        own.promote(finished, won(LIVING, BEDROOM, days=float(number)), MORNING + timedelta(days=number), "a test")
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
