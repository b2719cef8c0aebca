"""The child that does a night, with the twin of this house: `python -m thermo_edge.app.night JOB.json`."""

import sys

from thermo_edge.app.twin_check import twin_check
from thermo_edge.learning.night import main

if __name__ == "__main__":
    sys.exit(main(check=twin_check))
