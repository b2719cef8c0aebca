"""Days of this home in the twin of its rooms, by any policy and member: what they have in common is read once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from thermo_edge.app.backtest.bills import Bills
from thermo_edge.app.backtest.prices import PastPrices
from thermo_edge.app.backtest.readings import Telling, day
from thermo_edge.app.backtest.tally import COST, ENERGY, Tally, wanted
from thermo_edge.app.backtest.world import PastWeather
from thermo_edge.app.plain_policies import BY_THE_RULE, as_it_is
from thermo_edge.app.twin_again import SETTING, set_as
from thermo_edge.app.twin_check import PLANS_EVERY
from thermo_edge.app.twin_living import Living, Program
from thermo_edge.app.twin_world import HEATS, STEPS, TwinWorld
from thermo_edge.climate.thermal import FloatArray
from thermo_edge.clock import SteppedClock
from thermo_edge.home.house import EntityId, House, PlaceId, Point, Value
from thermo_edge.home.snapshot import Reading
from thermo_edge.learning.climate_at_home import Base, RoomLearned
from thermo_edge.simulation.twin_home import GRAIN, TwinHome

AS_IT_WAS, RULE, PLAN = "as-it-was", "rule", "plan"
_OF_THE_RULE = {RULE: as_it_is, **{name: see for name, see in BY_THE_RULE.items() if see is not as_it_is}}
POLICIES = (AS_IT_WAS, *_OF_THE_RULE, PLAN)

SETTLES, BEFORE = 1, 2
"""Days that are lived before those that count, and days of recording that a life needs before it begins."""

_DAY = timedelta(days=1)
_A_DAY = _DAY // GRAIN
_QUARTER = timedelta(minutes=15) // GRAIN


@dataclass(frozen=True)
class Served:
    """What plans: the model, and what rooms have taught."""

    base: Base
    learned: Mapping[PlaceId, RoomLearned]


class Lives:
    """`days` that end where the recordings of `world` do; `house` is all of it, as the settings say."""

    def __init__(self, world: TwinWorld, house: House, days: int, served: Served | None) -> None:
        self._world, self._served = world, served
        self.rooms = [room for room in world.house.rooms if room.id in world.twins]
        self._before, self._steps = SETTLES * _A_DAY, days * _A_DAY
        self._start, self.begin = world.end - (days + SETTLES) * _DAY, world.end - days * _DAY
        self._first, self._length = world.times - (days + SETTLES) * STEPS, (days + SETTLES) * STEPS
        self._told = list(self._read())
        self._wanted = wanted(world.history, world.house, self.rooms, self.begin, self._steps)
        self._bills = Bills(world.history, world.house, self.begin, self._steps)
        self._weather, self._prices = PastWeather(world.history), PastPrices(world.history, house)

    def lived(self, policy: str, member: int) -> FloatArray:
        """(rooms, MEASURES) a day by one of POLICIES; a plan needs what serves."""
        clock = SteppedClock(self._start)
        home = TwinHome(clock, self._world.house, self._world.twins, member, self._first, self._length)
        tally = Tally(self.rooms, self._steps)
        lives = self._as_it_was(home) if policy == AS_IT_WAS else self._by(policy, clock, home)
        for number, sent in enumerate(lives):
            tally.look(number - self._before, home, sent)
        found = tally.figures(self._wanted)
        bills = self._bills.of({room.id: tally.heat[:, place] for place, room in enumerate(self.rooms)})
        for place, room in enumerate(self.rooms):
            found[place, ENERGY], found[place, COST] = bills[room.id].energy, bills[room.id].cost
        return found

    def measured(self) -> FloatArray:
        """(rooms, 2) K·h a day too cold and too warm by the rooms' own thermometers; NaN where they said nothing.

        A day is as many steps of which the room's temperature is known; a policy's is lived in all of them.
        """
        recordings = [self._world.twins[room.id].recording for room in self.rooms]
        part = slice(-self._steps // _QUARTER, None)
        air = np.stack([np.repeat(each.target[part], _QUARTER) for each in recordings], axis=1)
        heats = np.stack(
            [np.repeat(np.nan_to_num(each.heating[part]) > HEATS, _QUARTER) for each in recordings], axis=1
        )
        known = np.isfinite(air).sum(axis=0)[:, None]
        return np.where(known > 0, self._wanted.outside(air, heats) * _A_DAY / np.maximum(known, 1), np.nan)

    # --- lives ----------------------------------------------------------------------------------------------------

    def _by(self, policy: str, clock: SteppedClock, home: TwinHome) -> Iterator[Sequence[EntityId]]:
        """The real loop; it is told the weather and the prices that were known then."""
        house = self._world.house
        program = Program(_OF_THE_RULE.get(policy, as_it_is)(house), every=PLANS_EVERY)
        if policy == PLAN:
            assert self._served is not None
            program = replace(
                program, base=self._served.base, learned=self._served.learned, energy=self._prices, expects=True
            )
        rooms = [room.id for room in self.rooms]
        living = Living(self._world.history, program, clock, home, rooms, self._weather, 2 * len(self._told))
        for _ in living.steps(self._told):
            yield [command.point.entity for command in home.commands]
            home.commands.clear()

    def _as_it_was(self, home: TwinHome) -> Iterator[Sequence[EntityId]]:
        """What devices were told then they are told again; a value on its way to another is no command of its own."""
        last, moved = dict[Point, Value](), frozenset[Point]()
        for told in self._told:
            set_as(home, told)
            home.step(told)
            now = {each.point: each.value for each in told if _sets(home, each) and each.value is not None}
            moves = frozenset(point for point, value in now.items() if last.get(point, value) != value)
            yield [point.entity for point in moves - moved]
            last.update(now)
            moved = moves

    def _read(self) -> Iterator[tuple[Reading, ...]]:
        telling, at = Telling(self._world.house), self._start
        while at < self._world.end:
            for _, stretch in day(self._world.history, self._world.house, at, at + _DAY):
                yield telling.readings(stretch)
            at += _DAY


def _sets(home: TwinHome, reading: Reading) -> bool:
    return reading.point.entity in home.machines and reading.point.attribute in SETTING
