"""What a simulated household got: comfort, energy, cost, switching, light, corrections, alerts, refusals."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

import numpy as np

from thermo_edge.home.comfort import Comfort
from thermo_edge.home.memory import Turn
from thermo_edge.home.turn import Notice, Outcome, Severity
from thermo_edge.simulation.family import ROOMS
from thermo_edge.simulation.home import SimulatedHome
from thermo_edge.simulation.market import GAS, price
from thermo_edge.simulation.outside import outside
from thermo_edge.simulation.people import AWAY
from thermo_edge.simulation.plant import Array
from thermo_edge.simulation.scenarios import Scenario
from thermo_edge.simulation.world import Used

_HEATS = 0.1
"""Of its power: less is no heating that makes a room too warm."""


@dataclass(frozen=True)
class Report:
    """All of one run; hours are simulated ones, K·h count only while somebody is home."""

    scenario: str
    seed: int
    plant: str
    days: float
    cold: Mapping[str, float]  # K·h below the band
    cold_by_hours: Mapping[str, float]  # the same, also while nobody is home
    warm: Mapping[str, float]  # K·h above it by our heating, or above what is to be cooled
    heat: Mapping[str, float]  # kWh given to each room
    gas: float  # kWh
    heater: float  # kWh of electricity for heating
    cooling: float  # kWh
    lamps: float  # kWh
    cost: float  # € of all these
    climate_cost: float  # € of heating and cooling
    commands: Mapping[str, float]  # a day, by device
    busiest: int  # commands to one device within an hour
    lamp_hours: float  # a day, over all lamps
    lamp_hours_nobody: float  # a day, with nobody in the room
    went_dark: int  # a lamp went out over somebody who needed it
    corrections: Mapping[str, int]  # what people put right themselves
    wrongs: int
    alerts_true: tuple[str, ...]
    alerts_false: tuple[str, ...]
    refusals: Mapping[str, int]
    turns: int

    def as_json(self) -> dict[str, object]:
        return asdict(self)


@dataclass
class Meter:
    """Looks at a home after each step of its world, and at every turn."""

    home: SimulatedHome
    cold: Array = field(default_factory=lambda: np.zeros(len(ROOMS)))
    cold_by_hours: Array = field(default_factory=lambda: np.zeros(len(ROOMS)))
    warm: Array = field(default_factory=lambda: np.zeros(len(ROOMS)))
    cost: float = 0.0
    climate_cost: float = 0.0
    lamp_hours: float = 0.0
    lamp_hours_nobody: float = 0.0
    turns: int = 0
    wrongs: int = 0
    fallbacks: int = 0  # modes that fell by themselves; the household let it act again at once
    refusals: Counter[str] = field(default_factory=Counter)
    notices: dict[str, Notice] = field(default_factory=dict)
    _refused: dict[object, str] = field(default_factory=dict)
    _used: Used | None = None
    _bands: tuple[int, Array] | None = None

    def sample(self, seconds: float) -> None:
        """The step that has just ended."""
        home, hours = self.home, seconds / 3600.0
        local = home.now()
        low, high = self._band(local)
        cold, warm = outside(low, high, home.world.air, home.world.indoor.emitted[0] > _HEATS * 1000.0)
        self.cold_by_hours += cold * hours
        if bool((home.people.where != AWAY).any()):
            self.cold += cold * hours
            self.warm += warm * hours
        for number in range(len(ROOMS)):
            lit = sum(lamp.on for lamp in home.lamps_of(number))
            if lit:
                self.lamp_hours += lit * hours
                self.lamp_hours_nobody += 0.0 if home.people.anybody_in(number) else lit * hours
        self._pay(local)

    def _band(self, local: datetime) -> tuple[Array, ...]:
        """The bands of the hours, looked up anew every five minutes."""
        slot = int(local.timestamp() // 300)
        if self._bands is None or self._bands[0] != slot:
            bands = [_band(room.comfort, local) for room in self.home.house.rooms]
            self._bands = (slot, np.array(bands).T)
        return self._bands[1][0], self._bands[1][1]

    def _pay(self, local: datetime) -> None:
        used, before = self.home.world.used, self._used
        self._used = used
        if before is None:
            return
        burnt = used.heating - before.heating
        own = float(burnt[self.home.electric].sum())
        electricity, lamps = own + float((used.cooling - before.cooling).sum()), used.lamps - before.lamps
        climate = GAS * (float(burnt.sum()) - own) + price(local) * electricity
        self.climate_cost += climate
        self.cost += climate + price(local) * lamps

    def turn(self, turn: Turn) -> None:
        """What was decided; a refusal that goes on is one."""
        self.turns += 1
        for decision in turn.decisions:
            point = decision.request.point
            code = decision.because.code if decision.outcome is Outcome.REFUSED and decision.because else ""
            if code and self._refused.get(point) != code:
                self.refusals[code] += 1
            self._refused[point] = code

    def announce(self, posts: Sequence[Notice], _clears: Sequence[str]) -> None:
        """A notice was shown."""
        for notice in posts:
            if notice.severity is not Severity.INFO:
                self.notices.setdefault(notice.key, notice)

    def report(self, scenario: Scenario, seed: int, plant: str, since: datetime) -> Report:
        """Everything since then."""
        home = self.home
        days = (home.now() - since) / timedelta(days=1)
        used = home.world.used
        true = tuple(key for key in self.notices if key.startswith(scenario.alerts or ("\n",)))
        return Report(
            scenario=scenario.name,
            seed=seed,
            plant=plant,
            days=days,
            cold=_by_room(self.cold),
            cold_by_hours=_by_room(self.cold_by_hours),
            warm=_by_room(self.warm),
            heat=_by_room(used.heat),
            gas=float(used.heating[~home.electric].sum()),
            heater=float(used.heating[home.electric].sum()),
            cooling=float(used.cooling.sum()),
            lamps=used.lamps,
            cost=self.cost,
            climate_cost=self.climate_cost,
            commands={entity: count / days for entity, count in _commands(home).items()},
            busiest=busiest(home),
            lamp_hours=self.lamp_hours / days,
            lamp_hours_nobody=self.lamp_hours_nobody / days,
            went_dark=home.people.went_dark,
            corrections=dict(Counter(f"{each.domain}: {each.what}" for each in home.people.corrections)),
            wrongs=self.wrongs,
            alerts_true=true,
            alerts_false=tuple(key for key in self.notices if key not in true),
            refusals=dict(self.refusals.most_common()),
            turns=self.turns,
        )


def _band(comfort: Comfort, local: datetime) -> tuple[float, float]:
    band = comfort.comfort if comfort.warm_at(local) else comfort.setback
    return band.low, band.high


def _by_room(values: Array) -> dict[str, float]:
    return {room: round(float(value), 2) for room, value in zip(ROOMS, values, strict=True)}


def _commands(home: SimulatedHome) -> dict[str, int]:
    return dict(Counter(str(point.entity) for _, point, _ in home.commands))


def busiest(home: SimulatedHome) -> int:
    """The most commands that one device got within an hour."""
    most = 0
    for entity in {point.entity for _, point, _ in home.commands}:
        at = np.array([when.timestamp() for when, point, _ in home.commands if point.entity == entity])
        most = max(most, int((np.searchsorted(at, at + 3600.0) - np.arange(len(at))).max()))
    return most
