"""What the thermal model reads: finite whatever is missing, and blind to the time to come."""

from dataclasses import fields, replace

import numpy as np

from thermo_edge.climate.features import AHEAD, PAST, START, ClimateConfig, Signals, Sky, filled, numbers

CONFIG = ClimateConfig()


def a_week(seed: int = 0, times: int = 7 * 96) -> Signals:
    rng = np.random.default_rng(seed)
    hour = np.arange(times) * 0.25 % 24.0
    target = 20.0 + np.sin(2 * np.pi * hour / 24.0) + 0.1 * rng.standard_normal(times)
    outdoor = 5.0 + 3.0 * np.sin(2 * np.pi * (hour - 9.0) / 24.0)
    return Signals(
        target=target,
        outdoor=outdoor,
        sun=np.maximum(0.0, 300.0 * np.sin(2 * np.pi * (hour - 6.0) / 24.0)),
        heating=(hour > 6.0) * (hour < 9.0) * 1.0,
        cooling=np.zeros(times),
        neighbours=target - 0.5,
        set_point=np.full(times, 20.0),
        hour=hour,
        weekend=np.zeros(times),
    )


def a_sky(hour: float = 0.0) -> Sky:
    hours = (hour + 0.25 * np.arange(1, CONFIG.ahead + 1)) % 24.0
    return Sky(np.full(CONFIG.ahead, 4.0), np.zeros(CONFIG.ahead), hours, np.zeros(CONFIG.ahead))


def one(signals: Signals, end: int) -> Signals:
    return signals.at(np.arange(end - CONFIG.past, end)[None])


def sky(given: Sky) -> Sky:
    return Sky(*(getattr(given, each.name)[None] for each in fields(Sky)))


def test_shapes_and_what_is_missing() -> None:
    nothing = np.full(300, np.nan)
    bare = replace(
        a_week(times=300),
        **dict.fromkeys(("outdoor", "sun", "heating", "cooling", "neighbours", "set_point"), nothing),
    )
    asked = numbers(
        one(bare, 300), replace(sky(a_sky()), outdoor=nothing[None, :96], sun=nothing[None, :96]), np.ones(1)
    )
    assert asked.past.shape == (1, CONFIG.past, len(PAST))
    assert asked.ahead.shape == (1, CONFIG.ahead, len(AHEAD))
    assert asked.start.shape == (1, len(START))
    for values in (asked.past, asked.ahead, asked.start):
        assert np.isfinite(values).all()
    assert (asked.past[..., [PAST.index(f"has {name}") for name in ("outdoor", "sun", "heating")]] == 0.0).all()
    assert asked.level[0] == bare.target[-1]


def test_a_room_that_was_never_measured_is_finite_too() -> None:
    asked = numbers(one(replace(a_week(), target=np.full(672, np.nan)), 672), sky(a_sky()), np.zeros(1))
    assert np.isfinite(asked.past).all() and np.isfinite(asked.start).all() and np.isfinite(asked.level).all()


def test_a_history_that_has_only_begun_and_a_gap_at_its_end() -> None:
    short = a_week(times=10)
    short.target[-3:] = np.nan
    asked = numbers(one(short, 10), sky(a_sky()), np.zeros(1))
    assert asked.level[0] == short.target[6]
    known = asked.past[0, :, PAST.index("has target")]
    assert known[:-10].sum() == 0.0 and known[-10:-3].sum() == 7.0 and known[-3:].sum() == 0.0


def test_nothing_after_the_end_is_looked_at() -> None:
    signals = a_week()
    before = numbers(one(signals, 400), sky(a_sky()), np.ones(1))
    for each in fields(Signals):
        if each.name not in ("hour", "weekend"):
            getattr(signals, each.name)[400:] = 99.0
    after = numbers(one(signals, 400), sky(a_sky()), np.ones(1))
    for name in ("past", "ahead", "start", "level"):
        np.testing.assert_array_equal(getattr(before, name), getattr(after, name))


def test_warmer_by_ten_degrees_everywhere_is_the_same_but_for_the_level() -> None:
    signals = a_week()
    names = ("target", "outdoor", "neighbours", "set_point")
    shifted = replace(signals, **{name: getattr(signals, name) + 10.0 for name in names})
    cold = numbers(one(signals, 400), sky(a_sky()), np.ones(1))
    warm = numbers(one(shifted, 400), sky(replace(a_sky(), outdoor=np.full(96, 14.0))), np.ones(1))
    np.testing.assert_allclose(cold.past, warm.past, atol=1e-5)
    np.testing.assert_allclose(cold.ahead, warm.ahead, atol=1e-5)
    assert warm.level[0] == cold.level[0] + 10.0


def test_the_clock_goes_on_beyond_a_recording() -> None:
    signals = a_week(times=96)
    beyond = signals.part(-4, 100)
    np.testing.assert_allclose(beyond.hour[:4], [23.0, 23.25, 23.5, 23.75])
    np.testing.assert_allclose(beyond.hour[-4:], [0.0, 0.25, 0.5, 0.75])
    assert np.isnan(beyond.target[:4]).all() and np.isnan(beyond.target[-4:]).all()


def test_filled_holds_the_last_value_and_reaches_back_with_the_first() -> None:
    held, known = filled(np.array([np.nan, 1.0, np.nan, 2.0, np.nan]))
    np.testing.assert_array_equal(held, [1.0, 1.0, 1.0, 2.0, 2.0])
    np.testing.assert_array_equal(known, [False, True, False, True, False])
