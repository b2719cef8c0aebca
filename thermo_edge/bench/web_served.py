"""A house that stands still, with its history and its pages, in a process of its own: `python -m … FOLDER`."""

import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from thermo_edge.app import planning
from thermo_edge.app.core import DATABASE, build
from thermo_edge.bench.night_house import a_house
from thermo_edge.clock import SystemClock
from thermo_edge.home.heard import Hear, Synced
from thermo_edge.home.house import Attribute, Device, House, Point, Value
from thermo_edge.home.snapshot import Reading
from thermo_edge.home.turn import Command
from thermo_edge.store.open import open_history
from thermo_edge.web.access.gate import Open
from thermo_edge.web.health import house_health
from thermo_edge.web.server import WebServer

ROOMS = 8
_TOLD: dict[Attribute, Value] = {
    Attribute.TEMPERATURE: 20.1,
    Attribute.MOTION: False,
    Attribute.PRESENCE: True,
    Attribute.HVAC_MODE: "heat",
    Attribute.HVAC_ACTION: "idle",
    Attribute.SET_POINT: 20.0,
}


class StillHome:
    """Implements ports.Home: every point says the same whenever it is asked, and commands change nothing."""

    def __init__(self, clock: SystemClock) -> None:
        self._clock = clock
        self._house = House()
        self._hear: Hear = _nobody

    def open(self, house: House, hear: Hear) -> None:
        self._house, self._hear = house, hear
        self.refresh()

    def refresh(self) -> None:
        now = self._clock.now()
        points = [sensor.point for sensor in self._house.sensors]
        kinds = (Attribute.HVAC_MODE, Attribute.HVAC_ACTION, Attribute.SET_POINT)
        points += [Point(device.entity, kind) for device in self._house.devices for kind in kinds]
        told = tuple(Reading(point, _TOLD.get(point.attribute, 7.5), now, now) for point in points)
        self._hear(Synced(told, at=now))

    def send(self, commands: Sequence[Command]) -> None: ...

    def renew(self, devices: Sequence[Device]) -> None: ...

    def protect(self, device: Device) -> None: ...

    def close(self) -> None: ...


def _nobody(_: object) -> None: ...


def main(folder: Path) -> None:
    """Serve until the standard input closes; the first line that is written is the address."""
    clock = SystemClock()
    home = StillHome(clock)
    core = build(a_house(ROOMS), clock, home, open_history(folder / DATABASE), thermal=planning.shipped_model(folder))
    stopping = threading.Event()
    threading.Thread(target=core.controller.run, args=(stopping,), daemon=True).start()
    home.open(core.controller.state.house, core.controller.hear)
    web = WebServer(
        core.desk, lambda: house_health(core.desk.view(), core.controller.beat, clock.now()), Open(), port=0
    )
    web.start()
    web.wait_started(30.0)
    print(web.url, flush=True)
    threading.Thread(target=_tick, args=(core.timetable.run_due, stopping), daemon=True).start()
    sys.stdin.read()
    stopping.set()
    web.stop()


def _tick(run: object, stopping: threading.Event) -> None:
    assert callable(run)
    while not stopping.wait(1.0):
        run()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
