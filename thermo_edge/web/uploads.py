"""What the owner brings: a backup, written to the disk as it comes, and never held in memory."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import Request
from starlette.requests import ClientDisconnect

from thermo_edge.errors import ThermoEdgeError
from thermo_edge.home.put_back import Incoming, PutBack, Unfit, Why
from thermo_edge.web.access.seat import Seat
from thermo_edge.web.aside import Aside

_PART = 1024 * 1024
"""Bytes that are written at once."""

_STALLED = 60.0
"""Seconds without a byte after which somebody else may send theirs."""

_LOOKED_AT = 1000.0
"""Seconds after which nobody waits any more; whoever looks gives up before."""


async def received(request: Request, seat: Seat) -> PutBack:
    """The body of a request, taken for a backup and looked at. Raises Refused, and what the desk raises."""
    if seat.system is None:
        raise ThermoEdgeError("the program tells nothing of itself here")
    said = request.headers.get("content-length", "")
    length = int(said[:18]) if said.isdecimal() else None
    incoming = await asyncio.to_thread(seat.system.receive, length)
    try:
        await _write(request.stream(), incoming)
        return await Aside(1).run(incoming.finish, _LOOKED_AT)
    except (ClientDisconnect, TimeoutError) as error:
        raise Unfit(Why.CUT) from error
    finally:
        incoming.close()


async def _write(stream: AsyncIterator[bytes], incoming: Incoming) -> None:
    waiting = bytearray()
    while True:
        try:
            waiting += await asyncio.wait_for(anext(stream), _STALLED)
        except StopAsyncIteration:
            break
        if len(waiting) >= _PART:
            await asyncio.to_thread(incoming.write, bytes(waiting))
            waiting.clear()
    if waiting:
        await asyncio.to_thread(incoming.write, bytes(waiting))
