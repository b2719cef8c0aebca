"""What a press does: beside the event loop, once, with its refusal read out where it was pressed."""

import logging
from collections.abc import Callable

from thermo_edge.errors import ThermoEdgeError
from thermo_edge.home.house import House
from thermo_edge.home.reason import Refused
from thermo_edge.language.marks import N_
from thermo_edge.web.components import Button, Said, attributes
from thermo_edge.web.show.things import why
from thermo_edge.web.site import PATIENCE, Site

log = logging.getLogger(__name__)


class Hand:
    """A person's hand on one open page."""

    def __init__(self, site: Site, look_again: Callable[[], None], user: str | None = None) -> None:
        self.site = site
        self.user = user  # the Home Assistant user whose page it is, where that is known
        self._look_again = look_again
        self._busy: set[int] = set()
        self._last: Said | None = None

    def may_not(self, verb: str) -> str:
        """Why the one who looks may not do this, for a button that says so; empty: they may."""
        reason = self.site.why_not(verb)
        return why(reason, House(), self.site.words) if reason is not None else ""

    async def press(self, button: Button, said: Said, verb: Callable[[], None], tries: bool = False) -> bool:
        """Do `verb`; whether it was done. A second press before the answer does nothing.

        `tries`: it changes nothing, and keeps waiting nobody who changes something.
        """
        self._forget(said)
        if button.barred:
            said.say(button.barred)
            return False
        if button.id in self._busy:
            return False
        self._busy.add(button.id)
        attributes(button, aria_busy="true")
        refusal = await self._do(verb, tries)
        await self.site.look()
        self._busy.discard(button.id)
        if not button.is_deleted:
            attributes(button, aria_busy=None)
        if not said.is_deleted:
            said.say(refusal)
        self._look_again()
        return not refusal

    async def choose(self, said: Said, verb: Callable[[], None]) -> None:
        """Do `verb` for what was chosen from a list, where there is no button that could say it."""
        self._forget(said)
        refusal = await self._do(verb)
        if not said.is_deleted:
            said.say(refusal)

    def _forget(self, said: Said) -> None:
        """What was said to an earlier press elsewhere is over."""
        if self._last is not None and self._last is not said and not self._last.is_deleted:
            self._last.say("")
        self._last = said

    async def _do(self, verb: Callable[[], None], tries: bool = False) -> str:
        """Empty if it was done, otherwise why not."""
        words, view = self.site.words, self.site.view
        try:
            await (self.site.ponder(verb) if tries else self.site.press(verb))
        except TimeoutError:
            sentence = N_("The house did not answer in {count} s. It may still do it; look again in a moment.")
            return words.say(sentence, count=PATIENCE)
        except Refused as refused:
            house, now = (view.house, view.at) if view is not None else (House(), None)
            return why(refused.reason, house, words, now)
        except ThermoEdgeError as error:
            return str(error)
        except Exception:
            log.exception("A press on the page failed")
            return words.say(N_("This could not be done. The log says why."))
        return ""
