"""How often a password may be tried: each wrong one makes its address wait longer, and many make strangers wait."""

import ipaddress
import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from thermo_edge.ports import Clock

FREE = 5
"""Wrong tries of an address before it waits."""

LONGEST = timedelta(minutes=15)
FORGET = timedelta(hours=2)
"""An address that was quiet for so long begins anew."""

ALL_FREE, ALL_LONGEST = 30, timedelta(seconds=30)
"""The same over all addresses that are not known: never long, for the owner may be one of them."""

KNOWN_FOR = timedelta(days=30)
_MOST = 4096


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong ones in a row, and the time of the last."""

    count: int = 0
    at: datetime | None = None


class Limiter:
    """Counts a try before it is looked at, so that many at once gain nothing. Any thread may ask."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._tries: dict[str, Tries] = {}
        self._all = Tries()
        self._known: dict[str, datetime] = {}

    def begin(self, address: str) -> timedelta | None:
        """Take a try; or, where it is too early, how long to wait (nothing is counted then)."""
        place, now = _place(address), self._clock.now()
        with self._lock:
            self._tidy(now)
            own = self._tries.get(place, Tries())
            waits = [_left(own, now, FREE, LONGEST)]
            known = place in self._known
            if not known:
                waits.append(_left(self._all, now, ALL_FREE, ALL_LONGEST))
            left = max(waits)
            if left > timedelta(0):
                return left
            self._tries[place] = Tries(own.count + 1, now)
            if not known:
                self._all = Tries(self._all.count + 1, now)
            return None

    def succeeded(self, address: str) -> None:
        """This one try was right: the address is known, and other people's failures do not make it wait.

        Wrong ones before it still count: else a key of one's own would open the way to guess at others'.
        """
        place, now = _place(address), self._clock.now()
        with self._lock:
            own = self._tries.get(place)
            if own is not None:
                self._tries[place] = replace(own, count=max(0, own.count - 1))
            if place not in self._known:
                self._all = replace(self._all, count=max(0, self._all.count - 1))
            self._known[place] = now

    def _tidy(self, now: datetime) -> None:
        self._tries = {place: tries for place, tries in self._tries.items() if _fresh(tries, now)}
        while len(self._tries) >= _MOST:
            self._tries.pop(next(iter(self._tries)))
        if not _fresh(self._all, now):
            self._all = Tries()
        self._known = {place: at for place, at in self._known.items() if now - at < KNOWN_FOR}


def _fresh(tries: Tries, now: datetime) -> bool:
    return tries.at is not None and now - tries.at < FORGET


def _left(tries: Tries, now: datetime, free: int, longest: timedelta) -> timedelta:
    """1, 2, 4 … seconds after the last wrong one."""
    if tries.at is None or tries.count < free:
        return timedelta(0)
    wait = min(timedelta(seconds=2.0 ** min(tries.count - free, 20)), longest)
    return tries.at + wait - now


def _place(address: str) -> str:
    """A host of IPv6 has a whole network of addresses."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
