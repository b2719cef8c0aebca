"""The desks of settings, set-up and the program itself ask of each verb who it is, whatever page or route called it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.web.access import guarded
from tests.web.fake_desk import FakeDesk
from tests.web.fake_system import FakeSystem
from tests.web.houses import evening
from thermo_edge.config.checking import Fault
from thermo_edge.config.desk import PAGE, Read, Saved, SettingsDesk, Taken
from thermo_edge.config.proposal import Proposal
from thermo_edge.config.setup_desk import Answers, Met, SetupDesk
from thermo_edge.config.versions import Version
from thermo_edge.home.inventory import Inventory
from thermo_edge.home.reason import Code, Refused
from thermo_edge.home.system import SystemDesk
from thermo_edge.language.words import Words
from thermo_edge.web.access.seat import Seat
from thermo_edge.web.access.visitor import GUEST, Means, Role, Visitor
from thermo_edge.web.health import HealthReport
from thermo_edge.web.site import Site

OWNER = Visitor(Role.OWNER, Means.SESSION, "o", "Anna")
RESIDENT = Visitor(Role.RESIDENT, Means.SESSION, "r", "Ben")
TOKEN = Visitor(Role.RESIDENT, Means.TOKEN, "t", "Dash")
READER = Visitor(Role.OWNER, Means.TOKEN, "x", "Reads", read_only=True)
READ = Read("1", {})


@dataclass
class FakeSettings:
    """Implements SettingsDesk; notes what is asked, and by whom."""

    calls: list[tuple[str, str]] = field(default_factory=list)

    def read(self) -> Read:
        return self._note("read", READ)

    def check(self, tree: dict[str, Any]) -> tuple[Fault, ...]:
        return self._note("check", ())

    def save(self, base: Read, tree: dict[str, Any], who: str) -> Saved:
        return self._note("save", Saved("2"), who)

    def versions(self) -> tuple[Version, ...]:
        return self._note("versions", ())

    def restore(self, number: int, who: str) -> Saved:
        return self._note("restore", Saved("3"), who)

    def entities(self) -> Inventory:
        return self._note("entities", Inventory())

    def taken(self) -> Taken:
        return self._note("taken", Taken())

    def _note(self, verb: str, answer: Any, who: str = "") -> Any:
        self.calls.append((verb, who))
        return answer


class FakeSetup(FakeSettings):
    """Implements SetupDesk."""

    @property
    def supervised(self) -> bool:
        return bool(self._note("supervised", True))

    @property
    def failure(self) -> str:
        return str(self._note("failure", ""))

    def answers(self) -> Answers:
        made: Answers = self._note("answers", Answers())
        return made

    def keep(self, answers: Answers) -> None:
        self._note("keep", None)

    def known(self) -> Met | None:
        self._note("known", None)
        return None

    def connect(self, url: str, token: str) -> Met:
        made: Met = self._note("connect", Met("1", True, Proposal(), 0))
        return made

    def finish(self, answers: Answers) -> None:
        self._note("finish", None)


def settings(desk: SettingsDesk) -> dict[str, Callable[[], object]]:
    return {
        "read": desk.read,
        "check": lambda: desk.check({}),
        "versions": desk.versions,
        "entities": desk.entities,
        "taken": desk.taken,
        "save": lambda: desk.save(READ, {}, "Eve"),
        "restore": lambda: desk.restore(1, "Eve"),
    }


def setup(desk: SetupDesk) -> dict[str, Callable[[], object]]:
    return {
        "supervised": lambda: desk.supervised,
        "failure": lambda: desk.failure,
        "answers": desk.answers,
        "keep": lambda: desk.keep(Answers()),
        "known": desk.known,
        "connect": lambda: desk.connect("http://x", "t"),
        "finish": lambda: desk.finish(Answers()),
    }


def system(desk: SystemDesk, folder: Path) -> dict[str, Callable[[], object]]:
    return {
        "look": desk.look,
        "diagnostics": desk.diagnostics,
        "backup": lambda: desk.backup(folder / "backup.zip"),
        "put_back": desk.put_back,
        "receive": lambda: desk.receive(3),
        "agree": lambda: desk.agree("f", "Eve"),
        "drop": desk.drop,
        "restart": desk.restart,
    }


class Desks:
    """What a visitor has, and what came of each verb."""

    def __init__(self, visitor: Visitor, folder: Path) -> None:
        self.settings, self.setup = FakeSettings(), FakeSetup()
        health = HealthReport(True, {})
        self.system = FakeSystem()
        site = Site(FakeDesk(evening()), Words("en"), lambda: health, None, self.settings, self.setup, self.system)
        self.seat = Seat(site, visitor, guarded(folder))
        assert self.seat.settings is not None
        assert self.seat.setup is not None
        assert self.seat.system is not None
        self.verbs = {
            **settings(self.seat.settings),
            **setup(self.seat.setup),
            **system(self.seat.system, folder),
        }

    def refused(self) -> dict[str, Code]:
        found = {}
        for name, verb in self.verbs.items():
            try:
                verb()
            except Refused as refused:
                found[name] = refused.reason.code
        return found


@pytest.mark.parametrize("visitor", [GUEST, RESIDENT, TOKEN], ids=["guest", "resident", "token"])
def test_nobody_but_the_owner_gets_anything_of_them(tmp_path: Path, visitor: Visitor) -> None:
    made = Desks(visitor, tmp_path)
    assert made.refused() == dict.fromkeys(made.verbs, Code.ONLY_OWNER)
    assert made.settings.calls == made.setup.calls == []
    assert list(tmp_path.glob("*.zip")) == []


def test_a_token_that_may_only_read_changes_and_copies_nothing(tmp_path: Path) -> None:
    made = Desks(READER, tmp_path)
    assert made.refused() == dict.fromkeys(
        {"save", "restore", "backup", "receive", "agree", "drop", "restart", *setup(made.setup)}, Code.READS_ONLY
    )
    assert {verb for verb, _ in made.settings.calls} == {"read", "check", "versions", "entities", "taken"}


def test_what_the_owner_saves_is_in_their_name(tmp_path: Path) -> None:
    made = Desks(OWNER, tmp_path)
    assert made.refused() == {}
    assert {who for verb, who in made.settings.calls if verb in {"save", "restore"}} == {"Anna"}
    assert ("agree", "f", "Anna") in made.system.calls
    nameless = Desks(Visitor(Role.OWNER, Means.OPEN, "open"), tmp_path)
    nameless.refused()
    assert {who for verb, who in nameless.settings.calls if verb in {"save", "restore"}} == {PAGE}
