"""A forecast that is true: the simulated building itself, let run ahead under the weather and the people to come."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np

from thermo_edge.climate.thermal import FloatArray, Outlook, RoomOutlook, answer
from thermo_edge.home.plan import Plan
from thermo_edge.learning.climate_serving import STEP, AskedRoom
from thermo_edge.simulation import gains
from thermo_edge.simulation.building import Building
from thermo_edge.simulation.days import DAY
from thermo_edge.simulation.family import ROOMS
from thermo_edge.simulation.home import SimulatedHome
from thermo_edge.simulation.plant import Array, Inputs, Outside

STEPS = 96
AGAIN = timedelta(hours=6)
"""How often the answer to a step of full heat is looked up anew: water and cap follow the weather."""

_SECONDS = STEP.total_seconds()
_QUARTER = int(_SECONDS // 60)
_UNKNOWN = 0.2
"""K, standard deviation of what it does not know: windows, lamps, and what valves make of set-points."""

_WARM = 12.0
"""°C outdoors in the mean of the day ahead, below which nobody cools."""


class Oracle:
    """Knows how the building answers, the weather and where people will be; not when somebody will open a window.

    Each room is forecast beside the others as the last plan has them: `plan` tells it.
    """

    def __init__(self, home: SimulatedHome) -> None:
        self.plan: Callable[[], Plan | None] = lambda: None
        self._home = home
        plant = home.world.plant
        self._plant = replace(plant, room_air=None) if isinstance(plant, Building) else plant
        self._days: dict[date, tuple[Array, Array]] = {}
        self._answers: tuple[datetime, FloatArray, FloatArray] | None = None

    def __call__(self, at: datetime, rooms: Sequence[AskedRoom]) -> Outlook:
        outside = [self._home.world.sky.outside(at + (number + 0.5) * STEP) for number in range(STEPS)]
        given = self._given(at)
        heating, cooling = self._answer(at, outside, given, [ROOMS.index(each.room) for each in rooms])
        heat, cool = self._planned(at)
        course = self._run(outside, given, heat, cool)
        found = []
        for each in rooms:
            room = ROOMS.index(each.room)
            free = course[:, room] - answer(heating[room], heat[:, room]) - answer(cooling[room], cool[:, room])
            found.append(RoomOutlook(each.room, free, np.full(STEPS, _UNKNOWN), heating[room], cooling[room]))
        return Outlook(at, STEP, tuple(found))

    def _planned(self, at: datetime) -> tuple[FloatArray, FloatArray]:
        """Duties as the last plan has them, its last step for what it does not reach: (steps, rooms) each."""
        heat, cool = np.zeros((2, STEPS, len(ROOMS)))
        plan = self.plan()
        if plan is None or not timedelta(0) <= at - plan.at < plan.step * STEPS / 2:
            return heat, cool
        steps = np.minimum(np.arange(STEPS) + round((at - plan.at) / plan.step), STEPS - 1)
        for each in plan.rooms:
            room = ROOMS.index(each.room)
            heat[:, room] = np.array(each.heat)[steps]
            if each.cool:
                cool[:, room] = np.array(each.cool)[steps]
        return heat, cool

    def _answer(
        self, at: datetime, outside: list[Outside], given: tuple[Array, Array], rooms: Sequence[int]
    ) -> tuple[FloatArray, FloatArray]:
        """K at each lag after a step of full heat and of full cold, of each room alone: (rooms, steps)."""
        if self._answers is None or at - self._answers[0] >= AGAIN:
            nothing = np.zeros((STEPS, len(ROOMS)))
            free = self._run(outside, given, nothing, nothing)
            heating, cooling = np.zeros((2, len(ROOMS), STEPS))
            warm = float(np.mean([each.temperature[0] for each in outside])) > _WARM
            cools = np.flatnonzero(self._coolers() * warm)
            for room in rooms:
                pulse = nothing.copy()
                pulse[0, room] = 1.0
                heating[room] = np.maximum((self._run(outside, given, pulse, nothing) - free)[:, room], 0.0)
                if room in cools:
                    cooling[room] = np.minimum((self._run(outside, given, nothing, pulse) - free)[:, room], 0.0)
            self._answers = (at, heating, cooling)
        return self._answers[1], self._answers[2]

    def _coolers(self) -> Array:
        cooled = {each.place for each in self._home.house.devices if each.cools}
        return np.array([float(room in cooled) for room in ROOMS])

    def _run(self, outside: list[Outside], given: tuple[Array, Array], heat: FloatArray, cool: FloatArray) -> Array:
        """°C at the end of each step, (steps, rooms), with windows closed and no shades."""
        indoor, none = self._home.world.indoor, np.zeros((1, len(ROOMS)))
        people, power = given
        found = np.zeros((STEPS, len(ROOMS)))
        for step in range(STEPS):
            inputs = Inputs(heat[step, None], cool[step, None], people[step, None], power[step, None], none, none, none)
            indoor = self._plant.step(indoor, outside[step], inputs, _SECONDS)
            found[step] = indoor.air[0]
        return found

    def _given(self, at: datetime) -> tuple[Array, Array]:
        """Persons in each room and W of appliances, in the mean of each step: (steps, rooms) each."""
        people, power = np.zeros((2, STEPS, len(ROOMS)))
        for step in range(STEPS):
            local = self._home.house.local(at + step * STEP)
            day = self._day(local.date())
            row = (local.hour * 60 + local.minute) // _QUARTER
            people[step], power[step] = day[0][row], day[1][row]
        return people, power

    def _day(self, on: date) -> tuple[Array, Array]:
        if on not in self._days:
            residents = self._home.people.residents
            plan = residents.plan(on)
            where, doing = plan.where[0].T, plan.doing[0].T
            kind = np.broadcast_to(residents.households.kind, where.shape)
            given = gains.given(kind, where, doing)
            shape = (DAY // _QUARTER, _QUARTER, len(ROOMS))
            self._days[on] = tuple(each.reshape(shape).mean(axis=1) for each in (given.people, given.appliances))
        return self._days[on]
