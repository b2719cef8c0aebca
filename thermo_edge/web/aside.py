"""Runs what may take long beside the event loop: no page and no stopping ever waits for a house that hangs."""

import asyncio
import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

T = TypeVar("T")

SEATS = 16
"""Calls under way at once; more than that means that nobody answers."""


class Aside:
    """A thread for each call, given up after a while; daemons, so that they do not hold up the program's end."""

    def __init__(self, seats: int = SEATS) -> None:
        self._free = threading.Semaphore(seats)

    async def run(self, work: Callable[[], T], timeout: float) -> T:
        """What `work` returns or raises; TimeoutError when it does not come back in time."""
        if not self._free.acquire(blocking=False):
            raise TimeoutError
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        threading.Thread(target=self._work, args=(work, done, loop), name="page-call", daemon=True).start()
        return await asyncio.wait_for(done, timeout)

    def _work(self, work: Callable[[], T], done: "asyncio.Future[T]", loop: asyncio.AbstractEventLoop) -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - handed to whoever waits
            self._tell(loop, done, partial(done.set_exception, error))
        else:
            self._tell(loop, done, partial(done.set_result, result))
        finally:
            self._free.release()

    @staticmethod
    def _tell(loop: asyncio.AbstractEventLoop, done: "asyncio.Future[T]", tell: Callable[[], None]) -> None:
        """Nobody may be waiting any more, or the loop may be gone."""
        if not loop.is_closed():
            loop.call_soon_threadsafe(lambda: None if done.done() else tell())
