"""From a file and a map to a trial: what trains, and what is judged."""

from pathlib import Path

from thermo_edge.bench.recordings.grid import on_grid
from thermo_edge.bench.recordings.layouts import read_raw
from thermo_edge.bench.recordings.mapping import Map
from thermo_edge.bench.recordings.recording import Recording, Trial, split
from thermo_edge.bench.recordings.tables import RecordingFault


def load(path: Path, what: Map) -> Trial:
    """Trains on the file and judges on the map's `test` file; without one, the file is split by time.

    Raises RecordingFault with file, line and column.
    """
    recording = read_recording(path, what)
    if what.test is not None:
        other = path.parent / what.test
        if other.resolve() == path.resolve():
            raise RecordingFault(
                path, None, None, "it is also the test file of the map; leave test: out to split it by time"
            )
        return Trial(recording, read_recording(other, what), 0)
    trial = split(recording, what.share)
    if not 0 < trial.start < len(recording):
        raise RecordingFault(path, None, None, "it is too short to be split by time into a first and a later part")
    return trial


def read_recording(path: Path, what: Map) -> Recording:
    """One file on its grid."""
    return on_grid(read_raw(path, what), what, path)
