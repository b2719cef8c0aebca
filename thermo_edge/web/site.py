"""What all open pages share: the desk, the words, and the page made from the latest view, made once for all of them."""

import asyncio
import logging
from collections.abc import Callable, Hashable
from datetime import timedelta
from functools import partial
from typing import Protocol, TypeVar, cast

from nicegui import background_tasks

from thermo_edge.config.desk import SettingsDesk
from thermo_edge.config.setup_desk import SetupDesk
from thermo_edge.errors import StoreError
from thermo_edge.home.day import RoomDay
from thermo_edge.home.events import Happened, PastAlarm
from thermo_edge.home.forecast import Whereabouts
from thermo_edge.home.house import Attribute, Person, PlaceId
from thermo_edge.home.otherwise import Otherwise
from thermo_edge.home.past import Reach, RoomPast
from thermo_edge.home.reason import Reason
from thermo_edge.home.system import SystemDesk
from thermo_edge.home.turn import SOMEBODY, Actor, DecisionRecord
from thermo_edge.home.view import HouseView
from thermo_edge.language.words import Words
from thermo_edge.ports import Desk
from thermo_edge.web.aside import Aside
from thermo_edge.web.health import LOOP, HealthReport
from thermo_edge.web.show.day import DayModel
from thermo_edge.web.show.home import HomeModel, Samples, home_model
from thermo_edge.web.show.page import PageModel
from thermo_edge.web.show.panel import Panel, panel
from thermo_edge.web.show.ribbon import BEHIND

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
P = TypeVar("P", bound=PageModel)
M_co = TypeVar("M_co", bound=PageModel, covariant=True)

log = logging.getLogger(__name__)

SCOPE = "thermo_edge.site"
"""Where a request carries the site it belongs to, as its visitor has it: a `web.access.seat.Seat`."""

USER = "thermo_edge.user"
"""Where a request carries the Home Assistant user who looks, or None."""

VISITOR, ACCESS, KNOCK = "thermo_edge.visitor", "thermo_edge.access", "thermo_edge.knock"
"""Where a request carries who it is, who judged that, and what they brought."""

PATIENCE = 12.0
"""Seconds that a person's press may take before the page says that the house does not answer; the desk has its own."""

READERS = 6
"""What is only read or tried has so many seats of its own: however much is asked, a press is never kept waiting."""

LOOK_EVERY = 1.0
_HEALTH_EVERY = 5  # looks
_VIEW_WITHIN = 3.0
_HEALTH_WITHIN = 2.0
_TREND_WITHIN = 10.0
_STRETCH = timedelta(minutes=5)
_MINUTE, _HOUR = 60.0, 3600.0
_NO_ANSWER = HealthReport(False, {LOOP: (False, "does not answer")})


class Make(Protocol[M_co]):
    """Makes a page of a view; `answers` is whether the house's loop still comes round."""

    def __call__(self, view: HouseView | None, words: Words, answers: bool, demo: float | None, /) -> M_co: ...


class Site:
    """One per server. Pages read from it and never wait for the house; it looks for them while any is open."""

    def __init__(
        self,
        desk: Desk,
        words: Words,
        health: Callable[[], HealthReport],
        demo: float | None = None,
        settings: SettingsDesk | None = None,
        setup: SetupDesk | None = None,
        system: SystemDesk | None = None,
    ) -> None:
        self.desk = desk
        self.settings, self.setup, self.system = settings, setup, system
        self.words = words
        self.who: Actor = SOMEBODY
        self.view: HouseView | None = None
        self.model: HomeModel | None = None
        self._health = health
        self._demo = demo
        self._aside = Aside()
        self._beside = Aside(READERS)
        self._samples: Samples | None = None
        self._sampled: object = None
        self._answers = True
        self._pages = 0
        self._tasks: list[asyncio.Task[None]] = []
        self._told: set[str] = set()
        self._looks = 0
        self._happened: dict[None, tuple[object, tuple[tuple[Happened, ...], tuple[PastAlarm, ...]]]] = {}
        self._makers: dict[object, object] = {}
        self._others: dict[PlaceId, tuple[object, tuple[Otherwise, ...]]] = {}
        self._about: dict[tuple[PlaceId, int], tuple[object, tuple[DecisionRecord, ...]]] = {}
        self._days: dict[PlaceId, tuple[object, RoomDay | None]] = {}
        self._pasts: dict[tuple[PlaceId, Reach], tuple[object, RoomPast | None]] = {}
        self._drawn: dict[PlaceId, tuple[object, DayModel]] = {}
        self._made: dict[object, tuple[tuple[int, bool], PageModel]] = {}

    @property
    def in_fahrenheit(self) -> bool:
        """Whether people here read °F."""
        return self.words.in_fahrenheit

    def why_not(self, verb: str) -> Reason | None:  # noqa: ARG002 - a visitor's seat knows
        """Why this may not be done; None: it may."""
        return None

    async def press(self, verb: Callable[[], T]) -> T:
        """Do what a person asked, beside the loop."""
        return await self._aside.run(verb, PATIENCE)

    async def ponder(self, verb: Callable[[], T]) -> T:
        """The same for what changes nothing and may take long."""
        return await self._beside.run(verb, PATIENCE)

    async def health(self) -> HealthReport:
        """The truth, or that there is no answer."""
        try:
            return await self._aside.run(self._health, _HEALTH_WITHIN)
        except Exception as error:
            log.warning("The health cannot be told: %s", str(error) or type(error).__name__, exc_info=_debugging())
            return _NO_ANSWER

    def opened(self) -> None:
        """A page looks: view, trends and health are read as long as any does."""
        self._pages += 1
        if all(task.done() for task in self._tasks):
            readers = {"look": self._looking(), "history": self._reading()}
            self._tasks = [background_tasks.create(reader, name=name) for name, reader in readers.items()]

    def closed(self) -> None:
        self._pages -= 1

    async def look(self) -> None:
        """Take the view of now, and make the page of it; in set-up there is none yet."""
        if self.setup is not None:
            self._make()
            return
        try:
            view = await self._aside.run(self.desk.view, _VIEW_WITHIN)
            self._looks += view is not self.view
            self.view, self.words = view, self.words.of(view.house)
        except Exception as error:
            self._answers = False
            log.warning("The house cannot be seen: %s", str(error) or type(error).__name__, exc_info=_debugging())
        self._make()

    def _make(self) -> None:
        """The same object as long as nothing on it changed."""
        model = home_model(self.view, self.words, self._samples, self._answers, self._demo)
        if model != self.model:
            self.model = model
        self._tell(model.broken)

    def panel(self, place: PlaceId) -> Panel | None:
        """What opens for a place; None where there is none, or where it cannot be shown."""
        if self.view is None or self.model is None:
            return None
        try:
            return panel(place, self.view, self.words, in_fahrenheit=self.in_fahrenheit, blocked=self.model.blocked)
        except Exception as error:
            log.debug("A panel cannot be shown", exc_info=True)
            self._tell((f"{type(error).__name__}: {error}",))
            return None

    def made(self, make: Make[P]) -> P:
        """A page's model, made for the first that looks after a change; `make` is a function that lives on."""
        model, known = self._made.get(make), self._known()
        if model is None or model[0] != known:
            model = known, make(self.view, self.words, self._answers, self._demo)
            self._tell(model[1].broken)
            self._made[make] = model
        return cast("P", model[1])

    def maker(self, key: object, make: Make[P]) -> Make[P]:
        """The same maker for the same key, so that what it makes is made once for all pages."""
        return cast("Make[P]", self._makers.setdefault(key, make))

    def place_name(self, place: PlaceId) -> str:
        """What a place is called, as far as it is known."""
        return self.words.place_name(self.view.house, place) if self.view is not None else str(place)

    async def day(self, place: PlaceId) -> RoomDay | None:
        """A room's last hours, looked up for all pages each five minutes of the house's time."""
        if self.view is None:
            return None
        stretch = self.view.at.timestamp() // _STRETCH.total_seconds()
        return await self._looked_up(self._days, place, stretch, partial(self.desk.day, place), "A room's day")

    async def past(self, place: PlaceId, reach: Reach) -> RoomPast | None:
        """A room's week, month or year, looked up for all pages once an hour of the house's time."""
        if self.view is None:
            return None
        hour = self.view.at.timestamp() // _HOUR
        verb = partial(self.desk.past, place, reach)
        return await self._looked_up(self._pasts, (place, reach), hour, verb, "A room's past")

    async def others(self, place: PlaceId) -> tuple[Otherwise, ...]:
        """What would change what is decided about a room, tried anew with each decision and each five minutes."""
        if self.view is None:
            return ()
        newest = self.view.decisions[0].number if self.view.decisions else 0
        stands = self.view.at.timestamp() // _STRETCH.total_seconds(), newest
        if place not in self._others or self._others[place][0] != stands:
            try:
                found = await self._beside.run(partial(self.desk.otherwise, place), _TREND_WITHIN)
            except Exception as error:
                log.warning("What would be otherwise cannot be said: %s", error, exc_info=_debugging())
                found = ()
            self._others[place] = stands, found
        return self._others[place][1]

    async def decisions(self, place: PlaceId, limit: int) -> tuple[DecisionRecord, ...] | None:
        """The latest about a place from the journal, looked up anew with each decision and each minute.

        None where they cannot be read.
        """
        if self.view is None:
            return None
        newest = self.view.decisions[0].number if self.view.decisions else 0
        stands = self.view.at.timestamp() // _MINUTE, newest
        verb = partial(self.desk.decisions, place, limit)
        return await self._looked_up(self._about, (place, limit), stands, verb, "The journal")

    def drawn(self, place: PlaceId, draw: Callable[[], DayModel]) -> DayModel | None:
        """A room's picture, drawn anew with its past or its plan."""
        plan = self.view.plan if self.view is not None else None
        stands = self._days[place][0], plan.at if plan is not None else None
        if place not in self._drawn or self._drawn[place][0] != stands:
            try:
                self._drawn[place] = stands, draw()
            except Exception as error:
                log.debug("A room's picture cannot be drawn", exc_info=True)
                self._tell((f"{type(error).__name__}: {error}",))
                return None
        return self._drawn[place][1]

    def _known(self) -> tuple[int, bool]:
        """What pages are made from; a view is never changed, so which one it is is enough."""
        return self._looks, self._answers

    def person(self, user: str | None) -> Person | None:
        """Who of the household looks at a page; None where that is not known."""
        persons = self.view.house.persons if self.view is not None else ()
        return next((each for each in persons if user is not None and each.user == user), None)

    async def whereabouts(self, user: str | None) -> tuple[Whereabouts, ...] | None:
        """The persons that this user may see, as the desk allows; None where it cannot be told, or not to whom."""
        person = self.person(user)
        if person is None:
            return None
        try:
            return await self._aside.run(partial(self.desk.whereabouts, person.id), _VIEW_WITHIN)
        except Exception as error:
            log.warning("The persons cannot be seen: %s", str(error) or type(error).__name__, exc_info=_debugging())
            return None

    async def happened(self) -> tuple[tuple[Happened, ...], tuple[PastAlarm, ...]] | None:
        """What the sensors saw of late and the alarms, looked up for all pages a few times an hour of the house's."""
        if self.view is None:
            return None
        stretch = self.view.at.timestamp() // _STRETCH.total_seconds(), len(self.view.notices)
        return await self._looked_up(self._happened, None, stretch, self.desk.events, "Today's events")

    async def _looked_up(
        self, kept: dict[K, tuple[object, T]], key: K, stands: object, verb: Callable[[], T], what: str
    ) -> T | None:
        """What a verb tells, for all pages as long as the same `stands`; None where `what` cannot be read."""
        known = kept.get(key)
        if known is None or known[0] != stands:
            try:
                known = kept[key] = stands, await self._beside.run(verb, _TREND_WITHIN)
            except Exception as error:
                log.warning("%s cannot be read: %s", what, str(error) or type(error).__name__, exc_info=_debugging())
                return None
        return known[1]

    def _tell(self, faults: tuple[str, ...]) -> None:
        """Each fault of the page once."""
        for fault in set(faults) - self._told:
            log.error("A part of the page cannot be shown: %s", fault)
        self._told.update(faults)

    async def _looking(self) -> None:
        looks = 0
        while self._pages > 0:
            if looks % _HEALTH_EVERY == 0:
                self._answers = (await self.health()).details.get(LOOP, (True, ""))[0]
            looks += 1
            await self.look()
            await asyncio.sleep(LOOK_EVERY)

    async def _reading(self) -> None:
        while self._pages > 0:
            if self.view is not None:
                await self._read(self.view)
            await asyncio.sleep(LOOK_EVERY if self._samples is None else 5 * LOOK_EVERY)

    async def _read(self, view: HouseView) -> None:
        """What the rooms measured of late, each five minutes of the house's time."""
        stretch = (view.at.timestamp() // _STRETCH.total_seconds(), tuple(room.id for room in view.rooms))
        if stretch == self._sampled:
            return
        samples: Samples = self._samples or {}
        try:
            samples = await self._aside.run(lambda: self._trends(view), _TREND_WITHIN)
            self._sampled = stretch
        except (TimeoutError, StoreError) as error:
            log.warning("The history cannot be read, the pages go on without it: %s", str(error) or "no answer")
        except Exception:
            log.exception("The history could not be read for the pages")
        self._samples = samples

    def _trends(self, view: HouseView) -> Samples:
        return {room.id: self.desk.trend(room.id, Attribute.TEMPERATURE, BEHIND) for room in view.rooms}


def _debugging() -> bool:
    return log.isEnabledFor(logging.DEBUG)
