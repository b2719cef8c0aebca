"""What a plan is made from and rests on: who is expected where, what supplies the rooms, what it costs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from thermo_edge.app.supplied import (
    POWER,
    Facts,
    Supplied,
    assumed,
    electricity,
    on_electricity,
    place_of,
    power,
    supplied,
    surplus,
)
from thermo_edge.climate import recent
from thermo_edge.climate.features import Signals
from thermo_edge.climate.programme import RoomProgramme, by_source, cooled_above, occupied_ahead, room_programme
from thermo_edge.climate.setpoint import NONE, useless
from thermo_edge.climate.targets import target
from thermo_edge.climate.thermal import FloatArray, Outlook
from thermo_edge.control.limits import runs_as
from thermo_edge.control.state import State
from thermo_edge.home.energy import EnergyEntity, Told
from thermo_edge.home.house import DeviceKind, HeatSource, Room
from thermo_edge.home.memory import DeviceMemory
from thermo_edge.home.plan import Around, Plan
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.weather import OutdoorOutlook

DAY = 96
"""Steps."""


@dataclass(frozen=True)
class Known:
    """What a plan is made from."""

    state: State
    seen: Snapshot
    begin: datetime
    signals: Mapping[Room, Signals]
    told: Mapping[EnergyEntity, Told]
    away: tuple[datetime, datetime] | None = None  # nobody is home then, whatever is believed


def programme(known: Known, room: Room, steps: int, foreseen: Outlook) -> RoomProgramme:
    """What a room is to be in each step, with who is expected in it and what heats it."""
    memory, sense = known.state.memory, known.seen.sense(room.id)
    wanted = target(known.seen, room, memory.wishes.get(room.id), memory.taste)
    heats, cools = power(room)
    heats = 0.0 if _in_vain(known, room) else heats
    occupied = _occupied(known, room, steps)
    found = room_programme(
        known.state.house,
        room,
        known.begin,
        recent.STEP,
        steps,
        wanted,
        occupied,
        heats,
        cools,
        memory.taste,
        sense.dry,
        sense.radiant,
    )
    bare = [each.cycle / recent.STEP for each in room.devices if each.heats and each.kind is DeviceKind.DUTY]
    found, own = replace(found, cycle=max(bare, default=0.0)), foreseen.of(room.id)
    return found if own is None else cooled_above(found, room.comfort.cool_above, own.free)


def _in_vain(known: Known, room: Room) -> bool:
    """Whether every heater there works without effect, as a notice says by now."""
    inside, trims = known.seen.sense(room.id).temperature, known.state.memory.climate.trims
    heaters = [device for device in room.devices if device.heats]
    if inside is None or not heaters:
        return False
    since = known.seen.link.since
    return all(useless(trims.get(each.entity, NONE), inside, known.seen.at, since) for each in heaters)


def _occupied(known: Known, room: Room, steps: int) -> FloatArray:
    """P that somebody is in the room, or where nothing tells of the room that anybody is home."""
    found = _believed(known, room, steps)
    if known.away is None:
        return found
    first, last = ((at - known.begin) / recent.STEP for at in known.away)
    each = np.arange(steps)
    return np.where((each >= first) & (each < last), 0.0, found)


def _believed(known: Known, room: Room, steps: int) -> FloatArray:
    belief = known.seen.belief
    learned = belief.learned if belief is not None else None
    if belief is None or learned is None:
        return np.ones(steps)
    if room.seeing and room.id in learned.rooms:
        return occupied_ahead(belief.rooms[room.id].probability, learned.rooms[room.id], recent.STEP, steps)
    return occupied_ahead(belief.home.home, learned.home, recent.STEP, steps) if learned.home else np.ones(steps)


def supplies(known: Known, steps: int, outside: OutdoorOutlook | None) -> Iterator[tuple[tuple[Room, ...], Supplied]]:
    """The rooms that are planned together, with what supplies them."""
    house = known.state.house
    outdoor = np.array(outside.temperature[:steps]) if outside is not None else None
    facts = Facts(house, known.begin, recent.STEP, steps, outdoor, _price(known), known.told)
    groups = [(place_of(house, source), rooms) for source, rooms in by_source(house)]
    drawn = [sum(sum(power(room)) for room in rooms) if on_electricity(source) else 0.0 for source, rooms in groups]
    whole, roof = sum(drawn) or 1.0, surplus(facts)
    for (source, rooms), part in zip(groups, drawn, strict=True):
        each = supplied(facts, source, rooms, roof * (part / whole), part / whole)
        yield rooms, replace(each, supply=replace(each.supply, running=_runs(known, source, rooms)))


def _runs(known: Known, source: HeatSource | None, rooms: tuple[Room, ...]) -> bool:
    """Whether the source runs now: by its own switch, else by what draws on it."""
    memory = known.state.memory
    if source is not None and source.device is not None:
        return memory.devices.get(source.device.entity, DeviceMemory()).on is True
    return any(runs_as(known.seen, memory, device) is not None for room in rooms for device in room.devices)


def _price(known: Known) -> float | None:
    """Currency per kWh, where the sensor tells it."""
    house = known.state.house
    point = house.price.point if house.price is not None else None
    reading = known.state.senses.latest.get(point) if point is not None else None
    now = reading.value if reading is not None and reading.good else None
    return float(now) if isinstance(now, int | float) and not isinstance(now, bool) else None


def noted(made: Plan, known: Known, outside: OutdoorOutlook | None) -> Plan:
    """With what else it rests on: the weather, and what full heat is taken for."""
    unknown = [room for room in known.signals if assumed(room)]
    taken = Code.POWER_ASSUMED if len(unknown) == len(known.signals) else Code.POWER_PARTLY
    told = Reason.of(taken, watt=1000.0 * POWER, count=float(len(unknown)))
    notes = (*made.notes, told) if unknown else made.notes
    made = replace(made, notes=notes, around=_around(known, outside))
    return replace(made, weather=outside.foretold, forecast=outside.made) if outside is not None else made


def _around(known: Known, outside: OutdoorOutlook | None) -> Around:
    """Of the first day, rounded: it is kept with the plan, and only looked at."""
    facts = Facts(known.state.house, known.begin, recent.STEP, DAY, None, _price(known), known.told)
    price = electricity(facts)
    return Around(
        outdoor=tuple(round(each, 1) for each in outside.temperature[:DAY]) if outside is not None else (),
        sun=tuple(round(each) for each in outside.sun[:DAY]) if outside is not None else (),
        price=tuple(round(float(each), 4) for each in price.each) if price.note.code is not Code.PRICE_UNKNOWN else (),
    )
