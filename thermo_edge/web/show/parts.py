"""Makes the parts of a page one by one: a part that cannot be said never takes the others with it."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")
S = TypeVar("S")

log = logging.getLogger(__name__)


class Parts:
    """Makes the parts and notes those that fail."""

    def __init__(self) -> None:
        self.broken: dict[str, None] = {}

    def one(self, make: Callable[[], T], otherwise: T) -> T:
        try:
            return make()
        except Exception as error:
            self.broken[f"{type(error).__name__}: {error}"] = None
            log.debug("A part of the page cannot be shown", exc_info=True)
            return otherwise

    def each(self, things: Iterable[S] | None, make: Callable[[S], T]) -> tuple[T, ...]:
        made = (self.one(lambda thing=thing: make(thing), None) for thing in things or ())  # type: ignore[misc]
        return tuple(part for part in made if part is not None)
