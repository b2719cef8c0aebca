"""History into numbers for the occupancy model: how a room's air moved of late, and what stirred when. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from thermo_edge.occupancy.filters import Grid, extremes, faded, lagged, smoothed
from thermo_edge.occupancy.signals import ANALOG, EVENTS, LONG, Array, HouseSignals, RoomSignals


@dataclass(frozen=True, slots=True)
class OccupancyConfig:
    """The shape of the model and of its inputs; read from a card without torch."""

    hidden: int = 48
    slopes: tuple[float, ...] = (2.0, 5.0, 10.0, 20.0, 40.0, 80.0, 160.0)  # minutes
    averages: tuple[float, ...] = (15.0, 60.0, 240.0)  # minutes, half-lives
    lowest: float = 360.0  # minutes over which the lowest and highest count
    fades: tuple[float, ...] = (2.0, 10.0, 40.0, 160.0)  # minutes in which an event fades to 37 %
    horizons: tuple[float, ...] = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 24.0)  # hours


SCALE: Mapping[str, float] = {"temperature": 0.5, "moisture": 0.3, "co2": 150.0, "light": 1.0, "power": 1.0}
"""What counts as a clear change of each kind; light and power are taken by their logarithm."""

_LOGARITHMIC = frozenset({"light", "power"})
_LEVEL = {"co2": 420.0}  # ppm outdoors: how far above it says something by itself
_SMOOTH = 1.0  # minutes: the half-life that takes the noise of single readings away
_MOST = 6.0


def names(config: OccupancyConfig) -> tuple[str, ...]:
    """What each number is, in order."""
    found = ["hour sin", "hour cos", "half-day sin", "half-day cos", "weekend"]
    for kind in ANALOG:
        found += [f"{kind} {what}" for what in _analog_names(config)]
        found += [f"{kind} highest {span:g}" for span in config.slopes[2:6]]
        found.append(f"has {kind}")
    for kind in EVENTS:
        found += [f"{kind} on", *(f"{kind} {fade:g}" for fade in config.fades), f"has {kind}"]
    found += [f"elsewhere {fade:g}" for fade in config.fades] + ["has elsewhere"]
    found += [f"house door stirred {fade:g}" for fade in config.fades] + ["has house door"]
    found += ["last stir was here", "nothing since the door"]
    found += ["persons home", "has persons"]
    return tuple(found)


def of_rooms(house: HouseSignals, config: OccupancyConfig, rooms: Sequence[str] | None = None) -> Array:
    """The numbers of these rooms (all of them by default): (times, rooms, features), each from its past only."""
    chosen = tuple(rooms if rooms is not None else house.rooms)
    parts, grid = [house.rooms[name] for name in chosen], Grid.of(house)
    shape = (house.times, len(chosen))
    clock = np.broadcast_to(of_clock(house.hour, house.weekday)[:, None], (*shape, 5))
    stirs = {name: _stirring(room) for name, room in house.rooms.items()}
    elsewhere = [_most([stir for other, stir in stirs.items() if other != name]) for name in chosen]
    door = _most([stir(room, "door") for room in house.rooms.values()])
    blocks = [
        clock,
        *(
            _analog([room.mean.get(k) for room in parts], [room.highest.get(k) for room in parts], k, grid, config)
            for k in ANALOG
        ),
        *(
            _events([room.events.get(kind) for room in parts], [stir(room, kind) for room in parts], grid, config)
            for kind in EVENTS
        ),
        _fading(elsewhere, grid, config),
        _fading([door] * len(chosen), grid, config),
        _latest([stirs[name] for name in chosen], elsewhere, door, grid),
        np.broadcast_to(_persons(house)[:, None], (*shape, 2)),
    ]
    return np.concatenate(blocks, axis=2)


def of_house(house: HouseSignals, config: OccupancyConfig) -> Array:
    """The numbers of the house as a whole, as if it were one room: (times, features)."""
    parts = list(house.rooms.values())
    whole = RoomSignals(
        mean={kind: _middle([room.mean[kind] for room in parts if kind in room.mean]) for kind in _of(parts, "mean")},
        highest={
            kind: _top([room.highest[kind] for room in parts if kind in room.highest]) for kind in _of(parts, "highest")
        },
        events={
            kind: _top([room.events[kind] for room in parts if kind in room.events]) for kind in _of(parts, "events")
        },
        stirs={
            kind: stirred for kind in EVENTS if (stirred := _most([stir(room, kind) for room in parts])) is not None
        },
    )
    return of_rooms(replace(house, rooms={"house": whole}), config)[:, 0]


def _of(rooms: Sequence[RoomSignals], part: str) -> list[str]:
    return list(dict.fromkeys(kind for room in rooms for kind in getattr(room, part)))


def _middle(values: Sequence[Array]) -> Array:
    """The mean of what is known."""
    known = np.isfinite(values).sum(axis=0)
    total = np.nansum(np.stack(values), axis=0)
    return np.where(known > 0, total / np.maximum(known, 1), np.nan)


def _top(values: Sequence[Array]) -> Array:
    most: Array = values[0]
    for other in values[1:]:
        most = np.fmax(most, other)
    return most


def _latest(
    here: Sequence[Array | None],
    elsewhere: Sequence[Array | None],
    door: Array | None,
    grid: "Grid",
) -> Array:
    """Whether what stirred last was in this room, and whether nothing stirred since the outer door: (times, rooms, 2).

    A door that moves in the same step as a room leaves open which was last: who stays will stir again.
    """
    long = (LONG,)

    def fresh(values: Sequence[Array | None]) -> Array:
        return faded(np.clip(np.nan_to_num(_stacked(values, grid.times)), 0.0, 1.0), long, grid)[..., 0]

    own, others, outer = fresh(here), fresh(elsewhere), fresh([door] * len(here))
    mine = (own > 0.0) & (own >= others) & (own > outer)
    doors = (outer > 0.0) & (outer >= np.maximum(own, others))
    return np.stack([mine.astype(float), doors.astype(float)], axis=2)


def of_clock(hour: Array, weekday: Array) -> Array:
    """The time of day and whether it is a weekend: (times, 5)."""
    angle = 2.0 * np.pi * hour / 24.0
    weekend = (weekday >= 5).astype(float)
    return np.stack([np.sin(angle), np.cos(angle), np.sin(2 * angle), np.cos(2 * angle), weekend], axis=1)


def _analog_names(config: OccupancyConfig) -> tuple[str, ...]:
    slopes = (f"rise {span:g}" for span in config.slopes)
    averages = (f"above {half:g}" for half in config.averages)
    return (*slopes, *averages, "above lowest", "below highest", "level")


def _analog(
    means: Sequence[Array | None], highest: Sequence[Array | None], kind: str, grid: "Grid", config: OccupancyConfig
) -> Array:
    """How a quantity moved in each room, in clear changes: (times, rooms, …); noughts where a room does not have it."""
    has = np.array([mean is not None and bool(np.isfinite(mean).any()) for mean in means])
    wide = len(config.slopes) + len(config.averages) + 3 + len(config.slopes[2:6]) + 1
    if not has.any():
        return np.zeros((grid.times, len(means), wide))
    values = _stacked(means, grid.times)
    tops = _stacked([high if high is not None else mean for high, mean in zip(highest, means, strict=True)], grid.times)
    scale = SCALE[kind]
    smooth, peak = (smoothed(_scaled(kind, part), (_SMOOTH,), grid)[..., 0] for part in (values, tops))
    usual = smoothed(smooth, config.averages, grid)
    rises = [(smooth - lagged(smooth, span / grid.step, grid)) / scale for span in config.slopes]
    low, high = extremes(smooth, max(1, round(config.lowest / grid.step)), grid)
    level = (smooth - _LEVEL[kind]) / (2.0 * scale) if kind in _LEVEL else smooth / 5.0 * (kind in _LOGARITHMIC)
    peaks = [(peak - lagged(peak, span / grid.step, grid)) / scale for span in config.slopes[2:6]]
    above = [(smooth - usual[..., place]) / scale for place in range(len(config.averages))]
    parts = [*rises, *above, (smooth - low) / scale, (high - smooth) / scale, level, *peaks]
    made = np.clip(np.nan_to_num(np.stack(parts, axis=2)), -_MOST, _MOST) * has[:, None]
    return np.concatenate([made, np.broadcast_to(has[:, None], (*made.shape[:2], 1))], axis=2)


def _scaled(kind: str, values: Array) -> Array:
    return np.log1p(np.maximum(values, 0.0)) if kind in _LOGARITHMIC else values


def _events(
    values: Sequence[Array | None], stirs: Sequence[Array | None], grid: "Grid", config: OccupancyConfig
) -> Array:
    """Whether it is on in each room, and how long ago it last stirred; noughts where a room does not have it."""
    on = np.clip(np.nan_to_num(_stacked(values, grid.times)), 0.0, 1.0)
    return np.concatenate([on[..., None], _fading(stirs, grid, config)], axis=2)


_LEFT = frozenset({"door", "contact", "lamp"})
"""What people leave open or on: only that it changes shows somebody."""


def stir(room: RoomSignals, kind: str) -> Array | None:
    """When a sensor of this kind shows that somebody is there: while it is on, or when it changes."""
    if kind in room.stirs:
        return room.stirs[kind]
    values = room.events.get(kind)
    if values is None or kind not in _LEFT:
        return values
    on = np.nan_to_num(values) > 0.0
    changed: Array = np.concatenate([[False], on[1:] != on[:-1]]).astype(float)
    return changed


def _fading(values: Sequence[Array | None], grid: Grid, config: OccupancyConfig) -> Array:
    has = np.array([value is not None for value in values], dtype=float)
    on = np.clip(np.nan_to_num(_stacked(values, grid.times)), 0.0, 1.0)
    mask = np.broadcast_to(has[:, None], (grid.times, len(values), 1))
    return np.concatenate([faded(on, config.fades, grid), mask], axis=2)


def _stacked(values: Sequence[Array | None], times: int) -> Array:
    """(times, rooms), all unknown where a room has nothing."""
    nothing = np.full(times, np.nan)
    made: Array = np.stack([value if value is not None else nothing for value in values], axis=1)
    return made


def _persons(house: HouseSignals) -> Array:
    if house.persons is None:
        return np.zeros((house.times, 2))
    known = np.isfinite(house.persons)
    return np.stack([np.where(known, house.persons, 0.5), known.astype(float)], axis=1)


def _stirring(room: RoomSignals) -> Array | None:
    """Whatever moves in a room because somebody is there."""
    return _most([stir(room, kind) for kind in EVENTS if kind != "door"])


def _most(parts: Sequence[Array | None]) -> Array | None:
    known = [np.nan_to_num(part) for part in parts if part is not None]
    if not known:
        return None
    most: Array = np.max(np.stack(known), axis=0)
    return most


# --- filters, all causal ------------------------------------------------------------------------------------------
