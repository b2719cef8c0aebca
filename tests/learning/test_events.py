"""Event files of a training: what TensorBoard would read of them is what was measured."""

import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.learning.children import Watched, a_job
from thermo_edge.learning.parent import Result

STEPS = 30

pytestmark = pytest.mark.slow


def records(path: Path) -> Iterator[bytes]:
    """Of a TFRecord file: length, its checksum, the record, its checksum; each checksum is rotated and shifted."""
    from tensorboardX.crc32c import crc32c

    def checked(part: bytes, told: bytes) -> bytes:
        found = crc32c(part)
        assert struct.unpack("<I", told)[0] == (((found >> 15) | (found << 17)) + 0xA282EAD8) & 0xFFFFFFFF
        return part

    data, at = path.read_bytes(), 0
    while at < len(data):
        (size,) = struct.unpack("<Q", checked(data[at : at + 8], data[at + 8 : at + 12]))
        end = at + 12 + size
        yield checked(data[at + 12 : end], data[end : end + 4])
        at = end + 4


def test_a_training_with_a_folder_for_it_writes_every_loss(tmp_path: Path) -> None:
    pytest.importorskip("tensorboardX")
    from tensorboardX.proto.event_pb2 import Event

    folder = tmp_path / "log"
    watched = Watched(replace(a_job(tmp_path / "out", steps=STEPS), logdir=folder)).start()
    assert watched.end().result is Result.DONE
    (path,) = folder.glob("events.out.tfevents.*")
    events = [Event.FromString(each) for each in records(path)]
    assert events[0].file_version == "brain.Event:2"
    points = {
        each.step: value.simple_value for each in events for value in each.summary.value if value.tag == "plain/loss"
    }
    assert sorted(points) == list(range(STEPS + 1))
    assert points[9] == pytest.approx(0.1)
