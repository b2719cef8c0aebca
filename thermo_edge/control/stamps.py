"""Keeps remembered times true when the clock was set: what has just begun has not begun in the future, nor long ago."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from thermo_edge.control.sensing import Senses
from thermo_edge.control.state import State
from thermo_edge.home.house import Point
from thermo_edge.home.memory import (
    AiringMemory,
    ArmingRequest,
    DeviceMemory,
    DutyMemory,
    LampMemory,
    LightingMemory,
    Memory,
    OccupancyMemory,
    Pending,
    RoomLightMemory,
    RoomOccupancyMemory,
    SecurityMemory,
    TrimMemory,
    WindowMemory,
)
from thermo_edge.home.own_heat import OwnHeat
from thermo_edge.home.snapshot import Reading
from thermo_edge.home.turn import Ask, Hold, Wish

_NONE = timedelta(0)
_Spanned = TypeVar("_Spanned", Hold, Wish, Ask)


def present(memory: Memory, now: datetime) -> Memory:
    """Nothing began in the future: where the clock was set back meanwhile, it began just now, and lasts as long."""
    return replace(
        _moved(memory, _NONE, now),
        holds={key: _begun(hold, now) for key, hold in memory.holds.items()},
        wishes={key: _begun(wish, now) for key, wish in memory.wishes.items()},
        asks={key: _begun(ask, now) for key, ask in memory.asks.items()},
    )


def leapt(state: State, by: timedelta, now: datetime) -> State:
    """The clock was set forward by so much, and less time has passed than it says: what began goes along.

    Minimum times, patience and delays count what really passed. What ends at a time of day is left as it is.
    """
    senses = state.senses
    return replace(
        state,
        memory=_moved(state.memory, by, now),
        senses=Senses(
            _readings(senses.latest, by, now),
            _readings(senses.good, by, now),
            _readings(senses.suspects, by, now),
            {point: min(at + by, now) for point, at in senses.seen.items()},
        ),
        calls={key: (origin, min(at + by, now)) for key, (origin, at) in state.calls.items()},
        peers={key: (peer, min(at + by, now)) for key, (peer, at) in state.peers.items()},
        renewed={key: min(at + by, now) for key, at in state.renewed.items()},
    )


def _moved(memory: Memory, by: timedelta, now: datetime) -> Memory:
    """What counts how long something has lasted, later by so much, and not in the future."""
    climate = memory.climate
    return replace(
        memory,
        pending={key: _pending(sent, by, now) for key, sent in memory.pending.items()},
        devices={key: _device(known, by, now) for key, known in memory.devices.items()},
        windows={key: _window(window, by, now) for key, window in memory.windows.items()},
        airings={key: _airing(airing, by, now) for key, airing in memory.airings.items()},
        climate=replace(
            climate,
            duties={key: _duty(duty, by, now) for key, duty in climate.duties.items()},
            trims={key: _trim(trim, by, now) for key, trim in climate.trims.items()},
        ),
        lighting=LightingMemory(
            {key: _lamp(lamp, by, now) for key, lamp in memory.lighting.lamps.items()},
            {key: _room_light(light, by, now) for key, light in memory.lighting.rooms.items()},
        ),
        security=_security(memory.security, by, now),
        occupancy=_occupancy(memory.occupancy, by, now),
    )


def _readings(known: Mapping[Point, Reading], by: timedelta, now: datetime) -> dict[Point, Reading]:
    return {
        point: reading._replace(at=min(reading.at + by, now), reported=min(reading.reported + by, now))
        for point, reading in known.items()
    }


def _at(at: datetime | None, by: timedelta, now: datetime) -> datetime | None:
    return min(at + by, now) if at is not None else None


def _begun(spanned: _Spanned, now: datetime) -> _Spanned:
    early = spanned.since - now
    return replace(spanned, since=now, until=spanned.until - early) if early > _NONE else spanned


def _pending(sent: Pending, by: timedelta, now: datetime) -> Pending:
    return replace(
        sent,
        at=min(sent.at + by, now),
        delivered=_at(sent.delivered, by, now),
        confirmed=_at(sent.confirmed, by, now),
    )


def _device(known: DeviceMemory, by: timedelta, now: datetime) -> DeviceMemory:
    return replace(known, since=_at(known.since, by, now), writes=tuple(min(at + by, now) for at in known.writes))


def _window(window: WindowMemory, by: timedelta, now: datetime) -> WindowMemory:
    return replace(window, since=_at(window.since, by, now))


def _airing(airing: AiringMemory, by: timedelta, now: datetime) -> AiringMemory:
    """How fast it fell while time leapt, nobody knows."""
    reports = () if by > _NONE else tuple((at, value) for at, value in airing.reports if at <= now)
    return replace(airing, since=_at(airing.since, by, now), reports=reports, heat=_own_heat(airing.heat, by, now))


def _own_heat(heat: OwnHeat, by: timedelta, now: datetime) -> OwnHeat:
    rises = tuple((min(at + by, now), rise) for at, rise in heat.rises)
    return replace(heat, more=_at(heat.more, by, now), less=_at(heat.less, by, now), rises=rises)


def _duty(duty: DutyMemory, by: timedelta, now: datetime) -> DutyMemory:
    return replace(duty, start=_at(duty.start, by, now))


def _trim(trim: TrimMemory, by: timedelta, now: datetime) -> TrimMemory:
    return replace(trim, moved=_at(trim.moved, by, now))


def _lamp(lamp: LampMemory, by: timedelta, now: datetime) -> LampMemory:
    return replace(lamp, dimmed=_at(lamp.dimmed, by, now), adjusted=_at(lamp.adjusted, by, now))


def _room_light(light: RoomLightMemory, by: timedelta, now: datetime) -> RoomLightMemory:
    return replace(
        light,
        since=_at(light.since, by, now),
        told=_at(light.told, by, now),
        bright=_at(light.bright, by, now),
        unseen=_at(light.unseen, by, now),
    )


def _occupancy(known: OccupancyMemory, by: timedelta, now: datetime) -> OccupancyMemory:
    """What people were seen to do, and since when nobody is home. What waits to be known is let go where time leapt."""

    def room(believed: RoomOccupancyMemory) -> RoomOccupancyMemory:
        return replace(believed, since=_at(believed.since, by, now), sign=_at(believed.sign, by, now))

    moved, habits, quality = by > _NONE, known.habits, known.quality
    looked = None if moved else _at(habits.looked, by, now)
    return replace(
        known,
        rooms={place: room(believed) for place, believed in known.rooms.items()},
        home=room(known.home),
        habits=replace(habits, away_since=_at(habits.away_since, by, now), looked=looked),
        quality=replace(quality, claims=() if moved else quality.claims, asked=_at(quality.asked, by, now)),
    )


def _security(security: SecurityMemory, by: timedelta, now: datetime) -> SecurityMemory:
    """A siren sounds no longer, and a delay takes no longer, than it would have.

    Of a siren that began in the future, as far as the clock knows, nobody can say how long it has sounded: it is over.
    """
    late = by - max(security.since + by - now, _NONE) if security.since is not None else by
    return replace(
        security,
        since=_at(security.since, by, now),
        until=security.until + late if security.until is not None else None,
        armed=_at(security.armed, by, now),
        request=_asked(security.request, by, now) if security.request is not None else None,
        trips=tuple(trip._replace(at=min(trip.at + by, now)) for trip in security.trips),
        sounding={about: replace(noise, since=noise.since + by) for about, noise in security.sounding.items()},
        wrong=tuple(min(at + by, now) for at in security.wrong),
    )


def _asked(asked: ArmingRequest, by: timedelta, now: datetime) -> ArmingRequest:
    at = min(asked.at + by, now)
    return replace(asked, at=at, until=at + (asked.until - asked.at))
