"""What can go wrong in a simulated home: sensors die, valves jam, windows are forgotten, mains fail, burglars come."""

from thermo_edge.home.house import Attribute, DeviceKind, EntityId, Point
from thermo_edge.simulation import household
from thermo_edge.simulation.agenda import What
from thermo_edge.simulation.family import ROOMS
from thermo_edge.simulation.home import SimulatedHome


def unavailable(home: SimulatedHome, entity: EntityId, away: bool = True) -> None:
    """An entity is unavailable, or back with what it stands at."""
    machine, now = home.machines.get(entity), home.now()
    if machine is not None:
        machine.available = not away
    if away:
        home.voice.vanish(entity, now)
    else:
        former = {point: reading.value for point, reading in home.voice.before.items() if point.entity == entity}
        values = {Point(entity, what): value for what, value in machine.values().items()} if machine else former
        home.voice.appear(entity, [(point, value) for point, value in values.items() if value is not None], now)
    home.voice.speak()


def freeze(home: SimulatedHome, entity: EntityId, frozen: bool = True) -> None:
    """A sensor goes on saying what it said last."""
    (home.voice.frozen.add if frozen else home.voice.frozen.discard)(entity)


def jam(home: SimulatedHome, room: str, opening: float | None) -> None:
    """The radiator valve of a room jams at this opening, 0..1; None: it runs again."""
    home.machines[household.heater(room)].stuck = opening is not None
    if opening is not None:
        home.world.stick(ROOMS.index(room), opening)


def forget_window(home: SimulatedHome, room: str, is_open: bool) -> None:
    """A window that nobody of the household touches until it is closed like this."""
    home.set_window(room, is_open)
    (home.forgotten.add if is_open else home.forgotten.discard)(room)


def mains(home: SimulatedHome, on: bool) -> None:
    """Mains fail or come back: lamps as they were, a bare switch and coolers off, the boiler and the hub gone."""
    home.world.powered = on
    if not on:
        for machine in home.machines.values():
            if machine.device.kind in (DeviceKind.DUTY, DeviceKind.SIREN):
                home.turn_knob(Point(machine.device.entity, Attribute.ON), False)
            elif machine.device.kind is DeviceKind.THERMOSTAT and not machine.device.heats:
                home.turn_knob(machine.device.switch, "off")
    for room in range(len(ROOMS)):
        home.dark(room, not on)
    home.reach(on)


def intrude(home: SimulatedHome) -> None:
    """The front door is forced; then somebody goes through the hall, the living room and the bedroom, and out."""
    home.later(0.0, What.DOOR, value=True)
    ways = ((3.0, 95.0, "hall"), (25.0, 260.0, "living"), (200.0, 420.0, "bedroom"), (430.0, 520.0, "hall"))
    for begin, end, room in ways:
        home.later(begin, What.SEES, ROOMS.index(room), value=True)
        home.later(end, What.SEES, ROOMS.index(room), value=False)
