"""The frame in which every page but the first is built for one browser, and brought up to date part by part."""

import asyncio
from abc import ABC, abstractmethod
from contextlib import suppress
from functools import partial
from typing import Generic, TypeVar

from fastapi import Request
from nicegui import ui

from thermo_edge.web.access.seat import Seat
from thermo_edge.web.components import Section, box
from thermo_edge.web.pages import frame
from thermo_edge.web.pages.press import Hand
from thermo_edge.web.show.page import PageModel
from thermo_edge.web.site import LOOK_EVERY, SCOPE, USER

_SKELETON_AFTER = 0.3
"""Seconds that the house may take before the shape of what comes is shown."""

P = TypeVar("P", bound=PageModel)


async def opened(request: Request) -> tuple[Seat, str | None]:
    """The site of a request, looked at as long as this browser has it open, and the Home Assistant user who looks."""
    site: Seat = request.scope[SCOPE]
    site.opened()
    ui.context.client.on_delete(site.closed)
    with suppress(TimeoutError):
        await asyncio.wait_for(site.look(), _SKELETON_AFTER)
    return site, request.scope.get(USER)


class Page(ABC, Generic[P]):
    """A page at `path`: `build` once, `show` whenever the model is another one. `look` is called every second."""

    def __init__(self, site: Seat, path: str, user: str | None = None, cls: str = "", title: str = "") -> None:
        self.site, self.words, self.user = site, site.words, user
        self.hand = Hand(site, self.refresh, user)
        self.model: P | None = None
        self._time = frame.head(site.words, path, title)
        with box("te-page"):
            box("te-sky").props("aria-hidden=true")
            self._headline = Section(frame.said, "te-say")
            self._waiting = Section(frame.skeleton)
            self._broken: Section[bool] = Section(partial(frame.some_broken, self.words))
            with box(f"te-home {cls}") as self._body:
                self.build()
        frame.foot(site.words, path)
        self.refresh()
        ui.timer(LOOK_EVERY, self.look)

    @abstractmethod
    def latest(self) -> P:
        """The same object as long as nothing on it changed."""

    @abstractmethod
    def build(self) -> None: ...

    @abstractmethod
    def show(self, model: P) -> None: ...

    async def look(self) -> None:
        """Show what is new."""
        self.refresh()

    def refresh(self) -> None:
        """Show the latest model, where it is another one."""
        model = self.latest()
        if model is self.model:
            return
        self.model = model
        if self._time.text != model.time:
            self._time.set_text(model.time)
        self._headline.show(model.headline)
        self._waiting.show(model.waiting)
        self._broken.show(bool(model.broken))
        self._body.set_visibility(model.seen)
        self._body.classes(add="stale") if model.stale else self._body.classes(remove="stale")
        self.show(model)
