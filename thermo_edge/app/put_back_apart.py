"""Looks at a backup in a child process: whatever a stranger's file does to it, the house goes on."""

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from thermo_edge.app import put_back_check as check
from thermo_edge.home.put_back import Offered, Unfit, Why
from thermo_edge.learning.limits import limit_memory, step_back

LOG = logging.getLogger(__name__)

Look = Callable[[Path, Path, Path], Offered]
"""What is in an archive, for the house with these settings and this database; raises Unfit."""

LONGEST = 900.0
"""Seconds for which a backup may be looked at."""

MEMORY = 600.0
"""Megabytes; a year of a large house needs a hundred."""

_OFFERED = TypeAdapter(Offered)
_MOST = 64 * 1024


def looked_at(archive: Path, path: Path, database: Path) -> Offered:
    """As `put_back_check.looked_at`, of a file that may be anything."""
    command = [sys.executable, "-m", __name__, str(archive), str(path), str(database)]
    try:
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603 - ours
            told = _told(process)
    except OSError as error:
        raise Unfit(Why.DISK, error.strerror or "") from error
    finally:
        check.tidy(database)  # where it was ended, it could not
    try:
        found = json.loads(told)
        if "why" in found:
            raise Unfit(Why(found["why"]), str(found["detail"]))
        return _OFFERED.validate_python(found)
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        LOG.warning("A backup could not be looked at to its end: it takes too long or too much memory")
        raise Unfit(Why.NOT_OURS) from error


def _told(process: "subprocess.Popen[bytes]") -> bytes:
    """Its one line; nothing where it had to be ended."""
    assert process.stdout is not None
    late = threading.Timer(LONGEST, process.kill)
    late.start()
    try:
        return process.stdout.read(_MOST)
    finally:
        late.cancel()
        process.kill()


def main(arguments: list[str]) -> int:
    """The child: one line of JSON, what is in it or why not. Ends when its parent does."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    threading.Thread(target=_end_with_parent, daemon=True).start()
    step_back()
    limit_memory(MEMORY, lambda _: os._exit(1))
    archive, path, database = (Path(each) for each in arguments)
    try:
        told = _OFFERED.dump_json(check.looked_at(archive, path, database))
    except Unfit as unfit:
        told = json.dumps({"why": unfit.why, "detail": unfit.detail}).encode()
    sys.stdout.buffer.write(told)
    sys.stdout.buffer.flush()
    return 0


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
