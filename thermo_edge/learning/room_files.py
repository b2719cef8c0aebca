"""Where what rooms have taught is kept: in a folder, or for simulated homes in memory."""

from dataclasses import dataclass, field
from pathlib import Path

from thermo_edge.learning.files import ASIDE, as_model_errors, read_bounded, write_whole


@dataclass(frozen=True)
class DiskFiles:
    """In a folder, which need not be there yet."""

    folder: Path

    def read(self, name: str, limit: int) -> bytes | None:
        path = self.folder / name
        return read_bounded(path, limit) if path.exists() else None

    def write(self, name: str, content: bytes) -> None:
        path = self.folder / name
        with as_model_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)

    def names(self, folder: str) -> tuple[str, ...]:
        return tuple(sorted(path.name for path in (self.folder / folder).glob("*") if not path.name.startswith(ASIDE)))

    def remove(self, name: str) -> None:
        with as_model_errors(self.folder / name):
            (self.folder / name).unlink(missing_ok=True)

    def stamp(self, name: str) -> object:
        try:
            seen = (self.folder / name).stat()
        except OSError:
            return None
        return seen.st_ino, seen.st_mtime_ns, seen.st_size


@dataclass(frozen=True)
class MemoryFiles:
    """Gone with the program."""

    kept: dict[str, bytes] = field(default_factory=dict)

    def read(self, name: str, limit: int) -> bytes | None:
        content = self.kept.get(name)
        return content if content is None else content[: limit + 1]

    def write(self, name: str, content: bytes) -> None:
        self.kept[name] = content

    def names(self, folder: str) -> tuple[str, ...]:
        inside = f"{folder}/" if folder else ""
        found = (name.removeprefix(inside).partition("/")[0] for name in self.kept if name.startswith(inside))
        return tuple(sorted(set(found)))

    def remove(self, name: str) -> None:
        self.kept.pop(name, None)

    def stamp(self, name: str) -> object:
        return self.kept.get(name)
