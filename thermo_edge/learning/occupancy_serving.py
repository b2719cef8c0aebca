"""What the learned side says of who is where: the model's answers for a house as it is, or what is usual alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from thermo_edge.home.forecast import Later, Learned, Moment, OwnLearning, capped
from thermo_edge.home.house import PlaceId
from thermo_edge.home.reason import Code, Reason
from thermo_edge.learning.closed import sigmoid
from thermo_edge.learning.occupancy_at_home import HOME, ROOM, Base
from thermo_edge.learning.occupancy_own import Own, of_base
from thermo_edge.occupancy import ahead
from thermo_edge.occupancy.ahead import Known
from thermo_edge.occupancy.climatology import Climatology
from thermo_edge.occupancy.features import OccupancyConfig
from thermo_edge.occupancy.moments import remaining, until
from thermo_edge.occupancy.signals import Array, HouseSignals
from thermo_edge.occupancy.usual import Usual

QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)

_USUAL = np.array([0.6, 0.25, 0.15])  # of the weekday, of the half of the week, of any day
_LASTS = 2.0  # h in which what is so now becomes what is usual
_RINGS = ((0.1, -20.0), (0.5, 0.0), (0.9, 15.0))  # minutes around an alarm clock


@dataclass(frozen=True)
class Asked:
    """What is to be answered: the house's signals until `at`, and the rule's belief of the home at that time.

    `alarm`: when the next alarm clock rings; `busy`: begin and end of the next time in which everybody is out.
    `away_since` and `asleep_since` are of a stretch that goes on.
    """

    signals: HouseSignals
    at: datetime
    at_home: float
    alarm: datetime | None = None
    busy: tuple[datetime, datetime] | None = None
    away_since: datetime | None = None
    asleep_since: datetime | None = None


@dataclass(frozen=True)
class Serving:
    """The shipped model, or one like it; without one only the hours ahead are told, from what is usual.

    `own`: what the home taught itself, which speaks in the model's place where it was better.
    """

    base: Base | None = None
    version: str = ""
    config: OccupancyConfig = field(default_factory=OccupancyConfig)
    own: Own | None = None

    def answer(self, asked: Asked, usual: Usual) -> Learned:
        """Everything that can be said. Raises what the model raises where it cannot be asked."""
        told = of_base(asked.signals, self.base, self.config) if self.base is not None else {}
        own = self._own(asked.signals)
        mine = own.learned.now(asked.signals) if own is not None else {}
        now = told | {name: line for name, line in mine.items() if own is not None and own.serves(name)}
        rooms = {name: line for name, line in now.items() if name in asked.signals.rooms}
        home = told["home"] if told else _by_phones(asked)
        later = {
            PlaceId(name): self._later(asked, name, (told.get(name, _by_motion(asked.signals, name)), home), each, mine)
            for name in asked.signals.rooms
            if (each := usual.rooms.get(PlaceId(name))) is not None
        }
        return Learned(
            at=asked.at,
            by_room={PlaceId(name): capped(float(line[-1])) for name, line in rooms.items()},
            at_home=capped(float(now["home"][-1])) if now else None,
            asleep=capped(float(now["asleep"][-1])) if now else None,
            rooms=later,
            home=self._later(asked, "home", (home, home), usual.home, mine) if usual.home is not None else (),
            returns=_returns(asked, usual),
            wakes=_wakes(asked, usual),
            sleeps=_sleeps(asked, usual),
            version=self.version,
            reasons={PlaceId(name): _inputs(asked.signals, name) for name in rooms},
            why_home=_why(asked),
            own=None if self.base is None else own.told if own is not None else OwnLearning(),
        )

    def _own(self, house: HouseSignals) -> Own | None:
        return self.own if self.base is not None and self.own is not None and self.own.fits(house) else None

    def _later(
        self, asked: Asked, name: str, told: tuple[Array, Array], usual: Climatology, mine: Mapping[str, Array]
    ) -> tuple[Later, ...]:
        """P at each horizon, from what the base model believes of this and of the home; `mine`: what the home does."""
        hours, home = self.config.horizons, name == "home"
        numbers = _numbers(asked, told, usual, hours)
        if self.base is not None:
            found = sigmoid(self.base.ahead(numbers[None], HOME if home else ROOM)[0])
        else:
            then = numbers[:, :3] @ _USUAL
            now = float(ahead.logit(np.asarray(told[0][-1:]))[0] - numbers[0, 3])
            found = sigmoid(then + now * np.exp(-np.asarray(hours) / _LASTS))
        if self.own is not None and name in mine:
            own = self.own.learned
            known = (mine[name], mine.get("home", mine[name]))
            better = own.then(name, _numbers(asked, known, own.targets[name].usual, hours))
            found = np.where([self.own.serves(name, each) for each in hours], better, found)
        if home:
            found = np.where([_busy(asked, each) > 0.0 for each in hours], np.minimum(found, 0.3), found)
        return tuple(
            Later(timedelta(hours=each), capped(float(value))) for each, value in zip(hours, found, strict=True)
        )


# --- evidence -----------------------------------------------------------------------------------------------------


def _numbers(asked: Asked, told: tuple[Array, Array], usual: Climatology, hours: Sequence[float]) -> Array:
    """What a forecast looks at now, (horizons, numbers), from the beliefs of its target and of the home."""
    house = asked.signals
    known = Known(house.step, house.hour, house.weekday, *told, _alarm(asked), None)
    numbers = np.stack([ahead.features(known, usual, each)[-1] for each in hours])
    numbers[:, list(ahead.NAMES).index("calendar")] = [_busy(asked, each) for each in hours]
    return numbers


def _by_motion(house: HouseSignals, name: str) -> Array:
    """Whether somebody moved in the room in the last quarter of an hour, without a model."""
    on = np.nan_to_num(house.rooms[name].events.get("motion", np.zeros(house.times)))
    recent = np.maximum(on, np.maximum(np.roll(on, 1), np.roll(on, 2)))
    recent[:2] = on[:2]
    return np.asarray(np.clip(recent, 0.05, 0.95))


def _by_phones(asked: Asked) -> Array:
    house = asked.signals
    share = house.persons if house.persons is not None else np.full(house.times, np.nan)
    line = np.where(np.isfinite(share), (share > 0.0).astype(float), asked.at_home)
    line[-1] = asked.at_home
    return np.asarray(np.clip(line, 0.02, 0.98))


def _alarm(asked: Asked) -> Array | None:
    """Minutes until the alarm clock, as they were at each time of the grid."""
    if asked.alarm is None:
        return None
    left = (asked.alarm - asked.at).total_seconds() / 60.0
    back = np.arange(asked.signals.times)[::-1] * asked.signals.step
    return np.asarray(np.where(left >= 0.0, left + back, np.nan))


def _busy(asked: Asked, hours: float) -> float:
    then = asked.at + timedelta(hours=hours)
    return float(asked.busy is not None and asked.busy[0] <= then < asked.busy[1])


def _inputs(house: HouseSignals, name: str) -> tuple[Reason, ...]:
    """What measured of the room is likeliest to tell of people."""
    mean, found = house.rooms[name].mean, list[Reason]()
    for kind, code, fact, least in (
        ("co2", Code.ROOM_CO2, "ppm", 550.0),
        ("power", Code.ROOM_POWER, "watt", 30.0),
        ("light", Code.ROOM_LIGHT, "lux", 20.0),
    ):
        line = mean.get(kind)
        if line is not None and np.isfinite(line[-1]) and float(line[-1]) >= least:
            found.append(Reason.of(code, **{fact: float(line[-1])}))
    return tuple(found)


def _why(asked: Asked) -> tuple[Reason, ...]:
    found: list[Reason] = []
    if asked.alarm is not None:
        found.append(Reason.of(Code.ALARM_CLOCK, at=asked.alarm))
    if asked.busy is not None and asked.busy[0] <= asked.at:
        found.append(Reason.of(Code.CALENDAR_BUSY, until=asked.busy[1]))
    return tuple(found)


# --- moments ------------------------------------------------------------------------------------------------------


def _returns(asked: Asked, usual: Usual) -> Moment | None:
    """When somebody comes back, while nobody is home; not before the calendar says so."""
    if asked.away_since is None:
        return None
    gone = (asked.at - asked.away_since) / timedelta(hours=1)
    hours = remaining(usual.away, *_clock(asked), gone, QUANTILES)
    moment = _moment(asked.at, hours)
    if asked.busy is None or asked.busy[0] > asked.at:
        return moment
    end = asked.busy[1]
    if moment is None:
        return Moment(tuple((share, end + timedelta(minutes=30 * share)) for share in QUANTILES))
    return Moment(tuple((share, max(at, end)) for share, at in moment.quantiles))


def _wakes(asked: Asked, usual: Usual) -> Moment | None:
    """When people who sleep wake: by the alarm clock, where one is set."""
    if asked.alarm is not None and timedelta(0) <= asked.alarm - asked.at <= timedelta(hours=14):
        return Moment(tuple((share, asked.alarm + timedelta(minutes=by)) for share, by in _RINGS))
    if asked.asleep_since is None:
        return None
    slept = (asked.at - asked.asleep_since) / timedelta(hours=1)
    return _moment(asked.at, remaining(usual.sleep, *_clock(asked), slept, QUANTILES, longest=20.0))


def _sleeps(asked: Asked, usual: Usual) -> Moment | None:
    if asked.asleep_since is not None or asked.away_since is not None:
        return None
    return _moment(asked.at, until(usual.sleep.hour, usual.sleep.weekday, *_clock(asked), QUANTILES))


def _clock(asked: Asked) -> tuple[float, float]:
    return float(asked.signals.hour[-1]), float(asked.signals.weekday[-1])


def _moment(at: datetime, hours: Array) -> Moment | None:
    if not np.isfinite(hours).all():
        return None
    return Moment(
        tuple((share, at + timedelta(hours=float(each))) for share, each in zip(QUANTILES, hours, strict=True))
    )
