"""The file of a backup, made by somebody who means harm: nothing but our own names is ever written, and no more of them
than there is room for."""

import hashlib
import io
import json
import shutil
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thermo_edge.errors import StoreCorrupt, StoreError
from thermo_edge.store.archive import ACCESS, DATABASE, MANIFEST, SETTINGS, unpack
from thermo_edge.store.upgrade import known

OURS = (DATABASE, SETTINGS, ACCESS)


def manifest(**files: bytes) -> bytes:
    digests = {name.replace("_", ".", 1): hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return json.dumps({"program": "0.1.0", "schema": known()[0], "files": digests}).encode()


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as pack:
        for entry, content in entries:
            pack.writestr(entry, content)
    return made.getvalue()


def unpacked(folder: Path, content: bytes) -> Path:
    archive, work = folder / "some.zip", folder / "work"
    archive.write_bytes(content)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    unpack(archive, work)
    return work


GOOD = ((MANIFEST, manifest(history_db=b"one")), (DATABASE, b"one"))


def test_a_good_one_is_unpacked_for_its_owner_only(tmp_path: Path) -> None:
    work = unpacked(tmp_path, zipped(*GOOD))
    assert [each.name for each in work.iterdir()] == [DATABASE]
    assert stat.S_IMODE((work / DATABASE).stat().st_mode) == 0o600


def _entry(name: str, kind: int = 0, how: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr, info.compress_type = (kind | 0o777) << 16, how
    return info


@pytest.mark.parametrize(
    "entries",
    [
        (*GOOD, ("../../etc/passwd", b"x")),
        (*GOOD, ("/etc/passwd", b"x")),
        (*GOOD, ("sub/", b"")),
        (*GOOD, (SETTINGS, b"not in the manifest")),
        (GOOD[0], (_entry(DATABASE, stat.S_IFLNK), b"one")),
        (GOOD[0], (_entry(DATABASE, stat.S_IFIFO), b"one")),
        (GOOD[0], (_entry(DATABASE, stat.S_IFDIR), b"one")),
        (GOOD[0], (_entry(DATABASE, 0, zipfile.ZIP_LZMA), b"one")),
        (GOOD[0], (_entry(DATABASE, 0, zipfile.ZIP_BZIP2), b"one")),
        (GOOD[0],),
        (GOOD[1],),
        ((MANIFEST, b"[" * 60_000), GOOD[1]),
        ((MANIFEST, b'{"files": 5}'), GOOD[1]),
        (("manifest.json", manifest(history_db=b"one") + b" " * 70_000), GOOD[1]),
        ((MANIFEST, manifest(history_db=b"one", config_yaml=b"x" * 2_000_000)), GOOD[1], (SETTINGS, b"x" * 2_000_000)),
    ],
)
def test_what_is_not_as_ours_are_is_refused(tmp_path: Path, entries: tuple[tuple[str, bytes], ...]) -> None:
    with pytest.raises(StoreCorrupt):
        unpacked(tmp_path, zipped(*entries))
    assert list((tmp_path / "work").iterdir()) == []
    assert {each.name for each in tmp_path.iterdir()} == {"some.zip", "work"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreCorrupt, match="do not know"):
        unpacked(tmp_path, zipped(*GOOD, (DATABASE, b"two")))


def test_a_listing_that_would_fill_the_memory_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(StoreCorrupt, match="listing"):
        unpacked(tmp_path, zipped(*GOOD, *((f"file {number}", b"") for number in range(1000))))
    good = zipped(*GOOD)
    end = good[-22:]
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)
    with pytest.raises(StoreCorrupt, match="does not end as ours"):
        unpacked(tmp_path, good[:-22] + locator + end)
    with pytest.raises(StoreCorrupt, match="listing"):
        unpacked(tmp_path, b"in front" + good)
    with pytest.raises(StoreCorrupt):
        unpacked(tmp_path, good + b"behind")


def test_one_that_says_it_has_little_and_has_much_is_refused(tmp_path: Path) -> None:
    bomb = b"\x00" * 30_000_000
    content = bytearray(zipped((MANIFEST, manifest(history_db=bomb)), (DATABASE, bomb)))
    assert len(content) < 100_000
    real = struct.pack("<L", len(bomb))
    for at in (content.find(real), content.rfind(real)):
        content[at : at + 4] = struct.pack("<L", 5)
    with pytest.raises(StoreCorrupt):
        unpacked(tmp_path, bytes(content))
    assert sum(each.stat().st_size for each in (tmp_path / "work").iterdir()) <= 5


def test_one_that_says_it_is_larger_than_any_house_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    content = zipped(*GOOD)
    row, end = content.rfind(b"PK\x01\x02"), len(content) - 22
    more = struct.pack("<HHQ", 1, 8, 2**50)
    listed = content[row : row + 24] + b"\xff" * 4 + content[row + 28 : row + 30] + struct.pack("<H", len(more))
    listed += content[row + 32 : end] + more
    begin = struct.unpack("<L", content[end + 16 : end + 20])[0]
    tail = content[end : end + 12] + struct.pack("<LLH", row - begin + len(listed), begin, 0)
    with pytest.raises(StoreCorrupt, match="too large"):
        unpacked(tmp_path, content[:row] + listed + tail)
    assert list((tmp_path / "work").iterdir()) == []


names = st.one_of(
    st.sampled_from([*OURS, MANIFEST, "../x", "/x", "a/b", "C:\\x", "history.db/", "..", ".", "\x00", "history.db "]),
    st.text(max_size=20),
)
kinds = st.sampled_from([0, stat.S_IFREG, stat.S_IFLNK, stat.S_IFDIR, stat.S_IFCHR])
entries = st.lists(st.tuples(names, kinds, st.binary(max_size=50)), max_size=5)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@given(entries, st.sampled_from([GOOD[0][1], b"{}", b""]), st.floats(0, 1), st.binary(max_size=8))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_an_archive_holds_only_our_files_are_written_into_our_folder(
    tmp_path: Path, entries: list[tuple[str, int, bytes]], told: bytes, where: float, noise: bytes
) -> None:
    rows: list[tuple[str | zipfile.ZipInfo, bytes]] = [(MANIFEST, told)]
    for name, kind, content in entries:
        try:
            rows.append((_entry(name, kind), content))
            zipped(rows[-1])
        except (ValueError, UnicodeError):
            rows.pop()
    made = bytearray(zipped(*rows))
    begin = int(where * (len(made) - len(noise)))
    made[begin : begin + len(noise)] = noise
    try:
        work = unpacked(tmp_path, bytes(made))
    except StoreError:
        pass
    else:
        assert [each.read_bytes() for each in work.iterdir()] == [b"one"]
    assert {each.name for each in tmp_path.iterdir()} == {"some.zip", "work"}
    for each in (tmp_path / "work").iterdir():
        assert each.name in OURS and each.is_file() and not each.is_symlink()


@given(st.binary(max_size=200), st.binary(max_size=40))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_noise_is_no_backup(tmp_path: Path, noise: bytes, more: bytes) -> None:
    for content in (noise, noise + b"PK\x05\x06" + more, noise + zipped(*GOOD)[-22:]):
        with pytest.raises(StoreError):
            unpacked(tmp_path, content)
