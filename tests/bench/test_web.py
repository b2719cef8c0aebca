"""The house that stands still for the benchmark of the pages."""

from tests.rig import Rig
from thermo_edge.bench.night_house import a_house
from thermo_edge.bench.web_served import StillHome
from thermo_edge.clock import SystemClock
from thermo_edge.home.heard import Synced


def test_it_tells_of_every_point_when_it_is_asked() -> None:
    told: list[object] = []
    home = StillHome(SystemClock())
    home.open(a_house(3), told.append)
    (synced,) = told
    assert isinstance(synced, Synced)
    points = {reading.point for reading in synced.readings}
    assert {sensor.point for sensor in a_house(3).sensors} <= points
    home.refresh()
    assert len(told) == 2


def test_rooms_are_seen_in_it() -> None:
    rig = Rig(a_house(2), begun=False)
    home = StillHome(SystemClock())
    home._clock = rig.clock  # type: ignore[assignment]
    home.open(rig.house, rig.controller.hear)
    rig.settle()
    assert [room.temperature for room in rig.desk.view().rooms] == [20.1, 20.1]
