"""A heat pump whose water is set by us, on the real loop in January."""

from datetime import timedelta
from itertools import pairwise

import pytest

from thermo_edge.app.simulate import in_memory, named, wire
from thermo_edge.home.house import Attribute
from thermo_edge.simulation.family import family_dwelling
from thermo_edge.simulation.run import Run
from thermo_edge.simulation.variants import Variant

pytestmark = pytest.mark.slow


def lived(settable: bool) -> Run:
    run = Run(named("winter-week"), wire, in_memory(), variant=Variant(family_dwelling("heat pump"), flow=settable))
    run.days(2.0)
    return run


def test_the_water_follows_the_weather_seldom_and_never_too_hot_and_rooms_are_as_warm() -> None:
    ours, own = lived(settable=True), lived(settable=False)
    sent = [(at, float(value)) for at, point, value in ours.home.commands if point.attribute is Attribute.FLOW]
    assert 1 <= len(sent) <= 24
    assert all(25.0 <= value <= 48.0 for _, value in sent)
    assert all(after - before >= timedelta(minutes=30) for (before, _), (after, _) in pairwise(sent))
    assert ours.home.world.flow == sent[-1][1]
    report, former = ours.report(), own.report()
    watered = [room for room in report.cold if room != "bath"]  # its heater is electric, and people there have a say
    assert sum(report.cold[room] for room in watered) < 1.1 * sum(former.cold[room] for room in watered)
    assert report.heater < 1.1 * former.heater
