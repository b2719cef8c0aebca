"""Settings, set-up and the program itself as one visitor has them: each verb is looked up in the table of roles."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from thermo_edge.config.checking import Fault
from thermo_edge.config.desk import PAGE, Read, Saved, SettingsDesk, Taken
from thermo_edge.config.setup_desk import Answers, Met, SetupDesk
from thermo_edge.config.versions import Version
from thermo_edge.home.inventory import Inventory
from thermo_edge.home.put_back import Incoming, PutBack
from thermo_edge.home.system import SystemDesk, SystemView

May = Callable[[str], None]
"""Raises Refused where the visitor may not do this verb."""


class VisitorSettings:
    """Implements config.desk.SettingsDesk; `name` is whose a save is, whatever a page hands over."""

    def __init__(self, desk: SettingsDesk, may: May, name: Callable[[], str]) -> None:
        self._desk, self._may, self._name = desk, may, name

    def read(self) -> Read:
        self._may("read_settings")
        return self._desk.read()

    def check(self, tree: dict[str, Any]) -> tuple[Fault, ...]:
        self._may("read_settings")
        return self._desk.check(tree)

    def save(self, base: Read, tree: dict[str, Any], who: str) -> Saved:  # noqa: ARG002 - the visitor does it
        self._may("settings")
        return self._desk.save(base, tree, self._name() or PAGE)

    def versions(self) -> tuple[Version, ...]:
        self._may("read_settings")
        return self._desk.versions()

    def restore(self, number: int, who: str) -> Saved:  # noqa: ARG002 - the visitor does it
        self._may("restore")
        return self._desk.restore(number, self._name() or PAGE)

    def entities(self) -> Inventory:
        self._may("read_settings")
        return self._desk.entities()

    def taken(self) -> Taken:
        self._may("read_settings")
        return self._desk.taken()


class VisitorSetup:
    """Implements config.setup_desk.SetupDesk."""

    def __init__(self, desk: SetupDesk, may: May) -> None:
        self._desk, self._may = desk, may

    @property
    def supervised(self) -> bool:
        return self._asked.supervised

    @property
    def failure(self) -> str:
        return self._asked.failure

    def answers(self) -> Answers:
        return self._asked.answers()

    def keep(self, answers: Answers) -> None:
        self._asked.keep(answers)

    def known(self) -> Met | None:
        return self._asked.known()

    def connect(self, url: str, token: str) -> Met:
        return self._asked.connect(url, token)

    def finish(self, answers: Answers) -> None:
        self._asked.finish(answers)

    @property
    def _asked(self) -> SetupDesk:
        self._may("setup")
        return self._desk


class VisitorSystem:
    """Implements home.system.SystemDesk."""

    def __init__(self, desk: SystemDesk, may: May, name: Callable[[], str]) -> None:
        self._desk, self._may, self._name = desk, may, name

    def look(self) -> SystemView:
        self._may("system")
        return self._desk.look()

    def diagnostics(self) -> bytes:
        self._may("system")
        return self._desk.diagnostics()

    def backup(self, to: Path) -> None:
        self._may("backup")
        self._desk.backup(to)

    def put_back(self) -> PutBack | None:
        self._may("system")
        return self._desk.put_back()

    def receive(self, length: int | None) -> Incoming:
        self._may("put_back")
        return self._desk.receive(length)

    def agree(self, mark: str, who: str) -> None:  # noqa: ARG002 - the visitor does it
        self._may("put_back")
        self._desk.agree(mark, self._name())

    def drop(self) -> None:
        self._may("put_back")
        self._desk.drop()

    def restart(self) -> None:
        self._may("restart")
        self._desk.restart()
