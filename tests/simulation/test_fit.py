"""The twin of a room: what it finds in a room that is known, and what it says of recordings that tell nothing."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from thermo_edge.simulation.fit import Twin, Unfit, fit
from thermo_edge.simulation.plant import Array
from thermo_edge.simulation.twin_forecast import Recording, drives_of, forecast, past
from thermo_edge.simulation.twin_room import DAY, Drives, Rooms, deviations, nature

DAYS = 12
TRUE = deviations(air=3.0e5, inner=3.0e6, wall_outdoor=14.0, air_outdoor=14.0, lag=900.0, gain=40.0, valve=6.0)


@cache
def lived(days: int = DAYS, seed: int = 3) -> Recording:
    """A room of the twin's own kind, heated by a thermostat."""
    rng, times = np.random.default_rng(seed), days * DAY
    hour = np.arange(times) / 4.0 % 24.0
    outdoor = 4.0 + 4.0 * np.sin((hour - 10.0) * np.pi / 12.0) + np.repeat(rng.normal(0.0, 3.0, days), DAY)
    sun = np.maximum(np.sin((hour - 7.0) * np.pi / 10.0), 0.0) * np.repeat(rng.uniform(50.0, 400.0, days), DAY)
    wanted = np.where((hour > 6.0) & (hour < 22.0), 21.0, 17.5)
    beside, air, heat = np.full(times, 19.0), np.full(times, 19.0), np.zeros(times)
    room = Rooms(TRUE[None], 1)
    still = Drives(*(np.full((1, 1), each) for each in (4.0, 19.0, 0.0, 0.0, 0.0, 19.0, 0.0)))
    stands = room.begin(np.full(1, 19.0), still)
    for step in range(1, times):
        heat[step] = float(np.clip(2.0 * (wanted[step] - air[step - 1]), 0.0, 1.0))
        now = (outdoor[step], beside[step], sun[step], heat[step], 0.0, wanted[step], hour[step])
        stands = room.step(stands, tuple(np.full(1, each) for each in now))
        air[step] = stands.air[0, 0]
    noisy: Array = air + rng.normal(0.0, 0.03, times)
    return Recording(noisy, outdoor, beside, sun, heat, np.zeros(times), wanted, hour)


@cache
def fitted() -> Twin:
    found = fit(lived(), members=3)
    assert isinstance(found, Twin)
    return found


def test_what_is_known_of_the_room_lies_among_the_members() -> None:
    true, told = nature(TRUE[None]), nature(fitted().theta)
    for name in ("slow", "balance", "hour"):
        real, members = float(getattr(true, name)[0]), getattr(told, name)
        assert members.min() * 0.8 <= real <= members.max() * 1.25, name


def test_it_foretells_a_day_that_it_has_not_seen() -> None:
    longer = lived(DAYS + 2)
    at = np.array([DAYS * DAY - 1])
    told = forecast(fitted().theta, longer, at).mean(axis=0)[0]
    assert np.abs(told - longer.target[at[0] + 1 : at[0] + 1 + DAY]).mean() < 0.4


@pytest.mark.slow
def test_the_same_recording_and_seed_give_the_same_twin() -> None:
    again = fit(lived(), members=3)
    assert isinstance(again, Twin) and np.array_equal(again.theta, fitted().theta)


def test_a_day_lived_again_under_the_same_heat_goes_as_it_was() -> None:
    first = 8 * DAY
    found = past(fitted().theta[0], lived(), first, DAY)
    room, stands, told = Rooms(fitted().theta[:1], 1), found.stands, []
    for step in range(DAY):
        stands = room.step(stands, found.drives.at(step), float(found.more[step]))
        told.append(float(stands.air[0, 0]))
    assert np.abs(np.array(told) - lived().target[first : first + DAY]).mean() < 0.3


def test_brought_to_a_temperature_it_stands_as_if_heat_had_brought_it_there() -> None:
    room, drives = Rooms(fitted().theta, 1), drives_of(lived(), np.arange(DAY)[None])
    stands = room.begin(np.full(1, 18.0), drives)
    alone = room.step(stands, drives.at(0))
    warmed = room.step(stands, drives.at(0), room.stiff * (16.0 - alone.air))
    brought = room.brought(alone, np.full(1, 16.0))
    for name in ("air", "inner", "wall", "given"):
        np.testing.assert_allclose(getattr(brought, name), getattr(warmed, name), rtol=1e-9)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"heating": np.zeros(DAYS * DAY)}, Unfit.NO_HEAT),
        ({"heating": np.full(DAYS * DAY, np.nan)}, Unfit.NO_HEAT),
        ({"outdoor": np.full(DAYS * DAY, np.nan)}, Unfit.NO_WEATHER),
        ({"target": np.full(DAYS * DAY, 20.0)}, Unfit.STILL),
        ({"target": np.full(DAYS * DAY, np.nan)}, Unfit.TOO_SHORT),
    ],
)
def test_what_tells_nothing_gives_no_twin(changed: dict[str, Array], why: Unfit) -> None:
    assert fit(replace(lived(), **changed)) is why


def test_three_hours_give_no_twin() -> None:
    assert fit(lived().before(12)) is Unfit.TOO_SHORT


@pytest.mark.slow
def test_gaps_are_lived_through() -> None:
    holes = lived().target.copy()
    holes[300:420] = holes[700:760] = np.nan
    unknown = np.full(DAYS * DAY, np.nan)
    found = fit(replace(lived(), target=holes, neighbours=unknown, sun=unknown, set_point=unknown), members=2)
    assert isinstance(found, Twin) and np.isfinite(found.theta).all()
