"""Makes the one frozen value that pages show, from the state after a turn."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from thermo_edge.climate.targets import bands, target
from thermo_edge.control import limits
from thermo_edge.control import state as states
from thermo_edge.control.state import State
from thermo_edge.home.house import Attribute, Device, DeviceKind, Domain, EntityId, HeatSource, House, Point, Room
from thermo_edge.home.memory import DeviceMemory, WindowMemory
from thermo_edge.home.reason import Code
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.turn import Answer, DecisionRecord, Outcome
from thermo_edge.home.view import Health, HouseView, RoomView, SourceView

DECISIONS = 200
"""So many of the latest decisions are looked through."""

SHOWN = 40

AHEAD = timedelta(hours=18)


def build(state: State, snapshot: Snapshot, decisions: Sequence[DecisionRecord], beat: datetime) -> HouseView:
    """The house now."""
    house, memory = state.house, state.memory
    midnight = house.local(snapshot.at).replace(hour=0, minute=0, second=0, microsecond=0)
    return HouseView(
        at=snapshot.at,
        house=house,
        rooms=tuple(_room(state, snapshot, room, decisions) for room in house.rooms),
        sources=tuple(_source(state, snapshot, source) for source in house.sources),
        outdoor=states.outdoor(state, snapshot.at),
        holds=tuple(sorted(memory.holds.values(), key=lambda hold: hold.since, reverse=True)),
        asks=tuple(ask for ask in memory.asks.values() if ask.answer is Answer.OPEN),
        decisions=worth_showing(house, decisions)[:SHOWN],
        notices=tuple(sorted(memory.notices.values(), key=lambda notice: notice.since, reverse=True)),
        observe_everything=memory.modes.observe_everything,
        would_today=sum(d.decision.outcome is Outcome.WOULD and d.until >= midnight for d in decisions),
        health=_health(state, snapshot, beat),
    )


def worth_showing(house: House, decisions: Sequence[DecisionRecord]) -> tuple[DecisionRecord, ...]:
    """Without what only was so already; of a bare switch's cycles, the ons and offs for one reason, the latest."""
    shown, cycles = [], dict[Point, Code]()
    for record in decisions:
        request, outcome = record.decision.request, record.decision.outcome
        if outcome is Outcome.SATISFIED:
            continue
        device = house.device(request.point.entity)
        if outcome is Outcome.ACTED and device is not None and device.kind is DeviceKind.DUTY:
            if cycles.get(request.point) is request.reason.code:
                continue
            cycles[request.point] = request.reason.code
        shown.append(record)
    return tuple(shown)


def _source(state: State, snapshot: Snapshot, source: HeatSource) -> SourceView:
    known = state.memory.devices.get(source.device.entity if source.device else source.id, DeviceMemory())
    return SourceView(
        id=source.id,
        name=source.name,
        mode=min(state.memory.modes.of(source.id, Domain.CLIMATE), source.ceiling),
        ceiling=source.ceiling,
        on=known.on,
        unprotected=_unprotected(state, snapshot, (source.device,) if source.device else ()),
    )


def _unprotected(state: State, snapshot: Snapshot, devices: Sequence[Device]) -> tuple[EntityId, ...]:
    return tuple(device.entity for device in devices if not limits.protected(snapshot, state.memory, device))


def _room(state: State, snapshot: Snapshot, room: Room, decisions: Sequence[DecisionRecord]) -> RoomView:
    memory, sense = state.memory, snapshot.sense(room.id)
    wish = memory.wishes.get(room.id)
    latest = next((d for d in decisions if d.decision.request.place == room.id), None)
    return RoomView(
        id=room.id,
        name=room.name,
        temperature=sense.temperature if sense.temperature is not None else _last(snapshot, room),
        silent=sense.silent,
        stale=sense.temperature is None,
        usual=sense.usual,
        band=target(snapshot, room, wish).band,
        mode=min(memory.modes.of(room.id, Domain.CLIMATE), room.ceiling),
        ceiling=room.ceiling,
        presence=snapshot.presence,
        window=memory.windows.get(room.id, WindowMemory()).state,
        window_open=sense.window_open,
        heating=_heating(state, snapshot, room),
        cooling=any(limits.runs_as(snapshot, memory, device) == "cool" for device in room.devices),
        heats=any(device.heats for device in room.devices),
        decision=latest,
        wish=wish,
        unprotected=_unprotected(state, snapshot, room.devices),
        bands=bands(snapshot.house, room, snapshot.at, AHEAD),
    )


def _last(snapshot: Snapshot, room: Room) -> float | None:
    """The last temperature, however old; shown as such."""
    for sensor in room.sensing(Attribute.TEMPERATURE):
        value = snapshot.number(sensor.point)
        if value is not None:
            return value
    return None


def _heating(state: State, snapshot: Snapshot, room: Room) -> float | None:
    """The share that the strongest heater runs at; 1 for one that only says that it heats."""
    shares: list[float] = []
    for device in room.devices:
        if not device.heats or not snapshot.answers(device.switch):
            continue
        runs = limits.runs_as(snapshot, state.memory, device) == "heat"
        if device.kind is DeviceKind.DUTY:
            duty = state.memory.climate.duties.get(device.entity)
            ours = state.memory.devices.get(device.entity, DeviceMemory()).ours
            shares.append(duty.duty if runs and duty and ours else float(runs))
        else:
            shares.append(float(runs))
    return max(shares) if shares else None


def _health(state: State, snapshot: Snapshot, beat: datetime) -> Health:
    return Health(
        link_ready=state.link.ready,
        link_since=state.link.since,
        link_why=state.link.why if not state.link.ready else None,
        store_ok=state.store_error is None,
        store_why=state.store_error,
        clock_ok=not snapshot.clock_behind,
        loop_at=beat,
        turns=state.memory.turn,
        primary=snapshot.primary,
    )
