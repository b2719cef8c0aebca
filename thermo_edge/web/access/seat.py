"""The site as one visitor has it: all of it is shared but who they are, whom they see and what they may."""

import inspect
import logging
from collections.abc import Iterable
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, cast

from thermo_edge.errors import StoreError, ThermoEdgeError
from thermo_edge.home.forecast import Whereabouts
from thermo_edge.home.house import House, Person, PersonId
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.home.turn import Actor
from thermo_edge.home.view import shows_rooms
from thermo_edge.ports import Desk
from thermo_edge.web.access.book import Look
from thermo_edge.web.access.desks import VisitorSettings, VisitorSetup, VisitorSystem
from thermo_edge.web.access.gate import Access, Guarded
from thermo_edge.web.access.roles import OF_ONESELF, require, why_not
from thermo_edge.web.access.visitor import Role, Visitor
from thermo_edge.web.site import Site

if TYPE_CHECKING:
    _Shared = Site
else:
    _Shared = object

log = logging.getLogger(__name__)


class Seat(_Shared):
    """What a request carries under `SCOPE`. Whatever is not here is the site's own.

    Its desks do what the visitor may and nothing else, and always in their name; `who` is them.
    """

    def __init__(self, site: Site, visitor: Visitor, access: Access) -> None:
        self.site, self.visitor, self.access = site, visitor, access
        self._saw: House | None = None
        may = partial(require, visitor=visitor)
        self.desk: Desk = cast(Desk, VisitorDesk(site.desk, self))
        self.settings = site.settings and VisitorSettings(site.settings, may, lambda: self.who.name)
        self.setup = site.setup and VisitorSetup(site.setup, may)
        self.system = site.system and VisitorSystem(site.system, may, lambda: self.who.name)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.site, name)

    @property
    def house(self) -> House | None:
        """As it was seen last."""
        if self._saw is not None:
            return self._saw
        view = self.site.view
        return view.house if view is not None else None

    def saw(self, house: House) -> None:
        """Of a request that no open page has looked for."""
        self._saw = house

    @property
    def who(self) -> Actor:  # type: ignore[override]
        """The visitor, as decisions name them."""
        return self.visitor.actor(self.house)

    def why_not(self, verb: str) -> Reason | None:
        """Why the visitor may not do this; None: they may. For a page that says so beforehand."""
        return why_not(verb, self.visitor)

    def person(self, user: str | None = None) -> Person | None:  # noqa: ARG002 - only the visitor counts
        return self.visitor.person(self.house)

    async def whereabouts(self, user: str | None = None) -> tuple[Whereabouts, ...] | None:  # noqa: ARG002
        """The persons that the visitor may see; that they were seen is noted, for those to read."""
        viewer = self.person()
        if viewer is None:
            return None
        try:
            return await self.site.press(partial(self.seen, viewer))
        except (TimeoutError, ThermoEdgeError) as error:
            log.warning("The persons cannot be seen: %s", str(error) or type(error).__name__)
            return None

    def seen(self, viewer: Person | None) -> tuple[Whereabouts, ...]:
        """The same on any thread. What cannot be noted is not shown."""
        found = self.site.desk.whereabouts(viewer.id if viewer is not None else None)
        self._note(each.person for each in found if viewer is None or each.person != viewer.id)
        return found

    def sees_rooms(self) -> bool:
        """Whether the visitor is told who is in rooms and in the home; that they were told is noted at everybody else.

        On any thread; what cannot be noted is not shown.
        """
        house, viewer = self.house or House(), self.person()
        if not shows_rooms(house, viewer.id if viewer is not None else None):
            return False
        try:
            self._note(each.id for each in house.persons if each is not viewer)
        except StoreError as error:
            log.warning("A look at the rooms cannot be noted: %s", error)
            return False
        return True

    def _note(self, others: Iterable[PersonId]) -> None:
        seen = tuple(others)
        if seen and isinstance(self.access, Guarded):
            self.access.keyring.looked(self.who.name, seen)

    def may_forget(self) -> tuple[Person, ...]:
        """Whom the visitor may have forgotten: themself, or anybody for the owner."""
        persons, me = self.house.persons if self.house is not None else (), self.person()
        if self.why_not("forget_person") is not None:
            return ()
        return persons if self.visitor.role is Role.OWNER else tuple(each for each in persons if each == me)

    def require_about(self, person: PersonId) -> None:
        """Raises Refused where the visitor is neither that person nor the owner."""
        me = self.visitor.person(self.site.desk.view().house)
        if self.visitor.role is not Role.OWNER and (me is None or me.id != person):
            raise Refused(Reason(Code.ONLY_OWNER))

    def looks(self) -> tuple[Look, ...]:
        """Who looked whether somebody was home, the newest first: at the visitor, or at anybody for the owner."""
        if not isinstance(self.access, Guarded):
            return ()
        person, owner = self.person(), self.visitor.role is Role.OWNER
        looks = reversed(self.access.keyring.book.looks)
        return tuple(look for look in looks if owner or (person is not None and look.person == person.id))


class VisitorDesk:
    """The desk for one visitor: each verb is looked up in the table of roles, and what is done is done by them.

    Raises Refused for what the visitor may not, also for a verb that the table does not name.
    """

    def __init__(self, desk: Desk, seat: Seat) -> None:
        self._desk, self._seat = desk, seat

    def __getattr__(self, verb: str) -> Any:
        method = getattr(self._desk, verb)
        if verb.startswith("_") or not callable(method):
            raise AttributeError(verb)
        seat = self._seat

        @wraps(method)
        def do(*args: Any, **named: Any) -> Any:
            require(verb, seat.visitor)
            if verb == "whereabouts":
                return seat.seen(seat.person())
            given = inspect.signature(method).bind(*args, **named)
            if verb in OF_ONESELF:
                seat.require_about(given.arguments["person"])
            if "who" in given.arguments:
                given.arguments["who"] = seat.who
            return method(*given.args, **given.kwargs)

        return do
