"""Smoke, gas and leaks: told at once, whoever is home and whatever is armed, until their sensor is calm again."""

from thermo_edge.home.house import HAZARDS, Attribute
from thermo_edge.home.reason import Code
from thermo_edge.home.snapshot import Snapshot, Trip

CODES = {Attribute.SMOKE: Code.SMOKE, Attribute.GAS: Code.GAS, Attribute.LEAK: Code.LEAK}


def standing(snapshot: Snapshot, known: tuple[Trip, ...]) -> tuple[Trip, ...]:
    """What stands now, since when. A sensor that fell silent has not become calm."""
    before = {hazard.point: hazard for hazard in known}
    now: list[Trip] = []
    for sensor in snapshot.house.sensors:
        point = sensor.point
        if point.attribute not in HAZARDS:
            continue
        value = snapshot.value(point) if snapshot.answers(point) else point in before
        if value is True and not any(hazard.point == point for hazard in now):
            now.append(before.get(point) or Trip(point, snapshot.at))
    return known if tuple(now) == known else tuple(now)
