"""The timetable: what is done when, by our clock. The live program, the simulated one and the tests run this table."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from thermo_edge.ports import Clock

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Something that is done again and again: either `every` so often, or `daily` at a local time.

    `every` may be asked anew each time: what it goes by may change while the house runs.
    `dated`: it must not run by a clock that cannot be trusted. `slow`: it may take long, so it gets a thread of its own
    where there is one.
    """

    name: str
    run: Callable[[], None]
    every: timedelta | Callable[[], timedelta] | None = None
    daily: time | None = None
    dated: bool = False
    slow: bool = False


Run = Callable[[Callable[[], None]], None]
"""Runs something slow: at once in a simulation, in a thread in the live program."""


def at_once(work: Callable[[], None]) -> None:
    work()


class Timetable:
    """Runs what is due. One that fails is logged and comes again at its next time.

    `zone`: the house's, which may not be known before the home has told it.
    """

    def __init__(
        self,
        jobs: Sequence[Job],
        clock: Clock,
        zone: Callable[[], tzinfo],
        trusted: Callable[[], bool],
        slowly: Run = at_once,
    ) -> None:
        self._jobs = tuple(jobs)
        self._slowly = slowly
        self._clock = clock
        self._zone, self._local = zone, zone()
        self._trusted = trusted
        now = clock.now()
        self._next = {job.name: self._after(job, now) for job in self._jobs}

    @property
    def jobs(self) -> tuple[Job, ...]:
        return self._jobs

    @property
    def due(self) -> datetime:
        """When the next job's time comes."""
        return min(self._next.values())

    def run_due(self) -> None:
        """Run every job whose time has come, once, however late it is."""
        now = self._clock.now()
        self._look_at_the_zone(now)
        for job in self._jobs:
            if now < self._next[job.name]:
                continue
            self._next[job.name] = self._after(job, now)
            if job.dated and not self._trusted():
                continue
            if job.slow:
                self._slowly(lambda job=job: _run(job))  # type: ignore[misc]
            else:
                _run(job)

    def _look_at_the_zone(self, now: datetime) -> None:
        """Where the house's is another one now, what is daily comes at its local times."""
        if (zone := self._zone()) != self._local:
            self._local = zone
            self._next |= {job.name: self._after(job, now) for job in self._jobs if job.daily is not None}

    def _after(self, job: Job, now: datetime) -> datetime:
        if job.every is not None:
            return now + (job.every() if callable(job.every) else job.every)
        assert job.daily is not None
        local = now.astimezone(self._local)
        at = local.replace(hour=job.daily.hour, minute=job.daily.minute, second=0, microsecond=0)
        while at.timestamp() <= now.timestamp():
            at += timedelta(days=1)  # on the wall clock: the same local time tomorrow, whatever the day's length
        return at.astimezone(now.tzinfo)


def _run(job: Job) -> None:
    try:
        job.run()
    except Exception:
        LOG.exception("the job %s failed", job.name)
