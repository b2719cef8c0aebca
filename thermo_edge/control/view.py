"""Makes the one frozen value that pages show, from the state after a turn."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from thermo_edge.climate import comparing, loops
from thermo_edge.climate.targets import bands, target
from thermo_edge.control import limits
from thermo_edge.control import state as states
from thermo_edge.control.alarm_view import alarm_view
from thermo_edge.control.corrections import standing
from thermo_edge.control.feedback_desk import views
from thermo_edge.control.lamps import DIALS
from thermo_edge.control.occupancy_view import occupancy_view
from thermo_edge.control.plan_view import plan_view
from thermo_edge.control.state import State
from thermo_edge.home.house import Attribute, Device, DeviceKind, Domain, EntityId, HeatSource, House, Mode, Point, Room
from thermo_edge.home.memory import DeviceMemory, WindowMemory
from thermo_edge.home.snapshot import Snapshot
from thermo_edge.home.turn import Answer, Ask, DecisionRecord, Outcome
from thermo_edge.home.view import Health, HouseView, LampsView, RoomView, SourceView
from thermo_edge.lighting.policy import commanded

DECISIONS = 200
"""So many of the latest decisions are looked through."""

SHOWN = 40

AHEAD = timedelta(hours=18)

STIRS = (Attribute.MOTION, Attribute.PRESENCE)
"""What tells that somebody is in a room."""


def build(state: State, snapshot: Snapshot, decisions: Sequence[DecisionRecord], beat: datetime) -> HouseView:
    """The house now."""
    house, memory = state.house, state.memory
    shown = worth_showing(house, decisions)
    midnight = house.local(snapshot.at).replace(hour=0, minute=0, second=0, microsecond=0)
    return HouseView(
        at=snapshot.at,
        house=house,
        rooms=tuple(_room(state, snapshot, room, decisions) for room in house.rooms),
        sources=tuple(_source(state, snapshot, source) for source in house.sources),
        outdoor=states.outdoor(state, snapshot.at),
        holds=tuple(sorted(memory.holds.values(), key=lambda hold: hold.since, reverse=True)),
        season=memory.taste.season,
        asks=tuple(ask for ask in memory.asks.values() if ask.answer is Answer.OPEN and _asks(state, ask)),
        decisions=shown[:SHOWN],
        notices=tuple(sorted(memory.notices.values(), key=lambda notice: notice.since, reverse=True)),
        observe_everything=memory.modes.observe_everything,
        would_today=sum(d.decision.outcome is Outcome.WOULD and d.until >= midnight for d in shown),
        health=_health(state, snapshot, beat),
        alarm=alarm_view(snapshot, memory),
        occupancy=occupancy_view(snapshot, memory.occupancy.quality),
        plan=plan_view(state, snapshot),
        hindsight=state.hindsight,
        trust=views(state, snapshot.at),
        corrections=standing(memory),
        saving=state.saving,
        way=comparing.way(state.memory),
    )


def _asks(state: State, ask: Ask) -> bool:
    """Whether a question is still one: its place asks, and neither does so by itself now nor only looks on."""
    mode = min(state.memory.modes.of(ask.place, ask.domain), state.house.ceiling(ask.place))
    about = (each for each in state.house.devices if (each.place, each.domain) == (ask.place, ask.domain))
    return any(min(mode, device.ceiling) is Mode.ASK for device in about)


def worth_showing(house: House, decisions: Sequence[DecisionRecord]) -> tuple[DecisionRecord, ...]:
    """Without what only was so already; of what is done over and over for one reason, the latest.

    A lamp that goes on takes its brightness and its white along, and so do the other lamps of the room.
    """
    changes = [record for record in decisions if record.decision.outcome is not Outcome.SATISFIED]
    shown, told = list[DecisionRecord](), set[tuple[object, ...]]()
    switched = {_at_once(record) for record in changes if record.decision.request.point.attribute is Attribute.ON}
    for record in changes:
        if record.decision.request.point.attribute in DIALS and _at_once(record) in switched:
            continue
        again = _again(house, record)
        if again is not None and again in told:
            continue
        told |= {again} if again is not None else set()
        shown.append(record)
    return tuple(shown)


def _again(house: House, record: DecisionRecord) -> tuple[object, ...] | None:
    """What this is one of many of: a bare switch's cycles, the lamps of a room at once, and a lamp's adjustments."""
    request, outcome = record.decision.request, record.decision.outcome
    device = house.device(request.point.entity)
    if device is not None and device.kind is DeviceKind.LIGHT:
        dial = request.point.attribute in DIALS and not isinstance(request.value, bool)
        return (request.place, request.reason.code, outcome) if dial else (*_at_once(record), request.value)
    if outcome is Outcome.ACTED and device is not None and device.kind is DeviceKind.DUTY:
        return (request.point, request.reason.code)
    return None


def _at_once(record: DecisionRecord) -> tuple[object, ...]:
    request = record.decision.request
    return (request.place, request.reason.code, record.decision.outcome, record.at)


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
    covers = {cover.entity for cover in room.covers}  # shading is not what the warmth of the room is about
    latest = _latest([d for d in decisions if d.decision.request.point.entity not in covers], room, Domain.CLIMATE)
    return RoomView(
        id=room.id,
        name=room.name,
        temperature=sense.temperature if sense.temperature is not None else _last(snapshot, room),
        silent=sense.silent,
        stale=sense.temperature is None,
        usual=sense.usual,
        band=target(snapshot, room, wish, comparing.plainly(memory).taste).band,
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
        bands=bands(snapshot.house, room, snapshot.at, AHEAD, memory.taste, sense.dry, sense.radiant),
        lamps=_lamps(state, snapshot, room, decisions) if room.lights else None,
        here=sense.presence if any(room.sensing(attribute) for attribute in STIRS) else None,
        offer=memory.taste.offered.get(room.id),
        agreed=tuple(each for each in memory.taste.agreed.values() if each.place == room.id),
        owed=tuple(sorted(memory.taste.debts.get(room.id, {}).items())),
        feels=sense.temperature - sense.radiant if sense.temperature is not None and sense.radiant else None,
        reckoned=loops.is_reckoned(snapshot, room),
    )


def _latest(decisions: Sequence[DecisionRecord], room: Room, domain: Domain) -> DecisionRecord | None:
    here = (record for record in decisions if record.decision.request.place == room.id)
    return next((record for record in here if record.decision.request.domain is domain), None)


def _lamps(state: State, snapshot: Snapshot, room: Room, decisions: Sequence[DecisionRecord]) -> LampsView:
    lamps, memory = commanded(snapshot.groups, room), state.memory
    on = [lamp for lamp in lamps if snapshot.answers(lamp.switch) and snapshot.value(lamp.switch) is True]
    levels = (snapshot.number(Point(lamp.entity, Attribute.BRIGHTNESS)) for lamp in on)
    here = {lamp.entity for lamp in room.lights}
    holds = sorted((h for h in memory.holds.values() if h.point.entity in here), key=lambda h: h.since, reverse=True)
    return LampsView(
        total=len(lamps),
        silent=sum(not snapshot.answers(lamp.switch) for lamp in lamps),
        on=len(on),
        brightness=max((level for level in levels if level is not None), default=None),
        mode=min(memory.modes.of(room.id, Domain.LIGHTING), room.ceiling),
        ceiling=room.ceiling,
        decision=_latest(worth_showing(snapshot.house, decisions), room, Domain.LIGHTING),
        holds=tuple(holds),
        wished=any(hold.establish and hold.point.attribute is Attribute.ON for hold in holds),
    )


def _last(snapshot: Snapshot, room: Room) -> float | None:
    """The last temperature, however old; shown as such."""
    for sensor in room.thermometers:
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
        action = snapshot.value(Point(device.entity, Attribute.HVAC_ACTION))
        if device.kind is DeviceKind.THERMOSTAT and action is None and snapshot.value(device.switch) != "off":
            continue  # a set-point above the room is no heat yet
        if device.kind is DeviceKind.DUTY:
            duty = state.memory.climate.duties.get(device.entity)
            ours = state.memory.devices.get(device.entity, DeviceMemory()).ours
            by_rule = ours and device.switch not in state.memory.holds
            shares.append(duty.duty if runs and duty and duty.duty > 0.0 and by_rule else float(runs))
        else:
            shares.append(float(runs))
    return max(shares) if shares else None


def _health(state: State, snapshot: Snapshot, beat: datetime) -> Health:
    store = state.unsaved or state.store_error
    return Health(
        link_ready=state.link.ready,
        link_since=state.link.since,
        link_why=state.link.why if not state.link.ready else None,
        store_ok=store is None,
        store_why=store,
        clock_ok=not snapshot.clock_behind,
        loop_at=beat,
        turns=state.memory.turn,
        primary=snapshot.primary,
        turns_ok=state.sound,
    )
