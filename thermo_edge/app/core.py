"""What the live program, the demo and simulations have in common: the house, its desk and its timetable."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from uuid import uuid4

from thermo_edge.control.controller import Announce, Controller, begin
from thermo_edge.control.cycle import Ports, store_reason
from thermo_edge.control.desk import HouseDesk
from thermo_edge.control.state import clock_behind
from thermo_edge.errors import StoreError
from thermo_edge.home.house import DeviceKind, House
from thermo_edge.home.turn import Notice
from thermo_edge.jobs import Job, Run, Timetable, at_once
from thermo_edge.language.words import Words
from thermo_edge.ports import Clock, History, Home, Notifier, Trouble
from thermo_edge.store.history import SqlHistory
from thermo_edge.store.open import Opened

DATABASE = "thermo-edge.db"

ALIVE = timedelta(seconds=60)
"""How often bare switches hear that we live; never rarer than a third of what turns them off waits."""

TIDY = time(3, 30)


@dataclass(frozen=True)
class Core:
    """The house, ready to be driven."""

    clock: Clock
    history: History
    controller: Controller
    desk: HouseDesk
    timetable: Timetable


def build(
    house: House,
    clock: Clock,
    home: Home,
    opened: Opened,
    *,
    instance: str = "",
    announce: Announce | None = None,
    poll: timedelta = timedelta(seconds=30),
    more: Sequence[Job] = (),
    slowly: Run = at_once,
) -> Core:
    """Wire a house to its home and its history; nothing runs yet."""
    history = opened.history
    state = begin(house, history.memory(), clock.now(), instance or instance_of(history), history.newest())
    controller = Controller(state, Ports(clock, home, history), announce)
    if opened.trouble is not None:
        controller.hear(Trouble("store", store_reason(opened.trouble)))
    timetable = Timetable(
        [*jobs(controller, history, house, poll), *more], clock, house.zone, lambda: trusted(controller, clock), slowly
    )
    return Core(clock, history, controller, HouseDesk(controller, clock, history), timetable)


def instance_of(history: History) -> str:
    """Which house this is: the same in a restored backup, anew where there is no database."""
    return history.instance if isinstance(history, SqlHistory) else uuid4().hex


def jobs(controller: Controller, history: History, house: House, poll: timedelta) -> tuple[Job, ...]:
    """What every house does by the clock."""
    waits = (device.failsafe_after / 3 for device in house.devices if device.kind is DeviceKind.DUTY)
    return (
        Job("tick", controller.tick, every=timedelta(seconds=1)),
        Job("poll", controller.refresh, every=poll),
        Job("flush", lambda: flush(controller, history), every=timedelta(seconds=5)),
        Job("alive", lambda: controller.post(controller.renew), every=min([ALIVE, *waits])),
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
        words = Words(language, house().zone)
        for notifier in notifiers:
            for notice in posts:
                notifier.post(notice, words.notice(notice, house()))
            for key in clears:
                notifier.clear(key)

    return announce
