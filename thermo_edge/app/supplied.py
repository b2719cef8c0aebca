"""What energy costs each group of rooms that is planned together, from the settings and what is told of electricity."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import numpy as np

from thermo_edge.climate.plan_rows import energy_price
from thermo_edge.climate.programme import Supply, Weights, supply
from thermo_edge.climate.tariff import FLAT, by_clock, by_stretches, cooling_cop, prices, pump_cop, told_until
from thermo_edge.climate.thermal import FloatArray
from thermo_edge.home.energy import EnergyEntity, Told
from thermo_edge.home.house import HeatSource, House, PlaceId, Room
from thermo_edge.home.reason import Code, Reason

POWER = 1.5
"""kW of full heat of a room, as long as nobody has told another: only ratios between rooms and prices rest on it."""

FADES = timedelta(hours=1)
"""What the roof feeds in now is gone by then, where nothing is foretold of it."""

FRESH = timedelta(hours=1)
"""How long a present value may stand for now."""

DEAR = 1.0
"""Currency per kWh on the mean, above which the currency is a small one: comfort then weighs as much more."""

MILD = 5.0
"""°C outdoors that COPs are taken for where nothing is known of the weather."""

_DAY = timedelta(hours=24)


@dataclass(frozen=True)
class Facts:
    """What supplies are made from. `outdoor` is °C, (steps,); `price` is what the price sensor says now."""

    house: House
    begin: datetime
    step: timedelta
    steps: int
    outdoor: FloatArray | None = None
    price: float | None = None
    told: Mapping[EnergyEntity, Told] = field(default_factory=dict)


@dataclass(frozen=True)
class Prices:
    """Currency per kWh, (steps,), the steps in which it is guessed, and what is said of it."""

    each: FloatArray
    guessed: tuple[int, ...]
    note: Reason


def power(room: Room) -> tuple[float, float]:
    """kW of full heat and of full cold; POWER where a device's is not told."""
    heat = [device.power for device in room.devices if device.heats]
    cold = [device.cooling_power for device in room.devices if device.cools]
    return _sum(heat), _sum(cold)


def assumed(room: Room) -> bool:
    """Whether POWER stands for something here."""
    heats = any(device.heats and device.power is None for device in room.devices)
    return heats or any(device.cools and device.cooling_power is None for device in room.devices)


def electricity(facts: Facts) -> Prices:
    """The house's: as is foretold, as it is now, by the settings, or not known at all."""
    house, own = facts.house, facts.house.electricity
    told = facts.told.get(EnergyEntity.PRICE)
    now = facts.price if facts.price is not None else _fresh(told, facts)
    if told is not None:
        course = by_stretches(told.ahead, facts.begin, facts.step, facts.steps) + own.added
        if np.isfinite(course).any():
            if now is not None and np.isnan(course[0]):
                course[0] = now + own.added
            day = round(_DAY / facts.step)
            past = by_stretches(told.ahead, facts.begin - _DAY, facts.step, day) + own.added
            each, guessed = prices(course, past, facts.step)
            return Prices(each, guessed, _course(each, facts, guessed))
    if now is not None and now + own.added > 0.0:
        return _stays(now + own.added, facts)
    if own.tariff.known:
        each, guessed = prices(
            by_clock(own.tariff, house.zone, facts.begin, facts.step, facts.steps), _NONE, facts.step
        )
        return Prices(each, guessed, _course(each, facts))
    return Prices(np.full(facts.steps, FLAT), (), Reason(Code.PRICE_UNKNOWN))


_NONE: FloatArray = np.array([])


@dataclass(frozen=True)
class Supplied:
    """A group's supply, how comfort weighs beside money, and what is to be said of it."""

    supply: Supply
    weights: Weights
    notes: tuple[Reason, ...]


def supplied(
    facts: Facts, source: HeatSource | None, rooms: Sequence[Room], left: FloatArray, share: float
) -> Supplied:
    """What supplies these rooms. `left` is kW of surplus that others leave, `share` the part of the house's cap."""
    electric = electricity(facts)
    cop, notes = _cop(facts, source)
    cold = _cooling(facts, rooms)
    base = _of_source(supply(facts.steps), source)
    own = facts.house.electricity
    carbon = _carbon(facts)
    of_grid = replace(
        base,
        price=electric.each,
        guessed=electric.guessed,
        cop=cop,
        cooling_cop=cold,
        surplus=left,
        co2=carbon,
        co2_cost=own.carbon_price,
        feed_in=own.feed_in,
        cap=_least(own.cap * share if own.cap is not None else None, source.cap if source is not None else None),
    )
    weights = _weights(float(electric.each.mean()))
    if source is None or source.tariff is None:
        notes = (electric.note, *notes, *_said(facts, carbon))
        return Supplied(of_grid, weights, notes)
    fuel, guessed = prices(
        by_clock(source.tariff, facts.house.zone, facts.begin, facts.step, facts.steps), _NONE, facts.step
    )
    burnt = replace(base, price=fuel, guessed=guessed, cop=cop, cap=source.cap)
    # What cools there runs on electricity: its COP is such that a kWh of cold costs what it does.
    burnt = replace(burnt, cooling_cop=cold * energy_price(burnt) / energy_price(of_grid))
    note = Reason.of(Code.PRICE_OF_SOURCE, room=source.id, price=round(float(fuel.mean()), 3))
    return Supplied(burnt, _weights(float(fuel.mean())), (note, *notes))


def _of_source(plain: Supply, source: HeatSource | None) -> Supply:
    """With what a start of a shared source costs, and how long it then runs at least."""
    if source is None:
        return plain
    return replace(plain, start_cost=source.start_cost, minimum_on=source.minimum_on)


def on_electricity(source: HeatSource | None) -> bool:
    """Whether it draws on the house's electricity."""
    return source is None or source.tariff is None


def surplus(facts: Facts) -> FloatArray:
    """kW that the roof would feed in, (steps,): as foretold, else what it does now, fading."""
    told = facts.told.get(EnergyEntity.SURPLUS)
    found = np.zeros(facts.steps)
    if told is None:
        return found
    course = by_stretches(told.ahead, facts.begin, facts.step, facts.steps)
    found = np.where(np.isfinite(course), course, 0.0)
    now = _fresh(told, facts)
    if now is not None:
        fading = np.clip(1.0 - np.arange(facts.steps) * (facts.step / FADES), 0.0, 1.0)
        found = np.where(np.isfinite(course), fading * now + (1.0 - fading) * found, fading * now)
    return np.asarray(np.maximum(found, 0.0) / 1000.0, dtype=np.float64)


def place_of(house: House, source: PlaceId | None) -> HeatSource | None:
    return house.source(source) if source is not None else None


def _cop(facts: Facts, source: HeatSource | None) -> tuple[FloatArray, tuple[Reason, ...]]:
    if source is None or source.pump is None:
        return np.full(facts.steps, source.efficiency if source is not None else 1.0), ()
    cop = pump_cop(source.pump, _outdoor(facts), source.flow.flow if source.flow is not None else None)
    least, most = round(float(cop.min()), 1), round(float(cop.max()), 1)
    return cop, (Reason.of(Code.COP_AHEAD, room=source.id, least=least, most=most),)


def _cooling(facts: Facts, rooms: Sequence[Room]) -> FloatArray:
    """The mean of what is told of the rooms' coolers, else by the weather."""
    told = [d.cooling_cop for room in rooms for d in room.devices if d.cools and d.cooling_cop is not None]
    return np.full(facts.steps, sum(told) / len(told)) if told else cooling_cop(_outdoor(facts))


def _outdoor(facts: Facts) -> FloatArray:
    return facts.outdoor if facts.outdoor is not None else np.full(facts.steps, MILD)


def _carbon(facts: Facts) -> FloatArray:
    """kg for each kWh bought: as foretold, else as it is now."""
    told = facts.told.get(EnergyEntity.CARBON)
    if told is None:
        return np.zeros(facts.steps)
    course = by_stretches(told.ahead, facts.begin, facts.step, facts.steps)
    now = _fresh(told, facts)
    rest = now if now is not None else float(np.nanmean(course)) if np.isfinite(course).any() else 0.0
    return np.where(np.isfinite(course), course, rest) / 1000.0


def _fresh(told: Told | None, facts: Facts) -> float | None:
    return told.value if told is not None and abs(facts.begin - told.made) <= FRESH else None


def _stays(price: float, facts: Facts) -> Prices:
    return Prices(np.full(facts.steps, price), (), Reason.of(Code.PRICE_STAYS, price=round(price, 3)))


def _course(each: FloatArray, facts: Facts, guessed: Sequence[int] = ()) -> Reason:
    """From the least to the most that is told of the next day, and when its cheapest hour begins."""
    told = np.isin(np.arange(len(each)), guessed, invert=True)
    each = each[: min(max(told_until(guessed, len(each)), 1), round(_DAY / facts.step))]
    told = told[: len(each)] if told[: len(each)].any() else np.ones(len(each), dtype=np.bool_)
    least, most = round(float(each[told].min()), 3), round(float(each[told].max()), 3)
    if least == most:
        return Reason.of(Code.PRICE_STAYS, price=least)
    hour = min(round(timedelta(hours=1) / facts.step), len(each))
    sums = np.convolve(each, np.ones(hour), mode="valid")
    whole = np.convolve(told, np.ones(hour), mode="valid") > hour - 0.5
    cheapest = int(np.argmin(np.where(whole, sums, np.inf) if whole.any() else sums))
    at, after = facts.begin + cheapest * facts.step, len(each) * facts.step
    return Reason.of(Code.PRICE_COURSE, least=least, most=most, at=at, after=after)


def _said(facts: Facts, carbon: FloatArray) -> tuple[Reason, ...]:
    """What is taken of the roof, the cap and the grid, the same for all of the house."""
    own, notes, roof = facts.house.electricity, [], surplus(facts)
    if np.any(roof > 0.0):
        code = Code.SURPLUS_AHEAD if facts.told[EnergyEntity.SURPLUS].ahead else Code.SURPLUS_FADES
        notes.append(Reason.of(code, watt=1000.0 * float(roof[0]), most=round(1000.0 * float(roof.max()))))
    if own.cap is not None:
        notes.append(Reason.of(Code.POWER_LIMIT, watt=1000.0 * own.cap))
    if np.any(carbon > 0.0):
        notes.append(Reason.of(Code.CARBON_COUNTS, price=own.carbon_price, least=round(1000.0 * float(carbon.min()))))
    return tuple(notes)


def _weights(mean: float) -> Weights:
    """A kelvin and hour is worth one unit of a currency in which a kWh costs about FLAT, and as much in any other."""
    return Weights() if mean <= DEAR else Weights(discomfort=mean / FLAT)


def _least(*caps: float | None) -> float | None:
    return min((cap for cap in caps if cap is not None), default=None)


def _sum(each: Sequence[float | None]) -> float:
    return POWER if each and None in each else sum(one for one in each if one is not None)
