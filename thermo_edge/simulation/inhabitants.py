"""The people of one live home: they live their day, and put right by hand what does not suit them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, Protocol

import numpy as np

from thermo_edge.home.house import Attribute, DeviceKind, Domain, EntityId, Value
from thermo_edge.home.memory import Watch
from thermo_edge.simulation import gains, household, taste
from thermo_edge.simulation.agenda import Event, Residents, What
from thermo_edge.simulation.days import DAY
from thermo_edge.simulation.devices import Machine
from thermo_edge.simulation.family import ROOMS
from thermo_edge.simulation.people import AWAY, HALL, Doing, Kind, Whole
from thermo_edge.simulation.plant import Array
from thermo_edge.simulation.taste import Felt, Mood
from thermo_edge.simulation.world import World


class Correction(NamedTuple):
    """Something that a person put right themselves."""

    at: datetime
    who: str
    room: str
    domain: Domain
    what: str  # "warmer", "cooler", "lamp_on", "lamp_off", "brighter"


class Hand(Protocol):
    """What people can do that is not done at a device: they say that it was wrong, and mind the alarm."""

    def wrong(self, room: str, domain: Domain, who: str) -> None: ...

    def arm(self, watch: Watch | None, who: str) -> None: ...


class Place(Protocol):
    """What people do in the home that they live in."""

    world: World
    machines: dict[EntityId, Machine]
    windows: dict[str, bool]

    def later(self, seconds: float, what: What, index: int = 0, value: bool = False) -> None: ...

    def use(self, entity: EntityId, attribute: Attribute, value: Value, user: str | None) -> None:
        """A person sets a device: in the app of the home as this user, or at the device itself."""

    def lamps_of(self, room: int) -> tuple[Machine, ...]: ...

    def contact_changes(self, room: int, is_open: bool) -> None: ...

    def now(self) -> datetime: ...

    @property
    def second(self) -> float:
        """s since the world's last step."""


@dataclass
class Habits:
    """What the household does with its alarm and its windows."""

    arms_away: bool = False
    arms_at_night: bool = False
    airs: bool = True
    corrects: bool = True


@dataclass
class Inhabitants:
    """Follows the plan of the day, and reacts to warmth, air and light as it is."""

    residents: Residents
    place: Place
    rng: np.random.Generator
    hand: Hand | None = None
    habits: Habits = field(default_factory=Habits)
    corrections: list[Correction] = field(default_factory=list)
    went_dark: int = 0  # lamps that we put out over somebody who needed them
    asked: bool = False  # somebody has just told the desk something

    def __post_init__(self) -> None:
        self.people = self.residents.households
        shape = self.people.kind.shape
        self.where: Whole = np.full(shape, AWAY)
        self.doing: Whole = np.full(shape, int(Doing.OUT))
        self._mood = self._calm = Mood.calm(self.people)
        self._armed: Watch | None = None

    # --- the day --------------------------------------------------------------------------------------------------

    def begin_day(self, on: date) -> list[Event]:
        self._plan = self.residents.plan(on)
        return self.residents.events(on, self._plan)

    def stand(self, minute: int) -> None:
        """Be where the plan says, without a word: the simulation begins."""
        self.where, self.doing = self._at(minute)
        self._give()

    @property
    def somebody_home(self) -> bool:
        return bool((self.where != AWAY).any())

    def awake_in(self, room: int) -> bool:
        return bool(((self.where == room) & (self.doing != Doing.SLEEPS)).any())

    def anybody_in(self, room: int) -> bool:
        return bool((self.where == room).any())

    def move(self, minute: int) -> None:
        """The plan's minute begins."""
        before, did = self.where, self.doing
        self.where, self.doing = self._at(minute)
        for person in np.flatnonzero((before != self.where)[0] | (did != self.doing)[0]):
            self._moves(int(person), int(before[0, person]), int(did[0, person]))
        self._give()

    def _at(self, minute: int) -> tuple[Whole, Whole]:
        now = min(minute, DAY - 1)
        return self._plan.where[:, :, now], self._plan.doing[:, :, now]

    def _give(self) -> None:
        self.place.world.people(self.place.second, gains.given(self.people.kind, self.where, self.doing))

    def _moves(self, person: int, before: int, did: int) -> None:
        here, does = int(self.where[0, person]), int(self.doing[0, person])
        if here == AWAY and before != AWAY:
            self._leaves(person)
        elif before == AWAY and here != AWAY:
            self._comes(person)
        if before not in (AWAY, here):
            self._left(person, before)
        if did == Doing.SLEEPS and does != Doing.SLEEPS and here != AWAY:
            self._wakes(person, before)
        if did == Doing.COOKS and does != Doing.COOKS and self.habits.airs and self.rng.random() < 0.4:
            self._airs(before, 6.0, 14.0)
        if self.habits.arms_at_night and Doing.SLEEPS in (did, does):
            self.place.later(90.0 if does == Doing.SLEEPS else 5.0, What.ARMS, person)
        if here not in (AWAY, HALL) and (before != here or does == Doing.SLEEPS or did != does):
            self.place.later(self._seconds(6.0, 25.0), What.LOOKS, person)

    def _leaves(self, person: int) -> None:
        """Out of the door; who leaves last closes the windows, locks, and arms if that is their habit."""
        self.place.later(0.0, What.DOOR, value=True)
        self.place.later(7.0, What.DOOR, value=False)
        if person < len(household.PEOPLE):
            self.place.later(self._seconds(60.0, 240.0), What.PHONE, person, value=False)
        if self.somebody_home:
            return
        self.place.later(14.0, What.LOCK, value=True)
        for room in household.WINDOWS:
            if self.place.windows[room]:
                self.place.later(0.0, What.WINDOW, ROOMS.index(room), value=False)
        if self.habits.arms_away:
            self.place.later(360.0, What.ARMS, person)

    def _comes(self, person: int) -> None:
        self.place.later(0.0, What.LOCK, value=False)
        self.place.later(2.0, What.DOOR, value=True)
        self.place.later(9.0, What.DOOR, value=False)
        if person < len(household.PEOPLE):
            self.place.later(self._seconds(5.0, 40.0), What.PHONE, person, value=True)
        if self.habits.arms_away:
            self.place.later(self._seconds(12.0, 22.0), What.ARMS, person)

    def arm(self, person: int) -> None:
        """See to the alarm: armed while nobody is home (from their phone, when they are gone) or all sleep."""
        asleep = bool((self.doing[self.where != AWAY] == Doing.SLEEPS).all())
        watch = Watch.AWAY if not self.somebody_home else Watch.NIGHT if asleep else None
        allowed = self.habits.arms_at_night or watch is not Watch.NIGHT
        if self.hand is not None and allowed and watch is not self._armed:
            self._armed = watch
            self.asked = True
            self.hand.arm(watch, self.name(person))

    def _left(self, person: int, room: int) -> None:
        """Who leaves a room last puts out the bare heater that one of them put on, and perhaps the lamps."""
        if self.anybody_in(room):
            return
        heater = self.place.machines[household.heater(ROOMS[room])]
        if heater.device.kind is DeviceKind.DUTY and heater.on and heater.by_hand:
            self._turn(person, ROOMS[room], -1.0)
        if self.rng.random() > float(self.people.tidy[0, person]):
            return
        for machine in self.place.lamps_of(room):
            if machine.on and machine.by_hand:
                self._switch(person, room, machine, on=False)

    def _wakes(self, person: int, room: int) -> None:
        if not self.habits.airs or room == AWAY or ROOMS[room] not in household.WINDOWS:
            return
        late = self.place.now().hour
        if self.place.windows[ROOMS[room]]:
            self.place.later(self._seconds(600.0, 1500.0), What.WINDOW, room, value=False)
        elif 4 <= late <= 11 and self.rng.random() < float(self.people.airs[0, person]):
            self._airs(room, 6.0, 16.0)

    def _airs(self, room: int, shortest: float, longest: float) -> None:
        """Open a window for so many minutes."""
        if room < 0 or ROOMS[room] not in household.WINDOWS or self.place.windows[ROOMS[room]]:
            return
        self.place.later(self._seconds(10.0, 40.0), What.WINDOW, room, value=True)
        self.place.later(60.0 * self._seconds(shortest, longest), What.WINDOW, room, value=False)

    # --- light -----------------------------------------------------------------------------------------------------

    def look(self, person: int) -> None:
        """Is the light right? In bed it is to be out, elsewhere there is to be enough."""
        room, does = int(self.where[0, person]), int(self.doing[0, person])
        if room == AWAY or not self.habits.corrects or self.people.kind[0, person] == Kind.BABY:
            return
        lamps = self.place.lamps_of(room)
        if does == Doing.SLEEPS:
            self._to_sleep(person, room, lamps)
        elif taste.dark(np.array(does), np.array(self.place.world.light[room])) and lamps:
            self._lights(person, room, lamps)

    def _to_sleep(self, person: int, room: int, lamps: tuple[Machine, ...]) -> None:
        lit = [machine for machine in lamps if machine.on]
        if self.awake_in(room):
            return
        for machine in lit:
            if not machine.by_hand:
                self._protest(person, room, Domain.LIGHTING, often=2.0)
            self._switch(person, room, machine, on=False)
        world, window = self.place.world, ROOMS[room]
        hot = float(world.operative[room]) > 23.5 and float(world.outside.temperature[0]) < float(world.air[room]) - 1.0
        if hot and self.habits.airs and not self.place.windows.get(window, True):
            self.place.later(30.0, What.WINDOW, room, value=True)

    def _lights(self, person: int, room: int, lamps: tuple[Machine, ...]) -> None:
        off = next((machine for machine in lamps if not machine.on), None)
        if off is not None:
            self._switch(person, room, off, on=True)
            return
        dim = next((machine for machine in lamps if machine.device.dims and machine.brightness < 80.0), None)
        if dim is not None and self.rng.random() < 0.3:
            user = self._user(person)
            self._note(person, room, Domain.LIGHTING, "brighter")
            self.place.use(dim.device.entity, Attribute.BRIGHTNESS, 100.0, user)

    def _switch(self, person: int, room: int, machine: Machine, on: bool) -> None:
        machine.by_hand = True
        self._note(person, room, Domain.LIGHTING, "lamp_on" if on else "lamp_off")
        self.place.use(machine.device.entity, Attribute.ON, on, self._user(person))

    def lamp_obeyed(self, room: int, machine: Machine) -> None:
        """A command switched a lamp; whoever it concerns looks up."""
        machine.by_hand = False
        here = np.flatnonzero(self.where[0] == room)
        if not len(here):
            return
        if machine.on:
            asleep = not self.awake_in(room)
            if asleep:
                self.place.later(self._seconds(10.0, 40.0), What.LOOKS, int(here[0]))
            return
        light = self.place.world.light[room]
        awake = [int(p) for p in here if self.doing[0, p] != Doing.SLEEPS and self.people.kind[0, p] != Kind.BABY]
        missed = [p for p in awake if taste.dark(self.doing[0, p], light)]
        if missed:
            self.went_dark += 1
            self._protest(missed[0], room, Domain.LIGHTING)
            self.place.later(self._seconds(4.0, 15.0), What.LOOKS, missed[0])

    # --- warmth and air -------------------------------------------------------------------------------------------

    def feel(self, seconds: float) -> None:
        """After each step of the world: what people put up with no longer."""
        world, people = self.place.world, self.people
        awake = (self.where != AWAY) & (self.doing != Doing.SLEEPS)
        if not awake.any() or not self.habits.corrects:
            self._mood = self._calm
            return
        room = np.maximum(self.where, 0)
        chance = self.rng.random((3, *self.where.shape))
        felt = Felt(world.operative[room], np.array([[world.mild]]))
        self._mood, change = taste.step(people, self._mood, self.where, self.doing, felt, chance[0], seconds / 60.0)
        for person in np.flatnonzero(change[0]):
            self._adjusts(int(person), int(self.where[0, person]), float(change[0, person]))
        if self.habits.airs:
            stuffy = taste.airs(self.where, self.doing, world.co2[room], chance[1], seconds / 60.0)
            for person in np.flatnonzero(stuffy[0]):
                self._airs(int(self.where[0, person]), 8.0, 20.0)
        dusk = taste.dark(self.doing, world.light[room]) & (self.where != AWAY) & (self.where != HALL)
        for person in np.flatnonzero(dusk[0] & (chance[2, 0] < seconds / 600.0)):
            self.place.later(self._seconds(5.0, 60.0), What.LOOKS, int(person))

    def _adjusts(self, person: int, room: int, change: float) -> None:
        """Warmer or cooler: the window, the radiator, the heater, or the air conditioner, whichever helps."""
        place, name, world = self.place, ROOMS[room], self.place.world
        outdoor, inside = float(world.outside.temperature[0]), float(world.air[room])
        if change > 0.0 and place.windows.get(name):
            place.later(5.0, What.WINDOW, room, value=False)
            return
        cooler = place.machines.get(household.cooler(name))
        if change < 0.0 and outdoor < inside - 2.0 and world.mild > 14.0 and not place.windows.get(name, True):
            self._airs(room, 30.0, 120.0)
            return
        if change < 0.0 and world.mild > 16.0:
            if cooler is not None and cooler.mode != "cool":
                self._note(person, room, Domain.CLIMATE, "cooler")
                place.use(cooler.device.entity, Attribute.HVAC_MODE, "cool", self._user(person))
            return
        self._note(person, room, Domain.CLIMATE, "warmer" if change > 0.0 else "cooler")
        self._protest(person, room, Domain.CLIMATE)
        self._turn(person, name, change)

    def _turn(self, person: int, room: str, change: float) -> None:
        machine = self.place.machines[household.heater(room)]
        entity, user = machine.device.entity, self._user(person)
        if machine.device.kind is DeviceKind.DUTY:
            machine.by_hand = change > 0.0
            self.place.use(entity, Attribute.ON, change > 0.0, user)
        else:
            target = min(max(round(2.0 * (machine.set_point + change)) / 2.0, 12.0), 25.0)
            self.place.use(entity, Attribute.SET_POINT, target, user)

    # --- who ------------------------------------------------------------------------------------------------------

    def name(self, person: int) -> str:
        return household.PEOPLE[person] if person < len(household.PEOPLE) else "guest"

    def _user(self, person: int) -> str | None:
        """Their user where they use the app; a guest has none, and who turns a knob leaves no name."""
        knows = person < len(household.PEOPLE) and self.people.kind[0, person] != Kind.GUEST
        return f"user-{self.name(person)}" if knows and self.rng.random() < float(self.people.app[0, person]) else None

    def _note(self, person: int, room: int, domain: Domain, what: str) -> None:
        self.corrections.append(Correction(self.place.now(), self.name(person), ROOMS[room], domain, what))

    def _protest(self, person: int, room: int, domain: Domain, often: float = 1.0) -> None:
        if self.hand is not None and self.rng.random() < often * float(self.people.protests[0, person]):
            self.asked = True
            self.hand.wrong(ROOMS[room], domain, self.name(person))

    def _seconds(self, low: float, high: float) -> float:
        return float(np.floor(self.rng.uniform(low, high + 1.0)))


def shades(world: World, somebody_home: bool) -> Array:
    """Where it is too warm, or nobody is home in summer, shades keep most of the sun out."""
    warm = world.operative > (24.5 if somebody_home else 23.0)
    return np.where(warm & (world.mild > 14.0), 0.75, 0.0)
