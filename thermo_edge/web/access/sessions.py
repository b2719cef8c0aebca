"""Who is logged in: random ids that the browser has and we do not keep, with an end in any case."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from thermo_edge.ports import Clock
from thermo_edge.web.access.book import Kept, Key, Session, Sessions
from thermo_edge.web.access.visitor import digest

IDLE, ABSOLUTE = timedelta(days=7), timedelta(days=30)
"""Without use, and in any case."""

NOTED = timedelta(hours=1)
"""How exactly is kept when a session was last used; each note is a write."""

_MOST = 200
_OF_ONE = 20
"""Sessions of one key, the newest."""


class LoggedIn:
    """Each session belongs to a key as it was: another password or other rights end it. Any thread may ask."""

    def __init__(self, kept: Kept[Sessions], clock: Clock) -> None:
        self._kept, self._clock = kept, clock

    def begin(self, key: Key) -> str:
        """A new session; what the browser gets. Older ones go on."""
        secret, now = secrets.token_urlsafe(32), self._clock.now()
        made = Session(digest(secret), key.id, key.stamp, now, now)
        self._kept.change(lambda known: Sessions(self._room_for(made, known.all)))
        return secret

    def _room_for(self, made: Session, known: Sequence[Session]) -> tuple[Session, ...]:
        """Those that go on, with a new one: who logs in again and again ends sessions of their own, and no others'."""
        going = [each for each in known if self._fresh(each)]
        mine = [each for each in going if each.key == made.key][-_OF_ONE:]
        others = [each for each in going if each.key != made.key]
        return (*others, *mine, made)[-_MOST:]

    def find(self, secret: str) -> Session | None:
        """The session of what a browser shows, if it goes on. Whether its key still stands is the caller's to see."""
        wanted = digest(secret)
        found = next((each for each in self._kept.read().all if secrets.compare_digest(each.digest, wanted)), None)
        return found if found is not None and self._fresh(found) else None

    def used(self, session: Session) -> None:
        """It was used now."""
        now = self._clock.now()
        if now - session.seen >= NOTED:
            self._kept.change(
                lambda known: Sessions(
                    tuple(replace(each, seen=now) if each.digest == session.digest else each for each in known.all)
                )
            )

    def end(self, secret: str) -> None:
        """Log out."""
        gone = digest(secret)
        self._kept.change(lambda known: Sessions(tuple(each for each in known.all if each.digest != gone)))

    def count(self, key: Key) -> int:
        """How many go on by this key."""
        return sum(
            (each.key, each.stamp) == (key.id, key.stamp) and self._fresh(each) for each in self._kept.read().all
        )

    def _fresh(self, session: Session) -> bool:
        now = self._clock.now()
        return now - session.seen < IDLE and now - session.begun < ABSOLUTE
