"""What the owner of the house holds between turns: memory, which is kept, and the rest, which is heard again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from thermo_edge.control import sensing
from thermo_edge.control.sensing import Senses
from thermo_edge.home.house import Attribute, EntityId, House
from thermo_edge.home.memory import Memory
from thermo_edge.home.reason import Reason
from thermo_edge.home.snapshot import Link, Origin, Snapshot, Trip
from thermo_edge.home.turn import Notice
from thermo_edge.occupancy.policy import anybody_home
from thermo_edge.outdoors.sun import position
from thermo_edge.ports import Peer

CLOCK_TOLERANCE = timedelta(minutes=2)
"""Clocks of a house differ by this much and nobody minds."""

PEER_LIVES = timedelta(minutes=3)
"""A second program that was not heard for this long is gone."""


@dataclass(frozen=True)
class State:
    """Everything the house thread knows."""

    house: House
    memory: Memory
    link: Link
    started: datetime
    instance: str = ""
    senses: Senses = field(default_factory=Senses)
    protected: frozenset[EntityId] = frozenset()
    calls: Mapping[str, tuple[Origin, datetime]] = field(default_factory=dict)  # actions overheard, by context
    peers: Mapping[str, tuple[Peer, datetime]] = field(default_factory=dict)
    renewed: Mapping[EntityId, datetime] = field(default_factory=dict)  # last heartbeat for a bare switch
    troubles: Mapping[str, Notice] = field(default_factory=dict)  # told by the home or the settings, until mended
    skew: timedelta = timedelta(0)  # the home's clock minus ours
    newest: datetime | None = None  # of the history, when this program began
    store_error: Reason | None = None


def clock_behind(state: State, now: datetime, behind: timedelta) -> timedelta:
    """How far our clock lies behind its own past, the newest row, or the home's clock; nothing if that is tolerable."""
    past = state.newest - now if state.newest else timedelta(0)
    worst = max(behind, past, state.skew)
    return worst if worst > CLOCK_TOLERANCE else timedelta(0)


def primary(state: State, now: datetime) -> bool:
    """Whether no older program that is alive has this home."""
    mine = (state.started, state.instance)
    return not any(
        (peer.since, peer.instance) < mine and now - heard < PEER_LIVES for peer, heard in state.peers.values()
    )


def snapshot(state: State, now: datetime, behind: timedelta, trips: tuple[Trip, ...] = ()) -> Snapshot:
    """The state as policies and the guard see it."""
    house, senses = state.house, state.senses
    return Snapshot(
        at=now,
        house=house,
        latest=senses.latest,
        good=senses.good,
        link=state.link,
        rooms=sensing.rooms(house, senses, state.memory.cadences, now),
        presence=anybody_home(house, senses.latest),
        protected=state.protected,
        clock_behind=clock_behind(state, now, behind),
        primary=primary(state, now),
        sun=position(house.location, now) if house.location else None,
        trips=trips,
    )


def outdoor(state: State, now: datetime) -> float | None:
    """The outdoor temperature in °C, if it is fresh."""
    sensor = state.house.outdoor
    found = state.senses.good.get(sensor.point) if sensor else None
    if sensor is None or found is None or sensor.point.attribute is not Attribute.TEMPERATURE:
        return None
    fresh = now - found.reported <= sensing.patience(sensor, state.memory.cadences.get(sensor.point))
    return float(found.value) if fresh and isinstance(found.value, float) else None
