"""What settings of energy do not fit together, found in plain data, as `fitting` does it for the rest."""

from collections.abc import Iterator, Mapping
from datetime import time
from typing import Any

from thermo_edge.config.kinds import DAYS, read_clock, weekdays

Faults = Iterator[str]

_DAY = 24 * 60
_WEEK = 7 * _DAY


def of_tariff(tariff: Mapping[str, Any]) -> Faults:
    if tariff.get("price") is None and not tariff.get("rates"):
        yield "give a price, or rates by the hour"
    yield from _of_rates(tariff)


def of_electricity(electricity: Mapping[str, Any]) -> Faults:
    yield from _of_rates(electricity)


def of_pump(pump: Mapping[str, Any]) -> Faults:
    points = pump.get("cop")
    told = [point.get("outdoor") for point in points if isinstance(point, dict)] if isinstance(points, list) else []
    if len(told) == 1:
        yield "give two points of cop or more, or none"
    if len(set(told)) < len(told):
        yield "give one cop for each temperature outdoors"


def of_source(source: Mapping[str, Any]) -> Faults:
    if source.get("pump") and source.get("efficiency") not in (None, 1, 1.0):
        yield "a heat pump has a cop and no efficiency"


def of_device(device: Mapping[str, Any]) -> Faults:
    if device.get("power") is not None and device.get("heats", True) is False:
        yield "power is that of heating, and it does not heat"
    cold = [name for name in ("cooling_power", "cooling_cop") if device.get(name) is not None]
    if cold and device.get("cools", False) is False:
        yield f"{cold[0]} is of cooling, and it does not cool"


def _of_rates(tariff: Mapping[str, Any]) -> Faults:
    """Minutes of the week that two rates name, or none."""
    rates = tariff.get("rates")
    minutes: dict[int, int] = {}
    if not isinstance(rates, list) or not rates:
        return
    for number, rate in enumerate(rates):
        named = _minutes(rate)
        if named is None:  # of another one that is already said
            return
        twice = sorted(minute for minute in named if minute in minutes)
        if twice:
            day, minute = divmod(twice[0], _DAY)
            other, clock = minutes[twice[0]], f"{minute // 60:02}:{minute % 60:02}"
            yield f"rates {other + 1} and {number + 1} both name {DAYS[day]} {clock}"
            return
        minutes |= dict.fromkeys(named, number)
    if len(minutes) < _WEEK and tariff.get("price") is None:
        day, minute = divmod(min(set(range(_WEEK)) - set(minutes)), _DAY)
        yield f"no rate names {DAYS[day]} {minute // 60:02}:{minute % 60:02}: give a price for such times"


def _minutes(rate: object) -> set[int] | None:
    """The minutes of the week, 0 is Monday's midnight; None where it is not well-formed."""
    if not isinstance(rate, dict):
        return None
    try:
        days, start, end = weekdays(rate.get("days", "all")), read_clock(rate["from"]), read_clock(rate["to"])
    except (KeyError, ValueError):
        return None
    known = isinstance(days, list) and all(day in DAYS for day in days)
    if not isinstance(days, list) or not known or not isinstance(start, time) or not isinstance(end, time):
        return None
    first, last = start.hour * 60 + start.minute, end.hour * 60 + end.minute
    length = (last - first) % _DAY or _DAY
    return {(DAYS.index(day) * _DAY + first + minute) % _WEEK for day in set(days) for minute in range(length)}
