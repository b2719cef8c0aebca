"""Passwords: hashed with argon2, one at a time, and as slow for a name that there is not."""

import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 10, 128


class Passwords:
    """argon2id with the library's parameters (64 MiB); one at a time, so that a small computer has the memory."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._lock = threading.Lock()
        self._nobody = ""

    def hashed(self, password: str) -> str:
        with self._lock:
            return self._hasher.hash(password)

    def right(self, kept: str | None, password: str) -> bool:
        """Whether this is it. Without a hash nothing is, and that takes as long."""
        with self._lock:
            if not self._nobody:
                self._nobody = self._hasher.hash(secrets.token_urlsafe())
            try:
                self._hasher.verify(kept or self._nobody, password[: LONGEST + 1])
            except (VerificationError, InvalidHashError):
                return False
            return kept is not None


def fits(password: str) -> bool:
    """Whether it is long enough to be one, and not too long."""
    return SHORTEST <= len(password) <= LONGEST
