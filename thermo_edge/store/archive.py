"""The file of a backup: packed by us, and unpacked as if somebody else had made it."""

import hashlib
import os
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from pydantic import TypeAdapter

from thermo_edge import __version__
from thermo_edge.errors import StoreCorrupt, StoreFull, StoreTooNew
from thermo_edge.store.upgrade import known

DATABASE, SETTINGS, MANIFEST = "history.db", "config.yaml", "manifest.json"
ACCESS = "access.json"
"""Who may come in, beside the database. Who is logged in is not taken along: a backup logs nobody in."""

_MOST: Mapping[str, int] = {MANIFEST: 64 * 1024, SETTINGS: 1_000_000, ACCESS: 16 * 1024 * 1024, DATABASE: 8 * 1024**3}
"""Bytes of each when unpacked; the room on the disk is a bound as well."""

SPARE = 64 * 1024 * 1024
"""Bytes of the disk that no backup may take: the house that runs needs them."""

_CHUNK = 1024 * 1024
_END, _END_64, _ENDS = b"PK\x05\x06", b"PK\x06\x07", struct.Struct("<4s4H2LH")
_LOCATOR = 20
_LISTING = 4096
_PLAIN = 2**31 - 1
"""Archives up to here have no second listing of 64 bits, which could say other things than the first."""
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, NotImplementedError, RuntimeError, struct.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in an archive; `files` names the SHA-256 of each. Those of old do not say when they were made."""

    program: str
    schema: str
    files: dict[str, str]
    made: datetime | None = None


_MANIFEST = TypeAdapter(Manifest)


def pack(to: Path, manifest: Manifest, files: Mapping[str, Path]) -> None:
    """Write a whole archive, which only its owner may read."""
    with new_file(to) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr(MANIFEST, _MANIFEST.dump_json(manifest, indent=1))
            for name, path in files.items():
                made.write(path, name)
        file.flush()
        os.fsync(file.fileno())


def unpack(archive: Path, work: Path) -> Manifest:
    """Into a folder of ours, by names of ours: never a path that the archive says.

    Only files of known names and bounded size, and only if they are what the manifest says. Raises StoreCorrupt,
    StoreTooNew, StoreFull, or an OSError.
    """
    try:
        with archive.open("rb") as file:
            _require_short_listing(file)
            with zipfile.ZipFile(file) as packed:
                listed = _listed(packed)
                manifest = _MANIFEST.validate_json(packed.read(listed[MANIFEST]))
                _require_readable(archive, manifest, listed)
                _require_room(archive, listed, work)
                for name in manifest.files:
                    _copy(packed, listed[name], work / name)
    except _BROKEN as error:
        raise StoreCorrupt(f"{archive} is no backup, or damaged ({error}): take another one") from error
    for name, wanted in manifest.files.items():
        if digest(work / name) != wanted:
            raise StoreCorrupt(f"{archive} is damaged ({name} is not what was backed up): take another one")
    return manifest


def _require_short_listing(file: IO[bytes]) -> None:
    """The library reads the whole listing into memory, however long somebody made it: ours is four lines."""
    size = file.seek(0, os.SEEK_END)
    if size > _PLAIN:
        return
    file.seek(max(0, size - _ENDS.size - _LOCATOR))
    tail = file.read()
    mark, disk, first_disk, here, all_, length, begin, comment = _ENDS.unpack(tail[-_ENDS.size :])
    if mark != _END or tail[: len(tail) - _ENDS.size].startswith(_END_64):
        raise zipfile.BadZipFile("it does not end as ours do")
    plain = disk == first_disk == comment == 0 and here == all_ <= len(_MOST)
    if not plain or length > _LISTING or begin + length != size - _ENDS.size:
        raise zipfile.BadZipFile("its listing is not as ours are")
    file.seek(0)


def _listed(packed: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """What is in it, by name: plain files of ours, each once and none too large."""
    found: dict[str, zipfile.ZipInfo] = {}
    for info in packed.infolist():
        kind, name = stat.S_IFMT(info.external_attr >> 16), info.orig_filename
        if name not in _MOST or name in found or info.filename != name:
            raise zipfile.BadZipFile("it holds what we do not know")
        if kind not in {0, stat.S_IFREG} or info.flag_bits & 0x1:
            raise zipfile.BadZipFile(f"{name} is no plain file")
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise zipfile.BadZipFile(f"{name} is packed in another way")
        if info.file_size > _MOST[name]:
            raise zipfile.BadZipFile(f"{name} is too large")
        found[name] = info
    return found


def _require_readable(archive: Path, manifest: Manifest, listed: Mapping[str, zipfile.ZipInfo]) -> None:
    if DATABASE not in manifest.files or {*manifest.files, MANIFEST} != listed.keys():
        raise StoreCorrupt(f"{archive} is no backup of a house: take another one")
    if manifest.schema not in known():
        raise StoreTooNew(
            f"{archive} comes from Thermo Edge {manifest.program} (schema {manifest.schema}), this is {__version__}:"
            " install that version or a newer one",
            manifest.program,
        )


def _require_room(archive: Path, listed: Mapping[str, zipfile.ZipInfo], work: Path) -> None:
    wanted = sum(info.file_size for info in listed.values())
    if wanted + SPARE > shutil.disk_usage(work).free:
        raise StoreFull(f"there is no room to unpack {archive}, which needs {wanted:,} bytes: nothing was changed")


def _copy(packed: zipfile.ZipFile, info: zipfile.ZipInfo, to: Path) -> None:
    """No more than it said: what goes on beyond that was made to fill the disk."""
    left = info.file_size
    with packed.open(info) as source, new_file(to) as target:
        while part := source.read(_CHUNK):
            left -= len(part)
            if left < 0:
                raise zipfile.BadZipFile(f"{info.filename} is larger than it says")
            target.write(part)
        target.flush()
        os.fsync(target.fileno())


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def new_file(path: Path) -> IO[bytes]:
    """A file that was not there, for its owner only; a link that lies in wait is not followed."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb")
