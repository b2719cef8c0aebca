"""The solver keeps quiet: what stands in a person's terminal is ours."""

import subprocess
import sys


def test_nothing_is_written_where_it_is_made() -> None:
    asked = [sys.executable, "-c", "from thermo_edge.climate.linear import _quiet; _quiet()"]
    done = subprocess.run(asked, capture_output=True, check=True, timeout=60)
    assert done.stdout == b""
