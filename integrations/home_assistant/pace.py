"""How long things may take and how often they are tried; tests make it quicker."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from integrations.home_assistant.faults import Starting, TokenRefused
from thermo_edge.errors import ThermoEdgeError


@dataclass(frozen=True, slots=True)
class Pace:
    """The defaults are for a home."""

    poll: timedelta = timedelta(seconds=30)
    answer: timedelta = timedelta(seconds=10)  # Home Assistant may take so long
    stale: timedelta = timedelta(seconds=30)  # an older command is not sent any more
    first_retry: timedelta = timedelta(seconds=1)
    longest_retry: timedelta = timedelta(seconds=60)
    refused_retry: timedelta = timedelta(minutes=10)  # Home Assistant may ban an address that tries more often
    starting_retry: timedelta = timedelta(seconds=2)
    large_retry: timedelta = timedelta(minutes=10)  # what was too large is tried again after this
    answers: timedelta = timedelta(seconds=1)  # for other programs that have this home, before we take it
    here: timedelta = timedelta(seconds=60)  # between two signs of life to other programs
    gather: timedelta = timedelta(milliseconds=10)  # changes within it become one message
    proof: timedelta = timedelta(seconds=3)  # the heartbeat that tests a switch-off

    def retry(self, fault: ThermoEdgeError, attempt: int, instance: str) -> timedelta:
        """How long to wait after the attempt of this number (from 0) failed."""
        if isinstance(fault, TokenRefused):
            return self.refused_retry
        if isinstance(fault, Starting):
            return self.starting_retry
        wait = min(self.longest_retry.total_seconds(), self.first_retry.total_seconds() * 2.0 ** min(attempt, 16))
        return timedelta(seconds=wait * (0.75 + 0.5 * _share(f"{instance}:{attempt}")))


def _share(text: str) -> float:
    """0..1, the same for the same text, so that programs which lost the same home do not come back in step."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) / 2**32
