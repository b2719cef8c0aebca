"""Keys of people and tokens of their programs: made, changed and taken away in the book."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.ports import Clock
from thermo_edge.web.access.book import Book, Kept, Key, Look, Right, Token
from thermo_edge.web.access.passwords import SHORTEST, Passwords, fits
from thermo_edge.web.access.visitor import Role, digest

QUARTER = timedelta(minutes=15)
LOOKS_KEPT = timedelta(days=30)
_MOST_LOOKS, _MOST_KEYS, _LONGEST_NAME = 5000, 50, 60
_BEGIN = "te_"


class Keyring:
    """The book of access with what may be done to it. Raises Refused for what cannot be, StoreErrors of the file."""

    def __init__(self, kept: Kept[Book], clock: Clock, passwords: Passwords) -> None:
        self._kept, self._clock, self._passwords = kept, clock, passwords

    @property
    def book(self) -> Book:
        return self._kept.read()

    @property
    def ready(self) -> bool:
        """Whether the owner has a password."""
        return any(key.role is Role.OWNER for key in self.book.keys)

    # --- keys ---------------------------------------------------------------------------------------------------

    def key(self, name: str) -> Key | None:
        return _named(self.book.keys, name)

    def matches(self, name: str, password: str) -> Key | None:
        """The key that both fit; as slow where there is no such name."""
        key = self.key(name)
        return key if self._passwords.right(key.hash if key else None, password) and key is not None else None

    def first(self, name: str, password: str) -> Key:
        """The owner's key, where there is none yet."""
        made = self._made(name, password, Role.OWNER, None)

        def change(book: Book) -> Book:
            if any(key.role is Role.OWNER for key in book.keys):
                raise Refused(Reason(Code.PASSWORD_SET))
            return replace(book, keys=(*(key for key in book.keys if not _same(key.name, made.name)), made))

        self._kept.change(change)
        return made

    def add(self, name: str, password: str, role: Role = Role.RESIDENT, person: str | None = None) -> Key:
        """A key for somebody more."""
        made = self._made(name, password, role, person)

        def change(book: Book) -> Book:
            if _named(book.keys, made.name) is not None or len(book.keys) >= _MOST_KEYS:
                raise Refused(Reason.of(Code.NAME_TAKEN, what=made.name))
            return replace(book, keys=(*book.keys, made))

        self._kept.change(change)
        return made

    def set_password(self, key: str, password: str) -> None:
        """Another password for this key, by its id; whoever is logged in by it has to log in again."""
        _check(password)
        hashed = self._passwords.hashed(password)
        self._change_key(key, lambda known: replace(known, hash=hashed, stamp=_random()))

    def remove(self, key: str) -> None:
        """Take a key away; the last owner's stays."""

        def change(book: Book) -> Book:
            owners = [each.id for each in book.keys if each.role is Role.OWNER]
            if owners == [key]:
                raise Refused(Reason(Code.LAST_OWNER))
            return replace(book, keys=tuple(each for each in book.keys if each.id != key))

        self._kept.change(change)

    def end_all(self) -> None:
        """Everybody has to log in again."""
        self._kept.change(lambda book: replace(book, keys=tuple(replace(key, stamp=_random()) for key in book.keys)))

    def _change_key(self, key: str, change: Callable[[Key], Key]) -> None:
        self._kept.change(
            lambda book: replace(book, keys=tuple(change(each) if each.id == key else each for each in book.keys))
        )

    def _made(self, name: str, password: str, role: Role, person: str | None) -> Key:
        called = _checked_name(name)
        _check(password)
        return Key(_random(8), called, role, self._passwords.hashed(password), _random(), person or None)

    # --- tokens ---------------------------------------------------------------------------------------------------

    def token(self, secret: str) -> Token | None:
        """The token that this is."""
        found = digest(secret)
        return next((token for token in self.book.tokens if secrets.compare_digest(token.digest, found)), None)

    def make_token(self, name: str, role: Role, read_only: bool, person: str | None = None) -> str:
        """A new one, told this once only."""
        called, secret = _checked_name(name), _BEGIN + secrets.token_urlsafe(32)
        made = Token(_random(8), called, digest(secret), role, self._clock.now(), read_only, person or None)

        def change(book: Book) -> Book:
            if any(_same(token.name, called) for token in book.tokens) or len(book.tokens) >= _MOST_KEYS:
                raise Refused(Reason.of(Code.NAME_TAKEN, what=called))
            return replace(book, tokens=(*book.tokens, made))

        self._kept.change(change)
        return secret

    def revoke(self, token: str) -> None:
        self._kept.change(lambda book: replace(book, tokens=tuple(each for each in book.tokens if each.id != token)))

    # --- Home Assistant's users ------------------------------------------------------------------------------------

    def administrators(self, users: Iterable[str]) -> None:
        """Who Home Assistant says may do everything there."""
        told = tuple(sorted(users))
        self._kept.change(lambda book: replace(book, admins=told))

    def claim(self, user: str) -> bool:
        """The first who sets up owns the house where Home Assistant does not tell; whether this is the one."""
        book = self._kept.change(lambda book: book if book.first_user else replace(book, first_user=user))
        return book.first_user == user

    def grant(self, roles: Mapping[str, Role]) -> None:
        """Say what users of Home Assistant may; residents need no saying."""

        def change(book: Book) -> Book:
            kept = [right for right in book.rights if right.user not in roles]
            kept += [Right(user, role) for user, role in roles.items() if role is not Role.RESIDENT]
            return replace(book, rights=tuple(kept))

        self._kept.change(change)

    # --- who looked -------------------------------------------------------------------------------------------------

    def looked(self, who: str, persons: Iterable[str]) -> None:
        """Note that somebody saw whether these are home: once in a quarter of an hour."""
        now = self._clock.now()
        quarter = datetime.fromtimestamp(
            now.timestamp() // QUARTER.total_seconds() * QUARTER.total_seconds(), now.tzinfo
        )
        looks = [Look(quarter, who, person) for person in persons]
        if set(looks) <= set(self.book.looks):
            return

        def change(book: Book) -> Book:
            fresh = [look for look in book.looks if now - look.at < LOOKS_KEPT]
            fresh += [look for look in looks if look not in fresh]
            return replace(book, looks=tuple(fresh[-_MOST_LOOKS:]))

        self._kept.change(change)


def _named(keys: Iterable[Key], name: str) -> Key | None:
    return next((key for key in keys if _same(key.name, name)), None)


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _checked_name(name: str) -> str:
    called = " ".join(name.split())
    if not called or len(called) > _LONGEST_NAME or not called.isprintable():
        raise Refused(Reason.of(Code.NAME_NEEDED, count=_LONGEST_NAME))
    return called


def _check(password: str) -> None:
    if not fits(password):
        raise Refused(Reason.of(Code.PASSWORD_LENGTH, count=SHORTEST))


def _random(size: int = 16) -> str:
    return secrets.token_hex(size)
