"""A day of a recording lived again in a twin of this house, by a program that may act; and what came of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from thermo_edge.app.backtest.readings import Telling, day
from thermo_edge.app.planning import EVERY
from thermo_edge.app.twin_living import Living, Program, house_of
from thermo_edge.clock import SteppedClock
from thermo_edge.home.comfort import TOO_WARM
from thermo_edge.home.house import House, PlaceId
from thermo_edge.learning.climate_at_home import Base, RoomLearned
from thermo_edge.learning.past import Kept
from thermo_edge.learning.twin_trial import Lived
from thermo_edge.simulation.twin_home import GRAIN, RoomTwin, TwinHome

STEPS = timedelta(days=1) // timedelta(minutes=15)
HEATS = 0.1


@dataclass
class TwinWorld:
    """The house of the twin, and all that its days are made from. `end`: that of the recordings, a whole quarter.

    `base`: what plans; None: the days are lived by the plain rule, or by nobody.
    """

    history: Kept
    house: House
    base: Base | None
    twins: Mapping[PlaceId, RoomTwin]
    end: datetime
    every: timedelta = EVERY

    def __post_init__(self) -> None:
        self.house = house_of(self.house, frozenset(self.twins))

    @property
    def times(self) -> int:
        """Steps of the recordings."""
        return next(iter(self.twins.values())).recording.times

    def live(self, back: int, member: int, learned: Mapping[PlaceId, RoomLearned]) -> dict[PlaceId, Lived]:
        """The day that ended `back` days before the end, by one member of each twin and with what rooms have taught."""
        clock = SteppedClock(self.end - (back + 1) * timedelta(days=1))
        home = TwinHome(clock, self.house, self.twins, member, self.times - (back + 1) * STEPS, STEPS)
        program = Program(self.house, self.base, learned, self.every)
        return self._lived(clock, home, Living(self.history, program, clock, home, self.twins))

    def _lived(self, clock: SteppedClock, home: TwinHome, living: Living) -> dict[PlaceId, Lived]:
        house, start, telling = self.house, clock.now(), Telling(self.house)
        rooms = [room for room in house.rooms if room.id in self.twins]
        sums = {room.id: [0.0, 0.0, 0.0] for room in rooms}
        stretches = day(self.history, house, start, start + timedelta(days=1))
        for _ in living.steps(telling.readings(stretch) for _, stretch in stretches):
            for room in rooms:
                warm = room.comfort.warm_at(house.local(clock.now()))
                band = room.comfort.comfort if warm else room.comfort.setback
                air, heat, hours = home.air(room.id), home.heat(room.id), GRAIN / timedelta(hours=1)
                sums[room.id][0] += max(band.low - air, 0.0) * hours
                sums[room.id][1] += max(air - band.high - TOO_WARM, 0.0) * hours * (heat > HEATS)
                sums[room.id][2] += heat * hours
        sent = Counter(house.places_of(command.point.entity) for command in home.commands)
        return {
            room: Lived(
                cold=cold,
                warm=warm,
                heat=heat,
                switching=float(sum(count for places, count in sent.items() if room in places)),
                alarms=float(living.counts.refused[room] + living.counts.alarms[room]),
            )
            for room, (cold, warm, heat) in sums.items()
        }
