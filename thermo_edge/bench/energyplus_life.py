"""One EnergyPlus home under one policy, from zero history, on the real program: what the household got."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np

from thermo_edge.app.core import Core
from thermo_edge.app.energyplus import Rooms
from thermo_edge.bench.energyplus_map import EnergyPlusMap
from thermo_edge.bench.loop_lost import Lost
from thermo_edge.bench.loop_rows import Lived
from thermo_edge.home.house import Domain, Failsafe, House, Mode
from thermo_edge.simulation.lockstep import LockstepHome
from thermo_edge.simulation.outside import outside
from thermo_edge.simulation.plant import Array
from thermo_edge.simulation.run import HOUSEHOLD

_IDLE = 0.5
"""Of the heat of a room while its valve is open: that much while it is closed, and the valve does nothing."""


@dataclass
class Ledger:
    """Looks at the home after each step; bands are those of the house as it is lived in, whatever the policy says."""

    house: House
    home: LockstepHome
    step: timedelta
    cold: Array = field(init=False)
    by_hours: Array = field(init=False)
    warm: Array = field(init=False)
    lost: Lost = field(init=False)

    def __post_init__(self) -> None:
        self.lost = Lost(self.house.rooms)
        self.cold, self.by_hours, self.warm = np.zeros((3, len(self.house.rooms)))

    def look(self, now: datetime) -> None:
        """The step that has just ended."""
        stands, hours = self.home.building.stands, self.step / timedelta(hours=1)
        local, air = self.house.local(now), np.array(stands.air)
        bands = [
            room.comfort.comfort if room.comfort.warm_at(local) else room.comfort.setback for room in self.house.rooms
        ]
        low, high = np.array([(band.low, band.high) for band in bands]).T
        heated = np.array([heat > 0.0 for heat in stands.heat])
        cold, warm = outside(low, high, air, heated)
        self.by_hours += cold * hours
        if self.home.somebody:
            self.cold += cold * hours
            self.warm += warm * hours
        self.lost.look(local, self.step, air, self.home.somebody, heated)


def live(core: Core, home: LockstepHome, ledger: Ledger, days: int) -> None:
    """Let it act in everything, and let the days pass on the real loop."""
    home.open(core.controller.state.house, core.controller.hear)
    _work(core)
    _allow(core, home)
    now: Callable[[], datetime] = core.clock.now
    end, steps = now() + timedelta(days=days), home.steps
    while now() < end:
        wake = core.controller.wake
        until = min(end, core.timetable.due, max(wake, now()) if wake else end)
        if until > now():
            home.pass_on(until - now())
        if home.steps != steps:
            steps = home.steps
            ledger.look(now())
        core.timetable.run_due()
        if wake is not None and now() >= wake:
            core.controller.tick()
        _work(core)
    home.close()
    core.history.close()


def found(ledger: Ledger, rooms: Rooms, mapped: EnergyPlusMap, days: int) -> Lived:
    """The figures of all days."""
    price = {"gas": mapped.prices.gas, "electricity": mapped.prices.electricity}
    cost = sum(used * price[each.paid] for used, each in zip(rooms.used, mapped.energies, strict=True))
    names = [str(room.id) for room in ledger.house.rooms]
    return Lived(
        dict(zip(names, map(float, ledger.cold), strict=True)),
        dict(zip(names, map(float, ledger.by_hours), strict=True)),
        float(ledger.warm.mean()),
        sum(rooms.used),
        cost,
        len(ledger.home.commands) / days,
        ledger.lost.means(),
        ledger.lost.starts / days,
    )


def idle(rooms: Rooms, mapped: EnergyPlusMap) -> list[str]:
    """Switches and valves that seem to do nothing: rooms that were heated as much while these were closed."""
    told = []
    for number, (name, room) in enumerate(mapped.rooms.items()):
        if room.let is None:
            continue
        (shut, rests), (full, steps) = (
            rooms.heat_at.get((number, value), (0.0, 0)) for value in (room.let.closed, room.let.open)
        )
        if rests and steps and shut / rests > _IDLE * full / steps > 0.0:
            share = 100.0 * (shut / rests) / (full / steps)
            told.append(
                f"{name}: while {room.let.key} is closed it is heated {share:.0f} % as much as while it is open"
            )
    return told


def midnight(begin: datetime, house: House) -> datetime:
    """The first moment, UTC."""
    return begin.replace(tzinfo=house.zone).astimezone(UTC)


def _allow(core: Core, home: LockstepHome) -> None:
    """Let it act in everything; bare switches are protected first."""
    house = home.house
    for place in house.places:
        core.desk.set_mode(place, Domain.CLIMATE, Mode.SUGGEST, HOUSEHOLD)
        for device in house.devices:
            if device.place == place and device.failsafe is Failsafe.AUTOMATION:
                core.desk.protect(device.entity, HOUSEHOLD)
        _work(core)
        core.desk.set_mode(place, Domain.CLIMATE, Mode.ACT, HOUSEHOLD)
    _work(core)


def _work(core: Core) -> None:
    while core.controller.work():
        pass
