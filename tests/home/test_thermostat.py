"""Which set-points say how warm a room is to be."""

from tests.builders import LIVING, heater, living, radiator
from thermo_edge.home.house import Device, DeviceKind, EntityId
from thermo_edge.home.thermostat import set_by

COOLER = Device(EntityId("climate.cooler"), LIVING, DeviceKind.THERMOSTAT, heats=False, cools=True)
BOTH = Device(EntityId("climate.pump"), LIVING, DeviceKind.THERMOSTAT, cools=True)


def test_what_only_heats_says_it_before_what_cools_too_and_a_cooler_last() -> None:
    one = radiator()
    assert set_by(living(devices=(COOLER, BOTH, one))) == (one,)
    assert set_by(living(devices=(COOLER, BOTH))) == (BOTH,)
    assert set_by(living(devices=(COOLER,))) == (COOLER,)
    assert set_by(living(devices=(heater(LIVING),))) == ()
