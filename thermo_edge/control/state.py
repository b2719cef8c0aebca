"""What the owner of the house holds between turns: memory, which is kept, and the rest, which is heard again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from thermo_edge.control import believed, sensing
from thermo_edge.control.sensing import Senses
from thermo_edge.home.forecast import Learned
from thermo_edge.home.heard import Peer
from thermo_edge.home.hindsight import Hindsight
from thermo_edge.home.house import Attribute, Domain, EntityId, House, Mode, PlaceId
from thermo_edge.home.learning import Press
from thermo_edge.home.memory import Memory
from thermo_edge.home.reason import Reason
from thermo_edge.home.savings import Saving
from thermo_edge.home.snapshot import Link, Origin, Snapshot, Takes, Trip
from thermo_edge.home.turn import Notice
from thermo_edge.outdoors.sun import position

CLOCK_TOLERANCE = timedelta(minutes=2)
"""Clocks of a house differ by this much and nobody minds."""

BELIEVED = timedelta(hours=24)
"""A clock behind the newest row is right after all, once the home's own has agreed with it for so long."""

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
    groups: Mapping[EntityId, frozenset[EntityId]] = field(default_factory=dict)  # of lamps, with their members
    calls: Mapping[str, tuple[Origin, datetime]] = field(default_factory=dict)  # actions overheard, by context
    peers: Mapping[str, tuple[Peer, datetime]] = field(default_factory=dict)
    renewed: Mapping[EntityId, datetime] = field(default_factory=dict)  # last heartbeat for a bare switch
    troubles: Mapping[str, Notice] = field(default_factory=dict)  # told by the home or the settings, until mended
    skew: timedelta = timedelta(0)  # the home's clock minus ours
    newest: datetime | None = None  # of the history, when this program began
    store_error: Reason | None = None
    leapt: timedelta = timedelta(0)  # how far the clock had leapt when the last turn began
    claim: datetime | None = None  # since then this program may act anywhere; None: it only observes
    leaving: frozenset[tuple[PlaceId, Domain]] = frozenset()  # what this program is about to leave alone for good
    takes: Mapping[EntityId, Takes] = field(default_factory=dict)  # what thermostats say that they take
    sound: bool = True  # the last turn over everything did not fail
    unsaved: Reason | None = None  # why there is no database: what is remembered ends with this program
    learned: Learned | None = None  # who is where, by what was learned; reckoned beside the house
    agreed: datetime | None = None  # since then the home's clock has agreed with ours
    pressed: Mapping[EntityId, Press] = field(default_factory=dict)  # the last press of each button, since the start
    hindsight: Hindsight | None = None  # what would have been right in the last days, as last replayed
    saving: Saving | None = None  # as last measured


def clock_behind(state: State, now: datetime, behind: timedelta) -> timedelta:
    """How far our clock lies behind its own past, the newest row, or the home's clock; nothing if that is tolerable."""
    believed = state.agreed is not None and now - state.agreed >= BELIEVED
    past = state.newest - now if state.newest and not believed else timedelta(0)
    worst = max(behind, past, state.skew)
    return worst if worst > CLOCK_TOLERANCE else timedelta(0)


def may_act(house: House, memory: Memory) -> bool:
    """Whether anything anywhere is more than observed."""
    modes = memory.modes
    return any(min(mode, modes.of(*key), house.ceiling(key[0])) > Mode.OBSERVE for key, mode in modes.places.items())


def claim(state: State, memory: Memory, now: datetime) -> datetime | None:
    """Since when this program has the home; one that only observes claims nothing."""
    return (state.claim or now) if may_act(state.house, memory) else None


def primary(state: State, now: datetime) -> bool:
    """Whether no program that is alive and may act has had this home for longer."""
    alive = [peer for peer, heard in state.peers.values() if now - heard < PEER_LIVES]
    if state.claim is None:
        return not alive
    return not any((peer.since, peer.instance) < (state.claim, state.instance) for peer in alive)


def snapshot(state: State, now: datetime, behind: timedelta, trips: tuple[Trip, ...] = ()) -> Snapshot:
    """The state as policies and the guard see it."""
    house, senses = state.house, state.senses
    found = believed.evidence(house, senses, state.memory, state.learned, now)
    belief = believed.belief(found, state.memory)
    return Snapshot(
        at=now,
        house=house,
        latest=senses.latest,
        good=senses.good,
        link=state.link,
        rooms=sensing.Rooms(house, senses, state.memory.cadences, now, belief.rooms, state.memory.climate),
        presence=belief.home.presence,
        protected=state.protected,
        clock_behind=clock_behind(state, now, behind),
        primary=primary(state, now),
        sun=position(house.location, now) if house.location else None,
        trips=trips,
        takes=state.takes,
        groups=state.groups,
        belief=belief,
        regime=belief.regime,
    )


def outdoor(state: State, now: datetime) -> float | None:
    """The outdoor temperature in °C, if it is fresh."""
    sensor = state.house.outdoor
    found = state.senses.good.get(sensor.point) if sensor else None
    if sensor is None or found is None or sensor.point.attribute is not Attribute.TEMPERATURE:
        return None
    fresh = now - found.reported <= sensing.patience(sensor, state.memory.cadences.get(sensor.point))
    return float(found.value) if fresh and isinstance(found.value, float) else None
