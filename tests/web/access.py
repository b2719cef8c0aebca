"""What the tests of access share: hands that move the time, and a hasher that is quick."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher

from thermo_edge.web.access.gate import Guarded
from thermo_edge.web.access.passwords import Passwords

BEGIN = datetime(2026, 1, 13, 19, 0, tzinfo=UTC)
WORDS = "four words like these"


class Hands:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = BEGIN

    def now(self) -> datetime:
        return self.at

    def behind(self) -> timedelta:
        return timedelta(0)

    def leapt(self) -> timedelta:
        return timedelta(0)


def quick() -> Passwords:
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def guarded(folder: Path, clock: Hands | None = None, ingress: bool = False, claiming: bool = False) -> Guarded:
    return Guarded(folder, clock or Hands(), ingress=ingress, passwords=quick(), claiming=claiming)
