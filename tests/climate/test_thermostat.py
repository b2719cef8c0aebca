"""Where a thermostat switches is found from little, whatever happens beside; what is unknown stays at the prior."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from thermo_edge.climate.features import Array
from thermo_edge.climate.recovery import recovered
from thermo_edge.climate.thermal import RoomOutlook
from thermo_edge.climate.thermostat import Seen, learned
from thermo_edge.home.house import PlaceId
from thermo_edge.home.thermostat import Recovery, Thermostat


def lived(on: float, off: float, set_point: Array, offset: float = 0.0, rise: float = 0.12, seed: int = 1) -> Seen:
    """A room with a relay that goes on and off at these K from its set-point, by means of five minutes."""
    rng = np.random.default_rng(seed)
    inside, heats, lines = 19.0, False, []
    for wanted in set_point:
        heats = inside <= wanted + on if not heats else inside < wanted + off
        inside += rise if heats else -0.05
        lines.append((float(heats), inside + 0.02 * rng.standard_normal()))
    heating, air = np.array(lines).T
    return Seen(set_point, heating, air, np.round(2.0 * (air + offset)) / 2.0, np.ones(len(set_point)))


def days(count: int, steps: int = 96) -> Array:
    """A set-point of 20 °C by night and 21 °C by day."""
    return np.tile(np.repeat((20.0, 21.0), steps), count * 144 // steps)


def found(seen: Seen) -> Thermostat:
    known = learned(seen)
    assert known is not None
    return known


@pytest.mark.parametrize(("on", "off"), [(-0.25, 0.25), (-0.85, -0.35), (-0.6, 0.6), (0.1, 0.6)])
def test_edges_are_found_within_a_tenth(on: float, off: float) -> None:
    known = found(lived(on, off, days(6), -(on + off) / 2.0))
    assert known.on_at == pytest.approx(on, abs=0.13)
    assert known.off_at == pytest.approx(off, abs=0.13)
    assert known.on_doubt < 0.15
    assert known.shortest_on is not None


def test_gaps_windows_modes_and_hands_teach_nothing_wrong() -> None:
    seen = lived(-0.25, 0.25, days(8))
    rng, inside = np.random.default_rng(3), seen.inside.copy()
    set_point, heating, ready = seen.set_point.copy(), seen.heating.copy(), seen.ready.copy()
    for at in rng.integers(20, len(inside) - 40, 12):
        inside[at : at + 6] = np.nan
        heating[at + 8 : at + 12], ready[at + 7 : at + 13] = 0.0, 0.0  # switched off by hand
        inside[at + 16 : at + 20] -= 3.0  # a window
        set_point[at + 24 : at + 28] += 3.0 * (at % 2)
    known = found(replace(seen, inside=inside, set_point=set_point, heating=heating, ready=ready))
    assert (known.on_at, known.off_at) == pytest.approx((-0.25, 0.25), abs=0.15)


def test_nothing_seen_is_nothing_known_and_little_is_drawn_to_the_prior() -> None:
    unknown = np.full(100, np.nan)
    assert learned(Seen(unknown, unknown, unknown, unknown, unknown)) is None
    whole = lived(-0.9, 0.9, days(6))
    few = Seen(*(getattr(whole, name)[:60] for name in ("set_point", "heating", "inside", "own", "ready")))
    little = found(few)
    assert little.on_doubt > found(whole).on_doubt
    assert found(whole).on_at < little.on_at <= -0.2


def test_steps_of_set_points_are_believed_after_several() -> None:
    assert found(lived(-0.25, 0.25, days(4))).step is None
    turned = np.repeat((20.0, 20.3, 20.7, 21.1, 20.9, 20.2), 96)
    assert found(lived(-0.25, 0.25, turned)).step == pytest.approx(0.1)


def test_a_valve_that_heats_for_hours_below_its_set_point_holds_there() -> None:
    calm = np.full(288 * 2, 20.2)
    heating, set_point = np.ones(len(calm)), np.full(len(calm), 21.0)
    known = found(Seen(set_point, heating, calm, calm + 0.5, np.ones(len(calm))))
    assert known.holds is not None
    assert -0.8 <= known.holds < -0.6
    assert known.lower == min(known.on_at, known.holds)
    assert known.band is not None
    assert known.band > 0.5


def test_the_first_kelvin_after_a_step_is_timed() -> None:
    known = found(lived(-0.25, 0.25, np.tile(np.repeat((18.0, 21.0), 72), 8), rise=0.5))
    assert known.recovery is not None
    assert known.recovery.minutes == pytest.approx(7.5, abs=1.5)  # this room tells ends of steps, not their means
    assert known.recovery.count >= 7


@settings(max_examples=40, deadline=None)
@given(minutes=st.floats(0.5, 60.0), doubt=st.floats(0.15, 1.5), first=st.floats(0.0, 2.0), more=st.floats(0.01, 1.0))
@example(minutes=1.0, doubt=1.0, first=5e-324, more=1.0)
@example(minutes=1.0, doubt=0.1875, first=5e-324, more=1.0)
def test_the_answer_never_gets_slower_nor_surer_than_seen(
    minutes: float, doubt: float, first: float, more: float
) -> None:
    steps = first * 0.9 ** np.arange(8)
    said = RoomOutlook(PlaceId("living"), np.full(8, 18.0), np.ones(8), steps, np.zeros(8))
    quick = recovered(said, Recovery(minutes, doubt, 5))
    assert np.all(quick.heating >= said.heating)
    assert quick.heating[0] <= max(3.0, first) + 1e-9
    doubted = recovered(said, Recovery(minutes, doubt + more, 5))
    assert doubted.heating[0] <= quick.heating[0] + 1e-9
