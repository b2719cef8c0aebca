"""Forgets a person: in an order that can be gone on with wherever it was cut off, and then leaves no trace of it."""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from thermo_edge.app.settings_desk import FileSettingsDesk
from thermo_edge.config.versions import write_whole
from thermo_edge.control import forget_desk
from thermo_edge.control.controller import Controller
from thermo_edge.errors import ThermoEdgeError
from thermo_edge.home.forgetting import Forgetting, Whom, whom
from thermo_edge.home.house import EntityId, House, PersonId
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.jobs import Run, at_once
from thermo_edge.learning import forgetting as learned
from thermo_edge.ports import Erasable
from thermo_edge.web.access.forgetting import AccessOf

LOG = logging.getLogger(__name__)

BEGUN = "forgetting.json"
"""Beside the database as long as it is not done: whom, and all that is theirs."""

_ASIDE = ("*.before-*", "*.corrupt-*", "*.damaged", "*.failed", "*.part", "put-back.zip", "*.put-back.json")
"""Copies that a restore, an upgrade or a fault has put aside, and a backup that waits to be put back."""


class Places:
    """The files of a house, and what is done to them; the same whether the house runs or not."""

    def __init__(self, folder: Path, path: Path, settings: FileSettingsDesk) -> None:
        self.folder, self._path, self.settings = folder, path, settings
        self.access = AccessOf(folder)

    def copies(self) -> Iterator[Path]:
        """What was put aside, beside the database and beside the settings."""
        for parent in dict.fromkeys((self.folder.resolve(), self._path.parent.resolve())):
            for pattern in _ASIDE:
                yield from (file for file in parent.glob(pattern) if file.is_file() and self._ours(file))

    def _ours(self, file: Path) -> bool:
        """In the folder of the settings there are others' files too."""
        ours = (self._path.name, f".{self._path.name}")
        return file.parent == self.folder.resolve() or file.name.startswith(ours)

    def begin(self, one: Whom) -> None:
        told: dict[str, object] = {"person": one.person, "name": one.name, "user": one.user}
        several = {"names": one.names, "entities": one.entities, "programs": one.programs, "others": one.others}
        told |= {name: sorted(each) for name, each in several.items()}
        write_whole(self.folder / BEGUN, json.dumps(told, ensure_ascii=False))

    def begun(self) -> Whom | None:
        """Who is being forgotten; None: nobody is."""
        try:
            told = json.loads((self.folder / BEGUN).read_text(encoding="utf-8"))
            entities = frozenset(EntityId(each) for each in told["entities"])
            names, programs, others = (frozenset(told[name]) for name in ("names", "programs", "others"))
            return Whom(PersonId(told["person"]), told["name"], names, entities, told["user"], programs, others)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            LOG.error("%s cannot be read: %s", self.folder / BEGUN, error)
            return None

    def forget(self, one: Whom) -> None:
        """In the files of access and of learning, and among what was put aside."""
        self.access.forget(one)
        learned.forget(self.folder, one)
        for copy in self.copies():
            copy.unlink(missing_ok=True)

    def done(self) -> None:
        (self.folder / BEGUN).unlink(missing_ok=True)


class Forgetter:
    """Implements home.forgetting.Forgets for a house that runs. `follow`: has it go by the settings as they are now."""

    def __init__(
        self,
        places: Places,
        controller: Controller,
        history: Erasable,
        follow: Callable[[], None],
        unlog: Callable[[Whom], None],
        slowly: Run = at_once,
    ) -> None:
        self._places, self._controller, self._history = places, controller, history
        self._follow, self._unlog, self._slowly = follow, unlog, slowly
        self._busy = threading.Lock()

    def ahead(self, person: PersonId) -> Forgetting:
        return ahead(self._controller.state.house, person, self._places, self._history)

    def forget(self, person: PersonId, name: str) -> None:
        found = self.ahead(person).whom
        if not name.strip() or " ".join(name.split()).casefold() != " ".join(found.name.split()).casefold():
            raise Refused(Reason.of(Code.ANOTHER_NAME, detail=found.name))
        self._begin()
        try:
            former = self._places.begun()
            if former is not None and former.person != person:
                self._take_out(former)
            self._places.begin(found)
            self._take_out(found)
        except BaseException:
            self._busy.release()
            raise
        self._slowly(self._end)

    def resume(self) -> None:
        """What was begun and could not be ended is gone on with."""
        found = self._places.begun()
        if found is None or not self._busy.acquire(blocking=False):
            return
        try:
            self._take_out(found)
        except ThermoEdgeError as error:
            LOG.warning("somebody is not forgotten everywhere yet, which is tried again: %s", error)
            self._busy.release()
        else:
            self._end()

    def _begin(self) -> None:
        if not self._busy.acquire(blocking=False):
            raise Refused(Reason(Code.BUSY))

    def _take_out(self, one: Whom) -> None:
        """First out of the settings, so that nothing more is heard of them; each step may be done again."""
        self._places.settings.forget(one)
        self._follow()
        forget_desk.forget_person(self._controller, self._history, one)
        self._places.forget(one)
        self._unlog(one)

    def _end(self) -> None:
        """What takes long: nothing is left in unused places of the disk."""
        try:
            self._history.scrub()
            self._places.done()
        except ThermoEdgeError as error:
            LOG.warning("the database still has to be written anew, which is tried again: %s", error)
        finally:
            self._busy.release()


def ahead(house: House, person: PersonId, places: Places, history: Erasable) -> Forgetting:
    """What would go with a person. Raises Refused, or SettingsError where the settings cannot be changed."""
    found = next((each for each in house.persons if each.id == person), None)
    if found is None:
        raise Refused(Reason.of(Code.NO_SUCH_PERSON, detail=person))
    names, programs = places.access.names(person)
    one = whom(house, found, names, history.entities(), programs)
    keys, versions = places.access.keys(one), places.settings.naming(one)
    return Forgetting(one, history.traces(one), keys, versions, sum(1 for _ in places.copies()))
