"""Runs the live program for a moment in this process, and prints every address that anything in it connects to.

`python -m tests.app.connects FOLDER SECONDS`: the folder holds config.yaml. One JSON object at the end.
"""

import json
import sys
import threading
from pathlib import Path

from thermo_edge.app.live import LiveProgram
from thermo_edge.config import read_settings

asked: set[tuple[str, str]] = set()


def hook(event: str, arguments: tuple[object, ...]) -> None:
    """Whatever opens a socket or looks a name up passes here, whichever library it is."""
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        asked.add((str(arguments[1][0]), str(arguments[1][1])))
    elif event == "socket.getaddrinfo":
        asked.add((str(arguments[0]), str(arguments[1])))


def main() -> None:
    """Run it."""
    path = Path(sys.argv[1]) / "config.yaml"
    sys.addaudithook(hook)
    program = LiveProgram(read_settings(path), path)
    program.start()
    threading.Event().wait(float(sys.argv[2]))
    lines = [(line.host, line.port, line.purpose, line.count) for line in program.system.ledger.lines()]
    program.stop()
    print(json.dumps({"asked": sorted(asked), "ledger": lines}))


if __name__ == "__main__":
    main()
