"""Schedules of an EnergyPlus model in a map: whether there are such, and the weeks of comfort and of people in them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from difflib import get_close_matches

import numpy as np
import numpy.typing as npt

from thermo_edge.app.energyplus import listed
from thermo_edge.bench.energyplus_map import ActuatorMap, EnergyPlusMap, RoomMap
from thermo_edge.config.kinds import DAYS, Day
from thermo_edge.config.settings import BandSettings, HoursSettings
from thermo_edge.errors import SettingsError

Flags = npt.NDArray[np.bool_]

WEEK = 7
"""Days that are read at least: what is wanted is known by weekdays."""

_WIDTH = 1.0
"""K of a band above its lower edge, which is all that a schedule says."""

Named = Mapping[str, tuple[str, str]]
"""Class and name of each schedule of a model by its name in capitals."""


@dataclass(frozen=True)
class Values:
    """What schedules say at the steps of some days, by their names in capitals; `minutes` of a step."""

    begin: date
    minutes: int
    of: Mapping[str, Sequence[float]]

    @property
    def a_day(self) -> int:
        return 24 * 60 // self.minutes


def with_classes(mapped: EnergyPlusMap, named: Named, source: str) -> EnergyPlusMap:
    """With the class of each schedule that the map actuates. Raises SettingsError for those that the model lacks."""
    faults: list[str] = []

    def known(where: str, name: str) -> str | None:
        if name.upper() in named:
            return named[name.upper()][0]
        faults.append(f"{where}: {_missing(name, named)}")
        return None

    def classed(where: str, actuator: ActuatorMap) -> dict[str, str | None]:
        return {} if actuator.schedule is None else {"component": known(where, actuator.schedule)}

    def room_of(place: str, room: RoomMap) -> RoomMap:
        where = f"rooms.{place}"
        if room.comfort_schedule is not None:
            known(f"{where}.comfort_schedule", room.comfort_schedule)
        if room.valve is not None:
            return room.model_copy(
                update={"valve": room.valve.model_copy(update=classed(f"{where}.valve", room.valve))}
            )
        if room.told.schedule is None:
            return room
        kind = known(f"{where}.{'set_point' if room.switch is None else 'switch'}", room.told.schedule)
        if kind is not None and room.schedule is not None and kind.lower() != room.schedule.lower():
            faults.append(f"{where}.schedule: {room.told.schedule} is a {kind} in the model, not a {room.schedule}")
        return room.model_copy(update={"schedule": kind})

    rooms = {place: room_of(place, room) for place, room in mapped.rooms.items()}
    hold = [each.model_copy(update=classed(f"hold.{number}", each)) for number, each in enumerate(mapped.hold)]
    if mapped.occupied is not None:
        known("occupied", mapped.occupied.schedule)
    if faults:
        raise SettingsError(source, tuple(faults))
    return mapped.model_copy(update={"rooms": rooms, "hold": tuple(hold)})


def read_ahead(mapped: EnergyPlusMap) -> tuple[str, ...]:
    """Schedules whose values the household goes by, in capitals."""
    wanted = {room.comfort_schedule.upper() for room in mapped.rooms.values() if room.comfort_schedule}
    return tuple(sorted(wanted | ({mapped.occupied.schedule.upper()} if mapped.occupied else set())))


def with_weeks(mapped: EnergyPlusMap, values: Values, source: str, say: Callable[[str], None]) -> EnergyPlusMap:
    """With bands, hours and people as the schedules say.

    A schedule of more than two temperatures is put as two: `say` hears of that. Raises SettingsError where a schedule
    cannot be a week's, or nobody is ever home.
    """
    faults = [f"{name}: {fault}" for name, of in values.of.items() if (fault := _no_week(of, values))]
    rooms: dict[str, RoomMap] = {}
    for place, room in mapped.rooms.items():
        if room.comfort_schedule is None or faults:
            continue
        of = np.round(values.of[room.comfort_schedule.upper()][: WEEK * values.a_day], 2)
        if of.min() < 0.0 or not 10.0 <= of.max() <= 35.0:
            faults.append(f"{room.comfort_schedule} is from {of.min():g} to {of.max():g}: it is no schedule of °C")
            continue
        rooms[place] = room.model_copy(update=_wanted(room.comfort_schedule, of, values, say))
    home = mapped.home
    if mapped.occupied is not None and not faults:
        name, above = mapped.occupied.schedule, mapped.occupied.above
        there = np.array(values.of[name.upper()][: WEEK * values.a_day]) > above
        home = _hours(there, values)
        if not there.any():
            faults.append(f"{name} is never above {above:g}: nobody would be home")
    if faults:
        raise SettingsError(source, tuple(faults))
    return mapped.model_copy(update={"rooms": {**mapped.rooms, **rooms}, "home": home})


def _wanted(name: str, of: npt.NDArray[np.float64], values: Values, say: Callable[[str], None]) -> dict[str, object]:
    """Comfort is what lies in the upper half between the least and the most; each half at what it is for longest."""
    warm = of >= (of.min() + of.max()) / 2.0
    high = _longest(of[warm])
    low = high if warm.all() else _longest(of[~warm])
    told = {f"{value:g}" for value in of}
    if len(told) > 2:
        levels = ", ".join(sorted(told, key=float))
        say(f"{name} has {levels} °C: taken for {high:g} °C in its comfort hours and {low:g} °C outside them")
    return {"comfort": _band(high), "setback": _band(low), "hours": _hours(warm, values)}


def _longest(of: npt.NDArray[np.float64]) -> float:
    found, times = np.unique(of, return_counts=True)
    return float(found[np.argmax(times)])


def _band(low: float) -> BandSettings:
    return BandSettings(low=low, high=low + _WIDTH)


def _hours(flags: Flags, values: Values) -> tuple[HoursSettings, ...]:
    """Of a week's steps, the first beginning at midnight of `values.begin`; nothing where it is always so."""
    if flags.all():
        return ()
    days: dict[tuple[time, time], list[Day]] = {}
    for number in range(WEEK):
        day = DAYS[(values.begin.weekday() + number) % WEEK]
        for span in _spans(flags[number * values.a_day : (number + 1) * values.a_day], values.minutes):
            days.setdefault(span, []).append(day)
    return tuple(HoursSettings(days=[*of], **{"from": start, "to": end}) for (start, end), of in days.items())


def _spans(day: Flags, minutes: int) -> list[tuple[time, time]]:
    """Its hours, from and to; midnight at its end is 00:00."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], day, [False]))))
    at = [time((int(edge) * minutes // 60) % 24, int(edge) * minutes % 60) for edge in edges]
    return list(zip(at[::2], at[1::2], strict=True))


def _no_week(of: Sequence[float], values: Values) -> str | None:
    """Why it is not the same each week of these days."""
    week = WEEK * values.a_day
    later = np.array(of[week:])
    apart = np.flatnonzero(np.abs(later - np.resize(np.array(of[:week]), len(later))) > 1e-6)
    if not apart.size:
        return None
    day = values.begin + timedelta(days=int(apart[0] + week) // values.a_day)
    return f"on {day:%d %B} it is not as a week before, and a household's hours are those of a week: live in fewer days"


def _missing(name: str, named: Named) -> str:
    alike = get_close_matches(name.upper(), list(named), 5, 0.6)
    there = listed([written for _, written in (named[each] for each in alike or sorted(named))], 20)
    return f"there is no schedule {name} in the model; {'its like are' if alike else 'there are'} {there}"
