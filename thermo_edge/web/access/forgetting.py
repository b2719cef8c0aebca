"""Takes a person out of the two files of access: keys, tokens, log-ins, and who looked whether they were home."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from thermo_edge.home.forgetting import Whom
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.web.access.book import Book, Key, Look, Sessions, Token, book_in, sessions_in
from thermo_edge.web.access.visitor import Role


class AccessOf:
    """Of the files in one folder. Raises StoreErrors of the files."""

    def __init__(self, folder: Path) -> None:
        self._book, self._sessions = book_in(folder), sessions_in(folder)

    def names(self, person: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What a person's keys are called, and what their tokens are."""
        book = self._book.read()
        keys, tokens = (tuple(each.name for each in of if each.person == person) for of in (book.keys, book.tokens))
        return keys, tokens

    def keys(self, whom: Whom) -> int:
        """How many keys and tokens are theirs. Refused where the house would have no owner any more."""
        book = self._book.read()
        left = _without(book, whom)
        owned = any(key.role is Role.OWNER for key in book.keys)
        claimed = book.admins is None and book.first_user is not None
        if (owned and not any(key.role is Role.OWNER for key in left.keys)) or (claimed and left.first_user is None):
            raise Refused(Reason(Code.LAST_OWNER))
        return len(_ways(book)) - len(_ways(left))

    def forget(self, whom: Whom) -> None:
        """Twice does no more than once."""
        gone = {key.id for key in self._book.read().keys if _theirs(key, whom)}
        self._sessions.change(lambda known: Sessions(tuple(each for each in known.all if each.key not in gone)))
        self._book.change(lambda book: _without(book, whom))


def _ways(book: Book) -> tuple[Key | Token, ...]:
    return (*book.keys, *book.tokens)


def _without(book: Book, whom: Whom) -> Book:
    return replace(
        book,
        keys=tuple(each for each in book.keys if not _theirs(each, whom)),
        tokens=tuple(each for each in book.tokens if not _theirs(each, whom)),
        looks=_looks(book.looks, whom),
        first_user=None if whom.user and book.first_user == whom.user else book.first_user,
    )


def _theirs(each: Key | Token, whom: Whom) -> bool:
    """One that is nobody's in particular is theirs by its name."""
    return each.person == whom.person or (each.person is None and whom.called(each.name))


def _looks(looks: Collection[Look], whom: Whom) -> tuple[Look, ...]:
    """That somebody looked at others stays theirs to read, without the name."""
    others = (each for each in looks if each.person != whom.person)
    return tuple(replace(each, who="") if whom.called(each.who) else each for each in others)
