"""What the live program, the demo and simulations have in common: the house, its desk and its timetable."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from uuid import uuid4

from thermo_edge.app import outdoors, planning
from thermo_edge.app.comfort import Comfort
from thermo_edge.app.dampness import Dampness
from thermo_edge.app.learners import Learners, keep
from thermo_edge.app.night_child import NightChild
from thermo_edge.app.nights import Nights
from thermo_edge.app.occupancy import EVERY, Find, Occupancy, rules_only
from thermo_edge.app.outdoors import Outdoors
from thermo_edge.app.planning import Planning
from thermo_edge.app.savings import Savings
from thermo_edge.app.surfaces import Surfaces
from thermo_edge.app.thermostats import Thermostats
from thermo_edge.control.codes import Codes
from thermo_edge.control.controller import Announce, Controller, begin
from thermo_edge.control.cycle import Curious, Ports, store_reason
from thermo_edge.control.desk import NO_CODE, HouseDesk
from thermo_edge.control.state import clock_behind
from thermo_edge.errors import StoreError
from thermo_edge.home.house import DeviceKind, House
from thermo_edge.home.turn import Notice
from thermo_edge.jobs import Job, Run, Timetable, at_once
from thermo_edge.language.words import Words
from thermo_edge.learning.comfort_base import shipped_prior
from thermo_edge.learning.occupancy_kept import OwnShelf
from thermo_edge.learning.room_shelf import RoomShelf
from thermo_edge.ports import Clock, Energy, History, Home, Notifier, Weather
from thermo_edge.store.open import Opened

DATABASE = "thermo-edge.db"

ALIVE = timedelta(seconds=60)
"""How often bare switches hear that we live; never rarer than a third of what turns them off waits."""

TIDY = time(3, 30)


@dataclass(frozen=True)
class Pace:
    """How often a house looks at the time and does its regular work. `every`: a turn over everything at least."""

    tick: timedelta = timedelta(seconds=1)
    every: timedelta = timedelta(minutes=1)
    flush: timedelta = timedelta(seconds=5)
    alive: timedelta = ALIVE
    occupancy: timedelta = EVERY
    weather: timedelta = outdoors.EVERY
    plan: timedelta = planning.EVERY


LIVE = Pace()
UNHURRIED = Pace(*(timedelta(minutes=5),) * 4, occupancy=timedelta(hours=6), weather=timedelta(minutes=30))
"""For simulated months: whoever drives it also looks when the controller wants to be woken."""


@dataclass(frozen=True)
class Core:
    """The house, ready to be driven."""

    clock: Clock
    history: History
    controller: Controller
    desk: HouseDesk
    timetable: Timetable
    outdoors: Outdoors


def build(
    house: House,
    clock: Clock,
    home: Home,
    opened: Opened,
    *,
    instance: str = "",
    announce: Announce | None = None,
    poll: timedelta | Callable[[], timedelta] = timedelta(seconds=30),
    pace: Pace = LIVE,
    more: Sequence[Job] = (),
    slowly: Run = at_once,
    codes: Codes = NO_CODE,
    model: Find = rules_only,
    shelf: OwnShelf | None = None,
    weather: Weather | None = None,
    thermal: planning.Find = planning.rules_only,
    foresight: planning.Foresight | None = None,
    energy: Energy | None = None,
    taught: RoomShelf | None = None,
    child: NightChild | None = None,
    curious: Curious | None = None,
) -> Core:
    """Wire a house to its home and its history; nothing runs yet."""
    history = opened.history
    unsaved = store_reason(opened.trouble) if opened.trouble is not None else None
    state = begin(house, history.memory(), clock.now(), instance or uuid4().hex, history.newest(), unsaved)
    controller = Controller(state, Ports(clock, home, history, curious), announce, pace.every)
    own = shelf or OwnShelf()
    occupancy = Occupancy(controller, history, clock, model, own, beside=child is not None)
    believes = occupancy.jobs(pace.occupancy)
    outside = Outdoors(controller, history, clock, weather, state.instance)
    network = child.network if child is not None else None
    nights = Nights(controller, history, clock, taught, child is not None, network)
    planner = Planning(controller, history, clock, outside, thermal, foresight, energy, nights)
    keeper = keep(controller, clock, Learners(nights, planner, occupancy, own, slowly), child)
    plans = *planner.jobs(pace.plan), *keeper.jobs()
    hourly = Dampness(controller, history, clock).job(), Surfaces(controller, history, clock).job()
    nightly = Comfort(controller, history, clock, shipped_prior).job()
    looked_back = Savings(controller, history, clock).job(), Thermostats(controller, history, clock).job()
    regular = jobs(controller, history, poll, pace)
    table = [*regular, *believes, outside.job(pace.weather), *plans, *hourly, nightly, *looked_back, *more]
    timetable = Timetable(table, clock, lambda: controller.state.house.zone, lambda: trusted(controller, clock), slowly)
    desk = HouseDesk(controller, clock, history, codes, planner.imagine, keeper)
    return Core(clock, history, controller, desk, timetable, outside)


def jobs(
    controller: Controller, history: History, poll: timedelta | Callable[[], timedelta], pace: Pace
) -> tuple[Job, ...]:
    """What every house does by the clock."""

    def alive() -> timedelta:
        bare = (each for each in controller.state.house.devices if each.kind is DeviceKind.DUTY)
        return min([pace.alive, *(device.failsafe_after / 3 for device in bare)])

    return (
        Job("tick", controller.tick, every=pace.tick),
        Job("poll", controller.refresh, every=poll),
        Job("flush", lambda: flush(controller, history), every=pace.flush),
        Job("alive", lambda: controller.post(controller.renew), every=alive),
        Job("tidy", lambda: history.tidy(controller.now()), daily=TIDY, dated=True, slow=True),
    )


def flush(controller: Controller, history: History) -> None:
    """Write what waits; where that fails, the page says so."""
    try:
        history.flush()
    except StoreError as error:
        reason = store_reason(error)
        controller.post(lambda: controller.store_works(reason))
    else:
        if controller.state.store_error is not None:
            controller.post(lambda: controller.store_works(None))


def trusted(controller: Controller, clock: Clock) -> bool:
    """Whether the time of day can be believed."""
    return not clock_behind(controller.state, clock.now(), clock.behind())


def announcer(notifiers: Sequence[Notifier], language: str, house: Callable[[], House]) -> Announce:
    """Tells people outside the page, in the household's language and its time zone."""

    def announce(posts: Sequence[Notice], clears: Sequence[str]) -> None:
        words = Words(language).of(house())
        for notifier in notifiers:
            for notice in posts:
                notifier.post(notice, words.notice(notice, house()))
            for key in clears:
                notifier.clear(key)

    return announce
